/* forwarding.c
 * Was a call sent on to another address than the one that was called, as its responses tell?
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "forwarding.h"

/* The status code of "Call Is Being Forwarded". */
#define IS_FORWARDED 181

static uint32_t forwarded_frame(const struct transaction *invite)
{
    const struct record *record = transaction_first_response(invite);

    for (unsigned i = 0; record && i < CALL_SEARCH_MAX; i++) {
        if (record->code == IS_FORWARDED)
            return record->frame;
        record = record_next(record);
    }
    return 0;
}

/* The user that the last entry names, unless it is who was called, or a phone of theirs ("rc"). */
static struct sip_uri last_target(const struct exchange *exchange)
{
    const struct sip_uri asked =
        sip_uri_read(span_of_text(request_uri(transaction_request(exchange->transaction))));
    const struct sip_uri to =
        sip_uri_read(sip_address_uri(sip_message_header(exchange->message, SIP_HEADER_TO)));
    struct sip_header_cursor cursor = { 0 };
    struct span value, phone, last = NO_SPAN;
    struct sip_uri target;

    while (sip_message_next_value(exchange->message, SIP_HEADER_HISTORY_INFO, &cursor, &value))
        last = value;
    target = sip_uri_read(sip_address_uri(last));
    if (sip_parameter(last, SPAN_OF("rc"), &phone) || span_equals(target.user, asked.user) ||
        span_equals(target.user, to.user))
        target.user = NO_SPAN;
    return target;
}

bool forwarding_before(const struct exchange *exchange, struct forwarding *forwarding)
{
    if (!exchange_opens_call(exchange))
        return false;
    *forwarding = (struct forwarding){ .frame = forwarded_frame(exchange->transaction),
                                       .target = last_target(exchange) };
    return forwarding->frame || forwarding->target.user.length;
}
