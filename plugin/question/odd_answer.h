/* odd_answer.h
 * Is a message the first whose SDP answers an offer as it should not?
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_ODD_ANSWER_H
#define SIPEXPLAIN_ODD_ANSWER_H

#include "answer_fit.h"
#include "call/offer_answer.h"

/* An answer told of before: in an 18x of the same dialog, which had the same SDP. */
bool odd_answer_repeats(const struct exchange *exchange);

/* The answer of this message with its offer, both whole, where they do not fit in this way, and no
 * message before told the same. */
bool odd_answer_read(const struct exchange *exchange, struct offer_answer *turn,
                     struct answer_misfit *misfit);

/* Is it the 2xx of a PRACK or UPDATE with SDP, although its request had none? No offer may stand
 * there (RFC 3311 section 5.1, RFC 6337 section 3), and nothing is to be answered. The first hop on
 * which it has it. */
bool odd_answer_is_unasked(const struct exchange *exchange);

/* Is it one of these, or a 2xx that turns the roles of DTLS round? */
bool odd_answer_is_any(const struct exchange *exchange);

#endif
