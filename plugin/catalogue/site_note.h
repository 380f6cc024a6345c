/* site_note.h
 * One line of the user's own table of notes: the responses it is about, and what it says of them.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_SITE_NOTE_H
#define SIPEXPLAIN_SITE_NOTE_H

#include "severity.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One more than the highest status code (RFC 3261 section 7.2), and the lowest. */
#define SITE_NOTE_CODES_END 700
#define SITE_NOTE_CODES_BEGIN 100

/* Longest note and pattern, in bytes: what Wireshark shows of an expert item. */
#define SITE_NOTE_TEXT_MAX 180

/* Status codes, one bit for each. */
struct site_note_codes {
    uint8_t bits[(SITE_NOTE_CODES_END + 7) / 8];
};

/* Where the pattern is looked for. */
enum site_note_place {
    SITE_NOTE_PHRASE, /* the reason phrase */
    SITE_NOTE_SERVER, /* Server, or User-Agent where that is missing */
    SITE_NOTE_REASON  /* each value of Reason (RFC 3326): Q.850;cause=41;text="..." */
};

/* One line. The strings are the table's; NULL counts as empty. */
struct site_note {
    char *codes_text; /* the codes as the user wrote them */
    char *pattern;    /* empty: every response with these codes */
    char *text;       /* the note */
    enum site_note_place place;
    enum severity severity; /* of the note's expert item */
    bool is_muting;         /* the responses that it is about have no expert items */
    struct site_note_codes codes;
};

/* Reads a list such as "500, 503-504, 4xx" into codes. False, and no codes at all, unless every
 * member is a status code from 100 to 699, a class or a range of them that ascends. */
bool site_note_codes_read(const char *text, size_t length, struct site_note_codes *codes);

/* Is the note about responses with this code? */
bool site_note_has_code(const struct site_note *note, unsigned code);

/* Is the note's pattern somewhere in text? ASCII letters match in either case; a number matches as
 * a whole only: "BLCK-7" is not in "BLCK-70". An empty pattern is in every text; text may be
 * NULL. */
bool site_note_has_text(const struct site_note *note, const char *text);

#endif
