/* refused_answer.c
 * Credentials that a server does not take, told by the cause that the capture shows.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis/subjects.h"
#include "message/sip_uri.h"
#include "question/own_words.h"
#include "question/refusal.h"

/* Registrars that forget a nonce do so after some seconds at the earliest. */
#define NONCE_AGE_SUSPECT 3.0

/* Longest URI and phrase shown, with their NUL. */
#define URI_TEXT_MAX 64
#define PHRASE_MAX 48

static void name_frames(const struct exchange *exchange, const struct refusal *refusal,
                        struct finding_draft *draft)
{
    draft_evidence(draft, refusal->challenge ? refusal->challenge->frame : 0);
    draft_evidence(draft, exchange->transaction->request_frame);
    draft_evidence(draft, refusal->earlier_use ? refusal->earlier_use->request_frame : 0);
}

static const char *remark_on_nonce(const struct exchange *exchange, const struct refusal *refusal,
                                   double age)
{
    if (challenge_gave_nonce(exchange->record, refusal->credentials))
        return "; the new challenge repeats this nonce, so the digest is wrong";
    return age >= NONCE_AGE_SUSPECT
               ? "; it may have expired, but the new one comes without stale=true"
               : "; the new one comes without stale=true";
}

static bool find_rejected(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct refusal refusal = auth_refusal_here(exchange, draft->refusal);
    const uint32_t request_frame = exchange->transaction->request_frame;
    char realm[AUTH_REALM_MAX], words[PHRASE_MAX] = "";
    const struct record *challenge = refusal.challenge;
    double age;

    if (refusal.cause != REFUSAL_SECRET || refusals_are_loop(exchange->transaction, REFUSAL_SECRET))
        return false;
    age = seconds_between(challenge->time, exchange->transaction->request_time);
    auth_realm_text(exchange, realm);
    if (own_words_in_phrase(exchange->record))
        quote_text(record_phrase(exchange->record), words, sizeof words);
    if (!refusal.credentials->nonce_hash)
        draft_detail(draft, "Realm \"%s\": frame %u answered frame %u without a digest.", realm,
                     request_frame, challenge->frame);
    else if (words[0])
        draft_detail(draft,
                     "Realm \"%s\": frame %u answered the nonce of frame %u. The server says "
                     "\"%s\".",
                     realm, request_frame, challenge->frame, words);
    else if (refusal_left_out(&refusal))
        draft_detail(draft,
                     "Realm \"%s\": frame %u answered the nonce of frame %u without its %s. A "
                     "strict server refuses every password then.",
                     realm, request_frame, challenge->frame, refusal_left_out(&refusal));
    else
        draft_detail(draft,
                     "Realm \"%s\": the nonce of frame %u was %.1f s old when frame %u "
                     "used it%s.",
                     realm, challenge->frame, age, request_frame,
                     remark_on_nonce(exchange, &refusal, age));
    name_frames(exchange, &refusal, draft);
    return true;
}

static bool find_loop(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *first = exchange->record;
    const struct refusal refusal = auth_refusal_here(exchange, draft->refusal);
    const char *left_out;
    char more[72] = "";
    unsigned count;

    if (refusal.cause != REFUSAL_SECRET)
        return false;
    count = refusals_in_a_row(exchange->transaction, REFUSAL_SECRET, &first);
    if (count < REFUSALS_LOOP)
        return false;
    draft_headline(draft, "credentials refused %u times in a row", count);
    left_out = refusal_left_out(&refusal);
    if (left_out)
        snprintf(more, sizeof more, " They lack the %s, which a strict server wants.", left_out);
    draft_detail(draft, "%u refusals of %s in %.1f s, the first in frame %u.%s", count,
                 transaction_method_name(exchange->transaction),
                 seconds_between(first->time, exchange->record->time), first->frame, more);
    draft_evidence(draft, first->frame);
    draft_evidence(draft, exchange->transaction->request_frame);
    return true;
}

/* The server gives no challenge, and its words are of nothing else: RFC 7616 section 3.4.6 wants a
 * 400 for a uri that does not fit, others answer 403. */
