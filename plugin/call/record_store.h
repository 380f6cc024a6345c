/* record_store.h
 * The records of the open capture file by frame.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_RECORD_STORE_H
#define SIPEXPLAIN_RECORD_STORE_H

#include "record.h"

/* Called once, when the plugin registers. */
void record_store_init(void);

/* Keeps a record; frames come in ascending order. */
void record_store_add(const struct record *record);

/* The records of a frame, in the order of its messages, valid until the next is added; *count is 0
 * when there is none. */
const struct record *const *record_store_find(uint32_t frame, unsigned *count);

#endif
