/* outcome_words.c
 * What became of a whole call, in one line.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/connection.h"
#include "call/hops.h"
#include "call/misfit.h"
#include "call_outcome.h"
#include "capture/connection_sign.h"
#include "catalogue/response_code.h"
#include "diagnosis/diagnosis.h"
#include "label.h"
#include "outcome_parts.h"
#include "summary.h"
#include "verdict.h"

/* A proxy passes a response on within this time; microseconds. */
#define PASSED_ON_TIME 1000000

/* "the 404 in frame 9 came, but does not fit (Call-ID)" */
static void append_odd_response(wmem_strbuf_t *text, const struct misfit *odd)
{
    wmem_strbuf_append_printf(text, "the %u in frame %u came, but does not fit (%s)",
                              odd->response->code, odd->frame, misfit_field_text(odd->field));
}

/* The challenge is the caller's to answer; without an answer nothing is known of the call. */
static bool is_open_challenge(const struct call_outcome *outcome)
{
    return record_is_challenge(outcome->final) && outcome->attempt->request_frame &&
           !request_has_credentials(transaction_request(outcome->attempt));
}

/* ", begun by 10.0.0.9:5060 in frame 12": a 5xx that was passed along, where its headline does not
 * tell. */
static void append_origin(wmem_strbuf_t *text, const struct record *final)
{
    char host[ENDPOINT_TEXT_MAX], in_frame[32];
    struct endpoint began;
    uint32_t frame;

    if (response_class(final->code) != 5 || !hop_failure_began(final, &began, &frame) ||
        frame == final->frame)
        return;
    snprintf(in_frame, sizeof in_frame, "frame %u", frame);
    if (!strstr(wmem_strbuf_get_str(text), in_frame))
        wmem_strbuf_append_printf(text, ", begun by %s in %s", endpoint_text(began, host),
                                  in_frame);
}

/* " after 5.9 s", counted from the INVITE. */
static void append_wait(wmem_strbuf_t *text, const struct transaction *invite, int64_t time)
{
    if (invite->request_frame)
        outcome_append_after(text, invite->request_time, time);
}

static void append_cancellation(wmem_strbuf_t *text, const struct call_outcome *outcome)
{
    const struct cancellation *cancellation = &outcome->cancellation;

    wmem_strbuf_append(text, cancellation->cause == CANCEL_OF_CLIENT
                                 ? "cancelled by the caller's side"
                                 : "cancelled");
    append_wait(text, outcome->attempt, transaction_cancel(outcome->attempt)->request_time);
    if (cancellation->cause == CANCEL_ANSWERED_ELSEWHERE)
        wmem_strbuf_append(text, ": another phone answered");
    else if (cancellation->cause == CANCEL_DECLINED_ELSEWHERE)
        wmem_strbuf_append(text, ": declined at another phone");
    else
        outcome_append_words(text, cancellation->cancel);
}

/* A branch of the caller's own fork that had failed before the others were cancelled. */
static void append_failed_branch(wmem_strbuf_t *text, const struct transaction *attempt)
{
    const struct transaction *branch = NULL;

    while ((branch = hop_next_branch(attempt, branch))) {
        if (!branch->final || branch->final->code < 400 || branch->final->code == 487)
            continue;
        wmem_strbuf_append_printf(text, "; another branch had failed with %u", branch->final->code);
        return;
    }
}

/* The hop behind on which a proxy gave up by itself before it sent this final response; or NULL. */
static const struct transaction *given_up_by_proxy(const struct transaction *attempt)
{
    const struct transaction *behind = NULL;

    while ((behind = hop_next_behind(attempt, behind))) {
        if (call_cancellation(behind).cause == CANCEL_OF_PROXY)
            return behind;
    }
    return NULL;
}

