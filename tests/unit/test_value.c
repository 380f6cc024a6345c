/* test_value.c
 * Reading header values and bodies: every input ends at an unreadable page.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "guarded.h"

#include "message/sip_uri.h"

#include <string.h>

static ptrdiff_t read_text(const char *text, struct sip_message *message)
{
    struct span input = guarded_text(text);

    return sip_message_read(input.text, input.length, input.length, message);
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
        { "<sip:x: 5070>", "sip:x: 5070", "sip", "", "x", 5070 },
        { "<sip:x;y:5070>", "sip:x;y:5070", "sip", "", "x", 0 },
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

static void test_uri_differences(void)
{
    static const struct {
        const char *a, *b;
        enum sip_uri_part difference;
    } cases[] = {
        { "sip:bob@example.com", "SIP:bob@EXAMPLE.com", SIP_URI_SAME },
        { "sip:%62ob@example.com", "sip:b%6Fb@example.com", SIP_URI_SAME },
        { "sip:bob@example.com", "sip:Bob@example.com", SIP_URI_USER },
        { "sip:bob:x@example.com", "sip:bob@example.com", SIP_URI_USER },
        { "sip:bob@example.com", "sips:bob@example.com", SIP_URI_SCHEME },
        { "sip:bob@example.com", "sip:bob@example.org", SIP_URI_HOST },
        { "sip:example.com", "sip:bob@example.com", SIP_URI_USER },
        { "sip:bob@example.com", "sip:bob@example.com:5060", SIP_URI_SAME },
        { "sips:bob@example.com", "sips:bob@example.com:5061", SIP_URI_SAME },
        { "sip:bob@example.com", "sip:bob@example.com:5061", SIP_URI_PORT },
        { "sip:bob@[2001:DB8::1]:6060", "sip:bob@[2001:db8::1]:6060", SIP_URI_SAME },
        { "sip:bob@x;transport=udp", "sip:bob@x", SIP_URI_PARAMETERS },
        { "sip:bob@x;transport=udp;a=1", "sip:bob@x;A=1;Transport=UDP", SIP_URI_SAME },
        { "sip:bob@x;user=phone", "sip:bob@x", SIP_URI_PARAMETERS },
        { "sip:bob@x;lr;x-line=3", "sip:bob@x", SIP_URI_SAME },
        { "sip:bob@x;x-line=3", "sip:bob@x;x-line=4", SIP_URI_PARAMETERS },
        { "sip:bob@x?subject=a&to=b", "sip:bob@x?to=b&subject=a", SIP_URI_SAME },
        { "sip:bob@x?subject=a", "sip:bob@x", SIP_URI_HEADERS },
        { "sip:b;x?y@x", "sip:b;x?y@x", SIP_URI_SAME },
        { "tel:+49-211.55501", "tel:+4921155501", SIP_URI_SAME },
        { "tel:+4921155501", "tel:+4921155502", SIP_URI_USER },
        { "tel:5501;phone-context=+49211", "tel:5501", SIP_URI_PARAMETERS },
        { "urn:service:sos", "urn:service:sos", SIP_URI_SAME },
        { "urn:service:sos", "urn:service:sos.fire", SIP_URI_HOST },
        { "sip:bob@x%", "sip:bob@x%4", SIP_URI_HOST },
        { "", "", SIP_URI_SAME },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_assert_cmpint(sip_uri_difference(guarded_text(cases[i].a), of(cases[i].b)), ==,
                        cases[i].difference);
        g_assert_cmpint(sip_uri_difference(guarded_text(cases[i].b), of(cases[i].a)), ==,
                        cases[i].difference);
    }
    g_assert_cmpstr(sip_uri_part_name(SIP_URI_PORT), ==, "port");
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
    struct span branch;
    struct sip_via via;

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        bool is_read = sip_via_read(guarded_text(cases[i].value), &via);

        g_assert_cmpint(is_read, ==, cases[i].transport != NULL);
        if (!is_read)
            continue;
        assert_span(via.transport, cases[i].transport);
        assert_span(via.sent_by, cases[i].sent_by);
        if (!sip_parameter(guarded_text(cases[i].value), SPAN_OF("branch"), &branch))
            branch = NO_SPAN;
        assert_span(branch, cases[i].branch);
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
    g_assert_false(sip_reason_read(guarded_text(";cause=16"), &reason));
    g_assert_true(sip_reason_read(guarded_text("X.int;text=\"x\""), &reason));
    g_assert_cmpuint(reason.cause, ==, 0);
    assert_span(reason.text, "x");
    g_assert_false(sip_reason_read(guarded_text("SIP"), &reason));

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
        { "c: MULTIPART/related;Boundary=bb\r\n", "--bb\nc: x/y\n\n--bbc\n--b\n-+bb\n4",
          "x/y/=--bbc\n--b\n-+bb\n4" },
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

/* What is not there has no address that could be counted from. */
static void test_no_span(void)
{
    g_assert_true(span_equals(NO_SPAN, NO_SPAN));
    g_assert_true(span_equals(NO_SPAN, span_of_text("")));
    g_assert_false(span_equals(NO_SPAN, span_of_text("a")));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    guarded_init();
    g_test_add_func("/value/no-span", test_no_span);
    g_test_add_func("/value/parameters", test_parameters);
    g_test_add_func("/value/uris", test_uris);
    g_test_add_func("/value/uri-differences", test_uri_differences);
    g_test_add_func("/value/vias", test_vias);
    g_test_add_func("/value/numbers", test_numbers);
    g_test_add_func("/value/reasons-and-warnings", test_reasons_and_warnings);
    g_test_add_func("/value/bodies", test_bodies);
    g_test_add_func("/value/body-caps", test_body_caps);
    g_test_add_func("/value/sipfrag", test_sipfrag);
    return g_test_run();
}
