/* via_chain.c
 * The hosts that a request came over, as the Via values of its response name them.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "via_chain.h"

/* Longest sent-by that is compared with an address, with "sip:" before it and a NUL. */
#define SENT_BY_MAX 64

unsigned via_chain_repeats(const struct sip_message *message, struct span *repeated)
{
    struct sip_header_cursor at = { 0 };
    struct span value;
    struct sip_via via;
    unsigned most = 0;

    for (unsigned i = 0;
         i < CALL_SEARCH_MAX && sip_message_next_value(message, SIP_HEADER_VIA, &at, &value); i++) {
        struct sip_header_cursor behind = at;
        const bool is_read = sip_via_read(value, &via);
        const struct span host = via.sent_by;
        unsigned count = 1;

        for (unsigned j = 0; is_read && j < CALL_SEARCH_MAX &&
                             sip_message_next_value(message, SIP_HEADER_VIA, &behind, &value);
             j++)
            count += sip_via_read(value, &via) && span_equals_ignoring_case(via.sent_by, host);
        if (is_read && count > most) {
            most = count;
            *repeated = host;
        }
    }
    return most;
}

static bool names_server(struct span value, const struct exchange *exchange)
{
    struct sip_via via;
    struct sip_uri uri;
    char text[SENT_BY_MAX];

    if (!sip_via_read(value, &via) || via.sent_by.length + 5 > sizeof text)
        return false;
    snprintf(text, sizeof text, "sip:%.*s", (int)via.sent_by.length, via.sent_by.text);
    uri = sip_uri_read(span_of_text(text));
    return endpoint_equals(endpoint_read(uri.host, uri.port ? uri.port : 5060),
                           exchange->transaction->path->server);
}

bool via_chain_names_server(const struct exchange *exchange)
{
    struct sip_header_cursor cursor = { 0 };
    struct span value;

    for (unsigned i = 0; i < CALL_SEARCH_MAX &&
                         sip_message_next_value(exchange->message, SIP_HEADER_VIA, &cursor, &value);
         i++) {
        if (i > 0 && names_server(value, exchange))
            return true;
    }
    return false;
}

bool via_chain_begins_at_server(const struct exchange *exchange)
{
    struct sip_header_cursor cursor = { 0 };
    struct span value;
    unsigned count = 0;

    while (count < CALL_SEARCH_MAX &&
           sip_message_next_value(exchange->message, SIP_HEADER_VIA, &cursor, &value))
        count++;
    return count > 1 && count < CALL_SEARCH_MAX && !exchange->message->headers_are_cut &&
           names_server(value, exchange);
}
