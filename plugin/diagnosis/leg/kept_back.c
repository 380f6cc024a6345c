/* kept_back.c
 * A failure of its other leg that a host in between does not tell its caller.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/call_ending.h"
#include "call/leg_attempts.h"
#include "diagnosis/subjects.h"

/* A caller that waits this long for what its server has known, and says nothing of; microseconds.
 * The next target of a hunt group is tried sooner. */
#define KEPT_BACK_TIME 5000000

/* Has the caller been told anything since the failure, or does a voice of the host keep it on the
 * line? */
static bool is_entertained(const struct transaction *incoming, const struct record *failure)
{
    const struct early_dialog *dialog = transaction_early_dialogs(incoming);

    for (; dialog; dialog = early_dialog_next(dialog)) {
        if (early_dialog_described(dialog))
            return true;
    }
    return transaction_last_provisional(incoming)->frame > failure->frame;
}

/* The last attempt to fail before the caller gave up, where that was long before; its link is NULL
 * when there is none, or when another one was still open or was answered. */
static struct leg_attempt kept_back(const struct transaction *incoming)
{
    static const struct leg_attempt none = { NULL, NULL };
    const uint32_t cancel = transaction_cancel(incoming)->request_frame;
    const struct leg_attempt attempt = leg_failed_attempt(incoming, 0, cancel);
    const struct record *failure = attempt.link ? attempt.invite->final : NULL;

    return failure && !leg_was_cancelled(attempt.invite, failure->frame) &&
                   time_between(failure->time, transaction_cancel(incoming)->request_time) >=
                       KEPT_BACK_TIME &&
                   !is_entertained(incoming, failure) && !leg_has_open_attempt(incoming, cancel) &&
                   !leg_answered_attempt(incoming, cancel).link
               ? attempt
               : none;
}

static bool find_kept_back(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *incoming = exchange->transaction;
    const uint32_t cancel = transaction_cancel(incoming)->request_frame;
    char host[ENDPOINT_TEXT_MAX], other[ENDPOINT_TEXT_MAX];
    const struct record *failure;
    struct leg_attempt attempt;

    if (exchange->record->code != 487 || !cancel ||
        call_cancellation(incoming).cause != CANCEL_OF_CLIENT)
        return false;
    attempt = kept_back(incoming);
    if (!attempt.link)
        return false;
    failure = attempt.invite->final;
    draft_detail(draft,
                 "%s %sgot the %u of %s in frame %u on its other leg, %.1f s before the caller "
                 "cancelled, and sent nothing to the caller. It tried no other target in this "
                 "capture.",
                 endpoint_text(incoming->path->server, host),
                 leg_link_is_certain(attempt.link, exchange->record->frame) ? "" : "probably ",
                 failure->code, endpoint_text(attempt.invite->path->server, other), failure->frame,
                 seconds_between(failure->time, transaction_cancel(incoming)->request_time));
    draft_headline(draft, "HOST kept the %u of its other leg back", failure->code);
    draft_evidence(draft, failure->frame);
    draft_evidence(draft, cancel);
    return true;
}

static const struct rule rules[] = {
    { .id = "leg.kept-back",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the other leg had failed, and the caller was told nothing",
      .headline = "HOST kept the failure of its other leg back",
      .advice = "Look at the host in between: what does it do after this failure? It may wait, or "
                "try a target that this capture does not show. The caller hears only ringing.",
      .reference = { 7092, "3" },
      .actor = ACTOR_SERVER,
      .moments = AT_FAILURE,
      .methods = METHOD_BIT(METHOD_INVITE),
      .needs = NEEDS_INITIAL,
      .codes = { 487 },
      .leads = true,
      .is_of_outcome = true,
      .applies = find_kept_back },
};

const struct rule_list leg_kept_back_rules = { .subject = "leg",
                                               .rules = rules,
                                               .count = array_length(rules) };
