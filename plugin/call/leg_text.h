/* leg_text.h
 * Numbers, Call-IDs and other values as two legs of one call may carry them: what makes two alike.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_LEG_TEXT_H
#define SIPEXPLAIN_LEG_TEXT_H

#include "message/span.h"

/* Characters of a number or name that are compared, the last ones. */
#define LEG_NUMBER_MAX 32

/* The number in the user part of a URI, without "+", leading zeros, visual separators and what
 * stands before six digits or more, such as a route's prefix; else the name in small letters.
 * Written to number. Empty for what is no party's: "anonymous", "unknown", only zeros. */
struct span leg_number(struct span user, char number[LEG_NUMBER_MAX]);

/* How far two of them may be the same party's. */
enum leg_likeness {
    LEG_UNLIKE,
    LEG_ALIKE, /* the last three digits or more: an extension behind a longer number */
    LEG_SAME   /* equal, or the last six digits or more are, all but a prefix of the shorter one */
};
enum leg_likeness leg_likeness(struct span number, struct span other);

/* The last characters of a number, the same of two that are not LEG_UNLIKE. */
struct span leg_number_tail(struct span number);

/* Was one of the Call-IDs made of the other, with a prefix or suffix or in another host's name, or
 * both of one long stem? What a host counts up makes none. */
bool leg_call_ids_are_related(struct span call_id, struct span other);

/* The parts of a Call-ID, at least one of which is equal in two that are related: its begin, its
 * end before "@", and its longest part between separators. Returns how many. */
#define LEG_STEMS_MAX 3
unsigned leg_call_id_stems(struct span call_id, struct span stems[LEG_STEMS_MAX]);

/* The Call-IDs that this one may be made of by a prefix or suffix of the whole, parted by a
 * separator: "1-7@10.0.0.1" of "1-7@10.0.0.1-b2b_1". Returns how many. */
#define LEG_CORES_MAX 8
unsigned leg_call_id_cores(struct span call_id, struct span cores[LEG_CORES_MAX]);

/* Shorter From tags alone tell no call: a test's "1", which many calls have. */
#define LEG_TAG_MIN 6

/* Is it a value that could be of one call only: long enough, with digits, and not one digit over
 * and over? */
bool leg_value_is_telling(struct span value);

/* Was it drawn for one call, as its letters and digits in turn or its many digits show?
 * "TRUNK-0042" may as well be the name of a site, which stands on all of its calls. */
bool leg_value_is_drawn(struct span value);

#endif
