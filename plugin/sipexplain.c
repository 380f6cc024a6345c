/* sipexplain.c
 * The post-dissector: one frame's way from its SIP messages to the explanation on the screen.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "sipexplain.h"

#include "call/call_memory.h"
#include "call/media.h"
#include "call/record_store.h"
#include "catalogue/site_note_table.h"
#include "compat.h"
#include "diagnosis/diagnosis.h"
#include "display/call_filter.h"
#include "display/message_tap.h"
#include "display/statistics.h"
#include "display/subtree.h"
#include "message/hook.h"
#include "preferences.h"

static int proto_sipexplain = -1;
static dissector_handle_t sipexplain_handle;

/* The last frame whose messages the call memory has seen; 0 when a file is opened. */
static uint32_t last_frame;

/* Of the frame dissected before this one; what is_forgotten() concluded from it. */
static const frame_data *last_frame_data;
static uint32_t last_dissected;
static bool is_single_pass;

/* Remembers one message and asks the rules about it. The record to keep of it: a response always has
 * one, a request only when something was found at it. */
static struct record *explain_message(const struct sip_message *message,
                                      const struct sip_frame *frame)
{
    struct record *record = message->is_response ? record_new(message, frame) : NULL;
    const struct finding *findings;
    struct exchange exchange;

    call_memory_add(message, frame, record, &exchange);
    findings = diagnose(&exchange);
    if (!record && findings) {
        record = record_new(message, frame);
        record->transaction = exchange.transaction;
    }
    if (record)
        record->findings = findings;
    return record;
}

/* Explains the messages of a frame that has no record yet. NULL when there is nothing to keep. */
static const struct record *explain_frame(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    struct record *first = NULL, **end = &first;
    struct sip_message message;
    struct sip_frame frame;
    struct hook hook;

    if (!hook_begin(&hook, pinfo, tree)) {
        media_watch(tvb, pinfo);
        return NULL;
    }
    /* The memory is filled in frame order, once; a frame that comes again had nothing to keep. */
    if (pinfo->num <= last_frame)
        return NULL;
    last_frame = pinfo->num;
    frame = sip_frame_of(pinfo, hook_is_quoted(pinfo));
    while (hook_next(&hook, &message)) {
        *end = explain_message(&message, &frame);
        if (*end)
            end = &(*end)->next_in_frame;
    }
    return first;
}

/* tshark in a single pass forgets each frame: its frames share one frame_data, and taps are on (the
 * first pass of tshark -2 and sharkd's load share one too, but have no taps). What is remembered
 * there without anybody looking or listening could never be seen: then do nothing. */
static bool is_forgotten(const packet_info *pinfo, proto_tree *tree)
{
    if (hook_has_taps())
        is_single_pass = last_frame_data == pinfo->fd && last_dissected != pinfo->num;
    last_frame_data = pinfo->fd;
    last_dissected = pinfo->num;
    return is_single_pass && !subtree_is_wanted(pinfo, tree) && !message_tap_is_heard();
}

/* What is remembered of the frame, after the first look at it; NULL: nothing, or nobody wants it. */
static const struct record *remember_frame(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    const struct record *record = record_store_find(pinfo->num);

    if (record || is_forgotten(pinfo, tree))
        return record;
    record = explain_frame(tvb, pinfo, tree);
    if (record)
        record_store_add(record);
    return record;
}

/* Each pass of each program dissects with other means (tree, taps, neither), so a frame is explained
 * once, when it has no record, and always drawn from the record. */
static int dissect_sipexplain(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    const struct record *record = remember_frame(tvb, pinfo, tree);

    message_tap_queue(record, pinfo);
    call_filter_keep(pinfo, tree);
    for (; record; record = record->next_in_frame)
        subtree_draw(record, tvb, pinfo, tree);
    return 0;
}

/* A new file, or the same one dissected anew. */
static void forget(void)
{
    last_frame = 0;
    last_frame_data = NULL;
    last_dissected = 0;
    is_single_pass = false;
}

static void apply_preferences(void)
{
    hook_use(preferences->tree_on_first_pass ? HOOK_TREE : HOOK_TAP);
}

void sipexplain_register(void)
{
    proto_sipexplain = proto_register_protocol("SIP Explain", "SIPExplain", "sipexplain");
    sipexplain_handle = register_dissector("sipexplain", dissect_sipexplain, proto_sipexplain);
    subtree_register(proto_sipexplain);
    call_filter_register(proto_sipexplain);
    statistics_register();
    call_memory_init();
    record_store_init();
    register_init_routine(forget);
    site_note_table_register(preferences_register(proto_sipexplain, apply_preferences));
}

void sipexplain_register_handoff(void)
{
    register_postdissector(sipexplain_handle);
    hook_init(sipexplain_handle);
    apply_preferences();
}

void sipexplain_register_statistics(void)
{
    statistics_register_listeners();
}
