/* refused_extension.c
 * Option tags, event packages and security mechanisms that only one side has.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/hops.h"
#include "diagnosis/subjects.h"

/* Longest option tag and longest list shown in a detail, with their NUL. */
#define TAG_MAX 40
#define LIST_TEXT_MAX 96

static bool lists(const char *tags, struct span wanted)
{
    struct span rest = span_of_text(tags), tag;

    while (span_next_in_list(&rest, &tag)) {
        if (span_equals_ignoring_case(tag, wanted))
            return true;
    }
    return false;
}

static bool is_required(const struct transaction *transaction, struct span tag)
{
    return lists(request_details(transaction_request(transaction))->required, tag) ||
           lists(request_details(transaction_request(transaction))->proxy_required, tag);
}

static bool has_path(const struct transaction *transaction, struct span tag _U_)
{
    return transaction_request(transaction)->has_path;
}

static bool is_supported(const struct transaction *transaction, struct span tag)
{
    return lists(request_supported(transaction_request(transaction)), tag) ||
           lists(request_details(transaction_request(transaction))->required, tag);
}

/* The first hop, counted from the client, over which the request has it all the way to here. */
static const struct transaction *first_with(const struct transaction *transaction, struct span tag,
                                            bool (*has)(const struct transaction *, struct span))
{
    for (unsigned hop = 0; hop < HOPS_FOLLOWED_MAX; hop++) {
        const struct transaction *before = transaction_upstream(transaction);

        if (!before || !before->request_frame || !has(before, tag))
            break;
        transaction = before;
    }
    return transaction;
}

/* Who put it there, with the frame before and the one behind; false: the client itself, as far as
 * the capture shows. */
static bool tell_adder(const struct transaction *transaction, struct span tag,
                       bool (*has)(const struct transaction *, struct span), char *text,
                       size_t size, struct finding_draft *draft)
{
    const struct transaction *first = first_with(transaction, tag, has),
                             *before = transaction_upstream(first);
    char host[ENDPOINT_TEXT_MAX];

    draft_evidence(draft, first->request_frame);
    if (!before || !before->request_frame)
        return false;
    draft_evidence(draft, before->request_frame);
    snprintf(text, size, "%s in frame %u (frame %u had none)",
             endpoint_text(first->path->client, host), first->request_frame, before->request_frame);
    return true;
}

/* RFC 3327 section 5.3: a registrar need not take a Path from a phone that does not list path. */
static bool tell_path(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct span path = SPAN_OF("path");
    char adder[96];

    if (transaction->method != METHOD_REGISTER || !transaction_request(transaction)->has_path ||
        is_supported(transaction, path) ||
        (sip_message_has_header(exchange->message, SIP_HEADER_UNSUPPORTED) &&
         !sip_message_lists(exchange->message, SIP_HEADER_UNSUPPORTED, path)))
        return false;
    if (tell_adder(transaction, path, has_path, adder, sizeof adder, draft))
        draft_detail(draft,
                     "%s added Path, but the phone's Supported does not list path, which RFC 3327 "
                     "requires.",
                     adder);
    else
        draft_detail(draft,
                     "The REGISTER in frame %u has Path, but its Supported does not list path, "
                     "which RFC 3327 requires.",
                     transaction->request_frame);
    return true;
}

/* The first tag of Unsupported that the request requires, else the first; false: there is none. */
static bool lacking_tag(const struct exchange *exchange, struct span *tag)
{
    struct sip_header_cursor cursor = { 0 };

    while (sip_message_next_value(exchange->message, SIP_HEADER_UNSUPPORTED, &cursor, tag)) {
        if (is_required(exchange->transaction, *tag))
            return true;
    }
    cursor = (struct sip_header_cursor){ 0 };
    return sip_message_next_value(exchange->message, SIP_HEADER_UNSUPPORTED, &cursor, tag);
}

/* That tag, or what is required. */
static void tell_lacking(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    struct span tag = { NULL, 0 };
    char tags[LIST_TEXT_MAX], adder[96], host[ENDPOINT_TEXT_MAX];

    endpoint_text(transaction->path->server, host);
    quote_header(exchange->message, SIP_HEADER_UNSUPPORTED, tags, sizeof tags);
    if (!lacking_tag(exchange, &tag)) {
        quote_text(request_details(transaction_request(transaction))->required
                       ? request_details(transaction_request(transaction))->required
                       : request_details(transaction_request(transaction))->proxy_required,
                   tags, sizeof tags);
        if (tags[0])
            draft_detail(draft, "%s does not say what it lacks. The %s requires %s.", host,
                         transaction_method_name(transaction), tags);
    } else if (!is_required(transaction, tag)) {
        draft_detail(draft, "%s says that it does not know %s, but this %s does not require it.",
                     host, tags, transaction_method_name(transaction));
    } else if (tell_adder(transaction, tag, is_required, adder, sizeof adder, draft)) {
        draft_detail(draft, "%s does not know %s, required by %s.", host, tags, adder);
    } else {
        draft_detail(draft, "%s does not know %s, which the %s requires.", host, tags,
                     transaction_method_name(transaction));
    }
}

