/* call_filter.h
 * "SIP call (all hops)", "SIP call (all legs)" and "SIP call with its media" among Wireshark's
 * conversation filters: what belongs to the selected calls.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_CALL_FILTER_H
#define SIPEXPLAIN_CALL_FILTER_H

#include "call/call.h"
#include "compat.h"

/* Calls of one frame that the filter names; a TCP segment may hold messages of more. */
#define CALL_FILTER_CALLS_MAX 50

/* Adds the entries to the menus Conversation Filter and Colorize Conversation, and makes the first
 * what "Next Packet in Conversation" goes by. It is there for frames with a Call-ID, requests too;
 * the second where the call has legs with other Call-IDs that are joined to it (call/legs.h), the
 * third where one of them has a session description. Called once, when the protocol registers. */
void call_filter_register(int proto);

/* Wireshark asks for the filter of a frame after its dissection, which keeps tree and pinfo. To be
 * called for every frame; tree may be NULL. */
void call_filter_keep(packet_info *pinfo, proto_tree *tree);

/* "sip.Call-ID == ..." with the Call-ID quoted; wmem_free(NULL, ...) it. One that cannot be shown
 * whole is not found by it. */
char *call_filter_condition(const struct call *call);

#endif
