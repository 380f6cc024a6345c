/* test_bounds.c
 * Past each bound of what is looked at nothing false is said, and later messages are explained as
 * ever. SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/hops.h"
#include "call/probe.h"
#include "display/leg_rows.h"
#include "player.h"

#define VIA "Via: SIP/2.0/UDP 10.0.0.2:5060;branch=z9hG4bKi\n"
#define PARTIES(to_tag, cseq)                                                                      \
    "From: <sip:alice@example.com>;tag=a\nTo: <sip:bob@example.com>" to_tag "\nCall-ID: c@x\n"     \
    "CSeq: " cseq "\n"
#define INVITE                                                                                     \
    "INVITE sip:bob@example.com SIP/2.0\n" VIA "Max-Forwards: 70\n" PARTIES("", "1 INVITE")

G_GNUC_PRINTF(4, 5)
static void send_formatted(double seconds, unsigned from, unsigned to, const char *format, ...)
{
    va_list values;
    char *text;

    va_start(values, format);
    text = g_strdup_vprintf(format, values);
    va_end(values);
    send_message(seconds, from, to, text);
    g_free(text);
}

static void expect(bool is_expected, const char *words)
{
    if (is_said(words) != is_expected)
        g_error("\"%s\" is %s:\n%s", words, is_expected ? "not said" : "said", player_said());
}

/* The Via rows of the request that this host of a chain sends, the newest on top. */
static char *vias_of(unsigned host)
{
    GString *vias = g_string_new("");

    for (; host > 0; host--)
        g_string_append_printf(vias, "Via: SIP/2.0/UDP 10.0.0.%u:5060;branch=z9hG4bKh%u\n", host,
                               host);
    return g_string_free(vias, FALSE);
}

/* The last of so many hosts behind the first one fails, and each passes it back. */
static void play_chain(unsigned hosts)
{
    open_capture();
    for (unsigned host = 1; host <= hosts; host++) {
        char *vias = vias_of(host);

        send_formatted(0.01 * host, host, host + 1,
                       "INVITE sip:bob@example.com SIP/2.0\n%sMax-Forwards: %u\n%s", vias,
                       255 - host, PARTIES("", "1 INVITE"));
        g_free(vias);
    }
    for (unsigned host = hosts; host > 0; host--) {
        char *vias = vias_of(host);

        send_formatted(3 - 0.01 * host, host + 1, host, "SIP/2.0 500 Server Internal Error\n%s%s",
                       vias, PARTIES(";tag=b", "1 INVITE"));
        g_free(vias);
    }
}

/* As far as a request can go, its failure has one origin, on each hop. */
static void test_hops(void)
{
    play_chain(HOPS_FOLLOWED_MAX);
    expect(true, "(?m)^500 .*: see its log\n");
    expect(true, "began at 10\\.0\\.0\\.71 in frame 71\n");
    expect(false, "began at 10\\.0\\.0\\.(?!71 )");
    /* None goes so far; the hops near the origin know it. */
    play_chain(2 * HOPS_FOLLOWED_MAX);
    expect(true, "began at 10\\.0\\.0\\.141 in frame 141\n");
}

/* So many branches of a fork that fail, the last of them with the code that is passed back. */
static void play_fork(unsigned branches)
{
    open_capture();
    send_message(0, 2, 1, INVITE);
    for (unsigned i = 1; i <= branches; i++) {
        char *vias = g_strdup_printf("Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKb%u\n" VIA, i);

        send_formatted(0.1, 1, 3, "INVITE sip:bob@10.0.0.3 SIP/2.0\n%sMax-Forwards: 69\n%s", vias,
                       PARTIES("", "1 INVITE"));
        send_formatted(0.5, 3, 1, "SIP/2.0 %s\n%s%s",
                       i == branches ? "500 Server Internal Error" : "404 Not Found", vias,
                       PARTIES(";tag=b", "1 INVITE"));
        g_free(vias);
    }
    send_message(1, 1, 2, "SIP/2.0 500 Server Internal Error\n" VIA PARTIES(";tag=b", "1 INVITE"));
}

static void test_branches(void)
{
    play_fork(HOP_BRANCHES_MAX - 1);
    expect(true, "fault\\.relayed: It began as 500 at 10\\.0\\.0\\.3");
    expect(false, "10\\.0\\.0\\.1(:5060)? (failed|sent it)");
    play_fork(HOP_BRANCHES_MAX + 1);
    expect(false, "10\\.0\\.0\\.1(:5060)? (failed|sent it)");
    play_fork(TRANSACTION_SEARCH_MAX + 1);
    expect(false, "10\\.0\\.0\\.1(:5060)? (failed|sent it)");
}

static void send_info(double seconds, unsigned number, const char *line, unsigned from, unsigned to)
{
    send_formatted(seconds, from, to,
                   "%s\nVia: SIP/2.0/UDP 10.0.0.2:5060;branch=z9hG4bKf%u\nMax-Forwards: 70\n"
                   "From: <sip:alice@example.com>;tag=a\nTo: <sip:bob@example.com>;tag=b\n"
                   "Call-ID: c@x\nCSeq: %u INFO\n",
                   line, number, number);
}

/* A request that its response is too late for is not denied. */
static void play_requests(unsigned count)
{
    open_capture();
    for (unsigned i = 1; i <= count; i++)
        send_info(0.001 * i, i, "INFO sip:bob@10.0.0.1 SIP/2.0", 2, 1);
    send_info(2, 1, "SIP/2.0 500 Server Internal Error", 1, 2);
    expect(false, "[Tt]he request is not in");
    send_info(3, count, "SIP/2.0 503 Service Unavailable", 1, 2);
    expect(true, "10\\.0\\.0\\.1:5060 sent it [0-9.]+ s after the INFO");
}

