/* test_legs.c
 * Legs joined: by what both INVITEs carry, by numbers and time, and what must join none.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/leg_index.h"
#include "call/leg_tree.h"
#include "player.h"

/* The PBX, and those that call it and are called by it. */
#define PBX 5
#define PHONE 9

/* Of the INVITE to come; NULL: none. */
struct invite {
    double seconds;
    unsigned from, to;
    const char *call_id, *caller, *called, *header;
};

static void send_invite(const struct invite *invite)
{
    char *text = g_strdup_printf(
        "INVITE sip:%s@10.0.0.%u SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.%u:5060;branch=z9hG4bK%s\n"
        "Max-Forwards: 70\nFrom: <sip:%s@10.0.0.%u>;tag=f-%s\nTo: <sip:%s@10.0.0.%u>\n"
        "Call-ID: %s\nCSeq: 1 INVITE\nContact: <sip:%s@10.0.0.%u>\n%s",
        invite->called, invite->to, invite->from, invite->call_id, invite->caller, invite->from,
        invite->call_id, invite->called, invite->to, invite->call_id, invite->caller, invite->from,
        invite->header ? invite->header : "");

    send_message(invite->seconds, invite->from, invite->to, text);
    g_free(text);
}

/* A response to it. */
static void send_response(const struct invite *invite, double seconds, const char *line,
                          const char *header)
{
    char *text = g_strdup_printf(
        "SIP/2.0 %s\nVia: SIP/2.0/UDP 10.0.0.%u:5060;branch=z9hG4bK%s\n"
        "From: <sip:%s@10.0.0.%u>;tag=f-%s\nTo: <sip:%s@10.0.0.%u>;tag=t-%s\nCall-ID: %s\n"
        "CSeq: 1 INVITE\n%s",
        line, invite->from, invite->call_id, invite->caller, invite->from, invite->call_id,
        invite->called, invite->to, invite->call_id, invite->call_id, header);

    send_message(seconds, invite->to, invite->from, text);
    g_free(text);
}

/* The INVITE that comes to the PBX and the one that it sends, and what is to be said of them. */
struct pair {
    const char *words; /* of the case */
    const char *in_call_id, *in_header, *out_call_id, *out_header;
    double wait;      /* between the two, seconds; below 0: a clock stepped back */
    const char *said; /* NULL: nothing of legs */
    bool has_numbers; /* the numbers pass */
    bool has_another; /* another phone calls the same number at the same moment */
};

static const struct pair pairs[] = {
    { "numbers", "kx1@a", NULL, "9f2@b", NULL, 0.006, "leg\\.probable", true, false },
    { "no numbers", "kx1@a", NULL, "9f2@b", NULL, 0.006, NULL, false, false },
    { "a clock that stepped back", "kx1@a", NULL, "9f2@b", NULL, -7, "leg\\.probable", true,
      false },
    { "Call-ID named", "kx1@a", NULL, "9f2@b", "X-CID: kx1@a\n", 3, "leg\\.joined.*X-CID", false,
      false },
    { "Call-ID with a suffix", "kx1-7782a@a", NULL, "kx1-7782a@a-b2b_1", NULL, 0.1,
      "leg\\.joined.*Call-ID made", false, false },
    { "a digest of the Call-ID", "kx1@a", NULL, "c541eee03b51893a8b721e42c28a0a76-b2b_1", NULL, 0.1,
      "leg\\.joined.*digest", true, true },
    { "another digest", "kx1@a", NULL, "67a0a82c24e127b8a39815b30eee145c-b2b_1", NULL, 0.1,
      "leg\\.probable", true, false },
    { "a counter", "3c26700c-771@a", NULL, "3c26700c-772@b", NULL, 0.1, NULL, false, false },
    { "Session-ID", "kx1@a", "Session-ID: ab30317f1a784dc48ff824d0d3715d86\n", "9f2@b",
      "Session-ID: ab30317f1a784dc48ff824d0d3715d86\n", 2, "leg\\.joined.*Session-ID", false,
      true },
    { "nil Session-ID", "kx1@a", "Session-ID: 00000000000000000000000000000000\n", "9f2@b",
      "Session-ID: 00000000000000000000000000000000\n", 0.1, NULL, false, false },
    { "a drawn X-CID", "kx1@a", "X-CID: 7f3a-99b1c2\n", "9f2@b", "X-CID: 7f3a-99b1c2\n", 2,
      "leg\\.joined.*X-CID", false, false },
    { "the X-CID of a site", "kx1@a", "X-CID: TRUNK-0042-2026\n", "9f2@b",
      "X-CID: TRUNK-0042-2026\n", 0.1, NULL, false, false },
    { "the X-CID of a site, and numbers", "kx1@a", "X-CID: TRUNK-0042-2026\n", "9f2@b",
      "X-CID: TRUNK-0042-2026\n", 0.1, "leg\\.joined", true, false },
};

