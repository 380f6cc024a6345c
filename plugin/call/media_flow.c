/* media_flow.c
 * RTP datagrams of one direction, as stretches: what one source sends with one payload type.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "media_flow.h"

#include "capture/frame.h"
#include "memory/kept_memory.h"

/* A datagram that is here twice, in a tunnel or at a mirror port, comes again within this time;
 * microseconds. Later the same sequence number is another datagram: a file that is played in a
 * loop. */
#define DATAGRAM_COPY_TIME 100000

/* Sequence numbers that a copy may lag behind: bits of media_stretch.seen. */
#define SEEN_BITS 32

/* The end of an earlier call still comes in without a pause as long as this; microseconds. */
#define TAIL_PAUSE_TIME 200000

/* ... and with as many of its datagrams lost, less one. */
#define TAIL_STEP 4

/* SRTP adds an authentication tag of 4 or 10 bytes, AEAD one of 16 (RFC 3711 section 5.2, RFC
 * 7714), and perhaps a key identifier of 4; G.711 has a byte for each tick of its timestamp. */
#define TAG_MIN 4
#define TAG_MAX 20
#define PCMU 0
#define PCMA 8

static bool is_same_source(const struct media_stretch *stretch, const struct rtp_packet *packet)
{
    return stretch->ssrc == packet->ssrc && stretch->payload_type == packet->payload_type &&
           endpoint_equals(stretch->other_side, packet->other_side);
}

/* Does the datagram follow the newest one of the stretch, or repeat it? */
static bool is_next(const struct media_stretch *stretch, const struct rtp_packet *packet)
{
    return (uint16_t)(packet->sequence - stretch->sequence) <= TAIL_STEP;
}

/* Has a new call begun since, and a pause parted the two? Without times the numbers of the
 * datagrams tell: a sender begins each stream with a number of its own. */
static bool belongs_to_earlier_call(const struct media_flow *flow,
                                    const struct media_stretch *stretch,
                                    const struct rtp_packet *packet)
{
    if (flow->announced_frame <= stretch->last_frame)
        return false;
    if (stretch->last_time == TIME_UNKNOWN || packet->time == TIME_UNKNOWN)
        return !is_next(stretch, packet);
    return !time_is_near(stretch->last_time, packet->time, TAIL_PAUSE_TIME);
}

/* The stretch that the datagram carries on: the newest of its kind, or one that takes in what is
 * too much. NULL: it begins one. */
static struct media_stretch *stretch_of(const struct media_flow *flow,
                                        const struct rtp_packet *packet)
{
    struct media_stretch *stretch, *found = NULL, *last = NULL;
    unsigned count = 0;

    for (stretch = flow->first; stretch; stretch = stretch->newer, count++) {
        last = stretch;
        if (is_same_source(stretch, packet))
            found = stretch;
    }
    if (found && !belongs_to_earlier_call(flow, found, packet))
        return found;
    if (count < MEDIA_STRETCHES_MAX)
        return NULL;
    last->is_joined = true;
    return last;
}

/* Enters a sequence number; false: it was there, this is a copy. */
static bool enter_sequence(struct media_stretch *stretch, const struct rtp_packet *packet)
{
    const uint16_t ahead = (uint16_t)(packet->sequence - stretch->sequence);
    const uint16_t behind = (uint16_t)-ahead;

    if (behind < SEEN_BITS) {
        if (stretch->seen >> behind & 1)
            return packet->time - stretch->last_time >= DATAGRAM_COPY_TIME;
        stretch->seen |= UINT32_C(1) << behind;
        return true;
    }
    stretch->seen = ahead < SEEN_BITS ? stretch->seen << ahead | 1 : 1;
    stretch->sequence = packet->sequence;
    return true;
}

/* How many bytes the newest datagram has beside its samples, which the timestamp of the next one
 * tells. Below 0: it cannot be told. */
