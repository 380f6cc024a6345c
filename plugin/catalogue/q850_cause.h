/* q850_cause.h
 * The telephone network's release causes (ITU-T Q.850) that a Reason header carries.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_Q850_CAUSE_H
#define SIPEXPLAIN_Q850_CAUSE_H

#include <stddef.h>

/* One cause value. Texts are static ASCII, never NULL. */
struct q850_cause {
    unsigned value;      /* 1..127 */
    const char *name;    /* Q.850's name, "Unassigned" where the list has none */
    const char *meaning; /* one plain sentence for the engineer */
    unsigned sip_code;   /* what a gateway answers for it (RFC 3398 section 7.2.4.1), 0 if none */
};

/* The entry for a cause value, or NULL outside 1..127. */
const struct q850_cause *q850_cause_lookup(unsigned value);

#endif
