/* hook.c
 * The SIP messages that the stock dissector found in this frame, whichever way it tells them.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "hook.h"

#include "ip_header.h"

#include <epan/ipproto.h>

static dissector_handle_t postdissector;
static int proto_sip = -1, proto_icmp = -1, proto_icmpv6 = -1;
static int sip_follow_tap;
static enum hook_source source = HOOK_TREE;
static bool is_wanted = true; /* hook_want() */
static bool is_tree_spared;   /* hook_spare_tree() */
static bool listens;          /* our listener is on the tap */

/* A listener needs an identity, nothing more: the queue is read, never consumed. */
static int tap_listener;

void hook_init(dissector_handle_t handle)
{
    postdissector = handle;
    proto_sip = proto_get_id_by_filter_name("sip");
    proto_icmp = proto_get_id_by_filter_name("icmp");
    proto_icmpv6 = proto_get_id_by_filter_name("icmpv6");
    sip_follow_tap = find_tap_id("sip_follow");
}

static void want_tree(bool wanted)
{
    GArray *hfids = NULL;

    if (wanted) {
        hfids = g_array_sized_new(FALSE, FALSE, sizeof(int), 1);
        g_array_append_val(hfids, proto_sip);
    }
    set_postdissector_wanted_hfids(postdissector, hfids);
}

/* A helper of a dissector does not make tshark dissect what it would only copy. */
static void listen(bool wanted)
{
    GString *error;

    if (wanted == listens)
        return;
    listens = false;
    if (!wanted) {
        remove_tap_listener(&tap_listener);
        return;
    }
    error = register_tap_listener("sip_follow", &tap_listener, NULL, TL_IS_DISSECTOR_HELPER, NULL,
                                  NULL, NULL, NULL);
    if (error)
        g_string_free(error, TRUE);
    listens = error == NULL;
}

bool hook_needs_tree(void)
{
    return source == HOOK_TREE && !is_tree_spared;
}

void hook_want(bool wanted)
{
    is_wanted = wanted;
    if (!postdissector)
        return;
    want_tree(wanted && hook_needs_tree());
    listen(wanted && !hook_needs_tree());
}

void hook_spare_tree(bool spared)
{
    is_tree_spared = spared;
    hook_want(is_wanted);
}

void hook_use(enum hook_source wanted_source)
{
    source = wanted_source;
    hook_want(is_wanted);
}

void hook_prime(epan_dissect_t *edt)
{
    if (hook_needs_tree())
        epan_dissect_prime_with_hfid(edt, proto_sip);
}

static bool has_layer(const packet_info *pinfo, int proto)
{
    return wmem_list_find(pinfo->layers, GINT_TO_POINTER(proto)) != NULL;
}

bool hook_begin(struct hook *hook, tvbuff_t *tvb, const packet_info *pinfo, proto_tree *tree)
{
    *hook = (struct hook){ .pinfo = pinfo, .frame = tvb };
    if (!hook_needs_tree())
        return fetch_tapped_data(sip_follow_tap, 0) || has_layer(pinfo, proto_sip);
    if (tree)
        hook->items = proto_get_finfo_ptr_array(tree, proto_sip);
    return hook->items != NULL;
}

/* The stock dissector takes a Status-Line only with the space that RFC 3261 section 7.2 puts
 * behind the code; anything else it shows as a continuation, and so do both sources here. */
static bool is_stock_message(const struct sip_message *message)
{
    const char *end = message->whole.text + message->whole.length;
    const char *code;

    if (!message->is_response)
        return true;
    code = (const char *)memchr(message->version.text, ' ', (size_t)(end - message->version.text));
    return code && end - code > 4 && code[4] == ' ';
}

/* Reads the message in captured bytes at offset, of which reported were on the wire. Sets *used to
 * the bytes taken, 0 when nothing more can follow. */
static bool read_at(tvbuff_t *tvb, int offset, int captured, int reported,
                    struct sip_message *message, int *used)
{
    ptrdiff_t length;

    *used = 0;
    if (captured <= 0)
        return false;
    length = sip_message_read((const char *)tvb_get_ptr(tvb, offset, captured), (size_t)captured,
                              (size_t)MAX(captured, reported), message);
    if (length < 0)
        return false;
    *used = (int)length;
    return is_stock_message(message);
}

/* A UDP header's length, and where TCP's header tells its own. */
#define UDP_HEADER_LENGTH 8
#define TCP_OFFSET 12

/* Bytes on the wire of the datagram whose payload begins at start, by the UDP header before it; 0
 * when that is no whole datagram's payload. */
static int datagram_length(const packet_info *pinfo, tvbuff_t *tvb, int start)
{
    const uint8_t *header;

    if (pinfo->ptype != PT_UDP || start < UDP_HEADER_LENGTH)
        return 0;
    header = tvb_get_ptr(tvb, start - UDP_HEADER_LENGTH, UDP_HEADER_LENGTH);
    if ((header[0] << 8 | header[1]) != (int)pinfo->srcport ||
        (header[2] << 8 | header[3]) != (int)pinfo->destport)
        return 0;
    return MAX((header[4] << 8 | header[5]) - UDP_HEADER_LENGTH, 0);
}

/* The queue ends at 5,000 items of all taps. With so many messages in it, it may have been full:
 * what follows in the last tvbuff is then read on. */
