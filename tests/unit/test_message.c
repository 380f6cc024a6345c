/* test_message.c
 * Reading SIP messages: every input ends at an unreadable page.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "guarded.h"

#include <string.h>

static ptrdiff_t read_text(const char *text, struct sip_message *message)
{
    struct span input = guarded_text(text);

    return sip_message_read(input.text, input.length, input.length, message);
}

static void test_names(void)
{
    static const char compact[] = "c:Content-Type e:Content-Encoding f:From i:Call-ID k:Supported "
                                  "l:Content-Length m:Contact o:Event r:Refer-To t:To "
                                  "u:Allow-Events v:Via x:Session-Expires";
    g_auto(GStrv) pairs = g_strsplit(compact, " ", -1);
    static const char *const unknown[] = { "",     "A",        "Subject", "s", "CSe", "CSeqq",
                                           "Zeta", "\xc3\xa4", "1",       "[", "@" };

    for (unsigned id = 0; id < SIP_HEADER_COUNT; id++) {
        const char *name = sip_header_name((enum sip_header_id)id);
        g_autofree char *up = g_ascii_strup(name, -1);
        g_autofree char *down = g_ascii_strdown(name, -1);

        g_assert_cmpuint(sip_header_lookup(guarded_text(up)), ==, id);
        g_assert_cmpuint(sip_header_lookup(guarded_text(down)), ==, id);
    }
    for (char **pair = pairs; *pair; pair++) {
        enum sip_header_id id = sip_header_lookup(guarded(*pair, 1));
        char up = g_ascii_toupper((*pair)[0]);

        g_assert_cmpstr(sip_header_name(id), ==, *pair + 2);
        g_assert_cmpuint(sip_header_lookup(guarded(&up, 1)), ==, id);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(unknown); i++)
        g_assert_cmpuint(sip_header_lookup(guarded_text(unknown[i])), ==, SIP_HEADER_COUNT);
}

static void test_start_lines(void)
{
    static const struct {
        const char *line;
        int used; /* -1: not SIP; 0: all of it */
        unsigned code;
        const char *phrase_or_method;
        const char *uri;
        const char *version;
    } cases[] = {
        { "SIP/2.0 200 OK", 0, 200, "OK", "", "SIP/2.0" },
        { "SIP/2.0 200", 0, 200, "", "", "SIP/2.0" },
        { "SIP/2.0 200 ", 0, 200, "", "", "SIP/2.0" },
        { "sip/2.0 183 Session  Progress ", 0, 183, "Session  Progress", "", "sip/2.0" },
        { "SIP/7.3 000 x", 0, 0, "x", "", "SIP/7.3" },
        { "SIP/2.0 2000 OK", -1, 0, "", "", "" },
        { "SIP/2.0 20 OK", -1, 0, "", "", "" },
        { "SIP/2.0 2x0 OK", -1, 0, "", "", "" },
        { "SIP/2.0", -1, 0, "", "", "" },
        { "SIP/ 200 OK", -1, 0, "", "", "" },
        { "SIP/x 200 OK", -1, 0, "", "", "" },
        { "HTTP/1.1 200 OK", -1, 0, "", "", "" },
        { "GET / HTTP/1.1", -1, 0, "", "", "" },
        { "INVITE sip:b@x SIP/2.0", 0, 0, "INVITE", "sip:b@x", "SIP/2.0" },
        { "invite  sip:b@x  sip/2.0 ", 0, 0, "invite", "sip:b@x", "sip/2.0" },
        { "M-x%!*_+`'~. tel:1 SIP/2.0", 0, 0, "M-x%!*_+`'~.", "tel:1", "SIP/2.0" },
        { "INVITE sip:b x@y SIP/2.0", 0, 0, "INVITE", "sip:b x@y", "SIP/2.0" },
        { "INVITE sip:b@x\tSIP/2.0", 0, 0, "INVITE", "sip:b@x", "SIP/2.0" },
        { "INVITE SIP/2.0", -1, 0, "", "", "" },
        { "INVITE sip:b@x", -1, 0, "", "", "" },
        { "IN(VITE sip:b@x SIP/2.0", -1, 0, "", "", "" },
        { "\x80 sip:b@x SIP/2.0", -1, 0, "", "", "" },
        { "", -1, 0, "", "", "" },
        { " ", -1, 0, "", "", "" },
        { "\r\n\r\n", -1, 0, "", "", "" },
    };
    static const char *const ends[] = { "", "\r\n", "\n", "\r\r\n" };
    struct sip_message message;

    for (size_t i = 0; i < G_N_ELEMENTS(cases) * G_N_ELEMENTS(ends); i++) {
        size_t c = i / G_N_ELEMENTS(ends);
        g_autofree char *text = g_strconcat(cases[c].line, ends[i % G_N_ELEMENTS(ends)], NULL);
        ptrdiff_t used = read_text(text, &message);

        g_assert_cmpint(used, ==, cases[c].used < 0 ? -1 : (ptrdiff_t)strlen(text));
        if (used < 0)
            continue;
        g_assert_true(message.headers_are_unended && !message.is_cut);
        g_assert_cmpuint(message.status_code, ==, cases[c].code);
        assert_span(message.is_response ? message.reason_phrase : message.method,
                    cases[c].phrase_or_method);
        assert_span(message.request_uri, cases[c].uri);
        assert_span(message.version, cases[c].version);
    }
}

