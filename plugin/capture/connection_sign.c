/* connection_sign.c
 * What a frame tells of whether an address can be reached: TCP's SYN and its answers, ICMP errors.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "connection_sign.h"

#include "ip_header.h"

#include <epan/ipproto.h>

/* A segment that opens, refuses or ends a connection is small, whatever tunnels it is in. */
#define SEGMENT_FRAME_MAX 300

/* An ICMP error quotes at most what fits into IPv6's smallest MTU (RFC 4443 section 2.4). */
#define ICMP_FRAME_MAX 1500

/* How far into a frame the header is looked for that carries the ICMP error. */
#define ICMP_SEARCH_MAX 200

#define TCP_HEADER_LENGTH 20
#define ICMP_HEADER_LENGTH 8

enum { TCP_FIN = 1, TCP_SYN = 2, TCP_RST = 4, TCP_ACK = 16 };

static bool read_segment(tvbuff_t *tvb, const packet_info *pinfo, struct connection_sign *sign)
{
    const struct ip_header ip = ip_header_of_frame(tvb, pinfo);
    uint8_t flags;

    if (!ip.bytes || ip.protocol != IP_PROTO_TCP || ip.payload_length < TCP_HEADER_LENGTH)
        return false;
    flags = ip.payload[13];
    if (!(flags & (TCP_SYN | TCP_RST | TCP_FIN)))
        return false;
    if (flags & TCP_RST)
        sign->kind = SIGN_RESET;
    else if (flags & TCP_SYN)
        sign->kind = flags & TCP_ACK ? SIGN_SYN_ACK : SIGN_SYN;
    else
        sign->kind = SIGN_FIN;
    sign->source = ip_header_source(&ip);
    sign->target = ip_header_target(&ip);
    sign->mark = packet_mark_of(tvb, pinfo, NULL);
    sign->is_tcp = true;
    return true;
}

/* The error that an IP header carries, if it is one about a UDP or TCP packet whose ports are
 * there. */
static bool read_error(const struct ip_header *ip, struct connection_sign *sign)
{
    const bool is_error =
        ip->is_v6 ? ip->protocol == IP_PROTO_ICMPV6 && ip->payload_length && ip->payload[0] == 1
                  : ip->protocol == IP_PROTO_ICMP && ip->payload_length && ip->payload[0] == 3;
    struct ip_header quoted;

    if (!is_error || ip->payload_length < ICMP_HEADER_LENGTH)
        return false;
    quoted =
        ip_header_read(ip->payload + ICMP_HEADER_LENGTH, ip->payload_length - ICMP_HEADER_LENGTH);
    if (!quoted.bytes || quoted.payload_length < 4 ||
        (quoted.protocol != IP_PROTO_TCP && quoted.protocol != IP_PROTO_UDP))
        return false;
    sign->kind = SIGN_UNREACHABLE;
    sign->source = ip_header_source(&quoted);
    sign->target = ip_header_target(&quoted);
    sign->reporter = ip_header_source(ip);
    sign->code = ip->payload[1];
    sign->is_tcp = quoted.protocol == IP_PROTO_TCP;
    return true;
}

/* pinfo names the addresses and ports of the quoted packet, or not, by Wireshark's version: so the
 * bytes are asked. */
static bool find_error(tvbuff_t *tvb, struct connection_sign *sign)
{
    const int captured = (int)tvb_captured_length(tvb);
    const uint8_t *frame = tvb_get_ptr(tvb, 0, captured);

    for (int i = 0; i < MIN(captured, ICMP_SEARCH_MAX); i++) {
        const struct ip_header ip = ip_header_read(frame + i, captured - i);

        if (ip.bytes && read_error(&ip, sign))
            return true;
    }
    return false;
}

bool connection_sign_read(tvbuff_t *tvb, const packet_info *pinfo, bool has_icmp,
                          struct connection_sign *sign)
{
    const unsigned length = tvb_reported_length(tvb);

    *sign = (struct connection_sign){ .kind = SIGN_SYN };
    if (length > ICMP_FRAME_MAX)
        return false;
    /* First: pinfo may tell of the quoted packet. */
    if (has_icmp)
        return find_error(tvb, sign);
    return pinfo->ptype == PT_TCP && length <= SEGMENT_FRAME_MAX && read_segment(tvb, pinfo, sign);
}

const char *connection_sign_text(uint8_t code, bool is_v6)
{
    static const char *const of_v4[] = { "network unreachable", "host unreachable",
                                         "protocol unreachable", "port unreachable",
                                         "packet too large, and not to be fragmented" };
    static const char *const of_v6[] = { "no route", "administratively prohibited",
                                         "beyond the scope of its source address",
                                         "address unreachable", "port unreachable" };

    if (!is_v6 && (code == 9 || code == 10 || code == 13))
        return "administratively prohibited";
    if (code >= (is_v6 ? array_length(of_v6) : array_length(of_v4)))
        return "destination unreachable";
    return is_v6 ? of_v6[code] : of_v4[code];
}
