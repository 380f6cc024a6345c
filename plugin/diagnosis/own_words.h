/* own_words.h
 * What a party says of a cause, quoted for a sentence: before any guess of ours.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_OWN_WORDS_H
#define SIPEXPLAIN_OWN_WORDS_H

#include "call/record.h"

/* Longest text of own_words(), with its NUL. */
#define OWN_WORDS_MAX 112

/* `Q.850 47 Resources unavailable, unspecified`, `RELEASE_CAUSE 3 "Media bearer loss"`, `Warning 399
 * "No mailbox"`: the words that tell most, fit to be shown; "" when none tells a cause, as cause 0 and
 * a normal hang-up do not. Returns text, which holds OWN_WORDS_MAX. */
const char *own_words(const struct words *words, char *text);

/* The same of a response, whose reason phrase tells too where it is not the usual one of its code:
 * `"Too many registrations"`. */
const char *own_words_of_response(const struct record *record, char *text);

/* Is the response's phrase neither the registered one of its code nor a known other wording of it? */
bool own_words_in_phrase(const struct record *record);

/* `Q.850 47 Resources unavailable, unspecified "RESOURCE_UNAVAILABLE"` of one Reason value. Returns
 * text, which holds OWN_WORDS_MAX. */
const char *own_words_of_reason(const struct reason_value *reason, char *text);

/* Does this Reason value tell a cause: not 0, no normal hang-up, or in a text of its own? */
bool own_words_tell(const struct reason_value *reason);

/* A text without the id of the call that some servers write before it ("5e19725b-...;No endpoints"). */
const char *own_words_without_id(const char *text);

#endif
