/* authentication.h
 * Challenges and the credentials that answer them, as messages carry them (RFC 3261 section 22).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_AUTHENTICATION_H
#define SIPEXPLAIN_AUTHENTICATION_H

#include "message/sip_message.h"

/* Digest algorithms (RFC 7616, RFC 8760, RFC 3310) as bits; the -sess variants count as their
 * base. */
enum auth_algorithm {
    AUTH_MD5 = 1, /* also when none is named */
    AUTH_SHA_256 = 2,
    AUTH_SHA_512_256 = 4,
    AUTH_AKA = 8,
    AUTH_OTHER = 16 /* of Digest, or another scheme: Bearer (RFC 8898) */
};

/* Challenges and answers that are read of one message: of forks and several algorithms there are
 * few; further ones are not known. */
#define CHALLENGES_MAX 8
#define CREDENTIALS_MAX 4

/* One row of WWW-Authenticate or Proxy-Authenticate. */
struct challenge {
    uint32_t nonce_hash, realm_hash; /* 0: none */
    uint8_t algorithm;               /* enum auth_algorithm */
    bool is_proxy : 1;               /* Proxy-Authenticate */
    bool is_stale : 1;               /* stale=true (RFC 3261 section 22.4, RFC 7616 section 3.3) */
    bool has_opaque : 1;             /* to be sent back as it came (RFC 7616 section 3.3) */
    bool has_qop : 1, offers_auth : 1, offers_auth_int : 1; /* qop, and two of its values */
};

/* All rows of one response. */
struct challenges {
    uint8_t count;
    struct challenge rows[]; /* as sent: the server's favourite first (RFC 8760 section 2.4) */
};

/* One row of Authorization or Proxy-Authorization that answers a challenge. */
struct credentials {
    const char
        *uri; /* of the digest, where it is not the Request-URI; NULL: it is, or there is none */
    uint32_t nonce_hash, realm_hash, user_hash; /* 0: none */
    uint32_t nonce_count;                       /* nc; 0: none */
    uint8_t algorithm;                          /* enum auth_algorithm */
    bool is_proxy : 1;                          /* Proxy-Authorization */
    bool has_auts : 1; /* AKA: the sequence number is out of step (RFC 3310 section 3.4) */
    bool lacks_nc : 1, lacks_cnonce : 1; /* though it has qop (RFC 7616 section 3.4) */
    bool has_opaque : 1;
    bool has_qop : 1, uses_auth : 1, uses_auth_int : 1;
    /* The response has 64 hexadecimal digits though MD5 makes 32, or the other way round with
     * SHA-256 and SHA-512-256 (RFC 7616 section 3.1). */
    bool has_other_length : 1;
};

/* The challenges of a response, kept; NULL: none. */
const struct challenges *challenges_new(const struct sip_message *message);

/* The algorithms of all its rows, as bits. */
unsigned challenges_algorithms(const struct challenges *challenges);

/* The row that asks for what these credentials are for: the same realm and header, and, where there
 * are several, the same algorithm; NULL: none. */
const struct challenge *challenges_for(const struct challenges *challenges,
                                       const struct credentials *credentials);

/* The credentials of a request that answer a challenge, kept; *count: how many. An empty response
 * or nonce answers none (IMS sends such a header in its first REGISTER, 3GPP TS 24.229), but for
 * auts. */
const struct credentials *credentials_new(const struct sip_message *message, uint8_t *count);

#endif
