/* bad_request.c
 * What a refused request lacks that SIP requires of it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis/subjects.h"
#include "message/sip_uri.h"
#include "question/own_words.h"

/* Longest URI shown, with its NUL. */
#define URI_TEXT_MAX 56

/* Has it to have a Contact (RFC 3261 section 8.1.1.8, RFC 6665, RFC 3515, RFC 3311)? */
static bool needs_contact(enum method method)
{
    return method == METHOD_INVITE || method == METHOD_SUBSCRIBE || method == METHOD_REFER ||
           method == METHOD_UPDATE;
}

/* "5060transport=udp": what stands where the port of a sip: URI has to be, and is no number; length
 * 0: there is no such thing. */
static struct span odd_port(const char *uri)
{
    const struct span host = sip_uri_read(span_of_text(uri)).host;
    const char *at = host.length ? host.text + host.length : "";
    size_t length;

    if (*at == ']')
        at++;
    if (*at != ':')
        return (struct span){ NULL, 0 };
    at++;
    length = strcspn(at, ";?>");
    return strspn(at, "0123456789") == length && length ? (struct span){ NULL, 0 }
                                                        : (struct span){ at, length };
}

static bool lacks_host(const char *uri)
{
    const struct sip_uri parts = sip_uri_read(span_of_text(uri));

    return span_starts_with_ignoring_case(parts.scheme, SPAN_OF("sip")) && !parts.host.length;
}

static bool tell_contact(const struct transaction *transaction, struct finding_draft *draft)
{
    const char *contact = request_contact(transaction_request(transaction));
    const struct span port = contact ? odd_port(contact) : (struct span){ NULL, 0 };
    char uri[URI_TEXT_MAX], odd[URI_TEXT_MAX];

    if (request_details(transaction_request(transaction))->misuses_star)
        draft_detail(draft,
                     "The REGISTER in frame %u has Contact: *, which may only stand alone, with "
                     "Expires: 0 (it removes all bindings).",
                     transaction->request_frame);
    else if (contact && lacks_host(contact))
        draft_detail(draft, "The Contact in frame %u is %s: it names no host.",
                     transaction->request_frame, quote_text(contact, uri, sizeof uri));
    else if (port.text)
        draft_detail(draft, "The Contact in frame %u is %s: \"%s\" is no port.",
                     transaction->request_frame, quote_text(contact, uri, sizeof uri),
                     quote_span(port, odd, sizeof odd));
    else if (!contact && needs_contact((enum method)transaction->method))
        draft_detail(draft, "The %s in frame %u has no Contact, which each %s has to have.",
                     transaction_method_name(transaction), transaction->request_frame,
                     transaction_method_name(transaction));
    else
        return false;
    return true;
}

/* What a URI may hold only escaped, "%23" for "#" (RFC 3261 section 25.1); NULL: nothing of it. */
static const char *unescaped(const char *uri)
{
    const char *odd = uri ? strpbrk(uri, "#\"<>\\^`{|} ") : NULL;

    if (odd || !uri)
        return odd;
    for (odd = strchr(uri, '%'); odd; odd = strchr(odd + 1, '%')) {
        if (!g_ascii_isxdigit(odd[1]) || !g_ascii_isxdigit(odd[2]))
            return odd;
    }
    return NULL;
}

static bool tell_uri(const struct transaction *transaction, struct finding_draft *draft)
{
    const char *uri = request_uri(transaction_request(transaction));
    const char *odd = unescaped(uri);
    char text[URI_TEXT_MAX];

    if (!odd)
        return false;
    draft_headline(draft, "Request-URI has \"%c\", not escaped", *odd);
    draft_detail(draft, "The Request-URI of frame %u is %s: \"%c\" has to be sent as %%%02X.",
                 transaction->request_frame, quote_text(uri, text, sizeof text), *odd,
                 (unsigned char)*odd);
    return true;
}

static bool tell_state(const struct transaction *transaction, struct finding_draft *draft)
{
    if (!request_details(transaction_request(transaction))->lacks_state)
        return false;
    draft_detail(draft,
                 "The NOTIFY in frame %u has no Subscription-State, which each NOTIFY has to have "
                 "(RFC 6665 section 4.1.3).",
                 transaction->request_frame);
    return true;
}

