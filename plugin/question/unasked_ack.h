/* unasked_ack.h
 * An ACK for a request that is not an INVITE: nobody waits for it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_UNASKED_ACK_H
#define SIPEXPLAIN_UNASKED_ACK_H

#include "call/exchange.h"

/* The request, with a final response, that its own client confirms with this ACK though it is no
 * INVITE. NULL: none, or the call has an INVITE that the ACK may be for. Asked at AT_ACK, of one
 * that leaves its sender. */
const struct transaction *unasked_ack_of(const struct exchange *exchange);

#endif
