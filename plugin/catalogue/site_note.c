/* site_note.c
 * One line of the user's own table of notes: the responses it is about, and what it says of them.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "site_note.h"

#include "plain.h"

#include <string.h>

/* What is left to read of the list. */
struct list {
    const char *at, *end;
};

static void skip_spaces(struct list *list)
{
    while (list->at < list->end && *list->at == ' ')
        list->at++;
}

static bool skip(struct list *list, char character)
{
    skip_spaces(list);
    if (list->at == list->end || *list->at != character)
        return false;
    list->at++;
    return true;
}

/* "503", or "5xx" for 500 to 599. */
static bool read_code(struct list *list, unsigned *first, unsigned *last)
{
    const char *digits;

    skip_spaces(list);
    digits = list->at;
    if (list->end - digits < 3 || !plain_is_digit(digits[0]))
        return false;
    list->at += 3;
    *first = *last = (unsigned)(digits[0] - '0') * 100;
    if (plain_lower(digits[1]) == 'x' && plain_lower(digits[2]) == 'x') {
        *last += 99;
    } else if (plain_is_digit(digits[1]) && plain_is_digit(digits[2])) {
        *first += (unsigned)(digits[1] - '0') * 10 + (unsigned)(digits[2] - '0');
        *last = *first;
    } else {
        return false;
    }
    return *first >= SITE_NOTE_CODES_BEGIN && *last < SITE_NOTE_CODES_END;
}

static bool read_range(struct list *list, struct site_note_codes *codes)
{
    unsigned first, last, lowest_end;

    if (!read_code(list, &first, &last))
        return false;
    if (skip(list, '-') && (!read_code(list, &lowest_end, &last) || lowest_end < first))
        return false;
    for (unsigned code = first; code <= last; code++)
        codes->bits[code / 8] |= (uint8_t)(1U << code % 8);
    return true;
}

bool site_note_codes_read(const char *text, size_t length, struct site_note_codes *codes)
{
    struct list list = { text, text + length };
    bool is_read;

    memset(codes, 0, sizeof *codes);
    do {
        is_read = read_range(&list, codes);
    } while (is_read && skip(&list, ','));
    skip_spaces(&list);
    if (is_read && list.at == list.end)
        return true;
    memset(codes, 0, sizeof *codes);
    return false;
}

bool site_note_has_code(const struct site_note *note, unsigned code)
{
    return code < SITE_NOTE_CODES_END && note->codes.bits[code / 8] >> code % 8 & 1;
}

/* Both sides of this place belong to one number. */
static bool is_inside_number(const char *text, const char *place)
{
    return place > text && plain_is_digit(place[-1]) && plain_is_digit(*place);
}

/* Bytes of pattern that text begins with; 0 when it does not begin with all of them. */
static size_t begins_with(const char *text, const char *pattern)
{
    size_t length = 0;

    while (pattern[length] && plain_lower(text[length]) == plain_lower(pattern[length]))
        length++;
    return pattern[length] ? 0 : length;
}

bool site_note_has_text(const struct site_note *note, const char *text)
{
    const char *pattern = note->pattern;

    if (!pattern || !*pattern)
        return true;
    for (const char *place = text; place && *place; place++) {
        const size_t length = begins_with(place, pattern);

        if (length && !is_inside_number(text, place) && !is_inside_number(text, place + length))
            return true;
    }
    return false;
}
