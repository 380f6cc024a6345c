/* quick_hash.h
 * A hash that resists nobody: for what is compared within one transaction only.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_QUICK_HASH_H
#define SIPEXPLAIN_QUICK_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Eight bytes at a time, mixed by the odd constant of Knuth's multiplicative hashing. */
static inline uint32_t quick_hash(const void *data, size_t length)
{
    const char *at = (const char *)data;
    uint64_t hash = length, word;

    for (; length >= sizeof word; length -= sizeof word, at += sizeof word) {
        memcpy(&word, at, sizeof word);
        hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 29;
    }
    for (; length > 0; length--, at++)
        hash = (hash ^ (uint8_t)*at) * UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(hash ^ hash >> 32);
}

#endif
