/* time_spread.h
 * How a server's response times spread: median, 95th percentile and maximum in little memory.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_TIME_SPREAD_H
#define SIPEXPLAIN_TIME_SPREAD_H

#include <glib.h>
#include <stdint.h>

/* Of a GArray: times that differ by less than 1.6 %, and the longest of them. */
struct time_bucket {
    uint32_t class; /* ascending with the time */
    uint32_t count;
    int64_t longest; /* microseconds */
};

/* A new spread without times; free it with g_array_unref(). It holds at most some 2,000 buckets. */
GArray *time_spread_new(void);

/* Counts a time in microseconds; a negative one counts as 0. */
void time_spread_add(GArray *spread, int64_t time);

/* The time that percent of all times do not exceed, off by at most 1.6 % (exact when no two times
 * are that close), microseconds; -1 without times. 50 is the median, of an even number the lower
 * one. */
int64_t time_spread_percentile(const GArray *spread, unsigned percent);

#endif
