/* endpoint.c
 * An IP address and port, as a packet's source and destination and as an SDP announces them.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "endpoint.h"

#include "memory/keyed_hash.h"
#include "message/sip_message.h"

#include <wsutil/inet_addr.h>

#define HOST_TEXT_MAX 48

struct endpoint endpoint_of(const address *host, uint32_t port)
{
    struct endpoint endpoint = { .port = (uint16_t)port };

    if (host->type != AT_IPv4 && host->type != AT_IPv6)
        return endpoint;
    endpoint.length = host->type == AT_IPv4 ? 4 : 16;
    memcpy(endpoint.address, host->data, endpoint.length);
    return endpoint;
}

struct endpoint endpoint_read(struct span host, uint32_t port)
{
    struct endpoint endpoint = { .port = (uint16_t)port };
    char text[HOST_TEXT_MAX];

    if (host.length == 0 || host.length >= sizeof text)
        return endpoint;
    memcpy(text, host.text, host.length);
    text[host.length] = '\0';
    if (ws_inet_pton4(text, (ws_in4_addr *)endpoint.address))
        endpoint.length = 4;
    else if (ws_inet_pton6(text, (ws_in6_addr *)endpoint.address))
        endpoint.length = 16;
    return endpoint;
}

struct endpoint endpoint_of_uri(struct span uri)
{
    return endpoint_read(sip_uri_read(uri).host, 0);
}

bool endpoint_host_equals(struct endpoint a, struct endpoint b)
{
    return a.length == b.length && memcmp(a.address, b.address, sizeof a.address) == 0;
}

bool endpoint_equals(struct endpoint a, struct endpoint b)
{
    return a.port == b.port && endpoint_host_equals(a, b);
}

static bool is_private_ipv4(const uint8_t *bytes)
{
    return bytes[0] == 10 || bytes[0] == 127 || (bytes[0] == 172 && (bytes[1] & 0xf0) == 16) ||
           (bytes[0] == 192 && bytes[1] == 168) || (bytes[0] == 169 && bytes[1] == 254) ||
           (bytes[0] == 100 && (bytes[1] & 0xc0) == 64);
}

bool endpoint_is_loopback(struct endpoint endpoint)
{
    static const uint8_t loopback[16] = { [15] = 1 };

    return (endpoint.length == 4 && endpoint.address[0] == 127) ||
           (endpoint.length == 16 && memcmp(endpoint.address, loopback, sizeof loopback) == 0);
}

bool endpoint_is_private(struct endpoint endpoint)
{
    static const uint8_t loopback[16] = { [15] = 1 };

    if (endpoint.length == 4)
        return is_private_ipv4(endpoint.address);
    return endpoint.length == 16 &&
           ((endpoint.address[0] & 0xfe) == 0xfc ||
            (endpoint.address[0] == 0xfe && (endpoint.address[1] & 0xc0) == 0x80) ||
            memcmp(endpoint.address, loopback, sizeof loopback) == 0);
}

bool endpoint_is_unspecified(struct endpoint endpoint)
{
    static const uint8_t unspecified[16];

    return endpoint.length && memcmp(endpoint.address, unspecified, sizeof unspecified) == 0;
}

/* Both return the end, where a NUL stands: printf takes many times as long. */
static char *put_text(char *end, const char *text)
{
    const size_t length = strlen(text);

    memcpy(end, text, length + 1);
    return end + length;
}

static char *put_number(char *end, uint32_t number)
{
    char digits[NUMBER_DIGITS_MAX];
    const struct span written = span_of_number(number, digits);

    memcpy(end, written.text, written.length);
    end[written.length] = '\0';
    return end + written.length;
}

static char *put_host(char *end, const struct endpoint *endpoint)
{
    char host[HOST_TEXT_MAX];

    if (endpoint->length == 16)
        return put_text(end, ws_inet_ntop6(endpoint->address, host, sizeof host));
    if (endpoint->length != 4)
        return put_text(end, "unknown address");
    for (unsigned i = 0; i < 4; i++)
        end = put_number(i ? put_text(end, ".") : end, endpoint->address[i]);
    return end;
}

const char *endpoint_text(struct endpoint endpoint, char *text)
{
    const bool is_bracketed = endpoint.length == 16 && endpoint.port;
    char *end = put_host(is_bracketed ? put_text(text, "[") : text, &endpoint);

    if (endpoint.port)
        put_number(put_text(end, is_bracketed ? "]:" : ":"), endpoint.port);
    return text;
}

const char *endpoint_host_text(struct endpoint endpoint, char *text)
{
    endpoint.port = 0;
    return endpoint_text(endpoint, text);
}

guint endpoint_hash(gconstpointer key)
{
    return keyed_hash(key, sizeof(struct endpoint));
}

gboolean endpoint_equal(gconstpointer a, gconstpointer b)
{
    return endpoint_equals(*(const struct endpoint *)a, *(const struct endpoint *)b);
}
