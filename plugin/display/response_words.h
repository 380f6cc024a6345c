/* response_words.h
 * Draws what the parties said of a response: its phrase, causes, warnings, and when to come back.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_RESPONSE_WORDS_H
#define SIPEXPLAIN_RESPONSE_WORDS_H

#include "call/record.h"
#include "compat.h"

/* One line for each; with the fields of the server and of a server fault, for filters. */
void response_words_draw(const struct record *record, tvbuff_t *tvb, proto_tree *tree);

/* Where a failure began, as far as the capture shows it. */
void response_origin_draw(const struct record *record, tvbuff_t *tvb, proto_tree *tree);

/* The frame in which it began is exported with the record's. */
void response_origin_link(const struct record *record, packet_info *pinfo);

#endif
