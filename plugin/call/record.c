/* record.c
 * What is kept of one response, and shown for it whenever its frame is drawn.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "record.h"

#include "memory/intern.h"
#include "memory/kept_memory.h"
#include "memory/keyed_hash.h"

bool auth_is_digest(struct span header)
{
    struct span scheme;

    span_next_word(&header, &scheme);
    return span_equals_ignoring_case(scheme, SPAN_OF("Digest"));
}

enum auth_algorithm auth_algorithm_of(struct span header)
{
    struct span algorithm;

    if (!auth_is_digest(header))
        return AUTH_OTHER;
    if (!sip_auth_parameter(header, SPAN_OF("algorithm"), &algorithm) ||
        span_starts_with_ignoring_case(algorithm, SPAN_OF("MD5")))
        return AUTH_MD5;
    if (span_starts_with_ignoring_case(algorithm, SPAN_OF("SHA-512-256")))
        return AUTH_SHA_512_256;
    if (span_starts_with_ignoring_case(algorithm, SPAN_OF("SHA-256")))
        return AUTH_SHA_256;
    return span_starts_with_ignoring_case(algorithm, SPAN_OF("AKA")) ? AUTH_AKA : AUTH_OTHER;
}

uint32_t auth_parameter_hash(struct span header, struct span name)
{
    struct span value;

    if (!sip_auth_parameter(header, name, &value))
        return 0;
    return keyed_hash(value.text, value.length);
}

static void read_challenges(struct record_details *details, const struct sip_message *message,
                            enum sip_header_id header)
{
    struct sip_header_cursor cursor = { 0 };
    struct span challenge, value;

    while (sip_message_next_value(message, header, &cursor, &challenge)) {
        details->challenge_algorithms |= (uint8_t)auth_algorithm_of(challenge);
        if (details->is_challenge)
            continue;
        details->is_challenge = true;
        details->challenge_is_stale = sip_auth_parameter(challenge, SPAN_OF("stale"), &value) &&
                                      span_equals_ignoring_case(value, SPAN_OF("true"));
        details->challenge_nonce_hash = auth_parameter_hash(challenge, SPAN_OF("nonce"));
        details->challenge_realm_hash = auth_parameter_hash(challenge, SPAN_OF("realm"));
    }
}

static bool has_details(const struct sip_message *message)
{
    static const enum sip_header_id headers[] = { SIP_HEADER_RETRY_AFTER, SIP_HEADER_P_EARLY_MEDIA,
                                                  SIP_HEADER_RSEQ, SIP_HEADER_WWW_AUTHENTICATE,
                                                  SIP_HEADER_PROXY_AUTHENTICATE };

    for (unsigned i = 0; i < array_length(headers); i++) {
        if (sip_message_has_header(message, headers[i]))
            return true;
    }
    return sip_message_lists(message, SIP_HEADER_REQUIRE, SPAN_OF("100rel"));
}

static const struct record_details *read_details(const struct sip_message *message)
{
    const struct words *words = words_of(message);
    struct record_details *details;

    if (words == &no_words && !has_details(message))
        return NULL;
    details = KEPT_NEW(struct record_details);
    details->words = words;
    read_challenges(details, message, SIP_HEADER_WWW_AUTHENTICATE);
    read_challenges(details, message, SIP_HEADER_PROXY_AUTHENTICATE);
    details->p_early_media = intern(sip_message_header(message, SIP_HEADER_P_EARLY_MEDIA));
    details->has_retry_after =
        span_number(sip_message_header(message, SIP_HEADER_RETRY_AFTER), &details->retry_after);
    details->has_rseq = span_number(sip_message_header(message, SIP_HEADER_RSEQ), &details->rseq);
    details->requires_100rel = sip_message_lists(message, SIP_HEADER_REQUIRE, SPAN_OF("100rel"));
    return details;
}

struct record *record_new(const struct sip_message *message, const struct sip_frame *frame)
{
    struct record *record = KEPT_NEW(struct record);
    struct span server = sip_message_header(message, SIP_HEADER_SERVER);

    record->frame = frame->number;
    record->time = frame->time;
    record->mark = frame->mark;
    record->is_quoted = frame->is_quoted;
    record->is_cut = message->is_cut;
    if (!message->is_response) {
        record->is_request = true;
        record->phrase = intern(message->method);
        return record;
    }
    if (server.length == 0)
        server = sip_message_header(message, SIP_HEADER_USER_AGENT);
    record->server = intern(server);
    record->code = (uint16_t)message->status_code;
    record->phrase = intern(message->reason_phrase);
    record->to_tag = intern(sip_message_tag(message, SIP_HEADER_TO));
    record->details = read_details(message);
    return record;
}

const struct words *record_words(const struct record *record)
{
    return record->details ? record->details->words : &no_words;
}

uint32_t record_q850_cause(const struct record *record)
{
    return words_cause(record_words(record), "Q.850");
}

uint32_t record_sip_cause(const struct record *record)
{
    return words_cause(record_words(record), "SIP");
}

bool record_is_18x(const struct record *record)
{
    return record->code > 100 && record->code < 200;
}

bool record_is_original(const struct record *record)
{
    return !record->is_copy && !record->is_retransmission && !record->is_quoted;
}

bool record_is_reliable(const struct record *record)
{
    return record->details && record->details->requires_100rel && record->details->has_rseq;
}
