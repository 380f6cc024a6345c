/* credentials.c
 * What a call shows about credentials: the challenge that they answer, and whether they were good.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "credentials.h"

bool has_challenges(const struct record *record)
{
    return record_is_challenge(record) && record_details(record) &&
           record_details_challenges(record_details(record));
}

const struct credentials *credentials_asked(const struct transaction *transaction,
                                            const struct record *challenge)
{
    for (unsigned i = 0; i < request_details(transaction_request(transaction))->credential_count;
         i++) {
        const struct credentials *credentials =
            &request_details(transaction_request(transaction))->credentials[i];

        if (challenges_for(record_details_challenges(record_details(challenge)), credentials))
            return credentials;
    }
    return NULL;
}

bool challenge_gave_nonce(const struct record *challenge, const struct credentials *credentials)
{
    const struct challenges *challenges = record_details_challenges(record_details(challenge));

    for (unsigned i = 0; i < challenges->count; i++) {
        if (challenges->rows[i].nonce_hash == credentials->nonce_hash)
            return true;
    }
    return false;
}

/* Does the response ask for the scheme of credentials that have no nonce? */
static bool asks_for_scheme(const struct record *challenge, const struct credentials *credentials)
{
    return (challenges_algorithms(record_details_challenges(record_details(challenge))) &
            credentials->algorithm) != 0;
}

const struct record *credentials_challenge(const struct transaction *transaction,
                                           const struct credentials *credentials)
{
    const struct transaction *older = NULL;
    const struct record *found = NULL;

    while ((older = transaction_back(transaction_older(transaction), older))) {
        const struct record *final = older->final;

        if (!final || !has_challenges(final) || final->frame >= transaction->request_frame ||
            !transaction_same_client(older, transaction))
            continue;
        if (!credentials->nonce_hash && asks_for_scheme(final, credentials))
            return final;
        if (credentials->nonce_hash && challenge_gave_nonce(final, credentials))
            found = final;
    }
    return found;
}

const struct credentials *credentials_with_nonce(const struct transaction *transaction,
                                                 uint32_t nonce_hash)
{
    for (unsigned i = 0; i < request_details(transaction_request(transaction))->credential_count;
         i++) {
        if (nonce_hash &&
            request_details(transaction_request(transaction))->credentials[i].nonce_hash ==
                nonce_hash)
            return &request_details(transaction_request(transaction))->credentials[i];
    }
    return NULL;
}

const struct transaction *credentials_accepted_before(const struct transaction *transaction,
                                                      const struct credentials *credentials)
{
    const struct transaction *older = NULL;

    while ((older = transaction_back(transaction_older(transaction), older))) {
        if (credentials_with_nonce(older, credentials->nonce_hash) &&
            transaction_same_client(older, transaction) && credentials_were_accepted(older))
            return older;
    }
    return NULL;
}

const struct record *credentials_new_challenge(const struct transaction *transaction)
{
    const struct request *request = transaction_request(transaction);
    const struct record *found = NULL;

    for (unsigned i = 0; i < request_details(request)->credential_count; i++) {
        const struct record *challenge =
            credentials_challenge(transaction, &request_details(request)->credentials[i]);

        if (credentials_accepted_before(transaction, &request_details(request)->credentials[i]))
            return NULL;
        if (challenge && (!found || request_details(request)->credentials[i].is_proxy))
            found = challenge;
    }
    return found;
}

/* Has the request the nonce of one of these rows in the other header, and not in the right one? */
static bool misplaces(const struct transaction *transaction, const struct record *challenge)
{
    const struct challenges *challenges = record_details_challenges(record_details(challenge));

    for (unsigned i = 0; i < challenges->count; i++) {
        const struct credentials *credentials =
            credentials_with_nonce(transaction, challenges->rows[i].nonce_hash);

        if (credentials && credentials->is_proxy != challenges->rows[i].is_proxy)
            return !credentials_asked(transaction, challenge);
    }
    return false;
}

const struct record *credentials_misplaced(const struct transaction *transaction)
{
    const struct transaction *older = NULL;

    if (!request_details(transaction_request(transaction))->credential_count)
        return NULL;
    while ((older = transaction_back(transaction_older(transaction), older))) {
        const struct record *final = older->final;

        if (final && has_challenges(final) && final->frame < transaction->request_frame &&
            transaction_same_client(older, transaction) && misplaces(transaction, final))
            return final;
    }
    return NULL;
}
