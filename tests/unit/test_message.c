/* test_message.c
 * Reading SIP messages: every input ends at an unreadable page.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "message/sip_message.h"

#include <glib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static char *border; /* the first unreadable byte */

#define ROOM (64 * 1024)

static void make_border(void)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char *room =
        mmap(NULL, ROOM + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    g_assert_true(room != MAP_FAILED);
    border = room + ROOM;
    g_assert_cmpint(mprotect(border, page, PROT_NONE), ==, 0);
}

/* A copy that a one-byte over-read runs out of. */
static struct span guarded(const char *text, size_t length)
{
    g_assert_cmpuint(length, <=, ROOM);
    memcpy(border - length, text, length);
    return (struct span){ border - length, length };
}

static struct span guarded_text(const char *text)
{
    return guarded(text, strlen(text));
}

static void assert_span(struct span is, const char *expected)
{
    g_autofree char *copy = g_strndup(is.text ? is.text : "", is.length);

    g_assert_cmpstr(copy, ==, expected);
}

static struct span of(const char *text)
{
    return (struct span){ text, strlen(text) };
}

static ptrdiff_t read_text(const char *text, struct sip_message *message)
{
    struct span input = guarded_text(text);

    return sip_message_read(input.text, input.length, input.length, message);
}

/* A 200 with these rows; the message stays valid until the next guarded text. */
static void read_rows(const char *rows, struct sip_message *message)
{
    g_autofree char *text = g_strconcat("SIP/2.0 200 OK\r\n", rows, "\r\n", NULL);

    g_assert_cmpint(read_text(text, message), ==, (ptrdiff_t)strlen(text));
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
        { "INVITE SIP/2.0", -1, 0, "", "", "" },
        { "INVITE sip:b@x", -1, 0, "", "", "" },
        { "IN(VITE sip:b@x SIP/2.0", -1, 0, "", "", "" },
        { "\x80 sip:b@x SIP/2.0", -1, 0, "", "", "" },
        { "", -1, 0, "", "", "" },
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
    read_rows("To: a\r\n", &message);
    g_assert_false(message.has_bad_line);
    g_assert_false(sip_message_next_value(&message, SIP_HEADER_ALLOW, &cursor, &value));
}

static void test_nul(void)
{
    static const char text[] = "SIP/2.0 200 O\0K\r\nTo: a\0b\r\n\0: c\r\nCSeq: 1 A\r\n\r\nb\0y";
    struct span input = guarded(text, sizeof(text) - 1);
    struct sip_message message;

    g_assert_cmpint(sip_message_read(input.text, input.length, input.length, &message), ==,
                    (ptrdiff_t)input.length);
    g_assert_cmpuint(message.reason_phrase.length, ==, 3);
    g_assert_cmpuint(sip_message_header(&message, SIP_HEADER_TO).length, ==, 3);
    g_assert_true(sip_message_has_header(&message, SIP_HEADER_CSEQ));
    g_assert_cmpuint(message.body.length, ==, 3);
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
            sip_auth_parameter(span, SPAN_OF("realm"), &via.branch);
        }
        sip_message_tag(message, (enum sip_header_id)id);
    }
    sip_message_top_via(message, &via);
    sip_message_cseq(message, &number, &span);
    sip_message_rack(message, &number, &number, &span);
    sip_message_body_parts(message, parts);
    sip_message_sdp(message, &span);
    sip_message_sipfrag_status(message, &code, &span);
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
    input = guarded_text("<binary>");
    g_assert_cmpint(sip_message_read(input.text, input.length, 99, &message), ==, -1);
    input = guarded_text("SIP/2.0 200 OK\r\nl: 9\r\n\r\nab");
    g_assert_cmpint(sip_message_read(input.text, input.length, input.length + 1, &message), ==, 0);
    g_assert_true(message.is_cut && !message.headers_are_cut);
    g_assert_cmpint(message.content_length, ==, CONTENT_LENGTH_TOO_LARGE);
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

