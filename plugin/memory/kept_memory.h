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

#endif
