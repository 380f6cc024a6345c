/* summary.h
 * The top line of an explanation: code, phrase and what it means here; and how loud it is.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_SUMMARY_H
#define SIPEXPLAIN_SUMMARY_H

#include "call/record.h"
#include "diagnosis/diagnosis.h"

/* The top line, made in scope: "183 Session Progress - early media offered: PCMA", `403 Forbidden -
 * refused by 10.0.0.3: "Too many calls"`: code and phrase, of a request its method, and then the
 * verdict (verdict.h), unless that is "". */
const char *summary_of(const struct record *record, const char *verdict, wmem_allocator_t *scope);

/* The same with the record's own verdict. */
const char *record_summary(const struct record *record, wmem_allocator_t *scope);

/* How loud the answer itself is: its code or verdict, and its site notes, without what else was
 * found. */
enum severity record_answer_severity(const struct record *record);

/* The loudest of a message's expert items: its findings, its site notes, and its code where no
 * verdict stands for it; of a muted response its notes alone. */
enum severity record_severity(const struct record *record);

#endif
