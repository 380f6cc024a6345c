/* span.h
 * A slice of text that belongs to somebody else: pointer and length, no NUL, no copy.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_SPAN_H
#define SIPEXPLAIN_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* text may be NULL when length is 0: "not there". A span is valid as long as the text it points to.
 */
struct span {
    const char *text;
    size_t length;
};

#define SPAN_OF(literal) ((struct span){ (literal), sizeof(literal) - 1 })

/* The same in a static table. */
#define SPAN_TEXT(literal)                                                                         \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

/* Not there. */
#define NO_SPAN ((struct span){ NULL, 0 })

/* All of a text that ends with NUL; NULL gives none. */
static inline struct span span_of_text(const char *text)
{
    return (struct span){ text, text ? strlen(text) : 0 };
}

static inline uint64_t span_word_at(const char *at)
{
    uint64_t word;

    memcpy(&word, at, sizeof word);
    return word;
}

static inline uint32_t span_half_word_at(const char *at)
{
    uint32_t word;

    memcpy(&word, at, sizeof word);
    return word;
}

/* Are the first length bytes of both the same? Names, tags and numbers are so short that a call of
 * memcmp() would take longer than to compare two words of each, which may overlap. */
static inline bool span_same_bytes(const char *a, const char *b, size_t length)
{
    if (length > 16)
        return memcmp(a, b, length) == 0;
    if (length >= 8)
        return span_word_at(a) == span_word_at(b) &&
               span_word_at(a + length - 8) == span_word_at(b + length - 8);
    if (length >= 4)
        return span_half_word_at(a) == span_half_word_at(b) &&
               span_half_word_at(a + length - 4) == span_half_word_at(b + length - 4);
    return length == 0 ||
           (a[0] == b[0] && a[length / 2] == b[length / 2] && a[length - 1] == b[length - 1]);
}

static inline bool span_equals(struct span a, struct span b)
{
    return a.length == b.length && span_same_bytes(a.text, b.text, a.length);
}

/* The first length bytes of both, in any letter case. ASCII only, as SIP's tokens are; bytes over
 * 127 are compared as they are. */
bool span_same_ignoring_case(const char *a, const char *b, size_t length);

static inline bool span_equals_ignoring_case(struct span a, struct span b)
{
    return a.length == b.length && span_same_ignoring_case(a.text, b.text, a.length);
}

static inline bool span_starts_with_ignoring_case(struct span text, struct span prefix)
{
    return text.length >= prefix.length &&
           span_same_ignoring_case(text.text, prefix.text, prefix.length);
}

bool span_contains_ignoring_case(struct span text, struct span part);

/* Any of the parts, in any letter case? */
bool span_contains_one_of(struct span text, const struct span *parts, size_t count);

/* Printable ASCII only, as nearly all texts are. */
bool span_is_plain(struct span text);

/* Space, tab, CR and LF. Nearly every byte asked about is above the space: one comparison for
 * those. */
static inline bool span_is_white(char c)
{
    return (unsigned char)c <= ' ' && (c == ' ' || c == '\t' || c == '\r' || c == '\n');
}

/* Without white space at both ends. */
static inline struct span span_trimmed(struct span text)
{
    const char *start = text.text, *end;

    if (text.length == 0)
        return text;
    end = start + text.length;
    while (start < end && span_is_white(end[-1]))
        end--;
    while (start < end && span_is_white(*start))
        start++;
    return (struct span){ start, (size_t)(end - start) };
}

/* The decimal number at the start of text, after white space. false when there is no digit or when
 * it does not fit; *number is then unchanged. What follows the digits is not looked at. */
bool span_number(struct span text, uint32_t *number);

/* The same, but the trimmed text must be digits only. */
bool span_whole_number(struct span text, uint32_t *number);

/* Most digits of a number. */
#define NUMBER_DIGITS_MAX 10

/* The number in decimal digits: a part of digits. */
struct span span_of_number(uint32_t number, char digits[NUMBER_DIGITS_MAX]);

/* The first length bytes of text, and what comes behind the first offset bytes; both bounded. */
static inline struct span span_first(struct span text, size_t length)
{
    if (length < text.length)
        text.length = length;
    return text;
}

static inline struct span span_behind(struct span text, size_t offset)
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

/* The offset of the first c in text, or text.length. */
static inline size_t span_offset_of(struct span text, char c)
{
    const char *found =
        text.length > 0 ? (const char *)memchr(text.text, c, text.length) : (const char *)NULL;

    return found ? (size_t)(found - text.text) : text.length;
}

/* Does a quote, < or ( open in it, which may protect a separator behind it? */
static inline bool span_protects(struct span text)
{
    if (text.length == 0)
        return false;
    return text.text[0] == '"' || text.text[0] == '<' || memchr(text.text, '"', text.length) ||
           memchr(text.text, '<', text.length) || memchr(text.text, '(', text.length);
}

/* span_part_length() of a text whose first separator, protected or not, is at offset first. */
size_t span_unprotected_length(struct span text, char separator, size_t first);

/* Bytes before the first separator that is not inside quotes, <> or (); all of text when there is
 * none. An opening one that is never closed protects the rest. */
static inline size_t span_part_length(struct span text, char separator)
{
    const size_t first = span_offset_of(text, separator);

    /* Most texts have one part, or none before the first separator: then quotes and brackets do not
     * matter. */
    if (first == text.length || first == 0)
        return first;
    return span_unprotected_length(text, separator, first);
}

/* Without the quotes of a quoted string and what follows it; other text as it is. Escapes stay. */
struct span span_unquoted(struct span text);

/* Takes the next member of a comma-separated header list off *rest, trimmed. Commas inside quotes,
 * <> and () do not separate. Empty members are passed over. false at the end. */
bool span_next_in_list(struct span *rest, struct span *member);

/* Takes the next word off *rest; words are separated by white space (folds included). */
bool span_next_word(struct span *rest, struct span *word);

/* Takes the next line off *rest, without its CRLF or bare LF (and stray CRs before it). false at
 * the end. */
static inline bool span_next_line(struct span *rest, struct span *line)
{
    size_t length;

    if (rest->length == 0)
        return false;
    length = span_offset_of(*rest, '\n');
    *line = span_first(*rest, length);
    *rest = span_behind(*rest, length + 1);
    while (line->length > 0 && line->text[line->length - 1] == '\r')
        line->length--;
    return true;
}

#endif
