/* history.c
 * What hosts did across calls: failures tried again, bursts of them, challenges left unanswered.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "history.h"

#include "hops.h"
#include "memory/kept_memory.h"
#include "memory/keyed_hash.h"
#include "memory/limit.h"
#include "transactions.h"

/* Who asked what of whom: the key of the failures that may be tried again. */
struct attempt {
    struct endpoint client;
    uint32_t caller_hash, target_hash;
    uint32_t method;
    const struct record *failure; /* not part of the key */
};

/* A client's latest challenge that no credentials answered yet. */
struct pending_challenge {
    struct endpoint client;
    const struct record *challenge; /* NULL: answered */
};

/* struct attempt -> itself; host -> struct burst; client -> struct pending_challenge. Filled by the
 * two functions that add, emptied with the file. */
static wmem_map_t *attempts, *bursts, *challenges;

/* As set by history_use_burst(). */
static unsigned burst_size;
static int64_t burst_time;

void history_use_burst(unsigned count, unsigned seconds)
{
    burst_size = count && seconds ? CLAMP(count, BURST_COUNT_MIN, BURST_COUNT_MAX) : 0;
    burst_time = (int64_t)seconds * 1000000;
}

static guint attempt_hash(gconstpointer key)
{
    return keyed_hash(key, offsetof(struct attempt, failure));
}

static gboolean attempt_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, offsetof(struct attempt, failure)) == 0;
}

void history_init(void)
{
    attempts =
        wmem_map_new_autoreset(wmem_epan_scope(), wmem_file_scope(), attempt_hash, attempt_equal);
    bursts =
        wmem_map_new_autoreset(wmem_epan_scope(), wmem_file_scope(), endpoint_hash, endpoint_equal);
    challenges =
        wmem_map_new_autoreset(wmem_epan_scope(), wmem_file_scope(), endpoint_hash, endpoint_equal);
}

static struct attempt attempt_of(const struct transaction *transaction)
{
    return (struct attempt){ .client = transaction->path->client,
                             .caller_hash = transaction_request(transaction)->caller_hash,
                             .target_hash = transaction_request(transaction)->target_hash,
                             .method = transaction->method };
}

static void remember_failure(const struct transaction *transaction, const struct record *record)
{
    const struct attempt key = attempt_of(transaction);
    struct attempt *attempt = (struct attempt *)wmem_map_lookup(attempts, &key);

    if (!attempt) {
        if (!limit_has_room(attempts))
            return;
        attempt = (struct attempt *)kept_copy(&key, sizeof key);
        wmem_map_insert(attempts, attempt, attempt);
    }
    attempt->failure = record;
}

void history_add_success(const struct transaction *transaction)
{
    const struct attempt key = attempt_of(transaction);
    struct attempt *attempt = transaction_repeats(transaction)->retries
                                  ? (struct attempt *)wmem_map_lookup(attempts, &key)
                                  : NULL;

    if (attempt && attempt->failure == transaction_repeats(transaction)->retries)
        attempt->failure = NULL;
}

static struct pending_challenge *pending_of(struct endpoint client, bool make)
{
    struct pending_challenge *pending =
        (struct pending_challenge *)wmem_map_lookup(challenges, &client);

    if (pending || !make || !limit_has_room(challenges))
        return pending;
    pending = KEPT_NEW(struct pending_challenge);
    pending->client = client;
    wmem_map_insert(challenges, &pending->client, pending);
    return pending;
}

/* A host that already failed this call: another copy of the same trouble. */
static bool is_known_failure(const struct burst *burst, const struct record *record)
{
    for (unsigned i = 0; i < burst->size; i++) {
        if (burst->failures[i] && transaction_call(record_transaction(burst->failures[i])) ==
                                      transaction_call(record_transaction(record)))
            return true;
    }
    return false;
}

static struct burst *burst_of(struct endpoint host)
{
    const unsigned size = burst_size;
    struct burst *burst;

