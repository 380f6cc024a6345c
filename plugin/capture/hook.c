/* hook.c
 * The SIP messages that the stock dissector found in this frame, whichever way it tells them.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "hook.h"

#include "payload.h"
#include "second_look.h"

static dissector_handle_t postdissector;
static int proto_sip = -1, proto_icmp = -1, proto_icmpv6 = -1;
static int sip_follow_tap;
static enum hook_source source = HOOK_TREE;
static enum hook_source substitute = HOOK_TREE; /* hook_spare_tree() */
static bool is_wanted = true;                   /* hook_want() */
static bool listens;                            /* our listener is on the tap */

/* A listener needs an identity, nothing more: the queue is read, never consumed. */
static int tap_listener;

void hook_init(dissector_handle_t handle)
{
    postdissector = handle;
    proto_sip = proto_get_id_by_filter_name("sip");
    proto_icmp = proto_get_id_by_filter_name("icmp");
    proto_icmpv6 = proto_get_id_by_filter_name("icmpv6");
    sip_follow_tap = find_tap_id("sip_follow");
    payload_init();
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

static enum hook_source source_now(void)
{
    return source == HOOK_TREE ? substitute : source;
}

bool hook_needs_tree(void)
{
    return source_now() == HOOK_TREE;
}

void hook_want(bool wanted)
{
    is_wanted = wanted;
    if (!postdissector)
        return;
    want_tree(wanted && hook_needs_tree());
    listen(wanted && source_now() == HOOK_TAP);
}

void hook_spare_tree(enum hook_source instead)
{
    substitute = instead;
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
    *hook = (struct hook){ .pinfo = pinfo, .frame = tvb, .source = source_now() };
    if (hook->source == HOOK_TAP && fetch_tapped_data(sip_follow_tap, 0))
        return true;
    if (hook->source != HOOK_TREE)
        return has_layer(pinfo, proto_sip);
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

/* The queue ends at 5,000 items of all taps. With so many messages in it, it may have been full:
 * what follows in the last tvbuff is then read on. */
#define MESSAGES_OF_FULL_QUEUE 1000

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
        hook->last_end = payload_of_frame(hook->frame, hook->pinfo).start;
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
    datagram = tvb == hook->frame ? payload_datagram_length(hook->pinfo, tvb, offset) : 0;
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

    *at_end = !hook->items || hook->index >= hook->items->len;
    if (*at_end)
        return false;
    item = (const field_info *)g_ptr_array_index(hook->items, hook->index++);
    datagram = payload_datagram_length(hook->pinfo, item->ds_tvb, item->start);
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

/* Is that all that the segment holds, and nothing of it in another one? */
static bool is_whole_segment(const struct sip_message *message, const struct payload *payload,
                             int used)
{
    return used == payload->length && !message->headers_are_unended &&
           message->content_length == CONTENT_LENGTH_EXACT;
}

/* One message that is the frame's whole payload is read where it stands. All else is looked at with
 * a tree: how a stream's segments hang together, what tunnels hold and how much of a cut packet
 * makes a message is not told otherwise. */
static bool next_in_frame(struct hook *hook, struct sip_message *message)
{
    const struct payload payload = payload_handed_to(proto_sip, hook->frame, hook->pinfo);
    bool is_read;
    int used;

    if (payload.length > 0 &&
        payload.length <= tvb_captured_length_remaining(hook->frame, payload.start)) {
        is_read =
            read_at(hook->frame, payload.start, payload.length, payload.length, message, &used);
        if (payload.is_datagram || (is_read && is_whole_segment(message, &payload, used))) {
            hook->index = 1;
            return is_read;
        }
    }
    hook->items = second_look(proto_sip, hook->frame, hook->pinfo);
    hook->is_seen_twice = true;
    return false;
}

/* Leaves HOOK_FRAME for HOOK_TREE */
static bool next_from_source(struct hook *hook, struct sip_message *message, bool *at_end)
{
    switch (hook->source) {
    case HOOK_TREE:
        return next_item(hook, message, at_end);
    case HOOK_TAP:
        return next_tapped(hook, message, at_end);
    case HOOK_FRAME:
        hook->source = HOOK_TREE;
        return next_in_frame(hook, message);
    }
    return false;
}

bool hook_next(struct hook *hook, struct sip_message *message)
{
    bool at_end = false;

    while (!at_end && hook->index < HOOK_MESSAGES_MAX) {
        if (next_from_source(hook, message, &at_end))
            return true;
    }
    return false;
}

bool hook_has_more(const struct hook *hook)
{
    if (hook->index < HOOK_MESSAGES_MAX)
        return false;
    return hook->source == HOOK_TREE
               ? hook->items->len > hook->index
               : tvb_captured_length_remaining(hook->last_tvb, hook->last_end) > 0;
}

bool hook_has_icmp(const packet_info *pinfo)
{
    return has_layer(pinfo, proto_icmp) || has_layer(pinfo, proto_icmpv6);
}