static void test_parameters(void)
{
    static const struct {
        const char *value;
        const char *name;
        const char *expected; /* NULL: none */
    } cases[] = {
        { "<sip:b@x>;tag=1", "tag", "1" },
        { "<sip:b@x;tag=1>", "tag", NULL },
        { "\"x;tag=1\" <sip:b@x;tag=2>;TAG = 3 ;a=b", "tag", "3" },
        { "\"x\\\";tag=1\" <sip:b@x>", "tag", NULL },
        { "sip:b@x;tag=1", "tag", "1" },
        { "<sip:b@x>\r\n ;tag\r\n =\r\n 1", "tag", "1" },
        { "a;lr;b", "lr", "" },
        { "a;b=\"c;d=e\";d=f", "d", "f" },
        { "a;text=\"say \\\"hi\\\"\" x", "text", "say \\\"hi\\\"" },
        { "a;text=Normal call clearing;x", "text", "Normal call clearing" },
        { "a;text=\"open", "text", "open" },
        { "a;ta=1;tagx=2", "tag", NULL },
        { ";tag=1", "tag", "1" },
        { "a;;;tag=1", "tag", "1" },
        { "a;tag=", "tag", "" },
        { "a;", "tag", NULL },
        { "", "tag", NULL },
    };
    struct span value;

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        bool found = sip_parameter(guarded_text(cases[i].value), of(cases[i].name), &value);

        g_assert_cmpint(found, ==, cases[i].expected != NULL);
        if (found)
            assert_span(value, cases[i].expected);
    }
    g_assert_true(sip_auth_parameter(guarded_text("Digest realm=\"a, b\",\r\n nonce=n ,stale=TRUE"),
                                     SPAN_OF("STALE"), &value));
    assert_span(value, "TRUE");
    g_assert_true(sip_auth_parameter(of("Digest realm=\"a, b\""), SPAN_OF("realm"), &value));
    assert_span(value, "a, b");
    g_assert_false(sip_auth_parameter(guarded_text("Digest"), SPAN_OF("realm"), &value));
}

static void test_uris(void)
{
    static const struct {
        const char *value, *uri, *scheme, *user, *host;
        uint32_t port;
    } cases[] = {
        { "\"Bob <x>\" <sip:b@x;lr>;tag=1", "sip:b@x;lr", "sip", "b", "x", 0 },
        { "sip:b@x:5070;tag=1", "sip:b@x:5070", "sip", "b", "x", 5070 },
        { "Bob <SIPS:b:pw@[2001:db8::1]:5061?a=b>", "SIPS:b:pw@[2001:db8::1]:5061?a=b", "SIPS", "b",
          "2001:db8::1", 5061 },
        { "<sip:[2001:db8::1]>", "sip:[2001:db8::1]", "sip", "", "2001:db8::1", 0 },
        { "<sip:[2001:db8::1", "sip:[2001:db8::1", "sip", "", "2001:db8::1", 0 },
        { "<sip:x.y;transport=tcp>", "sip:x.y;transport=tcp", "sip", "", "x.y", 0 },
        { "<sip:1;phone-context=+4@x>", "sip:1;phone-context=+4@x", "sip", "1;phone-context=+4",
          "x", 0 },
        { "<tel:+49-1;ext=2>", "tel:+49-1;ext=2", "tel", "+49-1", "", 0 },
        { "<sip:x:99999>", "sip:x:99999", "sip", "", "x", 0 },
        { "<sip:x:>", "sip:x:", "sip", "", "x", 0 },
        { "<urn:service:sos>", "urn:service:sos", "urn", "", "", 0 },
        { "*", "*", "", "", "", 0 },
        { "<sip:", "sip:", "sip", "", "", 0 },
        { "", "", "", "", "", 0 },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct span text = sip_address_uri(guarded_text(cases[i].value));
        struct sip_uri uri = sip_uri_read(text);

        assert_span(text, cases[i].uri);
        assert_span(uri.scheme, cases[i].scheme);
        assert_span(uri.user, cases[i].user);
        assert_span(uri.host, cases[i].host);
        g_assert_cmpuint(uri.port, ==, cases[i].port);
    }
}

