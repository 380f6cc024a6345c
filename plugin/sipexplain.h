/* sipexplain.h
 * The post-dissector: one frame's way from its SIP messages to the explanation on the screen.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_H
#define SIPEXPLAIN_H

#include "compat.h"

/* Registers the protocol "sipexplain" with its fields, expert infos, preferences and call memory. */
void sipexplain_register(void);

/* Registers the post-dissector; called once. */
void sipexplain_register_handoff(void);

/* Wireshark tells when a program begins and ends to use an epan_dissect_t: for a pass over a file, or
 * for one frame. */
void sipexplain_begin_dissection(epan_dissect_t *edt);
void sipexplain_end_dissection(epan_dissect_t *edt);

/* Registers what "tshark -z" and the menus offer beside the tables. */
void sipexplain_register_statistics(void);

#endif
