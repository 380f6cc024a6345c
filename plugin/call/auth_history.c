/* auth_history.c
 * What became of nonces, and which servers are strict, over all calls.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "auth_history.h"

#include "memory/kept_memory.h"
#include "memory/keyed_hash.h"
#include "memory/limit.h"

/* Who was let in where. */
struct login {
    struct endpoint server; /* port 0 */
    uint32_t realm_hash, user_hash;
    const struct transaction *latest;
};

/* struct known_nonce -> itself; host -> itself: the servers that take any uri; struct login ->
 * itself. Filled by the two functions that add, emptied with the file. */
static wmem_map_t *nonces, *lenient_servers, *logins;

static guint nonce_hash(gconstpointer key)
{
    return keyed_hash(key, offsetof(struct known_nonce, challenge));
}

static gboolean nonce_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, offsetof(struct known_nonce, challenge)) == 0;
}

static guint login_hash(gconstpointer key)
{
    return keyed_hash(key, offsetof(struct login, latest));
}

static gboolean login_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, offsetof(struct login, latest)) == 0;
}

void auth_history_init(void)
{
    logins = wmem_map_new_autoreset(wmem_epan_scope(), wmem_file_scope(), login_hash, login_equal);
    nonces = wmem_map_new_autoreset(wmem_epan_scope(), wmem_file_scope(), nonce_hash, nonce_equal);
    lenient_servers =
        wmem_map_new_autoreset(wmem_epan_scope(), wmem_file_scope(), endpoint_hash, endpoint_equal);
}

static struct endpoint host_of(struct endpoint endpoint)
{
    endpoint.port = 0;
    return endpoint;
}

static struct known_nonce *find_nonce(const struct transaction *transaction, uint32_t hash)
{
    const struct known_nonce key = { .client = host_of(transaction->path->client),
                                     .nonce_hash = hash };

    return (struct known_nonce *)wmem_map_lookup(nonces, &key);
}

const struct known_nonce *auth_history_nonce(const struct transaction *transaction,
                                             const struct credentials *credentials)
{
    return find_nonce(transaction, credentials->nonce_hash);
}

void auth_history_add_request(const struct transaction *transaction)
{
    for (unsigned i = 0; i < request_details(transaction_request(transaction))->credential_count;
         i++) {
        struct known_nonce *nonce = find_nonce(
            transaction,
            request_details(transaction_request(transaction))->credentials[i].nonce_hash);

        if (nonce && !nonce->first_use)
            nonce->first_use = transaction;
    }
}

static void add_nonce(const struct transaction *transaction, uint32_t hash)
{
    struct known_nonce *nonce;

    if (!hash || find_nonce(transaction, hash) || !limit_has_room(nonces))
        return;
    nonce = KEPT_NEW(struct known_nonce);
    nonce->client = host_of(transaction->path->client);
    nonce->nonce_hash = hash;
    nonce->challenge = transaction->final;
    wmem_map_insert(nonces, nonce, nonce);
}

static bool has_other_uri(const struct transaction *transaction)
{
    for (unsigned i = 0; i < request_details(transaction_request(transaction))->credential_count;
         i++) {
        if (request_details(transaction_request(transaction))->credentials[i].uri)
            return true;
    }
    return false;
}

static void add_lenient(struct endpoint server)
{
    server = host_of(server);
    if (!wmem_map_contains(lenient_servers, &server) && limit_has_room(lenient_servers)) {
        void *key = kept_copy(&server, sizeof server);

        wmem_map_insert(lenient_servers, key, key);
    }
}

static struct login *find_login(struct endpoint server, const struct credentials *credentials)
{
    const struct login key = { .server = host_of(server),
                               .realm_hash = credentials->realm_hash,
                               .user_hash = credentials->user_hash };

    return (struct login *)wmem_map_lookup(logins, &key);
}

const struct transaction *auth_history_let_in(struct endpoint server,
                                              const struct credentials *credentials)
{
    const struct login *login = find_login(server, credentials);

    return login ? login->latest : NULL;
}

static void add_login(const struct transaction *transaction, const struct credentials *credentials)
{
    struct login *login = find_login(transaction->path->server, credentials);

    if (transaction->final->code >= 300 || !credentials->user_hash)
        return;
    if (!login && !limit_has_room(logins))
        return;
    if (!login) {
        login = KEPT_NEW(struct login);
        login->server = host_of(transaction->path->server);
        login->realm_hash = credentials->realm_hash;
        login->user_hash = credentials->user_hash;
        wmem_map_insert(logins, login, login);
    }
    login->latest = transaction;
}

void auth_history_add_final(const struct transaction *transaction)
{
    const struct record_details *details = record_details(transaction->final);

    if (details && record_details_challenges(details)) {
        for (unsigned i = 0; i < record_details_challenges(details)->count; i++)
            add_nonce(transaction, record_details_challenges(details)->rows[i].nonce_hash);
    }
    if (!request_details(transaction_request(transaction))->credential_count ||
        !credentials_were_accepted(transaction))
        return;
    for (unsigned i = 0; i < request_details(transaction_request(transaction))->credential_count;
         i++)
        add_login(transaction, &request_details(transaction_request(transaction))->credentials[i]);
    if (has_other_uri(transaction))
        add_lenient(transaction->path->server);
}

bool auth_history_takes_any_uri(struct endpoint server)
{
    server = host_of(server);
    return wmem_map_contains(lenient_servers, &server);
}

bool credentials_were_accepted(const struct transaction *transaction)
{
    static const uint16_t silent[] = { 400, 408, 482, 483, 487 };
    const unsigned code = transaction->final ? transaction->final->code : 0;

    if (!code || code == 401 || code == 403 || code == 407)
        return false;
    if (transaction_last_provisional(transaction)->frame)
        return true;
    for (unsigned i = 0; i < array_length(silent); i++) {
        if (code == silent[i])
            return false;
    }
    return code / 100 != 5;
}
