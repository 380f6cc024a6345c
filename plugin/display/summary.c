/* summary.c
 * The top line of an explanation: code, phrase and what it means here.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "summary.h"
#include "call/call.h"
#include "catalogue/q850_cause.h"
#include "catalogue/response_code.h"
#include "diagnosis/diagnosis.h"
#include "record_notes.h"

/* " - early media from 10.0.0.2:4000 (PCMA)" */
static void offered_verdict(const struct description_line *line, wmem_strbuf_t *summary,
                            wmem_allocator_t *scope)
{
    const char *kept = description_codecs(line, scope);
    const char *codecs = *kept ? kept : "no codec";
    const bool is_ipv6 = line->address && strchr(line->address, ':');

    if (!line->address) {
        wmem_strbuf_append(summary, " - early media without an address in the SDP");
        return;
    }
    wmem_strbuf_append_printf(summary, " - early media from %s%s%s:%u (%.*s)", is_ipv6 ? "[" : "",
                              line->address, is_ipv6 ? "]" : "", line->port,
                              (int)strcspn(codecs, ","), codecs);
}

static void early_media_verdict(const struct record *record, wmem_strbuf_t *summary,
                                wmem_allocator_t *scope)
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
        wmem_strbuf_append_printf(summary, " - telephone network cause %u: %s", cause->value,
                                  cause->name);
}

/* Early media is a matter of the first INVITE: a re-INVITE's 18x changes a session that is up. */
static bool tells_early_media(const struct record *record)
{
    return record_is_18x(record) && record->description &&
           (!record->transaction || transaction_is_initial(record->transaction));
}

static bool leads(const struct finding *finding, const struct finding *leading)
{
    if (finding_is_aside(finding) != finding_is_aside(leading))
        return finding_is_aside(leading);
    return finding->rule->severity > leading->rule->severity;
}

const struct finding *finding_leading(const struct finding *findings)
{
    const struct finding *leading = finding_verdict(findings);

    if (leading)
        return leading;
    for (; findings; findings = findings->next) {
        if (!leading || leads(findings, leading))
            leading = findings;
    }
    return leading;
}

/* An 18x is told by its SDP; only what is wrong with it comes on top. */
static void early_response_verdict(const struct record *record, wmem_strbuf_t *summary,
                                   wmem_allocator_t *scope)
{
    const struct finding *loudest = finding_loudest(NULL, record->findings);

    early_media_verdict(record, summary, scope);
    if (loudest && loudest->rule->severity >= SEVERITY_WARN)
        wmem_strbuf_append_printf(summary, "; %s", loudest->rule->summary);
}

static void response_verdict(const struct record *record, wmem_strbuf_t *summary,
                             wmem_allocator_t *scope)
{
    const struct finding *leading = finding_leading(record->findings);

    if (tells_early_media(record)) {
        early_response_verdict(record, summary, scope);
        return;
    }
    /* The cause itself says more than that there is one. */
    if (leading && leading->rule->verdict != FAULT_GATEWAY_CAUSE)
        wmem_strbuf_append_printf(summary, " - %s", leading->rule->summary);
    cause_verdict(record, summary);
}

static void site_notes(const struct record *record, wmem_strbuf_t *summary)
{
    const struct site_note *note;
    size_t index = 0;

    while ((note = record_next_note(record, &index)) != NULL)
        wmem_strbuf_append_printf(summary, " - %s", note->text);
}

const char *record_summary(const struct record *record, wmem_allocator_t *scope)
{
    const struct response_code *entry = response_code_lookup(record->code);
    wmem_strbuf_t *summary = wmem_strbuf_new(scope, "");

    if (record->is_request) {
        const struct finding *leading = finding_leading(record->findings);

        wmem_strbuf_append_printf(summary, "%s%s%s", record->phrase ? record->phrase : "request",
                                  leading ? " - " : "", leading ? leading->rule->summary : "");
        return wmem_strbuf_finalize(summary);
    }
    wmem_strbuf_append_printf(summary, "%u %s", record->code,
                              entry->code || !record->phrase ? entry->phrase : record->phrase);
    response_verdict(record, summary, scope);
    if (record->is_retransmission)
        wmem_strbuf_append_printf(summary, " (repeats frame %u)", record->original_frame);
    else if (record->is_copy)
        wmem_strbuf_append_printf(summary, " (copy of frame %u)", record->original_frame);
    site_notes(record, summary);
    return wmem_strbuf_finalize(summary);
}

/* The loudest of the site notes; a muting one has no expert item. */
static enum severity notes_severity(const struct record *record)
{
    enum severity severity = SEVERITY_CHAT;
    const struct site_note *note;
    size_t index = 0;

    while ((note = record_next_note(record, &index)) != NULL) {
        if (!note->is_muting)
            severity = MAX(severity, note->severity);
    }
    return severity;
}

enum severity record_severity(const struct record *record)
{
    const struct finding *loudest = finding_loudest(NULL, record->findings);
    enum severity severity = notes_severity(record);

    if (record_is_muted(record))
        return severity;
    if (loudest)
        severity = MAX(severity, loudest->rule->severity);
    if (record->is_request || finding_verdict(record->findings))
        return severity;
    return MAX(severity, response_code_lookup(record->code)->severity);
}
