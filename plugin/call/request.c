/* request.c
 * What is kept of a request beside its tags and its offer: what it asks for, and with what in hand.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "request.h"

#include "memory/intern.h"
#include "memory/kept_memory.h"
#include "memory/keyed_hash.h"

const struct request_details no_request_details = { .words = &no_words };
const struct request no_request = { .max_forwards = NO_MAX_FORWARDS };

static uint32_t uri_hash(struct span uri)
{
    return uri.length ? keyed_hash(uri.text, uri.length) : 0;
}

/* Bytes of a header's option tags that are kept; further tags are not known. */
#define OPTION_TAGS_MAX 200

/* The option tags of all rows of a header. */
static kept_place tags_of(const struct sip_message *message, enum sip_header_id id)
{
    struct sip_header_cursor cursor = { 0 };
    char tags[OPTION_TAGS_MAX];
    size_t length = 0;
    struct span tag;

    while (sip_message_next_value(message, id, &cursor, &tag)) {
        if (length + 2 + tag.length > sizeof tags)
            break;
        if (length) {
            memcpy(tags + length, ", ", 2);
            length += 2;
        }
        memcpy(tags + length, tag.text, tag.length);
        length += tag.length;
    }
    return intern_place((struct span){ tags, length });
}

/* A REGISTER's Contact may ask for a time of its own (RFC 3261 section 10.2.1.1). */
static void read_expires(struct request_details *details, const struct sip_message *message)
{
    const struct span header = sip_message_header(message, SIP_HEADER_EXPIRES);
    struct sip_header_cursor cursor = { 0 };
    struct span contact, value;

    details->has_expires = header.length != 0;
    span_number(header, &details->expires);
    if (span_equals(message->method, SPAN_OF("REGISTER")) &&
        sip_message_next_value(message, SIP_HEADER_CONTACT, &cursor, &contact) &&
        sip_parameter(contact, SPAN_OF("expires"), &value) && span_number(value, &details->expires))
        details->has_expires = true;
}

/* Of a REGISTER, once its time is read. */
static bool misuses_star(const struct request_details *details, const struct sip_message *message)
{
    struct sip_header_cursor cursor = { 0 };
    struct span contact;
    bool has_star = false;

    if (!span_equals(message->method, SPAN_OF("REGISTER")) || message->headers_are_cut)
        return false;
    while (sip_message_next_value(message, SIP_HEADER_CONTACT, &cursor, &contact))
        has_star |= span_equals(contact, SPAN_OF("*"));
    return has_star && (sip_message_count_values(message, SIP_HEADER_CONTACT) > 1 ||
                        !details->has_expires || details->expires);
}

/* What a proxy or the callee would check before anything else. */
static void read_demands(struct request *request, const struct sip_message *message)
{
    const struct span reliable = SPAN_OF("100rel");
    uint32_t max_forwards;

    request->max_forwards = NO_MAX_FORWARDS;
    if (span_number(sip_message_header(message, SIP_HEADER_MAX_FORWARDS), &max_forwards) &&
        max_forwards < NO_MAX_FORWARDS)
        request->max_forwards = (uint8_t)max_forwards;
    request->requires_100rel = sip_message_lists(message, SIP_HEADER_REQUIRE, reliable);
    request->supports_100rel =
        request->requires_100rel || sip_message_lists(message, SIP_HEADER_SUPPORTED, reliable);
    request->has_other_version =
        message->version.length && !span_equals_ignoring_case(message->version, SPAN_OF("SIP/2.0"));
}

/* Of a message that Content-Length says is longer than it was on the wire. */
static void read_body_length(struct request_details *details, const struct sip_message *message)
{
    uint32_t stated;

    if (message->is_cut || message->content_length != CONTENT_LENGTH_TOO_LARGE ||
        !span_whole_number(sip_message_header(message, SIP_HEADER_CONTENT_LENGTH), &stated))
        return;
    details->stated_body = stated;
    details->body = (uint32_t)message->body.length;
}

/* Headers that few requests have; the time of a REGISTER's Contact is one more. */
#define DETAIL_HEADERS                                                                             \
    (SIP_HEADER_BIT(SIP_HEADER_EVENT) | SIP_HEADER_BIT(SIP_HEADER_REPLACES) |                      \
     SIP_HEADER_BIT(SIP_HEADER_AUTHORIZATION) | SIP_HEADER_BIT(SIP_HEADER_PROXY_AUTHORIZATION) |   \
     SIP_HEADER_BIT(SIP_HEADER_SESSION_EXPIRES) | SIP_HEADER_BIT(SIP_HEADER_MIN_SE) |              \
     SIP_HEADER_BIT(SIP_HEADER_REQUIRE) | SIP_HEADER_BIT(SIP_HEADER_PROXY_REQUIRE) |               \
     SIP_HEADER_BIT(SIP_HEADER_EXPIRES) | SIP_HEADER_BIT(SIP_HEADER_REFER_TO))

