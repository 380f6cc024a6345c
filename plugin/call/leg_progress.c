/* leg_progress.c
 * Which response of the called side a response to the caller was made of, over hops and legs.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "leg_progress.h"

#include "early_media.h"
#include "hops.h"
#include "leg_outcome.h"

static bool is_early_media(const struct record *record)
{
    return early_media_state(record) == EARLY_MEDIA_ANNOUNCED;
}

/* Could a host make the one of the other? */
static bool may_be_made_of(const struct record *record, const struct record *other)
{
    if (record->code >= 200)
        return other->code >= 200 && other->code < 300;
    return record_is_18x(other) && (!is_early_media(record) || is_early_media(other));
}

static const struct record *latest_of(const struct transaction *invite, const struct record *record)
{
    const struct record *latest = NULL;
    const struct record *response = transaction_responses_like(invite, record->code);

    for (unsigned i = 0; response && i < CALL_SEARCH_MAX; i++, response = record_next(response)) {
        if (response->frame < record->frame && !response->is_retransmission &&
            may_be_made_of(record, response))
            latest = response;
    }
    return latest;
}

/* What the host that this response comes from had got on its other legs; *has_legs: it had some. */
static const struct record *beyond(const struct record *record, bool *has_legs)
{
    struct leg_attempt attempt = { NULL, NULL };
    const struct record *latest = NULL, *found;

    while (leg_next_attempt(record_transaction(record), record->frame, &attempt)) {
        *has_legs = true;
        found = latest_of(attempt.invite, record);
        if (found && (!latest || found->frame > latest->frame))
            latest = found;
    }
    return latest;
}

static int64_t since_request(const struct record *record)
{
    const struct transaction *invite = record_transaction(record);

    return invite->request_frame ? time_between(invite->request_time, record->time) : TIME_UNKNOWN;
}

/* TIME_UNKNOWN where a clock stepped back. */
static int64_t rest_of(int64_t whole, int64_t part)
{
    return whole == TIME_UNKNOWN || part == TIME_UNKNOWN || part > whole ? TIME_UNKNOWN
                                                                         : whole - part;
}

bool leg_progress_of(const struct record *record, struct leg_progress *progress)
{
    const struct record *next;
    bool has_legs = false;

    *progress = (struct leg_progress){ record, TIME_UNKNOWN, TIME_UNKNOWN, false };
    if (record->code <= 100 || record->code >= 300 || !record_transaction(record) ||
        !transaction_opens_call(record_transaction(record)))
        return false;
    for (unsigned i = 0; i < HOPS_FOLLOWED_MAX && !progress->is_own; i++) {
        bool is_between = false;

        next = hop_response_behind(progress->origin);
        if (!next)
            next = beyond(progress->origin, &is_between);
        has_legs |= is_between;
        progress->is_own = is_between && !next;
        if (!next)
            break;
        progress->origin = next;
    }
    if (has_legs && !progress->is_own) {
        progress->called_time = since_request(progress->origin);
        progress->between_time = rest_of(since_request(record), progress->called_time);
    }
    return has_legs;
}
