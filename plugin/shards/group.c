/* group.c
 * Which frames belong together: groups, that grow together when something is found to be of both.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "group.h"

#include <glib.h>
#include <string.h>

#include "memory/keyed_hash.h"

/* Entries of the table at first; it grows when half are taken. */
#define TABLE_START (1u << 16)
/* Bytes of a key that are looked at. */
#define KEY_SIZE_MAX 512

struct group {
    uint32_t parent; /* itself: it is the root */
    uint16_t shard;
    bool is_call;
};

/* 64 bits in place of the key itself: in ten million keys two share them once in 370,000 captures.
 */
struct entry {
    uint64_t hash; /* 0: free */
    int64_t used;
    uint32_t group;
};

struct groups {
    GArray *groups; /* struct group */
    struct entry *table;
    size_t table_size, taken;
    unsigned torn;
};

struct groups *groups_new(void)
{
    struct groups *groups = g_new0(struct groups, 1);

    groups->groups = g_array_new(FALSE, FALSE, sizeof(struct group));
    groups->table_size = TABLE_START;
    groups->table = g_new0(struct entry, groups->table_size);
    return groups;
}

void groups_free(struct groups *groups)
{
    g_array_unref(groups->groups);
    g_free(groups->table);
    g_free(groups);
}

uint32_t group_new(struct groups *groups)
{
    const struct group group = { groups->groups->len, 0, false };

    g_array_append_val(groups->groups, group);
    return group.parent;
}

static struct group *group_at(struct groups *groups, uint32_t number)
{
    return &g_array_index(groups->groups, struct group, number);
}

/* The root; the way to it is halved for the next time. */
static uint32_t root_of(struct groups *groups, uint32_t number)
{
    while (group_at(groups, number)->parent != number) {
        struct group *group = group_at(groups, number);

        group->parent = group_at(groups, group->parent)->parent;
        number = group->parent;
    }
    return number;
}

static struct entry *entry_of(struct entry *table, size_t size, uint64_t hash)
{
    size_t place = hash & (size - 1);

    while (table[place].hash && table[place].hash != hash)
        place = (place + 1) & (size - 1);
    return &table[place];
}

/* Into a larger table, without what was not used for long. */
static void grow(struct groups *groups, int64_t now)
{
    const size_t size = groups->table_size * 2;
    struct entry *table = g_new0(struct entry, size);

    groups->taken = 0;
    for (size_t i = 0; i < groups->table_size; i++) {
        const struct entry *entry = &groups->table[i];

        if (!entry->hash || now - entry->used > KEY_LIFE)
            continue;
        *entry_of(table, size, entry->hash) = *entry;
        groups->taken++;
    }
    g_free(groups->table);
    groups->table = table;
    groups->table_size = size;
}

/* The same for the same capture each time: no key is drawn. */
static uint64_t hash_of(enum key_kind kind, const void *key, size_t size)
{
    const uint64_t seed[2] = { UINT64_C(0x736970657870) + kind, UINT64_C(0x6c61696e) };
    const uint64_t hash = keyed_hash_with(seed, key, MIN(size, KEY_SIZE_MAX));

    return hash ? hash : 1;
}

uint32_t group_of(struct groups *groups, enum key_kind kind, const void *key, size_t size,
                  int64_t now, int64_t life)
{
    struct entry *entry = entry_of(groups->table, groups->table_size, hash_of(kind, key, size));

    if (!entry->hash || now - entry->used > life)
        return NO_GROUP;
    entry->used = MAX(entry->used, now);
    return root_of(groups, entry->group);
}

void group_name(struct groups *groups, enum key_kind kind, const void *key, size_t size,
                int64_t now, uint32_t group)
{
    const uint64_t hash = hash_of(kind, key, size);
    struct entry *entry;

    if (groups->taken * 2 >= groups->table_size)
        grow(groups, now);
    entry = entry_of(groups->table, groups->table_size, hash);
    groups->taken += !entry->hash;
    *entry = (struct entry){ hash, now, group };
}

void group_join(struct groups *groups, uint32_t one, uint32_t other)
{
    const uint32_t first = MIN(root_of(groups, one), root_of(groups, other));
    const uint32_t second = MAX(root_of(groups, one), root_of(groups, other));
    struct group *root = group_at(groups, first), *joined = group_at(groups, second);

    if (first == second)
        return;
    groups->torn += root->shard && joined->shard && root->shard != joined->shard;
    if (!root->shard)
        root->shard = joined->shard;
    root->is_call |= joined->is_call;
    joined->parent = first;
}

unsigned group_shard(struct groups *groups, uint32_t group)
{
    return group_at(groups, root_of(groups, group))->shard;
}

void group_set_shard(struct groups *groups, uint32_t group, unsigned shard)
{
    group_at(groups, root_of(groups, group))->shard = (uint16_t)shard;
}

bool group_is_call(struct groups *groups, uint32_t group)
{
    return group_at(groups, root_of(groups, group))->is_call;
}

void group_set_call(struct groups *groups, uint32_t group)
{
    group_at(groups, root_of(groups, group))->is_call = true;
}

unsigned groups_torn(const struct groups *groups)
{
    return groups->torn;
}
