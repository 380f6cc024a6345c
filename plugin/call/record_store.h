/* record_store.h
 * The records of the open capture file by frame.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_RECORD_STORE_H
#define SIPEXPLAIN_RECORD_STORE_H

#include "record.h"

/* Called once, when the plugin registers. */
void record_store_init(void);

/* Keeps the first record of a frame; frames come in ascending order. */
void record_store_add(const struct record *record);

/* The first record of a frame, or NULL. */
const struct record *record_store_find(uint32_t frame);

#endif
