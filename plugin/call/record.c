/* record.c
 * What is kept of one response, and shown for it whenever its frame is drawn.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "record.h"

#include "intern.h"

static void read_reasons(struct record_details *details, const struct sip_message *message)
{
    struct sip_header_cursor cursor = { 0 };
    struct sip_reason reason;
    struct span value;

    while (details->reason_count < RECORD_REASONS_MAX
        && sip_message_next_value(message, SIP_HEADER_REASON, &cursor, &value)) {
        if (sip_reason_read(value, &reason))
            details->reasons[details->reason_count++] = (struct record_reason) {
                intern(reason.protocol), reason.cause, intern(reason.text)
            };
    }
}

static unsigned read_warnings(struct record_warning *warnings, const struct sip_message *message)
{
    struct sip_header_cursor cursor = { 0 };
    struct sip_warning warning;
    struct span value;
    unsigned count = 0;

    while (count < RECORD_WARNINGS_MAX
        && sip_message_next_value(message, SIP_HEADER_WARNING, &cursor, &value)) {
        if (sip_warning_read(value, &warning))
            warnings[count++] = (struct record_warning) { warning.code, intern(warning.agent),
                intern(warning.text) };
    }
    return count;
}

static bool has_details(const struct sip_message *message)
{
    static const enum sip_header_id headers[] = { SIP_HEADER_REASON, SIP_HEADER_WARNING,
        SIP_HEADER_RETRY_AFTER, SIP_HEADER_P_EARLY_MEDIA, SIP_HEADER_RSEQ };

    for (unsigned i = 0; i < array_length(headers); i++) {
        if (sip_message_has_header(message, headers[i]))
            return true;
    }
    return sip_message_lists(message, SIP_HEADER_REQUIRE, SPAN_OF("100rel"));
}

static const struct record_details *read_details(const struct sip_message *message)
{
    struct record_warning warnings[RECORD_WARNINGS_MAX];
    struct record_details *details;
    unsigned warning_count;

    if (!has_details(message))
        return NULL;
    warning_count = read_warnings(warnings, message);
    details = (struct record_details *)wmem_alloc0(
        wmem_file_scope(), sizeof *details + warning_count * sizeof warnings[0]);
    details->warning_count = (uint8_t)warning_count;
    memcpy(details->warnings, warnings, warning_count * sizeof warnings[0]);
    read_reasons(details, message);
    details->p_early_media = intern(sip_message_header(message, SIP_HEADER_P_EARLY_MEDIA));
    details->has_retry_after = span_number(
        sip_message_header(message, SIP_HEADER_RETRY_AFTER), &details->retry_after);
    details->has_rseq
        = span_number(sip_message_header(message, SIP_HEADER_RSEQ), &details->rseq);
    details->requires_100rel
        = sip_message_lists(message, SIP_HEADER_REQUIRE, SPAN_OF("100rel"));
    return details;
}

struct record *record_new(const struct sip_message *message, const struct sip_frame *frame)
{
    struct record *record = wmem_new0(wmem_file_scope(), struct record);
    struct span server = sip_message_header(message, SIP_HEADER_SERVER);

    record->frame = frame->number;
    record->time = frame->time;
    record->is_quoted = frame->is_quoted;
    record->is_cut = message->is_cut;
    if (!message->is_response) {
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

static uint32_t cause_of(const struct record *record, const char *protocol)
{
    for (unsigned i = 0; record->details && i < record->details->reason_count; i++) {
        const struct record_reason *reason = &record->details->reasons[i];

        if (reason->protocol && g_ascii_strcasecmp(reason->protocol, protocol) == 0)
            return reason->cause;
    }
    return 0;
}

uint32_t record_q850_cause(const struct record *record)
{
    return cause_of(record, "Q.850");
}

uint32_t record_sip_cause(const struct record *record)
{
    return cause_of(record, "SIP");
}

bool record_is_18x(const struct record *record)
{
    return record->code > 100 && record->code < 200;
}

bool record_is_reliable(const struct record *record)
{
    return record->details && record->details->requires_100rel && record->details->has_rseq;
}
