/* subtree.h
 * Draws the records of a frame: items in the packet details, expert items, and the Info column.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_SUBTREE_H
#define SIPEXPLAIN_SUBTREE_H

#include "call/frame_index.h"
#include "compat.h"
#include "diagnosis/diagnosis.h"

/* Called once, when the protocol registers. */
void subtree_register(int proto);

/* Does anybody look at what subtree_draw() makes of this frame: details, a filter, a column, the
 * Expert Information? */
bool subtree_is_wanted(const packet_info *pinfo, proto_tree *tree);

/* Draws the records of a frame, by what frame_index_find() says of it. tree may be NULL: then only
 * their expert items are made, and what they put into the Info column. */
void subtree_draw(unsigned first, unsigned count, tvbuff_t *tvb, packet_info *pinfo,
                  proto_tree *tree);

#endif
