/* paragraph.h
 * Text laid out in the columns of a terminal.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_PARAGRAPH_H
#define SIPEXPLAIN_PARAGRAPH_H

#include <glib.h>

/* Breaks an ASCII text at its spaces into lines of at most width characters, longer words excepted;
 * each '\n' begins a new line. The lines are strings of the array: free it with
 * g_ptr_array_unref(). */
GPtrArray *paragraph_lines(const char *text, unsigned width);

/* Appends text in lines of at most width characters, the first behind the head, the others behind
 * as many spaces. Each line of text that '\n' ends gets the head anew. */
void paragraph_append(GString *to, const char *head, const char *text, unsigned width);

/* Appends two texts side by side, in a column of width characters each, with " | " between them. */
void paragraph_append_pair(GString *to, const char *left, const char *right, unsigned width);

#endif
