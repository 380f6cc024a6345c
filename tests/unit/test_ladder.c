/* test_ladder.c
 * Tests the layout of a ladder in a terminal.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "display/ladder.h"

#include <string.h>

static void add(struct ladder *ladder, const char *from, const char *to, const char *label)
{
    const struct ladder_arrow arrow = {
        .time = (int64_t)ladder->arrows->len * 1000,
        .frame = ladder->arrows->len + 1,
        .from = ladder_host(ladder, from),
        .to = ladder_host(ladder, to),
        .label = g_strdup(label),
    };

    ladder_add(ladder, &arrow);
}

static char *text_of(const struct ladder *ladder)
{
    GString *text = g_string_new(NULL);

    ladder_append_text(text, ladder);
    return g_string_free(text, FALSE);
}

static void expect(struct ladder *ladder, const char *wanted)
{
    char *text = text_of(ladder);

    g_assert_cmpstr(text, ==, wanted);
    g_free(text);
    ladder_free(ladder);
}

static void test_arrows(void)
{
    struct ladder *ladder = ladder_new();
    struct ladder_arrow *last;

    add(ladder, "10.0.0.2", "10.0.0.1", "INVITE (SDP)");
    add(ladder, "10.0.0.1", "10.0.0.2", "500 internal");
    last = &g_array_index(ladder->arrows, struct ladder_arrow, 1);
    last->verdict = g_strdup("the server failed");
    last->tone = LADDER_ERROR;
    add(ladder, "10.0.0.3", "10.0.0.2", "RTP PCMA");
    last = &g_array_index(ladder->arrows, struct ladder_arrow, 2);
    last->is_media = true;
    last->time = LADDER_NO_TIME;
    add(ladder, "10.0.0.1", "10.0.0.1", "OPTIONS");
    expect(ladder, "  Time, s   Frame  Message           10.0.0.2  10.0.0.1  10.0.0.3\n"
                   "    0.000       1  INVITE (SDP)      |-------->|         |\n"
                   "    0.001       2  500 internal      |<--------|         |\n"
                   "                   Error: the server failed\n"
                   "        ?       3  RTP PCMA          |<==================|\n"
                   "    0.003       4  OPTIONS           |         o         |\n");
}

static void test_legend(void)
{
    struct ladder *ladder = ladder_new();
    const char *hosts[] = { "2001:db8:1111:2222:3333:4444:5555:6666", "2001:db8::2", "2001:db8::3",
                            "2001:db8::4", "2001:db8::5" };

    for (unsigned i = 1; i < G_N_ELEMENTS(hosts); i++)
        add(ladder, hosts[i - 1], hosts[i], "INVITE");
    expect(ladder,
           "Hosts: A 2001:db8:1111:2222:3333:4444:5555:6666, B 2001:db8::2, C 2001:db8::3, "
           "D 2001:db8::4, E\n"
           "       2001:db8::5\n"
           "  Time, s   Frame  Message           A         B         C         D         E\n"
           "    0.000       1  INVITE            |-------->|         |         |         |\n"
           "    0.001       2  INVITE            |         |-------->|         |         |\n"
           "    0.002       3  INVITE            |         |         |-------->|         |\n"
           "    0.003       4  INVITE            |         |         |         |-------->|\n");
}

/* However many hosts there are, and however long the words: no line is too wide. */
static void test_width(void)
{
    for (unsigned hosts = 1; hosts < LADDER_HOSTS_MAX + 4; hosts++) {
        struct ladder *ladder = ladder_new();
        char **lines, *text;

        for (unsigned i = 0; i < hosts; i++) {
            char *from = g_strdup_printf("192.168.100.%u:5060", i);
            char *to = g_strdup_printf("192.168.100.%u:5060", i + 1);

            add(ladder, from, to, "481 Call/Transaction Does Not Exist x 12 in 31.5 s");
            g_free(from);
            g_free(to);
        }
        g_assert_cmpuint(ladder->hosts->len, ==, MIN(hosts + 1, LADDER_HOSTS_MAX));
        text = text_of(ladder);
        lines = g_strsplit(text, "\n", -1);
        for (unsigned i = 0; lines[i]; i++)
            g_assert_cmpuint(strlen(lines[i]), <=, LADDER_WIDTH);
        g_assert_cmpuint(g_strv_length(lines), >, hosts);
        g_strfreev(lines);
        g_free(text);
        ladder_free(ladder);
    }
}

/* A message of many bytes to a character keeps the columns. */
static void test_characters(void)
{
    struct ladder *ladder = ladder_new();

    add(ladder, "a", "b", "\303\234\303\234\303\234\303\234 (SDP)");
    expect(ladder,
           "  Time, s   Frame  Message           a         b\n"
           "    0.000       1  \303\234\303\234\303\234\303\234 (SDP)        |-------->|\n");
}

static void test_left_out(void)
{
    struct ladder *ladder = ladder_new();
    char **lines, *text;
    unsigned first;

    for (unsigned i = 0; i < LADDER_ARROWS_MAX + 7; i++)
        add(ladder, "a", "b", "INFO");
    g_assert_cmpuint(ladder_left_out(ladder, &first), ==, 7);
    text = text_of(ladder);
    lines = g_strsplit(text, "\n", -1);
    g_assert_cmpstr(lines[first + 1], ==, "                   (7 more messages)");
    g_assert_cmpuint(g_strv_length(lines), ==, LADDER_ARROWS_MAX + 3);
    g_strfreev(lines);
    g_free(text);
    ladder_free(ladder);
}

static void test_empty(void)
{
    expect(ladder_new(), "  Time, s   Frame  Message\n");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ladder/arrows", test_arrows);
    g_test_add_func("/ladder/legend", test_legend);
    g_test_add_func("/ladder/width", test_width);
    g_test_add_func("/ladder/characters", test_characters);
    g_test_add_func("/ladder/left-out", test_left_out);
    g_test_add_func("/ladder/empty", test_empty);
    return g_test_run();
}
