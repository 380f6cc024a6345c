/* history.h
 * What hosts did across calls: failures tried again, bursts of them, challenges left unanswered.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_HISTORY_H
#define SIPEXPLAIN_HISTORY_H

#include "call.h"

/* So many 5xx of one address, for different calls, may be a burst. */
#define BURST_COUNT_MIN 2
#define BURST_COUNT_MAX 100

/* 5xx responses that one host began (relayed ones do not count). */
struct burst {
    struct endpoint host; /* port 0 */
    unsigned size;        /* this many are a burst: as set when the host failed first */
    unsigned count;       /* failures so far */
    unsigned length;      /* ... of the burst that is on; 0: none is */
    uint32_t first_frame; /* the first of them */
    int64_t first_time;
    const struct record *failures[]; /* the latest, a ring of size; each of another call */
};

/* Called once, when the plugin registers. */
void history_init(void);

/* What is a burst: count failures, kept to BURST_COUNT_MIN and BURST_COUNT_MAX, within seconds;
 * none if one of them is 0. A change counts for hosts that have not failed yet. */
void history_use_burst(unsigned count, unsigned seconds);

/* A new request; of an initial one fills in what it tries again. Returns the challenge that its
 * client left unanswered for more than TRANSACTION_TIME, once; else NULL. */
const struct record *history_add_request(struct transaction *transaction);

/* A 2xx of a transaction: what it tried again has been put right. */
void history_add_success(const struct transaction *transaction);

/* The first final response of a transaction, a failure. Returns the burst that it begins or goes on
 * with, else NULL. */
const struct burst *history_add_failure(const struct transaction *transaction,
                                        const struct record *record);

#endif
