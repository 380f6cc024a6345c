/* story.h
 * Draws a response's place in its call: its request, its repeats, the call so far.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_STORY_H
#define SIPEXPLAIN_STORY_H

#include "call/record.h"
#include "compat.h"

/* Messages named in a story; of a longer call the latest are named. */
#define STORY_MESSAGES_MAX 16

/* Adds request_in, response_time, retransmission_of, copy_of and answered_in. */
void story_draw_transaction(const struct record *record, tvbuff_t *tvb, proto_tree *tree);

/* A response's request is exported with it. */
void story_link(const struct record *record, packet_info *pinfo);

/* Adds "Call so far: INVITE (1) > 100 (2) > 183 (3)" with a link for each message of this hop. */
void story_draw_call(const struct record *record, tvbuff_t *tvb, packet_info *pinfo,
                     proto_tree *tree);

#endif
