/* leg_outcome.h
 * What a host in between made of its other legs: how it ended a call by itself.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_LEG_OUTCOME_H
#define SIPEXPLAIN_LEG_OUTCOME_H

#include "leg_attempts.h"

/* Did the server of this hop send the request on, with the same Call-ID or as another leg? Also
 * where it may have: leg_unproved(). */
bool leg_went_on(const struct transaction *transaction, uint32_t frame);

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

/* Did the host refuse the INVITE in frame, at once and without an attempt of its own, though the
 * capture shows the attempts that it makes because of calls to this number? *beside: the latest of
 * them. */
bool leg_was_not_tried(const struct transaction *incoming, uint32_t frame,
                       struct leg_attempt *beside);

#endif
