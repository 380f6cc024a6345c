/* kept_memory.c
 * Memory for what is kept until the capture file is closed: never freed by itself.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "kept_memory.h"

/* A call is some 25 small pieces, to each of which wmem would add 16 bytes and round up: so they
 * are cut off larger ones. Tests build with 0: what watches over memory sees where a piece ends if
 * each stands alone. */
#ifndef KEPT_CHUNK_SIZE
#define KEPT_CHUNK_SIZE 65536
#endif
#define ALIGNMENT 8

/* The chunk that pieces are cut off; emptied with the file. */
static char *rest;
static size_t rest_size;

static void forget(void)
{
    rest = NULL;
    rest_size = 0;
}

void kept_memory_init(void)
{
    register_init_routine(forget);
}

void *kept_alloc(size_t size)
{
    void *piece;

    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (size > rest_size) {
        rest_size = MAX(size, KEPT_CHUNK_SIZE);
        rest = (char *)wmem_alloc0(wmem_file_scope(), rest_size);
    }
    piece = rest;
    rest += size;
    rest_size -= size;
    return piece;
}

void *kept_copy(const void *data, size_t size)
{
    return memcpy(kept_alloc(size), data, size);
}
