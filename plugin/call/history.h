/* history.h
 * What hosts did across calls: failures tried again, bursts of failures, challenges left unanswered.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_HISTORY_H
#define SIPEXPLAIN_HISTORY_H

#include "call.h"

/* This many 5xx of one address within this time, for different calls, are a burst; microseconds. */
#define BURST_FAILURES 5
#define BURST_TIME 10000000

/* A challenge not answered for this long is abandoned: 64*T1; microseconds. */
#define ABANDON_TIME 32000000

/* Hosts, callers and clients remembered; further ones are not. */
#define HISTORY_MAX 200000

/* 5xx responses that one host began (relayed ones do not count). */
struct burst {
    struct endpoint host;                          /* port 0 */
    int64_t times[BURST_FAILURES];                 /* of the latest, a ring */
    const struct record *failures[BURST_FAILURES]; /* each of another call */
    unsigned count; /* failures in the ring so far, or since the burst began */
    bool is_on;
};

/* Called once, when the plugin registers. */
void history_init(void);

/* An initial request: fills in what it tries again. Returns the challenge that its client left
 * unanswered for more than ABANDON_TIME, once; else NULL. */
const struct record *history_add_request(struct transaction *transaction);

/* A 2xx of a transaction: what it tried again has been put right. */
void history_add_success(const struct transaction *transaction);

/* The first final response of a transaction, a failure. Returns the burst that it begins, else NULL. */
const struct burst *history_add_failure(const struct transaction *transaction,
                                        const struct record *record);

#endif
