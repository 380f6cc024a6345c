/* outcome_parts.h
 * Parts of the line that says what became of a call; used by outcome_*.c, call_outcome.c and
 * decision.c only.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_OUTCOME_PARTS_H
#define SIPEXPLAIN_OUTCOME_PARTS_H

#include "call_outcome.h"

/* " after 5.9 s" */
void outcome_append_after(wmem_strbuf_t *text, int64_t from, int64_t to);

/* ": Q.850 88 Incompatible destination", the words of a BYE or CANCEL; nothing where they tell
 * none. */
void outcome_append_words(wmem_strbuf_t *text, const struct transaction *request);

/* "caller", "10.0.0.1:5060 in between", made in scope. */
const char *outcome_hanger_up(const struct hang_up *hang_up, wmem_allocator_t *scope);

/* The failure of a server before another one answered this INVITE, which got a 2xx; NULL: none. */
const struct record *outcome_failed_before(const struct transaction *attempt);

/* "answered, ended by the caller after 12.3 s": of a call with a 2xx. */
void outcome_append_answered(wmem_strbuf_t *text, const struct call_outcome *outcome,
                             wmem_allocator_t *scope);

/* Is it a Warn or an Error? */
bool outcome_is_loud(struct outcome_finding worst);

/* Is it about what came late, again or never? */
bool outcome_is_of_timing(const struct finding *finding);

/* What the finding says, and at which message: "two phones answered the same call (200 in frame
 * 7)". */
const char *outcome_telling_text(struct outcome_finding worst, wmem_allocator_t *scope);

/* said of an answered call, and its worst finding: in front what is wrong with the call, behind a
 * request that failed in it, "; re-INVITE got 500 in frame 9: ..., call went on". */
const char *outcome_answered_text(const char *said, const struct call_outcome *outcome,
                                  wmem_allocator_t *scope);

#endif
