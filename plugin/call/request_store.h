/* request_store.h
 * The requests of the open capture file by frame.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_REQUEST_STORE_H
#define SIPEXPLAIN_REQUEST_STORE_H

#include "call.h"

/* One request other than ACK; mirror copies are left out. */
struct request_entry {
    const struct transaction *transaction;
    uint32_t frame;
    bool is_repeat; /* a retransmission of it */
};

/* Called once, when the plugin registers. */
void request_store_init(void);

/* Remembers a request; frames come in ascending order. */
void request_store_add(const struct transaction *transaction, uint32_t frame, bool is_repeat);

/* The requests of a frame, in order, valid until the next is added; *count is 0 when there is none. */
const struct request_entry *request_store_find(uint32_t frame, unsigned *count);

#endif