static bool refuses_without_challenge(const struct exchange *exchange)
{
    const struct record *record = exchange->record;

    return (record->code == 400 || record->code == 403) && exchange_has_request(exchange) &&
           !exchange->relayed_from && record_words(record) == &no_words &&
           !transaction_last_provisional(exchange->transaction)->frame &&
           !own_words_in_phrase(record) && credentials_new_challenge(exchange->transaction);
}

/* The credentials of the request that lack what their qop needs; NULL: none. */
static const struct credentials *incomplete_of(const struct exchange *exchange,
                                               const struct finding_draft *draft)
{
    const struct request *request = transaction_request(exchange->transaction);

    if (auth_refusal_here(exchange, draft->refusal).cause == REFUSAL_INCOMPLETE)
        return auth_refusal_here(exchange, draft->refusal).credentials;
    for (unsigned i = 0;
         refuses_without_challenge(exchange) && i < request_details(request)->credential_count;
         i++) {
        if (request_details(request)->credentials[i].lacks_nc ||
            request_details(request)->credentials[i].lacks_cnonce)
            return &request_details(request)->credentials[i];
    }
    return NULL;
}

static bool find_incomplete(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct credentials *credentials = incomplete_of(exchange, draft);
    const uint32_t frame = exchange->transaction->request_frame;
    const struct refusal refusal = auth_refusal_here(exchange, draft->refusal);

    if (!credentials)
        return false;
    if (credentials->lacks_nc || credentials->lacks_cnonce)
        draft_detail(draft, "The credentials in frame %u have qop, but no %s%s%s.", frame,
                     credentials->lacks_nc ? "nc" : "",
                     credentials->lacks_nc && credentials->lacks_cnonce ? " and no " : "",
                     credentials->lacks_cnonce ? "cnonce" : "");
    else
        draft_detail(draft, "The credentials in frame %u use qop=%s, which frame %u did not offer.",
                     frame, credentials->uses_auth_int ? "auth-int" : "auth",
                     refusal.challenge->frame);
    draft_evidence(draft, frame);
    draft_evidence(draft, refusal.challenge ? refusal.challenge->frame : 0);
    return true;
}

static bool find_uri(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct credentials *credentials;
    const struct transaction *sent;
    const struct record *first;
    char uri[URI_TEXT_MAX], asked_uri[URI_TEXT_MAX], row[24] = "";
    unsigned count;

    if (auth_refusal_here(exchange, draft->refusal).cause != REFUSAL_URI &&
        !refuses_without_challenge(exchange))
        return false;
    credentials = credentials_for_other_uri(exchange->transaction, &sent);
    if (!credentials)
        return false;
    count = refusals_in_a_row(exchange->transaction, REFUSAL_URI, &first);
    if (count > 1)
        snprintf(row, sizeof row, "; refusal %u", count);
    quote_text(credentials->uri, uri, sizeof uri);
    quote_text(request_uri(transaction_request(sent)), asked_uri, sizeof asked_uri);
    draft_detail(
        draft, "Frame %u: the digest uri is %s, the Request-URI is %s. They differ in the %s%s.",
        sent->request_frame, uri, asked_uri,
        sip_uri_part_name(sip_uri_difference(span_of_text(credentials->uri),
                                             span_of_text(request_uri(transaction_request(sent))))),
        row);
    draft_evidence(draft, sent->request_frame);
    draft_evidence(draft, exchange->transaction->request_frame);
    return true;
}

/* RFC 3261 section 22.4 lets the two differ: it is the server that is too strict. */
static bool find_uri_changed(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct refusal refusal = auth_refusal_here(exchange, draft->refusal);
    const struct transaction *transaction = exchange->transaction;
    char uri[URI_TEXT_MAX], asked_uri[URI_TEXT_MAX];

    if (refusal.cause != REFUSAL_URI_CHANGED)
        return false;
    quote_text(refusal.credentials->uri, uri, sizeof uri);
    quote_text(request_uri(transaction_request(transaction)), asked_uri, sizeof asked_uri);
    draft_detail(draft, "The client sent and signed %s, but frame %u asks for %s.", uri,
                 transaction->request_frame, asked_uri);
    name_frames(exchange, &refusal, draft);
    return true;
}

