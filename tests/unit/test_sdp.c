/* test_sdp.c
 * Reading session descriptions: every input ends at an unreadable page.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "message/sdp.h"

#include "guarded.h"

#include <string.h>

/* Reads "v=0" and these lines; valid until the next call. */
static void read_lines(const char *lines, struct sdp *sdp)
{
    g_autofree char *text = g_strconcat("v=0\r\n", lines, NULL);

    g_assert_true(sdp_read(guarded(text, strlen(text)), sdp));
}

static void test_first_line(void)
{
    static const struct {
        const char *text;
        bool is_sdp;
    } cases[] = {
        { "v=0", true },   { "\r\n\n v=0\n", true },    { "V=0\n", true },
        { "v", false },    { "s=x\r\nv=0\r\n", false }, { "", false },
        { "\r\n", false },
    };
    struct sdp sdp;

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(sdp_read(guarded(cases[i].text, strlen(cases[i].text)), &sdp), ==,
                        cases[i].is_sdp);
    g_assert_false(sdp_read((struct span){ NULL, 0 }, &sdp));
}

static void test_media_lines(void)
{
    static const struct {
        const char *lines; /* the first media is looked at */
        unsigned count;
        const char *type;
        uint32_t port;
        const char *protocol;
        const char *formats;
    } cases[] = {
        { "m=audio 4000 RTP/AVP 0 8 101\r\n", 1, "audio", 4000, "RTP/AVP", "0 8 101" },
        { "m=audio 49170/2 RTP/AVP 0", 1, "audio", 49170, "RTP/AVP", "0" },
        { "m=video 0 RTP/AVP 31\n", 1, "video", 0, "RTP/AVP", "31" },
        { "m=image  5000  udptl  t38 \r\n", 1, "image", 5000, "udptl", "t38" },
        { "m=audio 65535 UDP/TLS/RTP/SAVPF\r\n", 1, "audio", 65535, "UDP/TLS/RTP/SAVPF", "" },
        { "m=audio 65536 RTP/AVP 0\r\nm=video 2 RTP/AVP 31\r\n", 1, "video", 2, "RTP/AVP", "31" },
        { "m=audio x RTP/AVP 0\r\nc=IN IP4 9.9.9.9\r\n", 0, "", 0, "", "" },
        { "m=audio 1\r\n", 0, "", 0, "", "" },
        { "m=audio\r\nm=\r\nm\r\n=\r\n", 0, "", 0, "", "" },
        { "M=audio 1 RTP/AVP 0\r\n", 0, "", 0, "", "" },
        { "m:audio 1 RTP/AVP 0\r\n", 0, "", 0, "", "" },
    };
    struct sdp sdp;

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        read_lines(cases[i].lines, &sdp);
        g_assert_cmpuint(sdp.media_count, ==, cases[i].count);
        g_assert_false(sdp.too_many_media);
        if (cases[i].count == 0)
            continue;
        assert_span(sdp.media[0].type, cases[i].type);
        g_assert_cmpuint(sdp.media[0].port, ==, cases[i].port);
        assert_span(sdp.media[0].protocol, cases[i].protocol);
        assert_span(sdp.media[0].formats, cases[i].formats);
    }
}

