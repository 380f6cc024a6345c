/* challenge_and_answer.c
 * Challenges, and what clients answer to them (RFC 3261 section 22).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "credentials.h"
#include "diagnosis/subjects.h"

/* The third refusal in a row is a loop: nothing that the client changes helps. */
#define LOOP_REFUSALS 3

/* Registrars that forget a nonce do so after some seconds at the earliest. */
#define NONCE_AGE_SUSPECT 3.0

/* Longest realm shown, with its NUL. */
#define REALM_MAX 48

static bool is_challenge(const struct exchange *exchange)
{
    const struct record *record = exchange->record;

    return (record->code == 401 || record->code == 407) && exchange_has_request(exchange) &&
           record->details && record->details->is_challenge;
}

/* A refusal relayed from further on is told where it began. */
static bool is_relayed(const struct exchange *exchange)
{
    return hop_relayed_from(exchange->record) != NULL;
}

/* The challenge whose answer this response refuses, where the refusal began. */
static const struct record *refused_here(const struct exchange *exchange)
{
    return is_challenge(exchange) && !is_relayed(exchange)
               ? credentials_refused_challenge(exchange->transaction)
               : NULL;
}

static const char *realm_text(const struct exchange *exchange, char *text)
{
    struct span realm = { NULL, 0 };

    sip_auth_parameter(sip_message_header(exchange->message, exchange->record->code == 401
                                                                 ? SIP_HEADER_WWW_AUTHENTICATE
                                                                 : SIP_HEADER_PROXY_AUTHENTICATE),
                       SPAN_OF("realm"), &realm);
    return quote_span(realm, text, REALM_MAX);
}

/* Longest text of algorithms_text(), with its NUL. */
#define ALGORITHMS_MAX 48

static const char *algorithms_text(unsigned algorithms, char *text)
{
    static const char *const names[] = { "MD5", "SHA-256", "SHA-512-256", "AKA", "others" };

    text[0] = '\0';
    for (unsigned i = 0; i < array_length(names); i++) {
        if (!(algorithms & (1u << i)))
            continue;
        if (text[0])
            g_strlcat(text, ", ", ALGORITHMS_MAX);
        g_strlcat(text, names[i], ALGORITHMS_MAX);
    }
    return text;
}

/* The server asks for credentials that the request has none of: the normal first step. */
static bool find_first_step(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct record *record = exchange->record;
    char realm[REALM_MAX], algorithms[ALGORITHMS_MAX];

    if (!is_challenge(exchange) || credentials_asked(transaction, record)->algorithm)
        return false;
    draft_detail(draft, "Realm \"%s\", %s. The next %s has to answer it in %s.",
                 realm_text(exchange, realm),
                 algorithms_text(record->details->challenge_algorithms, algorithms),
                 transaction->method_name,
                 record->code == 401 ? "an Authorization header" : "a Proxy-Authorization header");
    draft_evidence(draft, transaction->request_frame);
    return true;
}

static bool find_resolved(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct record *challenge;

    if (exchange->record != transaction->final || !request_has_credentials(transaction->request) ||
        !exchange_has_request(exchange) || !credentials_were_accepted(transaction))
        return false;
    challenge = credentials_new_challenge(transaction);
    if (!challenge)
        return false;
    draft_detail(draft, "%s in frame %u answered the %u in frame %u, and was let in.",
                 transaction->method_name, transaction->request_frame, challenge->code,
                 challenge->frame);
    draft_evidence(draft, challenge->frame);
    draft_evidence(draft, transaction->request_frame);
    return true;
}

/* The server offers only algorithms that the credentials did not use. */
static bool is_other_algorithm(const struct exchange *exchange)
{
    const struct record *record = exchange->record;
    const struct credentials *credentials = credentials_asked(exchange->transaction, record);

    return is_challenge(exchange) && credentials->algorithm &&
           credentials->realm_hash == record->details->challenge_realm_hash &&
           !(credentials->algorithm & record->details->challenge_algorithms);
}

