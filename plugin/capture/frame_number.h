/* frame_number.h
 * The place of a frame in the file: its number, however many a read filter dropped before it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_FRAME_NUMBER_H
#define SIPEXPLAIN_FRAME_NUMBER_H

#include "compat.h"

/* What the call memory and the rules call a frame is its place: its number plus the frames dropped
 * before it, so the number itself wherever no read filter is set (tshark -2 -R, Wireshark's Open
 * with a read filter). Places ascend, and no two frames share one. Only what is shown has numbers
 * again. */

/* Called once, when the plugin registers. */
void frame_number_init(void);

/* The place of the frame that is being dissected: to be called once for each dissection. */
uint32_t frame_place(const packet_info *pinfo);

/* The number that the frame at a place has for the user; 0: a read filter dropped it. */
uint32_t frame_number_at(uint32_t place);

/* Has a read filter dropped any frame, so that places and numbers differ? */
bool frame_number_differs(void);

#endif
