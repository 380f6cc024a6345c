/* cancelled.c
 * Calls that were given up before the answer: by whom, and whether their 487 came.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/call_ending.h"
#include "diagnosis/fault/judgement.h"
#include "diagnosis/subjects.h"
#include "question/own_words.h"

/* Longest text shown of a Reason, with its NUL. */
#define WORDS_MAX 72

static bool is_487(const struct exchange *exchange)
{
    return exchange->record->code == 487 && exchange->transaction->method == METHOD_INVITE;
}

/* Some answer 408 to an INVITE that was cancelled. */
static bool is_end_of_cancelled(const struct exchange *exchange)
{
    const uint32_t cancel_frame = transaction_cancel(exchange->transaction)->request_frame;

    return is_487(exchange) || (exchange->record->code == 408 && cancel_frame &&
                                cancel_frame < exchange->record->frame);
}

/* What ended this INVITE without a CANCEL that fits: a BYE in the early dialog, or a message that
 * nearly fits; or NULL. */
static const struct transaction *other_end(const struct exchange *exchange)
{
    const struct transaction *invite = exchange->transaction;
    const struct transaction *end = call_other_end(invite, exchange->record->frame);

    if (transaction_cancel(invite)->request_frame)
        return NULL;
    return end ? end : transaction_bye(invite, exchange->record->frame);
}

/* The request by which the caller's side gave up, and its words; NULL: it was not that side. */
static const struct transaction *caller_gave_up(const struct exchange *exchange, char *words)
{
    const struct cancellation cancellation = call_cancellation(exchange->transaction);
    const struct transaction *by = other_end(exchange);

    words[0] = '\0';
    if (cancellation.cause == CANCEL_OF_CLIENT)
        by = transaction_cancel(cancellation.invite)->request_frame
                 ? call_cancel_of(exchange->transaction)
                 : cancellation.cancel;
    else if (cancellation.cause)
        return NULL;
    if (by)
        own_words(request_details(transaction_request(by))->words, words);
    return by;
}

/* Whose CANCEL a host in between passed on to this leg. */
static void tell_beginning(const struct cancellation *began, const struct transaction *by,
                           struct finding_draft *draft)
{
    const struct transaction *cancel = began->cancel;
    char host[ENDPOINT_TEXT_MAX];

    if (began->cause != CANCEL_OF_CLIENT || !cancel ||
        transaction_call(cancel) == transaction_call(by))
        return;
    fault_say(draft, "%s began this with the %s in frame %u, on another leg of the call.",
              endpoint_text(cancel->path->client, host), transaction_method_name(cancel),
              cancel->request_frame);
    draft_evidence(draft, cancel->request_frame);
}

static void tell_caller(const struct exchange *exchange, const struct transaction *by,
                        struct finding_draft *draft)
{
    const struct transaction *invite = exchange->transaction;
    const bool is_bye = by->method == METHOD_BYE;
    const struct cancellation began = call_cancellation(invite);
    const struct misfit *odd = misfit_of_message(by);
    char host[ENDPOINT_TEXT_MAX];

    if (!invite->request_frame)
        draft_detail(draft, "The %s is in frame %u.", transaction_method_name(by),
                     by->request_frame);
    else
        draft_detail(draft, "The %s in frame %u came %.1f s after the INVITE%s.",
                     transaction_method_name(by), by->request_frame,
                     seconds_between(invite->request_time, by->request_time),
                     is_bye ? " and ended the early dialog" : "");
    if (odd && odd->field != FIELD_REQUEST_URI)
        fault_say(draft, "It was accepted although it does not fit: %s.",
                  misfit_field_text(odd->field));
    if (!is_bye && invite->via_count > 1 && !transaction_upstream(invite))
        fault_say(draft, "%s, a proxy, sent it: look for the reason on the hop before.",
                  endpoint_text(by->path->client, host));
    fault_say_waited(by, draft);
    draft_evidence(draft, invite->request_frame);
    draft_evidence(draft, by->request_frame);
    tell_beginning(&began, by, draft);
}

