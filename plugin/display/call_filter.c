/* call_filter.c
 * "SIP call (all hops)", "SIP call (all legs)" and "SIP call with its media" among Wireshark's
 * conversation filters: what belongs to the selected calls.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call_filter.h"

#include "call/call_memory.h"
#include "call/legs.h"
#include "fields.h"
#include "frame_list.h"
#include "items.h"

#include <epan/proto_data.h>
#include <wsutil/str_util.h>

static int proto_sipexplain = -1;

/* The frame's only item of ours in pinfo's memory. */
#define KEY_TREE 0

/* Only a frame that is selected, or printed in full, has a tree that holds every item; some of the
 * others are kept too. */
void call_filter_keep(packet_info *pinfo, proto_tree *tree)
{
    if (item_is_wanted(tree, hf_sipexplain_summary))
        p_add_proto_data(pinfo->pool, pinfo, proto_sipexplain, KEY_TREE, tree);
}

/* The Call-ID items of all messages in the frame, to be freed; NULL when nothing was kept of it.
 * Read from the tree, as the call memory does not know what it could not place. */
static GPtrArray *call_ids(packet_info *pinfo)
{
    proto_tree *tree =
        (proto_tree *)p_get_proto_data(pinfo->pool, pinfo, proto_sipexplain, KEY_TREE);
    const int call_id = proto_registrar_get_id_byname("sip.Call-ID");

    return tree && call_id > 0 ? proto_find_finfo(tree, call_id) : NULL;
}

static void free_items(GPtrArray *items)
{
    if (items)
        g_ptr_array_free(items, TRUE);
}

static ws_bool_filter is_call(WS_FILTER_PARAMETERS)
{
    GPtrArray *items = call_ids(pinfo);
    const bool has_call_id = items && items->len > 0;

    free_items(items);
    return has_call_id;
}

/* The filter as far as it is made, and the Call-IDs that it names. */
struct builder {
    GString *text;
    unsigned count;
};

/* sip.Call-ID == "a" || sip.Call-ID == "b", each once; frees the condition, which may be NULL. */
static void add_condition(struct builder *builder, char *condition)
{
    if (condition && builder->count < CALL_FILTER_CALLS_MAX &&
        !strstr(builder->text->str, condition)) {
        g_string_append_printf(builder->text, "%s%s", builder->count ? " || " : "", condition);
        builder->count++;
    }
    wmem_free(NULL, condition);
}

/* RTP stays out of the first two: it would bury the ten messages of a call, and the next call may
 * use the same ports. */
static void add_own(struct builder *builder, const GPtrArray *items)
{
    /* Quotes and backslashes in the value are escaped; its own quotes never are. */
    for (unsigned i = 0; items && i < items->len; i++)
        add_condition(builder,
                      proto_construct_match_selected_string((field_info *)items->pdata[i], NULL));
}

static char *call_filter(WS_FILTER_PARAMETERS)
{
    GPtrArray *items = call_ids(pinfo);
    struct builder builder = { g_string_new(NULL), 0 };

    add_own(&builder, items);
    free_items(items);
    return g_string_free(builder.text, FALSE);
}

/* The stock dissector's item is the header's whole line. */
static struct span call_id_of(const field_info *item)
{
    const char *bytes = (const char *)tvb_get_ptr(item->ds_tvb, item->start, item->length);
    const struct span line = { bytes, (size_t)item->length };

    return span_trimmed(span_behind(line, span_part_length(line, ':') + 1));
}

/* The INVITE that opened the call with the item's Call-ID, where it has other legs; else NULL. */
static const struct transaction *opening_with_legs(const field_info *item)
{
    const struct call *call = call_memory_find(call_id_of(item));
    const struct transaction *opening = call ? call_opening(call) : NULL;

    return opening && leg_next_of_call(opening, NULL, UINT32_MAX) ? opening : NULL;
}

static ws_bool_filter has_legs(WS_FILTER_PARAMETERS)
{
    GPtrArray *items = call_ids(pinfo);
    bool has = false;

    for (unsigned i = 0; items && i < items->len && !has; i++)
        has = opening_with_legs((const field_info *)items->pdata[i]) != NULL;
    free_items(items);
    return has;
}