static void test_vias(void)
{
    static const struct {
        const char *value, *transport, *sent_by, *branch;
    } cases[] = {
        { "SIP/2.0/UDP h:5060;branch=z9hG4bK1", "UDP", "h:5060", "z9hG4bK1" },
        { "SIP  / 2.0\r\n /UDP\r\n    192.0.2.2;BRANCH=390skdjuw", "UDP", "192.0.2.2",
          "390skdjuw" },
        { "SIP /  2.0 /  TCP   h : 5060  ;\r\n  branch  =\r\n   z9 ", "TCP", "h : 5060", "z9" },
        { "SIP/2.0/TLS [2001:db8::9:1]:5061;rport;branch=b", "TLS", "[2001:db8::9:1]:5061", "b" },
        { "SIP/2.0/UDP h", "UDP", "h", "" },
        { "SIP/2.0/UDP", NULL, NULL, NULL },
        { "SIP/2.0", NULL, NULL, NULL },
        { "SIP/", NULL, NULL, NULL },
        { "", NULL, NULL, NULL },
    };
    struct sip_message message;
    struct sip_via via;

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        bool is_read = sip_via_read(guarded_text(cases[i].value), &via);

        g_assert_cmpint(is_read, ==, cases[i].transport != NULL);
        if (!is_read)
            continue;
        assert_span(via.transport, cases[i].transport);
        assert_span(via.sent_by, cases[i].sent_by);
        assert_span(via.branch, cases[i].branch);
    }
    read_rows("v: SIP/2.0/UDP a;branch=1, SIP/2.0/UDP b\r\nVia: SIP/2.0/UDP c\r\n", &message);
    g_assert_true(sip_message_top_via(&message, &via));
    assert_span(via.sent_by, "a");
    g_assert_cmpuint(sip_message_count_values(&message, SIP_HEADER_VIA), ==, 3);
}

static void test_numbers(void)
{
    static const struct {
        const char *row;
        bool is_read;
        uint32_t number;
        const char *method;
    } cases[] = {
        { "CSeq: 1 INVITE\r\n", true, 1, "INVITE" },
        { "cseq:\r\n 0009\r\n   ACK\r\n", true, 9, "ACK" },
        { "CSeq: 4294967295 X\r\n", true, 4294967295, "X" },
        { "CSeq: 4294967296 X\r\n", false, 0, "" },
        { "CSeq: 36893488147419103232 X\r\n", false, 0, "" },
        { "CSeq: 1INVITE\r\n", false, 0, "" },
        { "CSeq: 1\r\n", false, 0, "" },
        { "CSeq: INVITE\r\n", false, 0, "" },
        { "CSeq:\r\n", false, 0, "" },
        { "To: x\r\n", false, 0, "" },
    };
    struct sip_message message;
    struct span method;
    uint32_t number, rseq;

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        read_rows(cases[i].row, &message);
        g_assert_cmpint(sip_message_cseq(&message, &number, &method), ==, cases[i].is_read);
        if (cases[i].is_read) {
            g_assert_cmpuint(number, ==, cases[i].number);
            assert_span(method, cases[i].method);
        }
    }
    read_rows("RAck: 776656\r\n 1 INVITE\r\nTo: \"a;tag=b\" <sip:x;tag=c>\r\nf: <a>;tag=d\r\n",
              &message);
    g_assert_true(sip_message_rack(&message, &rseq, &number, &method));
    g_assert_cmpuint(rseq, ==, 776656);
    g_assert_cmpuint(number, ==, 1);
    assert_span(method, "INVITE");
    g_assert_cmpuint(sip_message_tag(&message, SIP_HEADER_TO).length, ==, 0);
    assert_span(sip_message_tag(&message, SIP_HEADER_FROM), "d");
    read_rows("RAck: 776656 1\r\n", &message);
    g_assert_false(sip_message_rack(&message, &rseq, &number, &method));
}

