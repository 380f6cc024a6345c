/* redirection.h
 * Where a redirection sends its client: to what nobody can call, or back to where it was.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_REDIRECTION_H
#define SIPEXPLAIN_REDIRECTION_H

#include "of_exchange.h"

/* Do all Contacts name something that a phone cannot call, a web page or a mailbox? */
bool redirection_names_no_sip(const struct sip_message *message);

/* Is the only Contact the address that was asked for already? The host asked is another one then,
 * or it sends its callers round. */
bool redirection_names_asked(const struct exchange *exchange);

/* An earlier request of the call for the only Contact, which was redirected too; NULL: none. */
const struct transaction *redirection_before(const struct exchange *exchange);

#endif
