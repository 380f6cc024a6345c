/* media.c
 * The media streams that session descriptions announce, and the datagrams seen of them.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "media.h"

#include "capture/frame.h"
#include "memory/kept_memory.h"
#include "memory/kept_table.h"
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

/* All struct media_stream by their endpoint. Filled by media_announce(), emptied with the file. A
 * call announces two or more: a wmem_map would take what a stream does. */
static struct kept_table streams;

/* The capture showed RTP; set once, cleared with the file. */
static bool rtp_was_seen;

/* The same, in both directions between two announced endpoints. */
static bool both_ways_were_seen;

/* The last frame that was counted; a frame that is dissected again is passed over. */
static uint32_t last_frame;

/* The last of them that was RTP to or from an announced endpoint, or an ICMP error. */
static uint32_t last_rtp_frame;

/* Set by media_tell_sources_to(), for good. */
static void (*tell_source)(const struct media_stream *stream, const struct rtp_packet *packet);

void media_tell_sources_to(void (*tell)(const struct media_stream *stream,
                                        const struct rtp_packet *packet))
{
    tell_source = tell;
}

static void forget(void)
{
    rtp_was_seen = false;
    both_ways_were_seen = false;
    last_frame = last_rtp_frame = 0;
    proto_rtp = proto_get_id_by_filter_name("rtp");
    proto_icmp = proto_get_id_by_filter_name("icmp");
    proto_icmpv6 = proto_get_id_by_filter_name("icmpv6");
}

static void forget_streams(void)
{
    kept_table_empty(&streams);
}

void media_init(void)
{
    register_cleanup_routine(forget_streams);
    register_shutdown_routine(forget_streams);
    register_init_routine(forget);
}

/* Without times all calls at the endpoint share the stream, until it has no room for another. */
static bool is_over(const struct media_flow *flow, int64_t time)
{
    if (flow && time == TIME_UNKNOWN)
        return media_flow_is_full(flow);
    return !flow || flow->last_time + STREAM_IN_USE_TIME < time;
}

static bool is_in_use(const struct media_stream *stream, int64_t time)
{
    return (!media_stream_to(stream) && !media_stream_from(stream)) ||
           !is_over(media_stream_to(stream), time) || !is_over(media_stream_from(stream), time);
}

static bool is_at(const void *stream, const void *endpoint)
{
    const struct media_stream *there = (const struct media_stream *)stream;
    const struct endpoint *at = (const struct endpoint *)endpoint;

    return there->port == at->port && there->length == at->length &&
           memcmp(there->address, at->address, at->length) == 0;
}

struct endpoint media_stream_at(const struct media_stream *stream)
{
    struct endpoint at = { .port = stream->port, .length = stream->length };

    memcpy(at.address, stream->address, stream->length);
    return at;
}

bool media_announce_again(struct media_stream *stream, const struct announcement *announcement)
{
    if (stream->is_replaced || !is_in_use(stream, announcement->time))
        return false;
    if (announcement->begins_call) {
        media_flow_announce(media_stream_to(stream), announcement->frame);
        media_flow_announce(media_stream_from(stream), announcement->frame);
    }
    stream->call_place = kept_place_of(announcement->call);
    return true;
}

static struct media_stream *stream_new(const struct endpoint *at, struct call *call)
{
    struct media_stream *stream =
        (struct media_stream *)kept_alloc(offsetof(struct media_stream, address) + at->length);

    stream->port = at->port;
    stream->length = at->length & 0x3f;
    memcpy(stream->address, at->address, at->length);
    stream->call_place = kept_place_of(call);
    return stream;
}

struct media_stream *media_announce(struct endpoint at, const struct announcement *announcement)
{
    const uint32_t hash = endpoint_hash(&at);
    struct media_stream *earlier, *stream;

    if (!at.length || !at.port || endpoint_is_unspecified(at))
        return NULL;
    earlier = (struct media_stream *)kept_table_find(&streams, hash, &at, is_at);
    if (earlier && media_announce_again(earlier, announcement))
        return earlier;
    if (!earlier && streams.count >= MEDIA_STREAMS_MAX) {
        limit_reach(LIMIT_MEDIA_STREAMS);
        return NULL;
    }
    stream = stream_new(&at, announcement->call);
    if (!earlier) {
        kept_table_add(&streams, hash, stream);
        return stream;
    }
    /* In the place of the earlier call's: its datagrams say nothing about this one. */
    kept_table_replace(&streams, hash, earlier, stream);
    earlier->is_replaced = true;
    return stream;
}

