/* second_look.h
 * The items of a protocol in a frame that was dissected without a tree.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_SECOND_LOOK_H
#define SIPEXPLAIN_SECOND_LOOK_H

#include "compat.h"

/* Dissects the frame once more, with a tree, as a program does that shows a frame again. To be
 * called when all other dissectors of the frame are done. Returns the protocol's items, NULL when
 * there are none; they live as long as the frame's dissection. */
GPtrArray *second_look(int proto, tvbuff_t *frame, const packet_info *pinfo);

#endif