static void play_pair(const struct pair *pair)
{
    const struct invite in = {
        10, 2, PBX, pair->in_call_id, "2031", "0301234567", pair->in_header
    };
    const struct invite other = { 10.001, 3, PBX, "another", "2032", "0301234567", NULL };
    const struct invite out = { 10 + pair->wait,
                                PBX,
                                PHONE,
                                pair->out_call_id,
                                pair->has_numbers ? "2031" : "+49305550",
                                pair->has_numbers ? "+49301234567" : "805",
                                pair->out_header };

    open_capture();
    send_invite(&in);
    if (pair->has_another)
        send_invite(&other);
    send_invite(&out);
    g_test_message("%s", pair->words);
    g_assert_true(is_said(pair->said ? pair->said : "^(?!leg)"));
    g_assert_cmpint(is_said("leg\\."), ==, pair->said != NULL);
}

static void test_pairs(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++)
        play_pair(&pairs[i]);
}

/* Two that call one number, and the trunk's number for both: which is whose? Where a clock steps
 * back, or the INVITE of one came before the capture, there are two all the same. */
static void play_two(double second_time, bool is_captured, const char *said)
{
    const struct invite one = { 10, 2, PBX, "one", "2031", "0301234567", NULL };
    const struct invite other = { second_time, 3, PBX, "other", "2032", "0301234567", NULL };
    const struct invite out = { second_time + 0.006, PBX, PHONE, "out", "+49305550",
                                "+49301234567",      NULL };

    open_capture();
    send_invite(&one);
    if (is_captured)
        send_invite(&other);
    else
        send_response(&other, second_time, "100 Trying", "");
    send_invite(&out);
    g_assert_cmpint(is_said("leg\\."), ==, said != NULL);
    g_assert_true(!said || is_said(said));
}

static void test_two(void)
{
    play_two(10.001, true, NULL);
    play_two(-30, true, NULL); /* the first one seems to come after all others */
    play_two(10.001, false, NULL);
    play_two(100, true, "leg\\.probable.*frame 2"); /* the first one is long given up */
}

/* Two calls with one value, and one call of which nobody knows when it came. */
static void test_doubt(void)
{
    static const char session[] = "Session-ID: ab30317f1a784dc48ff824d0d3715d86\n";
    const struct invite one = { 10, 2, PBX, "one", "2031", "700", session };
    const struct invite other = { 10.001, 2, PBX, "other", "2032", "701", session };
    const struct invite early = { 10.001, 3, PBX, "early", "2032", "0301234567", NULL };
    struct invite out = { 10.006, PBX, PHONE, "out", "+49305550", "805", session };

    open_capture();
    send_invite(&one);
    send_invite(&other);
    send_invite(&out);
    g_assert_false(is_said("leg\\."));

    open_capture();
    send_response(&early, 10.001, "100 Trying", "");
    out.called = "+49301234567";
    send_invite(&out);
    g_assert_false(is_said("leg\\."));
}

