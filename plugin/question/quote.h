/* quote.h
 * Words of a message, fit to be shown.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_QUOTE_H
#define SIPEXPLAIN_QUOTE_H

#include "message/sip_message.h"

/* Takes what is left of cut UTF-8 characters, as "%.20s" cuts them, out of the text; what would
 * command a terminal becomes "?". */
void drop_cut_characters(char *text);

/* Writes words of a message into text, which holds size bytes, so that they can be shown: control
 * and invalid bytes as "?", the end as "..." when it does not fit. Returns text. */
const char *quote_span(struct span words, char *text, size_t size);

/* The same of words that are kept; NULL: none. */
const char *quote_text(const char *words, char *text, size_t size);

/* The same for all values of a header field, "INVITE, ACK, BYE"; "" when there is none. */
const char *quote_header(const struct sip_message *message, enum sip_header_id id, char *text,
                         size_t size);

#endif
