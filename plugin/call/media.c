/* media.c
 * The media streams that session descriptions announce, and the datagrams seen of them.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "media.h"

#include "capture/frame.h"
#include "memory/kept_memory.h"
#include "memory/limit.h"

#include <epan/ipproto.h>

/* RTP's fixed header (RFC 3550 section 5.1); UDP's header. */
#define RTP_HEADER_LENGTH 12
#define UDP_HEADER_LENGTH 8

/* How far into a frame the innermost UDP header is looked for: behind any stack of tunnels. */
#define UDP_SEARCH_MAX 256

/* A stream with datagrams this recent belongs to a call that is still on; microseconds. */
#define STREAM_IN_USE_TIME 2000000

static int proto_rtp = -1, proto_icmp = -1, proto_icmpv6 = -1;

/* All struct media_stream by their endpoint, which comes first in them. Filled by media_announce(),
 * emptied with the file. A call announces two or more: a wmem_map would take what a stream does. */
static GHashTable *streams;
G_STATIC_ASSERT(offsetof(struct media_stream, at) == 0);

/* The capture showed RTP; set once, cleared with the file. */
static bool rtp_was_seen;

/* The last frame that was counted; a frame that is dissected again is passed over. */
static uint32_t last_frame;

static void forget(void)
{
    rtp_was_seen = false;
    last_frame = 0;
    proto_rtp = proto_get_id_by_filter_name("rtp");
    proto_icmp = proto_get_id_by_filter_name("icmp");
    proto_icmpv6 = proto_get_id_by_filter_name("icmpv6");
}

static void forget_streams(void)
{
    g_hash_table_remove_all(streams);
}

static void destroy_streams(void)
{
    g_hash_table_destroy(streams);
}

void media_init(void)
{
    streams = g_hash_table_new(endpoint_hash, endpoint_equal);
    register_cleanup_routine(forget_streams);
    register_shutdown_routine(destroy_streams);
    register_init_routine(forget);
}

static bool is_over(const struct media_flow *flow, int64_t time)
{
    return !flow || flow->last_time + STREAM_IN_USE_TIME < time;
}

struct media_stream *media_announce(struct endpoint at, int64_t time)
{
    struct media_stream *stream;

    if (!at.length || !at.port || endpoint_is_unspecified(at))
        return NULL;
    stream = (struct media_stream *)g_hash_table_lookup(streams, &at);
    /* The datagrams of an earlier call on the same port say nothing about this one. */
    if (stream && ((!stream->to && !stream->from) || !is_over(stream->to, time) ||
                   !is_over(stream->from, time)))
        return stream;
    if (!stream && g_hash_table_size(streams) >= MEDIA_STREAMS_MAX) {
        limit_reach(LIMIT_MEDIA_STREAMS);
        return NULL;
    }
    stream = KEPT_NEW(struct media_stream);
    stream->at = at;
    /* In the place of the earlier call's. */
    g_hash_table_replace(streams, stream, stream);
    return stream;
}

/* The datagram's payload in the frame: behind the header that has its ports and reaches to the
 * frame's end (trailers apart). NULL when it is not found whole, as in a reassembled datagram. */
static const uint8_t *udp_payload(tvbuff_t *tvb, packet_info *pinfo)
{
    const int captured = (int)tvb_captured_length(tvb);
    const int reported = (int)tvb_reported_length(tvb);
    const uint8_t ports[4] = { (uint8_t)(pinfo->srcport >> 8), (uint8_t)pinfo->srcport,
                               (uint8_t)(pinfo->destport >> 8), (uint8_t)pinfo->destport };
    const uint8_t *frame = tvb_get_ptr(tvb, 0, captured);
    const int last = MIN(captured - UDP_HEADER_LENGTH - RTP_HEADER_LENGTH, UDP_SEARCH_MAX);

    for (int i = 0; i <= last; i++) {
        if (frame[i] == ports[0] && memcmp(frame + i, ports, sizeof ports) == 0) {
            int datagram = frame[i + 4] << 8 | frame[i + 5];

            if (datagram >= UDP_HEADER_LENGTH + RTP_HEADER_LENGTH && i + datagram <= reported)
                return frame + i + UDP_HEADER_LENGTH;
        }
    }
    return NULL;
}

/* RTP by its first two bytes, against STUN, DTLS, TURN channels and RTCP on the same port
 * (RFC 7983 section 7, RFC 5761 section 4). */
static bool is_rtp(const uint8_t *payload)
{
    return payload[0] >= 128 && payload[0] <= 191 && !(payload[1] >= 192 && payload[1] <= 223);
}

static void count(struct media_flow **flow, packet_info *pinfo, uint32_t frame,
                  const uint8_t *payload, struct endpoint other_side)
{
    const int64_t time = frame_time(pinfo);

    if (!*flow) {
        *flow = KEPT_NEW(struct media_flow);
        (*flow)->first_frame = frame;
        (*flow)->first_time = time;
        (*flow)->payload_type = payload[1] & 0x7f;
        (*flow)->other_side = other_side;
    }
    (*flow)->last_frame = frame;
    (*flow)->last_time = time;
    (*flow)->packets++;
}

