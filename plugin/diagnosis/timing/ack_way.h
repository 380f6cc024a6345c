/* ack_way.h
 * Which way the ACK of a 2xx goes that is sent again, and why it cannot arrive there.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_ACK_WAY_H
#define SIPEXPLAIN_ACK_WAY_H

#include "call/exchange.h"

/* Longest text of the two below, with its NUL. */
#define ACK_WAY_TEXT_MAX 150

/* Why the ACK or PRACK that goes to the Contact of this response cannot come to its sender, or goes
 * elsewhere, into text; false: nothing speaks for it. */
bool ack_contact_text(const struct exchange *exchange, char *text);

/* Where the ACK of this 2xx went, if not to the host and port that send it again, or beside its
 * Contact; false: it went there. */
bool ack_way_text(const struct exchange *exchange, char *text);

#endif
