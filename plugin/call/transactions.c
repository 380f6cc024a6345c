/* transactions.c
 * Which transaction of which call a message belongs to.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "transactions.h"

#include "memory/intern.h"
#include "memory/kept_memory.h"
#include "memory/kept_table.h"
#include "memory/keyed_hash.h"
#include "memory/limit.h"

/* All struct call, by the Call-ID as sent. Filled by call_find_or_add(), emptied with the file. */
static struct kept_table calls;

/* A call's messages follow each other: the latest calls, by recent_place_of(). Filled by
 * call_find(), emptied with the file. */
static struct call *recent_calls[RECENT_TEXTS];

/* struct path -> itself; filled by path_of(), emptied with the file. */
static wmem_map_t *paths;

/* The latest of them: hosts that talk to each other send more than one message. One that shares the
 * place costs a comparison, no more. Filled by path_of(), emptied with the file. */
#define RECENT_PATHS 256
static const struct path *recent_paths[RECENT_PATHS];

static void forget(void)
{
    kept_table_empty(&calls);
    memset(recent_calls, 0, sizeof recent_calls);
    memset(recent_paths, 0, sizeof recent_paths);
}

static bool is_of(const struct call *call, struct span call_id)
{
    return call->sent_length == call_id.length &&
           memcmp(call->sent, call_id.text, call_id.length) == 0;
}

static bool has_call_id(const void *call, const void *call_id)
{
    return is_of((const struct call *)call, *(const struct span *)call_id);
}

static guint path_hash(gconstpointer key)
{
    return ((const struct path *)key)->hash;
}

void transactions_init(void)
{
    register_cleanup_routine(forget);
    register_shutdown_routine(forget);
    paths = wmem_map_new_autoreset(wmem_epan_scope(), wmem_file_scope(), path_hash, path_equal);
}

static uint32_t hash_of(struct span text)
{
    return keyed_hash(text.text, text.length);
}

/* The hash of several texts: swapping them, or one that stands twice, gives another one. */
static uint32_t joined_hash(uint32_t hash, struct span text)
{
    const uint32_t both[] = { hash, hash_of(text) };

    return keyed_hash(both, sizeof both);
}

/* RFC 3261 section 17.1.3: the branch with the magic cookie is unique; without it the top Via and
 * the From tag have to do (the RFC 2543 rules, less what the call and the CSeq say already). Of the
 * Via, what the sender wrote: a server adds received and rport to it. */
static uint32_t branch_hash(struct span via_value, const struct sip_parameters *parameters,
                            const struct sip_message *message, bool *has_cookie)
{
    const struct span cookie = SPAN_OF("z9hG4bK");
    struct span branch = NO_SPAN, from_tag;
    struct sip_via via;

    sip_parameters_find(parameters, SPAN_OF("branch"), &branch);
    *has_cookie = span_starts_with_ignoring_case(branch, cookie);
    if (*has_cookie)
        return hash_of(branch);
    from_tag = sip_message_tag(message, SIP_HEADER_FROM);
    if (!sip_via_read(via_value, &via))
        return joined_hash(hash_of(via_value), from_tag);
    return joined_hash(joined_hash(hash_of(via.sent_by), branch), from_tag);
}

static uint32_t lower_branch_hash(struct span via_value, const struct sip_message *message,
                                  bool *has_cookie)
{
    const struct sip_parameters parameters = sip_parameters_of(via_value);

    return branch_hash(via_value, &parameters, message, has_cookie);
}

bool transaction_name_read(const struct sip_message *message, struct transaction_name *name)
{
    struct sip_header_cursor cursor = { 0 };
    struct span via;

    *name = (struct transaction_name){ .message = message, .method = METHOD_OTHER };
    name->call_id = sip_message_header(message, SIP_HEADER_CALL_ID);
    if (sip_message_next_value(message, SIP_HEADER_VIA, &cursor, &name->via)) {
        name->via_parameters = sip_parameters_of(name->via);
        name->branch_hash =
            branch_hash(name->via, &name->via_parameters, message, &name->has_cookie);
    }
    if (sip_message_next_value(message, SIP_HEADER_VIA, &cursor, &via))
        name->upstream_branch_hash = lower_branch_hash(via, message, &name->upstream_has_cookie);
    if (!sip_message_cseq(message, &name->cseq, &name->method_name))
        return false;
    name->method = method_of(name->method_name);
    return name->call_id.length != 0;
}

struct call *call_find(struct span call_id)
{
    struct call **recent;

    if (call_id.length == 0)
        return NULL;
    recent = &recent_calls[recent_place_of(call_id)];
    if (*recent && is_of(*recent, call_id))
        return *recent;
    *recent = (struct call *)kept_table_find(&calls, hash_of(call_id), &call_id, has_call_id);
    return *recent;
}

struct call *call_find_or_add(struct span call_id, const struct sip_frame *frame)
{
    struct call *call = call_find(call_id);

