/* tried_first.c
 * Whom the host that an INVITE came to asked in vain, before the callee gave a sign.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "tried_first.h"

#include "call/hops.h"
#include "call/leg_attempts.h"

/* The first response before frame that is more than 100 Trying. */
static const struct record *sign_of(const struct transaction *attempt, uint32_t frame)
{
    const struct record *response = transaction_first_sign(attempt);

    return response && response->frame < frame ? response : NULL;
}

static void take_sign(const struct transaction *attempt, const struct record *record,
                      struct tried_first *tried)
{
    const struct record *sign = sign_of(attempt, record->frame);

    if (attempt->request_frame && sign && sign->code < 300)
        tried->until = MIN(tried->until, attempt->request_time);
}

static void take_vain(const struct transaction *attempt, const struct record *record,
                      struct tried_first *tried)
{
    const struct record *sign = sign_of(attempt, record->frame);

    if (!attempt->request_frame || (sign && (sign->code < 300 || record_is_challenge(sign))) ||
        attempt->request_frame >= record->frame || attempt->request_time >= tried->until)
        return;
    tried->count++;
    if (tried->first && tried->first->request_frame < attempt->request_frame)
        return;
    tried->first = attempt;
    tried->failure = sign;
}

typedef void attempt_taker(const struct transaction *attempt, const struct record *record,
                           struct tried_first *tried);

static void each_attempt(const struct record *record, attempt_taker *take,
                         struct tried_first *tried)
{
    const struct transaction *invite = record_transaction(record), *branch = NULL;
    struct leg_attempt attempt = { 0 };

    if (hop_next_behind(invite, NULL)) {
        while ((branch = hop_next_behind(invite, branch)))
            take(branch, record, tried);
        return;
    }
    while (leg_next_attempt(invite, record->frame, &attempt))
        take(attempt.invite, record, tried);
}

struct tried_first tried_first(const struct record *record)
{
    struct tried_first tried = { .until = record->time };

    each_attempt(record, take_sign, &tried);
    each_attempt(record, take_vain, &tried);
    return tried;
}