/* "269.9 s old when frame 5 used it" */
static void tell_age(const struct exchange *exchange, const struct refusal *refusal, char *text,
                     size_t size)
{
    const struct transaction *transaction = exchange->transaction;

    if (refusal->challenge)
        snprintf(text, size, "the nonce of frame %u was %.1f s old when frame %u used it",
                 refusal->challenge->frame,
                 seconds_between(refusal->challenge->time, transaction->request_time),
                 transaction->request_frame);
    else
        snprintf(text, size, "frame %u used a nonce from before this capture",
                 transaction->request_frame);
}

static bool find_nonce_replaced(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *record = exchange->record;
    struct refusal refusal = auth_refusal_here(exchange, draft->refusal);
    char words[OWN_WORDS_MAX], age[96];

    if (record->code == 403 && exchange_has_request(exchange) && !exchange->relayed_from &&
        refusal_names_nonce(record, words) &&
        request_has_credentials(transaction_request(exchange->transaction)))
        refusal = (struct refusal){ .cause = REFUSAL_NONCE_WORDS,
                                    .challenge = credentials_new_challenge(exchange->transaction) };
    if (refusal.cause != REFUSAL_NONCE_WORDS && refusal.cause != REFUSAL_NONCE_REPLACED)
        return false;
    tell_age(exchange, &refusal, age, sizeof age);
    if (refusal.cause == REFUSAL_NONCE_WORDS && refusal_names_nonce(record, words))
        draft_detail(draft, "The server says %s: %s.", words, age);
    else
        draft_detail(draft,
                     "%c%s. The same nonce was good in frame %u. The new one comes without "
                     "stale=true.",
                     g_ascii_toupper(age[0]), age + 1,
                     refusal.earlier_use ? refusal.earlier_use->request_frame : 0);
    name_frames(exchange, &refusal, draft);
    return true;
}

/* A 403 without a word of its own: some servers refuse a replay so. */
static bool find_replay(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction, *other;

    if (!exchange_decides(exchange, 403, 403) || transaction_last_provisional(transaction)->frame ||
        record_words(exchange->record) != &no_words || own_words_in_phrase(exchange->record))
        return false;
    other = refusal_replayed(transaction);
    if (!other)
        return false;
    draft_headline(draft, "refused: nonce and count were used before");
    draft_detail(draft,
                 "Frame %u has the nonce and the count (nc) of the %s in frame %u, which were "
                 "accepted then. A server may take that for a replay.",
                 transaction->request_frame, transaction_method_name(other), other->request_frame);
    draft_evidence(draft, other->request_frame);
    draft_evidence(draft, transaction->request_frame);
    return true;
}

static bool find_nonce_reused(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction, *other;
    const struct refusal refusal = auth_refusal_here(exchange, draft->refusal);

    if (exchange->record->code == 403)
        return find_replay(exchange, draft);
    if (refusal.cause != REFUSAL_NONCE_REUSED)
        return false;
    other = refusal.earlier_use;
    if (transaction_call(other) == transaction_call(transaction))
        draft_detail(draft,
                     "Frame %u used its nonce with nc=%08x, like frame %u before. Each use needs a "
                     "higher count.",
                     transaction->request_frame, refusal.credentials->nonce_count,
                     other->request_frame);
    else
        draft_detail(draft,
                     "Frame %u used a nonce again: %s in frame %u, of another Call-ID, had used "
                     "it%s. The new nonce comes without stale=true.",
                     transaction->request_frame, transaction_method_name(other),
                     other->request_frame, credentials_were_accepted(other) ? " successfully" : "");
    name_frames(exchange, &refusal, draft);
    return true;
}

