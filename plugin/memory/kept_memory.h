/* kept_memory.h
 * Memory for what is kept until the capture file is closed: never freed by itself.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_KEPT_MEMORY_H
#define SIPEXPLAIN_KEPT_MEMORY_H

#include "compat.h"

/* Called once, when the plugin registers. */
void kept_memory_init(void);

/* size bytes, all 0, for any type but long double. */
void *kept_alloc(size_t size);

/* A copy of size bytes. */
void *kept_copy(const void *data, size_t size);

#define KEPT_NEW(type) ((type *)kept_alloc(sizeof(type)))

/* Where a kept piece is: in place of a pointer, at half its size. 0 stands for NULL. Each has the
 * number of a chunk, and how far into it the piece begins. */
typedef uint32_t kept_place;
#define KEPT_ALIGNMENT 8
#define KEPT_UNIT_BITS 14
#define KEPT_CHUNKS_MAX (1u << (32 - KEPT_UNIT_BITS))

/* So much can be kept of one file, in GiB. */
#define KEPT_MAX_GIB 32
G_STATIC_ASSERT(((uint64_t)KEPT_MAX_GIB << 30) == ((uint64_t)KEPT_ALIGNMENT << 32));

/* Is there no room for what one more message may need? */
bool kept_memory_is_full(void);

/* Of what kept_alloc() or kept_copy() gave, or NULL. */
kept_place kept_place_of(const void *piece);

/* By the numbers of chunks, for kept_at() only: where the piece of place 0 would be, if the chunk
 * reached down to it. 0 in that of place 0. */
extern size_t kept_origins[KEPT_CHUNKS_MAX];

/* What is there; NULL for 0. Asked so often that it has no branch. */
static inline void *kept_at(kept_place place)
{
    return GSIZE_TO_POINTER(kept_origins[place >> KEPT_UNIT_BITS] + (size_t)place * KEPT_ALIGNMENT);
}

/* Declares kept_place NAME_place of struct OWNER to be read with OWNER_NAME(): NULL for none. */
#define KEPT_POINTER(type, owner, name)                                                            \
    static inline type *owner##_##name(const struct owner *holder)                                 \
    {                                                                                              \
        return (type *)kept_at(holder->name##_place);                                              \
    }

/* The same, but to be read as &nothing for none. */
#define KEPT_POINTER_OR(type, owner, name, nothing)                                                \
    static inline type *owner##_##name(const struct owner *holder)                                 \
    {                                                                                              \
        return holder->name##_place ? (type *)kept_at(holder->name##_place) : &(nothing);          \
    }

#endif