#define MESSAGES_OF_FULL_QUEUE 1000

/* Where the UDP or TCP payload begins of the frame's own packet; 0: unknown. */
static int payload_start(tvbuff_t *frame, const packet_info *pinfo)
{
    const struct ip_header ip = ip_header_of_frame(frame, pinfo);
    const int payload = ip.bytes ? ip.depth + (int)(ip.payload - ip.bytes) : 0;

    if (!ip_header_has_ports(&ip, pinfo))
        return 0;
    if (ip.protocol == IP_PROTO_UDP)
        return payload + UDP_HEADER_LENGTH;
    return ip.protocol == IP_PROTO_TCP && ip.payload_length > TCP_OFFSET
               ? payload + (ip.payload[TCP_OFFSET] >> 4) * 4
               : 0;
}

/* The stock dissector queues nothing of a message that the capture cut, though it takes one whose
 * first line is whole. It is the last one of its frame, in a stream behind those that were queued.
 */
static bool find_cut_message(struct hook *hook)
{
    if (tvb_reported_length(hook->frame) <= tvb_captured_length(hook->frame))
        return false;
    if (hook->last_tvb && hook->pinfo->ptype == PT_UDP)
        return false;
    if (!hook->last_tvb) {
        hook->last_tvb = hook->frame;
        hook->last_end = payload_start(hook->frame, hook->pinfo);
    }
    return hook->last_end > 0 &&
           tvb_captured_length_remaining(hook->last_tvb, hook->last_end) > 0 &&
           tvb_find_line_end(hook->last_tvb, hook->last_end, -1, NULL, TRUE) >= 0;
}

/* The queue names the same tvbuff once for each message in it, without an offset: the next message
 * of a tvbuff begins where its last one ended. */
static tvbuff_t *next_tvb(struct hook *hook)
{
    tvbuff_t *tvb = NULL;

    if (!hook->is_behind_queue)
        tvb = (tvbuff_t *)fetch_tapped_data(sip_follow_tap, (int)hook->index);
    hook->index++;
    if (tvb)
        return tvb;
    hook->is_behind_queue |= hook->index >= MESSAGES_OF_FULL_QUEUE || find_cut_message(hook);
    return hook->is_behind_queue &&
                   tvb_captured_length_remaining(hook->last_tvb, hook->last_end) > 0
               ? hook->last_tvb
               : NULL;
}

static bool next_tapped(struct hook *hook, struct sip_message *message, bool *at_end)
{
    tvbuff_t *tvb = next_tvb(hook);
    int offset, captured, datagram, used;
    bool is_read;

    *at_end = tvb == NULL;
    if (!tvb)
        return false;
    offset = tvb == hook->last_tvb ? hook->last_end : 0;
    captured = tvb_captured_length_remaining(tvb, offset);
    datagram = tvb == hook->frame ? datagram_length(hook->pinfo, tvb, offset) : 0;
    if (datagram)
        is_read = read_at(tvb, offset, MIN(datagram, captured), datagram, message, &used);
    else
        is_read = read_at(tvb, offset, captured, tvb_reported_length_remaining(tvb, offset),
                          message, &used);
    hook->last_tvb = tvb;
    hook->last_end = used && !datagram ? offset + used : (int)tvb_captured_length(tvb);
    return is_read;
}

/* A datagram's extent is its UDP header's word. The item's length is the stock dissector's reading
 * of Content-Length, and of a bad one that differs between its passes. */
static bool next_item(struct hook *hook, struct sip_message *message, bool *at_end)
{
    const field_info *item;
    int used, datagram, missing = 0;

    *at_end = hook->index >= hook->items->len;
    if (*at_end)
        return false;
    item = (const field_info *)g_ptr_array_index(hook->items, hook->index++);
    datagram = datagram_length(hook->pinfo, item->ds_tvb, item->start);
    if (datagram)
        return read_at(item->ds_tvb, item->start,
                       MIN(datagram, tvb_captured_length_remaining(item->ds_tvb, item->start)),
                       datagram, message, &used);
    /* ds_tvb is the whole frame, or a reassembled stream, and start counts from its beginning. What
     * the capture cut off that frame is missing from the message that reaches its end. */
    if (item->start + item->length == (int)tvb_captured_length(item->ds_tvb))
        missing = (int)(tvb_reported_length(item->ds_tvb) - tvb_captured_length(item->ds_tvb));
    return read_at(item->ds_tvb, item->start, item->length, item->length + missing, message, &used);
}

bool hook_next(struct hook *hook, struct sip_message *message)
{
    bool at_end = false;

    while (!at_end && hook->index < HOOK_MESSAGES_MAX) {
        if (hook->items ? next_item(hook, message, &at_end) : next_tapped(hook, message, &at_end))
            return true;
    }
    return false;
}

bool hook_has_more(const struct hook *hook)
{
    if (hook->index < HOOK_MESSAGES_MAX)
        return false;
    return hook->items ? hook->items->len > hook->index
                       : tvb_captured_length_remaining(hook->last_tvb, hook->last_end) > 0;
}

bool hook_has_icmp(const packet_info *pinfo)
{
    return has_layer(pinfo, proto_icmp) || has_layer(pinfo, proto_icmpv6);
}
