/* sip_uri.h
 * Whether two URIs name the same resource (RFC 3261 section 19.1.4).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_SIP_URI_H
#define SIPEXPLAIN_SIP_URI_H

#include "span.h"

/* The first part in which two URIs differ. */
enum sip_uri_part {
    SIP_URI_SAME,
    SIP_URI_SCHEME,
    SIP_URI_USER, /* the password counts as part of it */
    SIP_URI_HOST,
    SIP_URI_PORT,
    SIP_URI_PARAMETERS,
    SIP_URI_HEADERS
};

/* Compares two URIs as RFC 3261 section 19.1.4 does: letter case counts in the user only, %61 is an
 * "a", the order of parameters is free, and a parameter that one of them lacks counts if it is
 * user, ttl, method, maddr or transport. Milder than there in one point, since no server is known
 * to mind: a port that is not written is the usual one. Those that are neither sip nor sips nor tel
 * are equal if their text is. */
enum sip_uri_part sip_uri_difference(struct span a, struct span b);

/* "port"; of SIP_URI_SAME "nothing". */
const char *sip_uri_part_name(enum sip_uri_part part);

/* The display name of a From or To value that stands without quotes and holds what may only stand
 * within them: no letter of a token and no space (RFC 3261 section 25.1). Length 0: it does not. */
struct span sip_address_bad_name(struct span header_value);

#endif
