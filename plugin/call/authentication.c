/* authentication.c
 * Challenges and the credentials that answer them, as messages carry them (RFC 3261 section 22).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "authentication.h"

#include "memory/intern.h"
#include "memory/kept_memory.h"
#include "memory/keyed_hash.h"
#include "message/sip_uri.h"

/* Hexadecimal digits of a digest (RFC 7616 section 3.1). */
#define MD5_DIGITS 32
#define SHA_256_DIGITS 64

static bool is_digest(struct span header)
{
    struct span scheme;

    span_next_word(&header, &scheme);
    return span_equals_ignoring_case(scheme, SPAN_OF("Digest"));
}

static enum auth_algorithm algorithm_of(struct span header)
{
    struct span algorithm;

    if (!is_digest(header))
        return AUTH_OTHER;
    if (!sip_auth_parameter(header, SPAN_OF("algorithm"), &algorithm) ||
        span_starts_with_ignoring_case(algorithm, SPAN_OF("MD5")))
        return AUTH_MD5;
    if (span_starts_with_ignoring_case(algorithm, SPAN_OF("SHA-512-256")))
        return AUTH_SHA_512_256;
    if (span_starts_with_ignoring_case(algorithm, SPAN_OF("SHA-256")))
        return AUTH_SHA_256;
    return span_starts_with_ignoring_case(algorithm, SPAN_OF("AKA")) ? AUTH_AKA : AUTH_OTHER;
}

/* The hash of a parameter's value; 0: it is not there. */
static uint32_t parameter_hash(struct span header, struct span name)
{
    struct span value;

    return sip_auth_parameter(header, name, &value) ? keyed_hash(value.text, value.length) : 0;
}

static bool has_parameter(struct span header, struct span name)
{
    struct span value;

    return sip_auth_parameter(header, name, &value) && value.length;
}

/* Is this one of the values of qop, which a challenge lists (RFC 7616 section 3.3)? */
static bool has_qop(struct span header, struct span wanted)
{
    struct span list, value;

    if (!sip_auth_parameter(header, SPAN_OF("qop"), &list))
        return false;
    while (span_next_in_list(&list, &value)) {
        if (span_equals_ignoring_case(value, wanted))
            return true;
    }
    return false;
}

static bool is_stale(struct span header)
{
    struct span value;

    return sip_auth_parameter(header, SPAN_OF("stale"), &value) &&
           span_equals_ignoring_case(value, SPAN_OF("true"));
}

static unsigned read_challenges(const struct sip_message *message, enum sip_header_id id,
                                struct challenge *rows, unsigned count)
{
    struct sip_header_cursor cursor = { 0 };
    struct span row;

    while (count < CHALLENGES_MAX && sip_message_next_value(message, id, &cursor, &row)) {
        rows[count++] = (struct challenge){
            .nonce_hash = parameter_hash(row, SPAN_OF("nonce")),
            .realm_hash = parameter_hash(row, SPAN_OF("realm")),
            .algorithm = (uint8_t)algorithm_of(row),
            .is_proxy = id == SIP_HEADER_PROXY_AUTHENTICATE,
            .is_stale = is_stale(row),
            .has_opaque = has_parameter(row, SPAN_OF("opaque")),
            .has_qop = has_parameter(row, SPAN_OF("qop")),
            .offers_auth = has_qop(row, SPAN_OF("auth")),
            .offers_auth_int = has_qop(row, SPAN_OF("auth-int")),
        };
    }
    return count;
}

const struct challenges *challenges_new(const struct sip_message *message)
{
    struct challenge rows[CHALLENGES_MAX];
    struct challenges *challenges;
    unsigned count = 0;

    count = read_challenges(message, SIP_HEADER_WWW_AUTHENTICATE, rows, count);
    count = read_challenges(message, SIP_HEADER_PROXY_AUTHENTICATE, rows, count);
    if (!count)
        return NULL;
    challenges = (struct challenges *)kept_alloc(sizeof *challenges + count * sizeof rows[0]);
    challenges->count = (uint8_t)count;
    memcpy(challenges->rows, rows, count * sizeof rows[0]);
    return challenges;
}

unsigned challenges_algorithms(const struct challenges *challenges)
{
    unsigned algorithms = 0;

    for (unsigned i = 0; i < challenges->count; i++)
        algorithms |= challenges->rows[i].algorithm;
    return algorithms;
}

