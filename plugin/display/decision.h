/* decision.h
 * Which message tells why a call is not well, and where to look for what went wrong.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_DECISION_H
#define SIPEXPLAIN_DECISION_H

#include "call_outcome.h"

/* The message: the final response, or the one with a louder finding; and its finding. */
struct decision {
    const struct record *record;   /* NULL: there is none */
    const struct finding *finding; /* NULL: the code alone */
    enum severity severity;
    uint32_t frame; /* the message's, and where there is none, of what was never answered */
};

struct decision decision_of_call(const struct call_outcome *outcome);

/* The same of another exchange. final: its final response; NULL: none. */
struct decision decision_of(const struct record *final, struct outcome_finding worst,
                            enum severity severity);

/* What was passed along is mended where it began. */
struct decision decision_where_it_began(struct decision decision);

/* "frame 4, 10.0.0.3", made in scope: the message to go to first, and who has to act on it. "":
 * nobody has to look. */
const char *decision_look_at(struct decision decision, wmem_allocator_t *scope);

#endif