static void test_reasons_and_warnings(void)
{
    struct sip_reason reason;
    struct sip_warning warning;

    g_assert_true(
        sip_reason_read(guarded_text("Q.850 ;Cause = 16;text=\"a, \\\"b\\\"\""), &reason));
    assert_span(reason.protocol, "Q.850");
    g_assert_cmpuint(reason.cause, ==, 16);
    assert_span(reason.text, "a, \\\"b\\\"");
    g_assert_true(sip_reason_read(guarded_text("SIP;cause=\"580\""), &reason));
    g_assert_cmpuint(reason.cause, ==, 580);
    g_assert_cmpuint(reason.text.length, ==, 0);
    g_assert_false(sip_reason_read(guarded_text("SIP;cause=x"), &reason));
    g_assert_false(sip_reason_read(guarded_text("SIP;text=\"x\""), &reason));

    g_assert_true(sip_warning_read(guarded_text("370 h:5060 \"a, b\""), &warning));
    g_assert_cmpuint(warning.code, ==, 370);
    assert_span(warning.agent, "h:5060");
    assert_span(warning.text, "a, b");
    g_assert_true(sip_warning_read(guarded_text("399 \"no agent\""), &warning));
    g_assert_cmpuint(warning.agent.length, ==, 0);
    assert_span(warning.text, "no agent");
    g_assert_true(sip_warning_read(guarded_text("399"), &warning));
    g_assert_false(sip_warning_read(guarded_text("x y \"z\""), &warning));
}

static void test_bodies(void)
{
    static const struct {
        const char *rows;
        const char *body;
        const char *parts; /* "type/disposition=content", "|" between them */
    } cases[] = {
        { "c: application/sdp; a=b\r\n", "v=0\r\n", "application/sdp/=v=0\r\n" },
        { "", "x", "/=x" },
        { "c: a/b\r\n", "", "" },
        { "c: a/b\r\ne: gzip\r\n", "x", "" },
        { "c: a/b\r\ne: Identity\r\nContent-Disposition: render;x\r\n", "x", "a/b/render=x" },
        { "c: multipart/mixed;boundary=\"a b\"\r\n",
          "pre\r\n--a b\r\nc: x/y\r\n\r\n1\r\n2\r\n--a b \r\n\r\n3\n--a b--\r\npost\r\n--a b\r\n",
          "x/y/=1\r\n2|/=3" },
        { "c: MULTIPART/related;Boundary=bb\r\n", "--bb\nc: x/y\n\n--bbc\n--b\n4",
          "x/y/=--bbc\n--b\n4" },
        { "c: multipart/mixed;boundary=o\r\n",
          "--o\r\nc: multipart/alternative;boundary=i\r\n\r\n--i\r\nc: a/a\r\n\r\n1\r\n--i--\r\n"
          "--o\r\nc: b/b\r\ne: gzip\r\n\r\n2\r\n--o\r\nbad\r\nc: c/c\r\n\r\n3\r\n--o--",
          "a/a/=1|c/c/=3" },
        { "c: multipart/mixed;boundary=o\r\n", "--o\r\nc: a/a", "" },
        { "c: multipart/mixed;boundary=o\r\n", "--o", "" },
        { "c: multipart/mixed;boundary=o\r\n", "--o--", "" },
        { "c: multipart/mixed;boundary=o\r\n", "--o\r\n--o\r\n\r\n--o--", "" },
        { "c: multipart/mixed;boundary=o\r\n", "--o\r\n\r\n\r\n--o--", "/=" },
        { "c: multipart/mixed\r\n", "--o\r\n\r\n1\r\n--o--", "" },
        { "c: multipart/mixed;boundary=\"\"\r\n", "--\r\n\r\n1\r\n----", "" },
    };
    struct sip_body_part parts[SIP_BODY_PARTS_MAX];
    struct sip_message message;

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text =
            g_strconcat("SIP/2.0 200 OK\r\n", cases[i].rows, "\r\n", cases[i].body, NULL);
        g_autoptr(GString) all = g_string_new(NULL);
        unsigned count;

        read_text(text, &message);
        count = sip_message_body_parts(&message, parts);
        for (unsigned n = 0; n < count; n++) {
            g_string_append(all, n ? "|" : "");
            g_string_append_len(all, parts[n].content_type.text,
                                (gssize)parts[n].content_type.length);
            g_string_append_c(all, '/');
            g_string_append_len(all, parts[n].disposition.text,
                                (gssize)parts[n].disposition.length);
            g_string_append_c(all, '=');
            g_string_append_len(all, parts[n].content.text, (gssize)parts[n].content.length);
        }
        g_assert_cmpstr(all->str, ==, cases[i].parts);
    }
}

