/* failure_500.c
 * Which server failed, as far as the capture shows, when a 500 is no matter of order.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/leg_outcome.h"
#include "diagnosis/subjects.h"
#include "judgement.h"
#include "question/cause_source.h"
#include "question/own_words.h"

static bool find_from_503(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *record = exchange->record;
    char text[FAULT_QUOTE_MAX], host[ENDPOINT_TEXT_MAX], interval[FAULT_INTERVAL_MAX];

    if (draft->judgement->other) {
        const struct record *final = draft->judgement->other->final;

        draft_evidence(draft, final->frame);
        draft_headline(draft, "was a 503 at %s (frame %u)",
                       endpoint_host_text(draft->judgement->other->path->server, host),
                       final->frame);
        fault_say(draft, "%s answered the same request with 503 in frame %u, %s before.",
                  endpoint_text(draft->judgement->other->path->server, host), final->frame,
                  fault_interval(final->time, record->time, interval));
    } else if (record_sip_cause(record) == 503) {
        fault_say(draft, "Its Reason header names SIP cause 503. The capture shows no 503 to the "
                         "request.");
    } else {
        fault_say(draft,
                  "The phrase is that of a 503: \"%s\". The capture shows no 503 to the request.",
                  fault_quote(record_phrase(record), text));
    }
    return true;
}

/* "Q.850 cause 38, Network out of order, given by 10.0.0.1" */
static void say_cause(const struct exchange *exchange, struct finding_draft *draft,
                      const char *source)
{
    const struct reason_value *reason = words_reason(record_words(exchange->record), "Q.850");
    char host[ENDPOINT_TEXT_MAX], text[OWN_WORDS_MAX];

    fault_say(draft, "%s, given by %s%s.", own_words_of_reason(reason, text),
              endpoint_text(exchange->frame->source, host), source);
    fault_say_meaning(draft, reason);
}

static bool find_gateway_cause(const struct exchange *exchange, struct finding_draft *draft)
{
    char source[64];

    snprintf(source, sizeof source, ": %s", cause_evidence(exchange->record));
    say_cause(exchange, draft, source);
    return true;
}

static bool find_own_cause(const struct exchange *exchange, struct finding_draft *draft)
{
    say_cause(exchange, draft,
              cause_is_translated(record_server(exchange->record))
                  ? ", which makes such a cause of each SIP code by itself"
                  : ", which may have made it itself");
    fault_say_hop_behind(exchange, draft);
    fault_say_server(exchange, draft);
    return true;
}

static bool find_relayed(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *record = exchange->record;
    char host[ENDPOINT_TEXT_MAX], interval[FAULT_INTERVAL_MAX];
    const struct transaction *origin;

    origin = hop_origin(exchange->transaction, record->code, record->frame);
    draft_evidence(draft, origin->final->frame);
    draft_evidence(draft, draft->judgement->other->final->frame);
    fault_say(draft, "It began as %u at %s in frame %u, %s before.", origin->final->code,
              endpoint_text(origin->path->server, host), origin->final->frame,
              fault_interval(origin->final->time, record->time, interval));
    fault_say(draft, "That is the furthest hop in this capture.");
    return true;
}

/* Which element made the response, as far as the To tag tells (RFC 3261 section 8.2.6.2). */
static void say_to_tag(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct early_dialog *dialog = transaction_early_dialogs(exchange->transaction);
    const char *to_tag = record_to_tag(exchange->record);

    if (!to_tag && !exchange->record->is_cut)
        fault_say(draft, "It has no To tag, so the element that made it is not known.");
    if (!to_tag || !dialog || !dialog->first_place)
        return;
    draft_evidence(draft, early_dialog_first(dialog)->frame);
    if (transaction_early_dialog(exchange->transaction, to_tag))
        fault_say(draft, "Its To tag is that of an earlier 18x: the same server made both.");
    else
        fault_say(draft,
                  "Its To tag is not that of the %u in frame %u: another element made this "
                  "one.",
                  early_dialog_first(dialog)->code, early_dialog_first(dialog)->frame);
}

/* Whether the request went on from the host that sent the response. */
static void say_hops(const struct exchange *exchange, struct finding_draft *draft)
{
    struct leg_attempt leg = { NULL, NULL };

    if (fault_say_hop_behind(exchange, draft))
        return;
    if (leg_next_attempt(exchange->transaction, exchange->frame->number, &leg) &&
        leg.invite->request_frame)
        fault_say(draft, "It had sent an INVITE on another leg for this call (frame %u%s).",
                  leg.invite->request_frame,
                  leg_link_is_certain(leg.link, exchange->frame->number) ? "" : ", probably");
    else if (transaction_upstream(exchange->transaction))
        fault_say(draft, "The capture shows no copy of the request on a next hop.");
    else
        fault_say(draft, "No hop behind it is captured: the failure may come from another server.");
}