/* The datagram's payload in the frame: behind the header that has its ports and reaches to the
 * frame's end (trailers apart). NULL when it is not found whole, as in a reassembled datagram; at
 * least the fixed RTP header of it was captured. */
static const uint8_t *udp_payload(tvbuff_t *tvb, packet_info *pinfo, int *length)
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

            *length = datagram - UDP_HEADER_LENGTH;
            if (*length >= RTP_HEADER_LENGTH && i + datagram <= reported)
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

/* RTP's fixed header read: its first byte has two bits of version, padding, extension, and the
 * count of contributing sources. */
#define RTP_PADDING 0x20
#define RTP_EXTENSION 0x10
#define RTP_SOURCES 0x0f

static struct rtp_packet read_rtp(const uint8_t *rtp, int length)
{
    const int header = RTP_HEADER_LENGTH + 4 * (rtp[0] & RTP_SOURCES);
    const bool is_plain = !(rtp[0] & (RTP_PADDING | RTP_EXTENSION)) && header < length;

    return (struct rtp_packet){
        .payload_type = rtp[1] & 0x7f,
        .sequence = (uint16_t)(rtp[2] << 8 | rtp[3]),
        .timestamp =
            (uint32_t)rtp[4] << 24 | (uint32_t)rtp[5] << 16 | (uint32_t)rtp[6] << 8 | rtp[7],
        .ssrc = (uint32_t)rtp[8] << 24 | (uint32_t)rtp[9] << 16 | (uint32_t)rtp[10] << 8 | rtp[11],
        .payload_length = is_plain ? (uint16_t)(length - header) : 0,
    };
}

static void count_unreachable(struct media_stream *stream, packet_info *pinfo, uint32_t frame,
                              bool is_port)
{
    struct unreachable *unreachable = media_stream_unreachable(stream);

    if (!unreachable) {
        unreachable = KEPT_NEW(struct unreachable);
        unreachable->first_frame = frame;
        unreachable->first_time = frame_time(pinfo);
        unreachable->is_port = is_port;
        stream->unreachable_place = kept_place_of(unreachable);
    }
    unreachable->last_time = frame_time(pinfo);
    unreachable->last_frame = frame;
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
    return at.length
               ? (struct media_stream *)kept_table_find(&streams, endpoint_hash(&at), &at, is_at)
               : NULL;
}

/* What such an error holds before the UDP header it quotes: its own header, an IP header. */
#define ICMP_LENGTH 8
#define IPV4_LENGTH 20
#define IPV6_LENGTH 40

/* Destination unreachable (RFC 792 type 3), and its codes: the port, and that a datagram is too
 * large. */
#define UNREACHABLE_PORT 3
#define UNREACHABLE_TOO_LARGE 4

/* The same for IPv6 (RFC 4443 type 1). */
#define UNREACHABLE_PORT_V6 4

/* Is a UDP header quoted here by an ICMP error that says it cannot arrive? */
static bool is_quoted_by_icmp(const uint8_t *udp, bool *is_port)
{
    const uint8_t *ip = udp - IPV4_LENGTH, *icmp = ip - ICMP_LENGTH;

    *is_port = icmp[1] == UNREACHABLE_PORT;
    return icmp[0] == 3 && icmp[1] < 16 && icmp[1] != UNREACHABLE_TOO_LARGE && ip[0] == 0x45 &&
           ip[9] == IP_PROTO_UDP;
}

static bool is_quoted_by_icmpv6(const uint8_t *udp, bool *is_port)
{
    const uint8_t *ip = udp - IPV6_LENGTH, *icmp = ip - ICMP_LENGTH;

    *is_port = icmp[1] == UNREACHABLE_PORT_V6;
    return icmp[0] == 1 && icmp[1] < 8 && ip[0] >> 4 == 6 && ip[6] == IP_PROTO_UDP;
}

/* The quoted datagram's target: the end of the IP header before its UDP header, and a port. */
static struct endpoint quoted_target(const uint8_t *udp, bool is_v6)
{
    struct endpoint target = { .port = (uint16_t)(udp[2] << 8 | udp[3]), .length = is_v6 ? 16 : 4 };

    memcpy(target.address, udp - target.length, target.length);
    return target;
}

