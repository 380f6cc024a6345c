/* in_the_way.h
 * Which other request of the dialog stood in the way of one that was refused.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_IN_THE_WAY_H
#define SIPEXPLAIN_IN_THE_WAY_H

#include "call.h"

/* All of these are about a request in a dialog that was refused in frame, and about others over the
 * same hop: of its own side before it, of the other side before the refusal, as the two may have
 * crossed. */

/* Are all earlier requests of its side in the capture? Either some are, or the dialog began in
 * it. */
bool earlier_requests_are_known(const struct transaction *transaction);

/* One of its own side whose CSeq is not lower (RFC 3261 section 12.2.2), or, of a REGISTER, one of
 * its Call-ID that was let in; NULL: none. */
const struct transaction *higher_cseq(const struct transaction *transaction);

/* The same, but none that was refused with 481 itself. */
const struct transaction *taken_before(const struct transaction *transaction);

/* An INVITE of either side that was not over yet (RFC 3261 sections 14.1 and 14.2); NULL: none, or
 * the request is no INVITE. */
const struct transaction *open_invite(const struct transaction *transaction, uint32_t frame);

/* A request of either side whose offer, or the offer to it, was open, or an UPDATE that was (RFC
 * 3311 section 5.2); NULL: none. */
const struct transaction *open_offer(const struct transaction *transaction, uint32_t frame);

/* The INVITE or UPDATE of either side that was not over yet, the other side's first; NULL: none. */
const struct transaction *open_change(const struct transaction *transaction, uint32_t frame);

/* Was the other one answered with a 2xx whose ACK had not come when the later one came? */
bool lacks_ack(const struct transaction *other, const struct transaction *later);

/* The first 18x of an INVITE with SDP that is no answer as it is not reliable (RFC 6337 section
 * 3.1.1), in the dialog of the later request; NULL: none. */
const struct record *unreliable_sdp(const struct transaction *invite,
                                    const struct transaction *later);

#endif
