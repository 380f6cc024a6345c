/* diagnosis.c
 * Asks every rule about a message and keeps what they find.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis.h"

#include "subjects.h"

static const struct rule_list *const subjects[] = {
    &early_media_rules,
    &early_media_end_rules,
    &reliability_rules,
    &fault_verdict_rules,
    &fault_evidence_rules,
    &authentication_rules,
    &routing_rules,
    &call_end_rules,
    &transfer_rules,
    &timing_rules,
    &conformance_rules,
};

void draft_detail(struct finding_draft *draft, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_vsnprintf(draft->detail, sizeof draft->detail, format, arguments);
    va_end(arguments);
}

void draft_evidence(struct finding_draft *draft, uint32_t frame)
{
    for (unsigned i = 0; i < draft->evidence_count; i++) {
        if (draft->evidence[i] == frame)
            return;
    }
    if (frame && draft->evidence_count < FINDING_EVIDENCE_MAX)
        draft->evidence[draft->evidence_count++] = frame;
}

double seconds_between(int64_t from, int64_t to)
{
    return (double)(to - from) / 1e6;
}

bool exchange_has_request(const struct exchange *exchange)
{
    return exchange->transaction->request_frame && !exchange->transaction->request_is_cut;
}

static struct finding *keep(
    const struct rule *rule, size_t rule_index, const struct finding_draft *draft)
{
    struct finding *finding = (struct finding *)wmem_alloc0(wmem_file_scope(),
        sizeof *finding + draft->evidence_count * sizeof draft->evidence[0]);

    finding->rule = rule;
    finding->rule_index = (uint16_t)rule_index;
    finding->detail = draft->detail[0] ? wmem_strdup(wmem_file_scope(), draft->detail) : "";
    finding->evidence_count = (uint8_t)draft->evidence_count;
    memcpy(finding->evidence, draft->evidence, draft->evidence_count * sizeof draft->evidence[0]);
    return finding;
}

const struct finding *diagnose(const struct exchange *exchange)
{
    const struct finding *first = NULL, **end = &first;
    struct finding_draft draft;
    size_t rule_index = 0;
    unsigned count = 0;

    if (!exchange->moments)
        return NULL;
    for (size_t s = 0; s < array_length(subjects); s++) {
        for (size_t i = 0; i < subjects[s]->count; i++, rule_index++) {
            const struct rule *rule = &subjects[s]->rules[i];
            struct finding *finding;

            if (!(rule->moments & exchange->moments) || count >= FINDINGS_MAX)
                continue;
            draft.detail[0] = '\0';
            draft.evidence_count = 0;
            if (!rule->applies(exchange, &draft))
                continue;
            finding = keep(rule, rule_index, &draft);
            *end = finding;
            end = &finding->next;
            count++;
        }
    }
    return first;
}

const struct rule *diagnosis_rule_at(size_t index)
{
    for (size_t s = 0; s < array_length(subjects); s++) {
        if (index < subjects[s]->count)
            return &subjects[s]->rules[index];
        index -= subjects[s]->count;
    }
    return NULL;
}

const char *finding_text(const struct finding *finding, wmem_allocator_t *scope)
{
    return finding->detail[0]
        ? wmem_strdup_printf(scope, "%s: %s", finding->rule->summary, finding->detail)
        : finding->rule->summary;
}
