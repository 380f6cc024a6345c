/* response_way.c
 * Responses that go elsewhere than their request came from, and do not arrive.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/response_way.h"

#include "diagnosis/subjects.h"

/* A request that is repeated this soon after its response has crossed it. Microseconds. */
#define CROSSING_TIME 200000

/* The response that this repeat, of the request or of itself, shows not to have arrived; NULL:
 * none. */
static const struct record *missed(const struct exchange *exchange)
{
    const struct transaction *transaction = exchange->transaction;
    const struct record *response =
        exchange->record ? exchange->record : transaction_last_response(transaction);

    if (!response || transaction_progress(transaction)->ack_frame)
        return NULL;
    if (exchange->record)
        return transaction->method == METHOD_INVITE &&
                       (response->code >= 200 ||
                        (exchange->reliable && !exchange->reliable->prack_frame))
                   ? response
                   : NULL;
    return time_between(response->time, exchange->frame->time) >= CROSSING_TIME ? response : NULL;
}

/* Why a response goes to another port: "although its Via has rport". */
static const char *why_port(const struct transaction *transaction)
{
    return transaction_request(transaction)->has_rport ? "although its Via has rport"
                                                       : "which its Via names, without rport";
}

/* to_host: is another host looked for, or another port of the right one? */
static bool find_other_way(const struct exchange *exchange, struct finding_draft *draft,
                           bool to_host)
{
    const struct transaction *transaction = exchange->transaction;
    const struct record *response = missed(exchange);
    char client[ENDPOINT_TEXT_MAX], server[ENDPOINT_TEXT_MAX], other[ENDPOINT_TEXT_MAX];
    struct other_way way;

    if (!response)
        return false;
    way = response_other_way(response);
    if (!way.answered.length || other_way_is_to_host(&way) != to_host)
        return false;
    endpoint_host_text(transaction->path->server, server);
    if (to_host)
        draft_detail(draft,
                     "The %.20s in frame %u came from %s, but %s answers to %s (frame %u), which "
                     "only its Via names: nothing seems to arrive.",
                     transaction_method_name(transaction), transaction->request_frame,
                     endpoint_text(way.sent_from, client), server,
                     endpoint_text(way.answered, other), response->frame);
    else
        draft_detail(draft,
                     "The %.20s in frame %u came from port %u of %s, but %s answers to port %u "
                     "(frame %u), %s.",
                     transaction_method_name(transaction), transaction->request_frame,
                     way.sent_from.port, endpoint_host_text(way.sent_from, client), server,
                     way.answered.port, response->frame, why_port(transaction));
    draft_evidence(draft, transaction->request_frame);
    draft_evidence(draft, response->frame);
    return true;
}

static bool find_response_port(const struct exchange *exchange, struct finding_draft *draft)
{
    return find_other_way(exchange, draft, false);
}

static bool find_response_host(const struct exchange *exchange, struct finding_draft *draft)
{
    return find_other_way(exchange, draft, true);
}

static const struct rule rules[] = {
    { .id = "misfit.response-host",
      .severity = SEVERITY_WARN,
      .group = GROUP_PROTOCOL,
      .summary = "responses go to the host in Via, not to where the request came from, and seem "
                 "not to arrive",
      .headline = "responses go elsewhere, seem not to reach CLIENT",
      .advice = "The server has to answer to the address that the request came from, and to put "
                "it into Via as received. Turn on its NAT setting (rport, comedia, force_rport).",
      .reference = { 3261, "18.2.2" },
      .actor = ACTOR_SERVER,
      .moments = AT_REQUEST_REPEAT | AT_RESPONSE_REPEAT,
      .once = ONCE_OF_REQUEST,
      .applies = find_response_host },
    { .id = "misfit.response-port",
      .severity = SEVERITY_WARN,
      .group = GROUP_PROTOCOL,
      .summary = "responses go to another port than the request came from, and seem not to arrive",
      .headline = "responses go to another port, seem not to arrive",
      .advice = "A NAT or firewall passes only answers to the port of the request. Make the client "
                "send rport in Via (RFC 3581), or make the server answer as if rport were there.",
      .reference = { 3581, "4" },
      .actor = ACTOR_SERVER,
      .moments = AT_REQUEST_REPEAT | AT_RESPONSE_REPEAT,
      .once = ONCE_OF_REQUEST,
      .applies = find_response_port },
};

const struct rule_list response_way_rules = { .subject = "misfit",
                                              .rules = rules,
                                              .count = array_length(rules) };