static bool find_own_words(const struct exchange *exchange, struct finding_draft *draft)
{
    char words[OWN_WORDS_MAX];

    fault_say_sender(exchange, draft);
    fault_say(draft, "It says: %s.", own_words_of_response(exchange->record, words));
    fault_say_hop_behind(exchange, draft);
    fault_say_server(exchange, draft);
    return true;
}

static bool find_internal(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;

    fault_say_sender(exchange, draft);
    if (exchange->record->is_cut)
        fault_say(draft, "The capture cut this message: a Reason may be missing.");
    if (transaction->request_frame) {
        say_hops(exchange, draft);
        say_to_tag(exchange, draft);
    } else if (!transaction_last_provisional(transaction)->frame) {
        fault_say(draft, "This 500 may also mean: CSeq too low (RFC 3261 12.2.2).");
    }
    fault_say_server(exchange, draft);
    if (words_reason(record_words(exchange->record), "Q.850")) {
        fault_say(draft, "Its Q.850 cause explains nothing.");
        draft_headline(draft, "HOST failed, cause %u explains nothing",
                       record_q850_cause(exchange->record));
    }
    return true;
}

static const struct rule rules[] = {
    { .id = "fault.from-503",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "a proxy made this 500 from the 503 of another server",
      .headline = "was a 503 behind HOST",
      .advice = "Look at the server behind this one: it was overloaded, in maintenance or had no "
                "free trunk. This proxy did what the RFC asks.",
      .reference = { 3261, "16.7" },
      .actor = ACTOR_SERVER,
      .actor_more = "and the hosts behind it",
      .moments = AT_RESPONSE,
      .verdict = FAULT_FROM_503,
      .applies = find_from_503 },
    { .id = "fault.gateway-cause",
      .severity = SEVERITY_ERROR,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the telephone network released the call and gives its cause",
      .headline = "telephone network",
      .yields = true,
      .advice = "Follow the call into the telephone network: the gateway's trunk log at that "
                "second, then the carrier, with the called number and the cause.",
      .reference = { 3398, "7.2.4.1" },
      .actor = ACTOR_SERVER,
      .actor_more = "then the carrier",
      .moments = AT_RESPONSE,
      .verdict = FAULT_GATEWAY_CAUSE,
      .applies = find_gateway_cause },
    { .id = "fault.own-cause",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the server gives a telephone cause that it may have made itself",
      .headline = "HOST failed and says",
      .advice = "Look for this call in the log of the host that gave the cause. Ask the carrier "
                "only if that log shows that the cause came from the telephone network.",
      .reference = { 3326, "2" },
      .actor = ACTOR_SERVER,
      .moments = AT_RESPONSE,
      .verdict = FAULT_OWN_CAUSE,
      .applies = find_own_cause },
    { .id = "fault.own-words",
      .severity = SEVERITY_ERROR,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the server failed and gives its own reason",
      .headline = "HOST failed and says",
      .advice = "Give these words, the Call-ID and the second to whoever runs this server: its log "
                "says more.",
      .reference = { 3261, "21.5.1" },
      .actor = ACTOR_SERVER,
      .moments = AT_RESPONSE,
      .verdict = FAULT_OWN_WORDS,
      .applies = find_own_words },
    { .id = "fault.relayed",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "this failure began further on and was passed along",
      .advice = "Go to the frame where the failure began and look at that server. The hosts in "
                "between only passed it on.",
      .reference = { 3261, "16.7" },
      .actor = ACTOR_SERVER,
      .moments = AT_RESPONSE,
      .verdict = FAULT_RELAYED,
      .is_relay = true,
      .applies = find_relayed },
    { .id = "fault.internal",
      .severity = SEVERITY_ERROR,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the server failed and gives no useful reason",
      .headline = "HOST failed, no reason given: see its log",
      .advice = "Look in the log of this server at that second, by Call-ID. If it only passed the "
                "failure on, capture behind it and go one hop further.",
      .reference = { 3261, "21.5.1" },
      .actor = ACTOR_SERVER,
      .moments = AT_RESPONSE,
      .verdict = FAULT_INTERNAL,
      .applies = find_internal },
};

const struct rule_list fault_verdict_rules = { .subject = "fault",
                                               .rules = rules,
                                               .count = array_length(rules) };
