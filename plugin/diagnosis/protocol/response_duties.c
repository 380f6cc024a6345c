/* response_duties.c
 * The header fields that a response must or should have.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "response_duties.h"

#define ANY_METHOD 0

/* Demanded of the responses with these codes to these requests. */
struct response_duty {
    unsigned first_code, last_code;
    uint32_t methods; /* METHOD_BIT of each, or ANY_METHOD */
    enum sip_header_id header;
    struct rfc_reference reference;
    bool (*is_due)(const struct exchange *exchange); /* NULL: always */
};

/* WebSocket (RFC 7118) and SCTP keep the messages apart by themselves. */
static bool is_byte_stream(const struct exchange *exchange)
{
    struct sip_via via;

    return exchange->frame->is_stream && sip_message_top_via(exchange->message, &via) &&
           (span_equals_ignoring_case(via.transport, SPAN_OF("TCP")) ||
            span_equals_ignoring_case(via.transport, SPAN_OF("TLS")));
}

static bool is_initial(const struct exchange *exchange)
{
    return exchange->transaction && exchange_has_request(exchange) &&
           transaction_is_initial(exchange->transaction);
}

/* Its PRACK is sent to the Contact. */
static bool is_reliable(const struct exchange *exchange)
{
    return exchange->reliable && is_initial(exchange);
}

/* Expires: 0 confirms that a publication was removed: nothing is left to name. */
static bool is_lasting(const struct exchange *exchange)
{
    uint32_t seconds;

    return !span_number(sip_message_header(exchange->message, SIP_HEADER_EXPIRES), &seconds) ||
           seconds > 0;
}

/* A 415 names what it takes of the kind that it refused: a coding, a language, or else a type. */
static bool is_not_about_coding(const struct exchange *exchange)
{
    return !sip_message_has_header(exchange->message, SIP_HEADER_ACCEPT_ENCODING) &&
           !sip_message_has_header(exchange->message, SIP_HEADER_ACCEPT_LANGUAGE);
}

/* Ascending by first_code; the five that every response copies from its request first. */
static const struct response_duty must_have[] = {
    { 0, 999, ANY_METHOD, SIP_HEADER_VIA, { 3261, "8.2.6.2" }, NULL },
    { 0, 999, ANY_METHOD, SIP_HEADER_FROM, { 3261, "8.2.6.2" }, NULL },
    { 0, 999, ANY_METHOD, SIP_HEADER_TO, { 3261, "8.2.6.2" }, NULL },
    { 0, 999, ANY_METHOD, SIP_HEADER_CALL_ID, { 3261, "8.2.6.2" }, NULL },
    { 0, 999, ANY_METHOD, SIP_HEADER_CSEQ, { 3261, "8.2.6.2" }, NULL },
    { 100, 699, ANY_METHOD, SIP_HEADER_CONTENT_LENGTH, { 3261, "20.14" }, is_byte_stream },
    { 101, 199, METHOD_BIT(METHOD_INVITE), SIP_HEADER_CONTACT, { 3261, "12.1.1" }, is_reliable },
    { 199, 199, ANY_METHOD, SIP_HEADER_REASON, { 6228, "5" }, NULL },
    { 200, 299, METHOD_BIT(METHOD_INVITE), SIP_HEADER_CONTACT, { 3261, "12.1.1" }, NULL },
    { 200, 299, METHOD_BIT(METHOD_SUBSCRIBE), SIP_HEADER_CONTACT, { 3261, "12.1.1" }, is_initial },
    { 200, 299, METHOD_BIT(METHOD_REFER), SIP_HEADER_CONTACT, { 3261, "12.1.1" }, is_initial },
    { 200, 299, METHOD_BIT(METHOD_SUBSCRIBE), SIP_HEADER_EXPIRES, { 6665, "4.2.1.1" }, NULL },
    { 200, 299, METHOD_BIT(METHOD_PUBLISH), SIP_HEADER_EXPIRES, { 3903, "6" }, NULL },
    { 200, 299, METHOD_BIT(METHOD_PUBLISH), SIP_HEADER_SIP_ETAG, { 3903, "6" }, is_lasting },
    { 401, 401, ANY_METHOD, SIP_HEADER_WWW_AUTHENTICATE, { 3261, "21.4.2" }, NULL },
    { 405, 405, ANY_METHOD, SIP_HEADER_ALLOW, { 3261, "21.4.6" }, NULL },
    { 407, 407, ANY_METHOD, SIP_HEADER_PROXY_AUTHENTICATE, { 3261, "21.4.8" }, NULL },
    { 415, 415, ANY_METHOD, SIP_HEADER_ACCEPT, { 3261, "21.4.13" }, is_not_about_coding },
    { 420, 420, ANY_METHOD, SIP_HEADER_UNSUPPORTED, { 3261, "21.4.15" }, NULL },
    { 421, 421, ANY_METHOD, SIP_HEADER_REQUIRE, { 3261, "21.4.16" }, NULL },
    { 422, 422, ANY_METHOD, SIP_HEADER_MIN_SE, { 4028, "6" }, NULL },
    { 423, 423, ANY_METHOD, SIP_HEADER_MIN_EXPIRES, { 3261, "21.4.17" }, NULL },
    { 424, 424, ANY_METHOD, SIP_HEADER_GEOLOCATION_ERROR, { 6442, "4.3" }, NULL },
    { 425, 425, ANY_METHOD, SIP_HEADER_ALERTMSG_ERROR, { 8876, "5.1" }, NULL },
    { 469, 469, ANY_METHOD, SIP_HEADER_RECV_INFO, { 6086, "4.2.2" }, NULL },
    { 494, 494, ANY_METHOD, SIP_HEADER_SECURITY_SERVER, { 3329, "2.3.1" }, NULL },
};

