/* frame_list.h
 * The frames of a display filter: "frame.number in {1, 64}".
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_FRAME_LIST_H
#define SIPEXPLAIN_FRAME_LIST_H

#include "compat.h"

/* Frames in one filter; further ones are left out. */
#define FRAME_LIST_MAX 100

/* To be freed with g_array_unref(). */
GArray *frame_list_new(void);

/* Adds the frame at a place (frame_number.h), once; none for 0 and for what a read filter
 * dropped. */
void frame_list_add(GArray *frames, uint32_t place);

/* Appends "FIELD in {1, 64}", in ascending order. */
void frame_list_append(GArray *frames, const char *field, GString *to);

#endif
