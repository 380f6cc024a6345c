/* span.c
 * Comparing and taking apart slices of text.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "span.h"

#include "plain.h"

#include <string.h>

static bool is_white(char c)
{
    /* Nearly every byte asked about is above the space: one comparison for those. */
    return (unsigned char)c <= ' ' && (c == ' ' || c == '\t' || c == '\r' || c == '\n');
}

static bool same_ignoring_case(const char *a, const char *b, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (a[i] != b[i] && plain_lower(a[i]) != plain_lower(b[i]))
            return false;
    }
    return true;
}

const struct span no_span = { NULL, 0 };

struct span span_of_text(const char *text)
{
    return (struct span){ text, text ? strlen(text) : 0 };
}

bool span_equals(struct span a, struct span b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.text, b.text, a.length) == 0);
}

bool span_equals_ignoring_case(struct span a, struct span b)
{
    return a.length == b.length && same_ignoring_case(a.text, b.text, a.length);
}

bool span_starts_with_ignoring_case(struct span text, struct span prefix)
{
    return text.length >= prefix.length &&
           same_ignoring_case(text.text, prefix.text, prefix.length);
}

bool span_contains_ignoring_case(struct span text, struct span part)
{
    for (; text.length >= part.length; text = span_behind(text, 1)) {
        if (same_ignoring_case(text.text, part.text, part.length))
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

struct span span_trimmed(struct span text)
{
    while (text.length > 0 && is_white(text.text[text.length - 1]))
        text.length--;
    while (text.length > 0 && is_white(text.text[0])) {
        text.text++;
        text.length--;
    }
    return text;
}

bool span_number(struct span text, uint32_t *number)
{
    uint64_t value = 0;
    size_t at = 0;

    while (at < text.length && is_white(text.text[at]))
        at++;
    if (at == text.length || !plain_is_digit(text.text[at]))
        return false;
    for (; at < text.length && plain_is_digit(text.text[at]); at++) {
        value = value * 10 + (uint64_t)(text.text[at] - '0');
        if (value > UINT32_MAX)
            return false;
    }
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
    text = span_trimmed(text);
    for (size_t i = 0; i < text.length; i++) {
        if (!plain_is_digit(text.text[i]))
            return false;
    }
    return span_number(text, number);
}

struct span span_first(struct span text, size_t length)
{
    if (length < text.length)
        text.length = length;
    return text;
}

struct span span_behind(struct span text, size_t offset)
{
    if (offset > text.length)
        offset = text.length;
    /* text may be NULL, to which not even 0 may be added. */
    if (offset > 0) {
        text.text += offset;
        text.length -= offset;
    }
    return text;
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
    const char *close = memchr(text.text + open, '>', text.length - open);

    return close ? (size_t)(close - text.text) : text.length;
}

/* From this many bytes on the C library is faster than a look at each of them. */
#define LONG_PART 24

/* Does nothing open in the first bytes of text that could protect a separator? */
static bool is_open(struct span text, size_t length)
{
    return !memchr(text.text, '"', length) && !memchr(text.text, '<', length) &&
           !memchr(text.text, '(', length);
}

size_t span_part_length(struct span text, char separator)
{
    const unsigned char last = separator > '<' ? (unsigned char)separator : '<';
    const char *first;

    if (text.length == 0)
        return 0;
    /* Most texts have one part: then quotes and brackets do not matter. */
    first = memchr(text.text, separator, text.length);
    if (!first)
        return text.length;
    if (first - text.text >= LONG_PART && is_open(text, (size_t)(first - text.text)))
        return (size_t)(first - text.text);
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
    size_t start = 0;
    size_t end;

    while (start < rest->length && is_white(rest->text[start]))
        start++;
    for (end = start; end < rest->length && !is_white(rest->text[end]); end++)
        ;
    *word = span_behind(span_first(*rest, end), start);
    *rest = span_behind(*rest, end);
    return word->length > 0;
}

bool span_next_line(struct span *rest, struct span *line)
{
    const char *line_feed;
    size_t length;

    if (rest->length == 0)
        return false;
    line_feed = memchr(rest->text, '\n', rest->length);
    length = line_feed ? (size_t)(line_feed - rest->text) : rest->length;
    *line = span_first(*rest, length);
    *rest = span_behind(*rest, length + 1);
    while (line->length > 0 && line->text[line->length - 1] == '\r')
        line->length--;
    return true;
}
