/* packet.h
 * What a frame carries: addresses, ports and the bytes of its datagram or segment.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SHARDS_PACKET_H
#define SHARDS_PACKET_H

#include "capture_file.h"
#include "message/span.h"

/* An address, IPv4 as ::ffff:a.b.c.d, and a port. No padding: it is hashed as it lies. */
struct host_port {
    uint8_t address[16];
    uint16_t port;
};

enum transport {
    TRANSPORT_NONE, /* no IP, or another protocol in it */
    TRANSPORT_UDP,
    TRANSPORT_STREAM,   /* TCP and SCTP: connections */
    TRANSPORT_FRAGMENT, /* of a datagram, not its first part */
    TRANSPORT_ERROR     /* ICMP: the rest is of the datagram that it quotes */
};

struct packet {
    enum transport transport;
    bool is_ip;
    struct host_port source, destination;
    bool is_part;        /* a fragment, the first one too: */
    uint32_t part_of;    /* ... identification and protocol */
    struct span payload; /* of UDP, TCP, SCTP; of a later fragment all of it */
    size_t sent;         /* bytes of it that were on the wire */
};

/* Ethernet with VLANs and PPPoE, Linux cooked captures, loopback, raw IP. Of tunnels the
 * outer addresses count. */
void packet_read(const struct frame *frame, struct packet *packet);

#endif
