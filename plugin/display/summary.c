/* summary.c
 * The top line of an explanation: code, phrase and what it means here.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "summary.h"

#include "catalogue/response_code.h"
#include "diagnosis/diagnosis.h"
#include "label.h"
#include "record_notes.h"
#include "verdict.h"

const char *summary_of(const struct record *record, const char *verdict, wmem_allocator_t *scope)
{
    const struct response_code *entry = response_code_lookup(record->code);
    wmem_strbuf_t *summary = wmem_strbuf_new(scope, "");
    char code[NUMBER_TEXT_MAX];

    if (record->is_request)
        wmem_strbuf_append(summary, record_phrase(record) ? record_phrase(record) : "request");
    else
        append_texts(summary, number_text(record->code, code), " ");
    if (!record->is_request)
        wmem_strbuf_append(summary, entry->registered ? entry->phrase : "(unregistered)");
    if (*verdict)
        append_texts(summary, " - ", verdict);
    return wmem_strbuf_finalize(summary);
}

const char *record_summary(const struct record *record, wmem_allocator_t *scope)
{
    return summary_of(record, record_verdict(record, scope), scope);
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

enum severity record_answer_severity(const struct record *record)
{
    const enum severity severity = notes_severity(record);
    const enum severity of_code = response_code_lookup(record->code)->severity;
    const struct finding *telling;

    if (record->is_request || !record_is_original(record) || record_is_muted(record))
        return severity;
    telling = finding_for_code(record_findings(record), of_code);
    return MAX(severity, telling ? finding_rule(telling)->severity : of_code);
}

enum severity record_severity(const struct record *record)
{
    const struct finding *loudest = finding_loudest(NULL, record_findings(record));
    const enum severity severity = record_answer_severity(record);

    return loudest && !record_is_muted(record) ? MAX(severity, finding_rule(loudest)->severity)
                                               : severity;
}
