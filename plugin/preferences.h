/* preferences.h
 * What the user can set in Preferences > Protocols > SIP Explain, or with -o sipexplain.NAME:VALUE.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_PREFERENCES_H
#define SIPEXPLAIN_PREFERENCES_H

#include "compat.h"

/* Each member has the name of its preference. A change is seen from the next dissection on. A
 * threshold is whatever the user wrote: who reads it bounds it; 0 switches its finding off. */
struct preferences {
    ws_bool_preference tree_on_first_pass; /* find the messages in the tree, not in the tap */
    ws_bool_preference
        explain_provisional; /* off: no item of any kind for a 1xx; it is remembered all the same */
    int expert_severity;     /* enum severity: below it nothing becomes an expert item */
    ws_bool_preference info_column; /* begin the Info column with the verdict */
    ws_bool_preference voip_calls;  /* list the calls in Telephony > VoIP Calls too */
    ws_bool_preference omit_texts;  /* leave what the catalogue says of a code out of the tree */
    unsigned slow_fault_seconds;    /* a 5xx that took longer is slow */
    unsigned slow_setup_seconds;    /* so is a call without a sign of the callee for longer */
    unsigned burst_count;           /* this many 5xx of one host within burst_seconds are a burst */
    unsigned burst_seconds;
    const char *leg_headers; /* further headers that the legs of one call share, a list */
};

/* The current values; written by Wireshark only. */
extern const struct preferences *const preferences;

/* Registers them for the protocol; apply is called after a change. Returns the module, for what
 * else belongs on the same page. Called once. */
module_t *preferences_register(int proto, void (*apply)(void));

#endif
