/* leg_digest.c
 * Call-IDs that a host made of another one by a digest.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "leg_digest.h"

#include "compat.h"

/* How many hexadecimal digits it begins with, before another character than a letter or the end;
 * else 0. */
static size_t digest_length(struct span call_id)
{
    size_t length = 0;

    while (length < call_id.length && g_ascii_isxdigit(call_id.text[length]))
        length++;
    return length == call_id.length || !g_ascii_isalnum(call_id.text[length]) ? length : 0;
}

/* false: no digest is that long. */
static bool digest_type(size_t length, GChecksumType *type)
{
    static const GChecksumType types[] = { G_CHECKSUM_MD5, G_CHECKSUM_SHA1, G_CHECKSUM_SHA256 };

    for (size_t i = 0; i < array_length(types); i++) {
        *type = types[i];
        if ((size_t)g_checksum_type_get_length(types[i]) * 2 == length)
            return true;
    }
    return false;
}

bool leg_call_id_is_digest(struct span call_id)
{
    GChecksumType type;

    return digest_type(digest_length(call_id), &type);
}

bool leg_call_id_is_digest_of(struct span call_id, struct span other)
{
    const size_t length = digest_length(call_id);
    GChecksumType type;
    char *digest;
    bool is_digest;

    if (!digest_type(length, &type))
        return false;
    digest = g_compute_checksum_for_string(type, other.text, (gssize)other.length);
    is_digest = g_ascii_strncasecmp(digest, call_id.text, length) == 0;
    g_free(digest);
    return is_digest;
}
