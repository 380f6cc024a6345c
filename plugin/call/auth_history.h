/* auth_history.h
 * What became of nonces, and which servers are strict, over all calls.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_AUTH_HISTORY_H
#define SIPEXPLAIN_AUTH_HISTORY_H

#include "call.h"

/* A nonce as one client got it. */
struct known_nonce {
    struct endpoint client; /* port 0: the next request may come from another one */
    uint32_t nonce_hash;
    const struct record *challenge; /* the first that gave it */
    const struct transaction
        *first_use; /* the first request whose credentials use it; NULL: none */
};

/* Called once, when the plugin registers. */
void auth_history_init(void);

/* A new request: its credentials use nonces. */
void auth_history_add_request(const struct transaction *transaction);

/* The first final response of a transaction: it gives nonces, or shows that credentials were
 * good. */
void auth_history_add_final(const struct transaction *transaction);

/* What is known of the nonce that a request's credentials use; NULL: it was given before the
 * capture, or HISTORY_MAX others are known. */
const struct known_nonce *auth_history_nonce(const struct transaction *transaction,
                                             const struct credentials *credentials);

/* The latest request with which this server let the same user in for the same realm; NULL: none. */
const struct transaction *auth_history_let_in(struct endpoint server,
                                              const struct credentials *credentials);

/* Did this server let in credentials whose digest had another uri than the request? */
bool auth_history_takes_any_uri(struct endpoint server);

/* Does the request's final response show that its credentials were good? What a server may answer
 * before it looks at them shows nothing, unless a provisional response came. */
bool credentials_were_accepted(const struct transaction *transaction);

#endif
