/* frame_index.c
 * What is kept of the open capture file, by frame: records and requests.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "frame_index.h"

/* struct frame_entry, ascending by frame, as the first pass meets them; emptied with the file. A
 * third of what p_add_proto_data() takes for each, which is most of what a call would cost. */
static wmem_array_t *entries;

static void forget(void)
{
    entries = NULL;
}

void frame_index_init(void)
{
    register_init_routine(forget);
}

static void add(const struct frame_entry *entry)
{
    if (!entries)
        entries = wmem_array_new(wmem_file_scope(), sizeof *entry);
    wmem_array_append(entries, entry, 1);
}

void frame_index_add_record(const struct record *record)
{
    add(&(const struct frame_entry){ .record = record, .frame = record->frame });
}

void frame_index_add_request(const struct transaction *transaction, uint32_t frame, bool is_repeat)
{
    add(&(const struct frame_entry){
        .request = transaction, .frame = frame, .is_request = true, .is_repeat = is_repeat });
}

void frame_index_add_ack(const struct transaction *invite, uint32_t frame, bool is_repeat)
{
    add(&(const struct frame_entry){ .request = invite,
                                     .frame = frame,
                                     .is_request = true,
                                     .is_ack = true,
                                     .is_repeat = is_repeat });
}

static const struct frame_entry *entry_at(unsigned index)
{
    return (const struct frame_entry *)wmem_array_index(entries, index);
}

/* The first entry of this frame or of a later one. */
static unsigned index_of(uint32_t frame, unsigned total)
{
    unsigned low = 0, high = total;

    /* The first pass asks for frames that are yet to come. */
    if (total && entry_at(total - 1)->frame < frame)
        return total;
    while (low < high) {
        const unsigned middle = low + (high - low) / 2;

        if (entry_at(middle)->frame < frame)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct frame_entry *frame_index_find(uint32_t frame, unsigned *count)
{
    const unsigned total = entries ? wmem_array_get_count(entries) : 0;
    const unsigned first = index_of(frame, total);

    *count = 0;
    while (first + *count < total && entry_at(first + *count)->frame == frame)
        ++*count;
    return *count ? entry_at(first) : NULL;
}
