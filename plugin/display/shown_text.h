/* shown_text.h
 * Our texts as the user sees them: with Wireshark's frame numbers, and no time where there is none.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_SHOWN_TEXT_H
#define SIPEXPLAIN_SHOWN_TEXT_H

#include "compat.h"

/* Every text of ours goes through this once, where it is shown. "The 183 in frame 57" gets the
 * number of the frame at that place (frame_number.h), or "in frame (dropped)" when a read filter
 * dropped it; "after nan s" becomes "after an unknown time". text itself where nothing of it
 * changes; else made in scope. */
const char *shown_text(const char *text, wmem_allocator_t *scope);

#endif
