/* both_sides.h
 * What both sides of an answered call say of its sound, and what came of it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_BOTH_SIDES_H
#define SIPEXPLAIN_BOTH_SIDES_H

#include "call/sdp_place.h"

/* What both sides said last of the call's media, the one that hangs up and the other one, by what
 * was agreed; description NULL: not known. */
struct last_words {
    struct sdp_place own, other;
};

struct last_words last_words_of(const struct transaction *bye);

/* The line with sound of a description; NULL: none. */
const struct description_line *sound_of(const struct sdp_place *place);

/* The endpoint of the sound of the side; length 0: it has none, or does not both send and hear. */
struct endpoint side_talking_at(const struct sdp_place *place);

/* One side of a call by all its descriptions. */
struct side {
    struct endpoint at;
    bool may_hear; /* RTP came to it, or an error, or may have from the other side */
};

/* Fills the two in, whose endpoints are set. false: not all descriptions of the call name these two
 * for its sound, to talk both ways. */
bool sides_read(const struct call *call, struct side *one, struct side *other);

/* RTP since the answer to the one side, which is speech for some time; NULL: none. */
const struct media_stretch *side_speech_to(const struct sdp_place *place,
                                           const struct record *answer);

#endif
