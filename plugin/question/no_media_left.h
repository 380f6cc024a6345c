/* no_media_left.h
 * Does the answer to an offer leave the call no media at all?
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_NO_MEDIA_LEFT_H
#define SIPEXPLAIN_NO_MEDIA_LEFT_H

#include "call/offer_answer.h"

/* Is this 2xx the first, over all hops, whose answer refuses every line, although sound was offered
 * on one? *turn is the offer then. An offer of fax, on hold or of a null address is passed over:
 * who made it has something else in mind, and may change it again. */
bool no_media_is_left(const struct exchange *exchange, struct offer_answer *turn);

#endif
