/* connection_memory.c
 * The latest TCP connections, ICMP errors and receivers of messages that the capture has shown.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "connection_memory.h"

#include "memory/kept_memory.h"
#include "memory/keyed_hash.h"

/* A SYN this long after the latest message to its sender may be for anything; microseconds. */
#define PROMPT_TIME 10000000

/* Connections that one question looks at. */
#define LOOKED_AT_MAX 512

/* A host that got a message: its latest. */
struct receiver {
    struct endpoint host;
    const struct call *call;  /* of the latest message to it */
    int64_t time, other_time; /* of that, and of the latest one of another call */
};

/* The latest of each, in rings: entry n stands at n % MAX. Kept with the file. */
static struct connection *connections[CONNECTIONS_MAX];
static unsigned connection_count;
static struct icmp_refusal *refusals;
static unsigned refusal_count;
static struct receiver *receivers;
static unsigned receiver_count;
static const struct connection *resets[RESETS_MAX];
static unsigned reset_count;

/* struct path -> struct connection, and struct endpoint -> struct receiver, of those in the rings.
 */
static GHashTable *by_path, *by_host;
G_STATIC_ASSERT(offsetof(struct connection, path) == 0 && offsetof(struct receiver, host) == 0);

/* Receivers that were asked for lately, by the last byte of their address: most messages of a
 * capture come to few hosts. Emptied with the file. */
#define RECENT_RECEIVERS 16
static struct receiver *recent_receivers[RECENT_RECEIVERS];

static void forget(void)
{
    memset(connections, 0, sizeof connections);
    memset(resets, 0, sizeof resets);
    connection_count = refusal_count = receiver_count = reset_count = 0;
    refusals = NULL;
    receivers = NULL;
    memset(recent_receivers, 0, sizeof recent_receivers);
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
    return keyed_hash(key, PATH_BYTES);
}

void connection_memory_init(void)
{
    by_path = g_hash_table_new(hash_of_path, path_equal);
    by_host = g_hash_table_new(endpoint_hash, endpoint_equal);
    register_cleanup_routine(forget);
    register_shutdown_routine(destroy);
}

static struct connection *find(struct endpoint client, struct endpoint server)
{
    const struct path path = { client, server, 0 };

    return (struct connection *)g_hash_table_lookup(by_path, &path);
}

/* A new one in place of the oldest, or of an earlier one between the same two endpoints. */
static struct connection *connection_new(struct endpoint client, struct endpoint server)
{
    struct connection **place = &connections[connection_count++ % CONNECTIONS_MAX];
    struct connection *earlier = find(client, server);

    if (earlier)
        g_hash_table_remove(by_path, earlier);
    if (!*place)
        *place = KEPT_NEW(struct connection);
    else if (g_hash_table_lookup(by_path, *place) == *place)
        g_hash_table_remove(by_path, *place);
    **place = (struct connection){ .path = { client, server, 0 } };
    g_hash_table_add(by_path, *place);
    return *place;
}

/* NULL: nothing came to this host, or too many others got a message since. */
static struct receiver *receiver_at(struct endpoint host)
{
    struct receiver **recent =
        &recent_receivers[host.length ? host.address[host.length - 1] % RECENT_RECEIVERS : 0];

    host.port = 0;
    if (!*recent || !endpoint_equals((*recent)->host, host))
        *recent = (struct receiver *)g_hash_table_lookup(by_host, &host);
    return *recent;
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
    *receiver = (struct receiver){ .host = host, .other_time = TIME_UNKNOWN };
    receiver->host.port = 0;
    g_hash_table_add(by_host, receiver);
    return receiver;
}

/* A message that is this much older than the latest one, or four times, is not what a SYN is for.
 * Microseconds. */
#define TURN_TIME 1000000

static const struct call *call_that_prompts(struct endpoint client, int64_t time)
{
    const struct receiver *receiver = receiver_at(client);

    if (!receiver || !time_is_near(receiver->time, time, PROMPT_TIME))
        return NULL;
    /* Of two calls at once nobody can tell which one it is for. */
    return time_is_near(receiver->other_time, time, TURN_TIME + 4 * (time - receiver->time))
               ? NULL
               : receiver->call;
}

