/* subtree.h
 * Draws the record of a response: its item in the packet details, its expert item, its Info column.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_SUBTREE_H
#define SIPEXPLAIN_SUBTREE_H

#include "compat.h"
#include "diagnosis/diagnosis.h"

/* Called once, when the protocol registers. */
void subtree_register(int proto);

/* Does anybody look at what subtree_draw() makes of this frame: details, a filter, a column, the
 * Expert Information? */
bool subtree_is_wanted(const packet_info *pinfo, proto_tree *tree);

/* Draws one record. tree may be NULL: then only its expert items are made, and its words for the
 * Info column. */
void subtree_draw(const struct record *record, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree);

#endif
