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

/* Texts are read in blocks of so many 64-bit words, two at a time, each with a word of key. */
#define BLOCK_WORDS 128
#define BLOCK_SIZE (BLOCK_WORDS * sizeof(uint64_t))

/* Two for a block's length and what came before it, and one for each word. Drawn by
 * keyed_hash_init(), as those below. */
static uint64_t block_words[2 + BLOCK_WORDS];

/* One row for each 32 bits of a hash. */
static uint64_t end_words[2][5];

static void draw(uint64_t *words, size_t count)
{
    uint64_t drawn[2];

    for (unsigned i = 0; i < G_N_ELEMENTS(drawn); i++)
        drawn[i] = (uint64_t)g_random_int() << 32 | g_random_int();
    for (uint64_t i = 0; i < count; i++)
        words[i] = keyed_hash_with(drawn, &i, sizeof i);
}

void keyed_hash_init(void)
{
    draw(block_words, G_N_ELEMENTS(block_words));
    draw(end_words[0], sizeof end_words / sizeof end_words[0][0]);
}

/* A sum of products of two 64-bit words, in 128 bits. */
struct sum {
    uint64_t low, high;
};

static inline struct sum with_product(struct sum sum, uint64_t a, uint64_t b)
{
#ifdef __SIZEOF_INT128__
    __extension__ typedef unsigned __int128 wide;
    const wide total = ((wide)sum.high << 64 | sum.low) + (wide)a * b;

    return (struct sum){ (uint64_t)total, (uint64_t)(total >> 64) };
#else
    const uint64_t low_a = (uint32_t)a, high_a = a >> 32, low_b = (uint32_t)b, high_b = b >> 32;
    const uint64_t middle = high_a * low_b + (low_a * low_b >> 32);
    const uint64_t other = low_a * high_b + (uint32_t)middle;
    const uint64_t low = sum.low + a * b;

    return (struct sum){ low, sum.high + high_a * high_b + (middle >> 32) + (other >> 32) +
                                  (low < sum.low) };
#endif
}

static inline struct sum with_pair(struct sum sum, const uint64_t words[2], uint64_t first,
                                   uint64_t second)
{
    return with_product(sum, words[0] + first, words[1] + second);
}

static inline uint64_t word_at(const unsigned char *at)
{
    uint64_t word;

    memcpy(&word, at, sizeof word);
    return word;
}

/* Less than a word at the end of a text, in one: with its length that tells what it was. */
static inline uint64_t short_word(const unsigned char *at, size_t length)
{
    uint32_t first, last;

    if (length < sizeof first)
        return at[0] | (uint64_t)at[length / 2] << 8 | (uint64_t)at[length - 1] << 16;
    memcpy(&first, at, sizeof first);
    memcpy(&last, at + length - sizeof last, sizeof last);
    return first | (uint64_t)last << 32;
}

/* Up to BLOCK_SIZE bytes behind others with this hash. */
static inline struct sum block_sum(uint64_t before, const unsigned char *at, size_t length)
{
    struct sum sum = with_pair((struct sum){ 0, 0 }, block_words, before, length);
    const uint64_t *words = block_words + 2;

    for (; length >= 2 * sizeof *words; length -= 2 * sizeof *words, words += 2) {
        sum = with_pair(sum, words, word_at(at), word_at(at + sizeof *words));
        at += 2 * sizeof *words;
    }
    /* The words of what is left may overlap. */
    if (length >= sizeof *words)
        return with_pair(sum, words, word_at(at), word_at(at + length - sizeof *words));
    return length ? with_pair(sum, words, short_word(at, length), 0) : sum;
}

static inline uint32_t half_hash(const uint64_t words[5], struct sum sum)
{
    return (uint32_t)((words[0] + (words[1] + (uint32_t)sum.low) * (words[2] + (sum.low >> 32)) +
                       (words[3] + (uint32_t)sum.high) * (words[4] + (sum.high >> 32))) >>
                      32);
}

static inline uint64_t whole_hash(struct sum sum)
{
    return (uint64_t)half_hash(end_words[1], sum) << 32 | half_hash(end_words[0], sum);
}

/* Apart, as most texts are short. */
static G_GNUC_NO_INLINE struct sum sum_of_blocks(const unsigned char *at, size_t length)
{
    uint64_t before = 0;

    for (; length > BLOCK_SIZE; length -= BLOCK_SIZE, at += BLOCK_SIZE)
        before = whole_hash(block_sum(before, at, BLOCK_SIZE));
    return block_sum(before, at, length);
}

static inline struct sum text_sum(const void *data, size_t length)
{
    const unsigned char *at = (const unsigned char *)data;

    return length > BLOCK_SIZE ? sum_of_blocks(at, length) : block_sum(0, at, length);
}

uint64_t keyed_hash_long(const void *data, size_t length)
{
    return whole_hash(text_sum(data, length));
}

uint32_t keyed_hash(const void *data, size_t length)
{
    const uint32_t hash = half_hash(end_words[0], text_sum(data, length));

    return hash ? hash : 1;
}
