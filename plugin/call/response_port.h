/* response_port.h
 * Whether a response goes back to the port that its request came from.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_RESPONSE_PORT_H
#define SIPEXPLAIN_RESPONSE_PORT_H

#include "call.h"

/* A response over UDP that goes to the port in its request's top Via, as it has to where that has
 * no rport (RFC 3261 section 18.2.2, RFC 3581 section 4), though the request came from another one.
 * A NAT lets only what goes back to that one in. */
struct other_port {
    uint16_t sent_from; /* the port that the request came from ... */
    uint16_t answered;  /* ... and the one that the response goes to; 0: it goes the way back */
};

struct other_port response_other_port(const struct record *response);

#endif
