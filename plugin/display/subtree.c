/* subtree.c
 * Draws the record of a response: its item in the packet details, its expert item, its Info column.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "subtree.h"

#include "call/hops.h"
#include "catalogue/q850_cause.h"
#include "catalogue/response_code.h"
#include "catalogue/warning_code.h"
#include "compare.h"
#include "early_media_group.h"
#include "expert_fields.h"
#include "expert_items.h"
#include "fields.h"
#include "finding_group.h"
#include "items.h"
#include "label.h"
#include "leg_group.h"
#include "preferences.h"
#include "record_notes.h"
#include "shown_text.h"
#include "story.h"
#include "summary.h"

static int proto_sipexplain = -1;

void subtree_register(int proto)
{
    proto_sipexplain = proto;
    fields_register(proto);
    expert_fields_register(proto);
}

/* Does anybody look at our items: details shown, a filter, a column, -e? _ws.expert counts too. */
static bool are_items_wanted(proto_tree *tree)
{
    return tree && (proto_field_is_referenced(tree, proto_sipexplain) ||
                    proto_field_is_referenced(tree, proto_expert));
}

static bool has_info_column(const packet_info *pinfo)
{
    return preferences->info_column && pinfo->cinfo;
}

bool subtree_is_wanted(const packet_info *pinfo, proto_tree *tree)
{
    return are_items_wanted(tree) || expert_items_are_read(tree) || has_info_column(pinfo);
}

static void draw_code_line(unsigned code, const struct response_code *entry, tvbuff_t *tvb,
                           proto_tree *tree)
{
    struct label label;

    if (!item_is_wanted(tree, hf_sipexplain_code))
        return;
    label_begin(&label, "Code: ");
    label_add_number(&label, code);
    if (entry->registered) {
        label_add(&label, " ");
        label_add(&label, entry->phrase);
        label_add(&label, " (registered, RFC ");
        label_add_number(&label, entry->reference.rfc);
        label_add(&label, ")");
    } else {
        label_add(&label, " (not registered)");
    }
    item_generated(
        proto_tree_add_uint_format(tree, hf_sipexplain_code, tvb, 0, 0, code, "%s", label.text));
}

static void draw_code(const struct record *record, tvbuff_t *tvb, proto_tree *tree)
{
    const struct response_code *entry = response_code_lookup(record->code);

    draw_code_line(record->code, entry, tvb, tree);
    if (!record->phrase || strcmp(record->phrase, entry->phrase) != 0)
        item_text(tree, tvb, hf_sipexplain_phrase_sent, record->phrase ? record->phrase : "");
    if (response_class(record->code)) {
        item_number(tree, tvb, hf_sipexplain_class, response_class(record->code));
        item_hide(item_flag(tree, tvb, hf_sipexplain_final, record->code >= 200));
    }
    if (record->is_cut)
        item_flag(tree, tvb, hf_sipexplain_cut, true);
    /* The line of the code says these in words. */
    if (entry->registered)
        item_hide(item_text(tree, tvb, hf_sipexplain_phrase, entry->phrase));
    item_hide(item_flag(tree, tvb, hf_sipexplain_registered, entry->registered));
}

static void draw_site_notes(const struct record *record, tvbuff_t *tvb, packet_info *pinfo,
                            proto_tree *tree)
{
    const struct site_note *note;
    size_t index = 0;

    while ((note = record_next_note(record, &index)) != NULL) {
        proto_item *item = item_text(tree, tvb, hf_sipexplain_site_note, note->text);

        if (note->is_muting)
            proto_item_append_text(item, " (muted)");
        expert_item_of_note(note, pinfo, item);
    }
}

static void draw_texts(const struct response_code *entry, tvbuff_t *tvb, proto_tree *tree)
{
    item_lines(tree, tvb, hf_sipexplain_description, entry->description);
    item_lines(tree, tvb, hf_sipexplain_when, entry->when);
    item_lines(tree, tvb, hf_sipexplain_fix, entry->fix);
    item_text(tree, tvb, hf_sipexplain_methods, entry->methods);
    item_text(tree, tvb, hf_sipexplain_media, entry->media);
    item_text(tree, tvb, hf_sipexplain_retry, entry->retry);
    item_text(tree, tvb, hf_sipexplain_actor, entry->actor);
    item_text(tree, tvb, hf_sipexplain_caller_hears, entry->caller_hears);
    item_reference(tree, tvb, hf_sipexplain_reference, &entry->reference);
}

static void draw_difference(const struct code_difference *other, tvbuff_t *tvb, proto_tree *branch)
{
    struct label label;

    item_hide(item_number(branch, tvb, hf_sipexplain_related, other->code));
    if (!item_is_wanted(branch, hf_sipexplain_related_difference))
        return;
    label_begin(&label, "");
    label_add_number(&label, other->code);
    label_add(&label, " ");
    label_add(&label, response_code_lookup(other->code)->phrase);
    label_add(&label, ": ");
    label_add(&label, other->difference);
    item_generated(proto_tree_add_string_format(branch, hf_sipexplain_related_difference, tvb, 0, 0,
                                                other->difference, "%s", label.text));
}