static void add_syn(const struct connection_sign *sign, uint32_t frame, int64_t time)
{
    struct connection *connection = find(sign->source, sign->target);

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
    struct connection *connection = find(sign->target, sign->source);

    if (connection && sign->kind == SIGN_RESET && !connection->reset_frame) {
        connection->reset_frame = frame;
        resets[reset_count++ % RESETS_MAX] = connection;
    }
    if (!connection)
        connection = find(sign->source, sign->target);
    if (connection && !connection->end_frame)
        connection->end_frame = frame;
}

static struct icmp_refusal *refusal_at(unsigned index)
{
    return &refusals[index % REFUSALS_MAX];
}

static void add_refusal(const struct connection_sign *sign, uint32_t frame)
{
    const struct path path = { sign->source, sign->target, 0 };
    struct icmp_refusal *refusal;

    if (!refusals)
        refusals =
            (struct icmp_refusal *)wmem_alloc0(wmem_file_scope(), REFUSALS_MAX * sizeof *refusals);
    for (unsigned i = 1; i <= MIN(refusal_count, REFUSALS_MAX); i++) {
        refusal = refusal_at(refusal_count - i);
        if (path_equal(&refusal->path, &path) && refusal->code == sign->code) {
            refusal->last_frame = frame;
            return;
        }
    }
    refusal = refusal_at(refusal_count++);
    *refusal =
        (struct icmp_refusal){ path, sign->reporter, frame, frame, sign->code, sign->is_tcp };
}

void connection_memory_add_sign(const struct connection_sign *sign, uint32_t frame, int64_t time)
{
    struct connection *connection;

    switch (sign->kind) {
    case SIGN_SYN:
        add_syn(sign, frame, time);
        break;
    case SIGN_SYN_ACK:
        connection = find(sign->target, sign->source);
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

static void add_to_connection(const struct call *call, const struct sip_frame *frame)
{
    struct connection *connection = find(frame->source, frame->destination);

    if (!connection && !find(frame->destination, frame->source))
        connection = connection_new(frame->source, frame->destination);
    if (connection)
        connection->sent_call = call;
}

void connection_memory_add_message(const struct call *call, const struct sip_frame *frame)
{
    struct receiver *receiver = receiver_at(frame->destination);

    if (!receiver)
        receiver = receiver_new(frame->destination);
    if (receiver->call != call)
        receiver->other_time = receiver->call ? receiver->time : TIME_UNKNOWN;
    receiver->call = call;
    receiver->time = frame->time;
    if (frame->is_tcp)
        add_to_connection(call, frame);
}

const struct connection *connection_reset_back(unsigned age)
{
    return age <= MIN(reset_count, RESETS_MAX) ? resets[(reset_count - age) % RESETS_MAX] : NULL;
}

const struct connection *connection_between(struct endpoint client, struct endpoint server)
{
    return find(client, server);
}

const struct icmp_refusal *connection_refusal(struct endpoint client, struct endpoint server,
                                              uint32_t since, uint32_t frame)
{
    for (unsigned i = 1; i <= MIN(refusal_count, REFUSALS_MAX); i++) {
        const struct icmp_refusal *refusal = refusal_at(refusal_count - i);

        if (refusal->last_frame > since && refusal->first_frame < frame &&
            endpoint_host_equals(refusal->path.client, client) &&
            endpoint_host_equals(refusal->path.server, server) &&
            (!client.port || refusal->path.client.port == client.port) &&
            (!server.port || refusal->path.server.port == server.port))
            return refusal;
    }
    return NULL;
}

const struct connection *connection_back(unsigned age)
{
    return age <= MIN(connection_count, LOOKED_AT_MAX)
               ? connections[(connection_count - age) % CONNECTIONS_MAX]
               : NULL;
}
