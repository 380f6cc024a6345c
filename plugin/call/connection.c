/* connection.c
 * Why a request did not get through: connections that nobody answered, and ICMP errors.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "connection.h"

#include "connection_memory.h"
#include "hops.h"

/* What comes later than this after a request is no second attempt at it; microseconds. */
#define ANEW_TIME 10000000

static void fill_from_refusal(const struct icmp_refusal *refusal,
                              struct connection_failure *failure)
{
    failure->kind = CONNECTION_UNREACHABLE;
    failure->client = refusal->path.client;
    failure->server = refusal->path.server;
    failure->reporter = refusal->reporter;
    failure->code = refusal->code;
    failure->is_tcp = refusal->is_tcp;
    failure->error_frame = refusal->first_frame;
}

/* Did the client get through to the server by another connection, begun after since? */
static bool got_through(const struct path *path, uint32_t since)
{
    const struct connection *other;

    for (unsigned age = 1; (other = connection_back(age)); age++) {
        if (other->first_frame > since && other->answer_frame &&
            endpoint_host_equals(other->path.client, path->client) &&
            endpoint_equals(other->path.server, path->server))
            return true;
    }
    return false;
}

/* Does the request name the host it is to be sent to? */
static bool is_named(const struct request *request, struct endpoint server)
{
    const struct span uri = span_of_text(request_uri(request));

    return uri.length && endpoint_host_equals(endpoint_of_uri(uri), server);
}

/* Of an attempt that was begun after since. */
static bool got_no_answer(const struct connection *connection, uint32_t since, uint32_t frame,
                          struct connection_failure *failure)
{
    const struct path *path = &connection->path;
    const struct icmp_refusal *refusal =
        connection_refusal(path->client, path->server, since, frame);

    if (connection->first_frame <= since || connection->answer_frame || got_through(path, since))
        return false;
    *failure = (struct connection_failure){ .client = path->client, .server = path->server };
    if (refusal)
        fill_from_refusal(refusal, failure);
    else if (connection->reset_frame)
        failure->kind = CONNECTION_RESET;
    else if (connection->syn_count > 1)
        failure->kind = CONNECTION_NO_ANSWER;
    else
        return false;
    failure->is_tcp = true;
    failure->count = connection->syn_count;
    failure->first_frame = connection->first_frame;
    failure->last_frame = connection->last_frame;
    if (failure->kind == CONNECTION_RESET)
        failure->error_frame = connection->reset_frame;
    return true;
}

static bool came_to_nothing(const struct connection *connection,
                            const struct transaction *transaction, uint32_t frame,
                            struct connection_failure *failure)
{
    const struct path *path = &connection->path;

    return endpoint_host_equals(path->client, transaction->path->server) &&
           (connection->call == transaction_call(transaction) ||
            is_named(transaction_request(transaction), path->server)) &&
           got_no_answer(connection, transaction->request_frame, frame, failure);
}

bool connection_failed_between(struct endpoint client, struct endpoint server, uint32_t since,
                               uint32_t frame, struct connection_failure *failure)
{
    const struct connection *connection;

    for (unsigned age = 1; (connection = connection_back(age)); age++) {
        if (endpoint_host_equals(connection->path.client, client) &&
            endpoint_equals(connection->path.server, server) &&
            got_no_answer(connection, since, frame, failure))
            return true;
    }
    return false;
}

/* A request that the server sent on over UDP, and that came back as an ICMP error. */
static bool came_back(const struct transaction *transaction, uint32_t frame,
                      struct connection_failure *failure)
{
    const struct transaction *branch = NULL;

    while ((branch = hop_next_behind(transaction, branch))) {
        if (connection_refused(branch, frame, failure))
            return true;
    }
    return false;
}

bool connection_failed_behind(const struct transaction *transaction, uint32_t frame,
                              struct connection_failure *failure)
{
    const struct connection *connection;

    if (!transaction->request_frame)
        return false;
    /* What got as far as the next hop did not fail here. */
    if (hop_failed_behind(transaction, 0, frame))
        return false;
    if (came_back(transaction, frame, failure))
        return true;
    for (unsigned age = 1; (connection = connection_back(age)); age++) {
        if (came_to_nothing(connection, transaction, frame, failure))
            return true;
    }
    return false;
}

bool connection_refused(const struct transaction *transaction, uint32_t frame,
                        struct connection_failure *failure)
{
    const struct path *path = transaction->path;
    const struct connection *connection;
    const struct icmp_refusal *refusal;

    if (!transaction->request_frame || transaction->final)
        return false;
    *failure = (struct connection_failure){ .client = path->client, .server = path->server };
    refusal =
        transaction_first_response(transaction)
            ? NULL
            : connection_refusal(path->client, path->server, transaction->request_frame, frame);
    if (refusal) {
        fill_from_refusal(refusal, failure);
        return true;
    }
    connection = transaction->is_stream ? connection_between(path->client, path->server) : NULL;
    if (!connection || connection->reset_frame <= transaction->request_frame ||
        connection->reset_frame > frame)
        return false;
    failure->kind = CONNECTION_RESET;
    failure->is_tcp = true;
    failure->error_frame = connection->reset_frame;
    return true;
}

const struct transaction *connection_lost_before(const struct transaction *request,
                                                 struct connection_failure *failure)
{
    const struct connection *connection;

    for (unsigned age = 1; (connection = connection_reset_back(age)); age++) {
        const struct transaction *lost = NULL;

        if (!connection->sent_call ||
            !endpoint_host_equals(connection->path.client, request->path->client) ||
            !endpoint_host_equals(connection->path.server, request->path->server))
            continue;
        while ((lost = transaction_back(call_newest(connection->sent_call), lost))) {
            if (lost->method == request->method && lost->request_frame < request->request_frame &&
                !transaction_first_response(lost) &&
                time_is_near(lost->request_time, request->request_time, ANEW_TIME) &&
                endpoint_equals(lost->path->client, connection->path.client) &&
                connection_refused(lost, request->request_frame, failure))
                return lost;
        }
    }
    return NULL;
}

bool connection_was_left(const struct transaction *transaction, const struct sip_frame *frame)
{
    const struct path *path = transaction->path;
    const struct connection *connection;

    /* Only the ports differ: other hosts are another capture point, or a relay that hides itself.
     */
    if (!transaction->request_frame || !frame->is_tcp ||
        !endpoint_host_equals(frame->destination, path->client) ||
        !endpoint_host_equals(frame->source, path->server) ||
        (endpoint_equals(frame->destination, path->client) &&
         endpoint_equals(frame->source, path->server)))
        return false;
    connection = connection_between(path->client, path->server);
    if (!connection)
        connection = connection_between(path->server, path->client);
    return connection && !connection->end_frame;
}