static void draw_related(const struct response_code *entry, tvbuff_t *tvb, proto_tree *tree)
{
    proto_tree *branch = item_branch(tree, tvb, ett_sipexplain_related, "Not to be confused with");

    for (const struct code_difference *other = entry->differs; other->difference; other++)
        draw_difference(other, tvb, branch);
}

static void draw_reason(const struct reason_value *reason, tvbuff_t *tvb, proto_tree *tree)
{
    const bool is_q850 = !g_ascii_strcasecmp(reason->protocol, "Q.850");
    const bool is_sip = !g_ascii_strcasecmp(reason->protocol, "SIP");
    const struct q850_cause *cause = is_q850 ? q850_cause_lookup(reason->cause) : NULL;
    proto_item *item = NULL;
    proto_tree *branch = tree;

    if (reason->cause && is_q850) {
        item = item_number(tree, tvb, hf_sipexplain_cause, reason->cause);
        proto_item_append_text(item, " %s", cause ? cause->name : "is no Q.850 value");
    } else if (reason->cause && is_sip) {
        item = item_number(tree, tvb, hf_sipexplain_cause_sip, reason->cause);
        proto_item_append_text(item, " %s", response_code_lookup(reason->cause)->phrase);
    }
    if (item)
        branch = proto_item_add_subtree(item, ett_sipexplain_cause);
    if (cause)
        item_text(branch, tvb, hf_sipexplain_cause_text, cause->meaning);
    if (reason->text)
        item_text(branch, tvb, hf_sipexplain_cause_sent, reason->text);
}

static void draw_warning(const struct warning_value *warning, tvbuff_t *tvb, proto_tree *tree)
{
    const struct warning_code *entry = warning_code_lookup(warning->code);
    proto_item *item = item_number(tree, tvb, hf_sipexplain_warning, warning->code);
    proto_tree *branch = proto_item_add_subtree(item, ett_sipexplain_warning);

    if (warning->text)
        proto_item_append_text(item, " \"%s\"", warning->text);
    if (entry)
        item_text(branch, tvb, hf_sipexplain_warning_text, entry->meaning);
    if (warning->text)
        item_text(branch, tvb, hf_sipexplain_warning_sent, warning->text);
    if (warning->agent)
        item_text(branch, tvb, hf_sipexplain_warning_agent, warning->agent);
}

/* Where it began, as far as the capture shows; a retransmission began where its original did. */
static void draw_origin(const struct record *record, tvbuff_t *tvb, proto_tree *branch)
{
    char text[ENDPOINT_TEXT_MAX];
    struct endpoint host;
    uint32_t frame;

    if (!hop_failure_began(record, &host, &frame))
        return;
    item_text(branch, tvb, hf_sipexplain_fault_origin, endpoint_text(host, text));
    item_frame(branch, tvb, hf_sipexplain_fault_origin_in, frame);
}

/* Of a failure other than a 5xx only where it began on another leg of the call. */
static void draw_other_leg(const struct record *record, tvbuff_t *tvb, proto_tree *tree)
{
    const uint32_t frame = record->original_frame ? record->original_frame : record->frame;

    if (!record->transaction || !hop_other_leg(record->transaction, record->code, frame))
        return;
    draw_origin(record, tvb,
                item_branch(tree, tvb, ett_sipexplain_fault, "Failure of another leg"));
}

/* Server and Retry-After. A 5xx shows them in its fault group; the general fields are then there
 * for filters only. */
static void draw_sender(const struct record *record, tvbuff_t *tvb, proto_tree *tree)
{
    const bool is_fault = response_class(record->code) == 5;
    const bool has_retry_after = record->details && record->details->has_retry_after;
    proto_item *items[2] = { NULL, NULL };
    proto_tree *branch;

    if (record->server)
        items[0] = item_text(tree, tvb, hf_sipexplain_server, record->server);
    if (has_retry_after)
        items[1] = item_number(tree, tvb, hf_sipexplain_retry_after, record->details->retry_after);
    if (!is_fault) {
        draw_other_leg(record, tvb, tree);
        return;
    }
    item_hide(items[0]);
    item_hide(items[1]);
    branch = item_branch(tree, tvb, ett_sipexplain_fault, "Server fault");
    item_hide(item_flag(branch, tvb, hf_sipexplain_fault, true));
    if (record->server)
        item_text(branch, tvb, hf_sipexplain_fault_server, record->server);
    if (has_retry_after)
        item_number(branch, tvb, hf_sipexplain_fault_retry_after, record->details->retry_after);
    draw_origin(record, tvb, branch);
}

static void draw_words(const struct words *words, tvbuff_t *tvb, proto_tree *tree)
{
    for (unsigned i = 0; i < words->reason_count; i++)
        draw_reason(&words->reasons[i], tvb, tree);
    for (unsigned i = 0; i < words->warning_count; i++)
        draw_warning(&words->warnings[i], tvb, tree);
}

