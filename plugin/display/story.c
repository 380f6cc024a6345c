/* story.c
 * Draws a response's place in its call: its request, its repeats, the call so far.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "story.h"

#include "call/call.h"
#include "capture/frame_number.h"
#include "fields.h"
#include "items.h"
#include "label.h"

struct story_message {
    uint32_t frame;
    const char *name; /* "INVITE"; NULL: a response */
    unsigned code;    /* a response's */
};

/* The latest messages of one hop up to a frame, in frame order. */
struct story {
    uint32_t until_frame;
    struct story_message messages[STORY_MESSAGES_MAX];
    unsigned count;
    bool is_shortened; /* earlier messages were left out */
};

/* "Request: 4, INVITE, 0.412 s before" */
static void draw_request_line(const struct record *record, uint32_t frame, int64_t duration,
                              tvbuff_t *tvb, proto_tree *tree)
{
    struct label more;

    if (!item_is_wanted(tree, hf_sipexplain_request_in))
        return;
    label_begin(&more, ", ");
    label_add(&more, transaction_method_name(record_transaction(record)));
    if (duration != TIME_UNKNOWN) {
        label_add(&more, ", ");
        label_add_seconds(&more, duration);
        label_add(&more, " s before");
    }
    item_frame_and(tree, tvb, hf_sipexplain_request_in, frame, more.text);
}

/* The response's request, and how long it took, as far as there are times. */
static void draw_request(const struct record *record, tvbuff_t *tvb, proto_tree *tree)
{
    int64_t request_time;
    const uint32_t frame = transaction_request_of(record, &request_time);
    const int64_t duration = time_between(request_time, record->time);

    draw_request_line(record, frame, duration, tvb, tree);
    if (duration != TIME_UNKNOWN && unprinted_is_wanted(tree, hf_sipexplain_response_time))
        item_hide(item_time(tree, tvb, hf_sipexplain_response_time, duration));
}

/* It is in the future of this response: known in the GUI and in a second pass. */
static void draw_answer(const struct record *record, const struct record *final, tvbuff_t *tvb,
                        proto_tree *tree)
{
    const int64_t duration = time_between(record->time, final->time);
    struct label more;

    if (!item_is_wanted(tree, hf_sipexplain_answered_in))
        return;
    label_begin(&more, ", ");
    label_add_number(&more, final->code);
    label_add(&more, record_phrase(final) ? " " : "");
    label_add(&more, record_phrase(final) ? record_phrase(final) : "");
    if (duration != TIME_UNKNOWN) {
        label_add(&more, ", ");
        label_add_seconds(&more, duration);
        label_add(&more, " s later");
    }
    item_frame_and(tree, tvb, hf_sipexplain_answered_in, final->frame, more.text);
}

void story_draw_transaction(const struct record *record, tvbuff_t *tvb, proto_tree *tree)
{
    const struct transaction *transaction = record_transaction(record);

    if (record->is_retransmission)
        item_frame(tree, tvb, hf_sipexplain_retransmission_of, record->original_frame);
    else if (record->is_copy)
        item_frame(tree, tvb, hf_sipexplain_copy_of, record->original_frame);
    if (!transaction)
        return;
    if (!record->is_request && transaction->request_frame)
        draw_request(record, tvb, tree);
    if (record->code < 200 && transaction->final)
        draw_answer(record, transaction->final, tvb, tree);
}

void story_link(const struct record *record, packet_info *pinfo)
{
    int64_t request_time;

    if (!record->is_request && record_transaction(record))
        item_depends_on(pinfo, transaction_request_of(record, &request_time));
}

/* Keeps the messages ordered by frame, and the latest when there are too many. */
static void tell(struct story *story, uint32_t frame, const char *name, unsigned code)
{
    unsigned place = story->count;

    /* What a read filter dropped is no longer there to be seen. */
    if (!frame || frame > story->until_frame || !frame_number_at(frame))
        return;
    while (place > 0 && story->messages[place - 1].frame > frame)
        place--;
    if (story->count == STORY_MESSAGES_MAX) {
        story->is_shortened = true;
        if (place == 0)
            return;
        memmove(story->messages, story->messages + 1, (place - 1) * sizeof story->messages[0]);
        place--;
    } else {
        memmove(story->messages + place + 1, story->messages + place,
                (story->count - place) * sizeof story->messages[0]);
        story->count++;
    }
    story->messages[place] = (struct story_message){ frame, name, code };
}

static void tell_transaction(struct story *story, const struct transaction *transaction)
{
    const struct record *response = transaction_first_response(transaction);

    tell(story, transaction->request_frame, transaction_method_name(transaction), 0);
    for (unsigned i = 0; response && i < CALL_SEARCH_MAX; i++, response = record_next(response)) {
        if (!response->original_frame)
            tell(story, response->frame, NULL, response->code);
    }
    tell(story, transaction_progress(transaction)->ack_frame, "ACK", 0);
}

static const char *story_text(const struct story *story, wmem_allocator_t *scope)
{
    wmem_strbuf_t *text = wmem_strbuf_new(scope, story->is_shortened ? "... > " : "");

    for (unsigned i = 0; i < story->count; i++) {
        const struct story_message *message = &story->messages[i];

        if (i)
            wmem_strbuf_append(text, " > ");
        if (message->name)
            wmem_strbuf_append(text, message->name);
        else
            append_number(text, message->code);
        wmem_strbuf_append(text, " (");
        append_number(text, frame_number_at(message->frame));
        wmem_strbuf_append_c(text, ')');
    }
    return wmem_strbuf_finalize(text);
}

static void draw_message(const struct story_message *message, tvbuff_t *tvb, proto_tree *branch)
{
    struct label more;

    label_begin(&more, " ");
    if (message->name)
        label_add(&more, message->name);
    else
        label_add_number(&more, message->code);
    item_frame_and(branch, tvb, hf_sipexplain_call_frame, message->frame, more.text);
}

void story_draw_call(const struct record *record, tvbuff_t *tvb, packet_info *pinfo,
                     proto_tree *tree)
{
    struct story story = { .until_frame = record->frame };
    const struct transaction *transaction = NULL;
    proto_tree *branch;

    if (!record_transaction(record) || (!item_is_wanted(tree, hf_sipexplain_call_story) &&
                                        !item_is_wanted(tree, hf_sipexplain_call_frame)))
        return;
    while ((transaction = transaction_back(record_transaction(record), transaction))) {
        if (transaction_same_hop(transaction, record_transaction(record)))
            tell_transaction(&story, transaction);
    }
    /* Those that began while this one was open: PRACK, CANCEL, a BYE before the answer. */
    transaction = transaction_newer(record_transaction(record));
    for (unsigned i = 0; transaction && i < CALL_SEARCH_MAX; i++) {
        if (transaction_same_hop(transaction, record_transaction(record)))
            tell_transaction(&story, transaction);
        transaction = transaction_newer(transaction);
    }
    branch = proto_item_add_subtree(
        item_text(tree, tvb, hf_sipexplain_call_story, story_text(&story, pinfo->pool)),
        ett_sipexplain_story);
    for (unsigned i = 0; i < story.count && unprinted_is_wanted(branch, hf_sipexplain_call_frame);
         i++)
        draw_message(&story.messages[i], tvb, branch);
}