static void test_levels(void)
{
    struct sdp sdp;

    read_lines("o=- 1 2 IN IP4 h \r\nc=IN IP4 10.0.0.1\r\na=sendonly\r\na=ice-ufrag:x\r\n"
               "m=audio 4000 RTP/AVP 0\r\n"
               "m=video 4002 RTP/AVP 31\r\nc=IN IP6 2001:db8::1/3\r\na=recvonly\r\no=no\r\n"
               "a=rtcp:53020 IN IP4 10.0.0.9\r\na=rtcp-mux\r\n"
               "m=audio x RTP/AVP 0\r\nc=IN IP4 9.9.9.9\r\na=inactive\r\n"
               "m=audio 4004 RTP/AVP 0\r\nc=IN IP4 224.2.1.1/127/3\r\nc=IN IP4\r\na=SendRecv \r\n"
               "a=fingerprint:sha-256 AA\r\na=rtcp-fb:* nack\r\na=rtcp:x\r\n",
               &sdp);
    assert_span(sdp.origin, "- 1 2 IN IP4 h");
    g_assert_cmpuint(sdp.media_count, ==, 3);

    assert_span(sdp.media[0].address, "10.0.0.1");
    g_assert_false(sdp.media[0].address_is_ipv6);
    g_assert_cmpint(sdp.media[0].direction, ==, SDP_SENDONLY);
    g_assert_cmpuint(sdp.media[0].rtcp_port, ==, 0);
    g_assert_false(sdp.media[0].has_rtcp_mux);
    g_assert_true(sdp.media[0].has_candidates);
    assert_span(sdp.media[0].block, "m=audio 4000 RTP/AVP 0\r\n");

    assert_span(sdp.media[1].address, "2001:db8::1");
    g_assert_true(sdp.media[1].address_is_ipv6);
    g_assert_cmpint(sdp.media[1].direction, ==, SDP_RECVONLY);
    g_assert_cmpuint(sdp.media[1].rtcp_port, ==, 53020);
    g_assert_true(sdp.media[1].has_rtcp_mux);

    assert_span(sdp.media[2].address, "224.2.1.1");
    g_assert_cmpint(sdp.media[2].direction, ==, SDP_SENDRECV);
    g_assert_cmpuint(sdp.media[2].rtcp_port, ==, 0);
    g_assert_false(sdp.media[2].has_rtcp_mux);

    read_lines("m=audio 4000 RTP/AVP 0\r\na=candidate:1 1 UDP 1 h 1 typ host\r\n", &sdp);
    g_assert_cmpuint(sdp.media[0].address.length, ==, 0);
    g_assert_cmpint(sdp.media[0].direction, ==, SDP_SENDRECV);
    g_assert_cmpint(sdp.media[0].precondition, ==, SDP_PRECONDITION_NONE);
    g_assert_true(sdp.media[0].has_candidates);
    g_assert_cmpstr(sdp_direction_name(SDP_INACTIVE), ==, "inactive");
}

static void test_caps(void)
{
    struct sdp sdp;

    for (unsigned count = SDP_MEDIA_MAX - 1; count <= SDP_MEDIA_MAX + 2; count++) {
        g_autoptr(GString) lines = g_string_new(NULL);

        for (unsigned i = 0; i < count; i++)
            g_string_append_printf(lines, "m=audio %u RTP/AVP 0\r\na=x\r\n", 1000 + i);
        read_lines(lines->str, &sdp);
        g_assert_cmpuint(sdp.media_count, ==, MIN(count, SDP_MEDIA_MAX));
        g_assert_cmpint(sdp.too_many_media, ==, count > SDP_MEDIA_MAX);
        assert_span(sdp.media[0].block, "m=audio 1000 RTP/AVP 0\r\na=x\r\n");
        assert_span(sdp.media[SDP_MEDIA_MAX - 2].block, "m=audio 1014 RTP/AVP 0\r\na=x\r\n");
        g_assert_cmpuint(sdp.media[sdp.media_count - 1].block.length, ==, 29);
    }
    for (unsigned count = SDP_FORMATS_MAX; count <= SDP_FORMATS_MAX + 1; count++) {
        g_autoptr(GString) lines = g_string_new("m=audio 1 RTP/AVP");
        struct sdp_format_reader reader;
        struct sdp_format format;
        unsigned seen = 0;

        for (unsigned i = 0; i < count; i++)
            g_string_append(lines, " 8");
        read_lines(lines->str, &sdp);
        sdp_formats_begin(&sdp.media[0], &reader);
        for (; sdp_next_format(&reader, &format); seen++)
            g_assert_cmpint(format.payload_type, ==, 8);
        g_assert_cmpuint(seen, ==, SDP_FORMATS_MAX);
    }
}

