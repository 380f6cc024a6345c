/* failure_500.c
 * Which server failed, as far as the capture shows, when a 500 is no matter of order.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "catalogue/q850_cause.h"
#include "diagnosis/subjects.h"
#include "judgement.h"

static bool find_from_503(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *record = exchange->record;
    char text[FAULT_QUOTE_MAX], host[ENDPOINT_TEXT_MAX], interval[FAULT_INTERVAL_MAX];

    if (draft->judgement->other) {
        const struct record *final = draft->judgement->other->final;

        draft_evidence(draft, final->frame);
        fault_say(draft, "%s had answered the same request with 503 in frame %u, %s before.",
                  endpoint_text(draft->judgement->other->path->server, host), final->frame,
                  fault_interval(final->time, record->time, interval));
    } else if (record_sip_cause(record) == 503) {
        fault_say(draft, "Its Reason header names SIP cause 503; that hop is not in this capture.");
    } else {
        fault_say(draft,
                  "The phrase is still that of a 503: \"%s\"; that hop is not in this capture.",
                  fault_quote(record->phrase, text));
    }
    return true;
}

static bool find_registrar(const struct exchange *exchange, struct finding_draft *draft)
{
    char text[FAULT_QUOTE_MAX], host[ENDPOINT_TEXT_MAX], interval[FAULT_INTERVAL_MAX];

    endpoint_text(exchange->frame->source, host);
    if (exchange->transaction->request_frame)
        fault_say(
            draft, "%s sent it %s after the REGISTER.", host,
            fault_interval(exchange->transaction->request_time, exchange->record->time, interval));
    else
        fault_say(draft, "%s sent it; the REGISTER is not in this capture.", host);
    if (sip_message_has_header(exchange->message, SIP_HEADER_P_REGISTRAR_ERROR))
        fault_say(draft, "P-Registrar-Error: %s.",
                  quote_header(exchange->message, SIP_HEADER_P_REGISTRAR_ERROR, text, sizeof text));
    fault_say_server(exchange, draft);
    return true;
}

static bool find_gateway_cause(const struct exchange *exchange, struct finding_draft *draft)
{
    const uint32_t value = record_q850_cause(exchange->record);
    const struct q850_cause *cause = q850_cause_lookup(value);
    char host[ENDPOINT_TEXT_MAX];

    fault_say(draft, "Q.850 cause %u, %s, sent by %s.", value,
              cause ? cause->name : "which is no Q.850 value",
              endpoint_text(exchange->frame->source, host));
    if (cause)
        fault_say(draft, "%s", cause->meaning);
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
    const struct early_dialog *dialog = exchange->transaction->progress->early_dialogs;
    const char *to_tag = exchange->record->to_tag;

    if (!to_tag && !exchange->record->is_cut)
        fault_say(draft, "It has no To tag, so a stateless element made it.");
    if (!to_tag || !dialog || !dialog->first)
        return;
    draft_evidence(draft, dialog->first->frame);
    if (transaction_early_dialog(exchange->transaction, to_tag))
        fault_say(draft, "Its To tag is that of an earlier 18x: the same server made both.");
    else
        fault_say(draft, "Its To tag is not that of the %u in frame %u: another element made it.",
                  dialog->first->code, dialog->first->frame);
}

/* Whether the request went on from the host that sent the response. */
static void say_hops(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const uint32_t frame = exchange->record->frame;
    const struct transaction *failed = hop_failed_behind(transaction, 0, frame);
    const struct transaction *behind = failed ? failed : hop_behind(transaction, frame);

    if (behind)
        draft_evidence(draft, failed ? failed->final->frame : behind->request_frame);
    if (failed)
        fault_say(draft, "It had sent the request on and got %u for it in frame %u.",
                  failed->final->code, failed->final->frame);
    else if (behind)
        fault_say(draft, "It had sent the request on (frame %u); no failure came back from there.",
                  behind->request_frame);
    else if (transaction->upstream)
        fault_say(draft, "No copy of the request further downstream is in this capture.");
    else
        fault_say(draft,
                  "Only this hop is captured: it may have passed on another server's failure.");
}

static bool find_internal(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    char host[ENDPOINT_TEXT_MAX], interval[FAULT_INTERVAL_MAX];

    endpoint_text(exchange->frame->source, host);
    if (!transaction->request_frame) {
        fault_say(draft,
                  "%s sent it. Its request is not in this capture, so a plain refusal of one "
                  "out of order (RFC 3261 12.2.2) is not ruled out.",
                  host);
        fault_say_server(exchange, draft);
        return true;
    }
    fault_say(draft, "%s sent it %s after %s.", host,
              fault_interval(transaction->request_time, exchange->record->time, interval),
              transaction->method_name);
    if (exchange->record->is_cut)
        fault_say(draft, "The capture cut it: a Reason may be missing.");
    if (fault_is_in_dialog(transaction) && !fault_next_earlier(transaction, NULL))
        fault_say(draft, "Earlier requests of this side are not in this capture: a matter of their "
                         "order is not ruled out.");
    say_hops(exchange, draft);
    say_to_tag(exchange, draft);
    fault_say_server(exchange, draft);
    if (record_q850_cause(exchange->record) == 16)
        fault_say(draft, "Its cause 16 (normal clearing) explains nothing.");
    return true;
}

static const struct rule rules[] = {
    { .id = "fault.from-503",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "a 503 from further on became this 500 at a proxy",
      .advice = "Look at the server behind this one: it was overloaded, in maintenance or out "
                "of trunks. This proxy itself did what the RFC asks.",
      .reference = { 3261, "16.7" },
      .moments = AT_RESPONSE,
      .verdict = FAULT_FROM_503,
      .applies = find_from_503 },
    { .id = "fault.registrar",
      .severity = SEVERITY_ERROR,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the registrar could not store the registration",
      .advice = "Look at the registrar's database and log at that second. Until a REGISTER "
                "succeeds, the phone can be called only as long as its last one lasts.",
      .reference = { 3261, "10.3" },
      .moments = AT_RESPONSE,
      .verdict = FAULT_REGISTRAR,
      .applies = find_registrar },
    { .id = "fault.gateway-cause",
      .severity = SEVERITY_ERROR,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the telephone network released the call, with its own cause",
      .advice = "Follow the call into the telephone network: the gateway's trunk log at that "
                "second, then the carrier, with the called number and the cause.",
      .reference = { 3398, "7.2.4.1" },
      .moments = AT_RESPONSE,
      .verdict = FAULT_GATEWAY_CAUSE,
      .applies = find_gateway_cause },
    { .id = "fault.relayed",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "this failure began further on and was passed along",
      .advice = "Go to the frame in which it began and look at that server. Elements in between "
                "only handed the answer back.",
      .reference = { 3261, "16.7" },
      .moments = AT_RESPONSE,
      .verdict = FAULT_RELAYED,
      .applies = find_relayed },
    { .id = "fault.internal",
      .severity = SEVERITY_ERROR,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the server failed, for no reason that SIP knows",
      .advice = "Look in this server's log at that second, by Call-ID. If it only passed the "
                "failure on, capture behind it and go one hop further.",
      .reference = { 3261, "21.5.1" },
      .moments = AT_RESPONSE,
      .verdict = FAULT_INTERNAL,
      .applies = find_internal },
};

const struct rule_list fault_verdict_rules = { .subject = "fault",
                                               .rules = rules,
                                               .count = array_length(rules) };