    host.port = 0;
    burst = (struct burst *)wmem_map_lookup(bursts, &host);
    if (burst || !limit_has_room(bursts))
        return burst;
    burst = (struct burst *)kept_alloc(sizeof *burst + size * sizeof(struct record *));
    burst->host = host;
    burst->size = size;
    wmem_map_insert(bursts, &burst->host, burst);
    return burst;
}

static const struct burst *count_failure(struct burst *burst, const struct record *record)
{
    const struct record *last = burst->failures[(burst->count + burst->size - 1) % burst->size];
    const struct record *oldest;
    bool is_dense;

    if (is_known_failure(burst, record))
        return NULL;
    if (last && time_between(last->time, record->time) > burst_time)
        burst->length = 0;
    burst->failures[burst->count % burst->size] = record;
    burst->count++;
    /* The slot after the newest holds the oldest. */
    oldest = burst->failures[burst->count % burst->size];
    is_dense = oldest && time_is_near(oldest->time, record->time, burst_time + 1);
    if (!burst->length && is_dense) {
        burst->length = burst->size - 1;
        burst->first_frame = oldest->frame;
        burst->first_time = oldest->time;
    }
    if (burst->length)
        burst->length++;
    return is_dense ? burst : NULL;
}

const struct burst *history_add_failure(const struct transaction *transaction,
                                        const struct record *record)
{
    struct pending_challenge *pending;
    struct burst *burst;

    if (!transaction->request_frame)
        return NULL;
    if (record_is_challenge(record) && !request_has_credentials(transaction_request(transaction))) {
        pending = pending_of(transaction->path->client, true);
        if (pending)
            pending->challenge = record;
    }
    if (record->code < 500 || record->code > 599)
        return NULL;
    if (transaction_is_initial(transaction))
        remember_failure(transaction, record);
    if (!burst_size || hop_origin(transaction, record->code, record->frame) != transaction)
        return NULL;
    burst = burst_of(transaction->path->server);
    return burst ? count_failure(burst, record) : NULL;
}

/* The client may answer from another port, as over a new connection. */
static void settle_in_call(const struct transaction *transaction)
{
    const struct transaction *older = NULL;

    if (!request_has_credentials(transaction_request(transaction)))
        return;
    while ((older = transaction_back(transaction_older(transaction), older))) {
        struct pending_challenge *pending =
            older->final && (older->final->code == 401 || older->final->code == 407) &&
                    endpoint_host_equals(older->path->client, transaction->path->client)
                ? pending_of(older->path->client, false)
                : NULL;

        if (pending && pending->challenge == older->final)
            pending->challenge = NULL;
    }
}

static const struct record *settle_challenge(const struct transaction *transaction)
{
    struct pending_challenge *pending = pending_of(transaction->path->client, false);
    const struct record *challenge = pending ? pending->challenge : NULL;
    const struct transaction *challenged = challenge ? record_transaction(challenge) : NULL;

    if (!challenge || challenged == transaction)
        return NULL;
    if (request_has_credentials(transaction_request(transaction)) &&
        (transaction_call(challenged) == transaction_call(transaction) ||
         transaction_request(challenged)->caller_hash ==
             transaction_request(transaction)->caller_hash)) {
        pending->challenge = NULL;
        return NULL;
    }
    if (time_between(challenge->time, transaction->request_time) <= TRANSACTION_TIME)
        return NULL;
    pending->challenge = NULL;
    return challenge;
}

const struct record *history_add_request(struct transaction *transaction)
{
    const struct record *abandoned;

    settle_in_call(transaction);
    abandoned = settle_challenge(transaction);

    if (transaction_is_initial(transaction) && wmem_map_size(attempts)) {
        const struct attempt key = attempt_of(transaction);
        const struct attempt *attempt = (const struct attempt *)wmem_map_lookup(attempts, &key);

        if (attempt && attempt->failure)
            transaction_own_repeats(transaction)->retries = attempt->failure;
    }
    return abandoned;
}
