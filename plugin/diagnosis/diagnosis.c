/* diagnosis.c
 * Asks every rule about a message and keeps what they find.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis.h"

#include "memory/kept_memory.h"
#include "memory/limit.h"
#include "subjects.h"

#include <wsutil/bits_ctz.h>

static const struct rule_list *const subjects[] = {
    &early_media_rules,     &early_media_progress_rules,
    &early_media_end_rules, &early_media_outcome_rules,
    &reliability_rules,     &fault_order_rules,
    &fault_verdict_rules,   &fault_code_rules,
    &fault_evidence_rules,  &fault_history_rules,
    &authentication_rules,  &routing_rules,
    &call_end_rules,        &transfer_rules,
    &timing_rules,          &conformance_rules,
    &limit_rules,
};

/* Rules that there is room for, and bits of enum moment. */
#define RULES_MAX 192
#define MOMENTS 11
G_STATIC_ASSERT(AT_UNPLACED == 1 << (MOMENTS - 1));

/* All rules in one order, and for each moment a bit for each rule that is asked at it. Filled by
 * diagnosis_init(). */
static const struct rule *rules[RULES_MAX];
static size_t rule_count;
static uint64_t asked_at[MOMENTS][RULES_MAX / 64];

static void add_rule(const struct rule *rule)
{
    g_assert(rule_count < RULES_MAX);
    for (unsigned moment = 0; moment < MOMENTS; moment++) {
        if (rule->moments >> moment & 1)
            asked_at[moment][rule_count / 64] |= UINT64_C(1) << rule_count % 64;
    }
    rules[rule_count++] = rule;
}

void diagnosis_init(void)
{
    for (size_t s = 0; s < array_length(subjects); s++) {
        for (size_t i = 0; i < subjects[s]->count; i++)
            add_rule(&subjects[s]->rules[i]);
    }
}

const struct rule *diagnosis_rule_at(size_t index)
{
    return index < rule_count ? rules[index] : NULL;
}

void drop_cut_characters(char *text)
{
    const char *end;

    while (!g_utf8_validate(text, -1, &end)) {
        char *cut = text + (end - text);

        memmove(cut, cut + 1, strlen(cut));
    }
}

