/* called_side.h
 * What several rules about refused calls say in common: how long it rang, and where it began.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_CALLED_SIDE_H
#define SIPEXPLAIN_CALLED_SIDE_H

#include "diagnosis/rule.h"

/* Nobody who is at the phone decides sooner; seconds. */
#define AT_ONCE 1.0

/* A phone that rang so long was not answered, whatever the code; seconds. */
#define RINGING_LONG 15.0

/* Longest text of called_side_when(), with its NUL. */
#define WHEN_TEXT_MAX 72

/* The INVITE of a new call, captured from its beginning. */
bool is_to_initial_invite(const struct exchange *exchange);

/* Seconds from the first 180 to this response; below 0: the phone did not ring, or it is not known
 * how long. */
double ringing_seconds(const struct exchange *exchange);

/* "after 5.0 s of ringing", "0.020 s after the INVITE, without a 180". Returns text. */
const char *called_side_when(const struct exchange *exchange, char *text);

/* Points to the request, and to where a response began that each hop passes on. */
void called_side_evidence(const struct exchange *exchange, struct finding_draft *draft);

/* Do the response's own words name this Q.850 cause, or no cause at all? Then the meaning that the
 * code has for people may be told. */
bool words_allow(const struct record *record, unsigned cause, unsigned other_cause);

#endif