/* What gave up an INVITE that was to begin a call. */
static const struct transaction *call_given_up_by(const struct exchange *exchange, char *words)
{
    return is_end_of_cancelled(exchange) && transaction_is_initial(exchange->transaction)
               ? caller_gave_up(exchange, words)
               : NULL;
}

static bool find_cancelled(const struct exchange *exchange, struct finding_draft *draft)
{
    char words[OWN_WORDS_MAX];
    const struct transaction *by = call_given_up_by(exchange, words);

    if (!by || words[0])
        return false;
    tell_caller(exchange, by, draft);
    return true;
}

static bool find_given_up_for_cause(const struct exchange *exchange, struct finding_draft *draft)
{
    char words[OWN_WORDS_MAX];
    const struct transaction *by = call_given_up_by(exchange, words);

    if (!by || !words[0])
        return false;
    tell_caller(exchange, by, draft);
    fault_say(draft, "It says %s.", words);
    return true;
}

/* Of an INVITE within a call: a CANCEL takes the change back, and the call stays as it was; a BYE
 * of either side ends both (RFC 3261 sections 9.1 and 15.1.2). */
static bool find_change_ended(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *invite = exchange->transaction, *by;
    char words[OWN_WORDS_MAX], host[ENDPOINT_TEXT_MAX];

    if (!is_end_of_cancelled(exchange) || transaction_is_initial(invite))
        return false;
    by = caller_gave_up(exchange, words);
    if (!by)
        return false;
    endpoint_text(by->path->client, host);
    if (by->method == METHOD_BYE)
        draft_detail(draft, "The BYE of %s in frame %u ended the call while this INVITE was open.",
                     host, by->request_frame);
    else
        draft_detail(draft,
                     "The CANCEL of %s in frame %u took the change back. What was agreed before "
                     "stays in use.",
                     host, by->request_frame);
    if (words[0])
        fault_say(draft, "It says %s.", words);
    if (by->method == METHOD_BYE)
        draft_headline(draft, "the call was ended meanwhile");
    else
        draft_headline(draft, "%s took the change of the session back",
                       endpoint_host_text(by->path->client, host));
    draft_evidence(draft, invite->request_frame);
    draft_evidence(draft, by->request_frame);
    return true;
}

/* "10.0.0.1:5060 gave up by itself after 30.0 s of ringing" */
static void tell_proxy(const struct cancellation *cancellation, struct finding_draft *draft)
{
    const struct transaction *hop = cancellation->invite;
    const struct transaction *before = hop_cause(hop, transaction_cancel(hop)->request_frame);
    const bool is_other_leg = before && transaction_call(before) != transaction_call(hop);
    const struct record *ringing = call_first_ringing(hop);
    char host[ENDPOINT_TEXT_MAX];

    endpoint_text(hop->path->client, host);
    if (cancellation->cause == CANCEL_DECLINED_ELSEWHERE) {
        draft_detail(draft,
                     "%s cancelled this branch because another branch got %u in frame %u, which "
                     "refuses for all.",
                     host, cancellation->other->code, cancellation->other->frame);
        draft_evidence(draft, cancellation->other->frame);
        return;
    }
    draft_detail(
        draft, "%s gave up by itself %.1f s after the %s. The %s before had no CANCEL then.", host,
        seconds_between(ringing ? ringing->time : hop->request_time,
                        transaction_cancel(hop)->request_time),
        ringing ? "first 180" : "INVITE", is_other_leg ? "leg" : "hop");
    if (!before)
        return;
    if (before->final)
        fault_say(draft, "The INVITE there got %u in frame %u.", before->final->code,
                  before->final->frame);
    draft_evidence(draft, before->request_frame);
}

static bool find_cancelled_by_proxy(const struct exchange *exchange, struct finding_draft *draft)
{
    struct cancellation cancellation;

    if (!is_487(exchange))
        return false;
    cancellation = call_cancellation(exchange->transaction);
    if (cancellation.cause != CANCEL_OF_PROXY && cancellation.cause != CANCEL_DECLINED_ELSEWHERE)
        return false;
    draft_evidence(draft, exchange->transaction->request_frame);
    draft_evidence(draft, transaction_cancel(exchange->transaction)->request_frame);
    tell_proxy(&cancellation, draft);
    return true;
}

