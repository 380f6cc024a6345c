/* refusal.c
 * Why a server did not take credentials, by what the capture shows of the nonce, the uri and the
 * SIM.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "refusal.h"

/* An earlier request of the call with the same nonce and the same count of its uses, which a server
 * may take for a replay (RFC 7616 section 3.4); NULL: none near, or this server lets such requests
 * in. A CANCEL has the credentials and the CSeq of its INVITE, a fork's branches those of each
 * other. */
static const struct transaction *replayed(const struct transaction *transaction,
                                          const struct credentials *credentials)
{
    const struct transaction *older = NULL, *found = NULL;
    unsigned accepted = 0;

    if (!credentials->nonce_count)
        return NULL;
    while ((older = transaction_back(transaction_older(transaction), older))) {
        const struct credentials *same = credentials_with_nonce(older, credentials->nonce_hash);

        if (!same || same->nonce_count != credentials->nonce_count ||
            older->cseq == transaction->cseq || !transaction_same_client(older, transaction))
            continue;
        found = older;
        accepted += credentials_were_accepted(older);
    }
    return accepted > 1 ? NULL : found;
}

/* The request of another call that used the nonce first; NULL: none, or this call got it too. */
static const struct transaction *used_elsewhere(const struct transaction *transaction,
                                                const struct credentials *credentials)
{
    const struct known_nonce *nonce = auth_history_nonce(transaction, credentials);

    return nonce &&
                   transaction_call(record_transaction(nonce->challenge)) !=
                       transaction_call(transaction) &&
                   nonce->first_use &&
                   transaction_call(nonce->first_use) != transaction_call(transaction)
               ? nonce->first_use
               : NULL;
}

const struct transaction *refusal_replayed(const struct transaction *transaction)
{
    for (unsigned i = 0; i < request_details(transaction_request(transaction))->credential_count;
         i++) {
        const struct credentials *credentials = &request_details(transaction_request(transaction))
                                                     ->credentials[i],
                                 *same;
        const struct transaction *earlier = replayed(transaction, credentials);

        if (!earlier)
            earlier = used_elsewhere(transaction, credentials);
        same = earlier ? credentials_with_nonce(earlier, credentials->nonce_hash) : NULL;
        if (same && credentials->nonce_count && same->nonce_count == credentials->nonce_count &&
            credentials_were_accepted(earlier))
            return earlier;
    }
    return NULL;
}

bool refusal_names_nonce(const struct record *record, char *text)
{
    const struct span nonce = SPAN_OF("nonce");

    if (span_contains_ignoring_case(span_of_text(record_phrase(record)), nonce)) {
        snprintf(text, OWN_WORDS_MAX, "\"%.60s\"", record_phrase(record));
        drop_cut_characters(text);
        return true;
    }
    return record_words(record) != &no_words &&
           span_contains_ignoring_case(span_of_text(own_words_of_response(record, text)), nonce);
}

/* The new challenge gives another nonce than the one that was used. */
static bool is_replaced(const struct record *record, const struct credentials *credentials)
{
    return credentials->nonce_hash && !challenge_gave_nonce(record, credentials);
}

/* The hop on which the client itself sent the request: the first, with one Via; NULL: not
 * captured. */
static const struct transaction *sent_by_client(const struct transaction *transaction)
{
    for (unsigned hop = 0; transaction_upstream(transaction) && hop < HOPS_FOLLOWED_MAX; hop++)
        transaction = transaction_upstream(transaction);
    return transaction->via_count == 1 && transaction->request_frame && !transaction->request_is_cut
               ? transaction
               : NULL;
}

const struct credentials *credentials_for_other_uri(const struct transaction *transaction,
                                                    const struct transaction **sent)
{
    *sent = sent_by_client(transaction);
    if (!*sent || auth_history_takes_any_uri(transaction->path->server))
        return NULL;
    for (unsigned i = 0; i < request_details(transaction_request(*sent))->credential_count; i++) {
        const struct credentials *credentials =
            &request_details(transaction_request(*sent))->credentials[i];

        if (credentials->uri && credentials_with_nonce(transaction, credentials->nonce_hash))
            return credentials;
    }
    return NULL;
}

static bool uri_was_changed(const struct transaction *transaction,
                            const struct credentials *credentials)
{
    const struct transaction *sent = sent_by_client(transaction);
    const struct credentials *same =
        sent ? credentials_with_nonce(sent, credentials->nonce_hash) : NULL;

    return credentials->uri && same && !same->uri &&
           !auth_history_takes_any_uri(transaction->path->server);
}

/* What the challenge that gave the nonce asked for; NULL: not known. */
static const struct challenge *row_of(const struct refusal *refusal)
{
    const struct record *challenge = refusal->challenge;

    return challenge && record_details(challenge) &&
                   record_details_challenges(record_details(challenge))
               ? challenges_for(record_details_challenges(record_details(challenge)),
                                refusal->credentials)
               : NULL;
}

const char *refusal_left_out(const struct refusal *refusal)
{
    const struct challenge *row = row_of(refusal);
    const bool lacks_opaque = row && row->has_opaque && !refusal->credentials->has_opaque;
    const bool lacks_qop = row && row->has_qop && !refusal->credentials->has_qop;

    if (lacks_opaque)
        return lacks_qop ? "opaque and qop" : "opaque";
    return lacks_qop ? "qop" : NULL;
}

/* Have the credentials a qop that the challenge does not offer? */
static bool has_other_qop(const struct refusal *refusal)
{
    const struct challenge *row = row_of(refusal);
    const struct credentials *credentials = refusal->credentials;

    return row && row->has_qop &&
           ((credentials->uses_auth && !row->offers_auth) ||
            (credentials->uses_auth_int && !row->offers_auth_int));
}

