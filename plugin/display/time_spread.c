/* time_spread.c
 * How a server's response times spread: median, 95th percentile and maximum in little memory.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "time_spread.h"

/* Buckets for each doubling of the time: 2^6. */
#define FINENESS_BITS 6

GArray *time_spread_new(void)
{
    return g_array_new(FALSE, FALSE, sizeof(struct time_bucket));
}

/* The position of the highest bit, and the FINENESS_BITS below it. */
static uint32_t class_of(uint64_t time)
{
    unsigned highest = FINENESS_BITS;

    if (time < 1u << FINENESS_BITS)
        return (uint32_t)time;
    while (time >> (highest + 1))
        highest++;
    return (highest - FINENESS_BITS + 1) << FINENESS_BITS |
           (uint32_t)(time >> (highest - FINENESS_BITS) & ((1u << FINENESS_BITS) - 1));
}

void time_spread_add(GArray *spread, int64_t time)
{
    const int64_t counted = MAX(time, 0);
    const struct time_bucket bucket = { class_of((uint64_t)counted), 1, counted };
    unsigned low = 0, high = spread->len;

    while (low < high) {
        const unsigned middle = low + (high - low) / 2;
        struct time_bucket *found = &g_array_index(spread, struct time_bucket, middle);

        if (found->class == bucket.class) {
            found->count++;
            found->longest = MAX(found->longest, counted);
            return;
        }
        if (found->class < bucket.class)
            low = middle + 1;
        else
            high = middle;
    }
    g_array_insert_val(spread, low, bucket);
}

int64_t time_spread_percentile(const GArray *spread, unsigned percent)
{
    uint64_t total = 0, wanted, seen = 0;

    for (unsigned i = 0; i < spread->len; i++)
        total += g_array_index(spread, struct time_bucket, i).count;
    /* The smallest rank that percent of all do not exceed. */
    wanted = (total * percent + 99) / 100;
    for (unsigned i = 0; i < spread->len; i++) {
        const struct time_bucket *bucket = &g_array_index(spread, struct time_bucket, i);

        seen += bucket->count;
        if (seen >= wanted)
            return bucket->longest;
    }
    return -1;
}