static void test_formats(void)
{
    static const struct {
        const char *lines;
        int payload_type;
        const char *name;
        uint32_t clock_rate, channels;
    } cases[] = {
        { "m=audio 1 RTP/AVP 0\r\n", 0, "PCMU", 8000, 1 },
        { "m=audio 1 RTP/AVP 8\r\na=rtpmap:9 G722/8000\r\n", 8, "PCMA", 8000, 1 },
        { "m=audio 1 rtp/avp 10\r\n", 10, "L16", 44100, 2 },
        { "m=audio 1 RTP/AVP 18\r\na=rtpmap:18 G729a/8000\r\n", 18, "G729a", 8000, 1 },
        { "m=audio 1 RTP/AVP 18\r\na=rtpmap:18\r\n", 18, "G729", 8000, 1 },
        { "m=audio 1 RTP/AVP 18\r\na=rtpmap:\r\na=rtpmap:x y/1\r\n", 18, "G729", 8000, 1 },
        { "m=video 1 RTP/AVP 34\r\n", 34, "H263", 90000, 1 },
        { "m=audio 1 RTP/SAVPF 111\r\na=rtpmap:11 x/1\r\na=rtpmap: 111  opus/48000/2 \r\n", 111,
          "opus", 48000, 2 },
        { "m=audio 1 RTP/AVP 96\r\na=rtpmap:96 x\r\n", 96, "x", 0, 1 },
        { "m=audio 1 RTP/AVP 96\r\na=rtpmap:96 x/y/0\r\n", 96, "x", 0, 1 },
        { "m=audio 1 RTP/AVP 96\r\nm=audio 2 RTP/AVP 96\r\na=rtpmap:96 x/1\r\n", 96, "", 0, 1 },
        { "m=audio 1 RTP/AVP 1\r\n", 1, "", 0, 1 },
        { "m=audio 1 RTP/AVP 128\r\n", -1, "128", 0, 1 },
        { "m=audio 1 RTP/AVP x\r\n", -1, "x", 0, 1 },
        { "m=image 1 udptl t38\r\n", -1, "t38", 0, 1 },
        { "m=message 1 TCP/MSRP *\r\n", -1, "*", 0, 1 },
        { "m=application 1 UDP/DTLS/SCTP webrtc-datachannel\r\n", -1, "webrtc-datachannel", 0, 1 },
    };
    struct sdp sdp;

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct sdp_format_reader reader;
        struct sdp_format format;

        read_lines(cases[i].lines, &sdp);
        sdp_formats_begin(&sdp.media[0], &reader);
        g_assert_true(sdp_next_format(&reader, &format));
        g_assert_cmpint(format.payload_type, ==, cases[i].payload_type);
        assert_span(format.name, cases[i].name);
        g_assert_cmpuint(format.clock_rate, ==, cases[i].clock_rate);
        g_assert_cmpuint(format.channels, ==, cases[i].channels);
        g_assert_false(sdp_next_format(&reader, &format));
    }
}

/* RFC 3551 tables 4 and 5; all other numbers mean nothing without an rtpmap line. */
static void test_static_types(void)
{
    static const char *const types[128] = {
        [0] = "PCMU/8000/1",   [3] = "GSM/8000/1",    [4] = "G723/8000/1",   [5] = "DVI4/8000/1",
        [6] = "DVI4/16000/1",  [7] = "LPC/8000/1",    [8] = "PCMA/8000/1",   [9] = "G722/8000/1",
        [10] = "L16/44100/2",  [11] = "L16/44100/1",  [12] = "QCELP/8000/1", [13] = "CN/8000/1",
        [14] = "MPA/90000/1",  [15] = "G728/8000/1",  [16] = "DVI4/11025/1", [17] = "DVI4/22050/1",
        [18] = "G729/8000/1",  [25] = "CelB/90000/1", [26] = "JPEG/90000/1", [28] = "nv/90000/1",
        [31] = "H261/90000/1", [32] = "MPV/90000/1",  [33] = "MP2T/90000/1", [34] = "H263/90000/1",
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(types); i++) {
        char *line = g_strdup_printf("m=audio 1 RTP/AVP %u\r\n", i), *type;
        struct sdp_format_reader reader;
        struct sdp_format format;
        struct sdp sdp;

        read_lines(line, &sdp);
        sdp_formats_begin(&sdp.media[0], &reader);
        g_assert_true(sdp_next_format(&reader, &format));
        type = g_strdup_printf("%.*s/%u/%u", (int)format.name.length, format.name.text,
                               format.clock_rate, format.channels);
        g_assert_cmpstr(type, ==, types[i] ? types[i] : "/0/1");
        g_free(type);
        g_free(line);
    }
}

static void test_auxiliary_names(void)
{
    static const struct {
        const char *name;
        bool is_auxiliary;
    } names[] = {
        { "telephone-event", true }, { "cn", true },    { "RED", true },   { "rtx", true },
        { "ulpfec", true },          { "PCMA", false }, { "opus", false }, { "", false }
    };

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        struct sdp_format format = { 96, { names[i].name, strlen(names[i].name) }, 8000, 1 };

        g_assert_cmpint(sdp_format_is_auxiliary(&format), ==, names[i].is_auxiliary);
    }
}

