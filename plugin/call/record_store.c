/* record_store.c
 * The records of the open capture file by frame.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "record_store.h"

/* Pointers to records, ascending by frame, as the first pass meets them; emptied with the file. A
 * sixth of what p_add_proto_data() takes for each, which is most of what a call would cost. */
static wmem_array_t *records;

static void forget(void)
{
    records = NULL;
}

void record_store_init(void)
{
    register_init_routine(forget);
}

void record_store_add(const struct record *record)
{
    if (!records)
        records = wmem_array_new(wmem_file_scope(), sizeof(struct record *));
    wmem_array_append_one(records, record);
}

static const struct record *const *place(unsigned index)
{
    return (const struct record *const *)wmem_array_index(records, index);
}

/* The first record of this frame or of a later one. */
static unsigned index_of(uint32_t frame, unsigned total)
{
    unsigned low = 0, high = total;

    /* The first pass asks for frames that are yet to come. */
    if (total && (*place(total - 1))->frame < frame)
        return total;
    while (low < high) {
        const unsigned middle = low + (high - low) / 2;

        if ((*place(middle))->frame < frame)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct record *const *record_store_find(uint32_t frame, unsigned *count)
{
    const unsigned total = records ? wmem_array_get_count(records) : 0;
    const unsigned first = index_of(frame, total);

    *count = 0;
    while (first + *count < total && (*place(first + *count))->frame == frame)
        ++*count;
    return *count ? place(first) : NULL;
}
