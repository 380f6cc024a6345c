/* response_words.c
 * Draws what the parties said of a response: its phrase, causes, warnings, and when to come back.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "response_words.h"

#include "call/hops.h"
#include "capture/frame_number.h"
#include "catalogue/q850_cause.h"
#include "catalogue/response_code.h"
#include "catalogue/warning_code.h"
#include "diagnosis/diagnosis.h"
#include "fields.h"
#include "frame_words.h"
#include "items.h"
#include "label.h"
#include "question/cause_source.h"
#include "question/own_words.h"

/* Causes and warnings that stand above the findings; further ones are in a branch. */
#define WORDS_SHOWN 3

/* Does a finding that is shown say the same? */
static bool is_told(const struct record *record, const char *meaning)
{
    const struct finding *finding = record_findings(record);
    char text[FINDING_DETAIL_MAX];

    while (finding &&
           (finding_folded(finding) || !strstr(finding_detail(finding, record, text), meaning)))
        finding = finding_next(finding);
    return finding != NULL;
}

/* "Q.850 cause: 41 Temporary failure: The network has trouble that should pass soon." Of what a
 * product made of a SIP code the name alone: nothing is known of the network. */
static proto_item *draw_q850(const struct record *record, uint32_t number,
                             const struct q850_cause *cause, tvbuff_t *tvb, proto_tree *tree)
{
    proto_item *item = item_number(tree, tvb, hf_sipexplain_cause, number);

    proto_item_append_text(item, " %s", cause ? cause->name : "is no Q.850 value");
    if (cause && !is_told(record, cause->meaning) &&
        (cause_is_of_network(record) || !cause_is_translated(record_server(record))))
        proto_item_append_text(item, ": %s", cause->meaning);
    return item;
}

static void draw_reason(const struct record *record, const struct reason_value *reason,
                        tvbuff_t *tvb, proto_tree *tree)
{
    const bool is_q850 = !g_ascii_strcasecmp(reason->protocol, "Q.850");
    const bool is_sip = !g_ascii_strcasecmp(reason->protocol, "SIP");
    const struct q850_cause *cause = is_q850 ? q850_cause_lookup(reason->cause) : NULL;
    const char *name = cause ? cause->name : NULL;
    proto_item *item = NULL;
    proto_tree *branch = tree;

    if (reason->cause && is_q850) {
        item = draw_q850(record, reason->cause, cause, tvb, tree);
    } else if (reason->cause && is_sip) {
        name = response_code_lookup(reason->cause)->phrase;
        item = item_number(tree, tvb, hf_sipexplain_cause_sip, reason->cause);
        proto_item_append_text(item, " %s", name);
    }
    if (item)
        branch = proto_item_add_subtree(item, ett_sipexplain_cause);
    /* The line of the cause says it. */
    if (cause)
        item_hidden_text(branch, tvb, hf_sipexplain_cause_text, cause->meaning);
    if (reason->text) {
        proto_item *sent = item_text(branch, tvb, hf_sipexplain_cause_sent, reason->text);

        if (name && !g_ascii_strcasecmp(name, reason->text))
            item_hide(sent);
    }
}

/* "Warning: 399 gw1.example.com "Trunk 4 lost its D channel"", as it was sent. */
static void draw_warning(const struct record *record, const struct warning_value *warning,
                         tvbuff_t *tvb, proto_tree *tree)
{
    const struct warning_code *entry = warning_code_lookup(warning->code);
    proto_item *item = item_number(tree, tvb, hf_sipexplain_warning, warning->code);
    proto_tree *branch = proto_item_add_subtree(item, ett_sipexplain_warning);

    if (warning->agent)
        proto_item_append_text(item, " %s", warning->agent);
    if (warning->text)
        proto_item_append_text(item, " \"%s\"", warning->text);
    if (entry) {
        item = item_text(branch, tvb, hf_sipexplain_warning_text, entry->meaning);
        if (is_told(record, entry->meaning))
            item_hide(item);
    }
    if (warning->text)
        item_hidden_text(branch, tvb, hf_sipexplain_warning_sent, warning->text);
    if (warning->agent)
        item_hidden_text(branch, tvb, hf_sipexplain_warning_agent, warning->agent);
}

/* Reasons and warnings. */
static void draw_causes(const struct record *record, tvbuff_t *tvb, proto_tree *tree)
{
    const struct words *words = record_words(record);
    const unsigned reasons = words->reason_count;
    proto_tree *place = tree;

    for (unsigned i = 0; i < reasons + words->warning_count; i++) {
        if (i == WORDS_SHOWN)
            place = item_branch(tree, tvb, ett_sipexplain_words, "More that was sent");
        if (i < reasons)
            draw_reason(record, &words->reasons[i], tvb, place);
        else
            draw_warning(record, &words->warnings[i - reasons], tvb, place);
    }
}

