/* record.c
 * What is kept of one response, and shown for it whenever its frame is drawn.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "record.h"

#include "memory/intern.h"
#include "memory/kept_memory.h"

/* Headers of which few responses have one. */
#define DETAIL_HEADERS                                                                             \
    (SIP_HEADER_BIT(SIP_HEADER_RETRY_AFTER) | SIP_HEADER_BIT(SIP_HEADER_P_EARLY_MEDIA) |           \
     SIP_HEADER_BIT(SIP_HEADER_RSEQ) | SIP_HEADER_BIT(SIP_HEADER_MIN_EXPIRES) |                    \
     SIP_HEADER_BIT(SIP_HEADER_MIN_SE) | SIP_HEADER_BIT(SIP_HEADER_SESSION_EXPIRES) |              \
     SIP_HEADER_BIT(SIP_HEADER_WWW_AUTHENTICATE) | SIP_HEADER_BIT(SIP_HEADER_PROXY_AUTHENTICATE))

const struct record no_record;

static bool has_details(const struct sip_message *message)
{
    if (sip_message_has_any(message, DETAIL_HEADERS) || message->status_code / 100 == 3)
        return true;
    return sip_message_has_header(message, SIP_HEADER_REQUIRE) &&
           (sip_message_lists(message, SIP_HEADER_REQUIRE, SPAN_OF("100rel")) ||
            sip_message_lists(message, SIP_HEADER_REQUIRE, SPAN_OF("precondition")));
}

static const struct redirection *read_redirection(const struct sip_message *message)
{
    struct sip_header_cursor cursor = { 0 };
    struct redirection *redirection;
    struct span contact;

    if (message->status_code / 100 != 3 || !sip_message_has_header(message, SIP_HEADER_CONTACT))
        return NULL;
    redirection = KEPT_NEW(struct redirection);
    while (sip_message_next_value(message, SIP_HEADER_CONTACT, &cursor, &contact)) {
        redirection->has_more = redirection->count == REDIRECTION_CONTACTS_MAX;
        if (redirection->has_more)
            break;
        redirection->contacts[redirection->count++] = intern(sip_address_uri(contact));
    }
    return redirection;
}

static const struct record_details *read_details(const struct sip_message *message)
{
    const struct words *words = words_of(message);
    struct record_details *details;

    if (words == &no_words && !has_details(message))
        return NULL;
    details = KEPT_NEW(struct record_details);
    details->words = words;
    span_number(sip_message_header(message, SIP_HEADER_MIN_EXPIRES), &details->min_expires);
    details->challenges_place = kept_place_of(challenges_new(message));
    details->session_place = kept_place_of(session_timer_new(message));
    details->redirection_place = kept_place_of(read_redirection(message));
    details->p_early_media_place =
        intern_place(sip_message_header(message, SIP_HEADER_P_EARLY_MEDIA));
    details->has_retry_after =
        span_number(sip_message_header(message, SIP_HEADER_RETRY_AFTER), &details->retry_after);
    details->has_rseq = span_number(sip_message_header(message, SIP_HEADER_RSEQ), &details->rseq);
    details->requires_100rel = sip_message_lists(message, SIP_HEADER_REQUIRE, SPAN_OF("100rel"));
    details->requires_precondition =
        sip_message_lists(message, SIP_HEADER_REQUIRE, SPAN_OF("precondition"));
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
        record->phrase_place = intern_place(message->method);
        return record;
    }
    if (server.length == 0)
        server = sip_message_header(message, SIP_HEADER_USER_AGENT);
    record->server_place = intern_place(server);
    record->code = (uint16_t)message->status_code;
    record->phrase_place = intern_place(message->reason_phrase);
    record->to_tag_place = intern_place(sip_message_tag(message, SIP_HEADER_TO));
    record->details_place = kept_place_of(read_details(message));
    return record;
}

const struct words *record_words(const struct record *record)
{
    return record_details(record) ? record_details(record)->words : &no_words;
}

struct span record_p_early_media(const struct record *record)
{
    return span_of_text(
        record_details(record) ? record_details_p_early_media(record_details(record)) : NULL);
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

bool record_is_challenge(const struct record *record)
{
    return record->code == 401 || record->code == 407;
}

bool record_is_original(const struct record *record)
{
    return !record->is_copy && !record->is_retransmission && !record->is_quoted;
}

bool record_is_reliable(const struct record *record)
{
    return record_details(record) && record_details(record)->requires_100rel &&
           record_details(record)->has_rseq;
}
