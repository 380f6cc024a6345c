/* odd_answer.c
 * Is a message the first whose SDP answers an offer as it should not?
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "odd_answer.h"

#include "call/hops.h"
#include "dtls_role.h"
#include "of_exchange.h"

/* However long before on another hop; microseconds. */
#define ANY_TIME (INT64_MAX / 2)

bool odd_answer_repeats(const struct exchange *exchange)
{
    const struct early_dialog *dialog = exchange->early_dialog;

    return exchange->description && dialog && early_dialog_described(dialog) &&
           early_dialog_described(dialog) != exchange->record &&
           description_repeats(record_description(early_dialog_described(dialog)),
                               exchange->description);
}

/* The first of an early dialog, on the hop where it began, tells what is wrong with its answer. */
static bool is_news(const struct exchange *exchange, const struct offer_answer *turn)
{
    const struct record *record = exchange->record, *behind;

    if (!record)
        return true;
    if (odd_answer_repeats(exchange))
        return false;
    behind = hop_same_response(record, ANY_TIME);
    if (!behind || !record_description(behind) || !transaction_offer(record_transaction(behind)))
        return true;
    return answer_misfit(transaction_offer(record_transaction(behind)), record_description(behind))
               .kind != answer_misfit(turn->offer.description, record_description(record)).kind;
}

bool odd_answer_read(const struct exchange *exchange, struct offer_answer *turn,
                     struct answer_misfit *misfit)
{
    if (!exchange->description || !offer_answer_may_answer(exchange))
        return false;
    *turn = offer_answer_of(exchange);
    if ((turn->role != SDP_ANSWER && turn->role != SDP_PREVIEW) || !turn->offer.description ||
        turn->offer.description->is_incomplete || exchange->description->is_incomplete)
        return false;
    *misfit = answer_misfit(turn->offer.description, exchange->description);
    return misfit->kind != ANSWER_FITS && is_news(exchange, turn);
}

bool odd_answer_is_unasked(const struct exchange *exchange)
{
    const struct transaction *request = exchange->transaction;
    const struct record *behind;

    if (!(exchange->moments & AT_SUCCESS) || !exchange->description ||
        (request->method != METHOD_PRACK && request->method != METHOD_UPDATE) ||
        !exchange_has_request(exchange) || transaction_offer(request) || request->offer_is_hidden)
        return false;
    behind = hop_same_response(exchange->record, ANY_TIME);
    return !behind || !record_description(behind);
}

bool odd_answer_is_any(const struct exchange *exchange)
{
    struct offer_answer turn;
    struct answer_misfit misfit;

    return odd_answer_read(exchange, &turn, &misfit) || odd_answer_is_unasked(exchange) ||
           ((exchange->moments & AT_SUCCESS) && dtls_role_turned(exchange->record));
}
