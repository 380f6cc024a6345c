/* credentials.h
 * What a call shows about credentials: the challenge that they answer, and whether they were good.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_CREDENTIALS_H
#define SIPEXPLAIN_CREDENTIALS_H

#include "call/auth_history.h"
#include "of_exchange.h"
#include "quote.h"

/* A 401 or 407 with challenges that can be read. */
bool has_challenges(const struct record *record);

/* The credentials of a request for a realm that the challenge asks for; NULL: none, so that it is
 * the first step (RFC 3261 sections 22.2 and 22.3). */
const struct credentials *credentials_asked(const struct transaction *transaction,
                                            const struct record *challenge);

/* The first challenge with the nonce of these credentials that the request's client got in the
 * call; of another scheme, which has no nonce, the newest one. NULL: it came before the capture, or
 * in another call. */
const struct record *credentials_challenge(const struct transaction *transaction,
                                           const struct credentials *credentials);

/* The challenge that the credentials of a request answer for the first time; NULL: none, or the
 * answer was good before. */
const struct record *credentials_new_challenge(const struct transaction *transaction);

/* Did the response give the nonce of these credentials? */
bool challenge_gave_nonce(const struct record *challenge, const struct credentials *credentials);

/* The credentials of a request that use this nonce; NULL: none. */
const struct credentials *credentials_with_nonce(const struct transaction *transaction,
                                                 uint32_t nonce_hash);

/* The newest earlier request of the client that was let in with the same nonce; NULL: none near. */
const struct transaction *credentials_accepted_before(const struct transaction *transaction,
                                                      const struct credentials *credentials);

/* The challenge that gave a nonce which the request has in the header for the other code:
 * Authorization answers a 401, Proxy-Authorization a 407 (RFC 3261 sections 22.2 and 22.3). NULL:
 * none is near. */
const struct record *credentials_misplaced(const struct transaction *transaction);

#endif
