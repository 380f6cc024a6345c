/* not_found.c
 * A 404 by the method: nobody at an address, or nothing kept under it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/registration.h"
#include "diagnosis/subjects.h"
#include "question/forwarding.h"
#include "question/own_words.h"

/* Longest name and longest list shown in a detail, with their NUL. */
#define NAME_TEXT_MAX 44
#define ASKED_MAX 112

/* Who is asked for to talk to; other requests ask for what is kept under an address. */
static bool asks_for_user(const struct transaction *transaction)
{
    return transaction->method == METHOD_INVITE || transaction->method == METHOD_MESSAGE ||
           transaction->method == METHOD_REFER;
}

/* Longest user, or address, that a headline names. */
#define ADDRESS_HEADED_MAX 30

static struct sip_uri to_of(const struct exchange *exchange)
{
    return sip_uri_read(sip_address_uri(sip_message_header(exchange->message, SIP_HEADER_TO)));
}

/* `"bob" at example.com` */
static void name_address(const struct sip_uri *uri, char *text)
{
    char user[NAME_TEXT_MAX], domain[NAME_TEXT_MAX];

    quote_span(uri->user, user, sizeof user);
    quote_span(uri->host, domain, sizeof domain);
    if (user[0])
        snprintf(text, ASKED_MAX, "\"%s\"%s%s", user, domain[0] ? " at " : "", domain);
    else
        snprintf(text, ASKED_MAX, "%s", domain[0] ? domain : "an address that cannot be read");
}

/* `To asks for "bob" at example.com`; the Request-URI may ask for somebody else by now. */
static void tell_asked(const struct exchange *exchange, char *text, size_t size)
{
    const struct sip_uri uri =
        sip_uri_read(span_of_text(request_uri(transaction_request(exchange->transaction))));
    const struct sip_uri to = to_of(exchange);
    char asked[ASKED_MAX], meant[NAME_TEXT_MAX];

    quote_span(to.user, meant, sizeof meant);
    if (uri.user.length && to.user.length && !span_equals(uri.user, to.user)) {
        name_address(&uri, asked);
        snprintf(text, size, "The request asks for %s (To: \"%s\")", asked, meant);
    } else {
        name_address(&to, asked);
        snprintf(text, size, "To asks for %s", asked);
    }
}

/* "HOST does not know bob@example.com", where that has room. */
static void head_asked(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct sip_uri uri =
        sip_uri_read(span_of_text(request_uri(transaction_request(exchange->transaction))));
    char user[NAME_TEXT_MAX], domain[NAME_TEXT_MAX];

    quote_span(uri.user, user, sizeof user);
    quote_span(uri.host, domain, sizeof domain);
    if (user[0] && strlen(user) + strlen(domain) <= ADDRESS_HEADED_MAX)
        draft_headline(draft, "HOST does not know %s%s%s", user, domain[0] ? "@" : "", domain);
    else if (user[0] && strlen(user) <= ADDRESS_HEADED_MAX)
        draft_headline(draft, "HOST does not know %s", user);
}

/* " The address is registered (frame 12)." Then something else than the user is missing. A phone
 * that answers itself does not find itself by that. */
static void tell_registered(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct endpoint server = exchange->transaction->path->server;
    const struct binding *binding;
    const enum callee_state state = registration_of_callee(exchange->transaction, exchange->message,
                                                           exchange->record->time, &binding);
    const struct record *granted = binding ? binding->now.response : NULL;
    const size_t length = strlen(draft->detail);

    if (state != CALLEE_REGISTERED || !granted ||
        endpoint_host_equals(record_transaction(granted)->path->client, server))
        return;
    draft_evidence(draft, granted->frame);
    snprintf(draft->detail + length, sizeof draft->detail - length,
             " The address is registered (frame %u).", granted->frame);
}

/* What a server does not find after a forwarding is not the address that was called. */
static void tell_forwarded(const struct exchange *exchange, const struct forwarding *forwarding,
                           char *asked, size_t size, struct finding_draft *draft)
{
    const struct sip_uri to = to_of(exchange);
    char target[ASKED_MAX], called[NAME_TEXT_MAX], frame[32] = "History-Info";

    if (forwarding->frame)
        snprintf(frame, sizeof frame, "181 in frame %u", forwarding->frame);
    draft_evidence(draft, forwarding->frame);
    quote_span(to.user, called, sizeof called);
    if (forwarding->target.user.length) {
        name_address(&forwarding->target, target);
        snprintf(asked, size, "The call to \"%s\" was forwarded to %s (%s)", called, target, frame);
        draft_headline(draft, "the forwarding target of %.24s was not found", called);
    } else {
        snprintf(asked, size,
                 "The call to \"%s\" was forwarded (%s), perhaps to an address that does not exist",
                 called, frame);
        draft_headline(draft, "not found after a forwarding");
    }
}

