/* frame_index.c
 * What is kept of the open capture file, by frame: records and requests.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "frame_index.h"

#include "memory/kept_memory.h"

/* Entries of one chunk: an array of all would take twice their size while it grows. */
#define CHUNK_ENTRIES 4096

/* What an entry is. */
#define IS_REQUEST 1
#define IS_ACK 2
#define IS_REPEAT 4

/* A fifth of what p_add_proto_data() takes for each, which is most of what a call would cost. */
struct chunk {
    uint32_t frames[CHUNK_ENTRIES];
    kept_place kept[CHUNK_ENTRIES]; /* a record or a transaction */
    uint8_t bits[CHUNK_ENTRIES];
};

/* struct chunk *, all but the last one full; ascending by frame, as the first pass meets them.
 * Emptied with the file, as are the three below. */
static wmem_array_t *chunks;

static unsigned total;
static uint32_t last_frame; /* of the last entry ... */
static unsigned last_first; /* ... and the first entry of that frame */

static void forget(void)
{
    chunks = NULL;
    total = last_frame = last_first = 0;
}

void frame_index_init(void)
{
    register_init_routine(forget);
}

static struct chunk *chunk_of(unsigned index)
{
    return *(struct chunk **)wmem_array_index(chunks, index / CHUNK_ENTRIES);
}

static void add(const void *kept, uint8_t bits, uint32_t frame)
{
    struct chunk *chunk;

    if (!chunks)
        chunks = wmem_array_new(wmem_file_scope(), sizeof(void *));
    if (frame != last_frame)
        last_first = total;
    if (total % CHUNK_ENTRIES == 0) {
        chunk = wmem_new(wmem_file_scope(), struct chunk);
        wmem_array_append_one(chunks, chunk);
    }
    chunk = chunk_of(total);
    chunk->frames[total % CHUNK_ENTRIES] = frame;
    chunk->kept[total % CHUNK_ENTRIES] = kept_place_of(kept);
    chunk->bits[total % CHUNK_ENTRIES] = bits;
    total++;
    last_frame = frame;
}

void frame_index_add_record(const struct record *record)
{
    add(record, 0, record->frame);
}

void frame_index_add_request(const struct transaction *transaction, uint32_t frame, bool is_repeat)
{
    add(transaction, IS_REQUEST | (is_repeat ? IS_REPEAT : 0), frame);
}

void frame_index_add_ack(const struct transaction *invite, uint32_t frame, bool is_repeat)
{
    add(invite, IS_REQUEST | IS_ACK | (is_repeat ? IS_REPEAT : 0), frame);
}

static uint32_t frame_at(unsigned index)
{
    return chunk_of(index)->frames[index % CHUNK_ENTRIES];
}

struct frame_entry frame_index_at(unsigned index)
{
    const struct chunk *chunk = chunk_of(index);
    const void *kept = kept_at(chunk->kept[index % CHUNK_ENTRIES]);
    const uint8_t bits = chunk->bits[index % CHUNK_ENTRIES];
    struct frame_entry entry = { .frame = frame_at(index),
                                 .is_request = bits & IS_REQUEST,
                                 .is_ack = bits & IS_ACK,
                                 .is_repeat = bits & IS_REPEAT };

    if (entry.is_request)
        entry.request = (const struct transaction *)kept;
    else
        entry.record = (const struct record *)kept;
    return entry;
}

unsigned frame_index_find(uint32_t frame, unsigned *first)
{
    unsigned low = 0, high = total, count = 0;

    /* The first pass asks for frames that are yet to come, and then draws them. */
    if (last_frame < frame)
        return 0;
    if (last_frame == frame && total) {
        *first = last_first;
        return total - last_first;
    }
    while (low < high) {
        const unsigned middle = low + (high - low) / 2;

        if (frame_at(middle) < frame)
            low = middle + 1;
        else
            high = middle;
    }
    while (low + count < total && frame_at(low + count) == frame)
        count++;
    *first = low;
    return count;
}
