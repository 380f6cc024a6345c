/* leg_attempts.h
 * The INVITEs that a host in between sent on other legs because of one that came to it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_LEG_ATTEMPTS_H
#define SIPEXPLAIN_LEG_ATTEMPTS_H

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

/* An INVITE that the server of this one sent before frame, and that may continue this one or
 * another that came to it: their numbers and times do not tell which. NULL: none, or what it sent
 * because of this one is known. */
const struct transaction *leg_unproved(const struct transaction *incoming, uint32_t frame);

/* Of a failure with this code that the host sent in frame to the client of incoming: the attempt
 * whose failure it made it from. Of those after whose end it tried no other the latest with the
 * same code, else the latest. code 0: the latest of all. Its link is NULL when there is none. */
struct leg_attempt leg_failed_attempt(const struct transaction *incoming, unsigned code,
                                      uint32_t frame);

/* Had an attempt been answered before frame? Its link is NULL when none had. */
struct leg_attempt leg_answered_attempt(const struct transaction *incoming, uint32_t frame);

/* Had any attempt no final response by then? */
bool leg_has_open_attempt(const struct transaction *incoming, uint32_t frame);

/* How an attempt stood at frame: its final response, if it had come before; NULL: it had none. */
const struct record *leg_final_before(const struct transaction *invite, uint32_t frame);

/* Had its own host cancelled it before frame? */
bool leg_was_cancelled(const struct transaction *invite, uint32_t frame);

/* Of one that has a final response: was that a challenge, and the INVITE sent again because of it,
 * with the same From tag and a higher CSeq? */
bool leg_was_only_challenged(const struct transaction *invite);

#endif
