/* test_leg_text.c
 * Numbers and Call-IDs of two legs: which are alike, and which only look so.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/leg_text.h"

#include <glib.h>
#include <string.h>

static struct span text(const char *words)
{
    return (struct span){ words, strlen(words) };
}

static void test_numbers(void)
{
    static const struct {
        const char *user, *number;
    } cases[] = {
        { "+4930123456", "4930123456" },
        { "030123456", "30123456" },
        { "+49-30-(123)456", "4930123456" },
        { "+4930123456;phone-context=example.com", "4930123456" },
        { "9991#+4930123456", "4930123456" },
        { "route-7*030123456", "30123456" },
        { "201", "201" },
        { "Alice", "alice" },
        { "line1", "line1" },
        { "000", "" },
        { "Anonymous", "" },
        { "restricted", "" },
        { "", "" },
        { "1234567890123456789012345678901234567890", "90123456789012345678901234567890" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char digits[LEG_NUMBER_MAX];

        g_assert_true(span_equals(leg_number(text(cases[i].user), digits), text(cases[i].number)));
    }
}

static void test_likeness(void)
{
    static const struct {
        const char *a, *b;
        enum leg_likeness likeness;
    } cases[] = {
        { "4930123456", "30123456", LEG_SAME },
        { "83056710", "493056710", LEG_SAME }, /* a prefix in the place of another */
        { "201", "201", LEG_SAME },
        { "alice", "alice", LEG_SAME },
        { "9201", "201", LEG_ALIKE },
        { "4930555201", "201", LEG_ALIKE },
        { "4930123456", "4930123457", LEG_UNLIKE },
        { "4930123456", "4989123456", LEG_UNLIKE },  /* another city */
        { "4930123456", "12025123456", LEG_UNLIKE }, /* two subscribers */
        { "01", "201", LEG_UNLIKE },
        { "alice", "malice", LEG_UNLIKE },
        { "", "", LEG_UNLIKE },
        { "", "201", LEG_UNLIKE },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const struct span a = text(cases[i].a), b = text(cases[i].b);

        g_assert_cmpint(leg_likeness(a, b), ==, cases[i].likeness);
        g_assert_cmpint(leg_likeness(b, a), ==, cases[i].likeness);
        /* They are looked for by their ends. */
        g_assert_true(!cases[i].likeness || span_equals(leg_number_tail(a), leg_number_tail(b)));
    }
}

static bool share_a_stem(struct span a, struct span b)
{
    struct span of_a[LEG_STEMS_MAX], of_b[LEG_STEMS_MAX];
    const unsigned count_a = leg_call_id_stems(a, of_a), count_b = leg_call_id_stems(b, of_b);

    for (unsigned i = 0; i < count_a; i++) {
        for (unsigned j = 0; j < count_b; j++) {
            if (span_equals(of_a[i], of_b[j]))
                return true;
        }
    }
    return false;
}

static void test_call_ids(void)
{
    static const struct {
        const char *a, *b;
        bool are_related;
    } cases[] = {
        { "3f1c9a7e@10.0.0.2", "3f1c9a7e@10.0.0.5", true },
        { "3f1c9a7e@10.0.0.2", "3f1c9a7e@10.0.0.2_b2b-1", true },
        { "3f1c9a7e-0012", "3f1c9a7e-0012-b2b_1", true },
        { "3f1c9a7e-0012@10.0.0.2", "3f1c9a7e-0012_pbx-1@10.0.0.5", true },
        { "3f1c9a7e-0012", "SBC-3f1c9a7e-0012", true },
        { "d3c5a8f2-77b1-4c02-9e55-01ab7734ff02-a", "d3c5a8f2-77b1-4c02-9e55-01ab7734ff02-b",
          true },
        /* Counted up. */
        { "phone-2026-1@10.0.0.2", "phone-2026-2@10.0.0.2", false },
        { "phone-2026-1@10.0.0.2", "phone-2026-12@10.0.0.2", false },
        { "d3c5a8f2-77b1-4c02-9e55-01ab7734ff02-1", "d3c5a8f2-77b1-4c02-9e55-01ab7734ff02-2",
          false },
        { "call@10.0.0.2", "call-1@10.0.0.5", false },
        { "", "", false },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const struct span a = text(cases[i].a), b = text(cases[i].b);

        g_assert_true(leg_call_ids_are_related(a, b) == cases[i].are_related);
        g_assert_true(leg_call_ids_are_related(b, a) == cases[i].are_related);
        g_assert_true(!cases[i].are_related || share_a_stem(a, b));
    }
}

static void test_values(void)
{
    static const char *const telling[] = { "6d0b7c1e9f3a4c0e8b1d52f07a94e366", "4471-90021-7" };
    static const char *const others[] = { "", "pbx-frankfurt", "1234567",
                                          "00000000000000000000000000000000",
                                          "00000000-0000-0000-0000-000000000000" };

    for (size_t i = 0; i < G_N_ELEMENTS(telling); i++)
        g_assert_true(leg_value_is_telling(text(telling[i])));
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        g_assert_false(leg_value_is_telling(text(others[i])));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/leg_text/numbers", test_numbers);
    g_test_add_func("/leg_text/likeness", test_likeness);
    g_test_add_func("/leg_text/call_ids", test_call_ids);
    g_test_add_func("/leg_text/values", test_values);
    return g_test_run();
}
