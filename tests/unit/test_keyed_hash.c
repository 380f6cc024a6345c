/* test_keyed_hash.c
 * The keyed hash against known values, and against texts that share a hash without a key.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "memory/keyed_hash.h"

#include <glib.h>
#include <string.h>

/* By CPython 3.11, which hashes bytes with SipHash-1-3: PYTHONHASHSEED=0, hash(b"...") % 2**64. */
static void test_known(void)
{
    static const struct {
        const char *text;
        uint64_t hash;
    } known[] = {
        { "a", UINT64_C(4644417185603328019) },
        { "abcdefg", UINT64_C(7904145750247929094) },
        { "abcdefgh", UINT64_C(4574395652268504554) },
        { "0123456789abcdef!", UINT64_C(10692498308448420554) },
    };
    static const uint64_t key[2] = { 0, 0 };

    for (unsigned i = 0; i < G_N_ELEMENTS(known); i++)
        g_assert_cmpuint(keyed_hash_with(key, known[i].text, strlen(known[i].text)), ==,
                         known[i].hash);
}

#define PAIRS 14
#define TEXTS (1u << PAIRS)

/* All texts of "Ez" and "FY" in any order share GLib's g_str_hash(); that many in one place would
 * make a table of n texts cost n * n. */
static void test_collisions(void)
{
    GHashTable *places = g_hash_table_new(g_direct_hash, g_direct_equal);
    char text[2 * PAIRS + 1] = "", first[2 * PAIRS + 1] = "";

    keyed_hash_init();
    for (unsigned number = 0; number < TEXTS; number++) {
        for (unsigned i = 0; i < PAIRS; i++)
            memcpy(text + (size_t)2 * i, number >> i & 1 ? "FY" : "Ez", 2);
        if (number == 0)
            memcpy(first, text, sizeof first);
        g_assert_cmpuint(g_str_hash(text), ==, g_str_hash(first));
        g_hash_table_add(places, GUINT_TO_POINTER(keyed_hash(text, strlen(text)) % (8 * TEXTS)));
    }
    /* By chance 16,384 texts take some 15,400 of so many places. */
    g_assert_cmpuint(g_hash_table_size(places), >, TEXTS * 9 / 10);
    g_hash_table_unref(places);
}

static void test_process_key(void)
{
    const uint32_t without_key = keyed_hash("a", 1);

    keyed_hash_init();
    g_assert_cmpuint(keyed_hash("a", 1), !=, without_key);
    g_assert_cmpuint(keyed_hash("a", 1), ==, keyed_hash("a", 1));
    g_assert_cmpuint(keyed_hash("", 0), !=, 0);
}

/* Longer than two blocks of the hash. */
#define LONG_TEXT 2100

/* Has the text another hash than all before it? */
static void assert_new(GHashTable *seen, const char *text, size_t length)
{
    const gint64 hash = (gint64)keyed_hash_long(text, length);

    g_assert_cmpuint((uint32_t)hash, ==, keyed_hash(text, length));
    g_assert_true(g_hash_table_add(seen, g_memdup2(&hash, sizeof hash)));
}

/* Each byte counts, where it stands and how many there are, whatever the text's length. */
static void test_lengths(void)
{
    GHashTable *seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    char text[LONG_TEXT + 1] = "", moved[LONG_TEXT + 2];

    keyed_hash_init();
    for (size_t length = 0; length <= LONG_TEXT; length++) {
        assert_new(seen, text, length);
        memcpy(moved + 1, text, length);
        g_assert_cmpuint(keyed_hash(moved + 1, length), ==, keyed_hash(text, length));
    }
    for (size_t i = 0; i < LONG_TEXT; i++) {
        if (i)
            text[i - 1] = 0;
        text[i] = 1;
        assert_new(seen, text, LONG_TEXT);
        if (i < 40)
            assert_new(seen, text, i + 1);
    }
    g_hash_table_unref(seen);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/keyed-hash/known", test_known);
    g_test_add_func("/keyed-hash/collisions", test_collisions);
    g_test_add_func("/keyed-hash/process-key", test_process_key);
    g_test_add_func("/keyed-hash/lengths", test_lengths);
    return g_test_run();
}
