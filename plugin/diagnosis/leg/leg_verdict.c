/* leg_verdict.c
 * What a failure means where the host that sent it may have another leg of the call.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "leg_verdict.h"

#include "call/hops.h"
#include "call/leg_outcome.h"

static struct fault_judgement judgement(enum fault_verdict verdict, const struct transaction *other)
{
    return (struct fault_judgement){ .verdict = verdict, .other = other };
}

struct fault_judgement leg_verdict(const struct record *record)
{
    const struct transaction *incoming = record_transaction(record);
    const struct transaction *failed = hop_other_leg(incoming, record->code, record->frame);
    struct leg_attempt attempt = { NULL, NULL };

    if (failed)
        return judgement(FAULT_OTHER_LEG, failed);
    if (incoming->request_frame && hop_may_have_other_leg(incoming, record->code) &&
        leg_own_end_of(incoming, record->frame, &attempt))
        return judgement(FAULT_BETWEEN_LEGS, attempt.invite);
    return judgement(FAULT_NONE, NULL);
}

/* What a person or a phone answers is the same whoever passes it on. */
static bool is_of_called_user(unsigned code)
{
    return code == 480 || code == 486 || code == 487 || code == 600 || code == 603;
}

struct fault_judgement leg_verdict_of_none(const struct record *record)
{
    const struct transaction *incoming = record_transaction(record), *unproved;
    struct leg_attempt beside = { NULL, NULL };

    if (leg_was_not_tried(incoming, record->frame, &beside))
        return judgement(FAULT_BETWEEN_LEGS, NULL);
    unproved = leg_unproved(incoming, record->frame);
    return unproved && hop_may_have_other_leg(incoming, record->code) &&
                   !leg_was_cancelled(incoming, record->frame) && !is_of_called_user(record->code)
               ? judgement(FAULT_UNPROVED_LEG, unproved)
               : judgement(FAULT_NONE, NULL);
}