static void append_proxy(wmem_strbuf_t *text, const struct transaction *attempt)
{
    const struct transaction *behind = given_up_by_proxy(attempt);
    const struct record *ringing;
    char host[ENDPOINT_TEXT_MAX];

    if (!behind)
        return;
    ringing = call_first_ringing(behind);
    wmem_strbuf_append_printf(text, "; %s gave up by itself",
                              endpoint_text(behind->path->client, host));
    outcome_append_after(text, ringing ? ringing->time : behind->request_time,
                         transaction_cancel(behind)->request_time);
    if (ringing)
        wmem_strbuf_append(text, " of ringing");
}

/* An answer of the called side that a host on the way passed to nobody, as far as the capture
 * goes on. */
static void append_lost_answer(wmem_strbuf_t *text, const struct call_outcome *outcome)
{
    const struct transaction *hop = NULL;
    char callee[ENDPOINT_TEXT_MAX], host[ENDPOINT_TEXT_MAX];

    while ((hop = hop_next_behind(outcome->attempt, hop))) {
        if (!hop->final || hop->final->code >= 300 ||
            time_between(hop->final->time, outcome->now) < PASSED_ON_TIME ||
            misfit_odd_response(outcome->attempt) ||
            !endpoint_host_equals(hop->path->client, outcome->attempt->path->server))
            continue;
        wmem_strbuf_append_printf(text,
                                  "; %s answered with %u in frame %u, but %s did not pass it on",
                                  endpoint_text(hop->path->server, callee), hop->final->code,
                                  hop->final->frame, endpoint_text(hop->path->client, host));
        return;
    }
}

/* An answer after the failure that its caller took for the end. */
static void append_late_answer(wmem_strbuf_t *text, const struct transaction *attempt)
{
    const struct early_dialog *dialog = transaction_early_dialogs(attempt);

    while (dialog && !dialog->answer_place)
        dialog = early_dialog_next(dialog);
    if (!dialog)
        return;
    wmem_strbuf_append_printf(text, "; answered with %u in frame %u",
                              early_dialog_answer(dialog)->code,
                              early_dialog_answer(dialog)->frame);
    outcome_append_after(text, attempt->final->time, early_dialog_answer(dialog)->time);
    wmem_strbuf_append(text, dialog->ack_frame ? ", too late but acknowledged" : ", too late");
}

/* *told is set where the text is that of the final response itself. */
static void append_failure(wmem_strbuf_t *text, const struct call_outcome *outcome,
                           const struct record **told, wmem_allocator_t *scope)
{
    const struct transaction *attempt = outcome->attempt;
    const struct record *final = outcome->final;
    const uint32_t cancel_frame = transaction_cancel(attempt)->request_frame;

    if (is_open_challenge(outcome)) {
        wmem_strbuf_append_printf(text, "challenged with %u, not tried again in this capture",
                                  final->code);
    } else if (cancel_frame && (final->code == 487 || cancel_frame < final->frame)) {
        append_cancellation(text, outcome);
        if (time_between(transaction_cancel(attempt)->request_time, final->time) >=
            TRANSACTION_TIME)
            wmem_strbuf_append_printf(
                text, "; the %u came only %.1f s later", final->code,
                seconds_between(transaction_cancel(attempt)->request_time, final->time));
        else if (final->code != 487)
            wmem_strbuf_append_printf(text, "; the INVITE ended with %u", final->code);
        append_failed_branch(text, attempt);
    } else if (final->code == 487 && outcome->ending.end.bye) {
        wmem_strbuf_append_printf(text, "given up by %s with BYE",
                                  outcome_hanger_up(&outcome->ending.end, scope));
        append_wait(text, attempt, outcome->ending.end.bye->request_time);
        wmem_strbuf_append(text, ", before the answer");
        outcome_append_words(text, outcome->ending.end.bye);
    } else {
        *told = final;
        wmem_strbuf_append(text, outcome_response_text(final, scope));
        append_origin(text, final);
        append_proxy(text, attempt);
    }
    append_late_answer(text, attempt);
    append_lost_answer(text, outcome);
}

