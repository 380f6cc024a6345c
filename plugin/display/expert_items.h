/* expert_items.h
 * The expert items of a record, as far as the preferences let them be made.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_EXPERT_ITEMS_H
#define SIPEXPLAIN_EXPERT_ITEMS_H

#include "../compat.h"
#include "../diagnosis/diagnosis.h"

/* Each makes one expert item, or none: below the severity that the user wants to see. item is the line
 * that it goes with; NULL when there is no tree. */
void expert_item_of_finding(const struct finding *finding, packet_info *pinfo, proto_item *item);

/* The code's own, unless the verdict among the findings stands for it. */
void expert_item_of_code(const struct record *record, const char *summary, packet_info *pinfo,
                         proto_item *item);

#endif
