/* test_endpoint.c
 * Addresses as an SDP writes them: which are read, which are private, and how they are shown.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "capture/endpoint.h"

#include <string.h>

static struct endpoint read_host(const char *host, uint32_t port)
{
    return endpoint_read((struct span){ host, strlen(host) }, port);
}

static void test_private(void)
{
    /* The first and last of each private network, and their neighbours. */
    static const char *const private[] = {
        "10.0.0.0",    "10.255.255.255", "127.0.0.1",   "172.16.0.0",      "172.31.255.255",
        "192.168.0.0", "192.168.255.1",  "169.254.0.0", "100.64.0.0",      "100.127.255.255",
        "fc00::",      "fdff::1",        "fe80::1",     "febf:ffff::ffff", "::1",
    };
    static const char *const public[] = {
        "9.255.255.255",
        "11.0.0.0",
        "126.0.0.1",
        "128.0.0.1",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.1.1",
        "192.169.0.0",
        "169.253.1.1",
        "169.255.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "8.8.8.8",
        "fbff::1",
        "fe00::1",
        "fe7f::1",
        "fec0::1",
        "2001:db8::1",
        "::2",
        "::",
        "0.0.0.0",
        "host.example",
        "",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(private); i++) {
        if (!endpoint_is_private(read_host(private[i], 5060)))
            g_error("%s is private", private[i]);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(public); i++) {
        if (endpoint_is_private(read_host(public[i], 5060)))
            g_error("%s is not private", public[i]);
    }
}

static void test_unspecified(void)
{
    g_assert_true(endpoint_is_unspecified(read_host("0.0.0.0", 1)));
    g_assert_true(endpoint_is_unspecified(read_host("::", 1)));
    g_assert_false(endpoint_is_unspecified(read_host("0.0.0.1", 1)));
    g_assert_false(endpoint_is_unspecified(read_host("::1", 1)));
    g_assert_false(endpoint_is_unspecified(read_host("host.example", 1)));
}

static void test_texts(void)
{
    static const struct {
        const char *host;
        uint32_t port;
        const char *text;
    } cases[] = {
        { "10.0.0.1", 5060, "10.0.0.1:5060" },
        { "10.0.0.1", 0, "10.0.0.1" },
        { "2001:DB8::0:1", 5060, "[2001:db8::1]:5060" },
        { "2001:db8::1", 0, "2001:db8::1" },
        { "host.example", 5060, "unknown address:5060" },
        { "10.0.0.256", 0, "unknown address" },
        { "", 0, "unknown address" },
        { "1111:2222:3333:4444:5555:6666:7777:8888:9999:0000", 0, "unknown address" },
    };
    char text[ENDPOINT_TEXT_MAX];

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpstr(endpoint_text(read_host(cases[i].host, cases[i].port), text), ==,
                        cases[i].text);
}

static void test_equal(void)
{
    const struct endpoint a = read_host("10.0.0.1", 1), other_port = read_host("10.0.0.1", 2);

    g_assert_true(endpoint_equals(a, read_host("10.0.0.1", 1)));
    g_assert_true(endpoint_host_equals(a, other_port));
    g_assert_false(endpoint_equals(a, other_port));
    g_assert_false(endpoint_equals(a, read_host("10.0.0.2", 1)));
    g_assert_false(endpoint_host_equals(a, read_host("a00:1::", 1)));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/endpoint/private", test_private);
    g_test_add_func("/endpoint/unspecified", test_unspecified);
    g_test_add_func("/endpoint/texts", test_texts);
    g_test_add_func("/endpoint/equal", test_equal);
    return g_test_run();
}