static bool find_rejected(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct record *first, *challenge = refused_here(exchange);
    bool is_same_nonce;
    double age;
    char realm[REALM_MAX];

    if (!challenge || is_other_algorithm(exchange) ||
        credentials_refusals(transaction, &first) >= LOOP_REFUSALS)
        return false;
    age = seconds_between(challenge->time, transaction->request_time);
    is_same_nonce =
        challenge->details->challenge_nonce_hash == exchange->record->details->challenge_nonce_hash;
    draft_detail(draft,
                 "Realm \"%s\": the nonce of frame %u was %.1f s old when frame %u used it%s.",
                 realm_text(exchange, realm), challenge->frame, age, transaction->request_frame,
                 is_same_nonce ? "; it still stands, so the digest does not fit"
                 : age >= NONCE_AGE_SUSPECT
                     ? ", and there is a new one without stale=true: it may only have expired"
                     : "; a new one came without stale=true");
    draft_evidence(draft, challenge->frame);
    draft_evidence(draft, transaction->request_frame);
    return true;
}

static bool find_stale(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct credentials *credentials = credentials_asked(transaction, exchange->record);
    const struct record *challenge;

    if (!is_challenge(exchange) || !exchange->record->details->challenge_is_stale ||
        !credentials->algorithm)
        return false;
    challenge = credentials_challenge(transaction, credentials);
    if (challenge)
        draft_detail(draft, "The nonce of frame %u was %.1f s old when frame %u used it.",
                     challenge->frame, seconds_between(challenge->time, transaction->request_time),
                     transaction->request_frame);
    draft_evidence(draft, challenge ? challenge->frame : 0);
    draft_evidence(draft, transaction->request_frame);
    return true;
}

static bool find_loop(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *first = exchange->record;
    unsigned count;

    if (!refused_here(exchange))
        return false;
    count = credentials_refusals(exchange->transaction, &first);
    if (count < LOOP_REFUSALS)
        return false;
    draft_detail(draft, "%u refusals of %s in %.1f s, the first in frame %u.", count,
                 exchange->transaction->method_name,
                 seconds_between(first->time, exchange->record->time), first->frame);
    draft_evidence(draft, first->frame);
    draft_evidence(draft, exchange->transaction->request_frame);
    return true;
}

/* A 403 for another reason than the credentials: a cause is named, the call had got further, or
 * the request was passed on. */
static bool has_other_cause(const struct transaction *transaction, const struct record *record)
{
    return transaction->progress->last_provisional_frame || record_words(record)->reason_count ||
           hop_next_behind(transaction, NULL);
}

static bool find_forbidden(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct record *challenge;
    char phrase[REALM_MAX];

    if (exchange->record->code != 403 || !exchange_has_request(exchange) ||
        has_other_cause(transaction, exchange->record))
        return false;
    challenge = credentials_new_challenge(transaction);
    if (!challenge)
        return false;
    draft_detail(draft, "%s in frame %u answered the %u in frame %u; the server said \"%s\".",
                 transaction->method_name, transaction->request_frame, challenge->code,
                 challenge->frame,
                 quote_span(exchange->message->reason_phrase, phrase, sizeof phrase));
    draft_evidence(draft, challenge->frame);
    draft_evidence(draft, transaction->request_frame);
    return true;
}

/* Told at the client's own hop only. OPTIONS is sent to see whether somebody answers; a challenge
 * does. */
static bool find_abandoned(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *challenge = exchange->news.abandoned;

    if (!challenge || challenge->transaction->upstream ||
        challenge->transaction->method == METHOD_OPTIONS)
        return false;
    draft_detail(draft, "No %s with credentials followed the %u in frame %u for %.0f s.",
                 challenge->transaction->method_name, challenge->code, challenge->frame,
                 seconds_between(challenge->time, exchange->frame->time));
    draft_evidence(draft, challenge->transaction->request_frame);
    draft_evidence(draft, challenge->frame);
    return true;
}

