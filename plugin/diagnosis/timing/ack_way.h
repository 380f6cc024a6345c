/* ack_way.h
 * What became of the ACK of a final response that is sent again, and why it cannot arrive.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_ACK_WAY_H
#define SIPEXPLAIN_ACK_WAY_H

#include "diagnosis/rule.h"

/* Longest text of those below, with its NUL. */
#define ACK_WAY_TEXT_MAX 150

/* Why the ACK or PRACK that goes to the Contact of this response cannot come to its sender, or goes
 * elsewhere, into text; false: nothing speaks for it. */
bool ack_contact_text(const struct exchange *exchange, char *text);

/* Where the ACK of this 2xx went, if not to the host and port that send it again, or beside its
 * Contact; false: it went there. */
bool ack_way_text(const struct exchange *exchange, char *text);

/* What the capture shows of the ACK of this final response, a repeat of first: odd, gone by, held
 * up, or not there. */
void ack_tell(const struct exchange *exchange, const struct record *first, char *text,
              struct finding_draft *draft);

#endif
