/* summary.c
 * The top line of an explanation: code, phrase and what it means here.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "../catalogue/q850_cause.h"
#include "../catalogue/response_code.h"
#include "diagnosis.h"

/* " - early media from 10.0.0.2:4000 (PCMA)" */
static void offered_verdict(const struct description_line *line, wmem_strbuf_t *summary,
    wmem_allocator_t *scope)
{
    const char *codecs = description_codecs(line, scope);
    const bool is_ipv6 = line->address && strchr(line->address, ':');

    if (!line->address) {
        wmem_strbuf_append(summary, " - early media without an address in the SDP");
        return;
    }
    wmem_strbuf_append_printf(summary, " - early media from %s%s%s:%u (%.*s)", is_ipv6 ? "[" : "",
        line->address, is_ipv6 ? "]" : "", line->port, (int)strcspn(codecs, ","), codecs);
}

static void early_media_verdict(
    const struct record *record, wmem_strbuf_t *summary, wmem_allocator_t *scope)
{
    const struct description *description = record->description;
    const struct description_line *line = description_sending_line(description);

    if (description->has_preconditions && !description->preconditions_met)
        wmem_strbuf_append(summary, " - QoS preconditions, the phone is not ringing yet");
    else if (line)
        offered_verdict(line, summary, scope);
    else
        wmem_strbuf_append(summary, " - SDP, but the callee sends nothing yet");
}

static void cause_verdict(const struct record *record, wmem_strbuf_t *summary)
{
    const struct q850_cause *cause = q850_cause_lookup(record_q850_cause(record));

    if (cause)
        wmem_strbuf_append_printf(
            summary, " - telephone network cause %u: %s", cause->value, cause->name);
}

/* No SDP in this 183, and none before it in its early dialog. */
static bool is_silent_183(const struct record *record)
{
    return record->code == 183 && !record->is_cut && !record->description && !record->is_quoted
        && !record->has_earlier_sdp;
}

const char *record_summary(const struct record *record, wmem_allocator_t *scope)
{
    const struct response_code *entry = response_code_lookup(record->code);
    wmem_strbuf_t *summary = wmem_strbuf_new(scope, "");

    if (!record->code) {
        wmem_strbuf_append(summary, record->phrase ? record->phrase : "request");
        return wmem_strbuf_finalize(summary);
    }
    wmem_strbuf_append_printf(summary, "%u %s", record->code,
        entry->code || !record->phrase ? entry->phrase : record->phrase);
    if (record_is_18x(record) && record->description)
        early_media_verdict(record, summary, scope);
    else if (is_silent_183(record))
        wmem_strbuf_append(summary, " - no SDP: the caller hears no network tone");
    else
        cause_verdict(record, summary);
    if (record->is_retransmission)
        wmem_strbuf_append_printf(summary, " (repeats frame %u)", record->original_frame);
    else if (record->is_copy)
        wmem_strbuf_append_printf(summary, " (copy of frame %u)", record->original_frame);
    return wmem_strbuf_finalize(summary);
}
