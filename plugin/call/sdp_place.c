/* sdp_place.c
 * Where a session description stands: its message, and all those of a call.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "sdp_place.h"

const struct sdp_place no_sdp_place;

struct sdp_place sdp_place_of_request(const struct transaction *request)
{
    return (struct sdp_place){ transaction_offer(request), request, NULL, request->request_frame };
}

struct sdp_place sdp_place_of_response(const struct record *response)
{
    return (struct sdp_place){ record_description(response), record_transaction(response), response,
                               response->frame };
}

struct endpoint sdp_place_sender(const struct sdp_place *place)
{
    return place->response ? place->transaction->path->server : place->transaction->path->client;
}

static struct endpoint receiver_of(const struct sdp_place *place)
{
    return place->response ? place->transaction->path->client : place->transaction->path->server;
}

static const char *tag_of(const struct sdp_place *place)
{
    return place->response ? record_to_tag(place->response)
                           : transaction_from_tag(place->transaction);
}

bool sdp_place_same_side(const struct sdp_place *a, const struct sdp_place *b)
{
    return tag_of(a) == tag_of(b) &&
           endpoint_host_equals(sdp_place_sender(a), sdp_place_sender(b)) &&
           endpoint_host_equals(receiver_of(a), receiver_of(b));
}

const struct record *sdp_place_agreed(const struct sdp_place *place)
{
    const struct record *final = place->response ? place->response : place->transaction->final;

    return final && final->code >= 200 && final->code < 300 ? final : NULL;
}

bool sdp_place_names(const struct sdp_place *place, struct endpoint at)
{
    for (unsigned i = 0; i < place->description->count; i++) {
        const struct media_stream *stream = description_line_stream(&place->description->lines[i]);

        if (stream && endpoint_equals(media_stream_at(stream), at))
            return true;
    }
    return false;
}

/* The next transaction, whose request comes first; false at the end. */
static bool next_request(const struct call *call, struct sdp_cursor *cursor,
                         struct sdp_place *place)
{
    const struct transaction *transaction =
        cursor->transaction ? transaction_older(cursor->transaction) : call_newest(call);

    if (transaction && cursor->transactions++ == CALL_SEARCH_MAX)
        transaction = call_opening(call);
    if (!transaction || cursor->transactions > CALL_SEARCH_MAX + 1)
        return false;
    cursor->transaction = transaction;
    cursor->response = transaction_first_response(transaction);
    cursor->dialog = transaction_early_dialogs(transaction);
    cursor->responses = 0;
    *place = sdp_place_of_request(transaction);
    return true;
}

static bool next_response(struct sdp_cursor *cursor, struct sdp_place *place)
{
    const struct record *response;

    while (cursor->response && cursor->responses++ < CALL_SEARCH_MAX) {
        response = cursor->response;
        cursor->response = record_next(response);
        if (response->original_frame || !record_description(response))
            continue;
        *place = sdp_place_of_response(response);
        return true;
    }
    return false;
}

static bool next_ack(struct sdp_cursor *cursor, struct sdp_place *place)
{
    const struct early_dialog *dialog;

    while (cursor->dialog) {
        dialog = cursor->dialog;
        cursor->dialog = early_dialog_next(dialog);
        if (!early_dialog_ack_description(dialog))
            continue;
        *place = (struct sdp_place){ early_dialog_ack_description(dialog), cursor->transaction,
                                     NULL, dialog->ack_frame };
        return true;
    }
    return false;
}

bool sdp_place_next(const struct call *call, struct sdp_cursor *cursor, struct sdp_place *place)
{
    do {
        if (next_response(cursor, place) || next_ack(cursor, place))
            return true;
        if (!next_request(call, cursor, place))
            return false;
    } while (!place->description);
    return true;
}
