/* ip_header.c
 * The innermost IP header of a frame, and what it carries, as bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "ip_header.h"

#include <epan/ipproto.h>

/* How far into a frame its addresses are looked for: behind any stack of tunnels. */
#define HEADER_SEARCH_MAX 200

#define IPV4_LENGTH 20
#define IPV6_LENGTH 40

/* Where the addresses stand in a header. */
#define IPV4_ADDRESSES 12
#define IPV6_ADDRESSES 8

struct ip_header ip_header_read(const uint8_t *bytes, int captured)
{
    struct ip_header header = { .bytes = bytes };
    int length;

    if (captured >= IPV4_LENGTH && bytes[0] >> 4 == 4) {
        length = (bytes[0] & 15) * 4;
        header.protocol = bytes[9];
    } else if (captured >= IPV6_LENGTH && bytes[0] >> 4 == 6) {
        length = IPV6_LENGTH;
        header.protocol = bytes[6];
        header.is_v6 = true;
    } else {
        return (struct ip_header){ .bytes = NULL };
    }
    if (length < IPV4_LENGTH)
        return (struct ip_header){ .bytes = NULL };
    header.payload = bytes + MIN(length, captured);
    header.payload_length = MAX(captured - length, 0);
    return header;
}

/* How far into the frame the stock dissector has read them; -1: not in the frame's own bytes. */
static int addresses_read(const uint8_t *frame, int captured, const packet_info *pinfo)
{
    const size_t length = (size_t)pinfo->net_src.len, size = (size_t)captured;
    const size_t source = GPOINTER_TO_SIZE(pinfo->net_src.data) - GPOINTER_TO_SIZE(frame);
    const size_t target = GPOINTER_TO_SIZE(pinfo->net_dst.data) - GPOINTER_TO_SIZE(frame);

    return size >= 2 * length && source <= size - 2 * length && target == source + length
               ? (int)source
               : -1;
}

/* Where a source and then a target address stand in a frame; NULL: nowhere. */
static const uint8_t *find_addresses(const uint8_t *frame, int captured, const packet_info *pinfo)
{
    const size_t length = (size_t)pinfo->net_src.len;
    const uint8_t *end = frame + MIN(captured, HEADER_SEARCH_MAX), *at = frame;
    const uint8_t *source = (const uint8_t *)pinfo->net_src.data;

    while ((size_t)(end - at) >= 2 * length &&
           (at = (const uint8_t *)memchr(at, source[0], (size_t)(end - at) - 2 * length + 1))) {
        if (memcmp(at, source, length) == 0 &&
            memcmp(at + length, pinfo->net_dst.data, length) == 0)
            return at;
        at++;
    }
    return NULL;
}

struct ip_header ip_header_of_frame(tvbuff_t *tvb, const packet_info *pinfo)
{
    const int captured = (int)tvb_captured_length(tvb);
    const bool is_v4 = pinfo->net_src.type == AT_IPv4;
    const int before = is_v4 ? IPV4_ADDRESSES : IPV6_ADDRESSES;
    const uint8_t *frame, *addresses;
    struct ip_header header = { .bytes = NULL };
    int place;

    if (pinfo->net_src.type != pinfo->net_dst.type || (!is_v4 && pinfo->net_src.type != AT_IPv6))
        return header;
    frame = tvb_get_ptr(tvb, 0, captured);
    place = addresses_read(frame, captured, pinfo);
    addresses = place < 0 ? find_addresses(frame, captured, pinfo) : frame + place;
    if (!addresses || addresses - frame < before)
        return header;
    header = ip_header_read(addresses - before, captured - (int)(addresses - before - frame));
    header.depth = (int)(addresses - before - frame);
    return header;
}

static uint16_t port_of(const struct ip_header *header, unsigned side)
{
    const uint8_t *port = header->payload + 2 * (size_t)side;

    if (header->payload_length < 4 ||
        (header->protocol != IP_PROTO_UDP && header->protocol != IP_PROTO_TCP))
        return 0;
    return (uint16_t)(port[0] << 8 | port[1]);
}

static struct endpoint side_of(const struct ip_header *header, unsigned side)
{
    const unsigned length = header->is_v6 ? 16 : 4;
    struct endpoint endpoint = { .length = (uint8_t)length, .port = port_of(header, side) };

    memcpy(endpoint.address,
           header->bytes + (header->is_v6 ? IPV6_ADDRESSES : IPV4_ADDRESSES) +
               (size_t)side * length,
           length);
    return endpoint;
}

struct endpoint ip_header_source(const struct ip_header *header)
{
    return side_of(header, 0);
}

struct endpoint ip_header_target(const struct ip_header *header)
{
    return side_of(header, 1);
}

int ip_header_packet_length(const struct ip_header *header)
{
    const uint8_t *length = header->bytes + (header->is_v6 ? 4 : 2);

    return (length[0] << 8 | length[1]) + (header->is_v6 ? IPV6_LENGTH : 0);
}

bool ip_header_has_ports(const struct ip_header *header, const packet_info *pinfo)
{
    return header->bytes && port_of(header, 0) == pinfo->srcport &&
           port_of(header, 1) == pinfo->destport;
}
