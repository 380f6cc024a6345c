/* label.c
 * A line put together piece by piece: printf takes longer than all that it is made of.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "label.h"

static void add_bytes(struct label *label, const char *text, size_t length)
{
    length = MIN(length, sizeof label->text - 1 - label->length);
    memcpy(label->text + label->length, text, length);
    label->length += length;
    label->text[label->length] = '\0';
}

void label_begin(struct label *label, const char *text)
{
    label->length = 0;
    add_bytes(label, text, strlen(text));
}

void label_add(struct label *label, const char *text)
{
    add_bytes(label, text, strlen(text));
}

void label_add_number(struct label *label, uint32_t number)
{
    char digits[NUMBER_DIGITS_MAX];
    const struct span text = span_of_number(number, digits);

    add_bytes(label, text.text, text.length);
}

const char *number_text(uint32_t number, char text[NUMBER_TEXT_MAX])
{
    char digits[NUMBER_DIGITS_MAX];
    const struct span written = span_of_number(number, digits);

    memcpy(text, written.text, written.length);
    text[written.length] = '\0';
    return text;
}

const char *seconds_text(int64_t microseconds, unsigned decimals, char text[SECONDS_TEXT_MAX])
{
    const uint64_t unit = decimals == 1 ? 100000 : 1000, second = 1000000 / unit;
    const uint64_t units = ((uint64_t)microseconds + unit / 2) / unit;
    char *end = text;

    /* In the middle it hangs on the binary fraction which way printf rounds. */
    if ((uint64_t)microseconds % unit == unit / 2 || units / second > UINT32_MAX) {
        snprintf(text, SECONDS_TEXT_MAX, "%.*f", (int)decimals, (double)microseconds / 1e6);
        return text;
    }
    end += strlen(number_text((uint32_t)(units / second), text));
    *end++ = '.';
    for (uint64_t digit = second / 10; digit; digit /= 10)
        *end++ = (char)('0' + units / digit % 10);
    *end = '\0';
    return text;
}

void label_add_seconds(struct label *label, int64_t microseconds)
{
    char text[SECONDS_TEXT_MAX];

    label_add(label, seconds_text(microseconds, 3, text));
}

void append_texts(wmem_strbuf_t *to, const char *text, const char *more)
{
    wmem_strbuf_append(to, text);
    wmem_strbuf_append(to, more);
}

void append_number(wmem_strbuf_t *to, uint32_t number)
{
    char digits[NUMBER_DIGITS_MAX];
    const struct span written = span_of_number(number, digits);

    wmem_strbuf_append_len(to, written.text, written.length);
}