static bool find_algorithm(const struct exchange *exchange, struct finding_draft *draft)
{
    char asked[ALGORITHMS_MAX], used[ALGORITHMS_MAX];

    if (!is_other_algorithm(exchange) || is_relayed(exchange))
        return false;
    draft_detail(draft, "The server takes %s; the credentials in frame %u are %s.",
                 algorithms_text(exchange->record->details->challenge_algorithms, asked),
                 exchange->transaction->request_frame,
                 algorithms_text(
                     credentials_asked(exchange->transaction, exchange->record)->algorithm, used));
    draft_evidence(draft, exchange->transaction->request_frame);
    return true;
}

static const struct rule rules[] = {
    { .id = "auth.challenge",
      .severity = SEVERITY_CHAT,
      .group = GROUP_SECURITY,
      .summary = "the server asks for credentials: the normal first step",
      .advice = "Nothing to do when the same request follows with credentials. If none follows, "
                "check that the client has an account for this realm.",
      .reference = { 3261, "22.1" },
      .moments = AT_FAILURE,
      .applies = find_first_step },
    { .id = "auth.resolved",
      .severity = SEVERITY_CHAT,
      .group = GROUP_SECURITY,
      .summary = "the credentials were accepted",
      .advice = "Nothing to do: whatever the final response says, it is not about the password.",
      .reference = { 3261, "22.1" },
      .moments = AT_SUCCESS | AT_FAILURE,
      .is_aside = true,
      .applies = find_resolved },
    { .id = "auth.rejected",
      .severity = SEVERITY_WARN,
      .group = GROUP_SECURITY,
      .summary = "the credentials were refused and asked for again",
      .advice = "Compare user name, password and realm on both sides. If the client succeeds with "
                "the new nonce, the server should send stale=true.",
      .reference = { 3261, "22.1" },
      .moments = AT_FAILURE,
      .applies = find_rejected },
    { .id = "auth.stale",
      .severity = SEVERITY_CHAT,
      .group = GROUP_SECURITY,
      .summary = "the nonce had expired: the client tries again with the new one",
      .advice = "Nothing to do: the password is right. If it happens at each request, the "
                "server's nonce lifetime is shorter than the client's pause.",
      .reference = { 7616, "3.3" },
      .moments = AT_FAILURE,
      .applies = find_stale },
    { .id = "auth.loop",
      .severity = SEVERITY_ERROR,
      .group = GROUP_SECURITY,
      .summary = "the client sends credentials that are refused again and again",
      .advice = "Stop the client and correct its user name, password or realm: the server may "
                "lock the account or block the address.",
      .reference = { 3261, "22.1" },
      .moments = AT_FAILURE,
      .applies = find_loop },
    { .id = "auth.forbidden",
      .severity = SEVERITY_WARN,
      .group = GROUP_SECURITY,
      .summary = "refused for good after credentials were sent",
      .advice = "Some servers answer a wrong password with 403. Otherwise the account is known "
                "but may not do this: look at its rights in the server.",
      .reference = { 3261, "21.4.4" },
      .moments = AT_FAILURE,
      .applies = find_forbidden },
    { .id = "auth.abandoned",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SECURITY,
      .summary = "the client never answered a challenge",
      .advice = "Check that the client has an account for the realm of the challenge, knows its "
                "algorithm, and gets the server's responses.",
      .reference = { 3261, "22.2" },
      .moments = AT_REQUEST,
      .applies = find_abandoned },
    { .id = "auth.algorithm",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SECURITY,
      .summary = "the client used a digest algorithm that the server does not offer",
      .advice = "Let the server offer an algorithm that the client knows (most know MD5 only), or "
                "update the client.",
      .reference = { 8760, "2.4" },
      .moments = AT_FAILURE,
      .applies = find_algorithm },
};

const struct rule_list authentication_rules = { .subject = "auth",
                                                .rules = rules,
                                                .count = array_length(rules) };
