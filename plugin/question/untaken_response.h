/* untaken_response.h
 * Does a client repeat its request although its answer went to it, again and again?
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_UNTAKEN_RESPONSE_H
#define SIPEXPLAIN_UNTAKEN_RESPONSE_H

#include "call/exchange.h"

/* Answers to a request that went to where it came from, none of which stopped its repeats. */
struct untaken_responses {
    const struct record *first; /* NULL: it is not so */
    unsigned count;             /* copies included */
};

/* Asked at AT_REQUEST_REPEAT. Answers are what stops the client (RFC 3261 section 17.1): a final
 * response, to an INVITE any. They came long enough before this repeat not to have crossed it, and
 * nothing shows that one of them was taken or is odd. */
struct untaken_responses untaken_responses(const struct exchange *exchange);

#endif
