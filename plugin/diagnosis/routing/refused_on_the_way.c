/* refused_on_the_way.c
 * Where a request went, and why it did not get on from there.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis/subjects.h"
#include "message/sip_uri.h"
#include "question/refusal.h"
#include "question/via_chain.h"

/* Longest name and longest list shown in a detail, with their NUL. */
#define NAME_TEXT_MAX 52
#define LIST_TEXT_MAX 110

/* Of Max-Forwards: fewer hops than this are nearly used up; 70 is the usual start. */
#define HOPS_FEW 10

static const char *server_text(const struct exchange *exchange, char *text)
{
    return endpoint_text(exchange->transaction->path->server, text);
}

/* First challenges, and the users' decisions, which each hop tells by itself: no failures that
 * anybody has to look for. */
static bool is_ordinary(const struct exchange *exchange, const struct finding_draft *draft)
{
    static const uint16_t decisions[] = { 486, 487, 491, 600, 603, 607, 608 };
    const struct record *record = exchange->record;

    if (record_is_challenge(record))
        return !request_has_credentials(transaction_request(exchange->transaction)) ||
               draft->refusal->cause == REFUSAL_STALE;
    for (unsigned i = 0; i < array_length(decisions); i++) {
        if (record->code == decisions[i])
            return true;
    }
    return false;
}

static bool find_relayed(const struct exchange *exchange, struct finding_draft *draft)
{
    const unsigned class = exchange->record->code / 100;
    const struct transaction *origin, *hop;
    unsigned hops = 0;
    char host[ENDPOINT_TEXT_MAX];

    /* What another leg had is told by leg.failure. */
    if ((class != 4 && class != 6) || is_ordinary(exchange, draft) || draft->judgement->verdict)
        return false;
    origin = exchange->relayed_from;
    if (!origin)
        return false;
    for (hop = origin; hop != exchange->transaction && hop && hops < HOPS_FOLLOWED_MAX;
         hop = transaction_upstream(hop))
        hops++;
    draft_detail(draft, "%s answered %u in frame %u, %u hop%s further on.",
                 endpoint_text(origin->path->server, host), exchange->record->code,
                 origin->final->frame, hops, hops == 1 ? "" : "s");
    draft_evidence(draft, origin->final->frame);
    draft_evidence(draft, origin->request_frame);
    return true;
}

/* With one Via nothing has looped: its own sender gave the request no more hops, or none. */
static bool is_probe(const struct transaction *transaction)
{
    const unsigned left = transaction_request(transaction)->max_forwards;

    return transaction->via_count == 1 && (left < HOPS_FEW || left == NO_MAX_FORWARDS);
}

/* The hop on which the request began, if it began with few hops: its first sender's, in this
 * capture; NULL: not so. */
static const struct transaction *began_low(const struct transaction *transaction)
{
    for (unsigned hop = 0; transaction_upstream(transaction) && hop < HOPS_FOLLOWED_MAX; hop++)
        transaction = transaction_upstream(transaction);
    return transaction->via_count == 1 && transaction->request_frame &&
                   transaction_request(transaction)->max_forwards < HOPS_FEW
               ? transaction
               : NULL;
}

/* Of a request with no host twice in its Via list: what is left of its hops tells where it went
 * round. */
static void tell_hops(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct transaction *first = began_low(transaction);
    const unsigned left = transaction_request(transaction)->max_forwards;
    char host[ENDPOINT_TEXT_MAX], client[ENDPOINT_TEXT_MAX];

    server_text(exchange, host);
    if (first && first != transaction) {
        draft_headline(draft, "began with Max-Forwards %u: too few, or a loop",
                       transaction_request(first)->max_forwards);
        draft_detail(draft,
                     "%s sent it with Max-Forwards %u in frame %u. No host is twice among the %u "
                     "Via values: too few hops, or a loop through that host itself (PBX, SBC).",
                     endpoint_text(first->path->client, client),
                     transaction_request(first)->max_forwards, first->request_frame,
                     transaction->via_count);
    } else if (left == NO_MAX_FORWARDS)
        draft_detail(draft, "%u Via values, no host twice.", transaction->via_count);
    else if (left >= HOPS_FEW) {
        draft_headline(draft, "HOST passed it on: loop, or too many hops behind it");
        draft_detail(draft,
                     "%s got the request with Max-Forwards %u: the hops were used up behind this "
                     "host.",
                     host, left);
    } else
        draft_detail(draft, "%u Via values, no host twice, and Max-Forwards %u when %s got it.",
                     transaction->via_count, left, host);
}

/* A 482 without a circle in its Via list answers a merged request: the copy that a fork sent to the
 * same server on another way (RFC 3261 section 8.2.2.2). OPTIONS with few hops is a path trace. */
