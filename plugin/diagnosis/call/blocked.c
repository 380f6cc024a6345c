/* blocked.c
 * Calls that a network, not the called user, turns away: by call analytics, or to an emergency
 * service.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/hops.h"
#include "diagnosis/subjects.h"
#include "question/own_words.h"

/* Longest contact for a complaint that is shown, with its NUL. */
#define CONTACT_MAX 72

static bool contains(const char *text, struct span word)
{
    return text && span_contains_ignoring_case(span_of_text(text), word);
}

/* The value of key in "v=analytics1;url=https://x;tel=+1", as "url" in "; complaints:
 * https://x". */
static void say_contact(const char *text, char *contact)
{
    static const struct span keys[] = { SPAN_TEXT("url="), SPAN_TEXT("email="), SPAN_TEXT("tel=") };
    struct span rest = span_of_text(text);

    contact[0] = '\0';
    for (unsigned i = 0; i < array_length(keys); i++) {
        struct span part = rest;

        while (part.length) {
            const size_t length = span_part_length(part, ';');
            const struct span value = span_trimmed(span_first(part, length));

            if (span_starts_with_ignoring_case(value, keys[i])) {
                quote_span(span_behind(value, keys[i].length), contact, CONTACT_MAX);
                return;
            }
            part = span_behind(part, length + 1);
        }
    }
}

/* RFC 8688: a signed card in Call-Info names whom to ask. */
static void say_card(const struct sip_message *message, char *contact)
{
    struct sip_header_cursor cursor = { 0 };
    struct span value, purpose;

    while (sip_message_next_value(message, SIP_HEADER_CALL_INFO, &cursor, &value)) {
        if (sip_parameter(value, SPAN_OF("purpose"), &purpose) &&
            span_equals_ignoring_case(purpose, SPAN_OF("jwscard"))) {
            quote_span(sip_address_uri(value), contact, CONTACT_MAX);
            return;
        }
    }
}

/* Call analytics write it into a phrase, a Reason, or the code alone says it. */
static bool is_blocked(const struct record *record)
{
    return record->code == 607 || record->code == 608 ||
           (record->code == 603 && contains(record_phrase(record), SPAN_OF("blocked"))) ||
           (record->code >= 400 && own_words_of_analytics(record_words(record)));
}

static bool find_blocked(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *record = exchange->record;
    char host[ENDPOINT_TEXT_MAX], contact[CONTACT_MAX];

    if (!is_blocked(record) || exchange->relayed_from)
        return false;
    endpoint_text(exchange->frame->source, host);
    draft_evidence(draft, exchange->transaction->request_frame);
    say_contact(own_words_of_analytics(record_words(record)), contact);
    if (!contact[0])
        say_card(exchange->message, contact);
    if (record->code == 607)
        draft_detail(draft, "607 of %s: the called side marks the caller as unwanted%s%s.", host,
                     contact[0] ? "; complaints: " : "", contact);
    else
        draft_detail(draft,
                     "%s says that call analytics of a network blocked the call, not a person%s%s.",
                     host, contact[0] ? "; complaints: " : "", contact);
    return true;
}

static bool find_emergency(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct ims_service *service = record_words(exchange->record)->ims_service;
    char action[CONTACT_MAX] = "", host[ENDPOINT_TEXT_MAX];

    if (exchange->record->code != 380 || !service || exchange->relayed_from ||
        g_ascii_strcasecmp(service->type, "emergency") != 0)
        return false;
    if (service->action)
        quote_text(service->action, action, sizeof action);
    draft_detail(draft, "%s says that this is an emergency number%s%s%s.",
                 endpoint_text(exchange->frame->source, host), action[0] ? " and asks for \"" : "",
                 action, action[0] ? "\"" : "");
    draft_evidence(draft, exchange->transaction->request_frame);
    return true;
}

static const struct rule rules[] = {
    { .id = "call.blocked",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the call was blocked because of the caller's number",
      .headline = "blocked because of the caller's number",
      .advice =
          "Ask whoever blocks the caller's number to remove the block (contact in the detail, if "
          "given). Check the number's attestation. The signalling is correct.",
      .reference = { 8688, "3.1" },
      .moments = AT_FAILURE,
      .applies = find_blocked },
    { .id = "call.emergency",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "an emergency number: the phone must use the emergency service",
      .headline = "emergency number: use the emergency service",
      .yields = true,
      .advice = "Look for the phone's next attempt, over the circuit-switched network or with an "
                "emergency registration. If none follows, look at the phone.",
      .reference = { 3261, "21.3.5" },
      .moments = AT_FAILURE,
      .codes = { 380 },
      .applies = find_emergency },
};

const struct rule_list blocked_call_rules = { .subject = "call",
                                              .rules = rules,
                                              .count = array_length(rules) };
