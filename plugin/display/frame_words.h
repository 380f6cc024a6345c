/* frame_words.h
 * What a frame holds, in a word: "INVITE", "183", "ACK".
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_FRAME_WORDS_H
#define SIPEXPLAIN_FRAME_WORDS_H

#include "call/record.h"
#include "label.h"

/* Adds what the frame at a place (frame_number.h) holds, of its messages the one of record's call.
 * false, and nothing added: it is no message that is remembered. */
bool frame_words_add(struct label *label, const struct record *record, uint32_t frame);

#endif
