/* summary.h
 * The top line of an explanation: code, phrase and what it means here; and how loud it is.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_SUMMARY_H
#define SIPEXPLAIN_SUMMARY_H

#include "call/record.h"
#include "diagnosis/diagnosis.h"

/* The finding that says most, which record_summary() tells: the verdict, else one about the response
 * itself, else the loudest; of equals the first. NULL when there is none. */
const struct finding *finding_leading(const struct finding *findings);

/* The top line, "183 Session Progress - early media from 10.0.0.2:4000 (PCMA)", made in scope. The
 * phrase is the registered one, or the one sent where there is none. Site notes about the response
 * stand at the end. For a request: its method. */
const char *record_summary(const struct record *record, wmem_allocator_t *scope);

/* The loudest of a message's expert items: its findings, its site notes, and its code where no verdict
 * stands for it; of a muted response its notes alone. */
enum severity record_severity(const struct record *record);

#endif
