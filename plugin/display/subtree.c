/* subtree.c
 * Draws the records of a frame: items in the packet details, expert items, and the Info column.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "subtree.h"

#include "about_group.h"
#include "asked_fields.h"
#include "capture/pass.h"
#include "catalogue/response_code.h"
#include "early_media_group.h"
#include "expert_fields.h"
#include "expert_items.h"
#include "fields.h"
#include "finding_group.h"
#include "first_steps.h"
#include "items.h"
#include "label.h"
#include "leg_group.h"
#include "preferences.h"
#include "record_notes.h"
#include "response_words.h"
#include "shown_text.h"
#include "story.h"
#include "summary.h"
#include "verdict.h"

#include <wsutil/str_util.h>

static int proto_sipexplain = -1;

/* What somebody reads of a frame's records. */
struct readers {
    bool items, fields, info;
    bool expert_items; /* their texts */
    /* One of the expert items, by its field at least. */
    bool has_expert_fields;
};

/* Those of the single pass that goes on, once they are known; forgotten with the file. */
static struct readers known_readers;
static bool are_known, had_tree;

/* A message's item, and in it the finding that heads it. */
static void begin_file(void)
{
    are_known = false;
    tree_expanded_set(ett_sipexplain, true);
    tree_expanded_set(ett_sipexplain_leading, true);
}

void subtree_register(int proto)
{
    proto_sipexplain = proto;
    /* With each file: when this is called Wireshark does not know yet how many trees there are. */
    register_init_routine(begin_file);
    fields_register(proto);
    expert_fields_register(proto);
    expert_items_init();
}

/* Does anybody look at our items: details shown, a filter, a column, -e? _ws.expert counts too. */
static bool are_items_wanted(proto_tree *tree)
{
    return tree && (item_is_wanted(tree, proto_sipexplain) || item_is_wanted(tree, proto_expert));
}

static bool has_info_column(const packet_info *pinfo)
{
    return preferences->info_column && pinfo->cinfo;
}

static struct readers readers_now(const packet_info *pinfo, proto_tree *tree)
{
    return (struct readers){
        .items = are_items_wanted(tree),
        .fields = fields_are_wanted(tree),
        .info = has_info_column(pinfo),
        .expert_items = expert_items_are_read(tree),
        .has_expert_fields = pass_keeps_frames(pinfo) || expert_items_are_asked_for(pinfo, tree),
    };
}

/* tshark asks for the same ones of each frame of its single pass. Elsewhere anybody may ask for
 * others at any time. */
static const struct readers *readers_of_pass(const packet_info *pinfo, proto_tree *tree)
{
    if (!are_known || had_tree != (tree != NULL)) {
        known_readers = readers_now(pinfo, tree);
        are_known = true;
        had_tree = tree != NULL;
    }
    return &known_readers;
}

bool subtree_is_wanted(const packet_info *pinfo, proto_tree *tree)
{
    const struct readers *readers;

    if (pass_keeps_frames(pinfo))
        return are_items_wanted(tree) || expert_items_are_read(tree) || has_info_column(pinfo);
    readers = readers_of_pass(pinfo, tree);
    return readers->items || readers->expert_items || readers->info;
}

/* A copy, a repeat or a quoted message has no expert item of its code, and is found by it all the
 * same. */
static void draw_filter_of_code(const struct record *record, tvbuff_t *tvb, proto_tree *tree)
{
    if (!record_is_original(record))
        item_filter(tree, tvb, expert_field_of_code(record->code)->hf);
}

/* The top line says it in words: for filters. */
static void draw_code(const struct record *record, const char *summary, tvbuff_t *tvb,
                      packet_info *pinfo, proto_tree *tree)
{
    const struct response_code *entry = response_code_lookup(record->code);
    proto_item *item = item_number(tree, tvb, hf_sipexplain_code, record->code);

    item_hide(item);
    expert_item_of_code(record, summary, pinfo, item);
    draw_filter_of_code(record, tvb, tree);
    if (response_class(record->code)) {
        item_hidden_number(tree, tvb, hf_sipexplain_class, response_class(record->code));
        item_hidden_flag(tree, tvb, hf_sipexplain_final, record->code >= 200);
    }
    if (entry->registered)
        item_hidden_text(tree, tvb, hf_sipexplain_phrase, entry->phrase);
    item_hidden_flag(tree, tvb, hf_sipexplain_registered, entry->registered);
}

