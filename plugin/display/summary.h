/* summary.h
 * The top line of an explanation: code, phrase and what it means here; and how loud it is.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_SUMMARY_H
#define SIPEXPLAIN_SUMMARY_H

#include "call/record.h"
#include "diagnosis/diagnosis.h"

/* The top line, made in scope: "183 Session Progress - early media from 10.0.0.2:4000 (PCMA)",
 * `403 Forbidden - refused: "Too many calls"`. Of a failure the parties' own words follow. Site
 * notes about the response stand at the end. For a request: its method. */
const char *record_summary(const struct record *record, wmem_allocator_t *scope);

/* What its response answers: "INFO", "re-INVITE". */
const char *record_request_name(const struct record *record);

/* What a finding of this message says in a headline: its summary, or "INFO: another server did not
 * answer in time" where that is one for any code. */
void record_append_title(wmem_strbuf_t *text, const struct record *record,
                         const struct finding *finding);

/* The finding that heads the message: the cause or the verdict, else what tells best what became of
 * it. NULL: none does, and the code's meaning heads it. */
const struct finding *record_leading_finding(const struct record *record);

/* How loud the answer itself is: its code or verdict, and its site notes, without what else was
 * found. */
enum severity record_answer_severity(const struct record *record);

/* The loudest of a message's expert items: its findings, its site notes, and its code where no
 * verdict stands for it; of a muted response its notes alone. */
enum severity record_severity(const struct record *record);

#endif
