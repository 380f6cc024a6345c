/* packet.c
 * What a frame carries: addresses, ports and the bytes of its datagram or segment.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "packet.h"

#include <string.h>

enum link_type {
    LINK_NULL = 0,
    LINK_ETHERNET = 1,
    LINK_RAW_OLD = 12,
    LINK_RAW = 101,
    LINK_LOOP = 108,
    LINK_COOKED = 113,
    LINK_IPV4 = 228,
    LINK_IPV6 = 229,
    LINK_COOKED_2 = 276
};

enum ether_type {
    ETHER_IPV4 = 0x0800,
    ETHER_VLAN = 0x8100,
    ETHER_IPV6 = 0x86DD,
    ETHER_PPPOE = 0x8864,
    ETHER_QINQ = 0x88A8,
    ETHER_QINQ_OLD = 0x9100
};

enum ip_protocol {
    IP_HOP_BY_HOP = 0,
    IP_ICMP = 1,
    IP_TCP = 6,
    IP_UDP = 17,
    IP_ROUTING = 43,
    IP_FRAGMENT = 44,
    IP_ICMPV6 = 58,
    IP_DESTINATION = 60,
    IP_SCTP = 132
};

/* Headers of IPv6 that are passed over before the payload. */
#define EXTENSIONS_MAX 8

/* What is left of a frame: bytes that are there, and how many there were. */
struct rest {
    const uint8_t *bytes;
    size_t length, sent;
};

static unsigned number16(const uint8_t *bytes)
{
    return (unsigned)bytes[0] << 8 | bytes[1];
}

static bool skip(struct rest *rest, size_t count)
{
    if (rest->length < count)
        return false;
    rest->bytes += count;
    rest->length -= count;
    rest->sent -= count;
    return true;
}

/* No more than length bytes: what follows is padding of the frame. */
static void limit(struct rest *rest, size_t length)
{
    if (rest->sent > length)
        rest->sent = length;
    if (rest->length > length)
        rest->length = length;
}

static void set_payload(struct packet *packet, const struct rest *rest)
{
    packet->payload = (struct span){ (const char *)rest->bytes, rest->length };
    packet->sent = rest->sent;
}

static void read_ports(struct packet *packet, struct rest *rest)
{
    packet->source.port = (uint16_t)number16(rest->bytes);
    packet->destination.port = (uint16_t)number16(rest->bytes + 2);
}

static void read_udp(struct packet *packet, struct rest rest)
{
    if (rest.length < 8)
        return;
    packet->transport = TRANSPORT_UDP;
    read_ports(packet, &rest);
    skip(&rest, 8);
    set_payload(packet, &rest);
}

/* TCP's header tells its length; of SCTP the chunks count as bytes of the connection. */
static void read_stream(struct packet *packet, struct rest rest, bool is_tcp)
{
    if (rest.length < 12)
        return;
    packet->transport = TRANSPORT_STREAM;
    read_ports(packet, &rest);
    if (skip(&rest, is_tcp && rest.length > 12 ? (size_t)(rest.bytes[12] >> 4) * 4 : 12))
        set_payload(packet, &rest);
}

static void read_ip(struct packet *packet, struct rest rest, bool may_quote);

static void read_transport(struct packet *packet, struct rest rest, unsigned protocol,
                           bool may_quote)
{
    if (protocol == IP_UDP)
        read_udp(packet, rest);
    else if (protocol == IP_TCP || protocol == IP_SCTP)
        read_stream(packet, rest, protocol == IP_TCP);
    /* Errors quote the datagram behind eight bytes; below 128 they are errors in IPv6. */
    else if ((protocol == IP_ICMP || protocol == IP_ICMPV6) && may_quote && skip(&rest, 8)) {
        read_ip(packet, rest, false);
        packet->transport = packet->payload.text ? TRANSPORT_ERROR : TRANSPORT_NONE;
    }
}

/* A fragment, at this offset of its datagram. */
static void read_part(struct packet *packet, struct rest rest, unsigned protocol, unsigned offset,
                      uint32_t identification)
{
    packet->is_part = true;
    packet->part_of = identification ^ protocol << 16;
    if (!offset) {
        read_transport(packet, rest, protocol, true);
        return;
    }
    packet->transport = TRANSPORT_FRAGMENT;
    set_payload(packet, &rest);
}

