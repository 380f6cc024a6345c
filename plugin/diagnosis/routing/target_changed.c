/* target_changed.c
 * Requests that were refused after they went elsewhere than they were meant to.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/hops.h"
#include "call/registration.h"
#include "diagnosis/subjects.h"
#include "message/sip_uri.h"
#include "question/own_words.h"

/* Longest URI shown in a detail, with its NUL. */
#define URI_TEXT_MAX 60

/* The server's own words name something other than the address. */
static bool names_other_cause(const struct record *record)
{
    static const struct span addresses[] = { SPAN_TEXT("domain"),  SPAN_TEXT("relay"),
                                             SPAN_TEXT("host"),    SPAN_TEXT("uri"),
                                             SPAN_TEXT("address"), SPAN_TEXT("user"),
                                             SPAN_TEXT("found"),   SPAN_TEXT("destination"),
                                             SPAN_TEXT("unknown"), SPAN_TEXT("route") };
    char words[OWN_WORDS_MAX];

    own_words_of_response(record, words);
    return words[0] &&
           !span_contains_one_of(span_of_text(words), addresses, array_length(addresses));
}

/* Refusals of a server that does not take the address of a request for one of its own. */
static bool is_refused_address(const struct exchange *exchange)
{
    static const uint16_t codes[] = { 403, 404, 416, 484, 485, 604 };

    for (unsigned i = 0; i < array_length(codes); i++) {
        if (exchange_decides(exchange, codes[i], codes[i]))
            return transaction_is_initial(exchange->transaction) &&
                   !transaction_early_dialogs(exchange->transaction) &&
                   !names_other_cause(exchange->record);
    }
    return false;
}

static bool is_address(struct span host)
{
    return endpoint_read(host, 0).length != 0;
}

/* A proxy that looked up the user's contact did what it is for: the capture knows such a one. */
static bool is_contact_of_callee(const struct exchange *exchange)
{
    const struct transaction *transaction = exchange->transaction;
    const struct binding *binding;

    registration_of_callee(transaction, exchange->message, exchange->record->time, &binding);
    return binding != NULL;
}

/* The domain of the Request-URI became an address on the way, as a proxy does that resolves it. */
static bool find_resolved_host(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *here = exchange->transaction, *before = transaction_upstream(here);
    char host[ENDPOINT_TEXT_MAX], was[URI_TEXT_MAX], is[URI_TEXT_MAX];
    struct sip_uri uri_before, uri_here;

    if (!is_refused_address(exchange) || !before || !before->request_frame ||
        is_contact_of_callee(exchange))
        return false;
    uri_before = sip_uri_read(span_of_text(request_uri(transaction_request(before))));
    uri_here = sip_uri_read(span_of_text(request_uri(transaction_request(here))));
    if (!uri_before.user.length || !span_equals(uri_before.user, uri_here.user) ||
        !uri_before.host.length || is_address(uri_before.host) ||
        !endpoint_host_equals(endpoint_read(uri_here.host, 0), here->path->server))
        return false;
    draft_detail(draft,
                 "%s changed %s (frame %u) to %s. A host that serves only its domain does not "
                 "accept its address instead.",
                 endpoint_text(here->path->client, host),
                 quote_text(request_uri(transaction_request(before)), was, sizeof was),
                 before->request_frame,
                 quote_text(request_uri(transaction_request(here)), is, sizeof is));
    draft_evidence(draft, before->request_frame);
    draft_evidence(draft, here->request_frame);
    return true;
}

/* The redirection that this request follows: the newest 3xx to the same request of the same
 * client. */
static const struct record *followed(const struct transaction *transaction)
{
    const struct transaction *older = NULL;

    while ((older = transaction_back(transaction_older(transaction), older))) {
        const struct record *final = older->final;

        if (older->method == transaction->method &&
            older->from_tag_place == transaction->from_tag_place &&
            older->cseq != transaction->cseq && final && final->code / 100 == 3 &&
            final->frame < transaction->request_frame && record_details(final) &&
            transaction_same_client(older, transaction))
            return final;
    }
    return NULL;
}

