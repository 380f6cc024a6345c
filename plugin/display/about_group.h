/* about_group.h
 * Draws "About 500": all that is the same for each response of a code, and how the one before
 * differs.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_ABOUT_GROUP_H
#define SIPEXPLAIN_ABOUT_GROUP_H

#include "first_steps.h"

/* told: what stands above already. */
void about_group_draw(const struct record *record, struct first_steps told, tvbuff_t *tvb,
                      packet_info *pinfo, proto_tree *tree);

#endif
