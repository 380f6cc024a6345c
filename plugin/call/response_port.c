/* response_port.c
 * Whether a response goes back to the port that its request came from.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "response_port.h"

#define SIP_PORT 5060

/* The port of a Via's sent-by, "10.0.0.2:5070" or "[2001:db8::2]"; it stands behind the brackets of
 * an IPv6 address. */
static uint16_t port_of(const char *sent_by)
{
    const char *bracket = strrchr(sent_by, ']');
    const char *colon = strchr(bracket ? bracket : sent_by, ':');
    uint32_t port;

    if (!colon || !span_whole_number(span_of_text(colon + 1), &port) || port > UINT16_MAX)
        return SIP_PORT;
    return (uint16_t)port;
}

static bool goes_to(const struct record *response, const struct path *path, uint16_t port)
{
    struct sip_frame frame = { .source = path->server, .destination = path->client };

    frame.destination.port = port;
    return sip_frame_path_hash(&frame) == response->path_hash;
}

/* Any path on which the request was seen, as on both sides of a NAT, may be the way back. */
struct other_port response_other_port(const struct record *response)
{
    const struct transaction *transaction = response->transaction;
    const struct request_copy *copy = transaction->repeats->copies;
    const struct path *path = transaction->path;
    struct other_port other = { 0, 0 };
    uint16_t port;

    if (transaction->is_stream || !transaction->request_frame ||
        !request_sent_by(transaction->request) || goes_to(response, path, path->client.port))
        return other;
    port = port_of(request_sent_by(transaction->request));
    if (goes_to(response, path, port))
        other = (struct other_port){ path->client.port, port };
    for (; copy; copy = copy->older) {
        if (goes_to(response, copy->path, copy->path->client.port))
            return (struct other_port){ 0, 0 };
        if (goes_to(response, copy->path, port))
            other = (struct other_port){ copy->path->client.port, port };
    }
    return other;
}