static void test_requests(void)
{
    play_requests(TRANSACTION_SEARCH_MAX);
    expect(true, "fault\\.request: 10\\.0\\.0\\.1:5060 sent it 2\\.0 s after the INFO");
    play_requests(TRANSACTION_SEARCH_MAX + 1);
    expect(true, "fault\\.request: 10\\.0\\.0\\.1:5060 sent it\\.");
}

/* A final response is known again behind however many provisional ones. */
static void play_responses(unsigned count)
{
    open_capture();
    send_message(0, 2, 1, INVITE);
    for (unsigned i = 0; i < count; i++)
        send_formatted(1 + 0.1 * i, 1, 2, "SIP/2.0 180 Ringing\n" VIA "X-Number: %u\n%s", i,
                       PARTIES(";tag=b", "1 INVITE"));
    for (unsigned i = 0; i < 2; i++)
        send_message(20 + i, 1, 2,
                     "SIP/2.0 480 Temporarily Unavailable\n" VIA PARTIES(";tag=b", "1 INVITE"));
    send_message(22, 2, 1,
                 "ACK sip:bob@example.com SIP/2.0\n" VIA
                 "Max-Forwards: 70\n" PARTIES(";tag=b", "1 ACK"));
}

static void test_responses(void)
{
    static const unsigned counts[] = { 1, CALL_SEARCH_MAX, CALL_SEARCH_MAX + 1,
                                       4 * CALL_SEARCH_MAX };

    for (size_t i = 0; i < G_N_ELEMENTS(counts); i++) {
        char *repeat = g_strdup_printf("(?m)^480 .* repeat of frame %u", counts[i] + 2);

        play_responses(counts[i]);
        expect(true, repeat);
        expect(true, "480 after 19\\.0 s of ringing");
        expect(false, "not available now");
        g_free(repeat);
    }
}

static void send_options(double seconds, unsigned from, unsigned to)
{
    send_formatted(seconds, from, to,
                   "OPTIONS sip:x@10.0.0.%u SIP/2.0\nVia: SIP/2.0/UDP "
                   "10.0.0.%u:5060;branch=z9hG4bKo%u\nMax-Forwards: 70\n"
                   "From: <sip:p@example.com>;tag=p%u\nTo: <sip:x@example.com>\n"
                   "Call-ID: o%u@x\nCSeq: 1 OPTIONS\n",
                   to, from, to, to, to);
}

/* A host's own probe that nobody answered, and then so many of others. */
static void play_probes(unsigned others)
{
    open_capture();
    send_options(-100, 1, 3);
    for (unsigned i = 0; i < others; i++)
        send_options(-90 + 0.1 * i, 4, 10 + i);
    send_message(0, 2, 1, INVITE);
    send_message(0.1, 1, 2, "SIP/2.0 503 Service Unavailable\n" VIA PARTIES(";tag=b", "1 INVITE"));
}

static void test_probes(void)
{
    play_probes(PROBES_MAX - 1);
    expect(true, "OPTIONS to 10\\.0\\.0\\.3:5060 in frame 1, 100 s before");
    play_probes(PROBES_MAX);
    expect(false, "OPTIONS to");
    expect(true, "(?m)^503 ");
}

static void free_row(void *row)
{
    g_free(row);
}

/* A leg goes below the row that it continues over so many others, and no further: then all stay
 * where they are. */
static void play_rows(unsigned between)
{
    static stat_tap_table_item columns[] = { { TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "", "%u" } };
    stat_tap_table_ui tables = { .nfields = array_length(columns), .fields = columns };
    stat_tap_table *table = stat_tap_init_table("rows", array_length(columns), 0, NULL);
    GPtrArray *rows = g_ptr_array_new_with_free_func(free_row);
    struct leg_row *last;
    const unsigned count = between + 2;
    const bool is_moved = between > 0 && between <= LEG_ROWS_PASSED_MAX;

    stat_tap_add_table(&tables, table);
    for (unsigned i = 0; i < count; i++) {
        struct leg_row *row = g_new0(struct leg_row, 1);

        row->number = stat_table_add_row(table, columns);
        stat_table_set_number(table, i, 0, i);
        g_ptr_array_add(rows, row);
    }
    last = (struct leg_row *)g_ptr_array_index(rows, count - 1);
    g_assert_cmpint(
        leg_row_put_below(table, rows, last, (struct leg_row *)g_ptr_array_index(rows, 0)), ==,
        between <= LEG_ROWS_PASSED_MAX);
    for (unsigned i = 0; i < count; i++) {
        const struct leg_row *row = (const struct leg_row *)g_ptr_array_index(rows, i);
        const unsigned was_at = !is_moved || i == 0 ? i : i == 1 ? count - 1 : i - 1;

        g_assert_cmpuint(row->number, ==, i);
        g_assert_cmpuint(stat_tap_get_field_data(table, i, 0)->value.uint_value, ==, was_at);
    }
    g_assert_cmpint(last->above != NULL, ==, between <= LEG_ROWS_PASSED_MAX);
    g_ptr_array_free(rows, TRUE);
    free_stat_tables(&tables);
}

static void test_rows(void)
{
    play_rows(0);
    play_rows(3);
    play_rows(LEG_ROWS_PASSED_MAX);
    play_rows(LEG_ROWS_PASSED_MAX + 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    player_init();
    g_test_add_func("/bounds/hops", test_hops);
    g_test_add_func("/bounds/branches", test_branches);
    g_test_add_func("/bounds/requests", test_requests);
    g_test_add_func("/bounds/responses", test_responses);
    g_test_add_func("/bounds/probes", test_probes);
    g_test_add_func("/bounds/rows", test_rows);
    return g_test_run();
}