static void count_unreachable(struct media_stream *stream, packet_info *pinfo, uint32_t frame)
{
    if (!stream->unreachable) {
        stream->unreachable = KEPT_NEW(struct unreachable);
        stream->unreachable->first_frame = frame;
        stream->unreachable->first_time = frame_time(pinfo);
    }
    stream->unreachable->last_time = frame_time(pinfo);
}

static bool has_layer(packet_info *pinfo, int proto, int other_proto)
{
    wmem_list_frame_t *layer;

    for (layer = wmem_list_head(pinfo->layers); layer; layer = wmem_list_frame_next(layer)) {
        int id = GPOINTER_TO_INT(wmem_list_frame_data(layer));

        if (id == proto || id == other_proto)
            return true;
    }
    return false;
}

static struct media_stream *stream_at(struct endpoint at)
{
    return at.length ? (struct media_stream *)g_hash_table_lookup(streams, &at) : NULL;
}

/* What a port unreachable holds before the UDP header it quotes: its own header, an IP header. */
#define ICMP_LENGTH 8
#define IPV4_LENGTH 20
#define IPV6_LENGTH 40

/* Is a UDP header quoted here by an ICMP port unreachable (RFC 792 type 3 code 3)? */
static bool is_quoted_by_icmp(const uint8_t *udp)
{
    const uint8_t *ip = udp - IPV4_LENGTH, *icmp = ip - ICMP_LENGTH;

    return icmp[0] == 3 && icmp[1] == 3 && ip[0] == 0x45 && ip[9] == IP_PROTO_UDP;
}

/* The same for IPv6 (RFC 4443 type 1 code 4). */
static bool is_quoted_by_icmpv6(const uint8_t *udp)
{
    const uint8_t *ip = udp - IPV6_LENGTH, *icmp = ip - ICMP_LENGTH;

    return icmp[0] == 1 && icmp[1] == 4 && ip[0] >> 4 == 6 && ip[6] == IP_PROTO_UDP;
}

/* The quoted datagram's target: the end of the IP header before its UDP header, and a port. */
static struct endpoint quoted_target(const uint8_t *udp, bool is_v6)
{
    struct endpoint target = { .port = (uint16_t)(udp[2] << 8 | udp[3]), .length = is_v6 ? 16 : 4 };

    memcpy(target.address, udp - target.length, target.length);
    return target;
}

/* The stream at which nobody listens, as this ICMP frame says; NULL when it says no such thing of RTP.
 * It is read from the bytes: pinfo names the quoted datagram's ports up to Wireshark 4.2 only. */
static struct media_stream *unreachable_stream(tvbuff_t *tvb)
{
    const int captured = (int)tvb_captured_length(tvb);
    const uint8_t *frame = tvb_get_ptr(tvb, 0, captured);
    const int last = MIN(captured - UDP_HEADER_LENGTH, UDP_SEARCH_MAX);

    for (int i = ICMP_LENGTH + IPV4_LENGTH; i <= last; i++) {
        const uint8_t *udp = frame + i;
        const bool is_v6 = i >= ICMP_LENGTH + IPV6_LENGTH && is_quoted_by_icmpv6(udp);

        if ((is_v6 || is_quoted_by_icmp(udp)) &&
            (captured < i + UDP_HEADER_LENGTH + 2 || is_rtp(udp + UDP_HEADER_LENGTH)))
            return stream_at(quoted_target(udp, is_v6));
    }
    return NULL;
}

static void watch_datagram(tvbuff_t *tvb, packet_info *pinfo, uint32_t frame)
{
    const struct endpoint target = endpoint_of(&pinfo->dst, pinfo->destport);
    const struct endpoint source = endpoint_of(&pinfo->src, pinfo->srcport);
    struct media_stream *to = stream_at(target);
    struct media_stream *from = to ? NULL : stream_at(source);
    const uint8_t *payload;

    /* The datagram that an ICMP error quotes is not here again. */
    if (has_layer(pinfo, proto_icmp, proto_icmpv6)) {
        to = unreachable_stream(tvb);
        if (to)
            count_unreachable(to, pinfo, frame);
        return;
    }
    if (!to && !from)
        return;
    payload = udp_payload(tvb, pinfo);
    if (!payload || !is_rtp(payload))
        return;
    rtp_was_seen = true;
    if (to)
        count(&to->to, pinfo, frame, payload, source);
    else
        count(&from->from, pinfo, frame, payload, target);
}

void media_watch(tvbuff_t *tvb, packet_info *pinfo, uint32_t frame)
{
    /* A frame that quotes a datagram has no port type of its own since Wireshark 4.4. */
    if (pinfo->ptype != PT_UDP && pinfo->ptype != PT_NONE)
        return;
    if (!rtp_was_seen)
        rtp_was_seen = has_layer(pinfo, proto_rtp, proto_rtp);
    if (g_hash_table_size(streams) == 0 || frame <= last_frame)
        return;
    last_frame = frame;
    watch_datagram(tvb, pinfo, frame);
}

bool media_was_seen(void)
{
    return rtp_was_seen;
}