static void set_address(struct host_port *host, const uint8_t *bytes, size_t size)
{
    memset(host, 0, sizeof *host);
    if (size == 4)
        host->address[10] = host->address[11] = 0xFF;
    memcpy(host->address + sizeof host->address - size, bytes, size);
}

static void read_ipv4(struct packet *packet, struct rest rest, bool may_quote)
{
    const uint8_t *head = rest.bytes;
    unsigned offset;

    if (rest.length < 20 || !skip(&rest, (size_t)(head[0] & 0x0F) * 4))
        return;
    packet->is_ip = true;
    set_address(&packet->source, head + 12, 4);
    set_address(&packet->destination, head + 16, 4);
    /* 0: the sender's network card was to fill it in. */
    if (number16(head + 2) >= (unsigned)(head[0] & 0x0F) * 4)
        limit(&rest, number16(head + 2) - (size_t)(head[0] & 0x0F) * 4);
    offset = number16(head + 6) & 0x1FFF;
    if (offset || number16(head + 6) & 0x2000)
        read_part(packet, rest, head[9], offset, number16(head + 4));
    else
        read_transport(packet, rest, head[9], may_quote);
}

static void read_ipv6(struct packet *packet, struct rest rest, bool may_quote)
{
    const uint8_t *head = rest.bytes;
    unsigned protocol;

    if (!skip(&rest, 40))
        return;
    packet->is_ip = true;
    set_address(&packet->source, head + 8, 16);
    set_address(&packet->destination, head + 24, 16);
    if (number16(head + 4))
        limit(&rest, number16(head + 4));
    protocol = head[6];
    for (unsigned i = 0; i < EXTENSIONS_MAX && rest.length >= 8; i++) {
        const uint8_t *extension = rest.bytes;

        if (protocol == IP_FRAGMENT && skip(&rest, 8)) {
            read_part(packet, rest, extension[0], number16(extension + 2) >> 3,
                      number16(extension + 4) << 16 | number16(extension + 6));
            return;
        }
        if ((protocol != IP_HOP_BY_HOP && protocol != IP_ROUTING && protocol != IP_DESTINATION) ||
            !skip(&rest, 8u + extension[1] * 8u))
            break;
        protocol = extension[0];
    }
    read_transport(packet, rest, protocol, may_quote);
}

static void read_ip(struct packet *packet, struct rest rest, bool may_quote)
{
    if (rest.length && rest.bytes[0] >> 4 == 4)
        read_ipv4(packet, rest, may_quote);
    else if (rest.length && rest.bytes[0] >> 4 == 6)
        read_ipv6(packet, rest, may_quote);
}

/* Behind a type: tags of VLANs and PPPoE before IP. */
static void read_typed(struct packet *packet, struct rest rest, unsigned type)
{
    while ((type == ETHER_VLAN || type == ETHER_QINQ || type == ETHER_QINQ_OLD) &&
           rest.length >= 4) {
        type = number16(rest.bytes + 2);
        skip(&rest, 4);
    }
    if (type == ETHER_PPPOE && skip(&rest, 8))
        type = ETHER_IPV4;
    if (type == ETHER_IPV4 || type == ETHER_IPV6)
        read_ip(packet, rest, true);
}

/* The type at this offset of a head of this size */
static void read_head(struct packet *packet, struct rest rest, size_t offset, size_t size)
{
    const uint8_t *head = rest.bytes;

    if (skip(&rest, size))
        read_typed(packet, rest, number16(head + offset));
}

void packet_read(const struct frame *frame, struct packet *packet)
{
    struct rest rest = { frame->bytes, frame->captured,
                         frame->sent > frame->captured ? frame->sent : frame->captured };

    memset(packet, 0, sizeof *packet);
    switch (frame->link) {
    case LINK_ETHERNET:
        read_head(packet, rest, 12, 14);
        break;
    case LINK_COOKED:
        read_head(packet, rest, 14, 16);
        break;
    case LINK_COOKED_2:
        read_head(packet, rest, 0, 20);
        break;
    case LINK_NULL:
    case LINK_LOOP:
        if (skip(&rest, 4))
            read_ip(packet, rest, true);
        break;
    case LINK_RAW_OLD:
    case LINK_RAW:
    case LINK_IPV4:
    case LINK_IPV6:
        read_ip(packet, rest, true);
        break;
    default:
        break;
    }
}
