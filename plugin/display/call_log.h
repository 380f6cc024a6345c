/* call_log.h
 * The calls of a capture in the order in which they began, with what was found at their messages:
 * for what is printed of them at the end.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_CALL_LOG_H
#define SIPEXPLAIN_CALL_LOG_H

#include "call/call.h"
#include "call_outcome.h"

/* Messages with findings that are kept of one call; of later ones the findings count, but they are
 * not told one by one. */
#define CALL_LOG_FOUND_MAX 64

struct logged_call {
    const struct call *call;
    struct outcome_findings findings;
    GPtrArray *found; /* struct record *, the messages with findings, in order; NULL: none */
    bool is_wanted;   /* a message of it passed the filter */
    bool is_told;     /* for who prints */
    unsigned part;    /* of the report, 1 for the first; 0: none */
};

struct call_log {
    GPtrArray *calls;    /* struct logged_call, in the order in which they began */
    GHashTable *of_call; /* struct call -> struct logged_call */
    int64_t first_time;  /* of the file's messages, microseconds since the epoch */
    int64_t last_time;   /* TIME_UNKNOWN: there was none */
    uint64_t message_count;
    char *filter; /* NULL: all calls are wanted */
    void (*print)(struct call_log *log);
};

/* For a stat_tap_init_cb of "-z NAME[,FILTER]", argument as it was given: listens to the tap
 * "sipexplain", and has print() called at the end of the capture. It ends a tshark whose argument
 * is wrong; in a window it warns that this is for tshark, and does nothing: false. */
bool call_log_listen(const char *name, const char *argument, void (*print)(struct call_log *log));

/* What is known of a call; NULL: nothing. */
struct logged_call *call_log_find(const struct call_log *log, const struct call *call);

/* How it went, as the capture's end knows it. */
struct call_outcome call_log_outcome(const struct logged_call *logged);

/* Does the call, or another leg of it, have a message that passed the filter? */
bool call_log_is_wanted(const struct call_log *log, const struct logged_call *logged);

#endif
