/* leg_text.c
 * Numbers, Call-IDs and other values as two legs of one call may carry them: what makes two alike.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "leg_text.h"

#include "plain.h"

#include <string.h>

/* Digits that name a subscriber whatever stands before them, and those of a short extension. */
#define SUBSCRIBER_DIGITS 6
#define EXTENSION_DIGITS 3

/* Most digits of a prefix that is put in the place of another. */
#define PREFIX_DIGITS 3

static bool is_nobody(struct span name)
{
    static const struct span names[] = { { "anonymous", 9 },
                                         { "unknown", 7 },
                                         { "restricted", 10 },
                                         { "unavailable", 11 },
                                         { "private", 7 } };

    for (size_t i = 0; i < PLAIN_COUNT(names); i++) {
        if (span_equals_ignoring_case(name, names[i]))
            return true;
    }
    return false;
}

/* The last digits of the user part, without visual separators (RFC 3966 section 5.1.1), written
 * from the end of number on. *rest: what stands before them. */
static struct span last_digits(struct span user, char number[LEG_NUMBER_MAX], struct span *rest)
{
    size_t at = LEG_NUMBER_MAX, length = user.length;

    for (; length && at; length--) {
        const char c = user.text[length - 1];

        if (plain_is_digit(c))
            number[--at] = c;
        else if (!strchr("-.()", c) || at == LEG_NUMBER_MAX)
            break;
    }
    *rest = span_first(user, length);
    return (struct span){ number + at, LEG_NUMBER_MAX - at };
}

struct span leg_number(struct span user, char number[LEG_NUMBER_MAX])
{
    struct span digits, rest;

    user = span_first(user, span_part_length(user, ';'));
    digits = last_digits(user, number, &rest);
    if (digits.length >= SUBSCRIBER_DIGITS || !rest.length || span_equals(rest, SPAN_OF("+"))) {
        while (digits.length && *digits.text == '0')
            digits = span_behind(digits, 1);
        return digits;
    }
    if (is_nobody(user))
        return span_first(user, 0);
    if (user.length > LEG_NUMBER_MAX)
        user = span_behind(user, user.length - LEG_NUMBER_MAX);
    for (size_t i = 0; i < user.length; i++)
        number[i] = (char)plain_lower(user.text[i]);
    return (struct span){ number, user.length };
}

static bool is_number(struct span text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (!plain_is_digit(text.text[i]))
            return false;
    }
    return text.length != 0;
}

/* How many of the last characters are the same. */
static size_t common_end(struct span a, struct span b)
{
    size_t length = 0;

    while (length < a.length && length < b.length &&
           a.text[a.length - 1 - length] == b.text[b.length - 1 - length])
        length++;
    return length;
}

static struct span last(struct span text, size_t length)
{
    return span_behind(text, text.length > length ? text.length - length : 0);
}

enum leg_likeness leg_likeness(struct span number, struct span other)
{
    const size_t common = common_end(number, other);
    const size_t shorter = number.length < other.length ? number.length : other.length;
    const size_t longer = number.length + other.length - shorter;

    if (!common || common == longer)
        return common ? LEG_SAME : LEG_UNLIKE;
    if (!is_number(number) || !is_number(other) || common < EXTENSION_DIGITS)
        return LEG_UNLIKE;
    /* A prefix of the one side is taken away, and one of the other side's put in its place. */
    if (common >= SUBSCRIBER_DIGITS && shorter - common <= PREFIX_DIGITS)
        return LEG_SAME;
    return common == shorter ? LEG_ALIKE : LEG_UNLIKE;
}

struct span leg_number_tail(struct span number)
{
    return last(number, EXTENSION_DIGITS);
}

/* Shortest Call-ID that another one is made of, and shortest stem of two. */
#define CALL_ID_MIN 8
#define STEM_MIN 20

/* Longest that two add to a common stem. */
#define DECORATION_MAX 8

static struct span before_host(struct span call_id)
{
    const char *at = call_id.length ? memchr(call_id.text, '@', call_id.length) : NULL;

    return at ? span_first(call_id, (size_t)(at - call_id.text)) : call_id;
}

/* Where the part begins in the whole, or whole.length: nowhere. */
static size_t place_in(struct span whole, struct span part)
{
    for (size_t i = 0; i + part.length <= whole.length; i++) {
        if (memcmp(whole.text + i, part.text, part.length) == 0)
            return i;
    }
    return whole.length;
}

