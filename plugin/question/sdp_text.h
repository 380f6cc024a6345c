/* sdp_text.h
 * How messages with SDP are named in a sentence, and their lines.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_SDP_TEXT_H
#define SIPEXPLAIN_SDP_TEXT_H

#include "call/offer_answer.h"

/* "INVITE in frame 1", "180 in frame 6"; returns text, which holds SDP_PLACE_MAX bytes. */
#define SDP_PLACE_MAX 40
const char *sdp_place_text(const struct sdp_place *place, char *text);

/* "this 200", "this PRACK": the message itself; returns text, which holds SDP_PLACE_MAX bytes. */
const char *sdp_message_text(const struct exchange *exchange, char *text);

/* "audio PCMU, PCMA (RTP/AVP); video H264 (RTP/AVP, port 0)", cut to fit; returns text. */
const char *sdp_lines_text(const struct description *description, char *text, size_t size);

#endif
