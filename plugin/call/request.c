/* request.c
 * What is kept of a request beside its tags and its offer: what it asks for, and with what in hand.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "request.h"

#include "memory/intern.h"
#include "memory/kept_memory.h"
#include "memory/keyed_hash.h"
#include "record.h"

const struct request no_request = { .words = &no_words, .max_forwards = NO_MAX_FORWARDS };

/* A digest response or another scheme's credentials. */
static bool answers_challenge(struct span header)
{
    struct span value;

    if (header.length == 0)
        return false;
    if (!auth_is_digest(header))
        return true;
    return sip_auth_parameter(header, SPAN_OF("response"), &value) && value.length &&
           sip_auth_parameter(header, SPAN_OF("nonce"), &value) && value.length;
}

static struct credentials credentials_of(const struct sip_message *message, enum sip_header_id id)
{
    const struct span header = sip_message_header(message, id);

    if (!answers_challenge(header))
        return (struct credentials){ 0 };
    return (struct credentials){
        .nonce_hash = auth_parameter_hash(header, SPAN_OF("nonce")),
        .realm_hash = auth_parameter_hash(header, SPAN_OF("realm")),
        .algorithm = (uint8_t)auth_algorithm_of(header),
    };
}

static uint32_t address_hash(const struct sip_message *message, enum sip_header_id id)
{
    const struct span uri = sip_address_uri(sip_message_header(message, id));

    return uri.length ? keyed_hash(uri.text, uri.length) : 0;
}

/* What a proxy or the callee would check before anything else. */
static void read_demands(struct request *request, const struct sip_message *message)
{
    const struct span reliable = SPAN_OF("100rel");
    uint32_t max_forwards;

    request->has_expires = sip_message_has_header(message, SIP_HEADER_EXPIRES);
    span_number(sip_message_header(message, SIP_HEADER_EXPIRES), &request->expires);
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

const struct request *request_new(const struct sip_message *message)
{
    struct request *request = KEPT_NEW(struct request);
    struct sip_via via;

    request->uri = intern(message->request_uri);
    request->contact = intern(sip_address_uri(sip_message_header(message, SIP_HEADER_CONTACT)));
    request->words = words_of(message);
    if (sip_message_top_via(message, &via))
        request->sent_by = intern(via.sent_by);
    request->authorization = credentials_of(message, SIP_HEADER_AUTHORIZATION);
    request->proxy_authorization = credentials_of(message, SIP_HEADER_PROXY_AUTHORIZATION);
    request->caller_hash = address_hash(message, SIP_HEADER_FROM);
    request->target_hash = address_hash(message, SIP_HEADER_TO);
    request->size = (uint32_t)message->whole.length;
    request->has_route = sip_message_has_header(message, SIP_HEADER_ROUTE);
    request->has_record_route = sip_message_has_header(message, SIP_HEADER_RECORD_ROUTE);
    read_demands(request, message);
    return request;
}

bool request_has_credentials(const struct request *request)
{
    return request->authorization.algorithm || request->proxy_authorization.algorithm;
}
