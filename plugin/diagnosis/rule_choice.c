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

/* The needs of the rules that are asked at a moment. */
static unsigned needs_at[MOMENTS];

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

static void add_need(unsigned row, size_t index, unsigned moments)
{
    add(&with_need[row], index, true);
    for (unsigned i = 0; i < MOMENTS; i++)
        needs_at[i] |= (moments >> i & 1) << row;
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
    for (unsigned i = 0; i < NEED_COUNT; i++) {
        if (rule->needs >> i & 1)
            add_need(i, index, rule->moments);
    }
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

struct rule_set rule_choice_of_moments(const struct exchange *exchange)
{
    struct rule_set chosen = { { 0 } };

    for (unsigned moments = exchange->moments; moments; moments &= moments - 1) {
        for (unsigned i = 0; i < RULE_WORDS; i++)
            chosen.words[i] |= at_moment[ws_ctz(moments)].words[i];
    }
    return chosen;
}

static void keep_those_of_code(struct rule_set *set, unsigned code)
{
    const struct rule_set *named = &of_code[code <= CODE_LAST ? row_of_code[code] : 0];

    for (unsigned i = 0; i < RULE_WORDS; i++)
        set->words[i] &= of_any_code.words[i] | named->words[i];
}

/* Those that lack one of the needs, of which some rule of the set may have each. */
static void drop_unmet(struct rule_set *set, unsigned needs, const struct exchange *exchange)
{
    const unsigned at_once = (1U << NEEDS_AT_ONCE) - 1;

    for (unsigned left = needs & at_once & ~needs_met_at_once(exchange); left; left &= left - 1)
        drop(set, &with_need[ws_ctz(left)]);
    for (unsigned i = 0; i < NEED_QUESTIONS; i++) {
        const struct rule_set *needing = &with_need[NEEDS_AT_ONCE + i];

        if ((needs >> NEEDS_AT_ONCE >> i & 1) && has_any(set, needing) &&
            !need_questions[i](exchange))
            drop(set, needing);
    }
}

struct rule_set rule_choice(const struct exchange *exchange,
                            const struct fault_judgement *judgement)
{
    const unsigned method = exchange->transaction ? exchange->transaction->method : NO_METHOD;
    struct rule_set chosen = rule_choice_of_moments(exchange);
    unsigned needs = 0;

    for (unsigned i = 0; i < RULE_WORDS; i++)
        chosen.words[i] &= of_method[method].words[i];
    if (exchange->record && judgement->verdict == FAULT_NONE)
        drop(&chosen, &of_verdict);
    if (exchange->moments & AT_FAILURE)
        keep_those_of_code(&chosen, exchange->message->status_code);
    for (unsigned moments = exchange->moments; moments; moments &= moments - 1)
        needs |= needs_at[ws_ctz(moments)];
    drop_unmet(&chosen, needs, exchange);
    return chosen;
}