    if (call)
        return call;
    if (calls.count >= CALLS_MAX) {
        limit_reach(LIMIT_CALLS);
        return NULL;
    }
    call = (struct call *)kept_alloc(offsetof(struct call, sent) + call_id.length + 1);
    memcpy(call->sent, call_id.text, call_id.length);
    call->sent_length = (uint32_t)call_id.length;
    if (call_id.length > INTERN_TEXT_MAX || !span_is_plain(call_id))
        call->shown_place = intern_place(call_id);
    call->first_frame = frame->number;
    call->first_time = frame->time;
    kept_table_add(&calls, hash_of(call_id), call);
    recent_calls[recent_place_of(call_id)] = call;
    return call;
}

struct transaction *transaction_find(struct call *call, const struct transaction_name *name,
                                     enum method method)
{
    const kept_place other_method = method == METHOD_OTHER ? intern_place(name->method_name) : 0;
    struct transaction *transaction = call_newest(call);

    for (unsigned i = 0; transaction && i < TRANSACTION_SEARCH_MAX; i++) {
        if (transaction->branch_hash == name->branch_hash && transaction->cseq == name->cseq &&
            transaction->method == method && transaction->other_method_place == other_method)
            return transaction;
        transaction = transaction_older(transaction);
    }
    return NULL;
}

/* Via values that are compared with the hops of a request. */
#define HOPS_BEFORE_MAX 16

/* The hop with this branch. Some proxies give the request that they pass on a CSeq of their own. */
static struct transaction *hop_of_branch(struct call *call, const struct transaction_name *name)
{
    struct transaction *hop = transaction_find(call, name, name->method);

    if (hop || !name->has_cookie)
        return hop;
    do {
        hop = transaction_back(call_newest(call), hop);
    } while (hop && (hop->branch_hash != name->branch_hash || hop->method != name->method));
    return hop;
}

/* The nearest hop in this capture that the request came over: same method, and its branch is one of
 * the lower Via values of this one's messages. */
static struct transaction *upstream_of(struct call *call, const struct transaction_name *name)
{
    struct sip_header_cursor cursor = { 0 };
    struct transaction_name upstream = *name;
    struct transaction *found;
    struct span via;

    if (!name->upstream_branch_hash)
        return NULL;
    upstream.branch_hash = name->upstream_branch_hash;
    upstream.has_cookie = name->upstream_has_cookie;
    found = hop_of_branch(call, &upstream);
    for (unsigned i = 0; !found && i < HOPS_BEFORE_MAX; i++) {
        if (!sip_message_next_value(name->message, SIP_HEADER_VIA, &cursor, &via))
            break;
        if (i < 2)
            continue;
        upstream.branch_hash = lower_branch_hash(via, name->message, &upstream.has_cookie);
        found = hop_of_branch(call, &upstream);
    }
    return found;
}

static const struct path *find_or_keep_path(struct path *key)
{
    struct path *path;

    key->hash = keyed_hash(key, PATH_BYTES);
    path = (struct path *)wmem_map_lookup(paths, key);
    if (!path) {
        path = (struct path *)kept_copy(key, sizeof *key);
        wmem_map_insert(paths, path, path);
    }
    return path;
}

static unsigned recent_side(const struct endpoint *endpoint)
{
    return endpoint->port + endpoint->address[3] + endpoint->address[15];
}

const struct path *path_of(struct endpoint client, struct endpoint server)
{
    struct path key = { client, server, 0 };
    const struct path **recent =
        &recent_paths[(recent_side(&client) + 3 * recent_side(&server)) % RECENT_PATHS];

    if (!*recent || !path_equal(*recent, &key))
        *recent = find_or_keep_path(&key);
    return *recent;
}

struct invite_progress *transaction_own_progress(struct transaction *invite)
{
    if (!invite->progress_place)
        invite->progress_place = kept_place_of(KEPT_NEW(struct invite_progress));
    return (struct invite_progress *)kept_at(invite->progress_place);
}

struct request_repeats *transaction_own_repeats(struct transaction *transaction)
{
    if (!transaction->repeats_place)
        transaction->repeats_place = kept_place_of(KEPT_NEW(struct request_repeats));
    return (struct request_repeats *)kept_at(transaction->repeats_place);
}

struct transaction *transaction_add(struct call *call, const struct transaction_name *name)
{
    static const struct path unknown;
    struct transaction *transaction, *newest = call_newest(call);

    if (call->transaction_count >= CALL_TRANSACTIONS_MAX) {
        if (!call->is_full)
            limit_reach(LIMIT_TRANSACTIONS);
        call->is_full = true;
        return NULL;
    }
    transaction = KEPT_NEW(struct transaction);
    transaction->call_place = newest ? newest->call_place : kept_place_of(call);
    transaction->path = &unknown;
    transaction->cseq = name->cseq;
    transaction->method = (uint8_t)name->method;
    if (name->method == METHOD_OTHER)
        transaction->other_method_place = intern_place(name->method_name);
    transaction->branch_hash = name->branch_hash;
    transaction->has_cookie = name->has_cookie;
    transaction->upstream_branch_hash = name->upstream_branch_hash;
    transaction->upstream_place = kept_place_of(upstream_of(call, name));
    transaction->index = (uint16_t)call->transaction_count;
    transaction->older_place = call->newest_place;
    call->newest_place = kept_place_of(transaction);
    if (newest)
        newest->newer_place = call->newest_place;
    if (!call->opening_place && method_is_of_call(name->method))
        call->opening_place = call->newest_place;
    call->transaction_count++;
    return transaction;
}