static bool find_loop(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    struct span repeated = { NULL, 0 };
    unsigned repeats;
    char host[NAME_TEXT_MAX], limit[40] = "";

    if (!exchange_decides(exchange, 482, 483) || draft->judgement->verdict)
        return false;
    repeats = via_chain_repeats(exchange->message, &repeated);
    if (repeats < 2 && !via_chain_names_server(exchange) &&
        (exchange->record->code == 482 || transaction->method == METHOD_OPTIONS ||
         is_probe(transaction)))
        return false;
    draft_headline(draft, "loop, or too many hops (%u Via%s)", transaction->via_count,
                   transaction->via_count == 1 ? "" : "s");
    if (transaction_request(transaction)->max_forwards < HOPS_FEW)
        snprintf(limit, sizeof limit, "; Max-Forwards was down to %u",
                 transaction_request(transaction)->max_forwards);
    if (repeats > 1)
        draft_detail(draft, "%u Via values, %s %u times among them%s.", transaction->via_count,
                     quote_span(repeated, host, sizeof host), repeats, limit);
    else if (via_chain_names_server(exchange))
        draft_detail(draft, "%u Via values, the answering host among them%s.",
                     transaction->via_count, limit);
    else
        tell_hops(exchange, draft);
    for (unsigned i = 0; transaction && i < FINDING_EVIDENCE_MAX; i++) {
        draft_evidence(draft, transaction->request_frame);
        transaction = transaction_upstream(transaction);
    }
    return true;
}

static bool find_uri_scheme(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    char uri[LIST_TEXT_MAX], host[ENDPOINT_TEXT_MAX];
    struct span asked;

    if (!exchange_decides(exchange, 416, 416) || !request_uri(transaction_request(transaction)))
        return false;
    asked = span_of_text(request_uri(transaction_request(transaction)));
    server_text(exchange, host);
    draft_detail(draft, "%s does not accept \"%.*s:\" in the Request-URI of frame %u (%s).", host,
                 (int)MIN(span_part_length(asked, ':'), 12), asked.text, transaction->request_frame,
                 quote_span(asked, uri, 60));
    draft_evidence(draft, transaction->request_frame);
    return true;
}

/* What no call depends on. */
static const char *remark_on_method(enum method method)
{
    switch (method) {
    case METHOD_SUBSCRIBE:
    case METHOD_PUBLISH:
    case METHOD_OPTIONS:
    case METHOD_NOTIFY:
    case METHOD_MESSAGE:
        return " No call is affected.";
    case METHOD_REGISTER:
        return " It is no registrar.";
    default:
        return "";
    }
}

static bool find_method_refused(const struct exchange *exchange, struct finding_draft *draft)
{
    const char *method = transaction_method_name(exchange->transaction);
    const char *remark = remark_on_method((enum method)exchange->transaction->method);
    char allow[LIST_TEXT_MAX];

    if (!exchange_decides(exchange, 405, 405))
        return false;
    quote_header(exchange->message, SIP_HEADER_ALLOW, allow, sizeof allow);
    if (!allow[0] && exchange->message->is_cut)
        draft_detail(draft, "%s is refused.%s", method, remark);
    else if (!allow[0])
        draft_detail(draft, "%s is refused. No Allow says what is accepted.%s", method, remark);
    else if (sip_message_lists(exchange->message, SIP_HEADER_ALLOW, span_of_text(method)))
        draft_detail(draft, "%s is refused, although Allow lists it: %s.", method, allow);
    else
        draft_detail(draft, "%s is refused. Allowed are: %s.%s", method, allow, remark);
    draft_evidence(draft, exchange->transaction->request_frame);
    return true;
}

static const struct rule rules[] = {
    { .id = "routing.relayed",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "passed along: the failure began on a hop further on",
      .headline = "began on a hop further on",
      .advice = "Look at the frame where the failure began: the hosts in between only pass it on.",
      .reference = { 3261, "16.7" },
      .actor = ACTOR_SERVER,
      .moments = AT_FAILURE,
      .is_relay = true,
      .applies = find_relayed },
    { .id = "routing.loop",
      .severity = SEVERITY_WARN,
      .group = GROUP_SEQUENCE,
      .summary = "the request went in a loop, or over too many hops",
      .headline = "loop, or too many hops",
      .advice = "Read the Via values from the bottom to the top. If a host is there twice, correct "
                "the route that sends the request back. If none is, raise the first Max-Forwards.",
      .reference = { 3261, "16.3" },
      .moments = AT_FAILURE,
      .codes = { 482, 483 },
      .applies = find_loop },
    { .id = "routing.uri-scheme",
      .severity = SEVERITY_NOTE,
      .group = GROUP_PROTOCOL,
      .summary = "the server does not accept this kind of URI",
      .advice = "Make the caller, or the host before, send a sip: URI, for a number "
                "sip:NUMBER@DOMAIN;user=phone. For sips: check that all hops have TLS.",
      .reference = { 3261, "8.2.2.1" },
      .actor = ACTOR_CLIENT,
      .moments = AT_FAILURE,
      .codes = { 416 },
      .applies = find_uri_scheme },
    { .id = "routing.method-refused",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "this method is not allowed for the address",
      .headline = "method not allowed for this address",
      .advice = "Compare the method with Allow. The request may have reached the wrong kind of "
                "server, such as a REGISTER at a gateway.",
      .reference = { 3261, "21.4.6" },
      .actor = ACTOR_CLIENT,
      .moments = AT_FAILURE,
      .codes = { 405 },
      .folds_into = { "call.alive", "extension.no-event" },
      .adds_detail = true,
      .applies = find_method_refused },
};

const struct rule_list routing_rules = { .subject = "routing",
                                         .rules = rules,
                                         .count = array_length(rules) };
