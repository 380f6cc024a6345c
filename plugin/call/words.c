/* words.c
 * What the parties themselves say of a cause, in a request or a response: Reason, Warning and the
 * like.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "words.h"

#include "memory/intern.h"
#include "memory/kept_memory.h"

const struct words no_words;

/* A cause of Q.850 has seven bits: "Q.850;cause=200" is a code of SIP in the wrong place. */
#define Q850_CAUSE_MAX 127

static uint32_t cause_of(const struct sip_reason *reason)
{
    return span_equals_ignoring_case(reason->protocol, SPAN_OF("Q.850")) &&
                   reason->cause > Q850_CAUSE_MAX
               ? 0
               : reason->cause;
}

static void read_reasons(struct words *words, const struct sip_message *message)
{
    struct reason_value reasons[WORDS_REASONS_MAX];
    struct sip_header_cursor cursor = { 0 };
    struct sip_reason reason;
    struct span value;

    while (sip_message_next_value(message, SIP_HEADER_REASON, &cursor, &value)) {
        if (!sip_reason_read(value, &reason))
            continue;
        words->has_more_reasons = words->reason_count == WORDS_REASONS_MAX;
        if (words->has_more_reasons)
            break;
        reasons[words->reason_count++] =
            (struct reason_value){ intern(reason.protocol), cause_of(&reason), intern(reason.text),
                                   intern(reason.location) };
    }
    if (words->reason_count)
        words->reasons = (const struct reason_value *)kept_copy(reasons, words->reason_count *
                                                                             sizeof reasons[0]);
}

static void read_warnings(struct words *words, const struct sip_message *message)
{
    struct warning_value warnings[WORDS_WARNINGS_MAX];
    struct sip_header_cursor cursor = { 0 };
    struct sip_warning warning;
    struct span value;

    while (sip_message_next_value(message, SIP_HEADER_WARNING, &cursor, &value)) {
        if (!sip_warning_read(value, &warning))
            continue;
        words->has_more_warnings = words->warning_count == WORDS_WARNINGS_MAX;
        if (words->has_more_warnings)
            break;
        warnings[words->warning_count++] =
            (struct warning_value){ warning.code, intern(warning.agent), intern(warning.text) };
    }
    if (words->warning_count)
        words->warnings = (const struct warning_value *)kept_copy(warnings, words->warning_count *
                                                                                sizeof warnings[0]);
}

/* The first field but Reason and Warning that tells a cause by its name, as a row. */
static const char *other_row(const struct sip_message *message)
{
    static const enum sip_header_id ids[] = { SIP_HEADER_P_REGISTRAR_ERROR,
                                              SIP_HEADER_X_ASTERISK_HANGUPCAUSE,
                                              SIP_HEADER_X_ASTERISK_HANGUPCAUSECODE,
                                              SIP_HEADER_ALERTMSG_ERROR,
                                              SIP_HEADER_GEOLOCATION_ERROR };

    for (unsigned i = 0; i < array_length(ids); i++) {
        const struct span value = sip_message_header(message, ids[i]);
        char row[INTERN_TEXT_MAX];

        if (value.length == 0)
            continue;
        snprintf(row, sizeof row, "%s: %.*s", sip_header_name(ids[i]),
                 (int)MIN(value.length, sizeof row), value.text);
        return intern(span_of_text(row));
    }
    return intern(message->cause_row);
}

static const struct ims_service *ims_service(const struct sip_message *message)
{
    struct ims_service *kept;
    struct sip_ims_service service;

    if (!sip_message_ims_service(message, &service))
        return NULL;
    kept = KEPT_NEW(struct ims_service);
    *kept = (struct ims_service){ intern(service.type), intern(service.reason),
                                  intern(service.action) };
    return kept;
}

/* A body that is no more than a session description holds no cause: most are. */
static bool may_hold_cause(const struct sip_message *message)
{
    const struct span type = sip_message_header(message, SIP_HEADER_CONTENT_TYPE);

    return message->body.length && type.length &&
           !span_starts_with_ignoring_case(type, SPAN_OF("application/sdp"));
}

static bool says_nothing(const struct words *words)
{
    return !words->reason_count && !words->warning_count && !words->error_info &&
           !words->other_row && !words->ims_service && !words->has_isup;
}

/* The headers that tell of a cause; cause_row is one more. */
#define CAUSE_HEADERS                                                                              \
    (SIP_HEADER_BIT(SIP_HEADER_REASON) | SIP_HEADER_BIT(SIP_HEADER_WARNING) |                      \
     SIP_HEADER_BIT(SIP_HEADER_ERROR_INFO) | SIP_HEADER_BIT(SIP_HEADER_P_REGISTRAR_ERROR) |        \
     SIP_HEADER_BIT(SIP_HEADER_X_ASTERISK_HANGUPCAUSE) |                                           \
     SIP_HEADER_BIT(SIP_HEADER_X_ASTERISK_HANGUPCAUSECODE) |                                       \
     SIP_HEADER_BIT(SIP_HEADER_ALERTMSG_ERROR) | SIP_HEADER_BIT(SIP_HEADER_GEOLOCATION_ERROR))

const struct words *words_of(const struct sip_message *message)
{
    struct words words = no_words;
    unsigned isup_cause = 0;

    /* As nearly all messages. */
    if (!sip_message_has_any(message, CAUSE_HEADERS) && !message->cause_row.length &&
        !may_hold_cause(message))
        return &no_words;
    read_reasons(&words, message);
    read_warnings(&words, message);
    words.error_info = intern(sip_address_uri(sip_message_header(message, SIP_HEADER_ERROR_INFO)));
    words.other_row = other_row(message);
    if (may_hold_cause(message)) {
        words.ims_service = ims_service(message);
        words.has_isup = sip_message_isup(message, &isup_cause);
        words.isup_cause = (uint8_t)isup_cause;
    }
    return says_nothing(&words) ? &no_words : (const struct words *)kept_copy(&words, sizeof words);
}

const struct reason_value *words_reason(const struct words *words, const char *protocol)
{
    for (unsigned i = 0; i < words->reason_count; i++) {
        if (g_ascii_strcasecmp(words->reasons[i].protocol, protocol) == 0)
            return &words->reasons[i];
    }
    return NULL;
}

uint32_t words_cause(const struct words *words, const char *protocol)
{
    for (unsigned i = 0; i < words->reason_count; i++) {
        if (words->reasons[i].cause &&
            g_ascii_strcasecmp(words->reasons[i].protocol, protocol) == 0)
            return words->reasons[i].cause;
    }
    return 0;
}
