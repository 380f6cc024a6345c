/* ip_header.h
 * The innermost IP header of a frame, and what it carries, as bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_IP_HEADER_H
#define SIPEXPLAIN_IP_HEADER_H

#include "endpoint.h"

/* An IPv4 or IPv6 header and what follows it, as far as captured. */
struct ip_header {
    const uint8_t *bytes; /* NULL: not found */
    const uint8_t *payload;
    int depth;          /* bytes before the header */
    int payload_length; /* captured bytes of the payload */
    uint8_t protocol;   /* of the payload: IP_PROTO_... */
    bool is_v6;
};

/* The header that has the frame's network addresses. */
struct ip_header ip_header_of_frame(tvbuff_t *tvb, const packet_info *pinfo);

/* The header that bytes begin with, of which captured are there; bytes NULL when there is none. */
struct ip_header ip_header_read(const uint8_t *bytes, int captured);

/* Of one that was found: its source and target, with the ports of a TCP or UDP payload where they
 * were captured, else 0. */
struct endpoint ip_header_source(const struct ip_header *header);
struct endpoint ip_header_target(const struct ip_header *header);

/* Of one that was found: bytes on the wire from its beginning to its payload's end; a v4 header
 * says 0 where the sending host's network card was to cut it. */
int ip_header_packet_length(const struct ip_header *header);

/* Was it found, with the ports that the frame's payload came over? */
bool ip_header_has_ports(const struct ip_header *header, const packet_info *pinfo);

#endif
