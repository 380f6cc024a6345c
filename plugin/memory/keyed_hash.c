/* keyed_hash.c
 * The hash of everything that packets bring: nobody can tell beforehand which texts share one.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "keyed_hash.h"

#include <glib.h>
#include <string.h>

static uint64_t process_key[2];

struct state {
    uint64_t v0, v1, v2, v3;
};

static inline uint64_t rotated(uint64_t word, unsigned bits)
{
    return word << bits | word >> (64 - bits);
}

static inline struct state mixed(struct state s)
{
    s.v0 += s.v1;
    s.v1 = rotated(s.v1, 13) ^ s.v0;
    s.v0 = rotated(s.v0, 32);
    s.v2 += s.v3;
    s.v3 = rotated(s.v3, 16) ^ s.v2;
    s.v0 += s.v3;
    s.v3 = rotated(s.v3, 21) ^ s.v0;
    s.v2 += s.v1;
    s.v1 = rotated(s.v1, 17) ^ s.v2;
    s.v2 = rotated(s.v2, 32);
    return s;
}

static inline struct state with_word(struct state s, uint64_t word)
{
    s.v3 ^= word;
    s = mixed(s);
    s.v0 ^= word;
    return s;
}

uint64_t keyed_hash_with(const uint64_t key[2], const void *data, size_t length)
{
    struct state s = { key[0] ^ UINT64_C(0x736f6d6570736575), key[1] ^ UINT64_C(0x646f72616e646f6d),
                       key[0] ^ UINT64_C(0x6c7967656e657261),
                       key[1] ^ UINT64_C(0x7465646279746573) };
    const unsigned char *at = (const unsigned char *)data;
    uint64_t word, last = (uint64_t)length << 56;

    for (; length >= sizeof word; length -= sizeof word, at += sizeof word) {
        memcpy(&word, at, sizeof word);
        s = with_word(s, GUINT64_FROM_LE(word));
    }
    for (size_t i = 0; i < length; i++)
        last |= (uint64_t)at[i] << 8 * i;
    s = with_word(s, last);
    s.v2 ^= 0xff;
    s = mixed(mixed(mixed(s)));
    return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

void keyed_hash_init(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(process_key); i++)
        process_key[i] = (uint64_t)g_random_int() << 32 | g_random_int();
}

uint64_t keyed_hash_long(const void *data, size_t length)
{
    return keyed_hash_with(process_key, data, length);
}

uint32_t keyed_hash(const void *data, size_t length)
{
    const uint32_t hash = (uint32_t)keyed_hash_long(data, length);

    return hash ? hash : 1;
}
