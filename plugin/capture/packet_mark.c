/* packet_mark.c
 * What tells a packet that was captured twice from one that was sent twice.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "packet_mark.h"

#include "frame.h"

/* Packets without identification that are closer than this are one, captured twice: SIP's shortest timer
 * is T1, 500 ms (RFC 3261 section 17.1.1.1). Microseconds. */
#define COPY_TIME 100000

/* A sender counts its packets in 16 bits: for this long no number comes again; microseconds. */
#define IDENTIFICATION_TIME 10000000

/* How far into a frame the innermost IP header is looked for: behind any stack of tunnels. */
#define HEADER_SEARCH_MAX 200

/* The last place where a header may have these addresses; NULL: none. */
static const uint8_t *find_header(const uint8_t *frame, int captured, const packet_info *pinfo,
                                  int address_offset)
{
    const int length = pinfo->net_src.len, last = MIN(captured - address_offset - 2 * length,
                                                      HEADER_SEARCH_MAX);

    for (int i = last; i >= 0; i--) {
        const uint8_t *addresses = frame + i + address_offset;

        if (memcmp(addresses, pinfo->net_src.data, (size_t)length) == 0 &&
            memcmp(addresses + length, pinfo->net_dst.data, (size_t)length) == 0)
            return frame + i;
    }
    return NULL;
}

static void read_header(const uint8_t *frame, int captured, const packet_info *pinfo,
                        struct packet_mark *mark)
{
    const bool is_v4 = pinfo->net_src.type == AT_IPv4;
    const uint8_t *header = NULL;

    if (pinfo->net_src.type == pinfo->net_dst.type && (is_v4 || pinfo->net_src.type == AT_IPv6))
        header = find_header(frame, captured, pinfo, is_v4 ? 12 : 8);
    if (!header || header[0] >> 4 != (is_v4 ? 4 : 6))
        return;
    mark->depth = (uint8_t)(header - frame);
    mark->ttl = is_v4 ? header[8] : header[7];
    if (is_v4)
        mark->identification = (uint16_t)(header[4] << 8 | header[5]);
}

struct packet_mark packet_mark_of(tvbuff_t *tvb, const packet_info *pinfo)
{
    const int captured = (int)tvb_captured_length(tvb);
    struct packet_mark mark = { 0 };

    read_header(tvb_get_ptr(tvb, 0, captured), captured, pinfo, &mark);
    if (pinfo->rec && pinfo->rec->presence_flags & WTAP_HAS_INTERFACE_ID)
        mark.interface = (uint16_t)(pinfo->rec->rec_header.packet_header.interface_id + 1);
    return mark;
}

static bool was_seen_elsewhere(struct packet_mark a, struct packet_mark b)
{
    return a.ttl != b.ttl || a.depth != b.depth || a.interface != b.interface;
}

bool packet_is_same(struct packet_mark a, int64_t a_time, struct packet_mark b, int64_t b_time)
{
    const bool is_timed = a_time != TIME_UNKNOWN && b_time != TIME_UNKNOWN;

    if (a.identification && b.identification)
        return a.identification == b.identification &&
               (!is_timed || time_is_near(a_time, b_time, IDENTIFICATION_TIME));
    return is_timed ? time_is_near(a_time, b_time, COPY_TIME) : was_seen_elsewhere(a, b);
}
