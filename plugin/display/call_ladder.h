/* call_ladder.h
 * The ladder of a call: its messages on all hops and legs, its RTP, and what they mean.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_CALL_LADDER_H
#define SIPEXPLAIN_CALL_LADDER_H

#include "call_log.h"
#include "ladder.h"

/* The ladder of the call and of all legs that are joined to it; ladder_free() it. logged: any leg.
 * scope: for what is needed meanwhile. */
struct ladder *call_ladder_new(const struct call_log *log, const struct logged_call *logged,
                               wmem_allocator_t *scope);

#endif
