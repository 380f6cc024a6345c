/* listed_contact.h
 * Does the 2xx to a REGISTER list the Contact that it was for?
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_LISTED_CONTACT_H
#define SIPEXPLAIN_LISTED_CONTACT_H

#include "call/exchange.h"

/* How many Contacts this 2xx lists, where none of them is that of its REGISTER (RFC 3261 section
 * 10.3): each was brought by another REGISTER, and none has the address that this one came from on
 * some hop. Else one may be its own, written anew by the registrar or a host on the way. 0: it is
 * not so. *other: one of them. */
unsigned listed_contacts_of_others(const struct exchange *exchange, struct span *other);

#endif
