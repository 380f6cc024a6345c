/* test_paragraph.c
 * Text laid out in the columns of a terminal.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "display/paragraph.h"

#include <glib.h>
#include <string.h>

static void expect_lines(const char *text, unsigned width, const char *joined)
{
    GPtrArray *lines = paragraph_lines(text, width);
    GString *result = g_string_new("");

    for (unsigned i = 0; i < lines->len; i++)
        g_string_append_printf(result, "%s|", (const char *)lines->pdata[i]);
    g_assert_cmpstr(result->str, ==, joined);
    g_string_free(result, TRUE);
    g_ptr_array_unref(lines);
}

static void test_breaks(void)
{
    expect_lines("", 10, "");
    expect_lines("one two", 7, "one two|");
    expect_lines("one two", 6, "one|two|");
    expect_lines("one two three", 7, "one two|three|");
    expect_lines("one two three", 8, "one two|three|");
}

static void test_long_words(void)
{
    expect_lines("sip:averylongname@example.com x", 8, "sip:averylongname@example.com|x|");
    expect_lines("a sip:averylongname", 8, "a|sip:averylongname|");
    expect_lines("averylongname", 5, "averylongname|");
}

static void test_paragraphs(void)
{
    expect_lines("one\ntwo", 10, "one|two|");
    expect_lines("one\n\ntwo", 10, "one||two|");
    expect_lines("one two\nthree", 5, "one|two|three|");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/paragraph/breaks", test_breaks);
    g_test_add_func("/paragraph/long-words", test_long_words);
    g_test_add_func("/paragraph/paragraphs", test_paragraphs);
    return g_test_run();
}
