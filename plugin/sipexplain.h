/* sipexplain.h
 * The post-dissector: one frame's way from its SIP messages to the explanation on the screen.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_H
#define SIPEXPLAIN_H

/* The names are those that Wireshark's tools look for in a dissector's source. */

/* Registers the protocol "sipexplain" with its fields, expert infos, preferences and call
 * memory. */
void proto_register_sipexplain(void);

/* Registers the post-dissector. */
void proto_reg_handoff_sipexplain(void);

/* Registers what "tshark -z" and the menus offer beside the tables. */
void register_tap_listener_sipexplain(void);

#endif
