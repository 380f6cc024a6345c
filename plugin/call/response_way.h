/* response_way.h
 * Whether a response goes back to the address and port that its request came from.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_RESPONSE_WAY_H
#define SIPEXPLAIN_RESPONSE_WAY_H

#include "call.h"

/* A response over UDP that goes to what its request's top Via names, though the request came from
 * elsewhere. To another port it has to go where that Via has no rport (RFC 3261 section 18.2.2,
 * RFC 3581 section 4), to another host never; a NAT lets only what goes back the same way in. */
struct other_way {
    struct endpoint sent_from; /* where the request came from ... */
    struct endpoint answered;  /* ... and where the response goes; length 0: it goes the way back */
};

struct other_way response_other_way(const struct record *response);

/* Is it another host, not only another port? */
bool other_way_is_to_host(const struct other_way *way);

#endif