static const struct rule rules[] = {
    { .id = "auth.rejected",
      .severity = SEVERITY_WARN,
      .group = GROUP_SECURITY,
      .summary = "the server refused the credentials and asks again",
      .headline = "credentials refused, challenged again",
      .advice = "Compare user name, password and realm on both sides. If the client succeeds with "
                "the new nonce, the server should send stale=true.",
      .reference = { 3261, "22.1" },
      .actor = ACTOR_CLIENT,
      .actor_more = "or the owner of the account",
      .moments = AT_FAILURE,
      .needs = NEEDS_CREDENTIALS,
      .codes = { 401, 407 },
      .applies = find_rejected },
    { .id = "auth.loop",
      .severity = SEVERITY_ERROR,
      .group = GROUP_SECURITY,
      .summary = "the server refuses the client's credentials again and again",
      .headline = "credentials refused again and again",
      .advice = "Stop the client and correct its user name, password or realm: the server may "
                "lock the account or block the address.",
      .reference = { 3261, "22.1" },
      .actor = ACTOR_CLIENT,
      .actor_more = "or the owner of the account",
      .moments = AT_FAILURE,
      .needs = NEEDS_CREDENTIALS,
      .codes = { 401, 407 },
      .applies = find_loop },
    { .id = "auth.incomplete",
      .severity = SEVERITY_WARN,
      .group = GROUP_SECURITY,
      .summary = "the credentials have no nc or cnonce, or a qop that was not offered",
      .headline = "credentials without nc or cnonce, or odd qop",
      .advice =
          "Correct the client: it must take one of the offered qop values and, with qop, send nc "
          "and cnonce.",
      .reference = { 7616, "3.4" },
      .actor = ACTOR_CLIENT,
      .moments = AT_FAILURE,
      .needs = NEEDS_CREDENTIALS,
      .codes = { 400, 401, 403, 407 },
      .applies = find_incomplete },
    { .id = "auth.uri",
      .severity = SEVERITY_WARN,
      .group = GROUP_SECURITY,
      .summary = "the digest is for another uri than the Request-URI",
      .headline = "digest is for another uri than the Request-URI",
      .advice = "Make the client compute the digest over the exact Request-URI, with port and "
                "parameters. A strict server refuses any other, even if the password is right.",
      .reference = { 7616, "3.4.6" },
      .actor = ACTOR_CLIENT,
      .moments = AT_FAILURE,
      .needs = NEEDS_CREDENTIALS,
      .codes = { 400, 401, 403, 407 },
      .applies = find_uri },
    { .id = "auth.uri-changed",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SECURITY,
      .summary = "a proxy changed the Request-URI that the client had signed",
      .headline = "a proxy changed the Request-URI that was signed",
      .advice = "The client is right. Make the proxy keep the Request-URI, or make the server "
                "accept a digest uri that differs from the Request-URI.",
      .reference = { 3261, "22.4" },
      .actor = ACTOR_SERVER,
      .moments = AT_FAILURE,
      .needs = NEEDS_CREDENTIALS,
      .codes = { 401, 407 },
      .applies = find_uri_changed },
    { .id = "auth.nonce-replaced",
      .severity = SEVERITY_CHAT,
      .group = GROUP_SECURITY,
      .summary = "the server wants a new nonce, but does not say stale=true",
      .headline = "HOST wants a new nonce, without stale=true",
      .advice = "Nothing to do if the client uses the new nonce. Some clients stop here and lose "
                "their registration: make the server say stale=true.",
      .reference = { 7616, "3.3" },
      .actor = ACTOR_NOBODY,
      .moments = AT_FAILURE,
      .needs = NEEDS_CREDENTIALS,
      .codes = { 401, 403, 407 },
      .applies = find_nonce_replaced },
    { .id = "auth.nonce-reused",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SECURITY,
      .summary = "the client used a nonce again, and was refused",
      .headline = "the client used a nonce again, HOST refuses that",
      .advice = "Make the client use the newest nonce and count each use (nc) over all its "
                "requests. If the client continues with the new nonce, nothing is wrong.",
      .reference = { 7616, "3.4" },
      .actor = ACTOR_CLIENT,
      .moments = AT_FAILURE,
      .needs = NEEDS_CREDENTIALS,
      .codes = { 401, 403, 407 },
      .applies = find_nonce_reused },
};

const struct rule_list refused_answer_rules = { .subject = "auth",
                                                .rules = rules,
                                                .count = array_length(rules) };