static void draw_site_notes(const struct record *record, tvbuff_t *tvb, packet_info *pinfo,
                            proto_tree *tree)
{
    const struct site_note *note;
    size_t index = 0;

    while ((note = record_next_note(record, &index)) != NULL) {
        proto_item *item = item_text(tree, tvb, hf_sipexplain_site_note, note->text);
        proto_tree *branch = proto_item_add_subtree(item, ett_sipexplain_note);

        if (note->is_muting)
            proto_item_append_text(item, " (muted)");
        item = item_number(branch, tvb, hf_sipexplain_site_note_severity, note->severity);
        item_hide(item);
        expert_item_of_note(note, pinfo, item);
    }
}

/* What to do and what was said come first, then what leads to other frames, then what was found;
 * what is the same for each response of the code stands last. */
static void draw_response(const struct record *record, const char *summary, tvbuff_t *tvb,
                          packet_info *pinfo, proto_tree *tree)
{
    const struct finding *leading = record_leading_finding(record);
    struct first_steps told;

    draw_code(record, summary, tvb, pinfo, tree);
    told = first_steps_draw(record, leading, tvb, pinfo, tree);
    draw_site_notes(record, tvb, pinfo, tree);
    response_words_draw(record, tvb, tree);
    response_origin_draw(record, tvb, tree);
    if (record->is_cut)
        item_flag(tree, tvb, hf_sipexplain_cut, true);
    story_draw_transaction(record, tvb, tree);
    early_media_group_draw(record, tvb, pinfo, tree);
    finding_group_draw(record, leading, tvb, pinfo, tree);
    story_draw_call(record, tvb, pinfo, tree);
    leg_group_draw(record, tvb, tree);
    about_group_draw(record, told, tvb, pinfo, tree);
}

/* A request has an item only for what was found at it. */
static void draw_request(const struct record *record, tvbuff_t *tvb, packet_info *pinfo,
                         proto_tree *tree)
{
    const struct finding *leading = record_leading_finding(record);

    first_steps_draw(record, leading, tvb, pinfo, tree);
    if (record_phrase(record))
        item_hidden_text(tree, tvb, hf_sipexplain_method, record_phrase(record));
    story_draw_transaction(record, tvb, tree);
    finding_group_draw(record, leading, tvb, pinfo, tree);
    story_draw_call(record, tvb, pinfo, tree);
    leg_group_draw(record, tvb, tree);
}

/* Where nobody looks at our fields the Expert Information still wants its items. tree may be NULL.
 */
static void draw_expert_items(const struct record *record, const char *summary, tvbuff_t *tvb,
                              packet_info *pinfo, proto_tree *tree)
{
    const struct site_note *note;
    size_t index = 0;

    while ((note = record_next_note(record, &index)) != NULL)
        expert_item_of_note(note, pinfo, tree);
    for (const struct finding *finding = record_findings(record); finding;
         finding = finding_next(finding))
        finding_draw_expert_item(record, finding, tvb, pinfo, tree);
    if (record->is_request)
        return;
    expert_item_of_code(record, summary, pinfo, tree);
    draw_filter_of_code(record, tvb, tree);
}

static bool is_left_out(const struct record *record)
{
    return !preferences->explain_provisional && !record->is_request &&
           response_class(record->code) == 1;
}

/* For filters; the expert items show it one by one. */
static void draw_severity(const struct record *record, tvbuff_t *tvb, proto_tree *tree)
{
    const enum severity severity = record_severity(record);

    /* A request whose findings were all told before has no expert item either. */
    if (record->is_request ? finding_loudest(NULL, record_findings(record)) != NULL
                           : record_is_original(record) || severity > SEVERITY_CHAT)
        item_hidden_number(tree, tvb, hf_sipexplain_severity, severity);
}

/* What heads a message; both NULL: nobody reads it. */
struct heading {
    const char *verdict, *summary;
};

static void draw_heading(const struct heading *heading, tvbuff_t *tvb, proto_tree *branch)
{
    item_hidden_text(branch, tvb, hf_sipexplain_summary, heading->summary);
    if (*heading->verdict)
        item_hidden_text(branch, tvb, hf_sipexplain_verdict, heading->verdict);
}

/* All below the top line. */
static void draw_branch(const struct record *record, const struct heading *heading, tvbuff_t *tvb,
                        packet_info *pinfo, proto_tree *branch)
{
    if (heading->summary)
        draw_heading(heading, tvb, branch);
    draw_severity(record, tvb, branch);
    if (!record->is_request)
        draw_response(record, heading->summary, tvb, pinfo, branch);
    else
        draw_request(record, tvb, pinfo, branch);
}

