/* second_look.c
 * The items of a protocol in a frame that was dissected without a tree.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "second_look.h"

#include <epan/exceptions.h>

/* Called when the memory of the frame that was looked at twice is freed. */
static ws_bool_memory end_look(wmem_allocator_t *pool _U_, wmem_cb_event_t event _U_, void *data)
{
    epan_dissect_free((epan_dissect_t *)data);
    return FALSE;
}

/* Begins a dissection of the frame as Wireshark begins each, with the layer that holds the whole
 * frame: what was reassembled is found by the number of its layer. */
static void begin_look(packet_info *second, const packet_info *pinfo)
{
    second->epan = pinfo->epan;
    second->current_proto = pinfo->current_proto;
    second->presence_flags = pinfo->presence_flags;
    second->num = pinfo->num;
    second->abs_ts = pinfo->abs_ts;
    second->rel_ts = pinfo->rel_ts;
    second->fd = pinfo->fd;
    second->rec = pinfo->rec;
    second->pseudo_header = pinfo->pseudo_header;
    second->noreassembly_reason = "";
    second->p2p_dir = P2P_DIR_UNKNOWN;
    second->link_dir = LINK_DIR_UNKNOWN;
    second->src_win_scale = second->dst_win_scale = -1;
    second->layers = wmem_list_new(second->pool);
    wmem_list_append(second->layers, GINT_TO_POINTER(proto_get_id_by_filter_name("frame")));
    second->curr_layer_num = 1;
    second->match_uint = (uint32_t)pinfo->rec->rec_header.packet_header.pkt_encap;
}

/* Dissectors remember nothing anew of a frame that was visited. */
static void dissect_visited(epan_dissect_t *look, dissector_handle_t handle, tvbuff_t *frame)
{
    frame_data *const fd = look->pi.fd;
    const unsigned visited = fd->visited;

    fd->visited = 1;
    TRY
    {
        call_dissector_only(handle, frame, &look->pi, look->tree, look->pi.pseudo_header);
    }
    CATCH_ALL
    {
        /* A cut packet ends so. What was found before is in the tree. */
    }
    ENDTRY;
    fd->visited = visited & 1;
}

GPtrArray *second_look(int proto, tvbuff_t *frame, const packet_info *pinfo)
{
    dissector_table_t links = find_dissector_table("wtap_encap");
    dissector_handle_t handle;
    epan_dissect_t *look;

    if (!links || pinfo->rec->rec_type != REC_TYPE_PACKET)
        return NULL;
    handle =
        dissector_get_uint_handle(links, (uint32_t)pinfo->rec->rec_header.packet_header.pkt_encap);
    if (!handle)
        return NULL;
    look = epan_dissect_new(pinfo->epan, TRUE, FALSE);
    epan_dissect_prime_with_hfid(look, proto);
    begin_look(&look->pi, pinfo);
    wmem_register_callback(pinfo->pool, end_look, look);
    dissect_visited(look, handle, frame);
    return proto_get_finfo_ptr_array(look->tree, proto);
}
