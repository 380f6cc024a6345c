/* beside_verdict.c
 * What else the capture shows of a server failure: how fast it came, what it touches, whose
 * product.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/heard.h"
#include "call/hops.h"
#include "call/leg_outcome.h"
#include "call/probe.h"
#include "catalogue/product_mark.h"
#include "diagnosis/subjects.h"
#include "judgement.h"
#include "preferences.h"
#include "question/sdp_questions.h"

/* Seconds: sooner than this means that nobody else was asked. */
#define IMMEDIATE_SECONDS 0.020

/* The failure was not passed along: what it tells is told of the server that sent it. */
static bool began_here(const struct exchange *exchange)
{
    const struct record *record = exchange->record;

    return fault_is_5xx(exchange) &&
           hop_origin(exchange->transaction, record->code, record->frame) == exchange->transaction;
}

static bool find_slow(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;

    /* While a phone rings, nobody waits for the server. */
    if (!exchange_has_request(exchange) || transaction_last_provisional(transaction)->time ||
        transaction_cancel(transaction)->request_frame || !preferences->slow_fault_seconds ||
        !(fault_delay(exchange) > preferences->slow_fault_seconds) || !began_here(exchange))
        return false;
    draft_evidence(draft, transaction->request_frame);
    fault_say(draft, "The failure came %.1f s after the %s in frame %u.", fault_delay(exchange),
              transaction_method_name(transaction), transaction->request_frame);
    if (transaction_repeats(transaction)->count)
        fault_say(draft, "The client repeated the request %u times before.",
                  transaction_repeats(transaction)->count);
    else if (transaction_first_response(transaction)->code == 100 && !transaction->is_stream)
        fault_say(draft, "A 100 had stopped the retransmissions.");
    return true;
}

/* A refusal for the order of requests is quick by nature. */
static bool is_of_the_server(enum fault_verdict verdict)
{
    return verdict == FAULT_INTERNAL || verdict == FAULT_OWN_CAUSE || verdict == FAULT_OWN_WORDS ||
           verdict == FAULT_REGISTRAR || verdict == FAULT_REQUEST;
}

/* The host asks a next hop by OPTIONS whether it is up, and gets no answer: it may have refused the
 * call for that. */
static bool find_probe_unanswered(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction, *probe;
    const struct record *record = exchange->record;
    char host[ENDPOINT_TEXT_MAX], target[ENDPOINT_TEXT_MAX];

    if (!exchange_opens_call(exchange) || transaction_last_provisional(transaction)->time ||
        (record->code != 404 && record->code != 408 && record->code != 480 && record->code < 500) ||
        exchange->relayed_from || leg_went_on(transaction, record->frame))
        return false;
    probe = probe_unanswered(transaction->path, record->time);
    if (!probe)
        return false;
    draft_detail(draft,
                 "%s sent OPTIONS to %s in frame %u, %.0f s before, and got no answer. It sent "
                 "this INVITE to nobody: perhaps it counts that host as down.",
                 endpoint_host_text(transaction->path->server, host),
                 endpoint_text(probe->path->server, target), probe->request_frame,
                 seconds_between(probe->request_time, record->time));
    draft_evidence(draft, probe->request_frame);
    draft_evidence(draft, transaction->request_frame);
    return true;
}

static bool find_immediate(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;

    if (!fault_is_5xx(exchange) || exchange->record->code != 500 || !transaction->request_frame ||
        transaction_last_provisional(transaction)->time ||
        !(fault_delay(exchange) <= IMMEDIATE_SECONDS) || transaction_repeats(transaction)->count ||
        leg_went_on(transaction, exchange->record->frame) ||
        !is_of_the_server(draft->judgement->verdict))
        return false;
    draft_evidence(draft, transaction->request_frame);
    fault_say(draft, "The failure came %.1f ms after the %s in frame %u.",
              fault_delay(exchange) * 1e3, transaction_method_name(transaction),
              transaction->request_frame);
    return true;
}

static bool find_in_dialog(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const unsigned code = exchange->record->code;

    /* A BYE ends the call whatever its answer (RFC 3261 section 15.1.1), without its PRACK the 18x
     * stays open; 501 and 502 end more than the request (RFC 5057 section 5.1). */
    if (!fault_is_5xx(exchange) || !fault_is_in_dialog(transaction) ||
        transaction->method == METHOD_BYE || transaction->method == METHOD_PRACK || code == 501 ||
        code == 502 || draft->judgement->verdict == FAULT_AFTER_BYE)
        return false;
    draft_evidence(draft, transaction->request_frame);
    fault_say(draft, "Only the %s in frame %u failed.", transaction_method_name(transaction),
              transaction->request_frame);
    return true;
}

/* Still waiting for its final response, or answered. */
static bool goes_on(const struct transaction *branch, const struct record *record)
{
    if (branch->final)
        return branch->final->code < 300;
    return !transaction_cancel(branch)->request_frame &&
           (transaction_first_response(branch) ||
            time_is_near(branch->request_time, record->time, TRANSACTION_TIME));
}

static bool find_one_branch(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct transaction *branch = NULL;
    unsigned count = 0;

    if (!fault_is_5xx(exchange) || !transaction->request_frame ||
        draft->judgement->verdict == FAULT_DUPLICATE)
        return false;
    while ((branch = hop_next_branch(transaction, branch))) {
        if (!branch->request_frame || !goes_on(branch, exchange->record))
            continue;
        draft_evidence(draft, branch->final ? branch->final->frame : branch->request_frame);
        count++;
    }
    if (count)
        fault_say(draft, "%u other %s of the same %s %s open or %s answered.", count,
                  count == 1 ? "branch" : "branches", transaction_method_name(transaction),
                  count == 1 ? "is" : "are", count == 1 ? "was" : "were");
    return count > 0;
}

