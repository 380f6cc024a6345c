/* html.h
 * Text in a page of HTML or in a picture of SVG: nothing that packets bring is ever markup there.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_HTML_H
#define SIPEXPLAIN_HTML_H

#include <glib.h>

/* Appends a text so that it is text between tags and in a quoted attribute alike. Control
 * characters, those that turn the direction of writing, and bytes that are no UTF-8 become "?"; a
 * line's end becomes a blank. NULL appends nothing. */
void html_append(GString *to, const char *text);

/* printf-like: each %s is appended as html_append() does, %u is an unsigned, %% a per cent sign; no
 * other conversion is known. The format itself is markup. */
void html_append_format(GString *to, const char *format, ...);

#endif
