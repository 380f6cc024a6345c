/* test_site_note.c
 * A site note is about the responses that its line names, and about no others.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "../../plugin/catalogue/site_note.h"

#include <glib.h>
#include <string.h>

static struct site_note note_for(const char *codes)
{
    struct site_note note = { 0 };

    g_assert_true(site_note_codes_read(codes, strlen(codes), &note.codes));
    return note;
}

/* The note is about the codes from first to last, and not about those beside them. */
static void expect_codes(const char *codes, unsigned first, unsigned last)
{
    const struct site_note note = note_for(codes);

    for (unsigned code = 0; code < 1100; code++)
        g_assert_cmpint(site_note_has_code(&note, code), ==, code >= first && code <= last);
}

static void test_codes(void)
{
    const struct site_note note = note_for(" 404 ,500-502, 6XX");

    expect_codes("500", 500, 500);
    expect_codes("500-599", 500, 599);
    expect_codes("500 - 503", 500, 503);
    expect_codes("4xx", 400, 499);
    expect_codes("4Xx-6xx", 400, 699);
    expect_codes("100", 100, 100);
    expect_codes("699", 699, 699);
    expect_codes("1xx-699", 100, 699);
    g_assert_true(site_note_has_code(&note, 404) && site_note_has_code(&note, 502) &&
                  site_note_has_code(&note, 650));
    g_assert_false(site_note_has_code(&note, 405) || site_note_has_code(&note, 503) ||
                   site_note_has_code(&note, 599));
}

static void test_wrong_codes(void)
{
    static const char *const wrong[] = {
        "",          " ",       "5",           "50",      "5000", "500,",    ",500",
        "500,,501",  "500;",    "500 501",     "500-",    "-500", "599-500", "5xx-4xx",
        "4x",        "x00",     "5x0",         "099",     "700",  "0xx",     "7xx",
        "999",       "500-700", "500-501-502", "50x",     "5xx0", "BUSY",    "500, BUSY",
        "5\xc3\xa4", "+500",    "0x1f4",       "483-4xx", "*",
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(wrong); i++) {
        struct site_note note = { 0 };

        memset(&note.codes, 0xff, sizeof note.codes);
        if (site_note_codes_read(wrong[i], strlen(wrong[i]), &note.codes))
            g_error("\"%s\" was read as a list of codes", wrong[i]);
        for (unsigned code = 0; code < SITE_NOTE_CODES_END; code++)
            g_assert_false(site_note_has_code(&note, code));
    }
}

/* The list ends where its length says, whatever stands behind. */
static void test_length(void)
{
    struct site_note note = { 0 };

    g_assert_true(site_note_codes_read("500-599", 3, &note.codes));
    g_assert_true(site_note_has_code(&note, 500) && !site_note_has_code(&note, 501));
    g_assert_false(site_note_codes_read("500", 2, &note.codes));
    g_assert_false(site_note_codes_read("500-599", 4, &note.codes));
    g_assert_false(site_note_codes_read("500", 0, &note.codes));
}

static bool has(const char *pattern, const char *text)
{
    char kept[64];
    struct site_note note = { .pattern = kept };

    g_strlcpy(kept, pattern, sizeof kept);
    return site_note_has_text(&note, text);
}

static void test_text(void)
{
    const struct site_note any = { 0 };

    g_assert_true(site_note_has_text(&any, NULL) && site_note_has_text(&any, "x"));
    g_assert_true(has("", NULL) && has("", "x"));
    g_assert_true(has("blck-7", "Refused (BLCK-7)") && has("BLCK-7", "blck-7"));
    g_assert_true(has("asterisk", "Asterisk PBX 18.1") && has("Asterisk", "AsteriskPBX"));
    g_assert_true(has("cause=41", "Q.850;cause=41;text=\"x\"") && has("41", "141 and 41"));
    g_assert_true(has("18", "18.1") && has("AAB", "AAAB") && has("J\xc3\xbcrgen", "J\xc3\xbcrgen"));
}

static void test_other_text(void)
{
    g_assert_false(has("x", NULL) || has("x", "") || has("xy", "x"));
    g_assert_false(has("BLCK-7", "BLCK-70") || has("BLCK-7", "BLCK-8") || has("7", "17"));
    g_assert_false(has("cause=4", "Q.850;cause=41") || has("cause=41", "cause=141"));
    g_assert_false(has("41", "141 and 411") || has("1", "11") || has("b.c", "bxc"));
    g_assert_false(has("@", "`") || has("[", "{"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/site_note/codes", test_codes);
    g_test_add_func("/site_note/wrong_codes", test_wrong_codes);
    g_test_add_func("/site_note/length", test_length);
    g_test_add_func("/site_note/text", test_text);
    g_test_add_func("/site_note/other_text", test_other_text);
    return g_test_run();
}