/* Does the finding that is told behind this say that the INVITE got nothing at all? */
static bool is_silence_told(const struct call_outcome *outcome)
{
    const struct outcome_finding worst = outcome->worst;

    return outcome_is_loud(worst) && !transaction_first_response(outcome->attempt) &&
           worst.record->is_request && record_transaction(worst.record) == outcome->attempt &&
           outcome_is_of_timing(worst.finding);
}

/* Nothing came back; what the capture shows of why. */
static void append_no_response(wmem_strbuf_t *text, const struct call_outcome *outcome)
{
    char host[ENDPOINT_TEXT_MAX];
    struct connection_failure failure;

    if (!connection_refused(outcome->attempt, UINT32_MAX, &failure))
        wmem_strbuf_append(text, is_silence_told(outcome) ? "" : "no response in this capture");
    else if (failure.kind == CONNECTION_RESET)
        wmem_strbuf_append_printf(text, "no response: %s closed the connection (RST in frame %u)",
                                  endpoint_text(failure.server, host), failure.error_frame);
    else
        wmem_strbuf_append_printf(text, "no response: ICMP %s in frame %u",
                                  connection_sign_text(failure.code, failure.server.length == 16),
                                  failure.error_frame);
}

static void append_open(wmem_strbuf_t *text, const struct call_outcome *outcome,
                        wmem_allocator_t *scope)
{
    const struct record *last = transaction_last_response(outcome->attempt);
    const struct misfit *odd = misfit_odd_response(outcome->attempt);

    if (odd && odd->response->code >= 200) {
        if (outcome->cancellation.cause) {
            append_cancellation(text, outcome);
            wmem_strbuf_append(text, "; ");
        }
        append_odd_response(text, odd);
    } else if (outcome->cancellation.cause && is_silence_told(outcome)) {
        append_cancellation(text, outcome);
    } else if (outcome->cancellation.cause) {
        append_cancellation(text, outcome);
        wmem_strbuf_append(text, "; no final response to the INVITE");
        if (call_outcome_waited_in_vain(outcome))
            wmem_strbuf_append_printf(text, " came in %.0f s", TRANSACTION_TIME / 1e6);
        else
            wmem_strbuf_append(text, " in this capture");
    } else if (!last && odd) {
        append_odd_response(text, odd);
    } else if (!last) {
        append_no_response(text, outcome);
    } else {
        wmem_strbuf_append(text, "no final response in this capture; the last is ");
        append_number(text, last->code);
        append_texts(text, " ", response_code_lookup(last->code)->phrase);
    }
    append_lost_answer(text, outcome);
    /* Its answer may have passed elsewhere. */
    if (outcome->ending.end.bye && !outcome->cancellation.cause)
        append_texts(text, "; ended by ", outcome_hanger_up(&outcome->ending.end, scope));
}

/* Of a call that began before the capture and saw no BYE. Who says 481 does not have it. */
static void append_state_of_older(wmem_strbuf_t *text, const struct transaction *opening)
{
    const struct transaction *last = NULL;
    char host[ENDPOINT_TEXT_MAX];

    while ((last = transaction_back(call_newest(transaction_call(opening)), last)) &&
           (!last->final || !last->to_tag_place || last->method == METHOD_CANCEL))
        ;
    if (last && last->final->code == 481 && last->method != METHOD_PRACK)
        wmem_strbuf_append_printf(text, "not known to %s (481 in frame %u)",
                                  endpoint_host_text(last->path->server, host), last->final->frame);
    else
        wmem_strbuf_append(text, "still up at the end");
}

/* Of a call of which there is its CANCEL alone; that of a re-INVITE shows a call that is up. */
static bool append_cancel_alone(wmem_strbuf_t *text, const struct transaction *opening)
{
    char host[ENDPOINT_TEXT_MAX];

    if (opening->method != METHOD_CANCEL || !transaction_is_initial(opening) ||
        call_newest(transaction_call(opening))->method != METHOD_CANCEL)
        return false;
    endpoint_text(opening->path->client, host);
    if (opening->final && opening->final->code >= 300)
        wmem_strbuf_append_printf(text, "the CANCEL of %s was refused with %u", host,
                                  opening->final->code);
    else
        wmem_strbuf_append_printf(text, "being set up at the start, cancelled by %s", host);
    return true;
}

