/* plain.h
 * What the plain C of message/ and catalogue/ shares: they know neither Wireshark nor GLib.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_PLAIN_H
#define SIPEXPLAIN_PLAIN_H

#include <stdbool.h>
#include <stddef.h>

#define PLAIN_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ASCII only: the locale has no say. */
static inline bool plain_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline int plain_lower(int c)
{
    return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

/* In any letter case. */
static inline bool plain_same_text(const char *a, const char *b)
{
    for (; *a && *b; a++, b++) {
        if (plain_lower(*a) != plain_lower(*b))
            return false;
    }
    return *a == *b;
}

#endif
