/* place_way.c
 * Whether a request in a dialog is sent as the dialog asks (RFC 3261 section 12.2.1.1).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "hops.h"
#include "memory/intern.h"
#include "message/sip_uri.h"
#include "placing.h"

bool placing_same_place(struct span uri, const char *contact)
{
    const struct sip_uri a = sip_uri_read(uri);
    const struct sip_uri b = sip_uri_read(span_of_text(contact));

    return span_equals_ignoring_case(a.host, b.host) &&
           (a.port ? a.port : 5060) == (b.port ? b.port : 5060);
}

/* Do both URIs name the same user at the same host and port? */
static bool is_same_target(struct span uri, const char *contact)
{
    const struct span other = { contact, strlen(contact) };
    const enum sip_uri_part part = sip_uri_difference(uri, other);

    return part != SIP_URI_USER && part != SIP_URI_HOST && part != SIP_URI_PORT;
}

/* Does the last Route lead to the target? The Request-URI is a route itself then: the next proxy is
 * a strict router, which takes it from there (RFC 3261 section 12.2.1.1). */
static bool is_strictly_routed(const struct sip_message *message, const char *target)
{
    struct sip_header_cursor cursor = { 0 };
    struct span route, last = { NULL, 0 };

    while (sip_message_next_value(message, SIP_HEADER_ROUTE, &cursor, &route))
        last = route;
    return last.length && is_same_target(sip_address_uri(last), target);
}

/* A Contact behind a NAT is of no use outside: some put the address that they see in its place. Not
 * so where a Route is left: the address is a proxy's then, which needs the Contact to go on. */
static bool is_seen_through_nat(const struct exchange *exchange, const char *target)
{
    const struct span contact = { target, strlen(target) };
    const struct endpoint named =
        endpoint_read(sip_uri_read(exchange->message->request_uri).host, 0);

    return !sip_message_has_header(exchange->message, SIP_HEADER_ROUTE) &&
           endpoint_is_private(endpoint_read(sip_uri_read(contact).host, 0)) &&
           !endpoint_is_private(named) && endpoint_host_equals(named, exchange->frame->destination);
}

bool placing_is_astray(struct misfit *misfit, const struct exchange *exchange, const char *target)
{
    const struct sip_message *message = exchange->message;

    if (!message->request_uri.length || !target || is_same_target(message->request_uri, target) ||
        is_strictly_routed(message, target) || is_seen_through_nat(exchange, target))
        return false;
    misfit->field = FIELD_REQUEST_URI;
    misfit->value = intern(message->request_uri);
    misfit->wanted = target;
    return true;
}

bool placing_is_too_loose(struct misfit *misfit, const struct exchange *exchange,
                          const char *target)
{
    const struct sip_message *message = exchange->message;
    struct sip_header_cursor cursor = { 0 };
    enum sip_uri_part part;
    struct span route, uri, lr;

    if (!sip_message_next_value(message, SIP_HEADER_ROUTE, &cursor, &route) ||
        sip_message_count_values(message, SIP_HEADER_VIA) != 1)
        return false;
    uri = sip_address_uri(route);
    if (!uri.length || !target || !is_same_target(message->request_uri, target) ||
        sip_parameter(uri, SPAN_OF("lr"), &lr))
        return false;
    part = sip_uri_difference(uri, message->request_uri);
    if (part != SIP_URI_USER && part != SIP_URI_HOST && part != SIP_URI_PORT)
        return false;
    misfit->field = FIELD_STRICT;
    misfit->value = intern(message->request_uri);
    misfit->wanted = intern(uri);
    misfit->wanted_frame = exchange->frame->number;
    return true;
}

/* Is b the host a with a default port, "10.0.0.2" and "10.0.0.2:5060", or the same? */
static bool is_same_sent_by(struct span a, struct span b)
{
    const struct span port = span_behind(b, MIN(a.length, b.length));

    return span_equals_ignoring_case(a, span_first(b, a.length)) &&
           (port.length == 0 || span_equals(port, SPAN_OF(":5060")) ||
            span_equals(port, SPAN_OF(":5061")));
}

/* Does the host stand right behind the transport, and nothing but parameters behind it? So it does
 * in nearly every response, and needs no closer look. */
static bool is_plainly_sent_by(struct span via_value, struct span wanted)
{
    const char *space =
        via_value.length ? (const char *)memchr(via_value.text, ' ', via_value.length) : NULL;
    const struct span rest =
        space ? span_behind(via_value, (size_t)(space + 1 - via_value.text)) : NO_SPAN;

    return rest.length > wanted.length && rest.text[wanted.length] == ';' &&
           span_equals(span_first(rest, wanted.length), wanted);
}

const char *placing_other_sent_by(struct span via_value, const struct transaction *request)
{
    const char *wanted = request_sent_by(transaction_request(request));
    struct sip_via via;

    if (!wanted || is_plainly_sent_by(via_value, (struct span){ wanted, strlen(wanted) }) ||
        !sip_via_read(via_value, &via) || !via.sent_by.length ||
        is_same_sent_by(via.sent_by, (struct span){ wanted, strlen(wanted) }) ||
        is_same_sent_by((struct span){ wanted, strlen(wanted) }, via.sent_by))
        return NULL;
    return intern(via.sent_by);
}

/* Is the host at this end of a hop, and not at the other one too? */
static bool is_only_end(struct endpoint host, struct endpoint end, struct endpoint other)
{
    return endpoint_host_equals(host, end) && !endpoint_host_equals(host, other);
}

/* Is it the sender who begins the request, over the first or the last hop of this INVITE? */
static bool is_at_sender(const struct exchange *exchange, const struct transaction *invite)
{
    const struct sip_frame *frame = exchange->frame;
    const struct path path = { frame->source, frame->destination, 0 },
                      back = path_back(invite->path);

    if (sip_message_count_values(exchange->message, SIP_HEADER_VIA) != 1)
        return false;
    /* It may leave by another way than the INVITE came; that is what is looked for. */
    if (path_same_hosts(&path, invite->path) ||
        is_only_end(path.client, invite->path->client, invite->path->server))
        return !transaction_upstream(invite);
    return !hop_behind(invite, frame->number) &&
           (path_same_hosts(&path, &back) ||
            is_only_end(path.client, invite->path->server, invite->path->client));
}

bool placing_has_other_route(struct misfit *misfit, const struct exchange *exchange,
                             const struct transaction *invite, uint32_t count)
{
    const uint32_t own = sip_message_count_values(exchange->message, SIP_HEADER_ROUTE);

    if (!count || own == count || !is_at_sender(exchange, invite))
        return false;
    misfit->field = FIELD_ROUTE;
    misfit->value = own ? placing_number(own) : NULL;
    misfit->wanted = placing_number(count);
    return true;
}
