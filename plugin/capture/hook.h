/* hook.h
 * The SIP messages that the stock dissector found in this frame, whichever way it tells them.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_HOOK_H
#define SIPEXPLAIN_HOOK_H

#include "compat.h"
#include "message/sip_message.h"

/* Messages read of one frame; the rest of it is left unexplained. Stock Wireshark's own queue ends
 * at 5,000, and other taps take places in it too. */
#define HOOK_MESSAGES_MAX 5000

/* Where the messages come from.
 * HOOK_TREE: the protocol items of the tree. Right in every pass of every program; makes Wireshark
 * build a tree when it reads a file.
 * HOOK_TAP: the queue of the tap "sip_follow". Costs no tree, but is empty in passes without taps
 * (the first pass of tshark -2, sharkd's load).
 * HOOK_FRAME: the frame's bytes, where a message is all that UDP or TCP carry in it. Costs no tree
 * either, but any other frame with SIP is dissected twice. */
enum hook_source { HOOK_TREE, HOOK_TAP, HOOK_FRAME };

/* Looks up what the hook needs of the stock dissectors. handle: the post-dissector's. Called once,
 * at handoff. */
void hook_init(dissector_handle_t handle);

/* HOOK_TREE or HOOK_TAP. Takes effect on the next dissection. */
void hook_use(enum hook_source source);

/* Makes Wireshark keep the messages of each frame where the source looks for them, or no longer; it
 * does unless told otherwise. */
void hook_want(bool wanted);

/* Lets another source stand in for the tree from the next frame on, HOOK_TREE: none any longer; in
 * a pass that would build no tree but for the plugin. */
void hook_spare_tree(enum hook_source instead);

/* Keeps them in the next dissection with a tree, whether Wireshark asks post-dissectors or not. */
void hook_prime(epan_dissect_t *edt);

/* Does the source need a protocol tree? */
bool hook_needs_tree(void);

/* A walk over one frame's messages; valid during this dissection of the frame only. */
struct hook {
    const packet_info *pinfo;
    enum hook_source source;
    unsigned index;     /* of the next message */
    tvbuff_t *frame;    /* the whole frame */
    GPtrArray *items;   /* HOOK_TREE: the tree's sip items, NULL when there are none */
    bool is_seen_twice; /* HOOK_FRAME: it was dissected twice */
    tvbuff_t *last_tvb; /* HOOK_TAP: where the last message lay, and where it ended */
    int last_end;
    bool is_behind_queue; /* ... and whether it is read on from there without the queue */
};

/* Starts the walk over what tvb, the whole frame, holds; false at once when that is no SIP. tree
 * may be NULL. */
bool hook_begin(struct hook *hook, tvbuff_t *tvb, const packet_info *pinfo, proto_tree *tree);

/* Reads the next message of the frame. The spans in *message point into the packet: they are gone
 * after this dissection. false at the end. */
bool hook_next(struct hook *hook, struct sip_message *message);

/* Was HOOK_MESSAGES_MAX reached, with more to come? */
bool hook_has_more(const struct hook *hook);

/* Has the frame an ICMP layer? SIP is then here only as the packet that an ICMP error quotes: such
 * a message never was sent now. */
bool hook_has_icmp(const packet_info *pinfo);

#endif
