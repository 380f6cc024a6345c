/* finding_group.c
 * Draws the findings of a message: what each tells here, what to do, and the frames that show it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "finding_group.h"

#include "diagnosis/diagnosis.h"
#include "expert_fields.h"
#include "expert_items.h"
#include "fields.h"
#include "items.h"
#include "label.h"
#include "preferences.h"
#include "shown_text.h"

/* " (told in frame 12, 7 times so far)" of a finding that was told before. */
static const char *told_before(const struct finding *finding, wmem_allocator_t *scope)
{
    if (!finding->first)
        return "";
    return shown_text(wmem_strdup_printf(scope, " (told in frame %u, %u times so far)",
                                         finding->evidence[0], finding->number),
                      scope);
}

/* What was told before is found by its filter, and told no more. */
static void draw_finding_texts(const struct finding *finding, tvbuff_t *tvb, proto_tree *tree)
{
    if (finding_detail(finding)[0])
        item_text(tree, tvb, hf_sipexplain_finding_detail, finding_detail(finding));
    if (finding->first) {
        item_filter(tree, tvb, expert_field_of_finding(finding->rule_index)->hf);
    } else if (!preferences->omit_texts) {
        item_text(tree, tvb, hf_sipexplain_finding_advice, finding->rule->advice);
        item_reference(tree, tvb, hf_sipexplain_finding_reference, &finding->rule->reference);
    }
}

static proto_item *draw_finding_line(const struct finding *finding, tvbuff_t *tvb,
                                     packet_info *pinfo, proto_tree *tree)
{
    struct label label;

    if (!item_is_wanted(tree, hf_sipexplain_finding))
        return tree;
    label_begin(&label, "Finding: ");
    label_add(&label, finding->rule->id);
    label_add(&label, ": ");
    label_add(&label, finding->rule->summary);
    label_add(&label, told_before(finding, pinfo->pool));
    return proto_tree_add_string_format(tree, hf_sipexplain_finding, tvb, 0, 0, finding->rule->id,
                                        "%s", label.text);
}

static void draw_finding(const struct record *record, const struct finding *finding, tvbuff_t *tvb,
                         packet_info *pinfo, proto_tree *tree)
{
    proto_item *item = draw_finding_line(finding, tvb, pinfo, tree);
    proto_tree *branch = proto_item_add_subtree(item, ett_sipexplain_finding);

    proto_item_set_generated(item);
    draw_finding_texts(finding, tvb, branch);
    for (unsigned i = 0; i < finding->evidence_count; i++) {
        item_frame(branch, tvb, hf_sipexplain_finding_evidence, finding->evidence[i]);
        item_depends_on(pinfo, finding->evidence[i]);
    }
    expert_item_of_finding(record, finding, pinfo, item);
}

void finding_group_draw(const struct record *record, tvbuff_t *tvb, packet_info *pinfo,
                        proto_tree *tree)
{
    for (const struct finding *finding = record->findings; finding; finding = finding->next)
        draw_finding(record, finding, tvb, pinfo, tree);
}
