/* forwarding.h
 * Was a call sent on to another address than the one that was called, as its responses tell?
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_FORWARDING_H
#define SIPEXPLAIN_FORWARDING_H

#include "of_exchange.h"

/* What tells of it: a 181 (RFC 3261 section 21.1.3), History-Info (RFC 7044), or both. */
struct forwarding {
    uint32_t frame;        /* of the 181; 0: none came */
    struct sip_uri target; /* its user has length 0 where no History-Info names one */
};

/* Of the new call that this failure answers. false: nothing tells of a forwarding. */
bool forwarding_before(const struct exchange *exchange, struct forwarding *forwarding);

#endif
