/* prack.h
 * What else the capture shows of a PRACK that did not come over a hop.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_PRACK_H
#define SIPEXPLAIN_PRACK_H

#include "call/hops.h"

/* A PRACK since the INVITE is not in the capture as a whole: it may be the one. */
bool prack_is_unread(const struct transaction *invite);

/* The same 18x on the hop before, where it had its PRACK; NULL: it had none, as far as is known. */
const struct reliable_response *prack_came_before(const struct transaction *invite,
                                                  const char *to_tag, uint32_t rseq);

/* The reliable 18x whose PRACK the callee had waited for in vain until it sent this final response;
 * NULL: none shows. */
const struct reliable_response *prack_waited_for(const struct record *final);

#endif