/* What neither Reason nor Warning tells. */
static void draw_other_words(const struct words *words, tvbuff_t *tvb, proto_tree *tree)
{
    struct label label;

    if (words->ims_service)
        item_named(tree, tvb, hf_sipexplain_words, "IMS service", words->ims_service->type);
    if (words->isup_cause && words->isup_cause != words_cause(words, "Q.850")) {
        label_begin(&label, "");
        label_add_number(&label, words->isup_cause);
        item_named(tree, tvb, hf_sipexplain_words, "ISUP release cause", label.text);
    }
    if (own_words_in_row(words))
        item_worded(tree, tvb, hf_sipexplain_words, NULL, words->other_row);
    if (words->error_info)
        item_named(tree, tvb, hf_sipexplain_words, "Error-Info", words->error_info);
}

/* A server failure has fields of its own, and shows those. */
static void draw_retry_after(const struct record *record, tvbuff_t *tvb, proto_tree *tree)
{
    const bool is_fault = response_class(record->code) == 5;
    uint32_t seconds;

    if (!record_details(record) || !record_details(record)->has_retry_after)
        return;
    seconds = record_details(record)->retry_after;
    if (is_fault)
        item_hidden_number(tree, tvb, hf_sipexplain_retry_after, seconds);
    item_generated(proto_tree_add_uint_format(
        tree, is_fault ? hf_sipexplain_fault_retry_after : hf_sipexplain_retry_after, tvb, 0, 0,
        seconds, "Retry after: %u s", seconds));
}

void response_words_draw(const struct record *record, tvbuff_t *tvb, proto_tree *tree)
{
    const char *registered = response_code_lookup(record->code)->phrase;

    if (!record_phrase(record) || strcmp(record_phrase(record), registered) != 0)
        item_text(tree, tvb, hf_sipexplain_phrase_sent,
                  record_phrase(record) ? record_phrase(record) : "");
    draw_causes(record, tvb, tree);
    draw_other_words(record_words(record), tvb, tree);
    draw_retry_after(record, tvb, tree);
}

/* The software's name, where this message brought it. */
static void draw_server(const struct record *record, tvbuff_t *tvb, proto_tree *tree)
{
    const bool is_fault = response_class(record->code) == 5;
    proto_item *item;

    if (is_fault)
        item_hidden_flag(tree, tvb, hf_sipexplain_fault, true);
    if (!record_server(record))
        return;
    item = item_text(tree, tvb, hf_sipexplain_server, record_server(record));
    if (!is_fault)
        return;
    item_hide(item);
    item_hidden_text(tree, tvb, hf_sipexplain_fault_server, record_server(record));
}

/* Proxies leave the name of the software as the origin wrote it. */
static void draw_origin_here(const struct record *record, const char *host, tvbuff_t *tvb,
                             proto_tree *tree)
{
    struct label label;

    label_begin(&label, "Began at: ");
    label_add(&label, host);
    if (record_server(record)) {
        label_add(&label, " (");
        label_add(&label, record_server(record));
        label_add(&label, ")");
    }
    label_add(&label, ", in this frame");
    item_worded(tree, tvb, hf_sipexplain_fault_origin, host, label.text);
}

static void draw_origin(const struct record *record, tvbuff_t *tvb, proto_tree *tree)
{
    char host[ENDPOINT_TEXT_MAX];
    struct endpoint origin;
    struct label more;
    uint32_t frame;

    if (!hop_failure_began(record, &origin, &frame))
        return;
    endpoint_text(origin, host);
    if (frame == record->frame) {
        draw_origin_here(record, host, tvb, tree);
        item_hide(item_frame(tree, tvb, hf_sipexplain_fault_origin_in, frame));
        return;
    }
    item_hidden_text(tree, tvb, hf_sipexplain_fault_origin, host);
    label_begin(&more, ", ");
    frame_words_add(&more, record, frame);
    label_add(&more, " of ");
    label_add(&more, host);
    item_frame_and(tree, tvb, hf_sipexplain_fault_origin_in, frame, more.text);
}

/* Of a failure other than a 5xx only where it began on another leg of the call. */
static bool is_origin_told(const struct record *record)
{
    const uint32_t frame = record->original_frame ? record->original_frame : record->frame;

    return response_class(record->code) == 5 ||
           (record_transaction(record) &&
            hop_other_leg(record_transaction(record), record->code, frame));
}

void response_origin_draw(const struct record *record, tvbuff_t *tvb, proto_tree *tree)
{
    draw_server(record, tvb, tree);
    if (is_origin_told(record))
        draw_origin(record, tvb, tree);
}

void response_origin_link(const struct record *record, packet_info *pinfo)
{
    struct endpoint origin;
    uint32_t frame;

    if (is_origin_told(record) && hop_failure_began(record, &origin, &frame) &&
        frame != record->frame)
        item_depends_on(pinfo, frame);
}