static void draw_response(const struct record *record, tvbuff_t *tvb, packet_info *pinfo,
                          proto_tree *tree)
{
    const struct response_code *entry = response_code_lookup(record->code);

    draw_code(record, tvb, tree);
    draw_site_notes(record, tvb, pinfo, tree);
    story_draw_transaction(record, tvb, pinfo, tree);
    draw_sender(record, tvb, tree);
    draw_words(record_words(record), tvb, tree);
    early_media_group_draw(record, tvb, pinfo, tree);
    story_draw_call(record, tvb, pinfo, tree);
    leg_group_draw(record, tvb, pinfo, tree);
    finding_group_draw(record, tvb, pinfo, tree);
    compare_draw(record, tvb, pinfo, tree);
    if (preferences->omit_texts)
        return;
    draw_texts(entry, tvb, tree);
    draw_related(entry, tvb, tree);
}

/* A request has an item only for what was found at it. */
static void draw_request(const struct record *record, tvbuff_t *tvb, packet_info *pinfo,
                         proto_tree *tree)
{
    if (record->phrase)
        item_text(tree, tvb, hf_sipexplain_method, record->phrase);
    story_draw_transaction(record, tvb, pinfo, tree);
    story_draw_call(record, tvb, pinfo, tree);
    leg_group_draw(record, tvb, pinfo, tree);
    finding_group_draw(record, tvb, pinfo, tree);
}

/* Without a tree the Expert Information still wants its items. */
static void add_expert_items(const struct record *record, packet_info *pinfo)
{
    const struct site_note *note;
    size_t index = 0;

    while ((note = record_next_note(record, &index)) != NULL)
        expert_item_of_note(note, pinfo, NULL);
    for (const struct finding *finding = record->findings; finding; finding = finding->next)
        expert_item_of_finding(record, finding, pinfo, NULL);
}

static bool is_left_out(const struct record *record)
{
    return !preferences->explain_provisional && !record->is_request &&
           response_class(record->code) == 1;
}

/* For filters; the expert items show it one by one. A copy, a repeat or a quoted message has none
 * of its own, and is found by its code all the same. */
static void draw_severity(const struct record *record, tvbuff_t *tvb, proto_tree *tree)
{
    const enum severity severity = record_severity(record);

    /* A request whose findings were all told before has no expert item either. */
    if (record->is_request ? finding_loudest(NULL, record->findings) != NULL
                           : record_is_original(record) || severity > SEVERITY_CHAT)
        item_hide(item_number(tree, tvb, hf_sipexplain_severity, severity));
    if (!record->is_request && !record_is_original(record))
        item_filter(tree, tvb, expert_field_of_code(record->code)->hf);
}

/* The top line, and all below it. Where no details are shown and nobody asks for the summary, the
 * line is there to be found only, and has no text. */
static proto_item *draw_tree(const struct record *record, const char *summary, tvbuff_t *tvb,
                             packet_info *pinfo, proto_tree *tree)
{
    proto_item *item;
    proto_tree *branch;

    if (summary)
        item = proto_tree_add_protocol_format(tree, proto_sipexplain, tvb, 0, 0, "SIP Explain: %s",
                                              shown_text(summary, pinfo->pool));
    else
        item = proto_tree_add_item(tree, proto_sipexplain, tvb, 0, 0, ENC_NA);
    branch = proto_item_add_subtree(item, ett_sipexplain);
    proto_item_set_generated(item);
    if (summary)
        item_hide(item_text(branch, tvb, hf_sipexplain_summary, summary));
    draw_severity(record, tvb, branch);
    if (!record->is_request)
        draw_response(record, tvb, pinfo, branch);
    else
        draw_request(record, tvb, pinfo, branch);
    return item;
}

/* NULL: nobody reads it. */
static const char *summary_to_read(const struct record *record, packet_info *pinfo,
                                   proto_tree *tree)
{
    if (!item_is_wanted(tree, hf_sipexplain_summary) && !expert_items_are_read(tree) &&
        !has_info_column(pinfo))
        return NULL;
    return record_summary(record, pinfo->pool);
}

void subtree_draw(const struct record *record, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    const char *summary;
    proto_item *item = NULL;

    if (is_left_out(record) || !subtree_is_wanted(pinfo, tree))
        return;
    summary = summary_to_read(record, pinfo, tree);
    if (are_items_wanted(tree))
        item = draw_tree(record, summary, tvb, pinfo, tree);
    else
        add_expert_items(record, pinfo);
    if (!record->is_request)
        expert_item_of_code(record, summary, pinfo, item);
    /* The columns are built anew each time that a frame is dissected. */
    if (has_info_column(pinfo))
        col_append_fstr(pinfo->cinfo, COL_INFO, " [SIP Explain: %s]",
                        shown_text(summary, pinfo->pool));
}