static void tell_who(const struct exchange *exchange, char *asked, size_t size,
                     struct finding_draft *draft)
{
    struct forwarding forwarding;

    if (forwarding_before(exchange, &forwarding)) {
        tell_forwarded(exchange, &forwarding, asked, size, draft);
        return;
    }
    tell_asked(exchange, asked, size);
    head_asked(exchange, draft);
}

static bool find_not_found(const struct exchange *exchange, struct finding_draft *draft)
{
    char asked[ASKED_MAX + 80], host[ENDPOINT_TEXT_MAX], words[OWN_WORDS_MAX];

    if (!exchange_decides(exchange, 404, 604) || !asks_for_user(exchange->transaction) ||
        !transaction_is_initial(exchange->transaction))
        return false;
    draft_evidence(draft, exchange->transaction->request_frame);
    tell_who(exchange, asked, sizeof asked, draft);
    endpoint_text(exchange->transaction->path->server, host);
    if (own_words_of_response(exchange->record, words)[0])
        draft_detail(draft, "%s; %s says %.80s.", asked, host, words);
    else
        draft_detail(draft, "%s; %s says that it finds nobody there.", asked, host);
    tell_registered(exchange, draft);
    return true;
}

/* Event packages in the words of who sets up telephones. */
static const char *event_meaning(struct span event)
{
    static const struct {
        struct span package;
        const char *meaning;
    } meanings[] = {
        { SPAN_TEXT("message-summary"), "mailbox (message-summary)" },
        { SPAN_TEXT("presence"), "presence" },
        { SPAN_TEXT("dialog"), "state of calls (dialog)" },
        { SPAN_TEXT("reg"), "registration state (reg)" },
        { SPAN_TEXT("conference"), "conference" },
        { SPAN_TEXT("ua-profile"), "phone settings (ua-profile)" },
    };

    for (unsigned i = 0; i < array_length(meanings); i++) {
        if (span_equals_ignoring_case(span_first(event, span_part_length(event, ';')),
                                      meanings[i].package))
            return meanings[i].meaning;
    }
    return NULL;
}

static bool find_no_resource(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct span event =
        span_of_text(request_details(transaction_request(transaction))->event);
    const struct sip_uri to = to_of(exchange);
    const char *meaning = event_meaning(event);
    char asked[ASKED_MAX], package[NAME_TEXT_MAX], host[ENDPOINT_TEXT_MAX];

    if (!exchange_decides(exchange, 404, 604) || asks_for_user(transaction) ||
        transaction->method == METHOD_REGISTER || !transaction_is_initial(transaction))
        return false;
    draft_evidence(draft, transaction->request_frame);
    name_address(&to, asked);
    endpoint_text(transaction->path->server, host);
    if (meaning)
        draft_detail(draft, "%s has no %s for %s, which %s asks for.", host, meaning, asked,
                     transaction_method_name(transaction));
    else
        draft_detail(draft, "%s has nothing for %s%s%s under %s.", host,
                     transaction_method_name(transaction), event.length ? ", event " : "",
                     quote_span(event, package, sizeof package), asked);
    tell_registered(exchange, draft);
    return true;
}

static const struct rule rules[] = {
    { .id = "routing.not-found",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the server found nobody at this address",
      .headline = "nobody found at this address",
      .yields = true,
      .advice = "Check the number for digits and prefix, the dial plan's route to this domain, "
                "and whether the user exists there. A dial plan may refuse a user who exists.",
      .reference = { 3261, "21.4.5" },
      .moments = AT_FAILURE,
      .codes = { 404, 604 },
      .applies = find_not_found },
    { .id = "routing.no-resource",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the server has nothing under this address for such a request",
      .headline = "HOST has nothing here for such a request",
      .yields = true,
      .advice = "Read the words, and the Event of the request: a mailbox, a presence state or an "
                "account may be missing, although calls reach the user. No call is affected.",
      .reference = { 3261, "21.4.5" },
      .actor = ACTOR_SERVER,
      .moments = AT_FAILURE,
      .codes = { 404, 604 },
      .folds_into = { "call.alive" },
      .applies = find_no_resource },
};

const struct rule_list not_found_rules = { .subject = "routing",
                                           .rules = rules,
                                           .count = array_length(rules) };
