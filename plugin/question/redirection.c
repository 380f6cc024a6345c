/* redirection.c
 * Where a redirection sends its client: to what nobody can call, or back to where it was.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "redirection.h"

#include "message/sip_uri.h"

bool redirection_names_no_sip(const struct sip_message *message)
{
    static const struct span schemes[] = { SPAN_TEXT("sip:"), SPAN_TEXT("sips:"),
                                           SPAN_TEXT("tel:") };
    struct sip_header_cursor cursor = { 0 };
    struct span value;

    while (sip_message_next_value(message, SIP_HEADER_CONTACT, &cursor, &value)) {
        for (unsigned i = 0; i < array_length(schemes); i++) {
            if (span_starts_with_ignoring_case(sip_address_uri(value), schemes[i]))
                return false;
        }
    }
    return true;
}

bool redirection_names_asked(const struct exchange *exchange)
{
    const char *asked = request_uri(transaction_request(exchange->transaction));
    const struct span contact =
        sip_address_uri(sip_message_header(exchange->message, SIP_HEADER_CONTACT));

    return asked && exchange->record->code <= 302 &&
           sip_uri_difference(contact, span_of_text(asked)) == SIP_URI_SAME;
}

const struct transaction *redirection_before(const struct exchange *exchange)
{
    const struct span contact =
        sip_address_uri(sip_message_header(exchange->message, SIP_HEADER_CONTACT));
    const struct transaction *older = NULL;

    while ((older = transaction_back(transaction_older(exchange->transaction), older))) {
        const char *asked = request_uri(transaction_request(older));

        if (asked && older->final && older->final->code / 100 == 3 &&
            transaction_same_client(older, exchange->transaction) &&
            sip_uri_difference(contact, span_of_text(asked)) == SIP_URI_SAME)
            return older;
    }
    return NULL;
}
