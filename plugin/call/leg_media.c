/* leg_media.c
 * RTP that leaves a host as it came in: it joins the two legs of a call that announced where to.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "leg_media.h"

#include "legs.h"
#include "media.h"
#include "memory/keyed_hash.h"

/* tests/bounds.py builds with a lower one. */
#ifndef SOURCES_MAX
/* Sources remembered, each in the place of its hash: of a busy server those of the last calls. */
#define SOURCES_MAX 4096
#endif

/* A host passes RTP on within milliseconds, so that few datagrams are between the two; packets and
 * microseconds. */
#define BEHIND_MAX 8
#define PASSING_TIME 200000

/* The latest stream that a source began to send to. */
struct source {
    uint32_t ssrc;
    const struct media_stream *stream;
};

/* Filled by look_for_leg(), emptied with the file. */
static struct source sources[SOURCES_MAX];

static void forget(void)
{
    memset(sources, 0, sizeof sources);
}

/* What the source is sending to the stream; NULL: nothing. */
static const struct media_stretch *stretch_of(const struct media_stream *stream, uint32_t ssrc)
{
    const struct media_stretch *found = NULL, *stretch = NULL;

    while ((stretch = media_flow_next(media_stream_to(stream), stretch, 0))) {
        if (stretch->ssrc == ssrc)
            found = stretch;
    }
    return found;
}

/* Is the datagram one of those that came to this stream just before, or the next one? */
static bool is_passed_on(const struct media_stretch *in, const struct rtp_packet *packet)
{
    return in->payload_type == packet->payload_type &&
           (uint16_t)(in->sequence - packet->sequence) <= BEHIND_MAX &&
           time_is_near(in->last_time, packet->time, PASSING_TIME);
}

/* The first datagram of a source at this stream. */
static void look_for_leg(const struct media_stream *stream, const struct rtp_packet *packet)
{
    struct source *source = &sources[keyed_hash(&packet->ssrc, sizeof packet->ssrc) % SOURCES_MAX];
    const struct media_stream *came_to = source->stream;
    const struct media_stretch *in;

    if (came_to && source->ssrc == packet->ssrc && came_to != stream &&
        media_stream_call(came_to) && media_stream_call(stream) &&
        endpoint_host_equals(media_stream_at(came_to), packet->other_side)) {
        in = stretch_of(came_to, packet->ssrc);
        if (in && is_passed_on(in, packet))
            legs_join_by_rtp(media_stream_call(came_to), media_stream_call(stream), packet->frame);
    }
    *source = (struct source){ packet->ssrc, stream };
}

void leg_media_init(void)
{
    register_cleanup_routine(forget);
    media_tell_sources_to(look_for_leg);
}
