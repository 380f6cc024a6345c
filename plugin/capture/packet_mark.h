/* packet_mark.h
 * What tells a packet that was captured twice from one that was sent twice.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_PACKET_MARK_H
#define SIPEXPLAIN_PACKET_MARK_H

#include "compat.h"

/* Of a packet's innermost IP header, and of where it was captured. Kept of each message: so small.
 */
struct packet_mark {
    uint16_t identification; /* of IPv4; 0: none, as in IPv6, or not set by the sender */
    uint8_t ttl;             /* or hop limit; 0: no IP header was found */
    uint8_t place; /* a number for tunnels and tags before the header, and the interface */
};

/* The mark of the frame that is being dissected. *is_plain (NULL: nobody asks): has its IP packet
 * the ports that its message is said to have? A report about it has not. */
struct packet_mark packet_mark_of(tvbuff_t *tvb, const packet_info *pinfo, bool *is_plain);

/* Are two packets with the same payload, seen at these times, the same packet? By their
 * identification (RFC 6864); without one, by how near they are, or without times by where they were
 * seen. */
bool packet_is_same(struct packet_mark a, int64_t a_time, struct packet_mark b, int64_t b_time);

#endif
