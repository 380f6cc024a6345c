/* intern.h
 * One copy of each text that is kept, for as long as the capture file is open.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_INTERN_H
#define SIPEXPLAIN_INTERN_H

#include "kept_memory.h"
#include "message/span.h"

/* Bytes of a text that are shown; the rest is cut off, but tells texts apart. */
#define INTERN_TEXT_MAX 200

/* Called once, when the plugin registers. */
void intern_init(void);

/* The kept copy: NUL-terminated valid UTF-8, with each byte that is none shown as U+FFFD, folded
 * lines put together and characters that cannot be shown, as a terminal's commands, as "?". The
 * same text as sent gives the same pointer until the file is closed, and another text another one.
 * NULL for an empty text. */
const char *intern(struct span text);

/* The same, for who keeps its place; 0 for an empty text. */
kept_place intern_place(struct span text);

/* Places of texts among the recent ones of a kind. */
#define RECENT_TEXTS 256

/* The place of a text that is not empty: one that shares it costs a comparison, no more, so it need
 * not resist anybody. */
static inline size_t recent_place_of(struct span text)
{
    const unsigned char *bytes = (const unsigned char *)text.text;
    const size_t last = text.length - 1;

    return (text.length * 61 + bytes[0] * (size_t)5 + bytes[last / 2] * (size_t)17 +
            bytes[last - last / 4] * (size_t)13 + bytes[last]) %
           RECENT_TEXTS;
}

#endif