static void test_rows(void)
{
    struct sip_message message;
    struct sip_header_cursor cursor = { 0 };
    struct span value;

    read_rows("v : SIP/2.0/UDP a\nCALL-id\t:x\r\r\nCSeq: 1\r\n INVITE\r\nfoo: bar\r\n"
              "NoColon\r\n: empty\r\n  : blank\r\nTo:\r\nServer: a\xff\xfe\r\n\t b\r\n",
              &message);
    assert_span(sip_message_header(&message, SIP_HEADER_VIA), "SIP/2.0/UDP a");
    assert_span(sip_message_header(&message, SIP_HEADER_CALL_ID), "x");
    assert_span(sip_message_header(&message, SIP_HEADER_CSEQ), "1\r\n INVITE");
    assert_span(sip_message_header(&message, SIP_HEADER_SERVER), "a\xff\xfe\r\n\t b");
    g_assert_true(message.has_bad_line && !message.headers_are_unended);
    g_assert_true(sip_message_has_header(&message, SIP_HEADER_TO));
    g_assert_cmpuint(sip_message_header(&message, SIP_HEADER_TO).length, ==, 0);
    g_assert_false(sip_message_has_header(&message, SIP_HEADER_FROM));
    g_assert_null(sip_message_header(&message, SIP_HEADER_FROM).text);
    g_assert_cmpuint(message.header_count, ==, 5);

    read_rows(" fold: first\r\nTo: a\r\n", &message);
    g_assert_true(message.has_bad_line);
    assert_span(sip_message_header(&message, SIP_HEADER_TO), "a");
    read_rows("\tfold: first\r\nTo: a\r\n", &message);
    g_assert_true(message.has_bad_line);
    read_rows("To: a\r\n", &message);
    g_assert_false(message.has_bad_line);
    g_assert_false(sip_message_next_value(&message, SIP_HEADER_ALLOW, &cursor, &value));
}

/* The order of one message's rows tells nothing of the next one. */
static void test_order_of_rows(void)
{
    static const char *const rows[] = {
        "To: 1\r\nFrom: 2\r\n",
        "From: 2\r\nTo: 1\r\n",
        "t:1\r\nFROM :2\r\n",
        "Tooth: 3\r\nTo:1\r\nFrom\r\nFrom-2: 3\r\nFrom:\r\n 2\r\n",
        "To:1\r\nTo: 3\r\nFrom:2\r\nFrom:",
    };
    struct sip_message message;

    for (size_t i = 0; i < G_N_ELEMENTS(rows) * G_N_ELEMENTS(rows); i++) {
        read_rows(rows[i / G_N_ELEMENTS(rows)], &message);
        read_rows(rows[i % G_N_ELEMENTS(rows)], &message);
        assert_span(sip_message_header(&message, SIP_HEADER_TO), "1");
        assert_span(sip_message_header(&message, SIP_HEADER_FROM), "2");
    }
}

