/* reason_phrase.h
 * Reason phrases that products write instead of the registered ones.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_REASON_PHRASE_H
#define SIPEXPLAIN_REASON_PHRASE_H

#include "message/span.h"

/* What a phrase that is not the registered one tells: a full sentence in static ASCII; NULL:
 * nothing is known of it. */
const char *reason_phrase_hint(unsigned code, struct span phrase);

/* Another code whose registered phrase this is, in any letter case; 0: none. */
unsigned reason_phrase_owner(unsigned code, struct span phrase);

#endif
