/* keyed_hash.h
 * The hash of everything that packets bring: nobody can tell beforehand which texts share one.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_KEYED_HASH_H
#define SIPEXPLAIN_KEYED_HASH_H

#include <stddef.h>
#include <stdint.h>

/* SipHash-1-3 (Aumasson and Bernstein, 2012; the one of Rust's and Python's tables): of whoever has
 * a key of its own. */
uint64_t keyed_hash_with(const uint64_t key[2], const void *data, size_t length);

/* Draws this process's key. Called once, when the plugin registers. */
void keyed_hash_init(void);

/* The two hashes below take two steps. The text's 64-bit words, each with a drawn one added, are
 * multiplied in pairs and summed up in 128 bits (NH: Black, Halevi, Krawczyk, Krovetz and Rogaway,
 * "UMAC", 1999): two texts share that sum with a chance of one in 2^64. Then a sum of products of
 * its 32-bit words and drawn ones makes 32 bits of it, or twice 32 (Multilinear-HM: Lemire and
 * Kaser, "Strongly universal string hashing is fast", 2014). That is far less work than SipHash,
 * and proved that two texts chosen without knowing the drawn words share each 32 bits of hash with
 * a chance of hardly more than one in 2^32; for each kilobyte begun, where they are longer than
 * one. */

/* In place of a text that is compared with those of other calls too: two are taken for one with a
 * chance of one in 2^63. */
uint64_t keyed_hash_long(const void *data, size_t length);

/* For hash tables, and in place of a text that need not be kept: never 0, which stands for "none".
 *
 * As a text's place in a table it costs no more than a comparison when two share it. In the text's
 * stead (branches, nonces, URIs, whole responses) it makes two equal that are not with a chance of
 * one in 2^32 for each pair compared. Only messages of one call, or of one client, are ever
 * compared, at most 64 to 256 of them with each new one: in a million calls of ten messages one
 * wrong pair in some 400 such captures, in a million messages of one single call one in 17. Without
 * the key nobody can make such a pair. No order of such hashes ever reaches what is shown. */
uint32_t keyed_hash(const void *data, size_t length);

#endif
