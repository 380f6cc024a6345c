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

void label_add_seconds(struct label *label, int64_t microseconds)
{
    const uint64_t milliseconds = ((uint64_t)microseconds + 500) / 1000;
    char text[32];

    /* In the middle it hangs on the binary fraction which way printf rounds. */
    if (microseconds % 1000 == 500 || milliseconds / 1000 > UINT32_MAX) {
        snprintf(text, sizeof text, "%.3f", (double)microseconds / 1e6);
        label_add(label, text);
        return;
    }
    label_add_number(label, (uint32_t)(milliseconds / 1000));
    text[0] = '.';
    text[1] = (char)('0' + milliseconds / 100 % 10);
    text[2] = (char)('0' + milliseconds / 10 % 10);
    text[3] = (char)('0' + milliseconds % 10);
    add_bytes(label, text, 4);
}

const char *number_text(uint32_t number, char text[NUMBER_TEXT_MAX])
{
    char digits[NUMBER_DIGITS_MAX];
    const struct span written = span_of_number(number, digits);

    memcpy(text, written.text, written.length);
    text[written.length] = '\0';
    return text;
}
