/* dtls_role.h
 * Which side begins the DTLS handshake of a session, and whether a new answer turns that round.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_DTLS_ROLE_H
#define SIPEXPLAIN_DTLS_ROLE_H

#include "call/offer_answer.h"

/* The answer of a later INVITE that gives its sender the other role than an earlier one had agreed
 * on, though keys and ports are those of before: no new association begins, and the role may not
 * change in one (RFC 8842 section 5.5). Returns that earlier answer; NULL: it is not so. */
const struct record *dtls_role_turned(const struct record *answer);

#endif
