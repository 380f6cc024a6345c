/* frame_name.h
 * The frames that our texts name, by the numbers that the user sees.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_FRAME_NAME_H
#define SIPEXPLAIN_FRAME_NAME_H

#include "compat.h"

/* "The 183 in frame 57 ..." with the number of the frame at that place (frame_number.h), "in frame
 * (dropped)" when a read filter dropped it. Every text of ours goes through this once, where it is shown.
 * text itself as long as nothing was dropped; else made in scope. */
const char *frame_names(const char *text, wmem_allocator_t *scope);

#endif
