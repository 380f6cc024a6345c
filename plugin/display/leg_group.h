/* leg_group.h
 * Draws the other legs of a message's call.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_LEG_GROUP_H
#define SIPEXPLAIN_LEG_GROUP_H

#include "call/record.h"
#include "compat.h"

/* Adds nothing when no other leg is known. */
void leg_group_draw(const struct record *record, tvbuff_t *tvb, proto_tree *tree);

/* The frames that it points to are exported with the record's. */
void leg_group_link(const struct record *record, packet_info *pinfo);

#endif
