/* call_memory.h
 * The one memory of all calls in the open capture file: filled once for each frame, in order.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_CALL_MEMORY_H
#define SIPEXPLAIN_CALL_MEMORY_H

#include "exchange.h"

/* Called once, when the plugin registers. */
void call_memory_init(void);

/* Were MESSAGES_MAX (limit.h) of the file remembered, and is that told? Nothing is to be added
 * then. */
bool call_memory_is_full(const struct sip_frame *frame);

/* Remembers a message and tells its place in its call. record: a response's, whose place is filled
 * in; NULL for a request. *exchange points into the arguments and into the memory: it may be
 * asked until the next message is added. A quoted message is not remembered. */
void call_memory_add(const struct sip_message *message, const struct sip_frame *frame,
                     struct record *record, struct exchange *exchange);

/* The time of the latest message up to now, microseconds since the epoch; TIME_UNKNOWN: of none. */
int64_t call_memory_latest_time(void);

/* The call with this Call-ID, as it was sent; NULL: none is remembered. */
const struct call *call_memory_find(struct span call_id);

#endif
