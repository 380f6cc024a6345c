/* refusal.h
 * Why a server did not take credentials, by what the capture shows of the nonce, the uri and the
 * SIM.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_REFUSAL_H
#define SIPEXPLAIN_REFUSAL_H

#include "call/hops.h"
#include "credentials.h"
#include "own_words.h"

/* What explains that credentials were refused, the most certain cause first. */
enum refusal_cause {
    REFUSAL_NONE,           /* none were refused, as far as the capture shows */
    REFUSAL_STALE,          /* the server says so */
    REFUSAL_RESYNC,         /* AKA: the sequence number is out of step */
    REFUSAL_INCOMPLETE,     /* their qop is not offered, or they lack what it needs */
    REFUSAL_ALGORITHM,      /* the server offers only others */
    REFUSAL_LENGTH,         /* the digest is as long as those of another algorithm */
    REFUSAL_NONCE_WORDS,    /* the server's phrase speaks of the nonce */
    REFUSAL_NONCE_REUSED,   /* with a count that was used before, or given in another call */
    REFUSAL_NONCE_REPLACED, /* it was good before, and there is a new one now */
    REFUSAL_UNKNOWN,        /* the nonce is from before the capture: it may have expired */
    REFUSAL_URI,            /* the digest is for another URI than the client's own Request-URI */
    REFUSAL_URI_CHANGED,    /* a proxy changed the Request-URI on the way */
    REFUSAL_OTHER_SERVER,   /* another server had asked for them */
    REFUSAL_SECRET          /* none of these: user name, password or realm */
};

struct refusal {
    enum refusal_cause cause;
    const struct credentials *credentials; /* that were refused */
    const struct record *challenge;        /* that gave their nonce; NULL: not known */
    const struct transaction *earlier_use; /* of the nonce, REUSED and REPLACED; NULL: none */
};

/* The third refusal in a row is a loop: nothing that the client changes helps. */
#define REFUSALS_LOOP 3

/* Refusals of the same request on this hop since its last success, this one included, whose cause
 * is the same. *first: the response that refused first. */
unsigned refusals_in_a_row(const struct transaction *transaction, enum refusal_cause cause,
                           const struct record **first);

/* Are there so many of them that it is a loop? */
bool refusals_are_loop(const struct transaction *transaction, enum refusal_cause cause);

/* The credentials of the request whose digest has another uri than the client's own Request-URI,
 * and whose server is not known to take that; NULL: none, or it is not known what the client
 * sent. */
const struct credentials *credentials_for_other_uri(const struct transaction *transaction,
                                                    const struct transaction **sent);

/* "opaque", "opaque and qop": what the challenge has and the credentials that answer it have not,
 * as they should (RFC 7616 section 3.4, RFC 3261 section 22.4); NULL: nothing. */
const char *refusal_left_out(const struct refusal *refusal);

/* The request whose nonce and count of uses this one has again, though it had been let in with
 * them; NULL: none is known. */
const struct transaction *refusal_replayed(const struct transaction *transaction);

/* Does the response's phrase, or what else it says of a cause, speak of the nonce? Writes the
 * words, quoted, into text, which holds OWN_WORDS_MAX. */
bool refusal_names_nonce(const struct record *record, char *text);

/* The refusal that this response is; REFUSAL_NONE: it is none. */
struct refusal refusal_by(const struct exchange *exchange);

/* The same, where it began: REFUSAL_NONE for one that is only passed on. refusal: refusal_by() the
 * exchange. */
struct refusal auth_refusal_here(const struct exchange *exchange, const struct refusal *refusal);

/* The realm of the first challenge in the response, quoted; returns text. */
#define AUTH_REALM_MAX 48
const char *auth_realm_text(const struct exchange *exchange, char *text);

#endif