static void test_nul(void)
{
    static const char text[] = "SIP/2.0 200 O\0K\r\nTo: a\0b\r\n\0: c\r\nCSeq: 1 A\r\n\r\nb\0y";
    static const char method[] = "IN\0VITE sip:b@x SIP/2.0\r\n";
    struct span input = guarded(text, sizeof(text) - 1);
    struct sip_message message;

    g_assert_cmpint(sip_message_read(input.text, input.length, input.length, &message), ==,
                    (ptrdiff_t)input.length);
    g_assert_cmpuint(message.reason_phrase.length, ==, 3);
    g_assert_cmpuint(sip_message_header(&message, SIP_HEADER_TO).length, ==, 3);
    g_assert_true(sip_message_has_header(&message, SIP_HEADER_CSEQ));
    g_assert_cmpuint(message.body.length, ==, 3);
    input = guarded(method, sizeof(method) - 1);
    g_assert_cmpint(sip_message_read(input.text, input.length, input.length, &message), ==, -1);
    g_assert_cmpint(sip_message_read(NULL, 0, 0, &message), ==, -1);
    g_assert_cmpint(sip_message_read(NULL, 0, 9, &message), ==, 0);
    g_assert_true(message.is_cut);
}

static void test_lists(void)
{
    static const struct {
        const char *rows;
        const char *values; /* "|" between them */
    } cases[] = {
        { "Contact: a\r\nm: b, c\r\n", "a|b|c" },
        { "Contact: \"x, y\" <sip:a,b@c>, <sip:d>;q=1\r\n", "\"x, y\" <sip:a,b@c>|<sip:d>;q=1" },
        { "Contact: a (b, (c, \\) d), e), f\r\n", "a (b, (c, \\) d), e)|f" },
        { "Contact: \"a\\\", b\", c\r\n", "\"a\\\", b\"|c" },
        { "Contact: ,, a ,\r\n ,b,\r\nContact:\r\nContact: ,\r\nContact: c\r\n", "a|b|c" },
        { "Contact: \"open, b\r\nContact: <open, c\r\nContact: (open, d\r\nContact: e\\\r\n",
          "\"open, b|<open, c|(open, d|e\\" },
        { "Contact: \"x\\\r\n", "\"x\\" },
        { "", "" },
    };
    struct sip_message message;

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct sip_header_cursor cursor = { 0 };
        g_autoptr(GString) all = g_string_new(NULL);
        struct span value;
        unsigned count = 0;

        read_rows(cases[i].rows, &message);
        for (; sip_message_next_value(&message, SIP_HEADER_CONTACT, &cursor, &value); count++)
            g_string_append_printf(all, "%s%.*s", count ? "|" : "", (int)value.length, value.text);
        g_assert_cmpstr(all->str, ==, cases[i].values);
        g_assert_cmpuint(sip_message_count_values(&message, SIP_HEADER_CONTACT), ==, count);
    }
    read_rows("Date: Sat, 13 Nov\r\nAllow: INVITE, bye;x=CANCEL\r\nAllow: Ack\r\n"
              "WWW-Authenticate: Digest realm=\"a\", nonce=\"b\"\r\n",
              &message);
    g_assert_cmpuint(sip_message_count_values(&message, SIP_HEADER_DATE), ==, 1);
    g_assert_cmpuint(sip_message_count_values(&message, SIP_HEADER_WWW_AUTHENTICATE), ==, 1);
    g_assert_true(sip_message_lists(&message, SIP_HEADER_ALLOW, SPAN_OF("BYE")));
    g_assert_true(sip_message_lists(&message, SIP_HEADER_ALLOW, SPAN_OF("ACK")));
    g_assert_false(sip_message_lists(&message, SIP_HEADER_ALLOW, SPAN_OF("CANCEL")));
    g_assert_false(sip_message_lists(&message, SIP_HEADER_ALLOW, SPAN_OF("INVIT")));
}