/* The same. */
static const struct response_duty should_have[] = {
    { 300, 302, ANY_METHOD, SIP_HEADER_CONTACT, { 3261, "21.3" }, NULL },
    { 305, 305, ANY_METHOD, SIP_HEADER_CONTACT, { 3261, "21.3.4" }, NULL },
    { 470, 470, ANY_METHOD, SIP_HEADER_PERMISSION_MISSING, { 5360, "5.9.1" }, NULL },
    { 488, 488, METHOD_BIT(METHOD_INVITE), SIP_HEADER_WARNING, { 3261, "13.3.1.3" }, NULL },
    { 488, 488, METHOD_BIT(METHOD_UPDATE), SIP_HEADER_WARNING, { 3311, "5.2" }, NULL },
    { 489, 489, ANY_METHOD, SIP_HEADER_ALLOW_EVENTS, { 6665, "4.4.4" }, NULL },
};

/* How many of the first rows of must_have stand for the headers of every response. */
#define COPIED_HEADERS 5
#define COPIED_BITS                                                                                \
    (SIP_HEADER_BIT(SIP_HEADER_VIA) | SIP_HEADER_BIT(SIP_HEADER_FROM) |                            \
     SIP_HEADER_BIT(SIP_HEADER_TO) | SIP_HEADER_BIT(SIP_HEADER_CALL_ID) |                          \
     SIP_HEADER_BIT(SIP_HEADER_CSEQ))

/* METHOD_BIT of the request that is answered; 0: not known. */
static uint32_t request_method(const struct exchange *exchange)
{
    struct span method;
    uint32_t number;

    if (exchange->transaction)
        return METHOD_BIT(exchange->transaction->method);
    return sip_message_cseq(exchange->message, &number, &method) ? METHOD_BIT(method_of(method))
                                                                 : 0;
}

/* The rows that the message is judged by. A row without a colon is no header, whatever it was meant
 * for; but that is not known. On a stream the end may be in a segment that was lost. */
static size_t judged_rows(const struct exchange *exchange, enum duty_strength strength,
                          const struct response_duty **rows)
{
    const struct sip_message *message = exchange->message;
    const bool is_doubtful = message->has_bad_line || message->headers_are_unended;
    const size_t copied = (message->present & COPIED_BITS) == COPIED_BITS ? COPIED_HEADERS : 0;

    *rows = strength == DUTY_MUST ? must_have + copied : should_have;
    if (message->is_cut || message->too_many_headers ||
        (message->headers_are_unended && exchange->frame->is_stream))
        return 0;
    if (strength == DUTY_SHOULD)
        return is_doubtful ? 0 : array_length(should_have);
    return (is_doubtful ? COPIED_HEADERS : array_length(must_have)) - copied;
}

/* Headers that the same section asks for share the reference to it. */
static bool is_same_reference(const struct rfc_reference *a, const struct rfc_reference *b)
{
    return a->rfc == b->rfc && strcmp(a->section, b->section) == 0;
}

static void append_duty(const struct response_duty *duty, const struct response_duty *next,
                        struct finding_draft *draft)
{
    char reference[RFC_REFERENCE_TEXT_MAX];

    g_strlcat(draft->detail, " ", sizeof draft->detail);
    g_strlcat(draft->detail, sip_header_name(duty->header), sizeof draft->detail);
    if (!next || !is_same_reference(&next->reference, &duty->reference)) {
        rfc_reference_text(&duty->reference, reference);
        g_strlcat(draft->detail, " (", sizeof draft->detail);
        g_strlcat(draft->detail, reference, sizeof draft->detail);
        g_strlcat(draft->detail, ")", sizeof draft->detail);
    }
    g_strlcat(draft->detail, next ? "," : ".", sizeof draft->detail);
}

bool response_duties_missing(const struct exchange *exchange, enum duty_strength strength,
                             struct finding_draft *draft)
{
    const unsigned code = exchange->message->status_code;
    const uint32_t method = request_method(exchange);
    const struct response_duty *duty, *missing = NULL;
    const size_t count = judged_rows(exchange, strength, &duty);

    for (const struct response_duty *end = duty + count; duty < end; duty++) {
        if (code < duty->first_code)
            break;
        if (sip_message_has_header(exchange->message, duty->header) || code > duty->last_code ||
            (duty->methods && !(duty->methods & method)) ||
            (duty->is_due && !duty->is_due(exchange)))
            continue;
        if (missing)
            append_duty(missing, duty, draft);
        else
            draft_detail(draft, "The %u lacks", code);
        missing = duty;
    }
    if (!missing)
        return false;
    append_duty(missing, NULL, draft);
    return true;
}
