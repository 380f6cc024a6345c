/* listed_contact.h
 * Does the 2xx to a REGISTER list the Contact that it was for?
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_LISTED_CONTACT_H
#define SIPEXPLAIN_LISTED_CONTACT_H

#include "call/exchange.h"

/* How many Contacts this 2xx lists, where none of them is that of its REGISTER (RFC 3261 section
 * 10.3) nor may be that one, written anew: with the address that the REGISTER came from on some
 * hop or, where there is only one, no other REGISTER had brought it. 0: it is not so. *other: one
 * of them. */
unsigned listed_contacts_of_others(const struct exchange *exchange, struct span *other);

#endif
