/* test_product_mark.c
 * The marks of products are found where they stand, and nowhere else.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "../../plugin/catalogue/product_mark.h"

#include <glib.h>
#include <string.h>

/* Three texts and the quoted mark have to fit into a finding's detail of 200 bytes. */
#define MEANING_MAX 90
#define WHERE_MAX 80
#define PRODUCT_MAX 44

static void expect_product(enum product_mark_place place, unsigned code, const char *text,
                           const char *product)
{
    const struct product_mark *mark = product_mark_lookup(place, code, text);

    g_assert_cmpstr(mark ? mark->product : NULL, ==, product);
}

static void test_phrases(void)
{
    expect_product(MARK_PHRASE, 500, "I'm terribly sorry, server error occurred (1/SL)",
                   "Kamailio or SER");
    expect_product(MARK_PHRASE, 500, "I'M TERRIBLY SORRY, SERVER ERROR OCCURRED (99/TM)",
                   "Kamailio or SER");
    expect_product(MARK_PHRASE, 500, "Server error occurred (1/TM)", "OpenSIPS");
    expect_product(MARK_PHRASE, 500, "Invalid CSeq", "pjsip (Asterisk and others)");
    expect_product(MARK_PHRASE, 500, "Overlapping Requests 2",
                   "FreeSWITCH (Sofia-SIP) or the B2B of OpenSIPS");
    expect_product(MARK_PHRASE, 500, "Service Unavailable", "Kamailio");
    expect_product(MARK_PHRASE, 503, "Maximum Calls In Progress", "FreeSWITCH (Sofia-SIP)");
}

static void test_other_places(void)
{
    expect_product(MARK_HEADER, 500, "X-Asterisk-HangupCause", "Asterisk (chan_sip)");
    expect_product(MARK_HEADER, 500, "X-Asterisk-HangupCauseCode", "Asterisk (chan_sip)");
    expect_product(MARK_REASON_TEXT, 503, "NORMAL_TEMPORARY_FAILURE", "FreeSWITCH (Sofia-SIP)");
    expect_product(MARK_REASON_TEXT, 500, "local", "AudioCodes");
    expect_product(MARK_WARNING_AGENT, 500, "GS", "Grandstream");
}

/* Near misses: everybody's phrases, other codes and places, texts that only begin alike. */
static void test_nothing_known(void)
{
    expect_product(MARK_PHRASE, 500, "Server Internal Error", NULL);
    expect_product(MARK_PHRASE, 500, "Internal Server Error", NULL);
    expect_product(MARK_PHRASE, 503, "Service Unavailable", NULL);
    expect_product(MARK_PHRASE, 503, "Invalid CSeq", NULL);
    expect_product(MARK_PHRASE, 500, "Invalid CSeq number", NULL);
    expect_product(MARK_PHRASE, 500, "server error", NULL);
    expect_product(MARK_PHRASE, 500, "", NULL);
    expect_product(MARK_PHRASE, 500, NULL, NULL);
    expect_product(MARK_PHRASE, 500, "local", NULL);
    expect_product(MARK_REASON_TEXT, 500, "locally released", NULL);
    expect_product(MARK_WARNING_AGENT, 500, "gs1.example.com", NULL);
}

static void test_kamailio_numbers(void)
{
    const struct product_mark *one =
        product_mark_lookup(MARK_PHRASE, 500, "I'm terribly sorry, server error occurred (1/TM)");
    const struct product_mark *ten =
        product_mark_lookup(MARK_PHRASE, 500, "I'm terribly sorry, server error occurred (10/TM)");

    g_assert_nonnull(strstr(one->meaning, "(error 1)"));
    g_assert_nonnull(strstr(ten->meaning, "script"));
}

static void test_senses(void)
{
    g_assert_cmpint(product_mark_lookup(MARK_PHRASE, 500, "Invalid CSeq")->sense, ==,
                    SENSE_CSEQ_ORDER);
    g_assert_cmpint(
        product_mark_lookup(MARK_PHRASE, 500, "Another INVITE transaction in progress")->sense, ==,
        SENSE_OVERLAP);
    g_assert_cmpint(product_mark_lookup(MARK_PHRASE, 500, "Service Unavailable")->sense, ==,
                    SENSE_FROM_503);
}

static void expect_ascii(const char *text, size_t max)
{
    g_assert_cmpuint(strlen(text), >, 0);
    g_assert_cmpuint(strlen(text), <=, max);
    g_assert_true(g_str_is_ascii(text));
}

/* Every entry fits, can be reached, and is not hidden by one before it. */
static void test_table(void)
{
    const struct product_mark *mark;
    size_t count = 0;

    for (; (mark = product_mark_at(count)); count++) {
        expect_ascii(mark->text, 60);
        expect_ascii(mark->product, PRODUCT_MAX + 2);
        expect_ascii(mark->meaning, MEANING_MAX);
        expect_ascii(mark->where, WHERE_MAX);
        g_assert_true(g_str_has_suffix(mark->where, "."));
        g_assert_true(mark->code == 0 || (mark->code >= 500 && mark->code <= 599));
        g_assert_true(product_mark_lookup(mark->place, mark->code ? mark->code : 500, mark->text) ==
                      mark);
    }
    g_assert_cmpuint(count, >, 20);
    g_assert_null(product_mark_at(count));
    g_assert_null(product_mark_at(G_MAXSIZE));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/product_mark/phrases", test_phrases);
    g_test_add_func("/product_mark/other_places", test_other_places);
    g_test_add_func("/product_mark/nothing_known", test_nothing_known);
    g_test_add_func("/product_mark/kamailio_numbers", test_kamailio_numbers);
    g_test_add_func("/product_mark/senses", test_senses);
    g_test_add_func("/product_mark/table", test_table);
    return g_test_run();
}
