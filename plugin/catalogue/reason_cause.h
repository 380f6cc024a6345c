/* reason_cause.h
 * What the cause numbers of a Reason header mean, for each protocol it can name (RFC 3326).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_REASON_CAUSE_H
#define SIPEXPLAIN_REASON_CAUSE_H

#include <stdbool.h>

/* The name of a cause: Q.850, SIP and STIR (RFC 9410) causes, Preemption (RFC 4411),
 * RELEASE_CAUSE and FAILURE_CAUSE (3GPP TS 24.229 section 7.2A.18). protocol in any letter case.
 * NULL: not known. */
const char *reason_cause_name(const char *protocol, unsigned cause);

/* Where the numbers of a protocol come from, in a few words: "the telephone network"; NULL: not
 * known. */
const char *reason_protocol_source(const char *protocol);

/* A hang-up, an answer elsewhere, a cancelled call: nothing failed. Cause 0, which tells none,
 * too. */
bool reason_cause_is_normal(const char *protocol, unsigned cause);

#endif