/* The hop before that still offered the tag; NULL: none. */
static const struct transaction *offered_before(const struct transaction *transaction,
                                                struct span tag)
{
    const struct transaction *hop = transaction_upstream(transaction);

    for (unsigned i = 0; hop && i < HOPS_FOLLOWED_MAX; i++, hop = transaction_upstream(hop)) {
        if (hop->request_frame && is_supported(hop, tag))
            return hop;
    }
    return NULL;
}

static void tell_demanded(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction, *before;
    struct sip_header_cursor cursor = { 0 };
    char tags[LIST_TEXT_MAX], host[ENDPOINT_TEXT_MAX];
    struct span tag;

    endpoint_text(transaction->path->server, host);
    quote_header(exchange->message, SIP_HEADER_REQUIRE, tags, sizeof tags);
    if (!sip_message_next_value(exchange->message, SIP_HEADER_REQUIRE, &cursor, &tag))
        return;
    before = offered_before(transaction, tag);
    if (is_supported(transaction, tag)) {
        draft_detail(draft, "%s requires %s, although the %s offers it.", host, tags,
                     transaction_method_name(transaction));
    } else if (before) {
        draft_detail(draft,
                     "%s requires %s. Frame %u offered it, frame %u does not: a host in between "
                     "removed it from Supported.",
                     host, tags, before->request_frame, transaction->request_frame);
        draft_evidence(draft, before->request_frame);
    } else {
        draft_detail(draft, "%s requires %s, which the %s does not offer.", host, tags,
                     transaction_method_name(transaction));
    }
}

/* 420 names what the server lacks (Unsupported), 421 what the client has to offer (Require). */
static bool find_unsupported(const struct exchange *exchange, struct finding_draft *draft)
{
    if (!exchange_decides(exchange, 420, 421))
        return false;
    if (exchange->record->code == 421)
        tell_demanded(exchange, draft);
    else if (!tell_path(exchange, draft))
        tell_lacking(exchange, draft);
    draft_evidence(draft, exchange->transaction->request_frame);
    return true;
}

static bool find_event(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    char event[TAG_MAX], allowed[LIST_TEXT_MAX], host[ENDPOINT_TEXT_MAX];

    if (!exchange_decides(exchange, 489, 489) ||
        !request_details(transaction_request(transaction))->event)
        return false;
    endpoint_text(transaction->path->server, host);
    quote_text(request_details(transaction_request(transaction))->event, event, sizeof event);
    quote_header(exchange->message, SIP_HEADER_ALLOW_EVENTS, allowed, sizeof allowed);
    draft_detail(draft, "%s does not know the event package \"%s\" of this %s%s%s.", host, event,
                 transaction_method_name(transaction),
                 allowed[0] ? "; Allow-Events: " : "; it sends no Allow-Events", allowed);
    draft_evidence(draft, transaction->request_frame);
    return true;
}

/* The nearest hop before on which the request had its Event; NULL: none. */
static const struct transaction *event_before(const struct transaction *transaction)
{
    const struct transaction *before = transaction_upstream(transaction);

    for (unsigned hop = 0; before && hop < HOPS_FOLLOWED_MAX; hop++) {
        if (request_details(transaction_request(before))->event)
            return before;
        before = transaction_upstream(before);
    }
    return NULL;
}

/* Is a NOTIFY refused with 405, although Allow has it? */
static bool is_refused_although_allowed(const struct exchange *exchange)
{
    return exchange_decides(exchange, 405, 405) && exchange->transaction->method == METHOD_NOTIFY &&
           sip_message_lists(exchange->message, SIP_HEADER_ALLOW, SPAN_OF("NOTIFY"));
}

static bool find_no_event(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct transaction *before;
    char event[TAG_MAX], host[ENDPOINT_TEXT_MAX];

    if (!(exchange_decides(exchange, 489, 489) || is_refused_although_allowed(exchange)) ||
        request_details(transaction_request(transaction))->event)
        return false;
    before = event_before(transaction);
    if (before)
        draft_detail(
            draft,
            "The %s came to %s with Event \"%s\" (frame %u) and left without Event (frame %u).",
            transaction_method_name(transaction), endpoint_host_text(before->path->server, host),
            quote_text(request_details(transaction_request(before))->event, event, sizeof event),
            before->request_frame, transaction->request_frame);
    else
        draft_detail(draft, "The %s in frame %u of %s has no Event header.",
                     transaction_method_name(transaction), transaction->request_frame,
                     endpoint_host_text(transaction->path->client, host));
    draft_evidence(draft, transaction->request_frame);
    draft_evidence(draft, before ? before->request_frame : 0);
    return true;
}

