/* diagnosis.c
 * Asks every rule about a message and keeps what they find.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis.h"

#include "fault/judgement.h"
#include "memory/kept_memory.h"
#include "memory/limit.h"
#include "question/refusal.h"
#include "rule_choice.h"
#include "subjects.h"
#include "told_once.h"

#include <wsutil/bits_ctz.h>

#ifndef SIPEXPLAIN_ASKS_ALL
/* tests/needs.py builds with true: the rules that were not chosen are asked too, and what
 * is told late is compared with what it would have been at once. */
#define SIPEXPLAIN_ASKS_ALL false
#endif

#define LISTED(list) &(list),
static const struct rule_list *const lists[] = { RULE_LISTS(LISTED) };

/* A rule and the list that it stands in. */
struct listed_rule {
    const struct rule *rule;
    const struct rule_list *list;
    /* As the rule has it: what is asked of nearly all rules with each message stands together. */
    bool (*applies)(const struct exchange *exchange, struct finding_draft *draft);
    bool is_plain; /* neither verdict nor is_last */
};

/* All rules in one order. Made by diagnosis_init(), of epan's memory. */
static struct listed_rule *rules;
static size_t rule_count;

static void add_rule(const struct rule *rule, const struct rule_list *list)
{
    rule_choice_add(rule_count, rule);
    rules[rule_count++] =
        (struct listed_rule){ .rule = rule,
                              .list = list,
                              .applies = rule->applies,
                              .is_plain = rule->verdict == FAULT_NONE && !rule->is_last };
}

static void add_rules(bool last_ones)
{
    for (size_t l = 0; l < array_length(lists); l++) {
        for (size_t i = 0; i < lists[l]->count; i++) {
            if (lists[l]->rules[i].is_last == last_ones)
                add_rule(&lists[l]->rules[i], lists[l]);
        }
    }
}

void diagnosis_init(void)
{
    size_t count = 0;

    for (size_t l = 0; l < array_length(lists); l++)
        count += lists[l]->count;
    rules = wmem_alloc_array(wmem_epan_scope(), struct listed_rule, count);
    add_rules(false);
    add_rules(true);
    told_once_init();
}

const struct rule *diagnosis_rule_at(size_t index)
{
    return index < rule_count ? rules[index].rule : NULL;
}

const struct rule_list *diagnosis_list_at(size_t index)
{
    return index < rule_count ? rules[index].list : NULL;
}

const struct rule *finding_rule(const struct finding *finding)
{
    return rules[finding->rule_index].rule;
}

bool finding_is_aside(const struct finding *finding)
{
    return finding_rule(finding)->is_aside || rules[finding->rule_index].list->is_aside;
}

bool finding_is_conformance(const struct finding *finding)
{
    return rules[finding->rule_index].list->is_conformance;
}

static struct finding *new_finding(size_t rule_index, size_t evidence_count, size_t size_behind)
{
    struct finding *finding =
        (struct finding *)kept_alloc(offsetof(struct finding, evidence) +
                                     evidence_count * sizeof finding->evidence[0] + size_behind);

    finding->rule_index = (uint16_t)rule_index;
    finding->evidence_count = (uint8_t)evidence_count;
    return finding;
}

static struct finding *keep(size_t rule_index, const struct finding_draft *draft)
{
    const size_t detail = strlen(draft->detail) + 1, headline = strlen(draft->headline) + 1;
    struct finding *finding = new_finding(rule_index, draft->evidence_count, detail + headline);
    char *texts = (char *)(finding->evidence + draft->evidence_count);

    memcpy(finding->evidence, draft->evidence, draft->evidence_count * sizeof finding->evidence[0]);
    memcpy(texts, draft->detail, detail);
    memcpy(texts + detail, draft->headline, headline);
    return finding;
}

/* Of a finding that was told before only where that was. */
static struct finding *keep_told(size_t rule_index, const struct told_once *told)
{
    struct finding *finding = new_finding(rule_index, 1, 2 * sizeof finding->evidence[0]);

    finding->was_told = true;
    finding->evidence[0] = told->frame;
    finding->evidence[1] = kept_place_of(told->first);
    finding->evidence[2] = told->count;
    return finding;
}

static struct finding *keep_once(size_t rule_index, const struct exchange *exchange,
                                 const struct finding_draft *draft)
{
    struct told_once *told = told_once_of(rule_index, exchange, draft);
    struct finding *finding;

    if (!told)
        return keep(rule_index, draft);
    told->count++;
    if (told->first)
        return keep_told(rule_index, told);
    finding = keep(rule_index, draft);
    told->first = finding;
    told->frame = exchange->frame->number;
    return finding;
}

