/* finding_group.c
 * Draws the findings of a message: what each tells here, what to do, and the frames that show it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "finding_group.h"

#include "catalogue/response_code.h"
#include "expert_fields.h"
#include "expert_items.h"
#include "fields.h"
#include "frame_words.h"
#include "items.h"
#include "label.h"
#include "preferences.h"
#include "shown_text.h"

/* ", told in frame 12, 7 times so far" of a finding that was told before. */
static const char *told_before(const struct finding *finding, wmem_allocator_t *scope)
{
    if (!finding_first(finding))
        return "";
    return shown_text(wmem_strdup_printf(scope, ", told in frame %u, %u times so far",
                                         finding->evidence[0], finding_number(finding)),
                      scope);
}

/* "Error: the telephone network released the call (fault.gateway-cause)" */
static proto_item *draw_line(const struct finding *finding, tvbuff_t *tvb, packet_info *pinfo,
                             proto_tree *tree)
{
    struct label label;

    if (!item_is_wanted(tree, hf_sipexplain_finding))
        return tree;
    label_begin(&label, severity_name(finding_rule(finding)->severity));
    label_add(&label, ": ");
    label_add(&label, finding_rule(finding)->summary);
    label_add(&label, " (");
    label_add(&label, finding_rule(finding)->id);
    label_add(&label, ")");
    label_add(&label, told_before(finding, pinfo->pool));
    return item_worded(tree, tvb, hf_sipexplain_finding, finding_rule(finding)->id, label.text);
}

static void draw_evidence(const struct record *record, const struct finding *finding, tvbuff_t *tvb,
                          proto_tree *branch)
{
    if (!item_is_wanted(branch, hf_sipexplain_finding_evidence))
        return;
    for (unsigned i = 0; i < finding->evidence_count; i++) {
        struct label more;

        label_begin(&more, ", ");
        if (!frame_words_add(&more, record, finding->evidence[i]))
            label_begin(&more, "");
        item_frame_and(branch, tvb, hf_sipexplain_finding_evidence, finding->evidence[i],
                       more.text);
    }
}

/* That of the code stands in "About". */
static void draw_reference(const struct record *record, const struct finding *finding,
                           tvbuff_t *tvb, proto_tree *branch)
{
    const struct rfc_reference *reference = &finding_rule(finding)->reference;
    const struct rfc_reference *of_code;
    proto_item *item;

    if (!item_is_wanted(branch, hf_sipexplain_finding_reference))
        return;
    of_code = &response_code_lookup(record->code)->reference;
    item = item_reference(branch, tvb, hf_sipexplain_finding_reference, reference);
    if (!record->is_request && reference->rfc == of_code->rfc &&
        !strcmp(reference->section, of_code->section))
        item_hide(item);
}

void finding_draw_expert_item(const struct record *record, const struct finding *finding,
                              tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    proto_item *item;

    if (finding_first(finding) || finding_folded(finding)) {
        item_filter(tree, tvb, expert_field_of_finding(finding->rule_index)->hf);
        return;
    }
    /* The line tells the severity, and all that the expert item says. */
    item = item_number(tree, tvb, hf_sipexplain_finding_severity, finding_rule(finding)->severity);
    item_hide(item);
    expert_item_of_finding(record, finding, pinfo, item);
}

/* Its own, and what it takes over from those that fold into it. */
static void draw_details(const struct record *record, const struct finding *finding, tvbuff_t *tvb,
                         proto_tree *branch)
{
    char text[FINDING_DETAIL_MAX];
    const char *detail;

    if (item_is_wanted(branch, hf_sipexplain_finding_detail)) {
        detail = finding_detail(finding, record, text);
        if (detail[0])
            item_text(branch, tvb, hf_sipexplain_finding_detail, detail);
    }
    for (const struct finding *other = record_findings(record); other;
         other = finding_next(other)) {
        if (finding_folded(other) == finding && finding_rule(other)->adds_detail)
            item_text(branch, tvb, hf_sipexplain_finding_also, finding_detail(other, record, text));
    }
}

static void draw_finding(const struct record *record, const struct finding *finding,
                         bool is_leading, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    const bool has_texts = !finding_first(finding) && !preferences->omit_texts;
    proto_item *item = draw_line(finding, tvb, pinfo, tree);
    proto_tree *branch =
        proto_item_add_subtree(item, is_leading ? ett_sipexplain_leading : ett_sipexplain_finding);

    if (finding_folded(finding))
        item_hide(item);
    draw_details(record, finding, tvb, branch);
    if (has_texts && !is_leading)
        item_prose(branch, tvb, hf_sipexplain_finding_advice, finding_rule(finding)->advice);
    draw_evidence(record, finding, tvb, branch);
    if (has_texts)
        draw_reference(record, finding, tvb, branch);
    finding_draw_expert_item(record, finding, tvb, pinfo, branch);
}

void finding_group_draw(const struct record *record, const struct finding *leading, tvbuff_t *tvb,
                        packet_info *pinfo, proto_tree *tree)
{
    const struct finding *ordered[FINDINGS_MAX + 1];
    const unsigned count = findings_ordered(record_findings(record), leading, ordered);

    for (unsigned i = 0; i < count; i++)
        draw_finding(record, ordered[i], ordered[i] == leading, tvb, pinfo, tree);
}

void finding_group_link(const struct record *record, packet_info *pinfo)
{
    for (const struct finding *finding = record_findings(record); finding;
         finding = finding_next(finding)) {
        for (unsigned i = 0; i < finding->evidence_count; i++)
            item_depends_on(pinfo, finding->evidence[i]);
    }
}