static bool ends_subscription(const struct sip_message *message)
{
    const struct span state = sip_message_header(message, SIP_HEADER_SUBSCRIPTION_STATE);

    return span_equals_ignoring_case(span_trimmed(span_first(state, span_part_length(state, ';'))),
                                     SPAN_OF("terminated"));
}

static bool lacks_state(const struct sip_message *message)
{
    return !message->headers_are_cut && span_equals(message->method, SPAN_OF("NOTIFY")) &&
           !sip_message_has_header(message, SIP_HEADER_SUBSCRIPTION_STATE);
}

static bool has_two_methods(const struct sip_message *message)
{
    struct span method;
    uint32_t number;

    return message->method.length && sip_message_cseq(message, &number, &method) &&
           !span_equals(method, message->method);
}

static bool wants_no_report(const struct sip_message *message)
{
    struct span rest = NO_SPAN, name, value;

    while (span_equals(message->method, SPAN_OF("REFER")) &&
           sip_message_next_other_row(message, &rest, &name, &value)) {
        if (span_equals_ignoring_case(name, SPAN_OF("Refer-Sub")))
            return span_starts_with_ignoring_case(value, SPAN_OF("false"));
    }
    return false;
}

/* RFC 3891 section 6.1: a dialog is named by its Call-ID and both tags. */
static bool lacks_tags(const struct sip_message *message)
{
    const struct span header = sip_message_header(message, SIP_HEADER_REPLACES);
    const struct span refer_to = sip_message_header(message, SIP_HEADER_REFER_TO);
    const struct span replaces =
        span_contains_ignoring_case(refer_to, SPAN_OF("?replaces=")) ||
                span_contains_ignoring_case(refer_to, SPAN_OF("&replaces="))
            ? refer_to
            : header;

    return !message->headers_are_cut && replaces.length &&
           !(span_contains_ignoring_case(replaces, SPAN_OF("to-tag")) &&
             span_contains_ignoring_case(replaces, SPAN_OF("from-tag")));
}

/* None for most requests. */
static kept_place details_of(const struct sip_message *message)
{
    struct request_details details = no_request_details;

    details.words = words_of(message);
    if (!sip_message_has_any(message, DETAIL_HEADERS) && details.words == &no_words &&
        message->content_length != CONTENT_LENGTH_TOO_LARGE &&
        !span_equals(message->method, SPAN_OF("REGISTER")))
        return 0;
    details.event = intern(sip_message_header(message, SIP_HEADER_EVENT));
    details.replaces = intern(sip_message_header(message, SIP_HEADER_REPLACES));
    details.refer_to = intern(sip_address_uri(sip_message_header(message, SIP_HEADER_REFER_TO)));
    details.credentials = credentials_new(message, &details.credential_count);
    details.session = session_timer_new(message);
    details.required = (const char *)kept_at(tags_of(message, SIP_HEADER_REQUIRE));
    details.proxy_required = (const char *)kept_at(tags_of(message, SIP_HEADER_PROXY_REQUIRE));
    read_body_length(&details, message);
    read_expires(&details, message);
    details.misuses_star = misuses_star(&details, message);
    details.is_terminated = ends_subscription(message);
    details.lacks_state = lacks_state(message);
    details.lacks_tags = lacks_tags(message);
    return kept_place_of(kept_copy(&details, sizeof details));
}

const struct request *request_new(const struct sip_message *message,
                                  const struct sip_parameters *via, struct span from,
                                  struct span to)
{
    struct request *request = KEPT_NEW(struct request);
    const uint32_t routes = sip_message_count_values(message, SIP_HEADER_RECORD_ROUTE);
    struct span rport;
    struct sip_via top;

    request->uri_place = intern_place(message->request_uri);
    request->contact_place =
        intern_place(sip_address_uri(sip_message_header(message, SIP_HEADER_CONTACT)));
    if (sip_via_read(via->value, &top))
        request->sent_by_place = intern_place(top.sent_by);
    request->content_type_place =
        intern_place(sip_message_header(message, SIP_HEADER_CONTENT_TYPE));
    request->supported_place = tags_of(message, SIP_HEADER_SUPPORTED);
    request->details_place = details_of(message);
    request->caller_hash = uri_hash(from);
    request->target_hash = uri_hash(to);
    request->size = (uint32_t)message->whole.length;
    request->has_route = sip_message_has_header(message, SIP_HEADER_ROUTE);
    request->record_route_count = (uint16_t)MIN(routes, UINT16_MAX);
    request->has_rport = sip_parameters_find(via, SPAN_OF("rport"), &rport);
    request->has_path = sip_message_has_header(message, SIP_HEADER_PATH);
    request->has_two_methods = has_two_methods(message);
    request->wants_no_report = wants_no_report(message);
    read_demands(request, message);
    return request;
}

bool request_has_credentials(const struct request *request)
{
    return request_details(request)->credential_count != 0;
}
