/* call_heading.h
 * A call in one line: its frame, when it began, who called whom.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_CALL_HEADING_H
#define SIPEXPLAIN_CALL_HEADING_H

#include "call/call.h"
#include "catalogue/severity.h"

/* "2026-11-28 10:00:00.000", local; "?" for a time that no calendar has. Made in scope. */
const char *local_time_text(int64_t time, wmem_allocator_t *scope);

/* "frame 1, 2026-11-28 10:00:00.000, alice@example.com to bob@example.com", made in scope. */
const char *call_heading(const struct call *call, wmem_allocator_t *scope);

/* "Error: ", "Warn: ", "Note: ", "". */
const char *severity_mark(enum severity severity);

#endif
