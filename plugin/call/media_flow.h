/* media_flow.h
 * RTP datagrams of one direction, as stretches: what one source sends with one payload type.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_MEDIA_FLOW_H
#define SIPEXPLAIN_MEDIA_FLOW_H

#include "capture/endpoint.h"

/* What is read of one RTP datagram (RFC 3550 section 5.1). */
struct rtp_packet {
    int64_t time;
    uint32_t frame;
    uint32_t ssrc, timestamp;
    uint16_t sequence;
    uint16_t payload_length; /* without header, extension and padding; 0: not known */
    uint8_t payload_type;
    struct endpoint other_side; /* its source; of a datagram to an endpoint in no SDP its target */
};

/* Datagrams with one source, SSRC and payload type. Two that are heard in turns, as speech and key
 * tones are, are two stretches at the same time. Times are microseconds since the epoch. */
struct media_stretch {
    struct media_stretch *newer; /* the next one to begin */
    int64_t first_time, last_time;
    uint32_t first_frame, last_frame;
    uint32_t packets; /* the same datagram seen twice, as in a tunnel, counts once */
    uint32_t plain,
        tagged; /* of them, G.711 with a byte for each sample; with some more, as SRTP */
    uint32_t ssrc, timestamp; /* the timestamp of the newest */
    uint32_t seen;            /* bit n: the sequence number n before the newest one was there */
    uint16_t sequence;        /* the newest */
    uint16_t payload_length;  /* of the newest */
    uint8_t payload_type;
    bool is_joined; /* what came past MEDIA_STRETCHES_MAX is counted here too */
    struct endpoint other_side;
};

/* Oldest first. */
struct media_flow {
    struct media_stretch *first;
    int64_t last_time; /* of the newest datagram of all */
    uint32_t last_frame;
    uint32_t
        announced_frame; /* an INVITE that begins a call named the endpoint again; 0: not since */
};

/* Stretches kept of one flow: hand-overs, key tones and music on hold of a call. Later ones are
 * counted with the last. */
#define MEDIA_STRETCHES_MAX 12

/* Counts a datagram, in a flow that is made if it is the first. true: a source begins with it. */
bool media_flow_add(struct media_flow **flow, const struct rtp_packet *packet);

/* A new call has the endpoint: what comes after a pause is its own. flow may be NULL. */
void media_flow_announce(struct media_flow *flow, uint32_t frame);

/* Has it MEDIA_STRETCHES_MAX stretches? */
bool media_flow_is_full(const struct media_flow *flow);

/* Does any datagram follow the frame? flow may be NULL. */
bool media_flow_goes_on(const struct media_flow *flow, uint32_t frame);

/* The next stretch that began after the frame; after: NULL to begin. NULL at the end. flow may be
 * NULL. */
const struct media_stretch *media_flow_next(const struct media_flow *flow,
                                            const struct media_stretch *after, uint32_t frame);

/* The stretch with the newest datagram, whoever sends it; NULL: none. flow may be NULL. */
const struct media_stretch *media_flow_latest(const struct media_flow *flow);

/* Has each datagram bytes beside its samples, as SRTP has? false also where that cannot be told. */
bool media_stretch_is_encrypted(const struct media_stretch *stretch);

/* Has no datagram any? false also where that cannot be told. */
bool media_stretch_is_plain(const struct media_stretch *stretch);

#endif