static void test_body_caps(void)
{
    struct sip_body_part parts[SIP_BODY_PARTS_MAX];
    struct sip_message message;
    g_autoptr(GString) many = g_string_new("SIP/2.0 200 OK\r\nc: multipart/x;boundary=b\r\n\r\n");

    for (unsigned i = 0; i < SIP_BODY_PARTS_MAX + 3; i++)
        g_string_append(many, "--b\r\n\r\nx\r\n");
    read_text(many->str, &message);
    g_assert_cmpuint(sip_message_body_parts(&message, parts), ==, SIP_BODY_PARTS_MAX);

    for (unsigned depth = 1; depth <= SIP_BODY_NESTING_MAX + 1; depth++) {
        g_autoptr(GString) deep = g_string_new("SIP/2.0 200 OK\r\n");

        for (unsigned i = 0; i < depth; i++)
            g_string_append_printf(deep, "c: multipart/x;boundary=b%u\r\n\r\n--b%u\r\n", i, i);
        g_string_append(deep, "c: a/b\r\n\r\nx");
        read_text(deep->str, &message);
        g_assert_cmpuint(sip_message_body_parts(&message, parts), ==,
                         depth <= SIP_BODY_NESTING_MAX ? 1 : 0);
    }
}

static void test_sipfrag(void)
{
    static const struct {
        const char *body;
        unsigned code; /* 0: none */
        const char *phrase;
    } cases[] = {
        { "SIP/2.0 100 Trying", 100, "Trying" },
        { "SIP/2.0 603 Decline\r\nTo: x\r\n\r\n", 603, "Decline" },
        { "\r\nSIP/2.0 486\r\n", 486, "" },
        { "To: x\r\n", 0, "" },
        { "INVITE sip:x SIP/2.0\r\n", 0, "" },
    };
    struct sip_message message;
    struct span phrase;
    unsigned code;

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = g_strconcat("NOTIFY sip:x SIP/2.0\r\n"
                                            "c: message/sipfrag;version=2.0\r\n\r\n",
                                            cases[i].body, NULL);
        bool found;

        read_text(text, &message);
        found = sip_message_sipfrag_status(&message, &code, &phrase);
        g_assert_cmpint(found, ==, cases[i].code != 0);
        if (found) {
            g_assert_cmpuint(code, ==, cases[i].code);
            assert_span(phrase, cases[i].phrase);
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    make_border();
    g_test_add_func("/message/names", test_names);
    g_test_add_func("/message/start-lines", test_start_lines);
    g_test_add_func("/message/rows", test_rows);
    g_test_add_func("/message/nul", test_nul);
    g_test_add_func("/message/lists", test_lists);
    g_test_add_func("/message/content-length", test_content_length);
    g_test_add_func("/message/stream", test_stream);
    g_test_add_func("/message/every-length", test_every_length);
    g_test_add_func("/message/cut", test_cut);
    g_test_add_func("/message/too-many-headers", test_too_many_headers);
    g_test_add_func("/message/parameters", test_parameters);
    g_test_add_func("/message/uris", test_uris);
    g_test_add_func("/message/vias", test_vias);
    g_test_add_func("/message/numbers", test_numbers);
    g_test_add_func("/message/reasons-and-warnings", test_reasons_and_warnings);
    g_test_add_func("/message/bodies", test_bodies);
    g_test_add_func("/message/body-caps", test_body_caps);
    g_test_add_func("/message/sipfrag", test_sipfrag);
    return g_test_run();
}