void draft_detail(struct finding_draft *draft, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_vsnprintf(draft->detail, sizeof draft->detail, format, arguments);
    va_end(arguments);
    drop_cut_characters(draft->detail);
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

/* Bytes of the character that words begin with; 0: it cannot be shown. */
static size_t character_length(struct span words)
{
    const gunichar character = g_utf8_get_char_validated(words.text, (gssize)words.length);

    if (character == (gunichar)-1 || character == (gunichar)-2 || !g_unichar_isprint(character))
        return 0;
    return (size_t)(g_utf8_next_char(words.text) - words.text);
}

const char *quote_span(struct span words, char *text, size_t size)
{
    size_t length = 0;

    while (words.length) {
        const size_t shown = character_length(words);
        const size_t used = shown ? shown : 1;

        /* Dots must still fit behind all but the last character. */
        if (length + used + (words.length > used ? sizeof "..." : 1) > size) {
            memcpy(text + length, "...", 3);
            length += 3;
            break;
        }
        memcpy(text + length, shown ? words.text : "?", used);
        length += used;
        words = span_behind(words, used);
    }
    text[length] = '\0';
    return text;
}

const char *quote_header(const struct sip_message *message, enum sip_header_id id, char *text,
                         size_t size)
{
    wmem_strbuf_t *values = wmem_strbuf_new(NULL, "");
    struct sip_header_cursor cursor = { 0 };
    struct span value;

    while (sip_message_next_value(message, id, &cursor, &value))
        wmem_strbuf_append_printf(values, "%s%.*s", wmem_strbuf_get_len(values) ? ", " : "",
                                  (int)value.length, value.text);
    quote_span((struct span){ wmem_strbuf_get_str(values), wmem_strbuf_get_len(values) }, text,
               size);
    wmem_strbuf_destroy(values);
    return text;
}

double seconds_between(int64_t from, int64_t to)
{
    return (double)(to - from) / 1e6;
}

bool exchange_has_request(const struct exchange *exchange)
{
    return exchange->transaction->request_frame && !exchange->transaction->request_is_cut;
}

const struct transaction *exchange_relayed_from(const struct exchange *exchange)
{
    const struct transaction *origin =
        transaction_origin(exchange->transaction, exchange->record->frame);

    return origin != exchange->transaction && origin->final->code == exchange->record->code ? origin
                                                                                            : NULL;
}

static struct finding *keep(const struct rule *rule, size_t rule_index,
                            const struct finding_draft *draft)
{
    const size_t evidence = draft->evidence_count * sizeof draft->evidence[0];
    const size_t length = strlen(draft->detail);
    struct finding *finding =
        (struct finding *)kept_alloc(offsetof(struct finding, evidence) + evidence + length + 1);

    finding->rule = rule;
    finding->rule_index = (uint16_t)rule_index;
    finding->evidence_count = (uint8_t)draft->evidence_count;
    memcpy(finding->evidence, draft->evidence, evidence);
    memcpy(finding->evidence + draft->evidence_count, draft->detail, length);
    return finding;
}

unsigned finding_count(const struct finding *findings)
{
    unsigned count = 0;

    for (; findings; findings = findings->next)
        count++;
    return count;
}

const char *finding_detail(const struct finding *finding)
{
    return (const char *)(finding->evidence + finding->evidence_count);
}

/* The rules of one word that are asked at any of the moments, as bits. */
static uint64_t asked_in_word(unsigned moments, unsigned word)
{
    uint64_t asked = 0;

    for (; moments; moments &= moments - 1)
        asked |= asked_at[ws_ctz(moments)][word];
    return asked;
}

/* The findings about one message. */
struct findings {
    const struct finding *first, **end;
    unsigned count, room;
};

/* The last rule of all tells the limits, the one on findings among them. */
static bool is_of_limits(size_t rule_index)
{
    return rule_index + 1 == rule_count;
}

static void ask(size_t rule_index, struct exchange *exchange, struct findings *findings)
{
    const struct rule *rule = rules[rule_index];
    struct finding_draft draft;
    struct finding *finding;

    draft.detail[0] = '\0';
    draft.evidence_count = 0;
    if (!rule->applies(exchange, &draft))
        return;
    if (findings->count >= findings->room && !is_of_limits(rule_index)) {
        exchange->limits |= findings->room < FINDINGS_MAX ? LIMIT_FRAME_FINDINGS : LIMIT_FINDINGS;
        return;
    }
    finding = keep(rule, rule_index, &draft);
    *findings->end = finding;
    findings->end = &finding->next;
    findings->count++;
}

const struct finding *diagnose(struct exchange *exchange)
{
    struct findings findings = { .first = NULL };

    /* One more than there is room for: it was told. */
    if (exchange->frame->findings > FRAME_FINDINGS_MAX)
        return NULL;
    findings.end = &findings.first;
    findings.room = MIN(FINDINGS_MAX, FRAME_FINDINGS_MAX - exchange->frame->findings);
    for (unsigned word = 0; word < array_length(asked_at[0]); word++) {
        uint64_t asked = asked_in_word(exchange->moments, word);

        for (; asked; asked &= asked - 1)
            ask((size_t)word * 64 + (size_t)ws_ctz(asked), exchange, &findings);
    }
    return findings.first;
}

/* Bytes of the detail's first sentences that fit into room. */
static size_t sentences_that_fit(const char *detail, size_t room)
{
    size_t length = strlen(detail), fits = 0;

    if (length <= room)
        return length;
    for (size_t i = 0; i + 1 < length && i < room; i++) {
        if (detail[i] == '.' && detail[i + 1] == ' ')
            fits = i + 1;
    }
    return fits;
}

const char *finding_text(const struct finding *finding, wmem_allocator_t *scope)
{
    const char *summary = finding->rule->summary, *detail = finding_detail(finding);
    const size_t length = sentences_that_fit(detail, FINDING_TEXT_MAX - MIN(strlen(summary), 100));

    return length ? wmem_strdup_printf(scope, "%s: %.*s", summary, (int)length, detail) : summary;
}

const struct finding *finding_verdict(const struct finding *findings)
{
    while (findings && !findings->rule->is_verdict)
        findings = findings->next;
    return findings;
}

const struct finding *finding_loudest(const struct finding *other, const struct finding *findings)
{
    const struct finding *loudest = other ? other : findings;

    for (; findings; findings = findings->next) {
        if (findings->rule->severity > loudest->rule->severity)
            loudest = findings;
    }
    return loudest;
}
