/* expert_items.c
 * The expert items of a record, as far as the preferences and the site notes let them be made.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "expert_items.h"

#include "catalogue/response_code.h"
#include "expert_fields.h"
#include "preferences.h"
#include "record_notes.h"
#include "shown_text.h"

/* Wireshark's own tap of expert items; it is there from the first file on. */
static int expert_tap;

bool expert_items_are_read(proto_tree *tree)
{
    if (!expert_tap)
        expert_tap = find_tap_id("expert");
    return have_tap_listener(expert_tap) || proto_field_is_referenced(tree, proto_expert);
}

static bool is_wanted(enum severity severity)
{
    return (int)severity >= preferences->expert_severity;
}

void expert_item_of_finding(const struct record *record, const struct finding *finding,
                            packet_info *pinfo, proto_item *item)
{
    const enum severity severity = finding->rule->severity;

    if (finding->first || finding->folded || !is_wanted(severity) || record_is_muted(record))
        return;
    expert_add_info(pinfo, item, expert_field_of_finding(finding->rule_index));
}

void expert_item_of_code(const struct record *record, const char *summary, packet_info *pinfo,
                         proto_item *item)
{
    if (!record_is_original(record) || finding_verdict(record->findings) ||
        record_is_muted(record) || !is_wanted(response_code_lookup(record->code)->severity))
        return;
    expert_add_info_format(pinfo, item, expert_field_of_code(record->code), "%s",
                           summary ? shown_text(summary, pinfo->pool) : "");
}

void expert_item_of_note(const struct site_note *note, packet_info *pinfo, proto_item *item)
{
    if (!note->is_muting && is_wanted(note->severity))
        expert_add_info_format(pinfo, item, expert_field_of_note(note->severity), "%s", note->text);
}
