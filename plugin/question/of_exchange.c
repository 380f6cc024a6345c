/* of_exchange.c
 * What nearly every rule asks of a message and its request.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "of_exchange.h"

#include "call/hops.h"

#include <math.h>

double seconds_between(int64_t from, int64_t to)
{
    const int64_t time = time_between(from, to);

    return time == TIME_UNKNOWN ? NAN : (double)time / 1e6;
}

bool exchange_has_request(const struct exchange *exchange)
{
    return exchange->transaction->request_frame && !exchange->transaction->request_is_cut;
}

bool exchange_opens_call(const struct exchange *exchange)
{
    return transaction_opens_call(exchange->transaction) && exchange_has_request(exchange);
}

bool exchange_decides(const struct exchange *exchange, unsigned code, unsigned other_code)
{
    return (exchange->record->code == code || exchange->record->code == other_code) &&
           exchange_has_request(exchange) && !exchange->relayed_from &&
           (exchange->transaction->method == METHOD_INVITE ||
            exchange->transaction->final == exchange->record) &&
           !hop_other_leg(exchange->transaction, code, exchange->record->frame);
}

bool exchange_is_too_late(const struct exchange *exchange)
{
    const struct transaction *transaction = exchange->transaction;
    const struct record *record = exchange->record;

    return record->code >= 200 && record->code != 408 && transaction->final == record &&
           transaction->request_frame &&
           time_between(transaction->request_time, record->time) > TRANSACTION_TIME &&
           !hop_response_behind(record) &&
           (transaction->method != METHOD_INVITE ||
            transaction_first_response(transaction) == record);
}