char *call_filter_condition(const struct call *call)
{
    char *quoted = ws_escape_string(NULL, call_call_id(call), true);
    char *condition = wmem_strdup_printf(NULL, "sip.Call-ID == %s", quoted);

    wmem_free(NULL, quoted);
    return condition;
}

/* Each call of the frame, and all legs of it. visit returns false where it has seen enough. */
static void visit_legs(const GPtrArray *items, bool (*visit)(const struct call *call, void *data),
                       void *data)
{
    for (unsigned i = 0; items && i < items->len; i++) {
        const struct call *call = call_memory_find(call_id_of((const field_info *)items->pdata[i]));
        const struct transaction *opening = opening_with_legs((const field_info *)items->pdata[i]);
        const struct leg_link *link = NULL;

        if (opening)
            call = transaction_call(leg_first(opening, UINT32_MAX));
        if (!call || !visit(call, data))
            continue;
        while (opening && (link = leg_next_of_call(opening, link, UINT32_MAX)) &&
               visit(transaction_call(link->outgoing), data))
            ;
    }
}

static bool add_leg(const struct call *call, void *data)
{
    add_condition((struct builder *)data, call_filter_condition(call));
    return true;
}

static char *leg_filter(WS_FILTER_PARAMETERS)
{
    GPtrArray *items = call_ids(pinfo);
    struct builder builder = { g_string_new(NULL), 0 };

    add_own(&builder, items);
    visit_legs(items, add_leg, &builder);
    free_items(items);
    return g_string_free(builder.text, FALSE);
}

/* The frames with the session descriptions of one exchange. */
static void add_descriptions(const struct transaction *transaction, GArray *frames)
{
    const struct early_dialog *dialog = transaction_early_dialogs(transaction);

    if (transaction_offer(transaction)) {
        frame_list_add(frames, transaction->request_frame);
        frame_list_add(frames, transaction_last_frame(transaction));
    }
    for (const struct record *response = transaction_first_response(transaction); response;
         response = record_next(response)) {
        if (record_description(response))
            frame_list_add(frames, response->frame);
    }
    for (; dialog; dialog = early_dialog_next(dialog)) {
        if (early_dialog_ack_description(dialog))
            frame_list_add(frames, dialog->ack_frame);
    }
}

static bool add_media(const struct call *call, void *data)
{
    GArray *frames = (GArray *)data;

    for (const struct transaction *transaction = call_newest(call);
         transaction && frames->len < FRAME_LIST_MAX; transaction = transaction_older(transaction))
        add_descriptions(transaction, frames);
    return frames->len < FRAME_LIST_MAX;
}

static ws_bool_filter has_media(WS_FILTER_PARAMETERS)
{
    GPtrArray *items = call_ids(pinfo);
    GArray *frames = frame_list_new();
    bool has;

    visit_legs(items, add_media, frames);
    has = frames->len > 0;
    free_items(items);
    g_array_unref(frames);
    return has;
}

/* Wireshark knows of each stream which description it was announced in. */
static char *media_filter(WS_FILTER_PARAMETERS)
{
    static const char *const announced[] = { "rtp.setup-frame", "rtcp.setup-frame",
                                             "t38.setup-frame" };
    GPtrArray *items = call_ids(pinfo);
    struct builder builder = { g_string_new(NULL), 0 };
    GArray *frames = frame_list_new();

    add_own(&builder, items);
    visit_legs(items, add_leg, &builder);
    visit_legs(items, add_media, frames);
    free_items(items);
    for (unsigned i = 0; i < array_length(announced); i++) {
        g_string_append(builder.text, " || ");
        frame_list_append(frames, announced[i], builder.text);
    }
    g_array_unref(frames);
    return g_string_free(builder.text, FALSE);
}

void call_filter_register(int proto)
{
    proto_sipexplain = proto;
    ws_register_conversation_filter("sip", "SIP call (all hops)", is_call, call_filter);
    ws_register_conversation_filter("sip", "SIP call (all legs)", has_legs, leg_filter);
    ws_register_conversation_filter("sip", "SIP call with its media", has_media, media_filter);
    add_conversation_filter_protocol("sip");
}
