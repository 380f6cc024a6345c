/* unreported_refer.c
 * Was a transfer accepted, and nothing said of what became of it?
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "unreported_refer.h"

/* A NOTIFY that is to come at once has come by then: lost ones are sent again four times.
 * Microseconds. */
#define REPORT_TIME 5000000

static bool wants_report(const struct transaction *refer)
{
    return !transaction_request(refer)->wants_no_report &&
           !request_details(transaction_request(refer))->required;
}

const struct transaction *unreported_refer(const struct exchange *exchange)
{
    const struct transaction *bye = exchange->transaction, *other = NULL;

    if (bye->method != METHOD_BYE || transaction_upstream(bye) ||
        !call_is_searched_whole(exchange->call))
        return NULL;
    while ((other = transaction_back(transaction_older(bye), other))) {
        if (other->method == METHOD_NOTIFY)
            return NULL;
        if (other->method == METHOD_REFER && other->request_frame &&
            transaction_same_dialog(other, bye))
            return other->final && other->final->code < 300 && wants_report(other) &&
                           time_between(other->final->time, bye->request_time) >= REPORT_TIME
                       ? other
                       : NULL;
    }
    return NULL;
}
