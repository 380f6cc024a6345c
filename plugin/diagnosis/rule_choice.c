/* rule_choice.c
 * Which rules are asked with a message: those of its moments, method and code whose needs it meets.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "rule_choice.h"

#include "need.h"

#include <wsutil/bits_ctz.h>

/* Bits of enum moment. */
#define MOMENTS 11
G_STATIC_ASSERT(AT_UNPLACED == 1 << (MOMENTS - 1));

/* Of a message without a transaction. */
#define NO_METHOD (METHOD_OTHER + 1)

/* Filled by rule_choice_add() when the plugin registers: the rules that are asked at a moment, of
 * requests with a method, that have a need, and that tell a verdict. */
static struct rule_set at_moment[MOMENTS], of_method[NO_METHOD + 1], with_need[NEED_COUNT],
    of_verdict;

/* Codes that some rule names, of which there is room for so many. */
#define CODES_MAX 64

/* The rules that are asked of failures with any code, and, in the row that row_of_code has for a
 * code, those that name it. Row 0 is of all other codes, and has none. */
static struct rule_set of_any_code, of_code[CODES_MAX];
static uint8_t row_of_code[CODE_LAST + 1];
static uint8_t last_row;

static void add(struct rule_set *set, size_t index, bool is_in)
{
    set->words[index / RULE_WORD_BITS] |= (uint64_t)is_in << index % RULE_WORD_BITS;
}

/* A rule that names one too many is asked of any. */
static void add_code(unsigned code, size_t index)
{
    if (!row_of_code[code] && last_row + 1 < CODES_MAX)
        row_of_code[code] = ++last_row;
    add(row_of_code[code] ? &of_code[row_of_code[code]] : &of_any_code, index, true);
}

static void add_codes(size_t index, const struct rule *rule)
{
    add(&of_any_code, index, !rule->codes[0]);
    for (unsigned i = 0; i < RULE_CODES_MAX && rule->codes[i]; i++)
        add_code(rule->codes[i], index);
}

void rule_choice_add(size_t index, const struct rule *rule)
{
    if (index >= RULES_MAX)
        return;
    for (unsigned i = 0; i < MOMENTS; i++)
        add(&at_moment[i], index, rule->moments >> i & 1);
    for (unsigned method = 0; method <= NO_METHOD; method++)
        add(&of_method[method], index, !rule->methods || rule->methods & METHOD_BIT(method));
    for (unsigned i = 0; i < NEED_COUNT; i++)
        add(&with_need[i], index, rule->needs >> i & 1);
    add(&of_verdict, index, rule->verdict != FAULT_NONE);
    add_codes(index, rule);
}

static bool has_any(const struct rule_set *set, const struct rule_set *of)
{
    uint64_t both = 0;

    for (unsigned i = 0; i < RULE_WORDS; i++)
        both |= set->words[i] & of->words[i];
    return both != 0;
}

static void drop(struct rule_set *set, const struct rule_set *dropped)
{
    for (unsigned i = 0; i < RULE_WORDS; i++)
        set->words[i] &= ~dropped->words[i];
}

struct rule_set rule_choice_of_moments(unsigned moments)
{
    struct rule_set chosen = { { 0 } };

    for (; moments; moments &= moments - 1) {
        for (unsigned i = 0; i < RULE_WORDS; i++)
            chosen.words[i] |= at_moment[ws_ctz(moments)].words[i];
    }
    return chosen;
}

static void keep_those_of_code(struct rule_set *set, unsigned row)
{
    for (unsigned i = 0; i < RULE_WORDS; i++)
        set->words[i] &= of_any_code.words[i] | of_code[row].words[i];
}

/* What a choice depends on, but for need_questions. */
struct circumstances {
    uint32_t moments, needs_met;
    uint16_t method;
    uint8_t code_row; /* a failure's, of of_code */
    bool drops_verdicts;
};

static struct circumstances circumstances_of(const struct exchange *exchange,
                                             const struct fault_judgement *judgement)
{
    const unsigned code = exchange->message->status_code;
    const bool is_failure = exchange->moments & AT_FAILURE;

    return (struct circumstances){
        .moments = exchange->moments,
        .needs_met = needs_met_at_once(exchange),
        .method = exchange->transaction ? exchange->transaction->method : NO_METHOD,
        .code_row = is_failure && code <= CODE_LAST ? row_of_code[code] : 0,
        .drops_verdicts = exchange->record && judgement->verdict == FAULT_NONE,
    };
}

static bool is_same(const struct circumstances *a, const struct circumstances *b)
{
    return a->moments == b->moments && a->needs_met == b->needs_met && a->method == b->method &&
           a->code_row == b->code_row && a->drops_verdicts == b->drops_verdicts;
}

/* What was chosen, and which of need_questions are left to ask. Where nothing was chosen yet all is
 * 0: without a moment no rule is asked. */
struct choice {
    struct circumstances in;
    unsigned questions;
    struct rule_set rules;
};

/* The latest choices: ordinary calls have some dozen. They follow from the rules alone, so they
 * stay from file to file. */
#define CHOICES 256
static struct choice choices[CHOICES];

static void choose(struct choice *choice, const struct circumstances *in)
{
    struct rule_set *rules = &choice->rules;

    choice->in = *in;
    *rules = rule_choice_of_moments(in->moments);
    for (unsigned i = 0; i < RULE_WORDS; i++)
        rules->words[i] &= of_method[in->method].words[i];
    if (in->drops_verdicts)
        drop(rules, &of_verdict);
    if (in->moments & AT_FAILURE)
        keep_those_of_code(rules, in->code_row);
    for (unsigned i = 0; i < NEEDS_AT_ONCE; i++) {
        if (!(in->needs_met >> i & 1))
            drop(rules, &with_need[i]);
    }
    choice->questions = 0;
    for (unsigned i = 0; i < NEED_QUESTIONS; i++)
        choice->questions |= (unsigned)has_any(rules, &with_need[NEEDS_AT_ONCE + i]) << i;
}

static const struct choice *choice_in(struct circumstances in)
{
    const uint32_t mixed = in.moments * 2 + in.needs_met * 5 + (in.needs_met >> 8) * 3 +
                           in.method * 37u + in.code_row * 59u + in.drops_verdicts;
    struct choice *choice = &choices[mixed % CHOICES];

    if (!is_same(&choice->in, &in))
        choose(choice, &in);
    return choice;
}

struct rule_set rule_choice(const struct exchange *exchange,
                            const struct fault_judgement *judgement)
{
    const struct choice *choice = choice_in(circumstances_of(exchange, judgement));
    struct rule_set chosen = choice->rules;

    for (unsigned left = choice->questions; left; left &= left - 1) {
        const unsigned question = (unsigned)ws_ctz(left);
        const struct rule_set *needing = &with_need[NEEDS_AT_ONCE + question];

        if (has_any(&chosen, needing) && !need_questions[question](exchange))
            drop(&chosen, needing);
    }
    return chosen;
}
