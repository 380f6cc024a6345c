/* response_duties.h
 * The header fields that a response must or should have.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_RESPONSE_DUTIES_H
#define SIPEXPLAIN_RESPONSE_DUTIES_H

#include "diagnosis/rule.h"

enum duty_strength { DUTY_MUST, DUTY_SHOULD };

/* Writes the detail of a response that lacks header fields of this strength: their names, each with
 * what asks for it. false when it lacks none, or when its headers could not be read well enough to
 * tell. Call-ID and CSeq may be among the missing: exchange->transaction may be NULL. */
bool response_duties_missing(const struct exchange *exchange, enum duty_strength strength,
                             struct finding_draft *draft);

#endif
