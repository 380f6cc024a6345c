/* via_chain.h
 * The hosts that a request came over, as the Via values of its response name them.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_VIA_CHAIN_H
#define SIPEXPLAIN_VIA_CHAIN_H

#include "of_exchange.h"
#include "quote.h"

/* How often the host that the Via values name most comes among them; *repeated: its sent-by. */
unsigned via_chain_repeats(const struct sip_message *message, struct span *repeated);

/* Does a Via below the top one name the answering host? It has then handed the request on
 * before. */
bool via_chain_names_server(const struct exchange *exchange);

/* Is the last of several Via values, that of the request's first sender, the answering host's? */
bool via_chain_begins_at_server(const struct exchange *exchange);

#endif
