/* credentials.c
 * What a call shows about credentials: the challenges they answer, and whether they were good.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "credentials.h"

static bool is_401_or_407(const struct record *record)
{
    return record->code == 401 || record->code == 407;
}

const struct credentials *credentials_asked(const struct transaction *transaction,
                                            const struct record *record)
{
    return record->code == 401 ? &transaction->request->authorization
                               : &transaction->request->proxy_authorization;
}

/* Do the credentials answer this challenge? Of a row of challenges with several algorithms only the
 * first nonce is kept; the realm has to do then. */
static bool answers(const struct credentials *credentials, const struct record_details *challenge)
{
    const bool is_one_of_many =
        (challenge->challenge_algorithms & (challenge->challenge_algorithms - 1)) != 0;

    if (!credentials->algorithm)
        return false;
    if (credentials->nonce_hash && credentials->nonce_hash == challenge->challenge_nonce_hash)
        return true;
    return is_one_of_many && credentials->realm_hash == challenge->challenge_realm_hash;
}

const struct record *credentials_challenge(const struct transaction *transaction,
                                           const struct credentials *credentials)
{
    const struct transaction *older = transaction->older;
    const struct record *found = NULL;

    for (unsigned i = 0; older && i < CALL_SEARCH_MAX; i++, older = older->older) {
        const struct record *final = older->final;

        if (final && is_401_or_407(final) && final->details && final->details->is_challenge &&
            final->frame < transaction->request_frame &&
            endpoint_host_equals(older->path->client, transaction->path->client) &&
            answers(credentials, final->details))
            found = final;
    }
    return found;
}

bool credentials_were_accepted(const struct transaction *transaction)
{
    const unsigned code = transaction->final ? transaction->final->code : 0;

    if (!code || is_401_or_407(transaction->final) || code == 403)
        return false;
    if (transaction->progress->last_provisional_frame)
        return true;
    return code != 400 && code != 408 && code != 482 && code != 483 && code != 487 &&
           code / 100 != 5;
}

static bool has_nonce(const struct transaction *transaction, uint32_t nonce_hash)
{
    return nonce_hash && (transaction->request->authorization.nonce_hash == nonce_hash ||
                          transaction->request->proxy_authorization.nonce_hash == nonce_hash);
}

/* An earlier request of the client was let in with the same nonce: its password is right. */
static bool was_accepted(const struct transaction *transaction,
                         const struct credentials *credentials)
{
    const struct transaction *older = transaction->older;

    for (unsigned i = 0; older && i < CALL_SEARCH_MAX; i++, older = older->older) {
        if (has_nonce(older, credentials->nonce_hash) &&
            endpoint_host_equals(older->path->client, transaction->path->client) &&
            credentials_were_accepted(older))
            return true;
    }
    return false;
}

const struct record *credentials_new_challenge(const struct transaction *transaction)
{
    const struct credentials *own = &transaction->request->authorization;
    const struct credentials *proxy = &transaction->request->proxy_authorization;
    const struct record *challenge = credentials_challenge(transaction, proxy);

    if (was_accepted(transaction, own) || was_accepted(transaction, proxy))
        return NULL;
    return challenge ? challenge : credentials_challenge(transaction, own);
}

const struct record *credentials_refused_challenge(const struct transaction *transaction)
{
    const struct record *final = transaction->final, *challenge;
    const struct credentials *credentials;

    if (!transaction->request_frame || transaction->request_is_cut || !final ||
        !is_401_or_407(final) || !final->details || !final->details->is_challenge ||
        final->details->challenge_is_stale)
        return NULL;
    credentials = credentials_asked(transaction, final);
    challenge = credentials_challenge(transaction, credentials);
    if (!challenge || challenge->code != final->code ||
        challenge->details->challenge_realm_hash != final->details->challenge_realm_hash ||
        was_accepted(transaction, credentials))
        return NULL;
    return challenge;
}

unsigned credentials_refusals(const struct transaction *transaction, const struct record **first)
{
    const struct transaction *other = transaction;
    unsigned count = 0;

    for (unsigned i = 0; other && i < CALL_SEARCH_MAX; i++, other = other->older) {
        if (other->method != transaction->method || !request_has_credentials(other->request) ||
            !other->final || other->request->caller_hash != transaction->request->caller_hash ||
            !endpoint_host_equals(other->path->client, transaction->path->client) ||
            !endpoint_host_equals(other->path->server, transaction->path->server))
            continue;
        if (other->final->code < 300)
            break;
        if (credentials_refused_challenge(other)) {
            count++;
            *first = other->final;
        }
    }
    return count;
}