/* Is whole the part with something before or behind it? "call-1" in "call-12" is another number. */
static bool is_decorated(struct span whole, struct span part)
{
    const size_t place = place_in(whole, part), end = place + part.length;

    if (part.length < CALL_ID_MIN || place == whole.length)
        return false;
    return !(place > 0 && plain_is_digit(whole.text[place - 1]) && plain_is_digit(part.text[0])) &&
           !(end < whole.length && plain_is_digit(whole.text[end]) &&
             plain_is_digit(whole.text[end - 1]));
}

/* Both begin alike and end in a few characters of their own that no counter makes. */
static bool share_stem(struct span a, struct span b)
{
    size_t length = 0;

    while (length < a.length && length < b.length && a.text[length] == b.text[length])
        length++;
    return length >= STEM_MIN && a.length - length <= DECORATION_MAX &&
           b.length - length <= DECORATION_MAX &&
           !(is_number(span_behind(a, length)) && is_number(span_behind(b, length))) &&
           !(plain_is_digit(a.text[length - 1]) &&
             (is_number(span_first(span_behind(a, length), 1)) ||
              is_number(span_first(span_behind(b, length), 1))));
}

bool leg_call_ids_are_related(struct span call_id, struct span other)
{
    const struct span a = before_host(call_id), b = before_host(other);

    return is_decorated(a, b) || is_decorated(b, a) || share_stem(a, b);
}

static bool is_separator(char c)
{
    switch (c) {
    case '-':
    case '_':
    case '.':
    case ':':
    case '=':
    case '~':
    case '!':
    case '+':
    case '*':
    case '%':
        return true;
    default:
        return false;
    }
}

static struct span longest_part(struct span text)
{
    struct span longest = { text.text, 0 };
    size_t begin = 0;

    for (size_t i = 0; i <= text.length; i++) {
        if (i < text.length && !is_separator(text.text[i]))
            continue;
        if (i - begin > longest.length)
            longest = (struct span){ text.text + begin, i - begin };
        begin = i + 1;
    }
    return longest;
}

unsigned leg_call_id_stems(struct span call_id, struct span stems[LEG_STEMS_MAX])
{
    const struct span name = before_host(call_id);

    if (name.length < CALL_ID_MIN)
        return 0;
    stems[0] = span_first(name, CALL_ID_MIN);
    stems[1] = last(name, CALL_ID_MIN);
    stems[2] = longest_part(name);
    return stems[2].length >= CALL_ID_MIN ? 3 : 2;
}

unsigned leg_call_id_cores(struct span call_id, struct span cores[LEG_CORES_MAX])
{
    unsigned count = 0;

    for (size_t length = 1; length <= DECORATION_MAX && length < call_id.length; length++) {
        const size_t rest = call_id.length - length;

        if (rest < CALL_ID_MIN)
            break;
        if (count < LEG_CORES_MAX && is_separator(call_id.text[rest]))
            cores[count++] = span_first(call_id, rest);
        if (count < LEG_CORES_MAX && is_separator(call_id.text[length - 1]))
            cores[count++] = span_behind(call_id, length);
    }
    return count;
}

/* A name that all calls of a site share has fewer digits; a number drawn for one call has more. */
#define TELLING_LENGTH 8
#define TELLING_DIGITS 4

bool leg_value_is_telling(struct span value)
{
    size_t digits = 0, others = 0;

    for (size_t i = 0; i < value.length; i++) {
        digits += plain_is_digit(value.text[i]);
        others += value.text[i] != value.text[0] && value.text[i] != '-';
    }
    return value.length >= TELLING_LENGTH && digits >= TELLING_DIGITS && others > 1;
}

/* A letter and a digit side by side so often in one value, or so many digits: no word, no date. */
#define DRAWN_TURNS 2
#define DRAWN_DIGITS 16

static bool is_letter(char c)
{
    return plain_lower(c) >= 'a' && plain_lower(c) <= 'z';
}

bool leg_value_is_drawn(struct span value)
{
    size_t digits = 0, turns = 0;

    for (size_t i = 0; i < value.length; i++) {
        const bool is_digit = plain_is_digit(value.text[i]);

        digits += is_digit;
        turns += i && ((is_digit && is_letter(value.text[i - 1])) ||
                       (is_letter(value.text[i]) && plain_is_digit(value.text[i - 1])));
    }
    return turns >= DRAWN_TURNS || digits >= DRAWN_DIGITS;
}