/* The Contact of the redirection that the request asks for; NULL: none of them. */
static const char *contact_taken(const struct redirection *redirection, const char *uri)
{
    for (unsigned i = 0; i < redirection->count; i++) {
        const enum sip_uri_part part =
            sip_uri_difference(span_of_text(redirection->contacts[i]), span_of_text(uri));

        if (part == SIP_URI_SAME || part == SIP_URI_PARAMETERS || part == SIP_URI_HEADERS)
            return redirection->contacts[i];
    }
    return NULL;
}

/* Sent to the server that redirected, though the Contact names another address. One that the client
 * reaches all others over (an outbound proxy) is no mistake: its address was not the one asked
 * for. */
static bool went_to_old_server(const struct transaction *transaction,
                               const struct record *redirected, const char *contact)
{
    const struct transaction *old = record_transaction(redirected);
    const struct endpoint named = endpoint_of_uri(span_of_text(contact));
    const struct endpoint asked =
        endpoint_of_uri(span_of_text(request_uri(transaction_request(old))));

    return named.length && !transaction_request(transaction)->has_route &&
           endpoint_host_equals(transaction->path->server, old->path->server) &&
           endpoint_host_equals(asked, old->path->server) &&
           !endpoint_host_equals(named, old->path->server) && !hop_next_behind(old, NULL);
}

static bool is_refused(const struct exchange *exchange)
{
    const unsigned code = exchange->record->code;

    return code >= 400 && !record_is_challenge(exchange->record) && code != 487 &&
           exchange_decides(exchange, code, code) &&
           transaction_is_initial(exchange->transaction) &&
           request_uri(transaction_request(exchange->transaction));
}

/* 305 names a proxy, and 380 services: the Request-URI stays as it is. */
static bool find_not_followed(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct record *redirected = is_refused(exchange) ? followed(transaction) : NULL;
    const struct redirection *redirection =
        redirected ? record_details_redirection(record_details(redirected)) : NULL;
    char asked[URI_TEXT_MAX], named[URI_TEXT_MAX], host[ENDPOINT_TEXT_MAX];
    const char *contact;

    if (!redirection || !redirection->count || redirection->has_more || redirected->code > 302)
        return false;
    contact = contact_taken(redirection, request_uri(transaction_request(transaction)));
    quote_text(contact ? contact : redirection->contacts[0], named, sizeof named);
    if (!contact)
        draft_detail(draft, "Frame %u asks for %s, but the %u in frame %u named %s.",
                     transaction->request_frame,
                     quote_text(request_uri(transaction_request(transaction)), asked, sizeof asked),
                     redirected->code, redirected->frame, named);
    else if (went_to_old_server(transaction, redirected, contact))
        draft_detail(draft,
                     "Frame %u asks for %s, as the %u in frame %u named it, but goes to %s again.",
                     transaction->request_frame, named, redirected->code, redirected->frame,
                     endpoint_text(transaction->path->server, host));
    else
        return false;
    draft_evidence(draft, redirected->frame);
    draft_evidence(draft, transaction->request_frame);
    return true;
}

static bool find_target_changed(const struct exchange *exchange, struct finding_draft *draft)
{
    return find_resolved_host(exchange, draft) || find_not_followed(exchange, draft);
}

static const struct rule rules[] = {
    { .id = "routing.target-changed",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the request went to another target than intended, and was refused",
      .headline = "went to another target than intended, and refused",
      .advice = "Compare the Request-URI on each hop with the address that was called, or with the "
                "Contact of the redirection. Correct the host that changes it.",
      .reference = { 3261, "16.5" },
      .moments = AT_FAILURE,
      .is_aside = true, /* the address may be a user's contact, which the host that put it knows */
      .applies = find_target_changed },
};

const struct rule_list target_changed_rules = { .subject = "routing",
                                                .rules = rules,
                                                .count = array_length(rules) };