static void test_content_length(void)
{
    static const struct {
        const char *row;
        const char *body;
        enum content_length_state state;
        size_t length;
    } cases[] = {
        { "", "", CONTENT_LENGTH_ABSENT, 0 },
        { "", "abc", CONTENT_LENGTH_ABSENT, 3 },
        { "l: 3\r\n", "abc", CONTENT_LENGTH_EXACT, 3 },
        { "Content-Length:\r\n 3 \r\n", "abc", CONTENT_LENGTH_EXACT, 3 },
        { "l: 3\r\n", "abc\r\n\r\n", CONTENT_LENGTH_EXACT, 3 },
        { "l: 0003\r\n", "abcd", CONTENT_LENGTH_TOO_SMALL, 3 },
        { "l: 0\r\n", "a", CONTENT_LENGTH_TOO_SMALL, 0 },
        { "l: 4\r\n", "abc", CONTENT_LENGTH_TOO_LARGE, 3 },
        { "l: 4294967295\r\n", "abc", CONTENT_LENGTH_TOO_LARGE, 3 },
        { "l: 4294967296\r\n", "abc", CONTENT_LENGTH_TOO_LARGE, 3 },
        { "l: 99999999999999999999999999\r\n", "abc", CONTENT_LENGTH_TOO_LARGE, 3 },
        { "l: abc\r\n", "abc", CONTENT_LENGTH_NO_NUMBER, 3 },
        { "l: -3\r\n", "abc", CONTENT_LENGTH_NO_NUMBER, 3 },
        { "l: 3;x\r\n", "abc", CONTENT_LENGTH_NO_NUMBER, 3 },
        { "l:\r\n", "abc", CONTENT_LENGTH_NO_NUMBER, 3 },
    };
    struct sip_message message;

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *head = g_strconcat("SIP/2.0 200 OK\r\n", cases[i].row, "\r\n", NULL);
        g_autofree char *text = g_strconcat(head, cases[i].body, NULL);

        g_assert_cmpint(read_text(text, &message), ==, (ptrdiff_t)(strlen(head) + cases[i].length));
        g_assert_cmpint(message.content_length, ==, cases[i].state);
        g_assert_cmpuint(message.body.length, ==, cases[i].length);
        g_assert_cmpuint(message.whole.length, ==, strlen(head) + cases[i].length);
    }
}

static void test_stream(void)
{
    struct span rest = guarded_text("\r\n\r\nINVITE sip:a SIP/2.0\r\nl: 2\r\n\r\nab"
                                    "\r\nSIP/2.0 100 T\r\nl: 0\r\n\r\n"
                                    "SIP/2.0 200 OK\r\nl: 1\r\n\r\nc\r\n");
    static const unsigned codes[] = { 0, 100, 200 };
    struct sip_message message;

    for (size_t i = 0; i < G_N_ELEMENTS(codes); i++) {
        ptrdiff_t used = sip_message_read(rest.text, rest.length, rest.length, &message);

        g_assert_cmpint(used, >, 0);
        g_assert_cmpuint(message.status_code, ==, codes[i]);
        rest = span_behind(rest, (size_t)used);
    }
    assert_span(message.body, "c");
    g_assert_cmpint(sip_message_read(rest.text, rest.length, rest.length, &message), ==, -1);
}

static const char long_message[] =
    "\r\nSIP/2.0 183 Session Progress\r\n"
    "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1,\r\n SIP/2.0/TCP b;branch=z9hG4bK2\r\n"
    "Record-Route: <sip:p1;lr>, <sip:p2;lr>\r\n"
    "From: \"A;tag=no\" <sip:a@x;tag=no>;tag=1\r\nTo: <sip:b@x>\r\n\t;tag=2\r\n"
    "Call-ID: abc@x\r\r\nCSeq: 12\r\n INVITE\r\nbad line\r\n"
    "Contact: <sip:b@[2001:db8::1]:5070>\r\nRSeq: 1\r\nRequire: 100rel, precondition\r\n"
    "Reason: Q.850;cause=16;text=\"Ok, \\\"so\\\"\"\r\nWarning: 399 x \"a, b\"\r\n"
    "Content-Type: multipart/mixed; boundary=\"b 1\"\r\nContent-Length: 239\r\n\r\n"
    "preamble\r\n--b 1\r\nContent-Type: application/sdp\r\nContent-Disposition: early-session"
    "\r\n\r\nv=0\r\ns=early\r\n\r\n--b 1\r\nContent-Type:\r\n application/sdp\r\n\r\n"
    "v=0\r\nc=IN IP4 10.0.0.2\r\nm=audio 4000 RTP/AVP 8\r\n\r\n--b 1--\r\nepilogue........"
    "..................................";

