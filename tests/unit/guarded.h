/* guarded.h
 * Test inputs that end at an unreadable page: a one-byte over-read crashes.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_GUARDED_H
#define SIPEXPLAIN_GUARDED_H

#include "message/sip_message.h"

#include <glib.h>

/* The longest input. */
#define GUARDED_ROOM ((size_t)64 * 1024)

/* Called once, before the others. */
void guarded_init(void);

/* A copy at the border of the unreadable page; valid until the next call. */
struct span guarded(const char *text, size_t length);
struct span guarded_text(const char *text);

/* A 200 with these header rows, read from a guarded copy of it. */
void read_rows(const char *rows, struct sip_message *message);

void assert_span(struct span is, const char *expected);

/* A span over a literal that outlives the test. */
struct span of(const char *text);

#endif