/* The text of Reason: SIP;cause=200 (RFC 3326 section 2); NULL: there is none. */
static const char *completed_text(const struct transaction *cancel)
{
    const struct reason_value *reason =
        cancel ? words_reason(request_details(transaction_request(cancel))->words, "SIP") : NULL;

    return reason && reason->cause == 200 ? (reason->text ? reason->text : "") : NULL;
}

static bool find_answered_elsewhere(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *cancel = exchange->transaction, *invite = exchange->invite;
    const char *said = completed_text(cancel);
    struct cancellation cancellation = { .cause = CANCEL_NONE };
    char text[WORDS_MAX];

    if (invite && transaction_cancel(invite)->request_frame == exchange->frame->number)
        cancellation = call_cancellation(invite);
    if (said) {
        quote_text(said, text, sizeof text);
        draft_detail(draft, "The CANCEL says SIP cause 200%s%s%s: another phone answered the call.",
                     text[0] ? ", \"" : "", text, text[0] ? "\"" : "");
    } else if (cancellation.cause == CANCEL_ANSWERED_ELSEWHERE && cancellation.other) {
        draft_detail(draft, "Another branch was answered in frame %u, %.3f s before this CANCEL.",
                     cancellation.other->frame,
                     seconds_between(cancellation.other->time, exchange->frame->time));
    } else {
        return false;
    }
    draft_evidence(draft, invite ? invite->request_frame : 0);
    draft_evidence(draft, cancellation.other ? cancellation.other->frame : 0);
    return true;
}

/* A CANCEL comes over the same hop as its INVITE (RFC 3261 section 9.1), and a BYE or an INVITE's
 * Expires may end it too. A server that ends an INVITE by itself should say why in a Reason. */
static bool find_unasked(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *invite = exchange->transaction;
    const struct record *record = exchange->record;
    char host[ENDPOINT_TEXT_MAX], words[OWN_WORDS_MAX];

    if (!is_487(exchange) || !exchange_has_request(exchange) || !transaction_is_initial(invite) ||
        request_details(transaction_request(invite))->has_expires ||
        record_words(record)->reason_count || own_words_of_response(record, words)[0] ||
        hop_failed_behind(invite, 0, record->frame) || draft->judgement->verdict ||
        call_is_cancelled_anywhere(invite) || transaction_bye(invite, record->frame) ||
        call_other_end(invite, record->frame) || call_decided_elsewhere(invite, record->frame) ||
        transaction_call(invite)->is_full)
        return false;
    draft_detail(draft,
                 "%s ended the INVITE of frame %u after %.1f s. No CANCEL, BYE, Expires or Reason "
                 "in the capture explains this.",
                 endpoint_text(invite->path->server, host), invite->request_frame,
                 seconds_between(invite->request_time, record->time));
    draft_evidence(draft, invite->request_frame);
    return true;
}

static bool has_odd_final(const struct transaction *invite)
{
    const struct misfit *misfit = misfit_odd_response(invite);

    return misfit && misfit->response->code >= 200;
}

static bool find_unanswered(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *invite = exchange->news.unanswered;
    const struct transaction *cancel = invite ? call_cancel_of(invite) : NULL;
    char host[ENDPOINT_TEXT_MAX];

    /* A CANCEL without a 200 is another matter: it was lost, or meant nothing there. A final
     * response that came but does not fit is told by misfit.response. */
    if (!cancel || !cancel->final || cancel->final->code >= 300 || has_odd_final(invite))
        return false;
    draft_detail(
        draft, "%s accepted the CANCEL of frame %u with %u in frame %u, but %s %.1f s after it.",
        endpoint_text(invite->path->server, host), transaction_cancel(invite)->request_frame,
        cancel->final->code, cancel->final->frame,
        invite->final ? "the INVITE got its final response only"
                      : "the INVITE still had no final response",
        seconds_between(transaction_cancel(invite)->request_time, exchange->frame->time));
    draft_evidence(draft, invite->request_frame);
    draft_evidence(draft, transaction_cancel(invite)->request_frame);
    draft_evidence(draft, cancel->final->frame);
    return true;
}

