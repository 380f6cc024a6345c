/* label.h
 * A line put together piece by piece: printf takes longer than all that it is made of.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_LABEL_H
#define SIPEXPLAIN_LABEL_H

#include "compat.h"
#include "message/span.h"

/* More than Wireshark shows of a line, so that it is Wireshark that cuts a longer one. */
#define LABEL_MAX 512

struct label {
    size_t length;
    char text[LABEL_MAX]; /* with its NUL */
};

/* Begins a line with text, which may be "". What no longer fits is left out, here and below. */
void label_begin(struct label *label, const char *text);

void label_add(struct label *label, const char *text);
void label_add_number(struct label *label, uint32_t number);

/* "0.412" of microseconds, 0 or more, as printf would round them. */
void label_add_seconds(struct label *label, int64_t microseconds);

/* The longest of number_text(), with its NUL. */
#define NUMBER_TEXT_MAX (NUMBER_DIGITS_MAX + 1)

/* Writes the number's digits into text. Returns it. */
const char *number_text(uint32_t number, char text[NUMBER_TEXT_MAX]);

/* "0.412" of microseconds, 0 or more, with 1 or 3 decimals, as printf would round them. Returns
 * text. */
#define SECONDS_TEXT_MAX 32
const char *seconds_text(int64_t microseconds, unsigned decimals, char text[SECONDS_TEXT_MAX]);

/* Appends both texts, or the number's digits. */
void append_texts(wmem_strbuf_t *to, const char *text, const char *more);
void append_number(wmem_strbuf_t *to, uint32_t number);

#endif