/* Of a call that began before the capture: the host that its BYE came from first. */
static void append_end_of_older(wmem_strbuf_t *text, const struct transaction *bye,
                                const struct transaction *opening)
{
    char host[ENDPOINT_TEXT_MAX];

    if (append_cancel_alone(text, opening))
        return;
    wmem_strbuf_append(text, "already running at the start, ");
    if (!bye) {
        append_state_of_older(text, opening);
        return;
    }
    for (unsigned i = 0; transaction_upstream(bye) && transaction_upstream(bye)->request_frame &&
                         i < HOPS_FOLLOWED_MAX;
         i++)
        bye = transaction_upstream(bye);
    endpoint_text(bye->path->client, host);
    if (bye->final && bye->final->code >= 300)
        wmem_strbuf_append_printf(text, "still up at the end: the BYE of %s was refused with %u",
                                  host, bye->final->code);
    else
        wmem_strbuf_append_printf(text, "ended by %s", host);
    outcome_append_words(text, bye);
}

static const char *state_text(const struct call_outcome *outcome, const struct record **told,
                              wmem_allocator_t *scope)
{
    wmem_strbuf_t *text = wmem_strbuf_new(scope, "");
    const struct misfit *odd = NULL;

    if (!outcome->attempt && outcome->ending.end.bye)
        odd = misfit_of_message(outcome->ending.end.bye);
    if (!outcome->attempt && odd && odd->kind == MISFIT_RESPONSE)
        return wmem_strdup_printf(scope, "belongs to frame %u", odd->about->request_frame);
    if (!outcome->attempt) {
        append_end_of_older(text, outcome->ending.end.bye, outcome->opening);
        return wmem_strbuf_finalize(text);
    }
    odd = misfit_of_message(outcome->attempt);
    if (odd && odd->kind == MISFIT_RESPONSE)
        wmem_strbuf_append_printf(text, "belongs to frame %u: ", odd->about->request_frame);
    else if (!outcome->attempt->request_frame)
        wmem_strbuf_append(text, "began before this capture: ");
    if (!outcome->final)
        append_open(text, outcome, scope);
    else if (outcome->final->code < 300)
        outcome_append_answered(text, outcome, scope);
    else
        append_failure(text, outcome, told, scope);
    return wmem_strbuf_finalize(text);
}

const char *outcome_missing_text(const struct transaction *request, wmem_allocator_t *scope)
{
    const struct misfit *odd = misfit_odd_response(request);
    wmem_strbuf_t *text = wmem_strbuf_new(scope, "");

    if (odd)
        append_odd_response(text, odd);
    else
        wmem_strbuf_append(text, "no final response in this capture");
    return wmem_strbuf_finalize(text);
}

const char *outcome_response_text(const struct record *final, wmem_allocator_t *scope)
{
    const char *verdict = record_verdict(final, scope);

    return *verdict ? verdict : record_summary(final, scope);
}

const char *call_outcome_text(const struct call_outcome *outcome, wmem_allocator_t *scope)
{
    const struct record *told = NULL;
    const char *said = state_text(outcome, &told, scope);

    /* Of a call that came about what is wrong with it comes first. */
    if (outcome->final && outcome->final->code < 300 && outcome_is_loud(outcome->worst))
        return outcome_answered_text(said, outcome, scope);
    if (!outcome->final || (outcome->final->code >= 300 && outcome->final->code != 487))
        return outcome_text(said, told, outcome->worst, scope);
    if (outcome->note.finding)
        return wmem_strdup_printf(scope, "%s; %s", said,
                                  outcome_telling_text(outcome->note, scope));
    return outcome->final->code < 300 ? said : outcome_text(said, told, outcome->worst, scope);
}