/* Calls every reader, so that the border checks them all. */
static void use_everything(const struct sip_message *message)
{
    struct sip_body_part parts[SIP_BODY_PARTS_MAX];
    struct sip_reason reason;
    struct sip_ims_service service;
    struct sip_warning warning;
    struct sip_via via;
    struct span span;
    uint32_t number;
    unsigned code;

    for (unsigned id = 0; id < SIP_HEADER_COUNT; id++) {
        struct sip_header_cursor cursor = { 0 };

        while (sip_message_next_value(message, (enum sip_header_id)id, &cursor, &span)) {
            sip_uri_read(sip_address_uri(span));
            sip_via_read(span, &via);
            sip_reason_read(span, &reason);
            sip_warning_read(span, &warning);
            sip_auth_parameter(span, SPAN_OF("realm"), &reason.text);
        }
        sip_message_tag(message, (enum sip_header_id)id);
    }
    sip_message_top_via(message, &via);
    sip_message_cseq(message, &number, &span);
    sip_message_rack(message, &number, &number, &span);
    sip_message_body_parts(message, parts);
    sip_message_sdp(message, &span);
    sip_message_sipfrag_status(message, &code, &span);
    sip_message_ims_service(message, &service);
    sip_message_isup(message, &code);
}

static void assert_same_headers(const struct sip_message *cut, const struct sip_message *whole)
{
    g_assert_cmpuint(cut->header_count, <=, whole->header_count);
    for (unsigned i = 0; i < cut->header_count; i++) {
        g_assert_cmpint(cut->headers[i].id, ==, whole->headers[i].id);
        g_assert_true(span_equals(cut->headers[i].value, whole->headers[i].value));
    }
    g_assert_true(cut->status_code == 0 || cut->status_code == whole->status_code);
    g_assert_true(cut->version.length == 0 || span_equals(cut->version, whole->version));
    g_assert_true(cut->method.length == 0 || span_equals(cut->method, whole->method));
    g_assert_true(cut->request_uri.length == 0 ||
                  span_equals(cut->request_uri, whole->request_uri));
    g_assert_true(cut->reason_phrase.length == 0 ||
                  span_equals(cut->reason_phrase, whole->reason_phrase));
}

static void check_prefixes(const char *text, size_t full)
{
    struct sip_message whole;
    struct sip_message message;
    struct span sdp;

    g_assert_cmpint(sip_message_read(text, full, full, &whole), ==, (ptrdiff_t)full);
    for (size_t i = 0; i < full; i++) {
        struct span input = guarded(text, i);
        ptrdiff_t used = sip_message_read(input.text, i, full, &message);

        g_assert_cmpint(used, ==, 0);
        g_assert_true(message.is_cut);
        assert_same_headers(&message, &whole);
        use_everything(&message);
        if (sip_message_sdp(&message, &sdp) && sdp.length > 0)
            g_assert_cmpint(sdp.text[sdp.length - 1], ==, '\n');

        used = sip_message_read(input.text, i, i, &message);
        g_assert_true(used == -1 || used == (ptrdiff_t)i);
        if (used > 0) {
            g_assert_false(message.is_cut);
            use_everything(&message);
        }
    }
}

static void test_every_length(void)
{
    static const char request[] = "REFER sip:b@x SIP/2.0\r\nv: SIP/2.0/UDP a;branch=z9hG4bK1\r\n"
                                  "f: <sip:a@x>;tag=1\r\nt: <sip:b@x>\r\ni: 1\r\nCSeq: 2 REFER\r\n"
                                  "Refer-To: <sip:c@x?Replaces=1>\r\nRAck: 1 2 INVITE\r\nc: "
                                  "message/sipfrag\r\nl: 18\r\n\r\nSIP/2.0 100 Trying";
    struct sip_message message;
    struct span sdp;
    struct span input = guarded(long_message, sizeof(long_message) - 1);
    ptrdiff_t used = sip_message_read(input.text, input.length, input.length, &message);

    g_assert_true(sip_message_sdp(&message, &sdp));
    assert_span(sdp, "v=0\r\nc=IN IP4 10.0.0.2\r\nm=audio 4000 RTP/AVP 8\r\n");
    check_prefixes(long_message, (size_t)used);
    check_prefixes(request, sizeof(request) - 1);
}

