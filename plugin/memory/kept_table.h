/* kept_table.h
 * A hash table of kept pieces, in eight bytes for each and some room between them.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_KEPT_TABLE_H
#define SIPEXPLAIN_KEPT_TABLE_H

#include "kept_memory.h"

/* Pieces by their hashes, each in the first free slot from where its hash leads to. All 0: empty.
 * Nothing is taken out. The caller's hashes are keyed (keyed_hash.h), all their bits count. */
struct kept_table {
    struct kept_slot {
        uint32_t hash;
        kept_place place; /* 0: free */
    } * slots;
    uint32_t size, count;
};

/* Is the piece the one that is wanted? */
typedef bool (*kept_table_is)(const void *piece, const void *wanted);

/* NULL: there is none. */
void *kept_table_find(const struct kept_table *table, uint32_t hash, const void *wanted,
                      kept_table_is is);

/* It is not in the table yet. */
void kept_table_add(struct kept_table *table, uint32_t hash, const void *piece);

/* The new piece in the place of an old one with the same hash, which is in the table. */
void kept_table_replace(struct kept_table *table, uint32_t hash, const void *old,
                        const void *piece);

/* Back to all 0. */
void kept_table_empty(struct kept_table *table);

#endif
