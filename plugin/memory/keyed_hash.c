/* keyed_hash.c
 * The hash of everything that packets bring: nobody can tell beforehand which texts share one.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "keyed_hash.h"

#include <glib.h>
#include <string.h>

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

/* Texts are read in blocks of so many 32-bit words, two at a time, each with a word of key. */
#define BLOCK_WORDS 256
#define BLOCK_SIZE (BLOCK_WORDS * sizeof(uint32_t))

/* One row of words for each 32 bits of a hash; the last four are for a block's length and for what
 * came before it. Drawn by keyed_hash_init(). */
static uint64_t process_words[2][BLOCK_WORDS + 4];

void keyed_hash_init(void)
{
    uint64_t drawn[2], *words = process_words[0];

    for (unsigned i = 0; i < G_N_ELEMENTS(drawn); i++)
        drawn[i] = (uint64_t)g_random_int() << 32 | g_random_int();
    for (uint64_t i = 0; i < sizeof process_words / sizeof *words; i++)
        words[i] = keyed_hash_with(drawn, &i, sizeof i);
}

static inline uint64_t pair_product(const uint64_t words[2], uint64_t pair)
{
    return (words[0] + (uint32_t)pair) * (words[1] + (pair >> 32));
}

/* Less than a pair at the end of a text, in one: with its length that tells what it was. */
static inline uint64_t short_pair(const unsigned char *at, size_t length)
{
    uint32_t first, last;

    if (length < sizeof first)
        return at[0] | (uint64_t)at[length / 2] << 8 | (uint64_t)at[length - 1] << 16;
    memcpy(&first, at, sizeof first);
    memcpy(&last, at + length - sizeof last, sizeof last);
    return first | (uint64_t)last << 32;
}

/* 32 bits of hash of up to BLOCK_SIZE bytes behind others with this hash. */
static inline uint32_t block_hash(const uint64_t *words, uint32_t before, const unsigned char *at,
                                  size_t length)
{
    const uint64_t *end = words + BLOCK_WORDS;
    uint64_t sum = end[0] + pair_product(end + 1, (uint64_t)before << 32 | length), pair;

    for (; length >= sizeof pair; length -= sizeof pair, at += sizeof pair, words += 2) {
        memcpy(&pair, at, sizeof pair);
        sum += pair_product(words, pair);
    }
    if (length)
        sum += pair_product(words, short_pair(at, length));
    return (uint32_t)(sum >> 32);
}

/* Apart, as most texts are short. */
static G_GNUC_NO_INLINE uint32_t hash_of_blocks(const uint64_t *words, const unsigned char *at,
                                                size_t length)
{
    uint32_t hash = 0;

    for (; length > BLOCK_SIZE; length -= BLOCK_SIZE, at += BLOCK_SIZE)
        hash = block_hash(words, hash, at, BLOCK_SIZE);
    return block_hash(words, hash, at, length);
}

static inline uint32_t text_hash(const uint64_t *words, const void *data, size_t length)
{
    const unsigned char *at = (const unsigned char *)data;

    return length > BLOCK_SIZE ? hash_of_blocks(words, at, length)
                               : block_hash(words, 0, at, length);
}

uint64_t keyed_hash_long(const void *data, size_t length)
{
    return (uint64_t)text_hash(process_words[1], data, length) << 32 |
           text_hash(process_words[0], data, length);
}

uint32_t keyed_hash(const void *data, size_t length)
{
    const uint32_t hash = text_hash(process_words[0], data, length);

    return hash ? hash : 1;
}