/* 415 to a body that is no offer: those are told by media.not-acceptable. */
static bool find_body_type(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    char type[LIST_TEXT_MAX], accepted[LIST_TEXT_MAX], host[ENDPOINT_TEXT_MAX];

    if (!exchange_decides(exchange, 415, 415) || transaction_offer(transaction) ||
        !request_content_type(transaction_request(transaction)))
        return false;
    quote_text(request_content_type(transaction_request(transaction)), type, 60);
    quote_header(exchange->message, SIP_HEADER_ACCEPT, accepted, sizeof accepted);
    draft_detail(draft, "The body of the %s in frame %u is %s; %s %s%s.",
                 transaction_method_name(transaction), transaction->request_frame, type,
                 endpoint_host_text(transaction->path->server, host),
                 accepted[0] ? "takes " : "does not say what it takes (no Accept)", accepted);
    draft_evidence(draft, transaction->request_frame);
    return true;
}

static bool find_security(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    char mechanisms[LIST_TEXT_MAX], host[ENDPOINT_TEXT_MAX];

    if (!exchange_decides(exchange, 494, 494))
        return false;
    quote_header(exchange->message, SIP_HEADER_SECURITY_SERVER, mechanisms, sizeof mechanisms);
    draft_detail(draft, "%s wants to agree on a security mechanism first%s%s. The %s %s sec-agree.",
                 endpoint_text(transaction->path->server, host),
                 mechanisms[0] ? ", and offers " : "", mechanisms,
                 transaction_method_name(transaction),
                 is_required(transaction, SPAN_OF("sec-agree")) ? "requires" : "does not require");
    draft_evidence(draft, transaction->request_frame);
    return true;
}

static const struct rule rules[] = {
    { .id = "extension.unsupported",
      .severity = SEVERITY_NOTE,
      .group = GROUP_PROTOCOL,
      .summary = "one side requires an extension that the other lacks",
      .headline = "one side requires an extension the other lacks",
      .advice = "Switch the named option off on the side that requires it, or switch it on at the "
                "other side.",
      .reference = { 3261, "8.2.2.3" },
      .moments = AT_FAILURE,
      .codes = { 420, 421 },
      .applies = find_unsupported },
    { .id = "extension.event",
      .severity = SEVERITY_NOTE,
      .group = GROUP_PROTOCOL,
      .summary = "the server does not know the event package",
      .headline = "event package not supported",
      .advice =
          "No call is affected. Switch this subscription off in the phone, or switch the package "
          "on in the server.",
      .reference = { 6665, "4.1.2.1" },
      .moments = AT_FAILURE,
      .codes = { 489 },
      .applies = find_event },
    { .id = "extension.no-event",
      .severity = SEVERITY_NOTE,
      .group = GROUP_PROTOCOL,
      .summary = "the request has no Event header: it does not say what it is about",
      .headline = "METHOD has no Event header",
      .advice = "Correct the sender, or the host in between that removes Event. The news of this "
                "request, such as the progress of a transfer, is lost. No call fails because of "
                "this.",
      .reference = { 6665, "8.2.1" },
      .moments = AT_FAILURE,
      .codes = { 405, 489 },
      .applies = find_no_event },
    { .id = "extension.body-type",
      .severity = SEVERITY_NOTE,
      .group = GROUP_PROTOCOL,
      .summary = "the receiver does not take this type of body",
      .advice = "Make the sender use a type that Accept lists, or stop this request. Its content, "
                "such as a key tone or a text, is lost. No call fails because of this.",
      .reference = { 3261, "21.4.13" },
      .actor = ACTOR_CLIENT,
      .moments = AT_FAILURE,
      .codes = { 415 },
      .applies = find_body_type },
    { .id = "extension.security-agreement",
      .severity = SEVERITY_CHAT,
      .group = GROUP_SECURITY,
      .summary = "the server wants to agree on a security mechanism first",
      .headline = "security mechanism must be agreed first",
      .advice =
          "Nothing to do if the request comes again, protected and with Security-Verify. If not, "
          "compare what both sides offer.",
      .reference = { 3329, "2.3.1" },
      .actor = ACTOR_NOBODY,
      .moments = AT_FAILURE,
      .codes = { 494 },
      .applies = find_security },
};

const struct rule_list refused_extension_rules = { .subject = "extension",
                                                   .rules = rules,
                                                   .count = array_length(rules) };
