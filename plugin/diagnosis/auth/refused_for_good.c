/* refused_for_good.c
 * A 403 to credentials: a wrong password of some servers, unless something else explains it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/leg_outcome.h"
#include "diagnosis/subjects.h"
#include "question/own_words.h"
#include "question/refusal.h"

/* Longest phrase shown, with its NUL. */
#define PHRASE_MAX 48

/* Words that are of the credentials themselves. */
static bool words_name_credentials(const struct record *record)
{
    static const struct span names[] = { SPAN_TEXT("password"), SPAN_TEXT("passwd"),
                                         SPAN_TEXT("credential"), SPAN_TEXT("digest") };
    static const struct span failures[] = { SPAN_TEXT("fail"), SPAN_TEXT("invalid"),
                                            SPAN_TEXT("wrong"), SPAN_TEXT("bad"),
                                            SPAN_TEXT("error") };
    const struct span phrase = span_of_text(record_phrase(record));

    return span_contains_one_of(phrase, names, array_length(names)) ||
           (span_contains_ignoring_case(phrase, SPAN_OF("auth")) &&
            span_contains_one_of(phrase, failures, array_length(failures)));
}

/* A 403 for another reason than the credentials: the server names one, the call had got further,
 * the request was passed on, or the credentials themselves tell. */
static bool has_other_cause(const struct transaction *transaction, const struct record *record)
{
    const struct transaction *sent;

    for (unsigned i = 0; i < request_details(transaction_request(transaction))->credential_count;
         i++) {
        const struct credentials *credentials =
            &request_details(transaction_request(transaction))->credentials[i];

        if (credentials->has_auts || credentials->has_other_length)
            return true;
    }
    return transaction_last_provisional(transaction)->frame || record_words(record) != &no_words ||
           (record_details(record) && record_details(record)->has_retry_after) ||
           (own_words_in_phrase(record) && !words_name_credentials(record)) ||
           leg_went_on(transaction, record->frame) ||
           (!words_name_credentials(record) && credentials_for_other_uri(transaction, &sent));
}

/* So long ago, in microseconds, a password was hardly another: the usual life of a registration. */
#define SAME_PASSWORD_TIME INT64_C(3600000000)

/* The request with which the server had let this user in shortly before; NULL: none is known. */
static const struct transaction *let_in_before(const struct transaction *transaction)
{
    for (unsigned i = 0; i < request_details(transaction_request(transaction))->credential_count;
         i++) {
        const struct transaction *good =
            auth_history_let_in(transaction->path->server,
                                &request_details(transaction_request(transaction))->credentials[i]);

        if (good && good != transaction &&
            time_is_near(good->request_time, transaction->request_time, SAME_PASSWORD_TIME))
            return good;
    }
    return NULL;
}

/* The challenge that was answered before this 403, where nothing else explains it; NULL: it is not
 * so. */
static const struct record *answered_challenge(const struct exchange *exchange)
{
    const struct transaction *transaction = exchange->transaction;
    const struct record *challenge;

    if (exchange->record->code != 403 || !exchange_has_request(exchange) ||
        has_other_cause(transaction, exchange->record))
        return NULL;
    /* That another server may not know the nonce is told by auth.other-server. */
    challenge = credentials_new_challenge(transaction);
    if (!challenge || (!words_name_credentials(exchange->record) &&
                       !endpoint_host_equals(record_transaction(challenge)->path->server,
                                             transaction->path->server)))
        return NULL;
    return challenge;
}

static bool find_no_right(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction, *good;
    const struct record *challenge = answered_challenge(exchange);
    char server[ENDPOINT_TEXT_MAX];

    good =
        challenge && !words_name_credentials(exchange->record) ? let_in_before(transaction) : NULL;
    if (!good)
        return false;
    draft_detail(draft,
                 "%s in frame %u answered the %u in frame %u. %s had taken a login of this user "
                 "with the %s in frame %u, %.1f s before.",
                 transaction_method_name(transaction), transaction->request_frame, challenge->code,
                 challenge->frame, endpoint_host_text(transaction->path->server, server),
                 transaction_method_name(good), good->request_frame,
                 seconds_between(good->request_time, transaction->request_time));
    draft_evidence(draft, good->request_frame);
    draft_evidence(draft, challenge->frame);
    draft_evidence(draft, transaction->request_frame);
    return true;
}

static bool find_forbidden(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct record *challenge = answered_challenge(exchange);
    char phrase[PHRASE_MAX];

    if (!challenge || (!words_name_credentials(exchange->record) && let_in_before(transaction)))
        return false;
    draft_detail(draft, "%s in frame %u answered the %u in frame %u. The server says \"%s\".",
                 transaction_method_name(transaction), transaction->request_frame, challenge->code,
                 challenge->frame,
                 quote_span(exchange->message->reason_phrase, phrase, sizeof phrase));
    draft_evidence(draft, challenge->frame);
    draft_evidence(draft, transaction->request_frame);
    return true;
}

static const struct rule rules[] = {
    { .id = "auth.no-right",
      .severity = SEVERITY_WARN,
      .group = GROUP_SECURITY,
      .summary = "the server refuses a user whose login it had taken before",
      .headline = "HOST took this login before, but refuses METHOD",
      .advice = "Look at what this account may do on the server. The login itself was good "
                "before, so look at it only if it was changed meanwhile.",
      .reference = { 3261, "21.4.4" },
      .actor = ACTOR_SERVER,
      .moments = AT_FAILURE,
      .needs = NEEDS_CREDENTIALS,
      .codes = { 403 },
      .applies = find_no_right },
    { .id = "auth.forbidden",
      .severity = SEVERITY_WARN,
      .group = GROUP_SECURITY,
      .summary = "the server refuses after the client sent credentials",
      .headline = "refused after login: password or rights",
      .advice = "Check the password first. If the password is right, the account may lack the "
                "right for this: look at its rights on the server.",
      .reference = { 3261, "21.4.4" },
      .actor = ACTOR_SERVER,
      .actor_more = "or the owner of the account",
      .moments = AT_FAILURE,
      .needs = NEEDS_CREDENTIALS,
      .codes = { 403 },
      .applies = find_forbidden },
};

const struct rule_list refused_for_good_rules = { .subject = "auth",
                                                  .rules = rules,
                                                  .count = array_length(rules) };
