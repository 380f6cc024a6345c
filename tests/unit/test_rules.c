/* test_rules.c
 * The rules of diagnosis as data: ids and subjects, what they fold into, one for each verdict.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis/diagnosis.h"
#include "diagnosis/rule_choice.h"
#include "player.h"

#include <string.h>

static const struct rule *rule_of_id(const char *id)
{
    const struct rule *rule;

    for (size_t i = 0; (rule = diagnosis_rule_at(i)) != NULL; i++) {
        if (strcmp(rule->id, id) == 0)
            return rule;
    }
    return NULL;
}

/* An id begins with its subject, and no other rule has it. */
static void test_ids(void)
{
    const struct rule *rule;

    for (size_t i = 0; (rule = diagnosis_rule_at(i)) != NULL; i++) {
        const char *subject = diagnosis_list_at(i)->subject;
        const size_t length = strlen(subject);

        g_assert_true(g_str_has_prefix(rule->id, subject) && rule->id[length] == '.');
        g_assert_true(rule_of_id(rule->id) == rule);
        g_assert_true(rule->summary && rule->advice && rule->applies && rule->moments);
    }
    g_assert_null(diagnosis_list_at(1000000));
    g_assert_null(diagnosis_list_at(RULES_MAX));
}

/* What tells late tells of its own message only. */
static void test_told_late(void)
{
    const struct rule *rule;

    for (size_t i = 0; (rule = diagnosis_rule_at(i)) != NULL; i++)
        g_assert_true(!rule->tells || rule->once == ONCE_NEVER);
}

/* A rule names codes of failures, and is asked of failures then. */
static void test_codes(void)
{
    const struct rule *rule;

    for (size_t i = 0; (rule = diagnosis_rule_at(i)) != NULL; i++) {
        g_assert_true(!rule->codes[0] || rule->moments & AT_FAILURE);
        for (unsigned c = 0; c < RULE_CODES_MAX && rule->codes[c]; c++)
            g_assert_true(rule->codes[c] >= 300 && rule->codes[c] <= CODE_LAST);
    }
}

/* Into others that are there, as loud at least, and do not fold themselves: one hop, no circle.
 * What decides about a message does not fold. */
static void check_folding(const struct rule *rule)
{
    for (unsigned i = 0; i < FOLDS_MAX && rule->folds_into[i]; i++) {
        const struct rule *other = rule_of_id(rule->folds_into[i]);

        g_assert_true(other && other != rule && !other->folds_into[0]);
        g_assert_cmpint(other->severity, >=, rule->severity);
        g_assert_true(!rule->leads && rule->verdict == FAULT_NONE);
    }
}

static void test_folding(void)
{
    const struct rule *rule;

    for (size_t i = 0; (rule = diagnosis_rule_at(i)) != NULL; i++)
        check_folding(rule);
}

/* A finding of the first rule that is so loud. told: which told the same before; NULL: none. */
static struct finding *made(enum severity severity, const struct finding *told)
{
    struct finding *finding =
        (struct finding *)kept_alloc(sizeof *finding + 2 * sizeof finding->evidence[0]);

    while (diagnosis_rule_at(finding->rule_index)->severity != severity)
        finding->rule_index++;
    finding->was_told = told != NULL;
    finding->evidence[0] = kept_place_of(told);
    return finding;
}

/* The one that leads, the loudest of the rest, what was told before, and what is folded; of two
 * that are alike the one that was made first. */
static void test_order_shown(void)
{
    enum { FOLDED, BEFORE, CHAT, NOTE, LEADING, NOTE_TOO, ERROR, COUNT };
    static const int expected[COUNT] = { LEADING, ERROR, NOTE, NOTE_TOO, CHAT, BEFORE, FOLDED };
    const struct finding *error = made(SEVERITY_ERROR, NULL);
    struct finding *all[COUNT] = {
        [FOLDED] = made(SEVERITY_ERROR, NULL), [BEFORE] = made(SEVERITY_ERROR, error),
        [CHAT] = made(SEVERITY_CHAT, NULL),    [NOTE] = made(SEVERITY_NOTE, NULL),
        [LEADING] = made(SEVERITY_NOTE, NULL), [NOTE_TOO] = made(SEVERITY_NOTE, NULL),
        [ERROR] = made(SEVERITY_ERROR, NULL),
    };
    const struct finding *ordered[FINDINGS_MAX + 1];

    for (unsigned i = 0; i + 1 < COUNT; i++)
        all[i]->next_place = kept_place_of(all[i + 1]);
    all[FOLDED]->folded_place = kept_place_of(all[LEADING]);
    g_assert_cmpuint(findings_ordered(all[0], all[LEADING], ordered), ==, COUNT);
    for (unsigned i = 0; i < COUNT; i++)
        g_assert_true(ordered[i] == all[expected[i]]);
    g_assert_cmpuint(findings_ordered(NULL, NULL, ordered), ==, 0);
    g_assert_cmpuint(findings_ordered(all[0], NULL, ordered), ==, COUNT);
    g_assert_true(ordered[0] == all[ERROR]);
}

/* Each meaning of a 5xx is told by one rule, which is asked at every response. */
static void test_verdicts(void)
{
    unsigned told[FAULT_VERDICTS] = { 0 };
    const struct rule *rule;

    for (size_t i = 0; (rule = diagnosis_rule_at(i)) != NULL; i++) {
        g_assert_cmpint(rule->verdict, <, FAULT_VERDICTS);
        told[rule->verdict]++;
        g_assert_true(!rule->verdict || (rule->moments & ~AT_REQUEST) == AT_RESPONSE);
    }
    for (unsigned verdict = FAULT_NONE + 1; verdict < FAULT_VERDICTS; verdict++)
        g_assert_cmpuint(told[verdict], ==, 1);
}

/* What is asked last stands behind all others. */
static void test_order(void)
{
    const struct rule *rule;
    bool is_behind = false;

    for (size_t i = 0; (rule = diagnosis_rule_at(i)) != NULL; i++) {
        g_assert_true(rule->is_last || !is_behind);
        is_behind = rule->is_last;
    }
    g_assert_true(is_behind);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    player_init();
    g_test_add_func("/rules/ids", test_ids);
    g_test_add_func("/rules/folding", test_folding);
    g_test_add_func("/rules/told-late", test_told_late);
    g_test_add_func("/rules/codes", test_codes);
    g_test_add_func("/rules/order-shown", test_order_shown);
    g_test_add_func("/rules/verdicts", test_verdicts);
    g_test_add_func("/rules/order", test_order);
    return g_test_run();
}
