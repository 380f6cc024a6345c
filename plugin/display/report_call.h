/* report_call.h
 * The part of the report about one call that is not well, with all its legs.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_REPORT_CALL_H
#define SIPEXPLAIN_REPORT_CALL_H

#include "call_log.h"

/* Gives the call and its other legs this part. */
void report_assign(const struct call_log *log, struct logged_call *logged, unsigned part);

/* Appends the part of a call, with the id "call-PART": its verdict and those of its other legs,
 * what to do and who acts, the ladder, each finding with its reference, and filters to paste. */
void report_append_call(GString *to, const struct call_log *log, const struct logged_call *logged,
                        wmem_allocator_t *scope);

/* "error", "warn", "note" or "chat", the class of the page. */
const char *report_class(enum severity severity);

#endif
