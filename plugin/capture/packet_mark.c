/* packet_mark.c
 * What tells a packet that was captured twice from one that was sent twice.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "packet_mark.h"

#include "frame.h"
#include "ip_header.h"

/* Packets without identification that are closer than this are one, captured twice: SIP's shortest
 * timer is T1, 500 ms (RFC 3261 section 17.1.1.1). Microseconds. */
#define COPY_TIME 100000

/* A sender counts its packets in 16 bits: for this long no number comes again; microseconds. */
#define IDENTIFICATION_TIME 10000000

struct packet_mark packet_mark_of(tvbuff_t *tvb, const packet_info *pinfo, bool *is_plain)
{
    const struct ip_header ip = ip_header_of_frame(tvb, pinfo);
    struct packet_mark mark = { 0 };

    if (is_plain)
        *is_plain = ip_header_has_ports(&ip, pinfo);
    if (ip.bytes) {
        mark.place = (uint8_t)ip.depth;
        mark.ttl = ip.is_v6 ? ip.bytes[7] : ip.bytes[8];
        mark.identification = ip.is_v6 ? 0 : (uint16_t)(ip.bytes[4] << 8 | ip.bytes[5]);
    }
    /* Capture points have small numbers, and headers lie at few places: a prime keeps them apart.
     */
    if (pinfo->rec && pinfo->rec->presence_flags & WTAP_HAS_INTERFACE_ID)
        mark.place += (uint8_t)(pinfo->rec->rec_header.packet_header.interface_id * 101);
    return mark;
}

static bool was_seen_elsewhere(struct packet_mark a, struct packet_mark b)
{
    return a.ttl != b.ttl || a.place != b.place;
}

bool packet_is_same(struct packet_mark a, int64_t a_time, struct packet_mark b, int64_t b_time)
{
    const bool is_timed = a_time != TIME_UNKNOWN && b_time != TIME_UNKNOWN;

    if (a.identification && b.identification)
        return a.identification == b.identification &&
               (!is_timed || time_is_near(a_time, b_time, IDENTIFICATION_TIME));
    return is_timed ? time_is_near(a_time, b_time, COPY_TIME) : was_seen_elsewhere(a, b);
}
