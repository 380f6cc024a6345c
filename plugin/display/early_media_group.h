/* early_media_group.h
 * Draws what an 18x response says about early media, and what came of it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_EARLY_MEDIA_GROUP_H
#define SIPEXPLAIN_EARLY_MEDIA_GROUP_H

#include "call/record.h"
#include "compat.h"

/* Adds the branch "Early media" for an 18x with SDP or 100rel; nothing for other responses. */
void early_media_group_draw(const struct record *record, tvbuff_t *tvb, packet_info *pinfo,
                            proto_tree *tree);

#endif
