/* leg_verdict.h
 * What a failure means where the host that sent it may have another leg of the call.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_LEG_VERDICT_H
#define SIPEXPLAIN_LEG_VERDICT_H

#include "diagnosis/fault/verdict.h"

/* FAULT_OTHER_LEG, other: the INVITE whose failure it was made from; FAULT_BETWEEN_LEGS, other: the
 * attempt that had not failed; else FAULT_NONE. The record has its transaction. */
struct fault_judgement leg_verdict(const struct record *record);

/* The same where no attempt is known to be of this call. FAULT_BETWEEN_LEGS: there was none, as the
 * host's attempts for other calls show. FAULT_UNPROVED_LEG, other: an INVITE that may be of it. */
struct fault_judgement leg_verdict_of_none(const struct record *record);

#endif
