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
        records = wmem_array_new(wmem_file_scope(), sizeof record);
    wmem_array_append_one(records, record);
}

static const struct record *record_at(unsigned index)
{
    return *(const struct record *const *)wmem_array_index(records, index);
}

const struct record *record_store_find(uint32_t frame)
{
    unsigned low = 0, high = records ? wmem_array_get_count(records) : 0;

    /* The first pass asks for frames that are yet to come. */
    if (high == 0 || frame > record_at(high - 1)->frame)
        return NULL;
    while (low < high) {
        unsigned middle = low + (high - low) / 2;

        if (record_at(middle)->frame == frame)
            return record_at(middle);
        if (record_at(middle)->frame < frame)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
