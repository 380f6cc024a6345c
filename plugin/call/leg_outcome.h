/* leg_outcome.h
 * What a host in between made of its other legs: of which failure, or by itself.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_LEG_OUTCOME_H
#define SIPEXPLAIN_LEG_OUTCOME_H

#include "legs.h"

/* One attempt of the host in between: an INVITE that it sent on another leg. */
struct leg_attempt {
    const struct leg_link *link; /* NULL: none */
    const struct transaction *invite;
};

/* The next attempt for the INVITE that came to a host, of those that began before frame. after:
 * that of before, its link NULL to begin. false at the end. */
bool leg_next_attempt(const struct transaction *incoming, uint32_t frame,
                      struct leg_attempt *attempt);

/* Did the server of this hop send the request on, with the same Call-ID or as another leg? */
bool leg_went_on(const struct transaction *transaction, uint32_t frame);

/* Of a failure with this code that the host sent in frame to the client of incoming: the attempt
 * whose failure it made it from. Of those after whose end it tried no other the latest with the
 * same code, else the latest. code 0: the latest of all. Its link is NULL when there is none. */
struct leg_attempt leg_failed_attempt(const struct transaction *incoming, unsigned code,
                                      uint32_t frame);

/* How the host in between ended the call by itself. */
enum leg_own_end {
    LEG_OWN_NONE,      /* it did not, or nobody knows */
    LEG_OWN_CANCELLED, /* it cancelled its attempt, and the caller had not: its timer */
    LEG_OWN_RINGING,   /* the attempt still had no final response */
    LEG_OWN_SILENT,    /* the attempt had no response at all */
    LEG_OWN_ANSWERED   /* the attempt was answered */
};

/* Of a failure that the host sent in frame; *attempt: the one that shows it. */
enum leg_own_end leg_own_end_of(const struct transaction *incoming, uint32_t frame,
                                struct leg_attempt *attempt);

/* Had an attempt been answered before frame? Its link is NULL when none had. */
struct leg_attempt leg_answered_attempt(const struct transaction *incoming, uint32_t frame);

#endif
