/* media.h
 * The media streams that session descriptions announce, and the datagrams seen of them.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_MEDIA_H
#define SIPEXPLAIN_MEDIA_H

#include "media_flow.h"
#include "memory/kept_memory.h"

struct call;

/* Which datagrams an ICMP error refused: nobody listens at the port, or nobody is there. */
struct unreachable {
    int64_t first_time, last_time;
    uint32_t first_frame, last_frame;
    bool is_port; /* the first one said port unreachable */
};

/* An announced address and port. Calls whose descriptions name the same endpoint at the same time
 * (the hops of one call) share it. */
struct media_stream {
    kept_place call_place;        /* that announced it last */
    kept_place to_place;          /* datagrams sent to it; none: none seen */
    kept_place from_place;        /* datagrams it sent to an endpoint that nobody announced */
    kept_place unreachable_place; /* none: no such error was seen */
    uint16_t port;
    uint8_t length : 6;        /* of its address: 4 or 16 */
    bool has_key_exchange : 1; /* ZRTP or DTLS came here, which agree on keys beside the SDP */
    bool is_replaced : 1;      /* another stream is at its endpoint by now */
    uint8_t address[];         /* length of it, as an endpoint's */
};

KEPT_POINTER(struct call, media_stream, call)
KEPT_POINTER(struct media_flow, media_stream, to)
KEPT_POINTER(struct media_flow, media_stream, from)
KEPT_POINTER(struct unreachable, media_stream, unreachable)

/* Called once, when the plugin registers. */
void media_init(void);

/* Its address and port. */
struct endpoint media_stream_at(const struct media_stream *stream);

/* When and by what an endpoint is announced. */
struct announcement {
    int64_t time;
    uint32_t frame;
    struct call *call;
    bool begins_call; /* an INVITE outside any dialog: what RTP came so far is an earlier call's */
};

/* The stream at an endpoint, made if it is new, or if its datagrams belong to an earlier call.
 * NULL for an endpoint without address or port, or past MEDIA_STREAMS_MAX (limit.h). */
struct media_stream *media_announce(struct endpoint at, const struct announcement *announcement);

/* The same for a stream that is known. false: media_announce() would give another one by now. */
bool media_announce_again(struct media_stream *stream, const struct announcement *announcement);

/* Looks at the frame at this place (frame_number.h) that holds no SIP message: counts it if it is
 * RTP to or from an announced endpoint, and remembers an ICMP error that refuses RTP to one. A
 * frame that comes again is passed over. */
void media_watch(tvbuff_t *tvb, packet_info *pinfo, uint32_t frame);

/* Has this function called for the first datagram of each source at an announced endpoint; it is
 * counted in the stream already. For one caller, when the plugin registers. */
void media_tell_sources_to(void (*tell)(const struct media_stream *stream,
                                        const struct rtp_packet *packet));

/* Has the capture shown any RTP up to now, of whatever call? */
bool media_was_seen(void);

/* Has it shown RTP in both directions between two announced endpoints, so that it does not see one
 * direction only? */
bool media_was_seen_both_ways(void);

/* Has RTP to or from an announced endpoint come since this frame, or an ICMP error? */
bool media_came_since(uint32_t frame);

#endif
