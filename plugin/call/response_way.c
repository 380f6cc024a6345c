/* response_way.c
 * Whether a response goes back to the address and port that its request came from.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "response_way.h"

#define SIP_PORT 5060

/* The address that a Via's sent-by names, "10.0.0.2:5070" or "[2001:db8::2]"; a host name has none,
 * but a port. */
static struct endpoint endpoint_of_sent_by(const char *sent_by)
{
    const char *bracket = strrchr(sent_by, ']');
    const char *colon = strchr(bracket ? bracket : sent_by, ':');
    const struct span host = { bracket ? sent_by + 1 : sent_by,
                               bracket ? (size_t)(bracket - sent_by - 1)
                               : colon ? (size_t)(colon - sent_by)
                                       : strlen(sent_by) };
    uint32_t port;

    if (!colon || !span_whole_number(span_of_text(colon + 1), &port) || port > UINT16_MAX)
        port = SIP_PORT;
    return endpoint_read(host, port);
}

static bool goes_to(const struct record *response, const struct path *path, struct endpoint client)
{
    const struct sip_frame frame = { .source = path->server, .destination = client };

    return sip_frame_path_hash(&frame) == response->path_hash;
}

/* Does the response to what came over this path go to the port, or the host, of the Via instead? */
static bool goes_elsewhere(const struct record *response, const struct path *path,
                           struct endpoint named, struct other_way *way)
{
    struct endpoint at_port = path->client;

    at_port.port = named.port;
    way->sent_from = path->client;
    if (goes_to(response, path, at_port))
        way->answered = at_port;
    else if (named.length && goes_to(response, path, named))
        way->answered = named;
    return way->answered.length > 0;
}

/* Any path on which the request was seen, as on both sides of a NAT, may be the way back. */
struct other_way response_other_way(const struct record *response)
{
    const struct transaction *transaction = record_transaction(response);
    const struct request_copy *copy = transaction_repeats(transaction)->copies;
    const struct path *path = transaction->path;
    struct other_way way = { .answered = { .length = 0 } };
    struct endpoint named;

    if (transaction->is_stream || !transaction->request_frame ||
        !request_sent_by(transaction_request(transaction)) || goes_to(response, path, path->client))
        return way;
    for (; copy; copy = copy->older) {
        if (goes_to(response, copy->path, copy->path->client))
            return way;
    }
    named = endpoint_of_sent_by(request_sent_by(transaction_request(transaction)));
    goes_elsewhere(response, path, named, &way);
    for (copy = transaction_repeats(transaction)->copies; copy && !way.answered.length;
         copy = copy->older)
        goes_elsewhere(response, copy->path, named, &way);
    return way;
}

bool other_way_is_to_host(const struct other_way *way)
{
    return way->answered.length && !endpoint_host_equals(way->answered, way->sent_from);
}