static bool tell_two_methods(const struct transaction *transaction, struct finding_draft *draft)
{
    if (!transaction_request(transaction)->has_two_methods)
        return false;
    draft_headline(draft, "CSeq names another method than the request line");
    draft_detail(draft,
                 "CSeq of frame %u names %s, its request line another method: both have to be the "
                 "same.",
                 transaction->request_frame, transaction_method_name(transaction));
    return true;
}

static bool tell_replaces(const struct transaction *transaction, struct finding_draft *draft)
{
    if (!request_details(transaction_request(transaction))->lacks_tags)
        return false;
    draft_headline(draft, "Replaces lacks a tag");
    draft_detail(draft,
                 "The Replaces of the %s in frame %u has not both to-tag and from-tag: a Call-ID "
                 "alone names no call (RFC 3891 section 6.1).",
                 transaction_method_name(transaction), transaction->request_frame);
    return true;
}

/* With one Via the request cannot have gone round: its receiver takes what is missing for 0. */
static bool tell_hops(const struct transaction *transaction, struct finding_draft *draft)
{
    char host[ENDPOINT_TEXT_MAX];

    if (transaction->via_count != 1 ||
        transaction_request(transaction)->max_forwards != NO_MAX_FORWARDS)
        return false;
    draft_headline(draft, "refused as it has no Max-Forwards");
    draft_detail(draft,
                 "The %s in frame %u has no Max-Forwards, and %s takes that for 0. It came over "
                 "one hop: it has not gone round.",
                 transaction_method_name(transaction), transaction->request_frame,
                 endpoint_host_text(transaction->path->server, host));
    return true;
}

/* The response returns From and To as the request had them. */
static bool tell_name(const struct exchange *exchange, enum sip_header_id id, const char *name,
                      struct finding_draft *draft)
{
    const struct span odd = sip_address_bad_name(sip_message_header(exchange->message, id));
    char text[URI_TEXT_MAX];

    if (!odd.length)
        return false;
    draft_headline(draft, "display name in %s needs quotes", name);
    draft_detail(draft,
                 "%s of frame %u begins with %s: a name with such characters has to stand in "
                 "quotes (\"Smith, J.\").",
                 name, exchange->transaction->request_frame, quote_span(odd, text, sizeof text));
    return true;
}

/* Do the server's own words speak of something else than this? */
static bool names_other(const struct record *record, struct span word)
{
    char words[OWN_WORDS_MAX];

    own_words_of_response(record, words);
    return words[0] && !span_contains_ignoring_case(span_of_text(words), word);
}

static bool tell_form(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct record *record = exchange->record;

    return ((!names_other(record, SPAN_OF("cseq")) || !names_other(record, SPAN_OF("method"))) &&
            tell_two_methods(transaction, draft)) ||
           (!names_other(record, SPAN_OF("contact")) && tell_contact(transaction, draft)) ||
           (!names_other(record, SPAN_OF("uri")) && tell_uri(transaction, draft)) ||
           (!names_other(record, SPAN_OF("state")) && tell_state(transaction, draft)) ||
           (!names_other(record, SPAN_OF("repl")) && tell_replaces(transaction, draft)) ||
           (!names_other(record, SPAN_OF("from")) &&
            tell_name(exchange, SIP_HEADER_FROM, "From", draft)) ||
           (!names_other(record, SPAN_OF("to")) && tell_name(exchange, SIP_HEADER_TO, "To", draft));
}

static bool find_bad_request(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;

    if (exchange_decides(exchange, 400, 400)
            ? !tell_form(exchange, draft)
            : !exchange_decides(exchange, 483, 483) || !tell_hops(transaction, draft))
        return false;
    draft_evidence(draft, transaction->request_frame);
    return true;
}

static const struct rule rules[] = {
    {
        .id = "protocol.bad-request",
        .severity = SEVERITY_WARN,
        .group = GROUP_PROTOCOL,
        .summary = "the refused request lacks what SIP requires, or has it in a wrong form",
        .headline = "METHOD lacks what SIP requires of it",
        .advice = "Correct the sender of the request, or the template that it is made from. Other "
                  "servers may be milder and take it.",
        .reference = { 3261, "8.1.1" },
        .actor = ACTOR_CLIENT,
        .actor_more = "or an SBC or ALG on the way",
        .moments = AT_FAILURE,
        .codes = { 400, 483 },
        .leads = true,
        .applies = find_bad_request,
    },
};

const struct rule_list bad_request_rules = { .subject = "protocol",
                                             .rules = rules,
                                             .count = array_length(rules) };