/* INVITEs from before the capture: the response tells, in whichever order they come. */
static void play_before(bool is_out_first, const char *session, const char *other_session,
                        const char *said)
{
    const struct invite in = { 1, 2, PBX, "in-4411a", "2031", "700", NULL };
    const struct invite out = { 1, PBX, PHONE, "9f2-0b1", "+49305550", "+49301234567", NULL };

    open_capture();
    if (is_out_first)
        send_response(&out, 1, "180 Ringing", other_session);
    send_response(&in, 1.001, "180 Ringing", session);
    if (!is_out_first)
        send_response(&out, 1.002, "180 Ringing", other_session);
    send_response(&out, 2, "486 Busy Here", other_session);
    send_response(&in, 2.001, "486 Busy Here", session);
    g_assert_cmpint(is_said("leg\\."), ==, said != NULL);
    g_assert_true(!said || is_said(said));
}

static void test_before(void)
{
    static const char session[] = "Session-ID: ab30317f1a784dc48ff824d0d3715d86\n";
    static const char other[] = "Session-ID: 4411317f1a784dc48ff824d0d3715d87\n";

    play_before(true, session, session, "leg\\.joined.*Session-ID");
    play_before(false, session, session, "leg\\.joined.*Session-ID");
    play_before(true, session, session, "leg\\.failure");
    play_before(true, session, other, NULL);
    play_before(false, "", "", NULL);
}

/* The index keeps the latest values, the newest first, and forgets the oldest. */
static void test_index(void)
{
    const struct transaction first = { .cseq = 1 }, second = { .cseq = 2 };
    struct leg_entry *entry;

    open_capture();
    g_assert_null(leg_index_next(7, NULL));
    leg_index_add(7, &first);
    leg_index_add(7, &second);
    entry = leg_index_next(7, NULL);
    g_assert_true(entry->invite == &second);
    entry = leg_index_next(7, entry);
    g_assert_true(entry->invite == &first);
    g_assert_null(leg_index_next(7, entry));
    entry->is_shared = false;
    leg_index_next(7, NULL)->is_shared = true;
    leg_index_add(7, &first); /* what is shared once proves nothing any more */
    g_assert_true(leg_index_next(7, NULL)->is_shared);
    /* The one in whose place it comes is forgotten, though it had the same value. */
    for (uint32_t i = 0; i < LEG_INDEX_MAX - 1; i++)
        leg_index_add(1000 + i, &second);
    leg_index_add(7, &first);
    entry = leg_index_next(7, NULL);
    g_assert_true(entry->invite == &first);
    g_assert_null(leg_index_next(7, entry));
    open_capture();
    g_assert_null(leg_index_next(1000, NULL));
}

/* So many that share a place are looked at. */
static void test_crowded_place(void)
{
    const struct transaction first = { .cseq = 1 }, other = { .cseq = 2 };

    open_capture();
    leg_index_add(7, &first);
    for (uint32_t i = 1; i <= LEG_INDEX_SEARCH_MAX; i++)
        leg_index_add(7 + i * LEG_INDEX_PLACES, &other);
    g_assert_true(leg_index_next(7, NULL)->invite == &first);
    leg_index_add(7 + LEG_INDEX_PLACES, &other);
    g_assert_null(leg_index_next(7, NULL));
    leg_index_add(7, &other);
    g_assert_true(leg_index_next(7, NULL)->invite == &other);
}

/* Does the INVITE with this header come to the PBX, and the one with the other header go on? */
static bool is_joined(const char *in_header, const char *out_header)
{
    const struct invite in = { 1, 2, PBX, "in-4411a", "2031", "700", in_header };
    const struct invite out = { 3, PBX, PHONE, "9f2-0b1", "+49305550", "805", out_header };

    open_capture();
    send_invite(&in);
    send_invite(&out);
    return is_said("leg\\.joined");
}

/* What has no room among the values of an INVITE joins nothing; what has joins as ever. A row of
 * X-CID is two: a value, and perhaps a Call-ID. */
static void test_many_values(void)
{
    static const char session[] = "Session-ID: ab30317f1a784dc48ff824d0d3715d86\n";

    for (unsigned rows = LEG_KEYS_MAX / 2 - 1; rows <= LEG_KEYS_MAX; rows++) {
        GString *header = g_string_new("");

        for (unsigned i = 0; i < rows; i++)
            g_string_append_printf(header, "X-CID: 7f3a-99b1c%02u\n", i);
        g_string_append(header, session);
        g_assert_cmpint(is_joined(header->str, session), ==, rows < LEG_KEYS_MAX / 2);
        g_assert_cmpint(is_joined(session, header->str), ==, rows < LEG_KEYS_MAX / 2);
        g_assert_true(is_joined(header->str, "X-CID: 7f3a-99b1c00\n"));
        g_string_free(header, TRUE);
    }
}

