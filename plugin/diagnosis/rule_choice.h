/* rule_choice.h
 * Which rules are asked with a message: those of its moments, method and code whose needs it meets.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_RULE_CHOICE_H
#define SIPEXPLAIN_RULE_CHOICE_H

#include "rule.h"

#define RULE_WORD_BITS 64
#define RULE_WORDS 4

/* Rules that there is room for; tests/unit/test_rules.c asks for it. */
#define RULES_MAX ((size_t)RULE_WORDS * RULE_WORD_BITS)

/* A bit for each rule, by its index. */
struct rule_set {
    uint64_t words[RULE_WORDS];
};

/* Called for each rule, when the plugin registers. One past RULES_MAX is never asked. */
void rule_choice_add(size_t index, const struct rule *rule);

/* Those that are asked at some of these moments. */
struct rule_set rule_choice_of_moments(unsigned moments);

/* Those of the message's moments that may find something. */
struct rule_set rule_choice(const struct exchange *exchange,
                            const struct fault_judgement *judgement);

#endif
