/* endpoint.h
 * An IP address and port, as a packet's source and destination and as an SDP announces them.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_ENDPOINT_H
#define SIPEXPLAIN_ENDPOINT_H

#include "compat.h"
#include "message/span.h"

struct endpoint {
    uint8_t address[16]; /* network byte order; IPv4 uses the first four, the rest is 0 */
    uint16_t port;
    uint8_t length; /* 4, 16, or 0: neither IPv4 nor IPv6 */
    uint8_t zero;   /* no padding: endpoints are hashed as bytes */
};

/* Longest text of endpoint_text(), with its NUL. */
#define ENDPOINT_TEXT_MAX 56

/* The endpoint of a packet's side: pinfo->src and srcport, or dst and destport. */
struct endpoint endpoint_of(const address *host, uint32_t port);

/* The endpoint that "10.0.0.2" or "2001:db8::1" and a port name; length 0 for a host name. */
struct endpoint endpoint_read(struct span host, uint32_t port);

/* The host that a SIP URI names, port 0; length 0 where it is a name. */
struct endpoint endpoint_of_uri(struct span uri);

bool endpoint_equals(struct endpoint a, struct endpoint b);
bool endpoint_host_equals(struct endpoint a, struct endpoint b);

/* 10/8, 172.16/12, 192.168/16, 100.64/10, 169.254/16, 127/8, fc00::/7, fe80::/10, ::1. */
bool endpoint_is_private(struct endpoint endpoint);

/* 127/8 or ::1. */
bool endpoint_is_loopback(struct endpoint endpoint);

/* 0.0.0.0 or ::. */
bool endpoint_is_unspecified(struct endpoint endpoint);

/* Writes "10.0.0.2:4000", "[2001:db8::1]:4000", or the host alone when the port is 0, into text,
 * which holds ENDPOINT_TEXT_MAX bytes; returns text. */
const char *endpoint_text(struct endpoint endpoint, char *text);

/* The host alone, whatever the port. */
const char *endpoint_host_text(struct endpoint endpoint, char *text);

/* For hash tables keyed by struct endpoint. */
guint endpoint_hash(gconstpointer key);
gboolean endpoint_equal(gconstpointer a, gconstpointer b);

#endif
