/* request_store.c
 * The requests of the open capture file by frame.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "request_store.h"

/* struct request_entry, ascending by frame, as the first pass meets them; emptied with the file. */
static wmem_array_t *requests;

static void forget(void)
{
    requests = NULL;
}

void request_store_init(void)
{
    register_init_routine(forget);
}

void request_store_add(const struct transaction *transaction, uint32_t frame, bool is_repeat)
{
    const struct request_entry entry = { transaction, frame, is_repeat };

    if (!requests)
        requests = wmem_array_new(wmem_file_scope(), sizeof entry);
    wmem_array_append_one(requests, entry);
}

static const struct request_entry *request_at(unsigned index)
{
    return (const struct request_entry *)wmem_array_index(requests, index);
}

/* The first entry of this frame or of a later one. */
static unsigned place_of(uint32_t frame, unsigned total)
{
    unsigned low = 0, high = total;

    /* The first pass asks for the frame that was added last. */
    if (total && request_at(total - 1)->frame < frame)
        return total;
    while (low < high) {
        const unsigned middle = low + (high - low) / 2;

        if (request_at(middle)->frame < frame)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct request_entry *request_store_find(uint32_t frame, unsigned *count)
{
    const unsigned total = requests ? wmem_array_get_count(requests) : 0;
    const unsigned first = place_of(frame, total);

    *count = 0;
    while (first + *count < total && request_at(first + *count)->frame == frame)
        ++*count;
    return *count ? request_at(first) : NULL;
}