/* Of the headers that the preference names. */
static void test_site_headers(void)
{
    GString *names = g_string_new("");

    for (unsigned i = 0; i <= LEG_SITE_HEADERS_MAX; i++)
        g_string_append_printf(names, ", X-Site-%u", i);
    leg_evidence_use_headers(names->str + 2);
    for (unsigned i = 0; i <= LEG_SITE_HEADERS_MAX; i++) {
        char *row = g_strdup_printf("X-Site-%u: 7f3a-99b1c2\n", i);

        g_assert_cmpint(is_joined(row, row), ==, i < LEG_SITE_HEADERS_MAX);
        g_free(row);
    }
    leg_evidence_use_headers(NULL);
    g_assert_false(is_joined("X-Site-0: 7f3a-99b1c2\n", "X-Site-0: 7f3a-99b1c2\n"));
    g_string_free(names, TRUE);
}

/* So many wait at the PBX for one number, the last of them since a moment ago. */
static void play_crowd(unsigned count)
{
    const struct invite out = { 10.006, PBX, PHONE, "out", "2031", "0301234567", NULL };

    open_capture();
    for (unsigned i = 0; i < count; i++) {
        char *call_id = g_strdup_printf("waiting-%u", i);
        const struct invite in = { i + 1 < count ? 1 : 10, 2,   PBX, call_id, "2031",
                                   "0301234567",           NULL };

        send_invite(&in);
        g_free(call_id);
    }
    send_invite(&out);
}

static void test_candidates(void)
{
    play_crowd(LEG_CANDIDATES_MAX);
    g_assert_true(is_said("leg\\.probable.*frame 16"));
    play_crowd(LEG_CANDIDATES_MAX + 1);
    g_assert_false(is_said("leg\\."));
    play_crowd(LEG_INDEX_SEARCH_MAX + 2);
    g_assert_false(is_said("leg\\."));
}

/* An INVITE of the same Call-ID, without a tag, continues the first one, which has no To tag: the
 * way back ends at the first one all the same. */
static void test_circle(void)
{
    static const struct invite in = { 0, 1, PBX, "round@a", "100", "200", NULL };
    const struct leg_link *link = NULL;
    const struct transaction *first;
    unsigned links = 0;

    open_capture();
    send_invite(&in);
    send_message(0.006, PBX, PHONE,
                 "INVITE sip:200@10.0.0.9 SIP/2.0\nVia: SIP/2.0/UDP 10.0.0.5:5060;branch=z9hG4bKr\n"
                 "Max-Forwards: 70\nFrom: <sip:100@10.0.0.5>\nTo: <sip:200@10.0.0.9>\n"
                 "Call-ID: round@a\nCSeq: 1 INVITE\nContact: <sip:100@10.0.0.5>\n");
    first = call_opening(player_first_call());
    g_assert_cmpuint(leg_first(first, UINT32_MAX)->request_frame, ==, 1);
    while ((link = leg_next_of_call(first, link, UINT32_MAX))) {
        links++;
        g_assert_cmpuint(links, <=, LEGS_MAX);
        g_assert_cmpuint(leg_first(link->outgoing, UINT32_MAX)->request_frame, ==, 1);
    }
    g_assert_cmpuint(links, ==, 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    player_init();
    g_test_add_func("/legs/pairs", test_pairs);
    g_test_add_func("/legs/two", test_two);
    g_test_add_func("/legs/doubt", test_doubt);
    g_test_add_func("/legs/before", test_before);
    g_test_add_func("/legs/index", test_index);
    g_test_add_func("/legs/crowded-place", test_crowded_place);
    g_test_add_func("/legs/many-values", test_many_values);
    g_test_add_func("/legs/site-headers", test_site_headers);
    g_test_add_func("/legs/candidates", test_candidates);
    g_test_add_func("/legs/circle", test_circle);
    return g_test_run();
}
