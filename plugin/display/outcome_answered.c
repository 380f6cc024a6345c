/* outcome_answered.c
 * What became of a call that was answered: who ended it, and what crossed its answer.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/hops.h"
#include "call/misfit.h"
#include "label.h"
#include "outcome_parts.h"

/* A CANCEL later than this after the answer has not crossed it; microseconds. */
#define CROSSING_TIME 2000000

/* " after 30.0 s", counted from the answer; of a call that began before the capture nothing is
 * known. */
static void append_talk(wmem_strbuf_t *text, const struct call_outcome *outcome,
                        const struct transaction *bye)
{
    if (outcome->attempt->request_frame || outcome->progress)
        outcome_append_after(text, outcome->final->time, bye->request_time);
}

/* "the BYE of the callee after 30.0 s was refused with 476" */
static void append_bye(wmem_strbuf_t *text, const struct call_outcome *outcome,
                       const struct hang_up *hang_up, wmem_allocator_t *scope)
{
    const struct record *refusal = hang_up->bye->final;
    const struct misfit *odd = misfit_odd_response(hang_up->bye);

    wmem_strbuf_append_printf(text, "the BYE of %s", outcome_hanger_up(hang_up, scope));
    append_talk(text, outcome, hang_up->bye);
    if (refusal)
        wmem_strbuf_append_printf(text, " was refused with %u", refusal->code);
    else if (odd)
        wmem_strbuf_append_printf(text, " got %u, which does not fit it (%s)", odd->response->code,
                                  misfit_field_text(odd->field));
    else
        wmem_strbuf_append(text, " got no response");
}

/* The 2xx to a BYE that is not in the capture itself: the call ended all the same. NULL: none. */
static const struct record *end_without_bye(const struct transaction *attempt)
{
    const struct transaction *other = NULL;

    while ((other = transaction_back(call_newest(transaction_call(attempt)), other))) {
        if (other->method == METHOD_BYE && !other->request_frame && other->final &&
            other->final->code < 300)
            return other->final;
    }
    return NULL;
}

static void append_no_bye(wmem_strbuf_t *text, const struct call_outcome *outcome)
{
    const struct record *end = end_without_bye(outcome->attempt);

    if (end)
        wmem_strbuf_append_printf(text, "ended by a BYE (its %u is frame %u)", end->code,
                                  end->frame);
    else
        wmem_strbuf_append(text, "not ended in this capture");
}

static void append_ending(wmem_strbuf_t *text, const struct call_outcome *outcome,
                          wmem_allocator_t *scope)
{
    const struct call_ending *ending = &outcome->ending;

    if (ending->end.bye && !ending->is_unanswered) {
        append_texts(text, ", ended by ", outcome_hanger_up(&ending->end, scope));
        append_talk(text, outcome, ending->end.bye);
        outcome_append_words(text, ending->end.bye);
        if (ending->end.is_both_ways)
            wmem_strbuf_append(text, "; neither caller nor callee hung up");
    }
    if (ending->refused.bye) {
        wmem_strbuf_append(text, "; ");
        append_bye(text, outcome, &ending->refused, scope);
        outcome_append_words(text, ending->refused.bye);
    }
    if (ending->is_unanswered && ending->end.bye) {
        wmem_strbuf_append(text, "; ");
        append_bye(text, outcome, &ending->end, scope);
        outcome_append_words(text, ending->end.bye);
    }
    if (!ending->end.bye) {
        wmem_strbuf_append(text, ending->refused.bye ? "; " : ", ");
        append_no_bye(text, outcome);
    }
}

