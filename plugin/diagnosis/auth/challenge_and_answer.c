/* challenge_and_answer.c
 * Challenges, and the answers that are let in or never come (RFC 3261 section 22).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/misfit.h"
#include "call/response_way.h"
#include "diagnosis/subjects.h"
#include "question/refusal.h"

/* A nonce younger than this is fresh: no server lets it run out so soon. Microseconds. */
#define FRESH_TIME 1000000

static bool is_challenged(const struct exchange *exchange)
{
    return has_challenges(exchange->record) && exchange_has_request(exchange);
}

/* Longest text of algorithms_text(), with its NUL. */
#define ALGORITHMS_MAX 72

static const char *algorithms_text(unsigned algorithms, char *text)
{
    static const char *const names[] = { "MD5", "SHA-256", "SHA-512-256", "AKA",
                                         "another scheme or algorithm" };

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

/* Had the client been asked for this realm before, and answered with credentials for another
 * one? */
static bool missed_realm(const struct transaction *transaction, const struct record *record)
{
    const struct challenge *asked = &record_details_challenges(record_details(record))->rows[0];
    const struct request *request = transaction_request(transaction);
    const struct transaction *older = NULL;
    bool has_same_header = false;

    for (unsigned i = 0; i < request_details(request)->credential_count; i++)
        has_same_header |= request_details(request)->credentials[i].is_proxy == asked->is_proxy;
    while (has_same_header && (older = transaction_back(transaction_older(transaction), older))) {
        const struct record *final = older->final;

        if (final && has_challenges(final) && transaction_same_client(older, transaction) &&
            record_details_challenges(record_details(final))->rows[0].is_proxy == asked->is_proxy &&
            record_details_challenges(record_details(final))->rows[0].realm_hash ==
                asked->realm_hash)
            return true;
    }
    return false;
}

/* The server asks for credentials that the request has none of: the normal first step. */
static bool find_first_step(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct record *record = exchange->record;
    char realm[AUTH_REALM_MAX], algorithms[ALGORITHMS_MAX];

    if (!is_challenged(exchange) || credentials_asked(transaction, record) ||
        missed_realm(transaction, record) || credentials_misplaced(transaction))
        return false;
    draft_detail(
        draft, "Realm \"%s\", %s. The next %s must bring the answer in %s.",
        auth_realm_text(exchange, realm),
        algorithms_text(challenges_algorithms(record_details_challenges(record_details(record))),
                        algorithms),
        transaction_method_name(transaction),
        record->code == 401 ? "an Authorization header" : "a Proxy-Authorization header");
    draft_evidence(draft, transaction->request_frame);
    return true;
}

static bool find_resolved(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct record *challenge;

    if (exchange->record != transaction->final ||
        !request_has_credentials(transaction_request(transaction)) ||
        !exchange_has_request(exchange) || !credentials_were_accepted(transaction))
        return false;
    challenge = credentials_new_challenge(transaction);
    if (!challenge)
        return false;
    draft_detail(draft,
                 "%s in frame %u answered the %u in frame %u. Its credentials were "
                 "accepted.",
                 transaction_method_name(transaction), transaction->request_frame, challenge->code,
                 challenge->frame);
    draft_evidence(draft, challenge->frame);
    draft_evidence(draft, transaction->request_frame);
    return true;
}

/* A nonce that its server has just given, and that nobody has used, cannot have run out. */
static bool is_fresh(const struct transaction *transaction, const struct refusal *refusal)
{
    return refusal->challenge &&
           time_is_near(refusal->challenge->time, transaction->request_time, FRESH_TIME) &&
           !credentials_accepted_before(transaction, refusal->credentials);
}

static bool find_fresh_stale(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct refusal refusal = *draft->refusal;
    char host[ENDPOINT_TEXT_MAX];

    if (exchange->record != transaction->final || refusal.cause != REFUSAL_STALE ||
        exchange->relayed_from || !is_fresh(transaction, &refusal))
        return false;
    draft_detail(draft,
                 "%s calls the nonce of frame %u stale. It was %.0f ms old when frame %u used it "
                 "for the first time.",
                 endpoint_text(exchange->frame->source, host), refusal.challenge->frame,
                 1e3 * seconds_between(refusal.challenge->time, transaction->request_time),
                 transaction->request_frame);
    draft_evidence(draft, refusal.challenge->frame);
    draft_evidence(draft, transaction->request_frame);
    return true;
}

static bool find_stale(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct refusal refusal = *draft->refusal;

    if (exchange->record != transaction->final || refusal.cause != REFUSAL_STALE ||
        (is_fresh(transaction, &refusal) && !exchange->relayed_from))
        return false;
    if (refusal.challenge)
        draft_detail(draft, "The nonce of frame %u was %.1f s old when frame %u used it.",
                     refusal.challenge->frame,
                     seconds_between(refusal.challenge->time, transaction->request_time),
                     transaction->request_frame);
    draft_evidence(draft, refusal.challenge ? refusal.challenge->frame : 0);
    draft_evidence(draft, transaction->request_frame);
    return true;
}

/* Did it go elsewhere than its request came from, or does it name another host in Via? misfit.*
 * says so: the client does not have it. */
static bool came_in_vain(const struct record *challenge)
{
    return response_other_way(challenge).answered.length ||
           misfit_of_transaction(record_transaction(challenge), MISFIT_SENT_BY, NULL);
}

/* Told at the client's own hop only. OPTIONS is sent to see whether somebody answers; a challenge
 * does. */
static bool find_abandoned(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *challenge = exchange->news.abandoned;

    if (!challenge || transaction_upstream(record_transaction(challenge)) ||
        record_transaction(challenge)->method == METHOD_OPTIONS || came_in_vain(challenge))
        return false;
    draft_detail(draft, "No %s with credentials followed the %u in frame %u within %.0f s.",
                 transaction_method_name(record_transaction(challenge)), challenge->code,
                 challenge->frame, seconds_between(challenge->time, exchange->frame->time));
    draft_evidence(draft, record_transaction(challenge)->request_frame);
    draft_evidence(draft, challenge->frame);
    return true;
}

/* The latest SUBSCRIBE of the dialog that this NOTIFY is in; NULL: none is near. */
static const struct transaction *latest_subscribe(const struct transaction *notify)
{
    const struct transaction *older = NULL;

    do {
        older = transaction_back(transaction_older(notify), older);
    } while (older &&
             (older->method != METHOD_SUBSCRIBE || older->from_tag_place != notify->to_tag_place));
    return older;
}

/* A subscription runs out as its refresh was challenged and not sent again. */
static bool find_subscription_lost(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *notify = exchange->transaction, *subscribe;
    struct span reason;

    if (!request_details(transaction_request(notify))->is_terminated ||
        !sip_parameter(sip_message_header(exchange->message, SIP_HEADER_SUBSCRIPTION_STATE),
                       SPAN_OF("reason"), &reason) ||
        !span_equals_ignoring_case(reason, SPAN_OF("timeout")))
        return false;
    subscribe = latest_subscribe(notify);
    if (!subscribe || !subscribe->final || !record_is_challenge(subscribe->final) ||
        time_between(subscribe->final->time, exchange->frame->time) < TRANSACTION_TIME)
        return false;
    draft_detail(draft,
                 "The SUBSCRIBE in frame %u was challenged with %u in frame %u, and was not sent "
                 "again in %.0f s: now the subscription has timed out.",
                 subscribe->request_frame, subscribe->final->code, subscribe->final->frame,
                 seconds_between(subscribe->final->time, exchange->frame->time));
    draft_evidence(draft, subscribe->request_frame);
    draft_evidence(draft, subscribe->final->frame);
    return true;
}

static bool find_algorithm(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct refusal refusal = auth_refusal_here(exchange, draft->refusal);
    char asked[ALGORITHMS_MAX], used[ALGORITHMS_MAX];

    if (refusal.cause != REFUSAL_ALGORITHM)
        return false;
    draft_detail(draft, "The server accepts %s. The credentials in frame %u use %s.",
                 algorithms_text(challenges_algorithms(
                                     record_details_challenges(record_details(exchange->record))),
                                 asked),
                 exchange->transaction->request_frame,
                 algorithms_text(refusal.credentials->algorithm, used));
    draft_evidence(draft, exchange->transaction->request_frame);
    return true;
}

/* Each attempt needs a CSeq of its own (RFC 3261 section 22.2): with the number of the challenged
 * one over another branch it is a second copy of that (section 8.2.2.2). */
static bool find_same_cseq(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *request = exchange->transaction, *older = NULL;

    if (!exchange_decides(exchange, 400, 482) ||
        !request_has_credentials(transaction_request(request)))
        return false;
    while ((older = transaction_back(transaction_older(request), older))) {
        if (older->method == request->method && older->cseq == request->cseq && older->final &&
            record_is_challenge(older->final) && older->final->frame < request->request_frame &&
            older->from_tag_place == request->from_tag_place &&
            path_same_hosts(older->path, request->path))
            break;
    }
    if (!older)
        return false;
    draft_detail(draft,
                 "The %s in frame %u, with credentials, still has CSeq %u of frame %u, which was "
                 "challenged in frame %u.",
                 transaction_method_name(request), request->request_frame, request->cseq,
                 older->request_frame, older->final->frame);
    draft_evidence(draft, request->request_frame);
    draft_evidence(draft, older->final->frame);
    return true;
}

static const struct rule rules[] = {
    { .id = "auth.same-cseq",
      .severity = SEVERITY_WARN,
      .group = GROUP_PROTOCOL,
      .summary = "the request with credentials has the CSeq of the challenged one",
      .headline = "CSeq was not raised with the credentials",
      .advice = "Make the client raise CSeq by one when it sends a request again with credentials: "
                "a server may take it for a second copy of the first one.",
      .reference = { 3261, "22.2" },
      .actor = ACTOR_CLIENT,
      .moments = AT_FAILURE,
      .needs = NEEDS_CREDENTIALS,
      .codes = { 400, 482 },
      .leads = true,
      .applies = find_same_cseq },
    { .id = "auth.challenge",
      .severity = SEVERITY_CHAT,
      .group = GROUP_SECURITY,
      .summary = "the server asks for credentials: the normal first step",
      .headline = "challenge, the normal first step",
      .advice = "Nothing to do if the same request follows with credentials. If not, check that "
                "the client has an account for this realm.",
      .reference = { 3261, "22.1" },
      .actor = ACTOR_NOBODY,
      .actor_more = "nobody if a request with credentials follows, else the client's owner",
      .moments = AT_FAILURE,
      .codes = { 401, 407 },
      .applies = find_first_step },
    { .id = "auth.resolved",
      .severity = SEVERITY_CHAT,
      .group = GROUP_SECURITY,
      .summary = "the credentials were accepted",
      .never_heads = true,
      .advice = "Nothing to do. The credentials are right: a failure after this has another cause.",
      .reference = { 3261, "22.1" },
      .actor = ACTOR_NOBODY,
      .moments = AT_SUCCESS | AT_FAILURE,
      .needs = NEEDS_CREDENTIALS,
      .is_aside = true,
      .applies = find_resolved },
    { .id = "auth.stale-at-once",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SECURITY,
      .summary = "the server calls its new nonce stale",
      .headline = "HOST calls its new nonce stale",
      .advice = "Nothing to do if the server accepts the next answer. If not, several servers may "
                "share this address without sharing nonces, or their clocks differ.",
      .reference = { 7616, "3.3" },
      .actor = ACTOR_SERVER,
      .moments = AT_FAILURE,
      .needs = NEEDS_CREDENTIALS,
      .codes = { 401, 407 },
      .applies = find_fresh_stale },
    { .id = "auth.stale",
      .severity = SEVERITY_CHAT,
      .group = GROUP_SECURITY,
      .summary = "the nonce had expired, normal: the client must use the new one",
      .headline = "nonce expired, normal",
      .advice = "Nothing to do if the server accepts the next answer. If every request meets this, "
                "the nonce expires too early for this client.",
      .reference = { 7616, "3.3" },
      .actor = ACTOR_NOBODY,
      .moments = AT_FAILURE,
      .needs = NEEDS_CREDENTIALS,
      .codes = { 401, 407 },
      .applies = find_stale },
    { .id = "auth.abandoned",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SECURITY,
      .summary = "no request with credentials followed the challenge",
      .headline = "no answer to the challenge",
      .advice = "Check three things at the client: its account for this realm, its support of the "
                "algorithm, and whether the challenge arrives.",
      .reference = { 3261, "22.2" },
      .actor = ACTOR_CLIENT,
      .actor_more = "or the owner of the account",
      .moments = AT_REQUEST,
      .needs = NEEDS_NEWS,
      .applies = find_abandoned },
    { .id = "auth.subscription-lost",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SECURITY,
      .summary = "a subscription ended, as its challenged refresh was not sent again",
      .headline = "subscription ended: its challenge was not answered",
      .advice = "Look at the subscriber: after a 401 or 407, with stale=true too, it has to send "
                "the SUBSCRIBE again with credentials for the new nonce.",
      .reference = { 6665, "4.1.2.2" },
      .actor = ACTOR_SERVER,
      .moments = AT_REQUEST,
      .methods = METHOD_BIT(METHOD_NOTIFY),
      .needs = NEEDS_IN_DIALOG,
      .applies = find_subscription_lost },
    { .id = "auth.algorithm",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SECURITY,
      .summary = "the client used an algorithm or scheme that the server does not offer",
      .headline = "HOST does not offer this algorithm or scheme",
      .advice = "Make the server offer an algorithm that the client knows (many know only MD5), or "
                "update the client.",
      .reference = { 8760, "2.4" },
      .actor = ACTOR_SERVER,
      .moments = AT_FAILURE,
      .needs = NEEDS_CREDENTIALS,
      .codes = { 401, 407 },
      .applies = find_algorithm },
};

const struct rule_list authentication_rules = { .subject = "auth",
                                                .rules = rules,
                                                .count = array_length(rules) };
