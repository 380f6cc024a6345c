/* offer_answer.c
 * Which SDP is an offer and which the answer to it, from INVITE to ACK.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "offer_answer.h"

static const struct offer_answer no_turn;

static bool is_known(const struct transaction *request)
{
    return request->request_frame && !request->request_is_cut && !request->offer_is_hidden;
}

const struct record *offer_answer_first_reliable(const struct early_dialog *dialog)
{
    const struct record *first = NULL;

    for (const struct reliable_response *reliable = dialog ? early_dialog_reliable(dialog) : NULL;
         reliable; reliable = reliable_response_older(reliable)) {
        if (record_description(reliable_response_record(reliable)))
            first = reliable_response_record(reliable);
    }
    return first;
}

/* Of a request that is no ACK. */
static struct offer_answer turn_of_request(const struct transaction *request)
{
    const struct reliable_response *reliable = transaction_acknowledges(request);
    struct offer_answer offer;

    if (!is_known(request))
        return no_turn;
    /* Without its INVITE nobody knows whether the 18x has an offer or an answer. */
    if (request->method == METHOD_PRACK &&
        (!reliable || !is_known(record_transaction(reliable_response_record(reliable)))))
        return no_turn;
    if (request->method == METHOD_PRACK) {
        offer = offer_answer_of_response(reliable_response_record(reliable));
        if (offer.role == SDP_OFFER)
            return (
                struct offer_answer){ transaction_offer(request) ? SDP_ANSWER : SDP_NONE, true,
                                      sdp_place_of_response(reliable_response_record(reliable)) };
    }
    return (struct offer_answer){ .role = transaction_offer(request) ? SDP_OFFER : SDP_NONE };
}

/* An 18x or 2xx to an INVITE with an offer. */
static struct offer_answer answer_to_invite(const struct record *response)
{
    const struct transaction *invite = record_transaction(response);
    const struct early_dialog *dialog = transaction_early_dialog(invite, record_to_tag(response));
    const struct record *first = offer_answer_first_reliable(dialog);
    struct offer_answer answer = { .offer = sdp_place_of_request(invite) };

    if (first && first != response && first->frame < response->frame) {
        answer.role = record_description(response) ? SDP_REPEAT : SDP_NONE;
        return answer;
    }
    answer.answer_is_due = response->code >= 200;
    if (record_description(response))
        answer.role =
            response->code >= 200 || record_is_reliable(response) ? SDP_ANSWER : SDP_PREVIEW;
    return answer;
}

/* One to an INVITE without: the first reliable one with SDP is the offer. */
static struct offer_answer offer_to_invite(const struct record *response)
{
    const struct record *first = offer_answer_first_reliable(
        transaction_early_dialog(record_transaction(response), record_to_tag(response)));

    if (!record_description(response))
        return no_turn;
    if (first && first != response && first->frame < response->frame)
        return (struct offer_answer){ .role = SDP_REPEAT };
    return (struct offer_answer){ .role = response->code >= 200 || record_is_reliable(response)
                                              ? SDP_OFFER
                                              : SDP_NONE };
}

struct offer_answer offer_answer_of_response(const struct record *response)
{
    const struct transaction *request = record_transaction(response);

    if (!request || !is_known(request) || response->code <= 100 || response->code >= 300)
        return no_turn;
    if (request->method == METHOD_INVITE)
        return transaction_offer(request) ? answer_to_invite(response) : offer_to_invite(response);
    if ((request->method != METHOD_PRACK && request->method != METHOD_UPDATE) ||
        response->code < 200 || turn_of_request(request).role != SDP_OFFER)
        return no_turn;
    return (struct offer_answer){ record_description(response) ? SDP_ANSWER : SDP_NONE, true,
                                  sdp_place_of_request(request) };
}

/* The 2xx that this ACK is the first to confirm; NULL: it is not known. */
static const struct record *confirmed_success(const struct exchange *exchange)
{
    const struct early_dialog *dialog = transaction_early_dialogs(exchange->transaction);

    while (dialog && (dialog->ack_frame != exchange->frame->number || !dialog->answer_place))
        dialog = early_dialog_next(dialog);
    return dialog ? early_dialog_answer(dialog) : NULL;
}