static int bytes_beside_samples(const struct media_stretch *stretch,
                                const struct rtp_packet *packet)
{
    const uint32_t samples = packet->timestamp - stretch->timestamp;

    if ((packet->payload_type != PCMU && packet->payload_type != PCMA) || !samples ||
        packet->sequence != (uint16_t)(stretch->sequence + 1) || samples > stretch->payload_length)
        return -1;
    return (int)(stretch->payload_length - samples);
}

static void carry_on(struct media_stretch *stretch, const struct rtp_packet *packet)
{
    const int beside = bytes_beside_samples(stretch, packet);

    if (!enter_sequence(stretch, packet))
        return;
    stretch->packets++;
    stretch->plain += beside == 0;
    stretch->tagged += beside >= TAG_MIN && beside <= TAG_MAX;
    if (stretch->sequence == packet->sequence) {
        stretch->timestamp = packet->timestamp;
        stretch->payload_length = packet->payload_length;
    }
}

static struct media_stretch *begin_stretch(struct media_flow *flow, const struct rtp_packet *packet)
{
    struct media_stretch **end = &flow->first;

    while (*end)
        end = &(*end)->newer;
    *end = KEPT_NEW(struct media_stretch);
    (*end)->first_time = packet->time;
    (*end)->first_frame = packet->frame;
    (*end)->ssrc = packet->ssrc;
    (*end)->timestamp = packet->timestamp;
    (*end)->sequence = packet->sequence;
    (*end)->payload_length = packet->payload_length;
    (*end)->seen = 1;
    (*end)->packets = 1;
    (*end)->payload_type = packet->payload_type;
    (*end)->other_side = packet->other_side;
    return *end;
}

bool media_flow_add(struct media_flow **flow, const struct rtp_packet *packet)
{
    struct media_stretch *stretch;
    bool begins;

    if (!*flow)
        *flow = KEPT_NEW(struct media_flow);
    stretch = stretch_of(*flow, packet);
    begins = !stretch;
    if (begins)
        stretch = begin_stretch(*flow, packet);
    else
        carry_on(stretch, packet);
    stretch->last_time = (*flow)->last_time = packet->time;
    stretch->last_frame = (*flow)->last_frame = packet->frame;
    return begins;
}

void media_flow_announce(struct media_flow *flow, uint32_t frame)
{
    if (flow)
        flow->announced_frame = frame;
}

bool media_flow_is_full(const struct media_flow *flow)
{
    unsigned count = 0;

    for (const struct media_stretch *stretch = flow->first; stretch; stretch = stretch->newer)
        count++;
    return count >= MEDIA_STRETCHES_MAX;
}

bool media_flow_goes_on(const struct media_flow *flow, uint32_t frame)
{
    return flow && flow->last_frame > frame;
}

const struct media_stretch *media_flow_next(const struct media_flow *flow,
                                            const struct media_stretch *after, uint32_t frame)
{
    const struct media_stretch *stretch = after ? after->newer : flow ? flow->first : NULL;

    while (stretch && stretch->first_frame <= frame)
        stretch = stretch->newer;
    return stretch;
}

/* Datagrams that show it. */
#define ENCRYPTION_PACKETS_MIN 20

const struct media_stretch *media_flow_latest(const struct media_flow *flow)
{
    const struct media_stretch *stretch = NULL, *latest = NULL;

    while ((stretch = media_flow_next(flow, stretch, 0))) {
        if (!stretch->is_joined && (!latest || stretch->last_frame > latest->last_frame))
            latest = stretch;
    }
    return latest;
}

bool media_stretch_is_encrypted(const struct media_stretch *stretch)
{
    return !stretch->is_joined && stretch->tagged >= ENCRYPTION_PACKETS_MIN && !stretch->plain;
}

bool media_stretch_is_plain(const struct media_stretch *stretch)
{
    return !stretch->is_joined && stretch->plain >= ENCRYPTION_PACKETS_MIN && !stretch->tagged;
}