static void test_cut(void)
{
    static const char text[] = "SIP/2.0 200 OK\r\nTo: a\r\nl: 3\r\n\r\nabc";
    struct sip_message message;
    struct span input;

    /* What is missing lies behind the message: it is whole. */
    input = guarded_text(text);
    g_assert_cmpint(sip_message_read(input.text, input.length, input.length + 9, &message), ==,
                    (ptrdiff_t)input.length);
    g_assert_false(message.is_cut);
    input = guarded_text("SIP/2.0 404 No");
    g_assert_cmpint(sip_message_read(input.text, input.length, 99, &message), ==, 0);
    g_assert_true(message.headers_are_cut && message.status_code == 404);
    g_assert_cmpuint(message.reason_phrase.length, ==, 0);
    /* The next line might be a fold. */
    input = guarded_text("SIP/2.0 404 No\r\nTo: a\r\n");
    g_assert_cmpint(sip_message_read(input.text, input.length, 99, &message), ==, 0);
    g_assert_cmpuint(message.header_count, ==, 0);
    input = guarded_text("SIP/x 404 No");
    g_assert_cmpint(sip_message_read(input.text, input.length, 99, &message), ==, -1);
    input = guarded_text("<binary>");
    g_assert_cmpint(sip_message_read(input.text, input.length, 99, &message), ==, -1);
    input = guarded_text("SIP/2.0 200 OK\r\nl: 9\r\n\r\nab");
    g_assert_cmpint(sip_message_read(input.text, input.length, input.length + 1, &message), ==, 0);
    g_assert_true(message.is_cut && !message.headers_are_cut);
    g_assert_cmpint(message.content_length, ==, CONTENT_LENGTH_TOO_LARGE);
}

/* A body up to SIP_MESSAGE_SIZE_MAX, one byte more, and without Content-Length. */
static void test_too_large(void)
{
    for (unsigned i = 0; i < 3; i++) {
        GString *text = g_string_new("SIP/2.0 200 OK\r\n");
        const size_t size = SIP_MESSAGE_SIZE_MAX + (i ? 1 : 0);
        struct sip_message message;
        ptrdiff_t used;

        if (i == 2)
            g_string_append(text, "\r\n");
        else
            g_string_append_printf(text, "l:%06u\r\n\r\n", (unsigned)(size - text->len - 12));
        while (text->len < size)
            g_string_append_c(text, 'x');
        g_string_append(text, "\r\n");
        used = sip_message_read(text->str, text->len, text->len, &message);
        g_assert_cmpint(message.is_too_large, ==, i > 0);
        g_assert_cmpint(message.is_cut, ==, i > 0);
        g_assert_cmpuint(message.whole.length, ==, SIP_MESSAGE_SIZE_MAX);
        g_assert_cmpint(used, ==, i == 2 ? (ptrdiff_t)text->len : (ptrdiff_t)size);
        g_string_free(text, TRUE);
    }
}

static void test_too_many_headers(void)
{
    struct sip_message message;

    for (unsigned count = SIP_MESSAGE_HEADERS_MAX - 1; count <= SIP_MESSAGE_HEADERS_MAX + 2;
         count++) {
        g_autoptr(GString) rows = g_string_new(NULL);

        for (unsigned i = 0; i < count; i++)
            g_string_append_printf(rows, "X-%u: y\r\nv: %u\r\n", i, i);
        read_rows(rows->str, &message);
        g_assert_cmpuint(message.header_count, ==, MIN(count, SIP_MESSAGE_HEADERS_MAX));
        g_assert_cmpint(message.too_many_headers, ==, count > SIP_MESSAGE_HEADERS_MAX);
        g_assert_false(message.headers_are_unended);
    }
}