static void test_preconditions(void)
{
    static const struct {
        const char *lines;
        enum sdp_precondition state;
        const char *line;
    } cases[] = {
        { "", SDP_PRECONDITION_NONE, "" },
        { "a=curr:qos e2e none\r\n", SDP_PRECONDITION_NONE, "" },
        { "a=des:qos mandatory e2e sendrecv\r\n", SDP_PRECONDITION_UNMET,
          "qos mandatory e2e sendrecv" },
        { "a=des:qos mandatory local sendrecv\r\na=curr:qos local send\r\n", SDP_PRECONDITION_UNMET,
          "qos mandatory local sendrecv" },
        { "a=curr:qos local sendrecv\r\na=des: QoS Mandatory local sendrecv\r\n",
          SDP_PRECONDITION_MET, "" },
        { "a=curr:qos local sendrecv\r\na=curr:qos remote none\r\n"
          "a=des:qos mandatory local sendrecv\r\na=des:qos mandatory remote recv\r\n",
          SDP_PRECONDITION_UNMET, "qos mandatory remote recv" },
        { "a=curr:qos local recv\r\na=des:qos mandatory local send\r\n", SDP_PRECONDITION_UNMET,
          "qos mandatory local send" },
        { "a=curr:qos local recv\r\na=des:qos mandatory local recv\r\n", SDP_PRECONDITION_MET, "" },
        { "a=curr:qos e2e none\r\na=des:qos optional e2e sendrecv\r\n", SDP_PRECONDITION_MET, "" },
        { "a=des:qos none remote sendrecv\r\n", SDP_PRECONDITION_MET, "" },
        { "a=des:qos mandatory e2e none\r\n", SDP_PRECONDITION_MET, "" },
        { "a=curr:sec e2e sendrecv\r\na=des:qos mandatory e2e send\r\n", SDP_PRECONDITION_UNMET,
          "qos mandatory e2e send" },
        { "a=curr:conn e2e sendrecv\r\na=des:conn mandatory e2e send\r\n", SDP_PRECONDITION_MET,
          "" },
        { "a=des:qos mandatory\r\na=des:\r\na=des:x mandatory e2e send\r\n", SDP_PRECONDITION_NONE,
          "" },
        { "a=curr:qos\r\na=curr:qos e2e x\r\na=des:qos mandatory e2e send\r\n",
          SDP_PRECONDITION_UNMET, "qos mandatory e2e send" },
        { "a:des:qos mandatory e2e send\r\nb=des:qos mandatory e2e send\r\n", SDP_PRECONDITION_NONE,
          "" },
    };
    struct sdp sdp;

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *lines =
            g_strconcat("m=audio 1 RTP/AVP 0\r\n", cases[i].lines, "m=audio 2 RTP/AVP 0\r\n", NULL);

        read_lines(lines, &sdp);
        g_assert_cmpint(sdp.media[0].precondition, ==, cases[i].state);
        assert_span(sdp.media[0].precondition_line, cases[i].line);
        g_assert_cmpint(sdp.media[1].precondition, ==, SDP_PRECONDITION_NONE);
    }
}

static void test_bundles(void)
{
    struct sdp sdp;

    read_lines("a=group:\r\na=group:LS 2\r\na=group:BUNDLE 0 1x\r\n"
               "m=audio 1 RTP/AVP 0\r\na=mid:0\r\nm=video 2 RTP/AVP 31\r\na=mid:1\r\n"
               "m=video 3 RTP/AVP 31\r\na=mid:2\r\nm=video 0 RTP/AVP 31\r\na=bundle-only\r\n"
               "m=video 4 RTP/AVP 31\r\n",
               &sdp);
    g_assert_true(sdp.media[0].is_bundled);
    g_assert_false(sdp.media[1].is_bundled);
    g_assert_false(sdp.media[2].is_bundled);
    g_assert_true(sdp.media[3].is_bundled);
    g_assert_false(sdp.media[4].is_bundled);
}

