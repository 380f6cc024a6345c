/* both_sides.c
 * What both sides of an answered call say of its sound, and what came of it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "both_sides.h"

#include "of_exchange.h"

/* So long one side speaks, in so many packets, before the other one's silence is odd; seconds. */
#define SPEECH_SECONDS 5.0
#define SPEECH_PACKETS 50

struct last_words last_words_of(const struct transaction *bye)
{
    struct last_words last = { no_sdp_place, no_sdp_place };
    struct sdp_cursor cursor = { 0 };
    struct sdp_place place;

    while (sdp_place_next(transaction_call(bye), &cursor, &place)) {
        struct sdp_place *newest = endpoint_host_equals(sdp_place_sender(&place), bye->path->client)
                                       ? &last.own
                                       : &last.other;

        if (transaction_same_hop(place.transaction, bye) && sdp_place_agreed(&place) &&
            place.frame > newest->frame)
            *newest = place;
    }
    return last;
}

const struct description_line *sound_of(const struct sdp_place *place)
{
    const struct description *description = place->description;

    for (unsigned i = 0; description && i < description->count; i++) {
        if (description->lines[i].port && description->lines[i].is_sound)
            return &description->lines[i];
    }
    return NULL;
}

struct endpoint side_talking_at(const struct sdp_place *place)
{
    const struct description_line *line = sound_of(place);

    return line && line->stream_place && !line->is_null && line->direction == SDP_SENDRECV
               ? media_stream_at(description_line_stream(line))
               : (struct endpoint){ .length = 0 };
}

/* What a description says of the side that it is of. The stream is another one at its endpoint
 * after a pause. */
static void look_at(const struct sdp_place *place, struct side *own, struct side *other)
{
    const struct media_stream *stream = description_line_stream(sound_of(place));

    if (media_stream_to(stream) || media_stream_unreachable(stream))
        own->may_hear = true;
    if (media_stream_from(stream))
        other->may_hear = true;
}

bool sides_read(const struct call *call, struct side *one, struct side *other)
{
    struct sdp_cursor cursor = { 0 };
    struct sdp_place place;

    while (sdp_place_next(call, &cursor, &place)) {
        const struct endpoint at = side_talking_at(&place);

        if (!at.length)
            return false;
        if (endpoint_equals(at, one->at))
            look_at(&place, one, other);
        else if (endpoint_equals(at, other->at))
            look_at(&place, other, one);
        else
            return false;
    }
    return true;
}

const struct media_stretch *side_speech_to(const struct sdp_place *place,
                                           const struct record *answer)
{
    const struct media_stream *stream = description_line_stream(sound_of(place));
    const struct media_stretch *stretch = NULL;

    while ((stretch = media_flow_next(media_stream_to(stream), stretch, answer->frame))) {
        if (stretch->packets >= SPEECH_PACKETS &&
            seconds_between(stretch->first_time, stretch->last_time) >= SPEECH_SECONDS)
            return stretch;
    }
    return NULL;
}
