/* expert_items.c
 * The expert items of a record, as far as the preferences and the site notes let them be made.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "expert_items.h"

#include "asked_fields.h"
#include "catalogue/response_code.h"
#include "catalogue/site_note_table.h"
#include "expert_fields.h"
#include "preferences.h"
#include "record_notes.h"
#include "shown_text.h"

#include <epan/column-info.h>

/* Wireshark's own tap of expert items; it is there from the first file on. */
static int expert_tap;

/* By expert_field_index(): was an item made of the field? Emptied with the file. */
static bool *made;

static void forget(void)
{
    memset(made, 0, expert_field_count() * sizeof *made);
}

void expert_items_init(void)
{
    made = wmem_alloc0_array(wmem_epan_scope(), bool, expert_field_count());
    register_init_routine(forget);
}

static bool is_tap_heard(void)
{
    if (!expert_tap)
        expert_tap = find_tap_id("expert");
    return have_tap_listener(expert_tap);
}

bool expert_items_are_read(proto_tree *tree)
{
    return is_tap_heard() || item_is_wanted(tree, proto_expert);
}

static bool has_column(const packet_info *pinfo)
{
    return pinfo->cinfo && pinfo->cinfo->col_first[COL_EXPERT] >= 0;
}

bool expert_items_are_asked_for(const packet_info *pinfo, proto_tree *tree)
{
    if (expert_items_are_read(tree) || has_column(pinfo))
        return true;
    for (unsigned i = 0; i < expert_field_count(); i++) {
        if (unprinted_is_wanted(tree, expert_field_at(i)->hf))
            return true;
    }
    return false;
}

static bool is_wanted(enum severity severity)
{
    return (int)severity >= preferences->expert_severity;
}

static bool is_made(const expert_field *field)
{
    return made[expert_field_index(field)];
}

/* Does an item of this field tell anybody anything? A filter for it does, as do a column and
 * whoever reads the items' texts. Wireshark's status bar shows the loudest of the file, whoever
 * asks: the first of each field is made in any case. Mostly the answer is no: ask this first. */
static bool is_seen(const expert_field *field, const packet_info *pinfo, proto_item *item)
{
    return !is_made(field) ||
           /* They stand below hidden items. */
           unprinted_is_wanted(item, field->hf) || unprinted_is_wanted(item, proto_expert) ||
           is_tap_heard() || has_column(pinfo);
}

static void have_made(const expert_field *field)
{
    made[expert_field_index(field)] = true;
}

/* It was told before, or another one tells it. */
static bool is_untold(const struct finding *finding)
{
    return finding_first(finding) || finding_folded(finding);
}

bool expert_items_are_made(const struct record *record)
{
    for (const struct finding *finding = record_findings(record); finding;
         finding = finding_next(finding)) {
        if (!is_untold(finding) && !is_made(expert_field_of_finding(finding->rule_index)))
            return false;
    }
    return (record->is_request || is_made(expert_field_of_code(record->code))) && !site_note_at(0);
}

void expert_item_of_finding(const struct record *record, const struct finding *finding,
                            packet_info *pinfo, proto_item *item)
{
    expert_field *field = expert_field_of_finding(finding->rule_index);

    if (!is_seen(field, pinfo, item) || is_untold(finding) ||
        !is_wanted(finding_rule(finding)->severity) || record_is_muted(record))
        return;
    have_made(field);
    expert_add_info(pinfo, item, field);
}

void expert_item_of_code(const struct record *record, const char *summary, packet_info *pinfo,
                         proto_item *item)
{
    expert_field *field = expert_field_of_code(record->code);
    enum severity severity;

    if (!is_seen(field, pinfo, item) || !record_is_original(record) || record_is_muted(record))
        return;
    severity = response_code_lookup(record->code)->severity;
    if (finding_for_code(record_findings(record), severity) || !is_wanted(severity))
        return;
    have_made(field);
    expert_add_info_format(pinfo, item, field, "%s",
                           summary ? shown_text(summary, pinfo->pool) : "");
}

void expert_item_of_note(const struct site_note *note, packet_info *pinfo, proto_item *item)
{
    if (!note->is_muting && is_wanted(note->severity))
        expert_add_info_format(pinfo, item, expert_field_of_note(note->severity), "%s", note->text);
}
