/* sdp_questions.h
 * What the rules about early media ask in common.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_SDP_QUESTIONS_H
#define SIPEXPLAIN_SDP_QUESTIONS_H

#include "call/early_media.h"
#include "of_exchange.h"
#include "quote.h"

/* Longest text that the functions below write, with its NUL. */
#define EARLY_MEDIA_LINE_MAX 190

/* The 18x or 2xx answers the INVITE of a new call, and its SDP is the answer to the INVITE's offer;
 * both are here whole. */
bool early_media_is_answer(const struct exchange *exchange);

/* Each P-Early-Media value of a response in words, "sendonly: media to the caller only", at most
 * four; returns text, which holds EARLY_MEDIA_LINE_MAX bytes. "" when no value is known. */
const char *early_media_authorization_text(const struct record *record, char *text);

/* The first line of audio or video that was not rejected, or NULL. */
const struct description_line *early_media_live_line(const struct description *description);

/* Is there none with this response's code and To tag from since up to it? false when since is too
 * far back to tell. */
bool early_media_is_first_since(const struct record *record, const struct record *since);

/* The first 18x of another early dialog of this INVITE that had SDP, or NULL. */
const struct record *early_media_other_described(const struct exchange *exchange);

/* "audio sendrecv at 10.0.0.2:4000 (PCMA, telephone-event)", cut to fit; returns text, which
 * holds EARLY_MEDIA_LINE_MAX bytes. */
const char *early_media_line_text(const struct description_line *line, char *text);

#endif
