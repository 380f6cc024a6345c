/* connection.c
 * Which endpoints could be reached: TCP connections and attempts at them, and ICMP errors.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "connection.h"

#include "hops.h"
#include "memory/kept_memory.h"
#include "memory/keyed_hash.h"

/* A SYN this long after the latest message to its sender may be for anything; microseconds. */
#define PROMPT_TIME 10000000

/* Connections and ICMP errors that one question looks at. */
#define LOOKED_AT_MAX 512

/* A TCP connection, or an attempt at one. Frames are 0 until there is one. */
struct connection {
    struct path path;        /* who began it, or sent on it first, and to whom */
    const struct call *call; /* a message of which had come to the client last; NULL: none near */
    struct packet_mark syn_mark; /* of the last SYN ... */
    int64_t syn_time;            /* ... and its time */
    uint32_t first_frame;        /* the first SYN; 0: it was open before */
    uint32_t last_frame;         /* the last one */
    uint32_t answer_frame;       /* SYN/ACK */
    uint32_t reset_frame;        /* RST from the server */
    uint32_t end_frame;          /* the first FIN or RST of either side */
    uint32_t syn_count;
};

/* An ICMP error, or several about the same path. */
struct refusal {
    struct path path; /* of the packets that came back */
    struct endpoint reporter;
    uint32_t first_frame, last_frame;
    uint8_t code;
    bool is_tcp;
};

/* A host that got a message: its latest. */
struct receiver {
    struct endpoint host;
    const struct call *call;
    int64_t time;
};

/* The latest of each, in rings: entry n stands at n % MAX. Kept with the file. */
static struct connection *connections[CONNECTIONS_MAX];
static unsigned connection_count;
static struct refusal *refusals;
static unsigned refusal_count;
static struct receiver *receivers;
static unsigned receiver_count;

/* struct path -> struct connection, and struct endpoint -> struct receiver, of those in the rings.
 */
static GHashTable *by_path, *by_host;
G_STATIC_ASSERT(offsetof(struct connection, path) == 0 && offsetof(struct receiver, host) == 0);

static void forget(void)
{
    memset(connections, 0, sizeof connections);
    connection_count = refusal_count = receiver_count = 0;
    refusals = NULL;
    receivers = NULL;
    g_hash_table_remove_all(by_path);
    g_hash_table_remove_all(by_host);
}

static void destroy(void)
{
    g_hash_table_destroy(by_path);
    g_hash_table_destroy(by_host);
}

static guint hash_of_path(gconstpointer key)
{
    return keyed_hash(key, sizeof(struct path));
}

static gboolean is_same_path(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(struct path)) == 0;
}

void connection_init(void)
{
    by_path = g_hash_table_new(hash_of_path, is_same_path);
    by_host = g_hash_table_new(endpoint_hash, endpoint_equal);
    register_cleanup_routine(forget);
    register_shutdown_routine(destroy);
}

static struct connection *connection_of(struct endpoint client, struct endpoint server)
{
    const struct path path = { client, server };

    return (struct connection *)g_hash_table_lookup(by_path, &path);
}

/* A new one in place of the oldest, or of an earlier one between the same two endpoints. */
static struct connection *connection_new(struct endpoint client, struct endpoint server)
{
    struct connection **place = &connections[connection_count++ % CONNECTIONS_MAX];
    struct connection *earlier = connection_of(client, server);

    if (earlier)
        g_hash_table_remove(by_path, earlier);
    if (!*place)
        *place = KEPT_NEW(struct connection);
    else if (g_hash_table_lookup(by_path, *place) == *place)
        g_hash_table_remove(by_path, *place);
    **place = (struct connection){ .path = { client, server } };
    g_hash_table_add(by_path, *place);
    return *place;
}

/* NULL: nothing came to this host, or too many others got a message since. */
static struct receiver *receiver_at(struct endpoint host)
{
    host.port = 0;
    return (struct receiver *)g_hash_table_lookup(by_host, &host);
}

static struct receiver *receiver_new(struct endpoint host)
{
    struct receiver *receiver;

    if (!receivers)
        receivers =
            (struct receiver *)wmem_alloc0(wmem_file_scope(), RECEIVERS_MAX * sizeof *receivers);
    receiver = &receivers[receiver_count % RECEIVERS_MAX];
    if (receiver_count++ >= RECEIVERS_MAX)
        g_hash_table_remove(by_host, receiver);
    receiver->host = host;
    receiver->host.port = 0;
    g_hash_table_add(by_host, receiver);
    return receiver;
}

static const struct call *call_that_prompts(struct endpoint client, int64_t time)
{
    const struct receiver *receiver = receiver_at(client);

    return receiver && time_is_near(receiver->time, time, PROMPT_TIME) ? receiver->call : NULL;
}

static void add_syn(const struct connection_sign *sign, uint32_t frame, int64_t time)
{
    struct connection *connection = connection_of(sign->source, sign->target);

    if (connection && connection->syn_count &&
        packet_is_same(connection->syn_mark, connection->syn_time, sign->mark, time))
        return;
    if (!connection || connection->answer_frame || connection->end_frame ||
        !connection->syn_count) {
        connection = connection_new(sign->source, sign->target);
        connection->first_frame = frame;
        connection->call = call_that_prompts(sign->source, time);
    }
    connection->syn_mark = sign->mark;
    connection->syn_time = time;
    connection->last_frame = frame;
    connection->syn_count++;
}