unsigned finding_count(const struct finding *findings)
{
    unsigned count = 0;

    for (; findings; findings = finding_next(findings))
        count++;
    return count;
}

/* What was written when it was found. */
static const char *kept_detail(const struct finding *finding)
{
    const struct finding *telling = finding_first(finding) ? finding_first(finding) : finding;

    return (const char *)(telling->evidence + telling->evidence_count);
}

const char *finding_detail(const struct finding *finding, const struct record *record, char *text)
{
    struct finding_draft draft = { .rule = finding_rule(finding) };

    if (!finding_rule(finding)->tells)
        return kept_detail(finding);
    finding_rule(finding)->tells(record, &draft);
    if (SIPEXPLAIN_ASKS_ALL && strcmp(draft.detail, kept_detail(finding)) != 0)
        g_printerr("changed: %s in frame %u\n", finding_rule(finding)->id, record->frame);
    return (const char *)memcpy(text, draft.detail, strlen(draft.detail) + 1);
}

const char *finding_headline(const struct finding *finding)
{
    const char *detail = kept_detail(finding);
    const char *headline = detail + strlen(detail) + 1;

    if (*headline)
        return headline;
    return finding_rule(finding)->headline ? finding_rule(finding)->headline
                                           : finding_rule(finding)->summary;
}

/* The findings about one message. */
struct findings {
    struct finding *first, *last;
    unsigned count, room;
    unsigned limits; /* enum limit bits: some had no room */
};

/* Only what a failure means is judged: of another message a verdict's rule tells by itself. */
static bool is_asked(const struct rule *rule, const struct exchange *exchange,
                     const struct fault_judgement *judgement)
{
    return rule->verdict == FAULT_NONE || rule->verdict == judgement->verdict || !exchange->record;
}

/* A rule that is asked last is told of the limits that the others reached. */
static bool applies(const struct rule *rule, const struct exchange *exchange,
                    const struct findings *findings, struct finding_draft *draft)
{
    struct exchange told;

    if (rule->verdict != FAULT_NONE && exchange->record)
        draft_evidence(draft, exchange->transaction->request_frame);
    if (!rule->is_last || !findings->limits)
        return rule->applies(exchange, draft);
    told = *exchange;
    told.news.limits |= findings->limits;
    return rule->applies(&told, draft);
}

static void add_finding(size_t rule_index, const struct exchange *exchange,
                        struct finding_draft *draft, struct findings *findings)
{
    const struct rule *rule = draft->rule;
    struct finding *finding;

    if (findings->count >= findings->room && !rule->is_last) {
        findings->limits |= findings->room < FINDINGS_MAX ? LIMIT_FRAME_FINDINGS : LIMIT_FINDINGS;
        return;
    }
    if (SIPEXPLAIN_ASKS_ALL && rule->tells)
        rule->tells(exchange->record, draft);
    finding =
        rule->once == ONCE_NEVER ? keep(rule_index, draft) : keep_once(rule_index, exchange, draft);
    if (findings->last)
        findings->last->next_place = kept_place_of(finding);
    else
        findings->first = finding;
    findings->last = finding;
    findings->count++;
}

/* draft: its judgement and refusal are filled in, all else is this rule's. */
static void ask(size_t rule_index, const struct exchange *exchange, struct finding_draft *draft,
                struct findings *findings)
{
    const struct listed_rule *listed = &rules[rule_index];
    bool is_found;

    draft->rule = listed->rule;
    draft->detail[0] = draft->headline[0] = '\0';
    draft->evidence_count = 0;
    if (listed->is_plain)
        is_found = listed->applies(exchange, draft);
    else
        is_found = is_asked(listed->rule, exchange, draft->judgement) &&
                   applies(listed->rule, exchange, findings, draft);
    if (is_found)
        add_finding(rule_index, exchange, draft, findings);
}

/* Says on the console which rules would have found something, had they been chosen. */
static void name_hidden(const struct exchange *exchange, const struct rule_set *asked,
                        struct finding_draft *draft)
{
    const struct rule_set of_moments = rule_choice_of_moments(exchange->moments);