static void test_keys(void)
{
    struct sdp sdp;

    read_lines("a=fingerprint:sha-256 AA\r\na=setup:actpass\r\n"
               "m=audio 1 RTP/SAVP 0\r\na=crypto:1 AES inline:x\r\na=setup:Passive\r\n"
               "m=audio 2 RTP/AVP 0\r\na=zrtp-hash:1.10 f\r\na=setup:other\r\n"
               "m=audio 3 RTP/AVP 0\r\na=key-mgmt:mikey x\r\na=cryptox\r\n",
               &sdp);
    for (unsigned i = 0; i < sdp.media_count; i++)
        g_assert_true(sdp.media[i].has_fingerprint);
    g_assert_true(sdp.media[0].has_crypto && !sdp.media[0].has_other_keys);
    g_assert_cmpint(sdp.media[0].setup, ==, SDP_SETUP_PASSIVE);
    g_assert_true(!sdp.media[1].has_crypto && sdp.media[1].has_other_keys);
    g_assert_cmpint(sdp.media[1].setup, ==, SDP_SETUP_ACTPASS);
    g_assert_true(!sdp.media[2].has_crypto && sdp.media[2].has_other_keys);
    g_assert_cmpstr(sdp_setup_name(sdp.media[2].setup), ==, "actpass");
}

static void test_malformed(void)
{
    static const struct {
        const char *lines, *malformed;
    } cases[] = {
        { "m=audio 1 RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/8000\r\n", "" },
        { "m=audio 1 RTP/AVP 101\r\na=rtpmap:101\r\na=rtpmap:\r\n", "a=rtpmap:101" },
        { "m=audio 1 RTP/AVP 101\r\na=rtpmap:x PCMA/8000\r\n", "a=rtpmap:x PCMA/8000" },
        { "m=audio 1 RTP/AVP 101\r\na=rtpmap:101 /8000\r\n", "a=rtpmap:101 /8000" },
        { "m=audio 1 RTP/AVP 101\r\na=rtpmap:101 PCMA\r\n", "a=rtpmap:101 PCMA" },
        { "m=audio x RTP/AVP 0\r\n", "m=audio x RTP/AVP 0" },
        { "c=IN IP4\r\nm=audio 1 RTP/AVP 0\r\n", "c=IN IP4" },
    };
    struct sdp sdp;

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        read_lines(cases[i].lines, &sdp);
        assert_span(sdp.malformed, cases[i].malformed);
    }
}

static void test_every_length(void)
{
    static const char text[] =
        "v=0\r\no=- 1 1 IN IP4 h\r\nc=IN IP4 10.0.0.1/127\r\na=group:BUNDLE a\r\nt=0 0\r\n"
        "m=audio 4000/2 RTP/AVP 0 96\r\na=rtpmap:96 opus/48000/2\r\na=mid:a\r\na=rtcp:4001\r\n"
        "a=curr:qos e2e none\r\na=des:qos mandatory e2e sendrecv\r\na=sendonly\r\n"
        "m=image 5000 udptl t38\r\nc=IN IP6 ::1\r\n";
    struct sdp sdp;

    for (size_t i = 0; i < sizeof(text); i++) {
        bool is_sdp = sdp_read(guarded(text, i), &sdp);

        g_assert_cmpint(is_sdp, ==, i >= 2);
        for (unsigned m = 0; is_sdp && m < sdp.media_count; m++) {
            struct sdp_format_reader reader;
            struct sdp_format format;

            sdp_formats_begin(&sdp.media[m], &reader);
            while (sdp_next_format(&reader, &format))
                sdp_format_is_auxiliary(&format);
        }
    }
    g_assert_cmpuint(sdp.media_count, ==, 2);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    guarded_init();
    g_test_add_func("/sdp/first-line", test_first_line);
    g_test_add_func("/sdp/media-lines", test_media_lines);
    g_test_add_func("/sdp/levels", test_levels);
    g_test_add_func("/sdp/caps", test_caps);
    g_test_add_func("/sdp/formats", test_formats);
    g_test_add_func("/sdp/static-types", test_static_types);
    g_test_add_func("/sdp/auxiliary-names", test_auxiliary_names);
    g_test_add_func("/sdp/preconditions", test_preconditions);
    g_test_add_func("/sdp/bundles", test_bundles);
    g_test_add_func("/sdp/keys", test_keys);
    g_test_add_func("/sdp/malformed", test_malformed);
    g_test_add_func("/sdp/every-length", test_every_length);
    return g_test_run();
}