const struct challenge *challenges_for(const struct challenges *challenges,
                                       const struct credentials *credentials)
{
    const struct challenge *found = NULL;

    for (unsigned i = 0; i < challenges->count; i++) {
        const struct challenge *row = &challenges->rows[i];

        /* Other schemes name no realm in their answer. */
        if (row->is_proxy != credentials->is_proxy ||
            (credentials->realm_hash && row->realm_hash != credentials->realm_hash))
            continue;
        if (row->algorithm == credentials->algorithm)
            return row;
        if (!found)
            found = row;
    }
    return found;
}

static bool answers_challenge(struct span row)
{
    if (!is_digest(row))
        return row.length != 0;
    return has_parameter(row, SPAN_OF("nonce")) &&
           (has_parameter(row, SPAN_OF("response")) || has_parameter(row, SPAN_OF("auts")));
}

/* Eight hexadecimal digits (RFC 7616 section 3.4). */
static uint32_t nonce_count_of(struct span row)
{
    struct span value;
    uint32_t count = 0;

    if (!sip_auth_parameter(row, SPAN_OF("nc"), &value) || value.length > 8)
        return 0;
    for (size_t i = 0; i < value.length; i++) {
        const int digit = g_ascii_xdigit_value(value.text[i]);

        if (digit < 0)
            return 0;
        count = count << 4 | (uint32_t)digit;
    }
    return count;
}

/* A proxy may have changed the Request-URI since: whoever asks looks at the client's own hop. */
static const char *other_uri(const struct sip_message *message, struct span row)
{
    struct span uri;

    if (!is_digest(row) || !sip_auth_parameter(row, SPAN_OF("uri"), &uri) || !uri.length ||
        !message->request_uri.length ||
        sip_uri_difference(uri, message->request_uri) == SIP_URI_SAME)
        return NULL;
    return intern(uri);
}

/* A value of yet another length is a digest of nothing that is known. */
static bool has_other_length(struct span row)
{
    const enum auth_algorithm algorithm = algorithm_of(row);
    struct span value;
    size_t wanted = 0;

    if (!sip_auth_parameter(row, SPAN_OF("response"), &value))
        return false;
    if (algorithm == AUTH_MD5)
        wanted = SHA_256_DIGITS;
    else if (algorithm == AUTH_SHA_256 || algorithm == AUTH_SHA_512_256)
        wanted = MD5_DIGITS;
    for (size_t i = 0; i < value.length; i++) {
        if (g_ascii_xdigit_value(value.text[i]) < 0)
            return false;
    }
    return wanted && value.length == wanted;
}

static unsigned read_credentials(const struct sip_message *message, enum sip_header_id id,
                                 struct credentials *rows, unsigned count)
{
    struct sip_header_cursor cursor = { 0 };
    struct span row;

    while (count < CREDENTIALS_MAX && sip_message_next_value(message, id, &cursor, &row)) {
        const bool is_with_qop = is_digest(row) && has_parameter(row, SPAN_OF("qop"));

        if (!answers_challenge(row))
            continue;
        rows[count++] = (struct credentials){
            .uri = other_uri(message, row),
            .nonce_hash = parameter_hash(row, SPAN_OF("nonce")),
            .realm_hash = parameter_hash(row, SPAN_OF("realm")),
            .user_hash = parameter_hash(row, SPAN_OF("username")),
            .nonce_count = nonce_count_of(row),
            .algorithm = (uint8_t)algorithm_of(row),
            .is_proxy = id == SIP_HEADER_PROXY_AUTHORIZATION,
            .has_auts = has_parameter(row, SPAN_OF("auts")),
            .lacks_nc = is_with_qop && !has_parameter(row, SPAN_OF("nc")),
            .lacks_cnonce = is_with_qop && !has_parameter(row, SPAN_OF("cnonce")),
            .has_opaque = has_parameter(row, SPAN_OF("opaque")),
            .has_qop = is_with_qop,
            .uses_auth = has_qop(row, SPAN_OF("auth")),
            .uses_auth_int = has_qop(row, SPAN_OF("auth-int")),
            .has_other_length = has_other_length(row),
        };
    }
    return count;
}

const struct credentials *credentials_new(const struct sip_message *message, uint8_t *count)
{
    struct credentials rows[CREDENTIALS_MAX];
    unsigned read = read_credentials(message, SIP_HEADER_AUTHORIZATION, rows, 0);

    read = read_credentials(message, SIP_HEADER_PROXY_AUTHORIZATION, rows, read);
    *count = (uint8_t)read;
    return read ? (const struct credentials *)kept_copy(rows, read * sizeof rows[0]) : NULL;
}