static void test_cause_rows(void)
{
    struct sip_message message;

    read_rows("P-Asserted-Identity: <sip:a@x>\r\nx-release-CAUSE : 34\r\nX-Error: 2\r\n", &message);
    assert_span(message.cause_row, "x-release-CAUSE : 34");
    read_rows("ms-diagnostics: 1034;reason=\"x\"\r\n", &message);
    assert_span(message.cause_row, "ms-diagnostics: 1034;reason=\"x\"");
    /* Nobody's field, one of ours, a name without the word. */
    read_rows("Cause: 1\r\nReason: SIP;cause=503\r\nX-Id: error\r\nP-Registrar-Error: a\r\n",
              &message);
    g_assert_cmpuint(message.cause_row.length, ==, 0);
}

#define IMS_BODY "SIP/2.0 504 x\r\nc: application/3gpp-ims+xml\r\n\r\n<a><alternative-service>"

static void test_ims_service(void)
{
    struct sip_ims_service service;
    struct sip_message message;

    read_text(IMS_BODY "<type> <restoration/></type><reason>No node</reason>"
                       "<action>initial-registration</action></alternative-service></a>",
              &message);
    g_assert_true(sip_message_ims_service(&message, &service));
    assert_span(service.type, "restoration");
    assert_span(service.reason, "No node");
    assert_span(service.action, "initial-registration");
    read_text(IMS_BODY "<type>emergency</type><reason></reason><action/>", &message);
    g_assert_true(sip_message_ims_service(&message, &service));
    assert_span(service.type, "emergency");
    g_assert_cmpuint(service.reason.length + service.action.length, ==, 0);
    read_text(IMS_BODY "<type>", &message);
    g_assert_false(sip_message_ims_service(&message, &service));
    read_text("SIP/2.0 504 x\r\nc: text/xml\r\n\r\n<type>emergency</type>", &message);
    g_assert_false(sip_message_ims_service(&message, &service));
}

static void test_isup(void)
{
#define ISUP "SIP/2.0 500 x\r\nc: application/isup;version=itu-t92+\r\n\r\n"
    struct sip_message message;
    unsigned cause;

    /* A release: pointers 2 and 0, two bytes: location with bit 8, cause with bit 8. */
    read_text(ISUP "\x0c\x02\xff\x02\x84\xa2", &message);
    g_assert_true(sip_message_isup(&message, &cause));
    g_assert_cmpuint(cause, ==, 34);
    /* The location is followed by a recommendation. */
    read_text(ISUP "\x0c\x02\xff\x03\x04\x80\xa9", &message);
    g_assert_true(sip_message_isup(&message, &cause));
    g_assert_cmpuint(cause, ==, 41);
    /* Cut, pointing out of the body, an address complete message, nothing at all. */
    for (unsigned i = 0; i < 4; i++) {
        static const char *const bodies[] = { "\x0c\x02\xff\x02\x84", "\x0c\x7f\xff", "\x06\x14",
                                              "\x0c" };
        g_autofree char *text = g_strconcat(ISUP, bodies[i], NULL);

        read_text(text, &message);
        g_assert_true(sip_message_isup(&message, &cause));
        g_assert_cmpuint(cause, ==, 0);
    }
    read_text("SIP/2.0 500 x\r\nc: application/sdp\r\n\r\nv=0", &message);
    g_assert_false(sip_message_isup(&message, &cause));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    guarded_init();
    g_test_add_func("/message/names", test_names);
    g_test_add_func("/message/start-lines", test_start_lines);
    g_test_add_func("/message/rows", test_rows);
    g_test_add_func("/message/order-of-rows", test_order_of_rows);
    g_test_add_func("/message/nul", test_nul);
    g_test_add_func("/message/lists", test_lists);
    g_test_add_func("/message/content-length", test_content_length);
    g_test_add_func("/message/stream", test_stream);
    g_test_add_func("/message/every-length", test_every_length);
    g_test_add_func("/message/cut", test_cut);
    g_test_add_func("/message/too-large", test_too_large);
    g_test_add_func("/message/too-many-headers", test_too_many_headers);
    g_test_add_func("/message/cause-rows", test_cause_rows);
    g_test_add_func("/message/ims-service", test_ims_service);
    g_test_add_func("/message/isup", test_isup);
    return g_test_run();
}
