/* outcome_finding.c
 * The finding that a call's verdict tells, beside what became of the call.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/hops.h"
#include "catalogue/response_code.h"
#include "diagnosis/diagnosis.h"
#include "outcome_parts.h"
#include "verdict.h"

/* What the finding says. Where it is only a verdict on the code the cause beside it says more. */
static const char *finding_words(struct outcome_finding worst, wmem_allocator_t *scope)
{
    const struct record *record = worst.record;
    const struct finding *cause = finding_cause(record_findings(record));

    if (finding_rule(worst.finding)->verdict != FAULT_NONE && cause)
        return verdict_of_finding(cause, record, scope);
    if (finding_rule(worst.finding)->verdict == FAULT_REQUEST)
        return response_code_lookup(record->code)->gist;
    return verdict_of_finding(worst.finding, record, scope);
}

/* The same with the message: "re-INVITE got 500 in frame 9: the server met an unexpected
 * condition", "two phones answered the same call (200 in frame 7)". */
const char *outcome_telling_text(struct outcome_finding worst, wmem_allocator_t *scope)
{
    const struct record *record = worst.record;
    const char *words = finding_words(worst, scope);

    if (record->is_request)
        return wmem_strdup_printf(scope, "%s (%s in frame %u)", words,
                                  record_phrase(record) ? record_phrase(record) : "request",
                                  record->frame);
    if (record->code < 300)
        return wmem_strdup_printf(scope, "%s (%u in frame %u)", words, record->code, record->frame);
    return wmem_strdup_printf(scope, "%s got %u in frame %u: %s", record_request_name(record),
                              record->code, record->frame, words);
}

bool outcome_is_loud(struct outcome_finding worst)
{
    return worst.finding && finding_rule(worst.finding)->severity >= SEVERITY_WARN;
}

/* Was it made where the failure began that this record only passes on? */
static bool is_of_origin(const struct record *told, struct outcome_finding worst)
{
    struct endpoint host;
    uint32_t frame;

    return worst.record != told && hop_failure_began(told, &host, &frame) &&
           frame == worst.record->frame;
}

bool outcome_is_of_timing(const struct finding *finding)
{
    return g_str_has_prefix(finding_rule(finding)->id, "timing.");
}

/* Is the message where the first finding was made the evidence of the second, and both are about
 * the time that something took? */
static bool is_evidence_of(struct outcome_finding made, const struct finding *finding)
{
    if (!outcome_is_of_timing(made.finding) || !outcome_is_of_timing(finding))
        return false;
    for (unsigned i = 0; i < finding->evidence_count; i++) {
        if (finding->evidence[i] == made.record->frame)
            return true;
    }
    return false;
}

/* Is the finding told at the record: made there, the same again, or what led to one there? */
static bool is_told_at(const struct record *told, struct outcome_finding worst)
{
    if (worst.record == told)
        return true;
    for (const struct finding *finding = record_findings(told); finding;
         finding = finding_next(finding)) {
        if (finding_rule(finding) == finding_rule(worst.finding) || is_evidence_of(worst, finding))
            return true;
    }
    return false;
}

const char *outcome_text(const char *said, const struct record *told, struct outcome_finding worst,
                         wmem_allocator_t *scope)
{
    const char *words;

    if (!outcome_is_loud(worst) || (told && is_told_at(told, worst)))
        return said;
    words = finding_words(worst, scope);
    if (strstr(said, words))
        return said;
    if (told && is_of_origin(told, worst))
        return wmem_strdup_printf(scope, "%s: %s", said, words);
    return wmem_strdup_printf(scope, "%s%s%s", said, *said ? "; " : "",
                              outcome_telling_text(worst, scope));
}

/* Did its sender ask again within the call, with success? The fault is past then. */
static bool was_made_good(const struct record *refusal)
{
    const struct transaction *refused = record_transaction(refusal),
                             *later = transaction_newer(refused);

    for (unsigned i = 0; later && i < CALL_SEARCH_MAX; i++, later = transaction_newer(later)) {
        if (later->method == refused->method && later->from_tag_place == refused->from_tag_place &&
            later->to_tag_place == refused->to_tag_place && later->cseq > refused->cseq &&
            later->final && later->final->code < 300)
            return true;
    }
    return false;
}

const char *outcome_answered_text(const char *said, const struct call_outcome *outcome,
                                  wmem_allocator_t *scope)
{
    const struct record *record = outcome->worst.record;
    const struct transaction *request = record_transaction(record);
    const bool is_refusal = !record->is_request && record->code >= 300;
    const struct transaction *bye = outcome->ending.end.bye;

    if (is_refusal && request && request->method == METHOD_BYE)
        /* What became of the BYE is said, but perhaps not why. */
        return finding_rule(outcome->worst.finding)->verdict == FAULT_REQUEST
                   ? said
                   : wmem_strdup_printf(scope, "%s; %s", finding_words(outcome->worst, scope),
                                        said);
    if (!is_refusal || !request || transaction_is_initial(request))
        return wmem_strdup_printf(scope, "%s; %s", outcome_telling_text(outcome->worst, scope),
                                  said);
    if (was_made_good(record))
        return said;
    return wmem_strdup_printf(scope, "%s; %s%s", said, outcome_telling_text(outcome->worst, scope),
                              bye && bye->request_frame > record->frame ? ", call went on" : "");
}
