/* agreed_codec.h
 * What the codec that both sides agreed on can carry.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_AGREED_CODEC_H
#define SIPEXPLAIN_AGREED_CODEC_H

#include "call/offer_answer.h"

/* The codec of the sound that both sides had agreed on before this request, where it is made for
 * speech and carries no fax: "G729"; *agreed: where it stands. length 0: it is another one, or not
 * known. */
struct span agreed_speech_codec(const struct transaction *request, struct sdp_place *agreed);

#endif
