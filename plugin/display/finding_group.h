/* finding_group.h
 * Draws the findings of a message: what each tells here, what to do, and the frames that show it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_FINDING_GROUP_H
#define SIPEXPLAIN_FINDING_GROUP_H

#include "compat.h"
#include "diagnosis/diagnosis.h"

/* The one that heads the message (NULL: none does) first and open, without its advice, which stands
 * above; then the loudest first, then those that were told before; hidden what is folded. With the
 * expert item of each. */
void finding_group_draw(const struct record *record, const struct finding *leading, tvbuff_t *tvb,
                        packet_info *pinfo, proto_tree *tree);

/* The expert item of one finding alone, at the item of tree. What was told before, or is told by
 * another finding, is found by its filter, and is not loud. tree may be NULL. */
void finding_draw_expert_item(const struct record *record, const struct finding *finding,
                              tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree);

/* The frames that the findings point to are exported with the record's. */
void finding_group_link(const struct record *record, packet_info *pinfo);

#endif
