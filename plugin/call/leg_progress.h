/* leg_progress.h
 * Which response of the called side a response to the caller was made of, over hops and legs.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_LEG_PROGRESS_H
#define SIPEXPLAIN_LEG_PROGRESS_H

#include "legs.h"

/* Where a response to an initial INVITE, from 101 to 299, comes from. */
struct leg_progress {
    const struct record *origin; /* the response of the last leg that it was made of */
    int64_t called_time;         /* that leg's INVITE to origin: what the called side took */
    int64_t between_time;        /* the rest since the request: what the hosts in between took */
    bool is_own; /* a host in between sent origin by itself: no other leg had any such response; the
                    times are not known then */
};

/* A host in between answers for a leg behind it with the latest such response that it got there: a
 * 18x of a 18x, early media of early media, a 2xx of a 2xx. false: no other leg stands behind the
 * response, as far as is known in its frame. Other codes than these: false. Times are microseconds,
 * TIME_UNKNOWN where the capture has none. */
bool leg_progress_of(const struct record *record, struct leg_progress *progress);

#endif
