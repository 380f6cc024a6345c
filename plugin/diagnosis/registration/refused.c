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
};

const struct rule_list registration_refused_rules = { .subject = "registration",
                                                      .rules = rules,
                                                      .count = array_length(rules) };