/* The stream that RTP cannot reach, as this ICMP frame says; NULL when it says no such thing of
 * RTP. It is read from the bytes: pinfo names the quoted ports up to Wireshark 4.2 only. */
static struct media_stream *unreachable_stream(tvbuff_t *tvb, bool *is_port)
{
    const int captured = (int)tvb_captured_length(tvb);
    const uint8_t *frame = tvb_get_ptr(tvb, 0, captured);
    const int last = MIN(captured - UDP_HEADER_LENGTH, UDP_SEARCH_MAX);

    for (int i = ICMP_LENGTH + IPV4_LENGTH; i <= last; i++) {
        const uint8_t *udp = frame + i;
        const bool is_v6 = i >= ICMP_LENGTH + IPV6_LENGTH && is_quoted_by_icmpv6(udp, is_port);

        if ((is_v6 || is_quoted_by_icmp(udp, is_port)) &&
            (captured < i + UDP_HEADER_LENGTH + 2 || is_rtp(udp + UDP_HEADER_LENGTH)))
            return stream_at(quoted_target(udp, is_v6));
    }
    return NULL;
}

static void watch_icmp(tvbuff_t *tvb, packet_info *pinfo, uint32_t frame)
{
    bool is_port;
    struct media_stream *stream = unreachable_stream(tvb, &is_port);

    if (!stream)
        return;
    last_rtp_frame = frame;
    count_unreachable(stream, pinfo, frame, is_port);
}

/* DTLS (RFC 7983 section 7), or ZRTP by its cookie (RFC 6189 section 5). */
static bool is_key_exchange(const uint8_t *payload)
{
    return (payload[0] >= 20 && payload[0] <= 63) ||
           (payload[0] >> 4 == 1 && memcmp(payload + 4, "ZRTP", 4) == 0);
}

/* A datagram to the endpoint or from it. true: a source begins with it. */
static bool count(struct media_stream *stream, bool is_to, const struct rtp_packet *packet)
{
    kept_place *place = is_to ? &stream->to_place : &stream->from_place;
    struct media_flow *flow = (struct media_flow *)kept_at(*place);
    const bool begins = media_flow_add(&flow, packet);

    if (!*place)
        *place = kept_place_of(flow);
    return begins;
}

static void watch_datagram(tvbuff_t *tvb, packet_info *pinfo, uint32_t frame)
{
    const struct endpoint target = endpoint_of(&pinfo->dst, pinfo->destport);
    const struct endpoint source = endpoint_of(&pinfo->src, pinfo->srcport);
    struct media_stream *to = stream_at(target);
    struct media_stream *from = to ? NULL : stream_at(source);
    struct rtp_packet packet;
    const uint8_t *payload;
    int length;

    if (!to && !from)
        return;
    payload = udp_payload(tvb, pinfo, &length);
    if (payload && is_key_exchange(payload))
        (to ? to : from)->has_key_exchange = true;
    if (!payload || !is_rtp(payload))
        return;
    rtp_was_seen = true;
    last_rtp_frame = frame;
    packet = read_rtp(payload, length);
    packet.time = frame_time(pinfo);
    packet.frame = frame;
    packet.other_side = to ? source : target;
    if (count(to ? to : from, to != NULL, &packet) && to) {
        from = both_ways_were_seen ? NULL : stream_at(source);
        both_ways_were_seen |= from && from->to_place;
        if (tell_source)
            tell_source(to, &packet);
    }
}

void media_watch(tvbuff_t *tvb, packet_info *pinfo, uint32_t frame)
{
    /* A frame that quotes a datagram has no port type of its own since Wireshark 4.4. */
    if (pinfo->ptype != PT_UDP && pinfo->ptype != PT_NONE)
        return;
    if (!rtp_was_seen)
        rtp_was_seen = has_layer(pinfo, proto_rtp, proto_rtp);
    if (streams.count == 0 || frame <= last_frame || kept_memory_is_full())
        return;
    last_frame = frame;
    /* The datagram that an ICMP error quotes is not here again. */
    if (has_layer(pinfo, proto_icmp, proto_icmpv6))
        watch_icmp(tvb, pinfo, frame);
    else
        watch_datagram(tvb, pinfo, frame);
}

bool media_was_seen(void)
{
    return rtp_was_seen;
}

bool media_was_seen_both_ways(void)
{
    return both_ways_were_seen;
}

bool media_came_since(uint32_t frame)
{
    return last_rtp_frame >= frame;
}
