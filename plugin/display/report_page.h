/* report_page.h
 * The frame of the report's page: its head with style and script, and its end.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_REPORT_PAGE_H
#define SIPEXPLAIN_REPORT_PAGE_H

#include <glib.h>

/* The page up to its first heading. Its policy lets only this style and this script in, whatever
 * else would get into the page. */
void report_page_begin(GString *to, const char *title);

void report_page_end(GString *to);

#endif
