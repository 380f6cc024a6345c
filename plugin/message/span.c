/* span.c
 * Comparing and taking apart slices of text.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "span.h"

#include "plain.h"

/* Apart: most texts are written the same, and then need no registers saved. */
static __attribute__((noinline)) bool same_letters(const char *a, const char *b, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (a[i] != b[i] && plain_lower(a[i]) != plain_lower(b[i]))
            return false;
    }
    return true;
}

bool span_same_ignoring_case(const char *a, const char *b, size_t length)
{
    return span_same_bytes(a, b, length) || same_letters(a, b, length);
}

bool span_contains_ignoring_case(struct span text, struct span part)
{
    for (; text.length >= part.length; text = span_behind(text, 1)) {
        if (span_same_ignoring_case(text.text, part.text, part.length))
            return true;
    }
    return false;
}

bool span_contains_one_of(struct span text, const struct span *parts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (span_contains_ignoring_case(text, parts[i]))
            return true;
    }
    return false;
}

bool span_is_plain(struct span text)
{
    for (size_t i = 0; i < text.length; i++) {
        if ((unsigned char)(text.text[i] - ' ') > '~' - ' ')
            return false;
    }
    return true;
}

/* Reads digits from offset at on; the offset behind them. *value is over UINT32_MAX if they do not
 * fit. */
static size_t read_digits(struct span text, size_t at, uint64_t *value)
{
    *value = 0;
    for (; at < text.length && plain_is_digit(text.text[at]); at++) {
        if (*value <= UINT32_MAX)
            *value = *value * 10 + (uint64_t)(text.text[at] - '0');
    }
    return at;
}

bool span_number(struct span text, uint32_t *number)
{
    uint64_t value;
    size_t at = 0;

    while (at < text.length && span_is_white(text.text[at]))
        at++;
    if (read_digits(text, at, &value) == at || value > UINT32_MAX)
        return false;
    *number = (uint32_t)value;
    return true;
}

struct span span_of_number(uint32_t number, char digits[NUMBER_DIGITS_MAX])
{
    size_t at = NUMBER_DIGITS_MAX;

    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    return (struct span){ digits + at, NUMBER_DIGITS_MAX - at };
}

bool span_whole_number(struct span text, uint32_t *number)
{
    uint64_t value;

    text = span_trimmed(text);
    if (text.length == 0 || read_digits(text, 0, &value) < text.length || value > UINT32_MAX)
        return false;
    *number = (uint32_t)value;
    return true;
}

/* The offset of the quote that closes the one at offset open, or text.length. */
static size_t quote_close(struct span text, size_t open)
{
    for (size_t i = open + 1; i < text.length; i++) {
        if (text.text[i] == '\\')
            i++;
        else if (text.text[i] == '"')
            return i;
    }
    return text.length;
}

/* Comments nest and may hold escaped brackets (RFC 3261 section 25.1). */
static size_t comment_close(struct span text, size_t open)
{
    unsigned depth = 1;

    for (size_t i = open + 1; i < text.length; i++) {
        char c = text.text[i];

        if (c == '\\')
            i++;
        else if (c == '(')
            depth++;
        else if (c == ')' && --depth == 0)
            return i;
    }
    return text.length;
}

static size_t angle_close(struct span text, size_t open)
{
    return open + span_offset_of(span_behind(text, open), '>');
}

/* From this many bytes on the C library is faster than a look at each of them. */
#define LONG_PART 20

size_t span_unprotected_length(struct span text, char separator, size_t first)
{
    const unsigned char last = separator > '<' ? (unsigned char)separator : '<';

    if (first >= LONG_PART && !span_protects(span_first(text, first)))
        return first;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.text[i];

        /* Letters, that is most of it: one comparison for those. */
        if ((unsigned char)c > last)
            continue;
        if (c == separator)
            return i;
        if (c == '"')
            i = quote_close(text, i);
        else if (c == '<')
            i = angle_close(text, i);
        else if (c == '(')
            i = comment_close(text, i);
    }
    return text.length;
}

struct span span_unquoted(struct span text)
{
    if (text.length == 0 || text.text[0] != '"')
        return text;
    return span_behind(span_first(text, quote_close(text, 0)), 1);
}

bool span_next_in_list(struct span *rest, struct span *member)
{
    while (rest->length > 0) {
        size_t length = span_part_length(*rest, ',');

        *member = span_trimmed(span_first(*rest, length));
        *rest = span_behind(*rest, length + 1);
        if (member->length > 0)
            return true;
    }
    return false;
}

bool span_next_word(struct span *rest, struct span *word)
{
    const char *at = rest->text, *start, *end;

    *word = *rest;
    if (rest->length == 0)
        return false;
    end = at + rest->length;
    while (at < end && span_is_white(*at))
        at++;
    start = at;
    while (at < end && !span_is_white(*at))
        at++;
    *word = (struct span){ start, (size_t)(at - start) };
    *rest = (struct span){ at, (size_t)(end - at) };
    return word->length > 0;
}
