/* test_own_words.c
 * The parties' own words come before our guess: what tells a cause, and how it is quoted.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "question/own_words.h"

#include "memory/intern.h"
#include "player.h"

/* The quote of one Reason value in a response with this code; "" where it tells nothing. */
static const char *quote_reason(unsigned code, struct reason_value reason, char *text)
{
    const struct words words = { .reasons = &reason, .reason_count = 1 };
    const struct record_details details = { .words = &words };
    const struct record record = { .details_place =
                                       kept_place_of(kept_copy(&details, sizeof details)),
                                   .code = (uint16_t)code };

    return own_words_of_response(&record, text);
}

static void test_reasons(void)
{
    static const struct {
        unsigned code;
        struct reason_value reason;
        const char *quote;
    } cases[] = {
        { 480, { "Q.850", 47, NULL, NULL }, "Q.850 47 Resources unavailable, unspecified" },
        /* A text of its own says more than the number, and at times something else. */
        { 410, { "Q.850", 22, "MediaOfferError", NULL }, "Q.850 22 \"MediaOfferError\"" },
        { 480, { "q.850", 31, "0123456789-abcdef;No endpoint", NULL }, "q.850 31 \"No endpoint\"" },
        { 500, { "Q.850", 38, "NETWORK_OUT_OF_ORDER", NULL }, "Q.850 38 Network out of order" },
        { 500, { "X.int", 0, "Pool empty", NULL }, "X.int \"Pool empty\"" },
        { 603, { "SIP", 603, "Calls from abroad", NULL }, "SIP 603 \"Calls from abroad\"" },
        { 183, { "STIR", 433, "Anonymity Disallowed", NULL }, "STIR 433 Anonymity Disallowed" },
        { 500, { "EMM", 22, NULL, NULL }, "EMM 22" },
        /* No cause: 0, a normal hang-up, the code once more. */
        { 500, { "Q.850", 0, NULL, NULL }, "" },
        { 500, { "Q.850", 16, "Normal call clearing", NULL }, "" },
        { 480, { "Q.850", 31, "NORMAL_UNSPECIFIED", NULL }, "" },
        { 487, { "SIP", 200, "Call completed elsewhere", NULL }, "" },
        { 603, { "SIP", 603, "Decline", NULL }, "" },
        { 487, { "RELEASE_CAUSE", 1, "User ends call", NULL }, "" },
    };
    char text[OWN_WORDS_MAX];

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpstr(quote_reason(cases[i].code, cases[i].reason, text), ==, cases[i].quote);
}

static void test_phrases(void)
{
    static const struct {
        unsigned code;
        const char *phrase;
        bool is_own;
    } cases[] = {
        { 403, "Forbidden", false },
        { 403, "FORBIDDEN.", false },
        { 603, "Declined", false },
        { 500, "Internal Server Error", false },
        { 500, "I'm terribly sorry, server error occurred (7/TM)", false },
        { 500, "Server Internal Error (Application cleared call)", true },
        { 403, "Too many registrations", true },
        { 480, "No callee endpoints were found", true },
        { 487, "Request Cancelled", false },
        { 404, NULL, false },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const struct record record = { .code = (uint16_t)cases[i].code,
                                       .phrase_place =
                                           intern_place(span_of_text(cases[i].phrase)) };

        g_assert_cmpint(own_words_in_phrase(&record), ==, cases[i].is_own);
    }
}

/* The one that tells most is quoted: a text of its own, then a number, then what else is there. */
static void test_order(void)
{
    const struct reason_value reasons[] = { { "SIP", 503, NULL, NULL },
                                            { "Q.850", 34, "All trunks busy", NULL } };
    const struct warning_value warnings[] = { { 392, "h", "Noisy feedback tells" },
                                              { 399, "h", "No mailbox" } };
    struct words words = { .reasons = reasons,
                           .reason_count = 2,
                           .warnings = warnings,
                           .warning_count = 2,
                           .other_row = "X-Asterisk-HangupCause: Normal Clearing" };
    char text[OWN_WORDS_MAX];

    g_assert_cmpstr(own_words(&words, text), ==, "Q.850 34 \"All trunks busy\"");
    g_assert_cmpuint(own_words_count(&words, 500), ==, 3);
    words.reason_count = 1;
    g_assert_cmpstr(own_words(&words, text), ==, "SIP 503 Service Unavailable");
    words.reason_count = 0;
    g_assert_cmpstr(own_words(&words, text), ==, "Warning 399 \"No mailbox\"");
    words.warning_count = 1;
    g_assert_cmpstr(own_words(&words, text), ==, "");
    words.other_row = "X-Release-Cause: 34";
    g_assert_cmpstr(own_words(&words, text), ==, "X-Release-Cause: 34");
    words.isup_cause = 41;
    g_assert_cmpstr(own_words(&words, text), ==, "ISUP cause 41 Temporary failure");
    g_assert_cmpstr(own_words(&no_words, text), ==, "");
}

static void test_contradiction(void)
{
    g_assert_true(own_words_fit("RESOURCE_UNAVAILABLE", "Resources unavailable, unspecified"));
    g_assert_false(own_words_fit("MediaOfferError", "Number changed"));
    g_assert_false(own_words_fit("", "Number changed"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    player_init();
    g_test_add_func("/own-words/reasons", test_reasons);
    g_test_add_func("/own-words/phrases", test_phrases);
    g_test_add_func("/own-words/order", test_order);
    g_test_add_func("/own-words/contradiction", test_contradiction);
    return g_test_run();
}
