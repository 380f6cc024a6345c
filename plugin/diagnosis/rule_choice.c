/* rule_choice.c
 * Which rules are asked with a message: those of its moments whose needs it meets.
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

/* The needs of the rules that are asked at a moment, as bits of their rows. */
static unsigned needs_at[MOMENTS];

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

void rule_choice_add(size_t index, const struct rule *rule)
{
    if (index >= RULES_MAX)
        return;
    for (unsigned i = 0; i < MOMENTS; i++)
        add(&at_moment[i], index, rule->moments >> i & 1);
    for (unsigned method = 0; method <= NO_METHOD; method++)
        add(&of_method[method], index, !rule->methods || rule->methods & METHOD_BIT(method));
    for (unsigned i = 0; i < NEED_COUNT; i++) {
        if (rule->needs & need_questions[i].need)
            add_need(i, index, rule->moments);
    }
    add(&of_verdict, index, rule->verdict != FAULT_NONE);
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
    for (unsigned moments = exchange->moments; moments; moments &= moments - 1)
        needs |= needs_at[ws_ctz(moments)];
    for (; needs; needs &= needs - 1) {
        const unsigned row = (unsigned)ws_ctz(needs);

        if (has_any(&chosen, &with_need[row]) && !need_questions[row].is_met(exchange))
            drop(&chosen, &with_need[row]);
    }
    return chosen;
}
