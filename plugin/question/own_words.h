/* own_words.h
 * What a party says of a cause, quoted for a sentence: before any guess of ours.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_OWN_WORDS_H
#define SIPEXPLAIN_OWN_WORDS_H

#include "call/record.h"

/* Longest text of own_words(), with its NUL. */
#define OWN_WORDS_MAX 112

/* Of a request: `Q.850 47 Resources unavailable, unspecified`, `RELEASE_CAUSE 3 "Media bearer
 * loss"`, `Warning 399 "No mailbox"`: the words that tell most, fit to be shown; "" when none tells
 * a cause, as cause 0 and a normal hang-up do not. Returns text, which holds OWN_WORDS_MAX. */
const char *own_words(const struct words *words, char *text);

/* The same of a response, whose reason phrase tells too where it is not the usual one of its code:
 * `"Too many registrations"`. */
const char *own_words_of_response(const struct record *record, char *text);

/* Does another field than Reason and Warning tell a cause, no normal hang-up? */
bool own_words_in_row(const struct words *words);

/* Is the response's phrase neither the registered one of its code nor a known other wording of
 * it? */
bool own_words_in_phrase(const struct record *record);

/* `Q.850 22 "MediaOfferError"` of one Reason value; `Q.850 22 Number changed` where it has no text
 * of its own. Returns text, which holds OWN_WORDS_MAX. */
const char *own_words_of_reason(const struct reason_value *reason, char *text);

/* Does this Reason value of a response with this code (0: of a request) tell a cause: not 0, no
 * normal hang-up, not the code once more, or in a text of its own? */
bool own_words_tell(const struct reason_value *reason, unsigned code);

/* Does a Warning tell a cause? Not where a server only writes remarks for its developers into
 * it. */
bool own_words_in_warning(const struct warning_value *warning);

/* How many of the Reason and Warning values, bodies and other fields tell a cause. */
unsigned own_words_count(const struct words *words, unsigned code);

/* The Reason value that tells most of a message with this code (0: a request); NULL: none does. */
const struct reason_value *own_words_telling_reason(const struct words *words, unsigned code);

/* What the Q.850 cause of this Reason value means, in a sentence; NULL: it is not one, or a text of
 * its own says something else. */
const char *own_words_meaning(const struct reason_value *reason);

/* Has a text a word of the name that its number has? Else number and text contradict each other,
 * and the number explains nothing. */
bool own_words_fit(const char *text, const char *name);

/* Is it a text that call analytics wrote (ATIS-1000099), "v=analytics1;url=...;tel=..."? */
bool own_words_is_of_analytics(const struct reason_value *reason);

/* The first such text of the message; NULL: none. */
const char *own_words_of_analytics(const struct words *words);

#endif