/* Exported with the record's frame are those that its explanation points to. */
static void link_frames(const struct record *record, packet_info *pinfo)
{
    story_link(record, pinfo);
    finding_group_link(record, pinfo);
    leg_group_link(record, pinfo);
    if (!record->is_request)
        response_origin_link(record, pinfo);
}

/* The top line, and all below it. Where no details are shown and nobody asks for the summary, the
 * line is there to be found only, and has no text. */
static void draw_tree(const struct record *record, const struct heading *heading,
                      const struct readers *readers, tvbuff_t *tvb, packet_info *pinfo,
                      proto_tree *tree)
{
    proto_item *item;
    proto_tree *branch;

    if (heading->summary)
        item = item_protocol(tree, tvb, proto_sipexplain,
                             wmem_strconcat(pinfo->pool, "SIP Explain: ",
                                            shown_text(heading->summary, pinfo->pool), NULL));
    else
        item = item_generated(proto_tree_add_item(tree, proto_sipexplain, tvb, 0, 0, ENC_NA));
    branch = proto_item_add_subtree(item, ett_sipexplain);
    if (readers->fields)
        draw_branch(record, heading, tvb, pinfo, branch);
    else if (readers->has_expert_fields || !expert_items_are_made(record))
        draw_expert_items(record, heading->summary, tvb, pinfo, branch);
    if (pass_keeps_frames(pinfo))
        link_frames(record, pinfo);
}

static bool is_heading_wanted(const struct readers *readers, proto_tree *tree)
{
    return readers->expert_items || readers->info ||
           (readers->fields && (item_is_wanted(tree, hf_sipexplain_summary) ||
                                item_is_wanted(tree, hf_sipexplain_verdict)));
}

static struct heading heading_to_read(const struct record *record, const struct readers *readers,
                                      packet_info *pinfo, proto_tree *tree)
{
    struct heading heading = { NULL, NULL };

    if (!is_heading_wanted(readers, tree))
        return heading;
    heading.verdict = record_verdict(record, pinfo->pool);
    heading.summary = summary_of(record, heading.verdict, pinfo->pool);
    return heading;
}

/* "500 - 10.0.0.1 failed, no reason given: see its log | ": the column tells code and phrase behind
 * it. */
static void add_to_info(const struct record *record, const struct heading *heading,
                        packet_info *pinfo, wmem_strbuf_t *info)
{
    char code[NUMBER_TEXT_MAX];
    const char *what = number_text(record->code, code);

    if (record->is_request)
        what = record_phrase(record) ? record_phrase(record) : "request";
    if (*heading->verdict)
        wmem_strbuf_append_printf(info, "%s - %s | ", what,
                                  shown_text(heading->verdict, pinfo->pool));
}

static void draw_record(const struct record *record, const struct readers *readers,
                        wmem_strbuf_t *info, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    struct heading heading;

    if (is_left_out(record))
        return;
    heading = heading_to_read(record, readers, pinfo, tree);
    if (readers->items)
        draw_tree(record, &heading, readers, tvb, pinfo, tree);
    else
        draw_expert_items(record, heading.summary, tvb, pinfo, NULL);
    if (info && heading.verdict)
        add_to_info(record, &heading, pinfo, info);
}

/* This record, and the others of count messages from index first on. */
static void draw_records(struct frame_entry entry, unsigned first, unsigned count, tvbuff_t *tvb,
                         packet_info *pinfo, proto_tree *tree)
{
    const struct readers readers =
        pass_keeps_frames(pinfo) ? readers_now(pinfo, tree) : *readers_of_pass(pinfo, tree);
    wmem_strbuf_t *info = readers.info ? wmem_strbuf_new(pinfo->pool, "") : NULL;

    draw_record(entry.record, &readers, info, tvb, pinfo, tree);
    for (unsigned i = first; i < first + count; i++) {
        entry = frame_index_at(i);
        if (!entry.is_request)
            draw_record(entry.record, &readers, info, tvb, pinfo, tree);
    }
    /* The columns are built anew each time that a frame is dissected. What messages of a stream
     * wrote is fenced: this stands before it. */
    if (info && wmem_strbuf_get_len(info))
        col_prepend_fence_fstr(pinfo->cinfo, COL_INFO, "%s", wmem_strbuf_get_str(info));
}

void subtree_draw(unsigned first, unsigned count, tvbuff_t *tvb, packet_info *pinfo,
                  proto_tree *tree)
{
    /* Requests of which there is nothing to draw are passed over before anything is asked. */
    while (count--) {
        const struct frame_entry entry = frame_index_at(first++);

        if (!entry.is_request) {
            draw_records(entry, first, count, tvb, pinfo, tree);
            return;
        }
    }
}
