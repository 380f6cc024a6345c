/* sdp_place.h
 * Where a session description stands: its message, and all those of a call.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_SDP_PLACE_H
#define SIPEXPLAIN_SDP_PLACE_H

#include "call.h"

/* A session description, and the message that brought it. */
struct sdp_place {
    const struct description *description; /* NULL: none */
    const struct transaction *transaction; /* of an ACK: the INVITE's */
    const struct record *response;         /* NULL: a request */
    uint32_t frame;
};

/* None. */
extern const struct sdp_place no_sdp_place;

/* That of a request, or of a response. */
struct sdp_place sdp_place_of_request(const struct transaction *request);
struct sdp_place sdp_place_of_response(const struct record *response);

/* Who sent the packet with it. */
struct endpoint sdp_place_sender(const struct sdp_place *place);

/* Did the same side send both over the same hop? Its tag, and both hosts, are the same. */
bool sdp_place_same_side(const struct sdp_place *a, const struct sdp_place *b);

/* The 2xx with which it came into force, in a dialog: the one that brought it, or that answered its
 * request; NULL: none so far. */
const struct record *sdp_place_agreed(const struct sdp_place *place);

/* Does a line name this endpoint? */
bool sdp_place_names(const struct sdp_place *place, struct endpoint at);

/* Walks all descriptions of a call, those of its newest CALL_SEARCH_MAX transactions and of the one
 * that opened it, in no order that matters; repeats and copies once. *cursor starts as (struct
 * sdp_cursor){ 0 }. false at the end. */
struct sdp_cursor {
    const struct transaction *transaction;
    const struct record *response;     /* the next one to look at */
    const struct early_dialog *dialog; /* the same */
    unsigned transactions, responses;  /* looked at */
};
bool sdp_place_next(const struct call *call, struct sdp_cursor *cursor, struct sdp_place *place);

#endif