static const struct rule rules[] = {
    { .id = "call.cancelled",
      .severity = SEVERITY_CHAT,
      .group = GROUP_SEQUENCE,
      .summary = "the caller's side gave up the call",
      .headline = "cancelled by the caller's side",
      .stands_for_code = true,
      .advice = "Nothing to do if the caller hung up. If many calls end before the first ringing, "
                "callers wait too long for a sign of the callee.",
      .reference = { 3261, "9.1" },
      .actor = ACTOR_NOBODY,
      .moments = AT_FAILURE,
      .codes = { 408, 487 },
      .applies = find_cancelled },
    { .id = "call.given-up-for-cause",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SEQUENCE,
      .summary = "the caller's side ended the call before the answer and says why",
      .headline = "caller's side ended the call and says why",
      .advice =
          "Look for the cause at the side that sent the CANCEL or BYE: no user hung up. If the "
          "cause is about media, compare its INVITE with the SDP of the last 18x.",
      .reference = { 3326, "2" },
      .actor = ACTOR_SENDER,
      .moments = AT_FAILURE,
      .codes = { 408, 487 },
      .applies = find_given_up_for_cause },
    { .id = "call.change-ended",
      .severity = SEVERITY_CHAT,
      .group = GROUP_SEQUENCE,
      .summary = "a change of the session was ended before its answer",
      .stands_for_code = true,
      .advice = "Nothing to do: 487 is the answer due to an INVITE within a call that a CANCEL "
                "takes back, or that a BYE overtakes.",
      .reference = { 3261, "15.1.2" },
      .actor = ACTOR_NOBODY,
      .moments = AT_FAILURE,
      .codes = { 408, 487 },
      .applies = find_change_ended },
    { .id = "call.cancelled-by-proxy",
      .severity = SEVERITY_CHAT,
      .group = GROUP_SEQUENCE,
      .summary = "a host in between cancelled this branch by itself",
      .headline = "CLIENT cancelled this branch by itself",
      .advice =
          "Look at that host's timer for ringing, and at its other branches. If users need longer "
          "to answer, set a longer timer.",
      .reference = { 3261, "16.7" },
      .actor = ACTOR_SENDER,
      .moments = AT_FAILURE,
      .codes = { 487 },
      .applies = find_cancelled_by_proxy },
    { .id = "call.ended-elsewhere",
      .severity = SEVERITY_CHAT,
      .group = GROUP_SEQUENCE,
      .summary = "cancelled because another phone answered",
      .headline = "cancelled: another phone answered",
      .advice = "Nothing is broken: the phone must not list this as a missed call.",
      .reference = { 3326, "3.1" },
      .actor = ACTOR_NOBODY,
      .moments = AT_CANCEL,
      .applies = find_answered_elsewhere },
    { .id = "call.terminated-unasked",
      .severity = SEVERITY_WARN,
      .group = GROUP_SEQUENCE,
      .summary = "nobody in this capture cancelled the call",
      .headline = "ended without a CANCEL in this capture",
      .advice = "Look in the log of the server that sent it: a timer, an operator or the other leg "
                "of a back-to-back user agent may have ended the call.",
      .reference = { 3261, "21.4.25" },
      .actor = ACTOR_SERVER,
      .moments = AT_FAILURE,
      .codes = { 487 },
      .applies = find_unasked },
    { .id = "call.cancel-unanswered",
      .severity = SEVERITY_WARN,
      .group = GROUP_SEQUENCE,
      .summary = "the server accepted the CANCEL, but the INVITE got no final response",
      .headline = "CANCEL accepted, but INVITE got no final response",
      .advice = "Look in the log of the server: this INVITE may still hold a line or channel "
                "there, although the client may drop the call after 32 s.",
      .reference = { 3261, "9.2" },
      .is_aside = true, /* the call's outcome tells it */
      .actor = ACTOR_SERVER,
      .moments = AT_REQUEST | AT_REQUEST_REPEAT | AT_ACK | AT_RESPONSE | AT_RESPONSE_REPEAT,
      .needs = NEEDS_NEWS,
      .applies = find_unanswered },
};

const struct rule_list cancelled_rules = { .subject = "call",
                                           .rules = rules,
                                           .count = array_length(rules) };
