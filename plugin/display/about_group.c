/* about_group.c
 * Draws "About 500": all that is the same for each response of a code, and how the one before
 * differs.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "about_group.h"

#include "catalogue/response_code.h"
#include "compare.h"
#include "fields.h"
#include "items.h"
#include "label.h"
#include "preferences.h"

static void draw_difference(const struct code_difference *other, tvbuff_t *tvb, proto_tree *branch)
{
    struct label label;

    item_hidden_number(branch, tvb, hf_sipexplain_related, other->code);
    if (!item_is_wanted(branch, hf_sipexplain_related_difference))
        return;
    label_begin(&label, "");
    label_add_number(&label, other->code);
    label_add(&label, " ");
    label_add(&label, response_code_lookup(other->code)->phrase);
    label_add(&label, ": ");
    label_add(&label, other->difference);
    item_worded(branch, tvb, hf_sipexplain_related_difference, other->difference, label.text);
}

static void draw_related(const struct response_code *entry, tvbuff_t *tvb, proto_tree *tree)
{
    proto_tree *branch = item_branch(tree, tvb, ett_sipexplain_related, "Not to be confused with");

    for (const struct code_difference *other = entry->differs; other->difference; other++)
        draw_difference(other, tvb, branch);
}

/* The first line of the description names the branch. */
static proto_tree *draw_head(const struct record *record, const struct response_code *entry,
                             tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    const char *meaning = first_line(entry->description, pinfo->pool);
    struct label label;

    label_begin(&label, "About ");
    label_add_number(&label, record->code);
    label_add(&label, ": ");
    label_add(&label, meaning);
    return proto_item_add_subtree(
        item_worded(tree, tvb, hf_sipexplain_description, meaning, label.text),
        ett_sipexplain_about);
}

/* Does anybody look at one of them? */
static bool is_wanted(proto_tree *tree)
{
    const int texts[] = { hf_sipexplain_description, hf_sipexplain_when,
                          hf_sipexplain_fix,         hf_sipexplain_methods,
                          hf_sipexplain_media,       hf_sipexplain_retry,
                          hf_sipexplain_actor,       hf_sipexplain_caller_hears,
                          hf_sipexplain_reference,   hf_sipexplain_related,
                          hf_sipexplain_compare,     hf_sipexplain_related_difference,
                          hf_sipexplain_compare_with };

    for (unsigned i = 0; i < array_length(texts); i++) {
        if (item_is_wanted(tree, texts[i]))
            return true;
    }
    return false;
}

void about_group_draw(const struct record *record, struct first_steps told, tvbuff_t *tvb,
                      packet_info *pinfo, proto_tree *tree)
{
    const struct response_code *entry;
    proto_tree *branch;

    if (!is_wanted(tree))
        return;
    if (preferences->omit_texts) {
        compare_draw(record, tvb, pinfo, tree);
        return;
    }
    entry = response_code_lookup(record->code);
    branch = draw_head(record, entry, tvb, pinfo, tree);
    item_lines(branch, tvb, hf_sipexplain_description, later_lines(entry->description));
    item_lines(branch, tvb, hf_sipexplain_when, entry->when);
    item_lines(branch, tvb, hf_sipexplain_fix, told.has_fix ? later_lines(entry->fix) : entry->fix);
    item_prose(branch, tvb, hf_sipexplain_methods, entry->methods);
    item_prose(branch, tvb, hf_sipexplain_media, entry->media);
    item_prose(branch, tvb, hf_sipexplain_retry, entry->retry);
    if (!told.has_actor)
        item_prose(branch, tvb, hf_sipexplain_actor, entry->actor);
    item_prose(branch, tvb, hf_sipexplain_caller_hears, entry->caller_hears);
    item_reference(branch, tvb, hf_sipexplain_reference, &entry->reference);
    draw_related(entry, tvb, branch);
    compare_draw(record, tvb, pinfo, branch);
}
