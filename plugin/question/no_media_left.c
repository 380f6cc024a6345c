/* no_media_left.c
 * Does the answer to an offer leave the call no media at all?
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "no_media_left.h"

#include "call/hops.h"

/* However long before on another hop; microseconds. */
#define ANY_TIME (INT64_MAX / 2)

static bool is_refused(const struct description *answer)
{
    for (unsigned i = 0; i < answer->count; i++) {
        if (answer->lines[i].port)
            return false;
    }
    return answer->count && !answer->is_incomplete;
}

/* Is there sound that is to flow, and nothing but sound in use? */
static bool offers_sound(const struct description *offer)
{
    bool has_sound = false;

    for (unsigned i = 0; i < offer->count; i++) {
        const struct description_line *line = &offer->lines[i];

        if (line->port && !line->is_sound)
            return false;
        has_sound |= line->port && !line->is_null && line->direction != SDP_INACTIVE;
    }
    return has_sound && !offer->is_incomplete;
}

/* Was it told on another hop? */
static bool was_told(const struct record *record)
{
    const struct record *same = hop_same_response(record, ANY_TIME);

    return same && record_description(same) && is_refused(record_description(same));
}

bool no_media_is_left(const struct exchange *exchange, struct offer_answer *turn)
{
    if (!exchange->description || !is_refused(exchange->description) ||
        !offer_answer_may_answer(exchange))
        return false;
    *turn = offer_answer_of(exchange);
    return (turn->role == SDP_ANSWER || turn->role == SDP_REPEAT) && turn->offer.description &&
           offers_sound(turn->offer.description) && !was_told(exchange->record);
}
