/* verdict.h
 * What a message means here, in one sentence that a column shows whole.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_VERDICT_TEXT_H
#define SIPEXPLAIN_VERDICT_TEXT_H

#include "call/record.h"
#include "diagnosis/diagnosis.h"

/* Bytes of a verdict that the column of a full window shows. Only the user's own notes, and what
 * would not be true in fewer words, make it longer. */
#define VERDICT_MAX 67

/* `passed along; began at 10.0.0.3 in frame 5`, `refused by 10.0.0.3: "Too many calls"`, made in
 * scope; "" where the code says all. Of a failure the parties' own words follow. At the end stands
 * what becomes of a copy, and the site notes. */
const char *record_verdict(const struct record *record, wmem_allocator_t *scope);

/* What one of the record's findings says, with the names of hosts and method filled in. */
const char *verdict_of_finding(const struct finding *finding, const struct record *record,
                               wmem_allocator_t *scope);

/* What its response answers: "INFO", "re-INVITE". */
const char *record_request_name(const struct record *record);

/* The finding that heads the message: the cause or the verdict, else what tells best what became of
 * it. NULL: none does, and the code's meaning heads it. */
const struct finding *record_leading_finding(const struct record *record);

#endif