/* A FIN or RST, which either side may send. */
static void add_end(const struct connection_sign *sign, uint32_t frame)
{
    struct connection *connection = connection_of(sign->target, sign->source);

    if (connection && sign->kind == SIGN_RESET && !connection->reset_frame)
        connection->reset_frame = frame;
    if (!connection)
        connection = connection_of(sign->source, sign->target);
    if (connection && !connection->end_frame)
        connection->end_frame = frame;
}

static struct refusal *refusal_at(unsigned index)
{
    return &refusals[index % REFUSALS_MAX];
}

static void add_refusal(const struct connection_sign *sign, uint32_t frame)
{
    const struct path path = { sign->source, sign->target };
    struct refusal *refusal;

    if (!refusals)
        refusals =
            (struct refusal *)wmem_alloc0(wmem_file_scope(), REFUSALS_MAX * sizeof *refusals);
    for (unsigned i = 1; i <= MIN(refusal_count, REFUSALS_MAX); i++) {
        refusal = refusal_at(refusal_count - i);
        if (is_same_path(&refusal->path, &path) && refusal->code == sign->code) {
            refusal->last_frame = frame;
            return;
        }
    }
    refusal = refusal_at(refusal_count++);
    *refusal = (struct refusal){ path, sign->reporter, frame, frame, sign->code, sign->is_tcp };
}

void connection_add_sign(const struct connection_sign *sign, uint32_t frame, int64_t time)
{
    struct connection *connection;

    switch (sign->kind) {
    case SIGN_SYN:
        add_syn(sign, frame, time);
        break;
    case SIGN_SYN_ACK:
        connection = connection_of(sign->target, sign->source);
        if (connection && !connection->answer_frame)
            connection->answer_frame = frame;
        break;
    case SIGN_RESET:
    case SIGN_FIN:
        add_end(sign, frame);
        break;
    case SIGN_UNREACHABLE:
        add_refusal(sign, frame);
        break;
    }
}

void connection_add_message(const struct call *call, const struct sip_frame *frame)
{
    struct receiver *receiver = receiver_at(frame->destination);

    if (!receiver)
        receiver = receiver_new(frame->destination);
    receiver->call = call;
    receiver->time = frame->time;
    if (frame->is_tcp && !connection_of(frame->source, frame->destination) &&
        !connection_of(frame->destination, frame->source))
        connection_new(frame->source, frame->destination);
}

/* The newest ICMP error, after since and before frame, about a packet on a path from this client to
 * this server; a port of 0 stands for any. */
static const struct refusal *find_refusal(struct endpoint client, struct endpoint server,
                                          uint32_t since, uint32_t frame)
{
    for (unsigned i = 1; i <= MIN(refusal_count, REFUSALS_MAX); i++) {
        const struct refusal *refusal = refusal_at(refusal_count - i);

        if (refusal->last_frame > since && refusal->first_frame < frame &&
            endpoint_host_equals(refusal->path.client, client) &&
            endpoint_host_equals(refusal->path.server, server) &&
            (!client.port || refusal->path.client.port == client.port) &&
            (!server.port || refusal->path.server.port == server.port))
            return refusal;
    }
    return NULL;
}

static void fill_from_refusal(const struct refusal *refusal, struct connection_failure *failure)
{
    failure->kind = CONNECTION_UNREACHABLE;
    failure->client = refusal->path.client;
    failure->server = refusal->path.server;
    failure->reporter = refusal->reporter;
    failure->code = refusal->code;
    failure->is_tcp = refusal->is_tcp;
    failure->error_frame = refusal->first_frame;
}

/* The connection that was begun as number `age` before now, if it was after since; NULL at the end.
 */
static const struct connection *connection_back(unsigned age)
{
    return age <= MIN(connection_count, CONNECTIONS_MAX)
               ? connections[(connection_count - age) % CONNECTIONS_MAX]
               : NULL;
}

/* Did the client get through to the server by another connection, begun after since? */
static bool got_through(const struct path *path, uint32_t since)
{
    const struct connection *other;

    for (unsigned age = 1; age <= LOOKED_AT_MAX && (other = connection_back(age)); age++) {
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
    const struct span uri = { request->uri, request->uri ? strlen(request->uri) : 0 };

    return uri.length && endpoint_host_equals(endpoint_read(sip_uri_read(uri).host, 0), server);
}

static bool came_to_nothing(const struct connection *connection,
                            const struct transaction *transaction, uint32_t frame,
                            struct connection_failure *failure)
{
    const struct path *path = &connection->path;
    const struct refusal *refusal =
        find_refusal(path->client, path->server, transaction->request_frame, frame);

    if (connection->first_frame <= transaction->request_frame || connection->answer_frame ||
        !endpoint_host_equals(path->client, transaction->path->server) ||
        (connection->call != transaction->call && !is_named(transaction->request, path->server)) ||
        got_through(path, transaction->request_frame))
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
    for (unsigned age = 1; age <= LOOKED_AT_MAX && (connection = connection_back(age)); age++) {
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
    const struct refusal *refusal;

    if (!transaction->request_frame || transaction->first_response)
        return false;
    *failure = (struct connection_failure){ .client = path->client, .server = path->server };
    refusal = find_refusal(path->client, path->server, transaction->request_frame, frame);
    if (refusal) {
        fill_from_refusal(refusal, failure);
        return true;
    }
    connection = transaction->is_stream ? connection_of(path->client, path->server) : NULL;
    if (!connection || connection->reset_frame <= transaction->request_frame)
        return false;
    failure->kind = CONNECTION_RESET;
    failure->is_tcp = true;
    failure->error_frame = connection->reset_frame;
    return true;
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
    connection = connection_of(path->client, path->server);
    if (!connection)
        connection = connection_of(path->server, path->client);
    return connection && !connection->end_frame;
}