/* Of an INVITE that was answered and cancelled: which came first? */
static void append_race(wmem_strbuf_t *text, const struct call_outcome *outcome)
{
    const struct transaction *attempt = outcome->attempt;
    const struct invite_progress *progress = transaction_progress(attempt);

    if (!invite_progress_cancel(progress)->request_frame)
        return;
    if (invite_progress_cancel(progress)->request_frame < outcome->final->frame) {
        wmem_strbuf_append(text, " although cancelled");
        if (attempt->request_frame)
            outcome_append_after(text, attempt->request_time,
                                 invite_progress_cancel(progress)->request_time);
    } else if (attempt->request_frame && !progress->ack_frame &&
               !misfit_of_response(outcome->final, NULL) &&
               time_between(outcome->final->time, invite_progress_cancel(progress)->request_time) >=
                   CROSSING_TIME) {
        wmem_strbuf_append_printf(text, " with %u, which did not reach the caller: cancelled",
                                  outcome->final->code);
        outcome_append_after(text, attempt->request_time,
                             invite_progress_cancel(progress)->request_time);
        wmem_strbuf_append(text, " without an ACK");
    }
}

/* Of an INVITE that two answered, and whose caller acknowledged one of them: the one that waits
 * in vain. */
static void append_second_answer(wmem_strbuf_t *text, const struct transaction *attempt)
{
    const struct early_dialog *dialog = transaction_early_dialogs(attempt);

    for (; dialog && transaction_progress(attempt)->ack_frame; dialog = early_dialog_next(dialog)) {
        if (dialog->answer_place && !dialog->ack_frame &&
            !misfit_of_response(early_dialog_answer(dialog), NULL))
            wmem_strbuf_append_printf(text, "; no ACK for the %u in frame %u was seen",
                                      early_dialog_answer(dialog)->code,
                                      early_dialog_answer(dialog)->frame);
    }
}

/* The failure of a server before another one answered: on a hop behind, or of an earlier attempt in
 * this call. *answered: the one that took its place there; NULL: not known. NULL: none failed. */
static const struct record *failure_before(const struct transaction *attempt,
                                           const struct transaction **answered)
{
    const struct transaction *behind = NULL;
    const struct record *failure = NULL;

    *answered = NULL;
    while ((behind = hop_next_behind(attempt, behind))) {
        if (!behind->final)
            continue;
        if (behind->final->code < 300)
            *answered = behind;
        else if (behind->final->code / 100 == 5 && behind->final->frame < attempt->final->frame)
            failure = behind->final;
    }
    if (!failure && transaction_repeats(attempt)->retries &&
        transaction_call(record_transaction(transaction_repeats(attempt)->retries)) ==
            transaction_call(attempt))
        failure = transaction_repeats(attempt)->retries;
    return failure;
}

const struct record *outcome_failed_before(const struct transaction *attempt)
{
    const struct transaction *answered;

    return failure_before(attempt, &answered);
}

/* " by 10.0.0.31 after a 503 from 10.0.0.30 (frame 4)"; what the caller tried again itself is " by
 * 10.0.0.31 on retry (first answer in frame 2)". */
static void append_failover(wmem_strbuf_t *text, const struct transaction *attempt)
{
    const struct transaction *answered;
    const struct record *failure = failure_before(attempt, &answered);
    char host[ENDPOINT_TEXT_MAX];

    if (!failure)
        return;
    if (failure == transaction_repeats(attempt)->retries) {
        wmem_strbuf_append_printf(text, " by %s on retry (first answer in frame %u)",
                                  endpoint_host_text(attempt->path->server, host), failure->frame);
        return;
    }
    if (answered)
        wmem_strbuf_append_printf(text, " by %s", endpoint_host_text(answered->path->server, host));
    wmem_strbuf_append_printf(text, " after a %u from %s (frame %u)", failure->code,
                              endpoint_host_text(record_transaction(failure)->path->server, host),
                              failure->frame);
}

void outcome_append_answered(wmem_strbuf_t *text, const struct call_outcome *outcome,
                             wmem_allocator_t *scope)
{
    if (outcome->attempt->request_frame || outcome->progress)
        wmem_strbuf_append(text, "answered");
    else
        wmem_strbuf_append_printf(text, "an INVITE got %u", outcome->final->code);
    append_failover(text, outcome->attempt);
    append_race(text, outcome);
    append_ending(text, outcome, scope);
    append_second_answer(text, outcome->attempt);
}
