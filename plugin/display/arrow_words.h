/* arrow_words.h
 * What an arrow of a ladder says: a short label, and what the message means in its call.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_ARROW_WORDS_H
#define SIPEXPLAIN_ARROW_WORDS_H

#include "call/frame_index.h"

/* "INVITE (SDP)", "ACK", made in scope. is_ack: the transaction's ACK, not its request. */
const char *arrow_request_label(const struct transaction *transaction, bool is_ack,
                                wmem_allocator_t *scope);

/* "183 Session Progress (SDP)"; with words of the finding that heads the response in place of the
 * phrase where that is a Note or louder: "500 gateway cause". Made in scope. */
const char *arrow_response_label(const struct record *record, wmem_allocator_t *scope);

/* What the message means here, without code, method and phrase, as it is shown; "" where there is
 * nothing to say. Made in scope. */
const char *arrow_verdict(const struct record *record, wmem_allocator_t *scope);

#endif
