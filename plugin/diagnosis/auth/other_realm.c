/* other_realm.c
 * Credentials that name another realm than the challenge did, or go to another server than gave it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis/subjects.h"
#include "question/own_words.h"
#include "question/refusal.h"

/* Has this challenge the nonce of the credentials, and another realm? */
static bool is_of_other_realm(const struct record *record, const struct credentials *credentials)
{
    const struct challenges *challenges =
        record_details(record) ? record_details_challenges(record_details(record)) : NULL;

    for (unsigned i = 0; challenges && i < challenges->count; i++) {
        const struct challenge *row = &challenges->rows[i];

        if (row->nonce_hash && row->nonce_hash == credentials->nonce_hash && row->realm_hash &&
            credentials->realm_hash && row->realm_hash != credentials->realm_hash)
            return true;
    }
    return false;
}

/* The challenge whose nonce the request uses for another realm; NULL: none is near. */
static const struct record *misread_challenge(const struct transaction *request)
{
    const struct transaction *older = NULL;

    while ((older = transaction_back(transaction_older(request), older))) {
        for (unsigned i = 0;
             older->final && i < request_details(transaction_request(request))->credential_count;
             i++) {
            if (is_of_other_realm(older->final,
                                  &request_details(transaction_request(request))->credentials[i]))
                return older->final;
        }
    }
    return NULL;
}

static bool find_realm(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *request = exchange->transaction;
    const struct record *challenge;
    char realm[AUTH_REALM_MAX];

    if ((!exchange_decides(exchange, 401, 407) && !exchange_decides(exchange, 403, 403)) ||
        !request_has_credentials(transaction_request(request)))
        return false;
    challenge = misread_challenge(request);
    if (!challenge)
        return false;
    auth_realm_text(exchange, realm);
    draft_detail(draft,
                 "The credentials in frame %u have the nonce of frame %u, but another realm than "
                 "that challenge%s%s%s.",
                 request->request_frame, challenge->frame, realm[0] ? " (now \"" : "", realm,
                 realm[0] ? "\")" : "");
    draft_evidence(draft, challenge->frame);
    draft_evidence(draft, request->request_frame);
    return true;
}

/* The challenge of another server that these credentials answer, where this one refuses them with a
 * challenge of its own or with a bare 403; NULL: it is not so. */
static const struct record *foreign_challenge(const struct exchange *exchange,
                                              const struct finding_draft *draft)
{
    const struct refusal refusal = auth_refusal_here(exchange, draft->refusal);
    const struct transaction *transaction = exchange->transaction;
    const struct record *challenge;

    if (refusal.cause == REFUSAL_OTHER_SERVER)
        return refusal.challenge;
    if (!exchange_decides(exchange, 403, 403) ||
        !request_has_credentials(transaction_request(transaction)) ||
        transaction_last_provisional(transaction)->frame ||
        record_words(exchange->record) != &no_words || own_words_in_phrase(exchange->record))
        return NULL;
    challenge = credentials_new_challenge(transaction);
    return challenge && !endpoint_host_equals(record_transaction(challenge)->path->server,
                                              transaction->path->server)
               ? challenge
               : NULL;
}

static bool find_other_server(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct record *challenge = foreign_challenge(exchange, draft);
    char asked[ENDPOINT_TEXT_MAX], server[ENDPOINT_TEXT_MAX];

    if (!challenge)
        return false;
    draft_detail(draft,
                 "Frame %u takes the nonce that %s gave in frame %u to %s, which may not know "
                 "it.",
                 transaction->request_frame,
                 endpoint_host_text(record_transaction(challenge)->path->server, asked),
                 challenge->frame, endpoint_host_text(transaction->path->server, server));
    draft_evidence(draft, challenge->frame);
    draft_evidence(draft, transaction->request_frame);
    return true;
}

/* 401 and 407 only: a server that refuses otherwise may have read the credentials. */
static bool find_header(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct record *challenge;
    char client[ENDPOINT_TEXT_MAX];

    if (!exchange_decides(exchange, 401, 407) || !has_challenges(exchange->record) ||
        credentials_asked(transaction, exchange->record))
        return false;
    challenge = credentials_misplaced(transaction);
    if (!challenge)
        return false;
    draft_detail(draft,
                 "%s answers the %u in frame %u with %s (frame %u). The server looks for %s and "
                 "sees no credentials.",
                 endpoint_host_text(transaction->path->client, client), challenge->code,
                 challenge->frame, challenge->code == 401 ? "Proxy-Authorization" : "Authorization",
                 transaction->request_frame,
                 challenge->code == 401 ? "Authorization" : "Proxy-Authorization");
    draft_evidence(draft, challenge->frame);
    draft_evidence(draft, transaction->request_frame);
    return true;
}

static const struct rule rules[] = {
    {
        .id = "auth.realm",
        .severity = SEVERITY_WARN,
        .group = GROUP_SECURITY,
        .summary = "the credentials name another realm than the server asked for",
        .headline = "credentials name another realm than HOST asked for",
        .advice = "Make the client use the realm of the challenge, or configure that realm in it. "
                  "The password is not the problem.",
        .reference = { 3261, "22.2" },
        .actor = ACTOR_CLIENT,
        .moments = AT_FAILURE,
        .needs = NEEDS_CREDENTIALS,
        .codes = { 401, 403, 407 },
        .leads = true,
        .applies = find_realm,
    },
    {
        .id = "auth.other-server",
        .severity = SEVERITY_WARN,
        .group = GROUP_SECURITY,
        .summary = "the credentials went to another server than the one that asked for them",
        .headline = "credentials went to another server than asked",
        .advice = "Make the client stay with the server that challenged it (its name has several "
                  "addresses), or let the servers share their nonces.",
        .reference = { 3261, "22.1" },
        .actor = ACTOR_CLIENT,
        .moments = AT_FAILURE,
        .needs = NEEDS_CREDENTIALS,
        .codes = { 401, 403, 407 },
        .leads = true,
        .applies = find_other_server,
    },
    {
        .id = "auth.wrong-header",
        .severity = SEVERITY_WARN,
        .group = GROUP_SECURITY,
        .summary = "the credentials stand in the header that answers the other challenge",
        .headline = "credentials in the wrong header: not seen by HOST",
        .advice = "Correct the client: a 401 is answered with Authorization, a 407 with "
                  "Proxy-Authorization. Its password was not checked.",
        .reference = { 3261, "22.3" },
        .actor = ACTOR_CLIENT,
        .moments = AT_FAILURE,
        .codes = { 401, 407 },
        .leads = true,
        .applies = find_header,
    },
};

const struct rule_list other_realm_rules = { .subject = "auth",
                                             .rules = rules,
                                             .count = array_length(rules) };
