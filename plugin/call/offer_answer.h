/* offer_answer.h
 * Which SDP is an offer and which the answer to it, from INVITE to ACK (RFC
 * 3264, RFC 3262 section 5, RFC 3311, RFC 6337). Every question about that is asked here.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_OFFER_ANSWER_H
#define SIPEXPLAIN_OFFER_ANSWER_H

#include "exchange.h"
#include "sdp_place.h"

/* What the SDP of a message is. */
enum sdp_role {
    SDP_NONE,    /* there is none, or the capture does not tell what it is */
    SDP_OFFER,   /* in a request, or the first reliable response to an INVITE without */
    SDP_ANSWER,  /* to an offer that has none yet */
    SDP_PREVIEW, /* in an unreliable 18x: the answer to come (RFC 3261 section 13.2.1) */
    SDP_REPEAT   /* beside the answer, which came before */
};

/* A message's place in an offer/answer exchange. */
struct offer_answer {
    enum sdp_role role;
    bool answer_is_due;     /* this message has to bring the answer, and could not hide one */
    struct sdp_place offer; /* what it answers, or has to; description NULL: nothing */
};

struct offer_answer offer_answer_of(const struct exchange *exchange);

/* May the message be an answer, or have to bring one? Where not, offer_answer_of() need not be
 * asked: its role is neither SDP_ANSWER nor SDP_PREVIEW, and no answer is due. */
bool offer_answer_may_answer(const struct exchange *exchange);

/* The same of a response, once it is placed. */
struct offer_answer offer_answer_of_response(const struct record *response);

/* The first reliable response of the dialog (NULL: there is none) with SDP, which has the answer,
 * or the offer to an INVITE without SDP (RFC 3262 section 5); NULL: none. */
const struct record *offer_answer_first_reliable(const struct early_dialog *dialog);

/* The newest PRACK for a response to this INVITE, where that response is an offer which the PRACK
 * leaves without the answer; NULL: it is not so. */
const struct transaction *offer_answer_unanswered_prack(const struct transaction *invite);

/* The answer that the offer of an INVITE had got on this hop before frame, in a reliable response
 * or a preview; description NULL: none. */
struct sdp_place offer_answer_answered(const struct transaction *invite, uint32_t frame);

/* The newest session description that the sender of this request had brought before it into the
 * same dialog on this hop, and that was agreed; description NULL: none. */
struct sdp_place offer_answer_in_force(const struct transaction *request);

/* The newest request of the same side that offers something else while this INVITE waits, open at
 * frame or refused since: an UPDATE. NULL: none. */
const struct transaction *offer_answer_open_update(const struct transaction *invite,
                                                   uint32_t frame);

#endif