static bool find_after_early_media(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct media_stretch *rtp;

    if (!exchange_opens_call(exchange))
        return false;
    for (const struct early_dialog *dialog = transaction_early_dialogs(transaction); dialog;
         dialog = early_dialog_next(dialog)) {
        if (!early_dialog_offered(dialog))
            continue;
        if (!began_here(exchange))
            return false;
        draft_evidence(draft, early_dialog_offered(dialog)->frame);
        fault_say(draft, "Early media was offered in frame %u, %.1f s before.",
                  early_dialog_offered(dialog)->frame,
                  seconds_between(early_dialog_offered(dialog)->time, exchange->record->time));
        rtp = heard_first(transaction);
        if (rtp) {
            draft_evidence(draft, rtp->first_frame);
            fault_say(draft, "RTP has come to the caller since frame %u.", rtp->first_frame);
        }
        return true;
    }
    return false;
}

static const struct product_mark *mark_of(const struct exchange *exchange)
{
    static const enum sip_header_id headers[] = { SIP_HEADER_P_REGISTRAR_ERROR,
                                                  SIP_HEADER_X_ASTERISK_HANGUPCAUSE,
                                                  SIP_HEADER_X_ASTERISK_HANGUPCAUSECODE };
    const struct record *record = exchange->record;
    const struct words *words = record_words(record);
    const struct product_mark *mark =
        product_mark_lookup(MARK_PHRASE, record->code, record_phrase(record));

    for (unsigned i = 0; !mark && i < array_length(headers); i++) {
        if (sip_message_has_header(exchange->message, headers[i]))
            mark = product_mark_lookup(MARK_HEADER, record->code, sip_header_name(headers[i]));
    }
    for (unsigned i = 0; !mark && i < words->reason_count; i++)
        mark = product_mark_lookup(MARK_REASON_TEXT, record->code, words->reasons[i].text);
    for (unsigned i = 0; !mark && i < words->warning_count; i++)
        mark = product_mark_lookup(MARK_WARNING_AGENT, record->code, words->warnings[i].agent);
    return mark;
}

static bool find_signature(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct product_mark *mark = mark_of(exchange);

    if (!mark || !began_here(exchange))
        return false;
    fault_say(draft, "Known from %s: %s.", mark->product, mark->meaning);
    fault_say(draft, "%s", mark->where);
    return true;
}

static const struct rule rules[] = {
    { .id = "fault.slow",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SEQUENCE,
      .summary = "the failure took a long time",
      .advice = "The server waited for something, or is overloaded: 5 and 10 s point to DNS, 32 s "
                "to a silent next hop, other times to a database.",
      .reference = { 3261, "17.1.1.2" },
      .actor = ACTOR_SERVER,
      .moments = AT_RESPONSE,
      .needs = NEEDS_5XX,
      .applies = find_slow },
    { .id = "fault.probe-unanswered",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SEQUENCE,
      .summary = "the server gets no answer to its OPTIONS from another host",
      .headline = "HOST gets no answer to its own OPTIONS",
      .advice = "Look first at the host that does not answer OPTIONS, and at the way to it: "
                "address, port, firewall, its list of allowed peers.",
      .reference = { 3261, "11" },
      .actor = ACTOR_SERVER,
      .moments = AT_FAILURE,
      .is_aside = true,
      .applies = find_probe_unanswered },
    { .id = "fault.immediate",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SEQUENCE,
      .summary = "the failure came at once, within 20 ms",
      .advice = "Look first at what the server decides by itself: its routing script, its "
                "configuration for this number or account, how it reads the request.",
      .reference = { 3261, "21.5.1" },
      .actor = ACTOR_SERVER,
      .folds_into = { "fault.internal", "fault.request" },
      .moments = AT_RESPONSE,
      .needs = NEEDS_5XX,
      .applies = find_immediate },
    { .id = "fault.in-dialog",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SEQUENCE,
      .summary = "only this request failed: its dialog is not changed",
      .never_heads = true,
      .advice = "The call or subscription goes on as agreed before. Look at what this request "
                "wanted to change.",
      .reference = { 5057, "5.1" },
      .actor = ACTOR_NOBODY,
      .moments = AT_RESPONSE,
      .needs = NEEDS_5XX,
      .applies = find_in_dialog },
    { .id = "fault.one-branch",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SEQUENCE,
      .summary = "only one branch of a forked request failed",
      .advice = "The request can still succeed: the proxy waits for the other branches. Look at "
                "this server only if it fails every time.",
      .reference = { 3261, "16.7" },
      .actor = ACTOR_NOBODY,
      .moments = AT_RESPONSE,
      .needs = NEEDS_5XX,
      .applies = find_one_branch },
    { .id = "fault.after-early-media",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SEQUENCE,
      .summary = "the failure came after early media",
      .advice = "Listen to the early media: an announcement often tells the reason. The call "
                "had got as far as the server that played it.",
      .reference = { 3960, "3" },
      .folds_into = { "early-media.then-failed", "early-media.no-rtp",
                      "early-media.no-media-captured" },
      .moments = AT_RESPONSE,
      .needs = NEEDS_5XX,
      .applies = find_after_early_media },
    { .id = "fault.signature",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the words of this failure are known from a product",
      .advice = "Look where the detail says. Other products may use the same words: compare with "
                "the Server header.",
      .reference = { 3261, "21.5" },
      .moments = AT_RESPONSE,
      .needs = NEEDS_5XX,
      .applies = find_signature },
};

const struct rule_list fault_evidence_rules = { .subject = "fault",
                                                .rules = rules,
                                                .count = array_length(rules) };
