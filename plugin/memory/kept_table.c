/* kept_table.c
 * A hash table of kept pieces, in eight bytes for each and some room between them.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "kept_table.h"

/* Slots of a new table; how full it may become, in percent. */
#define SIZE_MIN 64
#define FULL_PERCENT 80

/* Ascending with the hash: a table that grows is read and written from one end to the other. */
static uint32_t first_slot(const struct kept_table *table, uint32_t hash)
{
    return (uint32_t)((uint64_t)hash * table->size >> 32);
}

static uint32_t slot_behind(const struct kept_table *table, uint32_t slot)
{
    return slot + 1 < table->size ? slot + 1 : 0;
}

void *kept_table_find(const struct kept_table *table, uint32_t hash, const void *wanted,
                      kept_table_is is)
{
    uint32_t i;

    if (!table->size)
        return NULL;
    for (i = first_slot(table, hash); table->slots[i].place; i = slot_behind(table, i)) {
        void *piece;

        if (table->slots[i].hash != hash)
            continue;
        piece = kept_at(table->slots[i].place);
        if (is(piece, wanted))
            return piece;
    }
    return NULL;
}

static void put(struct kept_table *table, struct kept_slot slot)
{
    uint32_t i = first_slot(table, slot.hash);

    while (table->slots[i].place)
        i = slot_behind(table, i);
    table->slots[i] = slot;
}

/* By half: so it is rarely less than half full. */
static void grow(struct kept_table *table)
{
    struct kept_table larger = { .count = table->count };

    larger.size = table->size ? table->size + table->size / 2 : SIZE_MIN;
    larger.slots = g_new0(struct kept_slot, larger.size);
    for (uint32_t i = 0; i < table->size; i++) {
        if (table->slots[i].place)
            put(&larger, table->slots[i]);
    }
    g_free(table->slots);
    *table = larger;
}

void kept_table_add(struct kept_table *table, uint32_t hash, const void *piece)
{
    if ((uint64_t)(table->count + 1) * 100 > (uint64_t)table->size * FULL_PERCENT)
        grow(table);
    put(table, (struct kept_slot){ hash, kept_place_of(piece) });
    table->count++;
}

void kept_table_replace(struct kept_table *table, uint32_t hash, const void *old, const void *piece)
{
    const kept_place place = kept_place_of(old);
    uint32_t i = first_slot(table, hash);

    while (table->slots[i].place != place)
        i = slot_behind(table, i);
    table->slots[i].place = kept_place_of(piece);
}

void kept_table_empty(struct kept_table *table)
{
    g_free(table->slots);
    *table = (struct kept_table){ .slots = NULL };
}
