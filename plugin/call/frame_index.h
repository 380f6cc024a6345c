/* frame_index.h
 * What is kept of the open capture file, by frame: records and requests.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_FRAME_INDEX_H
#define SIPEXPLAIN_FRAME_INDEX_H

#include "call.h"

/* A request (mirror copies are left out), or the record of a message: a request at which something
 * was found has both. */
struct frame_entry {
    union {
        const struct record *record;
        const struct transaction *request; /* an ACK is one of its INVITE */
    };
    uint32_t frame;
    bool is_request;
    bool is_ack;
    bool is_repeat; /* of a request: a retransmission */
};

/* Called once, when the plugin registers. */
void frame_index_init(void);

/* Each keeps one; frames come in ascending order. */
void frame_index_add_record(const struct record *record);
void frame_index_add_request(const struct transaction *transaction, uint32_t frame, bool is_repeat);
void frame_index_add_ack(const struct transaction *invite, uint32_t frame, bool is_repeat);

/* How many entries a frame has, in the order of its messages; *first: of the first of them, for
 * frame_index_at(). */
unsigned frame_index_find(uint32_t frame, unsigned *first);

struct frame_entry frame_index_at(unsigned index);

#endif
