/* frame_index.c
 * What is kept of the open capture file, by frame: records and requests.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "frame_index.h"

#include "memory/kept_memory.h"

/* Entries of one chunk: an array of all would take twice their size while it grows. */
#define CHUNK_ENTRIES 256

/* What an entry is, below its frame. */
#define IS_REQUEST 1
#define IS_ACK 2
#define IS_REPEAT 4
#define KIND_BITS 3

/* The frames that one chunk can name. Where SIP is so rare among other frames that a chunk ends
 * before it is full, they take a thousand times as much. */
#define CHUNK_FRAMES (1U << (16 - KIND_BITS))

/* An eighth of what p_add_proto_data() takes for each, which is most of what a call would cost. */
struct chunk {
    uint32_t first_frame;
    kept_place kept[CHUNK_ENTRIES]; /* a record or a transaction; 0: no entry, nor behind it */
    uint16_t frames[CHUNK_ENTRIES]; /* how far behind first_frame, and what it is */
};

/* struct chunk *, ascending by frame, as the first pass meets them. Emptied with the file, as are
 * the three below. */
static wmem_array_t *chunks;

static unsigned total;      /* entries, and room that no entry has */
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

static struct chunk *new_chunk(uint32_t first_frame)
{
    struct chunk *chunk = KEPT_NEW(struct chunk);

    if (!chunks)
        chunks = wmem_array_new(wmem_file_scope(), sizeof(void *));
    wmem_array_append_one(chunks, chunk);
    chunk->first_frame = first_frame;
    return chunk;
}

/* What has no entry counts as of the last frame: so it is searched as the others are. */
static void end_chunk(struct chunk *chunk)
{
    for (; total % CHUNK_ENTRIES; total++)
        chunk->frames[total % CHUNK_ENTRIES] = chunk->frames[total % CHUNK_ENTRIES - 1];
}

static void add(const void *kept, unsigned kind, uint32_t frame)
{
    struct chunk *chunk = total % CHUNK_ENTRIES ? chunk_of(total) : NULL;

    if (chunk && frame - chunk->first_frame >= CHUNK_FRAMES) {
        end_chunk(chunk);
        chunk = NULL;
    }
    if (!chunk)
        chunk = new_chunk(frame);
    if (frame != last_frame)
        last_first = total;
    chunk->kept[total % CHUNK_ENTRIES] = kept_place_of(kept);
    chunk->frames[total % CHUNK_ENTRIES] =
        (uint16_t)((frame - chunk->first_frame) << KIND_BITS | kind);
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
    const struct chunk *chunk = chunk_of(index);

    return chunk->first_frame + (chunk->frames[index % CHUNK_ENTRIES] >> KIND_BITS);
}

static bool is_of_frame(unsigned index, uint32_t frame)
{
    return index < total && frame_at(index) == frame &&
           chunk_of(index)->kept[index % CHUNK_ENTRIES];
}

struct frame_entry frame_index_at(unsigned index)
{
    const struct chunk *chunk = chunk_of(index);
    const void *kept = kept_at(chunk->kept[index % CHUNK_ENTRIES]);
    const unsigned kind = chunk->frames[index % CHUNK_ENTRIES];
    struct frame_entry entry = { .frame = frame_at(index),
                                 .is_request = kind & IS_REQUEST,
                                 .is_ack = kind & IS_ACK,
                                 .is_repeat = kind & IS_REPEAT };

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
    while (is_of_frame(low + count, frame))
        count++;
    *first = low;
    return count;
}