    for (size_t i = 0; i < rule_count; i++) {
        const uint64_t bit = UINT64_C(1) << i % RULE_WORD_BITS;
        const size_t word = i / RULE_WORD_BITS;

        draft->rule = rules[i].rule;
        draft->detail[0] = '\0';
        if ((of_moments.words[word] & ~asked->words[word] & bit) &&
            is_asked(draft->rule, exchange, draft->judgement) &&
            draft->rule->applies(exchange, draft))
            g_printerr("hidden: %s in frame %u\n", draft->rule->id, exchange->frame->number);
    }
}

/* Does rule say what folds says, and more? */
static bool takes_up(const struct rule *rule, const struct rule *folds)
{
    for (unsigned i = 0; i < FOLDS_MAX && folds->folds_into[i]; i++) {
        if (strcmp(rule->id, folds->folds_into[i]) == 0)
            return true;
    }
    return false;
}

/* What was told before takes up nothing that is told here. */
static void fold(struct finding *folds, const struct finding *findings)
{
    for (; findings && !finding_folded(folds); findings = finding_next(findings)) {
        if (takes_up(finding_rule(findings), finding_rule(folds)) &&
            (finding_first(folds) || !finding_first(findings)))
            folds->folded_place = kept_place_of(findings);
    }
}

const struct finding *diagnose(const struct exchange *exchange)
{
    struct findings findings = { .first = NULL };
    struct fault_judgement judgement = { .verdict = FAULT_NONE };
    struct refusal refusal = { .cause = REFUSAL_NONE };
    struct finding_draft draft;
    struct rule_set asked;

    /* One more than there is room for: it was told. */
    if (exchange->frame->findings > FRAME_FINDINGS_MAX)
        return NULL;
    if (exchange->moments & AT_RESPONSE)
        judgement = fault_judge(exchange);
    if (exchange->moments & AT_FAILURE)
        refusal = refusal_by(exchange);
    draft.judgement = &judgement;
    draft.refusal = &refusal;
    findings.room = MIN(FINDINGS_MAX, FRAME_FINDINGS_MAX - exchange->frame->findings);
    asked = rule_choice(exchange, &judgement);
    for (unsigned word = 0; word < RULE_WORDS; word++) {
        for (uint64_t left = asked.words[word]; left; left &= left - 1)
            ask((size_t)word * RULE_WORD_BITS + (size_t)ws_ctz(left), exchange, &draft, &findings);
    }
    if (SIPEXPLAIN_ASKS_ALL)
        name_hidden(exchange, &asked, &draft);
    for (struct finding *finding = findings.first; finding; finding = finding_next(finding)) {
        if (finding_rule(finding)->folds_into[0])
            fold(finding, findings.first);
    }
    return findings.first;
}

/* How far in front a finding is shown. */
static unsigned rank(const struct finding *finding, const struct finding *leading)
{
    if (finding == leading)
        return SEVERITY_ERROR + 3;
    if (finding_folded(finding))
        return 0;
    return finding_first(finding) ? 1 : finding_rule(finding)->severity + 2;
}

unsigned findings_ordered(const struct finding *findings, const struct finding *leading,
                          const struct finding **ordered)
{
    unsigned count = 0;

    for (; findings && count <= FINDINGS_MAX; findings = finding_next(findings)) {
        unsigned place = count++;

        for (; place && rank(ordered[place - 1], leading) < rank(findings, leading); place--)
            ordered[place] = ordered[place - 1];
        ordered[place] = findings;
    }
    return count;
}

const struct finding *finding_cause(const struct finding *findings)
{
    while (findings && !finding_rule(findings)->leads)
        findings = finding_next(findings);
    return findings;
}

const struct finding *finding_verdict(const struct finding *findings)
{
    while (findings && finding_rule(findings)->verdict == FAULT_NONE)
        findings = finding_next(findings);
    return findings;
}

static bool calms(const struct finding *finding, enum severity severity)
{
    return finding_rule(finding)->stands_for_code && finding_rule(finding)->severity < severity &&
           !finding_folded(finding);
}

const struct finding *finding_for_code(const struct finding *findings, enum severity severity)
{
    while (findings && finding_rule(findings)->verdict == FAULT_NONE && !calms(findings, severity))
        findings = finding_next(findings);
    return findings;
}

const struct finding *finding_loudest(const struct finding *other, const struct finding *findings)
{
    const struct finding *loudest = other;

    for (; findings; findings = finding_next(findings)) {
        if (!finding_first(findings) &&
            (!loudest || finding_rule(findings)->severity > finding_rule(loudest)->severity))
            loudest = findings;
    }
    return loudest;
}
