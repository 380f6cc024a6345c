/* refused.c
 * A REGISTER that is refused with a code that speaks of a user, and means the account.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis/call/no_call.h"
#include "diagnosis/subjects.h"
#include "question/own_words.h"

/* Longest name shown in a detail, with its NUL. */
#define NAME_TEXT_MAX 44

/* RFC 3261 section 10.3: the address in To is not one of the registrar's domain. */
static void tell_unknown(const struct exchange *exchange, const char *host,
                         struct finding_draft *draft)
{
    const struct sip_uri to =
        sip_uri_read(sip_address_uri(sip_message_header(exchange->message, SIP_HEADER_TO)));
    const uint32_t frame = exchange->transaction->request_frame;
    char user[NAME_TEXT_MAX], domain[NAME_TEXT_MAX], words[OWN_WORDS_MAX];

    quote_span(to.user, user, sizeof user);
    quote_span(to.host, domain, sizeof domain);
    if (own_words_of_response(exchange->record, words)[0])
        draft_detail(draft, "%s refuses to register \"%s\" at %s (frame %u) and says %.80s.", host,
                     user, domain, frame, words);
    else
        draft_detail(draft,
                     "%s knows no \"%s\" at %s, which the REGISTER of frame %u names in To: the "
                     "account or the domain is missing there.",
                     host, user, domain, frame);
}

static bool find_refused(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    char host[ENDPOINT_TEXT_MAX];

    if (transaction->method != METHOD_REGISTER)
        return false;
    endpoint_text(transaction->path->server, host);
    if (exchange_decides(exchange, 404, 604))
        tell_unknown(exchange, host, draft);
    else if (no_call_is_refused(exchange))
        draft_detail(draft, "%s refuses the registration of frame %u.", host,
                     transaction->request_frame);
    else
        return false;
    draft_evidence(draft, transaction->request_frame);
    return true;
}

/* The PUBLISH that this one refreshes: the latest that was accepted before it; NULL: none is near.
 */
static const struct transaction *accepted_publish(const struct transaction *publish)
{
    const struct transaction *older = NULL;

    while ((older = transaction_back(transaction_older(publish), older))) {
        if (older->method == METHOD_PUBLISH && older->final && older->final->code < 300)
            return older;
    }
    return NULL;
}

/* The server may keep the state for less than was asked, never for more (RFC 3903 section 6). */
static bool find_published_expired(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *publish = exchange->transaction;
    const struct transaction *last = accepted_publish(publish);
    const uint32_t asked = last ? request_details(transaction_request(last))->expires : 0;

    if (publish->method != METHOD_PUBLISH || !exchange_decides(exchange, 412, 412) || !asked ||
        time_between(last->request_time, publish->request_time) <= (int64_t)asked * 1000000)
        return false;
    draft_detail(draft,
                 "The state published in frame %u had run out: it asked for %u s, and this refresh "
                 "came %.0f s after it.",
                 last->request_frame, asked,
                 seconds_between(last->request_time, publish->request_time));
    draft_evidence(draft, last->request_frame);
    draft_evidence(draft, last->final->frame);
    return true;
}

static const struct rule rules[] = {
    { .id = "registration.refused",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the registration was refused",
      .advice =
          "Read the words that were sent. Compare user and domain in To, and the Request-URI, with "
          "the account at the registrar. Then look in its log for this Call-ID.",
      .reference = { 3261, "10.3" },
      .actor = ACTOR_SERVER,
      .moments = AT_FAILURE,
      .methods = METHOD_BIT(METHOD_REGISTER),
      .codes = { 404, 410, 480, 486, 488, 600, 603, 604, 606 },
      .applies = find_refused },
    { .id = "registration.published-expired",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SEQUENCE,
      .summary = "the published state had run out before its refresh",
      .advice = "Make the client refresh its state earlier, and publish it anew without "
                "SIP-If-Match after a 412. No call is affected.",
      .reference = { 3903, "4.1" },
      .actor = ACTOR_CLIENT,
      .moments = AT_FAILURE,
      .methods = METHOD_BIT(METHOD_PUBLISH),
      .codes = { 412 },
      .leads = true,
      .applies = find_published_expired },
};

const struct rule_list registration_refused_rules = { .subject = "registration",
                                                      .rules = rules,
                                                      .count = array_length(rules) };