/* Was the nonce given by another server, which this one need not know of? */
static bool is_of_other_server(const struct transaction *transaction, const struct refusal *refusal)
{
    const struct transaction *asked = record_transaction(refusal->challenge);

    return !endpoint_host_equals(asked->path->server, transaction->path->server) &&
           is_replaced(transaction->final, refusal->credentials);
}

static enum refusal_cause cause_of_known(const struct transaction *transaction,
                                         const struct refusal *refusal)
{
    const struct transaction *sent;

    if (!refusal->challenge)
        return REFUSAL_UNKNOWN;
    if (credentials_for_other_uri(transaction, &sent))
        return REFUSAL_URI;
    if (uri_was_changed(transaction, refusal->credentials))
        return REFUSAL_URI_CHANGED;
    return is_of_other_server(transaction, refusal) ? REFUSAL_OTHER_SERVER : REFUSAL_SECRET;
}

/* What the nonce's own story explains. */
static enum refusal_cause cause_of_nonce(const struct transaction *transaction,
                                         struct refusal *refusal)
{
    const struct credentials *credentials = refusal->credentials;
    char words[OWN_WORDS_MAX];

    if (refusal_names_nonce(transaction->final, words))
        return REFUSAL_NONCE_WORDS;
    if (!is_replaced(transaction->final, credentials))
        return cause_of_known(transaction, refusal);
    refusal->earlier_use = replayed(transaction, credentials);
    if (!refusal->earlier_use && !refusal->challenge)
        refusal->earlier_use = used_elsewhere(transaction, credentials);
    if (refusal->earlier_use)
        return REFUSAL_NONCE_REUSED;
    refusal->earlier_use = credentials_accepted_before(transaction, credentials);
    if (refusal->earlier_use)
        return REFUSAL_NONCE_REPLACED;
    return cause_of_known(transaction, refusal);
}

/* Why the request's final response refuses its credentials with a new challenge. */
static struct refusal refusal_of(const struct transaction *transaction)
{
    const struct record *final = transaction->final;
    struct refusal refusal = { .cause = REFUSAL_NONE };
    const struct challenge *row;

    if (!transaction->request_frame || transaction->request_is_cut || !final ||
        !has_challenges(final))
        return refusal;
    refusal.credentials = credentials_asked(transaction, final);
    if (!refusal.credentials)
        return refusal;
    refusal.challenge = credentials_challenge(transaction, refusal.credentials);
    row = challenges_for(record_details_challenges(record_details(final)), refusal.credentials);
    if (row->is_stale)
        refusal.cause = REFUSAL_STALE;
    else if (refusal.credentials->has_auts)
        refusal.cause = REFUSAL_RESYNC;
    else if (refusal.credentials->lacks_nc || refusal.credentials->lacks_cnonce ||
             has_other_qop(&refusal))
        refusal.cause = REFUSAL_INCOMPLETE;
    else if (row->algorithm != refusal.credentials->algorithm)
        refusal.cause = REFUSAL_ALGORITHM;
    else if (refusal.credentials->has_other_length)
        refusal.cause = REFUSAL_LENGTH;
    else
        refusal.cause = cause_of_nonce(transaction, &refusal);
    return refusal;
}

/* The next refusal before other (NULL to begin: at this transaction) of those in a row; NULL: no
 * more. */
static const struct transaction *next_in_a_row(const struct transaction *transaction,
                                               const struct transaction *other,
                                               enum refusal_cause cause)
{
    while ((other = transaction_back(transaction, other))) {
        if (other->method != transaction->method ||
            !request_has_credentials(transaction_request(other)) || !other->final ||
            transaction_request(other)->caller_hash !=
                transaction_request(transaction)->caller_hash ||
            !transaction_same_client(other, transaction) ||
            !endpoint_host_equals(other->path->server, transaction->path->server))
            continue;
        if (other->final->code < 300)
            return NULL;
        if (refusal_of(other).cause == cause)
            return other;
    }
    return NULL;
}

unsigned refusals_in_a_row(const struct transaction *transaction, enum refusal_cause cause,
                           const struct record **first)
{
    const struct transaction *other = NULL;
    unsigned count = 0;

    while ((other = next_in_a_row(transaction, other, cause))) {
        count++;
        *first = other->final;
    }
    return count;
}

bool refusals_are_loop(const struct transaction *transaction, enum refusal_cause cause)
{
    const struct transaction *other = NULL;
    unsigned count = 0;

    while (count < REFUSALS_LOOP && (other = next_in_a_row(transaction, other, cause)))
        count++;
    return count == REFUSALS_LOOP;
}

struct refusal refusal_by(const struct exchange *exchange)
{
    if (!exchange->record || exchange->record != exchange->transaction->final)
        return (struct refusal){ .cause = REFUSAL_NONE };
    return refusal_of(exchange->transaction);
}

struct refusal auth_refusal_here(const struct exchange *exchange, const struct refusal *refusal)
{
    if (exchange->relayed_from)
        return (struct refusal){ .cause = REFUSAL_NONE };
    return *refusal;
}

const char *auth_realm_text(const struct exchange *exchange, char *text)
{
    static const enum sip_header_id ids[] = { SIP_HEADER_WWW_AUTHENTICATE,
                                              SIP_HEADER_PROXY_AUTHENTICATE };
    struct span realm = { NULL, 0 }, row;

    for (unsigned i = 0; i < array_length(ids); i++) {
        struct sip_header_cursor cursor = { 0 };

        while (!realm.length && sip_message_next_value(exchange->message, ids[i], &cursor, &row))
            sip_auth_parameter(row, SPAN_OF("realm"), &realm);
    }
    return quote_span(realm, text, AUTH_REALM_MAX);
}
