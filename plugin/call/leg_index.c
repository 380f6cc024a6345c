/* leg_index.c
 * The latest INVITEs of the whole file, found by what another leg of the same call may share.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "leg_index.h"

/* A ring in which the entry with the number n has the place n % LEG_INDEX_MAX; numbers begin with
 * 1. newest: the newest number of each place of hashes. Filled by leg_index_add(), emptied with the
 * file. */
static struct leg_entry *entries;
static uint32_t *newest;
static uint32_t last_number;

/* A bit for each address, which several share. Filled by leg_index_add_host(), emptied with the
 * file. */
#define HOST_BITS 16384
static uint64_t hosts[HOST_BITS / 64];

static void forget(void)
{
    memset(hosts, 0, sizeof hosts);
    if (!last_number)
        return;
    g_free(entries);
    g_free(newest);
    entries = NULL;
    newest = NULL;
    last_number = 0;
}

void leg_index_init(void)
{
    register_cleanup_routine(forget);
    register_shutdown_routine(forget);
}

static unsigned host_bit(const struct endpoint *host)
{
    const unsigned last = host->length ? host->length - 1U : 1;

    return (host->address[last] + host->address[last - 1] * 256U + host->address[last / 2] * 61U) %
           HOST_BITS;
}

void leg_index_add_host(struct endpoint host)
{
    const unsigned bit = host_bit(&host);

    hosts[bit / 64] |= UINT64_C(1) << bit % 64;
}

bool leg_index_has_host(struct endpoint host)
{
    const unsigned bit = host_bit(&host);

    return hosts[bit / 64] >> bit % 64 & 1;
}

/* NULL: none, or another one has its place by now. */
static struct leg_entry *entry_of(uint32_t number)
{
    struct leg_entry *entry = number ? &entries[number % LEG_INDEX_MAX] : NULL;

    return entry && entry->number == number ? entry : NULL;
}

struct leg_entry *leg_index_next(uint32_t hash, const struct leg_entry *after)
{
    struct leg_entry *entry;

    if (!last_number)
        return NULL;
    entry = entry_of(after ? after->older : newest[hash % LEG_INDEX_PLACES]);
    for (unsigned i = 0; entry && entry->hash != hash; i++) {
        if (i >= LEG_INDEX_SEARCH_MAX)
            return NULL;
        entry = entry_of(entry->older);
    }
    return entry;
}

void leg_index_add(uint32_t hash, const struct transaction *invite)
{
    const struct leg_entry *same = leg_index_next(hash, NULL);
    struct leg_entry *entry;

    if (!last_number) {
        entries = g_new0(struct leg_entry, LEG_INDEX_MAX);
        newest = g_new0(uint32_t, LEG_INDEX_PLACES);
    }
    last_number++;
    entry = &entries[last_number % LEG_INDEX_MAX];
    *entry = (struct leg_entry){ .hash = hash,
                                 .older = newest[hash % LEG_INDEX_PLACES],
                                 .number = last_number,
                                 .is_shared = same && same->is_shared,
                                 .invite = invite };
    newest[hash % LEG_INDEX_PLACES] = last_number;
}