static struct offer_answer answer_in_ack(const struct exchange *exchange)
{
    const struct record *success = exchange->transaction ? confirmed_success(exchange) : NULL;

    if (!success || offer_answer_of_response(success).role != SDP_OFFER)
        return no_turn;
    return (struct offer_answer){ exchange->description ? SDP_ANSWER : SDP_NONE, true,
                                  sdp_place_of_response(success) };
}

struct offer_answer offer_answer_of(const struct exchange *exchange)
{
    struct offer_answer found = no_turn;

    if (exchange->moments & AT_ACK)
        found = answer_in_ack(exchange);
    else if (exchange->transaction && exchange->record)
        found = offer_answer_of_response(exchange->record);
    else if (exchange->transaction && (exchange->moments & AT_REQUEST))
        found = turn_of_request(exchange->transaction);
    if (!exchange->description && description_is_hidden(exchange->message))
        found.answer_is_due = false;
    return found;
}

bool offer_answer_may_answer(const struct exchange *exchange)
{
    const struct transaction *transaction = exchange->transaction;
    const struct reliable_response *reliable;

    if (!transaction)
        return false;
    if (exchange->moments & AT_ACK)
        return !transaction->offer_place;
    if (exchange->record)
        return transaction->offer_place != 0;
    reliable = transaction_acknowledges(transaction);
    return reliable && !record_transaction(reliable_response_record(reliable))->offer_place;
}

struct sdp_place offer_answer_answered(const struct transaction *invite, uint32_t frame)
{
    const struct record *response = transaction_first_response(invite);

    for (unsigned i = 0; response && i < CALL_SEARCH_MAX; i++, response = record_next(response)) {
        const enum sdp_role role = offer_answer_of_response(response).role;

        if (response->frame < frame && (role == SDP_ANSWER || role == SDP_PREVIEW))
            return sdp_place_of_response(response);
    }
    return no_sdp_place;
}

/* The SDP of the transaction that the side with this tag brought and the other one took. */
static struct sdp_place agreed_place(const struct transaction *other, const char *tag)
{
    const struct record *final = other->final, *response;

    if (!final || final->code >= 300)
        return no_sdp_place;
    if (transaction_from_tag(other) == tag)
        return sdp_place_of_request(other);
    for (response = transaction_first_response(other); response; response = record_next(response)) {
        if (record_description(response) && record_to_tag(response) == tag && response->code < 300)
            return sdp_place_of_response(response);
        if (response == final)
            break;
    }
    return no_sdp_place;
}

struct sdp_place offer_answer_in_force(const struct transaction *request)
{
    const struct transaction *other = NULL;

    while ((other = transaction_back(transaction_older(request), other))) {
        const struct sdp_place place = agreed_place(other, transaction_from_tag(request));

        if (place.description && transaction_same_hop(other, request))
            return place;
    }
    return no_sdp_place;
}

const struct transaction *offer_answer_open_update(const struct transaction *invite, uint32_t frame)
{
    const struct transaction *update = NULL;

    while ((update = transaction_back(call_newest(transaction_call(invite)), update)) &&
           update != invite) {
        if (update->method == METHOD_UPDATE && transaction_offer(update) &&
            update->from_tag_place == invite->from_tag_place && update->request_frame < frame &&
            transaction_same_hop(update, invite) && (!update->final || update->final->code >= 300))
            return update;
    }
    return NULL;
}

const struct transaction *offer_answer_unanswered_prack(const struct transaction *invite)
{
    const struct transaction *prack = NULL;
    struct offer_answer turn;

    do {
        prack = transaction_back(call_newest(transaction_call(invite)), prack);
        if (!prack || prack == invite)
            return NULL;
    } while (prack->method != METHOD_PRACK || !transaction_acknowledges(prack) ||
             record_transaction(reliable_response_record(transaction_acknowledges(prack))) !=
                 invite);
    turn = turn_of_request(prack);
    return turn.answer_is_due && turn.role == SDP_NONE ? prack : NULL;
}
