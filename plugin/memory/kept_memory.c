/* kept_memory.c
 * Memory for what is kept until the capture file is closed: never freed by itself.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "kept_memory.h"

#define CHUNK_SIZE ((size_t)KEPT_ALIGNMENT << KEPT_UNIT_BITS)

/* A call is some 25 small pieces, to each of which wmem would add 16 bytes and round up: so they
 * are cut off larger ones. Tests build with 0: what watches over memory sees where a piece ends if
 * each stands alone. */
#ifndef KEPT_CHUNK_SIZE
#define KEPT_CHUNK_SIZE CHUNK_SIZE
#endif

/* A piece that is so large has a chunk of its own: the others go on to fill theirs. */
#define LARGE_SIZE (CHUNK_SIZE / 8)

/* Chunks that are left, for the message that is being added and for what is kept in rings of a
 * fixed size, when it is said that there is no more room. */
#define CHUNKS_LEFT 1024

/* A chunk by its address. */
struct chunk {
    const char *start;
    uint32_t number;
};

/* Chunk 0 is never there: a place of 0 is none. Filled by new_chunk(), for the file; what no chunk
 * has come to is memory that was never touched. */
size_t kept_origins[KEPT_CHUNKS_MAX];

/* The same, ascending by address; chunk_count of them, and room for chunk_room. */
static struct chunk *by_address;
static uint32_t chunk_count, chunk_room;

/* The chunk that pieces are cut off: what is left of it, and where it begins. Emptied with the
 * file. */
static char *rest;
static size_t rest_size;
static struct chunk current;

static void forget(void)
{
    by_address = NULL;
    chunk_count = chunk_room = 0;
    rest = NULL;
    rest_size = 0;
    current = (struct chunk){ NULL, 0 };
}

void kept_memory_init(void)
{
    register_init_routine(forget);
}

bool kept_memory_is_full(void)
{
    return chunk_count >= KEPT_CHUNKS_MAX - CHUNKS_LEFT;
}

/* How many chunks begin at this place or before it. */
static uint32_t chunks_up_to(const char *at)
{
    uint32_t low = 0, high = chunk_count;

    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;

        if (by_address[middle].start <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static kept_place place_in(struct chunk chunk, const char *piece)
{
    return chunk.number << KEPT_UNIT_BITS |
           (kept_place)((size_t)(piece - chunk.start) / KEPT_ALIGNMENT);
}

static struct chunk new_chunk(size_t size)
{
    char *start = (char *)wmem_alloc(wmem_file_scope(), size);
    const struct chunk chunk = { start, chunk_count + 1 };
    uint32_t rank;

    if (chunk.number >= chunk_room) {
        chunk_room = MAX(2 * chunk_room, 64);
        by_address = (struct chunk *)wmem_realloc(wmem_file_scope(), by_address,
                                                  chunk_room * sizeof *by_address);
    }
    kept_origins[chunk.number] =
        GPOINTER_TO_SIZE(start) - (size_t)place_in(chunk, start) * KEPT_ALIGNMENT;
    rank = chunks_up_to(start);
    memmove(by_address + rank + 1, by_address + rank, (chunk_count - rank) * sizeof *by_address);
    by_address[rank] = chunk;
    chunk_count++;
    return chunk;
}

kept_place kept_place_of(const void *piece)
{
    const char *at = (const char *)piece;
    uint32_t rank;

    if (!at)
        return 0;
    if (at >= current.start && at < rest)
        return place_in(current, at);
    rank = chunks_up_to(at);
    return rank ? place_in(by_address[rank - 1], at) : 0;
}

/* A piece with anything in it. */
static void *new_piece(size_t size)
{
    void *piece;

    size = (size + KEPT_ALIGNMENT - 1) / KEPT_ALIGNMENT * KEPT_ALIGNMENT;
    if (size > rest_size) {
        if (size >= LARGE_SIZE)
            return (void *)new_chunk(size).start;
        rest_size = MAX(size, KEPT_CHUNK_SIZE);
        current = new_chunk(rest_size);
        rest = (char *)current.start;
    }
    piece = rest;
    rest += size;
    rest_size -= size;
    return piece;
}

void *kept_alloc(size_t size)
{
    return memset(new_piece(size), 0, size);
}

void *kept_copy(const void *data, size_t size)
{
    return memcpy(new_piece(size), data, size);
}
