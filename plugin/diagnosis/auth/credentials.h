/* credentials.h
 * What a call shows about credentials: the challenges they answer, and whether they were good.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_CREDENTIALS_H
#define SIPEXPLAIN_CREDENTIALS_H

#include "diagnosis/rule.h"

/* The credentials of the request that a 401 or a 407 is about (RFC 3261 sections 22.2 and 22.3); its
 * algorithm is 0 when there are none. */
const struct credentials *credentials_asked(const struct transaction *transaction,
                                            const struct record *record);

/* The first challenge with the nonce of these credentials that the request's client got in the call;
 * NULL: it came before the capture, or in another call. */
const struct record *credentials_challenge(const struct transaction *transaction,
                                           const struct credentials *credentials);

/* Does the request's final response show that its credentials were good? What a server may answer
 * before it looks at them shows nothing, unless a provisional response came. */
bool credentials_were_accepted(const struct transaction *transaction);

/* The challenge that the credentials of a request answer for the first time; NULL: none, or the answer
 * was good before. */
const struct record *credentials_new_challenge(const struct transaction *transaction);

/* The challenge whose answer the request's final response refuses; NULL when the capture does not
 * show that. A challenge of another realm comes from another server, which has seen no credentials
 * for it yet; a nonce that was good before has expired. */
const struct record *credentials_refused_challenge(const struct transaction *transaction);

/* Refusals of the same request on this hop since its last success, this one included. *first: the
 * response that refused first. */
unsigned credentials_refusals(const struct transaction *transaction, const struct record **first);

#endif
