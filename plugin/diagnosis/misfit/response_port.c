/* response_port.c
 * Responses that go to another port than their request came from, and do not arrive.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/response_port.h"

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

    if (!response || transaction->progress->ack_frame)
        return NULL;
    if (exchange->record)
        return transaction->method == METHOD_INVITE &&
                       (response->code >= 200 ||
                        (exchange->reliable && !exchange->reliable->prack_frame))
                   ? response
                   : NULL;
    return time_between(response->time, exchange->frame->time) >= CROSSING_TIME ? response : NULL;
}

static bool find_response_port(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct record *response = missed(exchange);
    struct other_port other;
    char client[ENDPOINT_TEXT_MAX], server[ENDPOINT_TEXT_MAX];

    if (!response)
        return false;
    other = response_other_port(response);
    if (!other.answered)
        return false;
    endpoint_host_text(transaction->path->client, client);
    draft_detail(draft,
                 "The %.20s in frame %u came from port %u of %s, but %s answers to port %u (frame "
                 "%u), %s.",
                 transaction->method_name, transaction->request_frame, other.sent_from, client,
                 endpoint_host_text(transaction->path->server, server), other.answered,
                 response->frame,
                 transaction->request->has_rport ? "although its Via has rport"
                                                 : "which its Via names, without rport");
    draft_evidence(draft, transaction->request_frame);
    draft_evidence(draft, response->frame);
    return true;
}

static const struct rule rules[] = {
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

const struct rule_list response_port_rules = { .subject = "misfit",
                                               .rules = rules,
                                               .count = array_length(rules) };
