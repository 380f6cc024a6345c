/* listed_contact.c
 * Does the 2xx to a REGISTER list the Contact that it was for?
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "listed_contact.h"

#include "call/hops.h"
#include "call/registration.h"
#include "of_exchange.h"

/* Did the request come from this host on some hop? */
static bool came_from(const struct transaction *request, struct span host)
{
    const struct endpoint named = endpoint_read(host, 0);
    const struct transaction *hop = NULL;

    if (!named.length || endpoint_host_equals(request->path->client, named))
        return true;
    while ((hop = hop_next(request, hop))) {
        if (endpoint_host_equals(hop->path->client, named))
            return true;
    }
    return false;
}

/* Does the URI name the host and user that asked, or where its REGISTER came from? */
static bool may_be_own(const struct transaction *request, struct span uri)
{
    const struct sip_uri asked =
        sip_uri_read(span_of_text(request_contact(transaction_request(request))));
    const struct sip_uri listed = sip_uri_read(uri);

    return !listed.host.length || span_equals_ignoring_case(asked.host, listed.host) ||
           came_from(request, listed.host);
}

/* Did another REGISTER bring this contact? */
static bool is_anothers(const struct exchange *exchange, struct span uri)
{
    const struct registration *registration = registration_of(exchange->message);
    const struct binding *binding = registration ? registration->bindings : NULL;

    for (; binding; binding = binding->next) {
        if (span_equals(span_of_text(binding->contact), uri))
            return binding->now.response && binding->now.response != exchange->record;
    }
    return false;
}

static bool asks_for_binding(const struct transaction *request)
{
    const struct request_details *details = request_details(transaction_request(request));
    const char *contact = request_contact(transaction_request(request));

    return contact && strcmp(contact, "*") != 0 && !(details->has_expires && !details->expires);
}

unsigned listed_contacts_of_others(const struct exchange *exchange, struct span *other)
{
    const struct transaction *request = exchange->transaction;
    struct sip_header_cursor cursor = { 0 };
    struct span contact;
    unsigned count = 0;

    if (request->method != METHOD_REGISTER || !exchange_has_request(exchange) ||
        exchange->message->headers_are_cut || transaction_upstream(request) ||
        !asks_for_binding(request))
        return 0;
    while (sip_message_next_value(exchange->message, SIP_HEADER_CONTACT, &cursor, &contact)) {
        *other = sip_address_uri(contact);
        if (may_be_own(request, *other) || !is_anothers(exchange, *other))
            return 0;
        count++;
    }
    return count;
}
