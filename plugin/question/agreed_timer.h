/* agreed_timer.h
 * The session timer that a dialog has agreed on (RFC 4028).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_AGREED_TIMER_H
#define SIPEXPLAIN_AGREED_TIMER_H

#include "of_exchange.h"
#include "quote.h"

struct agreed_timer {
    const struct transaction *refresh; /* the INVITE or UPDATE whose 2xx was the last; NULL: none */
    const struct record *answer;       /* that 2xx */
    uint32_t seconds;                  /* Session-Expires in it; 0: none, so no timer runs */
    const char *refresher_tag;         /* of the side that has to refresh; NULL: it is left open */
    const struct transaction *attempt; /* a later try of either side, which failed; NULL: none */
};

/* What holds in the dialog of this request when it is sent, among the call's CALL_SEARCH_MAX
 * transactions before it. */
struct agreed_timer agreed_timer_of(const struct transaction *request);

/* Seconds after the last refresh at which the side that does not refresh may end the session: a
 * third of it, and no more than 32 s, before its end (RFC 4028 section 10). */
double agreed_timer_due(const struct agreed_timer *timer);

/* Did the 2xx name another refresher than its request had asked for? */
bool agreed_timer_changed_sides(const struct agreed_timer *timer);

#endif
