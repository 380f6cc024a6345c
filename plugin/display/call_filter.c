/* call_filter.c
 * "SIP call (all hops)" among Wireshark's conversation filters: the messages of the selected calls.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call_filter.h"

#include <epan/proto_data.h>

static int proto_sipexplain = -1;

/* The frame's only item of ours in pinfo's memory. */
#define KEY_TREE 0

/* Only a frame that is selected, or printed in full, has a tree that holds every item; some of the
 * others are kept too. */
void call_filter_keep(packet_info *pinfo, proto_tree *tree)
{
    if (proto_field_is_referenced(tree, proto_sipexplain))
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

static ws_bool is_call(WS_FILTER_PARAMETERS)
{
    GPtrArray *items = call_ids(pinfo);
    const bool has_call_id = items && items->len > 0;

    if (items)
        g_ptr_array_free(items, TRUE);
    return has_call_id;
}

/* sip.Call-ID == "a" || sip.Call-ID == "b", each once. RTP stays out: it would bury the ten
 * messages of a call, and the next call may use the same ports. */
static char *call_filter(WS_FILTER_PARAMETERS)
{
    GPtrArray *items = call_ids(pinfo);
    GString *filter = g_string_new(NULL);
    unsigned count = 0;

    for (unsigned i = 0; items && i < items->len && count < CALL_FILTER_CALLS_MAX; i++) {
        /* Quotes and backslashes in the value are escaped; its own quotes never are. */
        char *condition =
            proto_construct_match_selected_string((field_info *)items->pdata[i], NULL);

        if (condition && !strstr(filter->str, condition)) {
            g_string_append_printf(filter, "%s%s", count ? " || " : "", condition);
            count++;
        }
        wmem_free(NULL, condition);
    }
    if (items)
        g_ptr_array_free(items, TRUE);
    return g_string_free(filter, FALSE);
}

void call_filter_register(int proto)
{
    proto_sipexplain = proto;
    ws_register_conversation_filter("sip", "SIP call (all hops)", is_call, call_filter);
    add_conversation_filter_protocol("sip");
}
