/* expert_items.h
 * The expert items of a record, as far as the preferences and the site notes let them be made.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_EXPERT_ITEMS_H
#define SIPEXPLAIN_EXPERT_ITEMS_H

#include "catalogue/site_note.h"
#include "compat.h"
#include "diagnosis/diagnosis.h"

/* Called once, when the plugin registers. */
void expert_items_init(void);

/* Does anybody read the texts of expert items? Without them an item counts and colours all the
 * same, so it is made. tree may be NULL. */
bool expert_items_are_read(proto_tree *tree);

/* Does anybody look at one of the items, or at all of them? All fields are asked about, so this is
 * not to be asked often. tree may be NULL. */
bool expert_items_are_asked_for(const packet_info *pinfo, proto_tree *tree);

/* Have items of each field that the record needs been made? Then it needs no more for Wireshark's
 * status bar. */
bool expert_items_are_made(const struct record *record);

/* Each makes one expert item, or none: of a finding that was told before, below the severity that
 * the user wants to see, and at a response that a site note mutes. item is the line that it goes
 * with; NULL when there is no tree. */
void expert_item_of_finding(const struct record *record, const struct finding *finding,
                            packet_info *pinfo, proto_item *item);

/* The code's own, unless the verdict among the findings stands for it. None at a copy, a repeat or
 * a message quoted in an ICMP error: it was told, or came to nobody. summary is NULL when nobody
 * reads it. */
void expert_item_of_code(const struct record *record, const char *summary, packet_info *pinfo,
                         proto_item *item);

/* A note's own; only a muting note has none. */
void expert_item_of_note(const struct site_note *note, packet_info *pinfo, proto_item *item);

#endif
