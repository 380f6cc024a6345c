/* registered_way.c
 * Did a request for a registered phone go where that phone's REGISTER had come from?
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "registered_way.h"

#include "call/hops.h"
#include "call/registration.h"

/* No NAT forgets an outgoing packet sooner; seconds. */
#define NAT_SECONDS 25

/* The hop of a REGISTER that came to the host which sends the request now; NULL: none. */
static const struct transaction *registered_at(const struct transaction *registered,
                                               const struct transaction *request)
{
    const struct transaction *other = NULL;

    if (endpoint_host_equals(registered->path->server, request->path->client))
        return registered;
    while ((other = hop_next(registered, other))) {
        if (endpoint_host_equals(other->path->server, request->path->client))
            return other;
    }
    return NULL;
}

/* Where the REGISTER came from: of the two sides of a NAT, the one that is called. */
static struct endpoint phone_of(const struct transaction *registered, struct endpoint called)
{
    const struct request_copy *copy = transaction_repeats(registered)->copies;

    while (copy && !endpoint_host_equals(copy->path->client, called))
        copy = copy->older;
    return copy ? copy->path->client : registered->path->client;
}

/* The REGISTER before, where it had come from the port to which the request went; 0: it had not. */
static uint32_t older_frame(const struct binding *binding, const struct transaction *request)
{
    const struct transaction *before =
        binding->before.response ? record_transaction(binding->before.response) : NULL;

    return before && endpoint_equals(phone_of(before, request->path->server), request->path->server)
               ? before->request_frame
               : 0;
}

static void write_port(const struct transaction *registered, uint16_t port, uint32_t older,
                       char *text)
{
    if (older)
        snprintf(text, REGISTERED_WAY_MAX,
                 "Frame %u registered this port; the last REGISTER (frame %u) came from %u.", older,
                 registered->request_frame, port);
    else
        snprintf(text, REGISTERED_WAY_MAX, "The phone had registered from port %u (frame %u).",
                 port, registered->request_frame);
}

/* The Contact names another host than the one that the REGISTER came from. */
static bool is_behind_nat(const struct binding *binding, struct endpoint phone)
{
    const struct endpoint contact = endpoint_of_uri(span_of_text(binding->contact));

    return contact.length && !endpoint_host_equals(contact, phone);
}

enum registered_way registered_way(const struct transaction *request,
                                   const struct sip_message *message, char *text, uint32_t *frame)
{
    const struct binding *binding = registration_of_request(request, message);
    const struct transaction *registered =
        binding && binding->now.response
            ? registered_at(record_transaction(binding->now.response), request)
            : NULL;
    const struct endpoint called = request->path->server;
    uint32_t older;
    char host[ENDPOINT_TEXT_MAX];
    struct endpoint phone;
    int64_t since;

    if (!registered || !registered->request_frame || request->is_stream)
        return WAY_UNKNOWN;
    phone = phone_of(registered, called);
    *frame = registered->request_frame;
    older = older_frame(binding, request);
    if (endpoint_host_equals(phone, called) && phone.port != called.port) {
        write_port(registered, phone.port, older, text);
        return older ? WAY_OLDER_PORT : WAY_OTHER_PORT;
    }
    if (!is_behind_nat(binding, phone))
        return WAY_UNKNOWN;
    since = time_between(registered->request_time, request->request_time);
    if (endpoint_equals(phone, called) && since >= NAT_SECONDS * INT64_C(1000000)) {
        snprintf(text, REGISTERED_WAY_MAX,
                 "Its REGISTER (frame %u) came from there, behind a NAT, %.0f s before.", *frame,
                 (double)since / 1e6);
        return WAY_THROUGH_NAT;
    }
    if (!endpoint_host_equals(endpoint_of_uri(span_of_text(binding->contact)), called))
        return WAY_UNKNOWN;
    snprintf(text, REGISTERED_WAY_MAX, "Its REGISTER (frame %u) came over %s%s.", *frame,
             endpoint_text(phone, host),
             transaction_request(registered)->has_path ? ", with Path" : "");
    return transaction_request(registered)->has_path ? WAY_PAST_PATH : WAY_PAST_HOST;
}
