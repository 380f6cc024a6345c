/* connection.c
 * A next hop that could not be reached: TCP connections without an answer, and ICMP errors.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/connection.h"

#include "capture/connection_sign.h"
#include "diagnosis/subjects.h"

/* What a server answers that could not send a request on: its own choice, or Kamailio's 477. */
static bool may_be_unreachable(unsigned code)
{
    return code == 408 || code == 477 || code == 500 || code == 503 || code == 504;
}

/* "SYN 3 times to 10.0.0.9:5060 (frames 3 to 5) and got no answer" */
static void say_attempt(const struct connection_failure *failure, const char *since,
                        struct finding_draft *draft)
{
    char client[ENDPOINT_TEXT_MAX], server[ENDPOINT_TEXT_MAX];

    endpoint_host_text(failure->client, client);
    endpoint_text(failure->server, server);
    draft_headline(draft, "%s could not be reached", server);
    draft_evidence(draft, failure->first_frame);
    if (failure->last_frame != failure->first_frame)
        draft_evidence(draft, failure->last_frame);
    draft_evidence(draft, failure->error_frame);
    if (failure->kind == CONNECTION_NO_ANSWER)
        draft_detail(
            draft, "%s, %s sent a TCP SYN to %s %u times (frames %u to %u) and got no answer.",
            since, client, server, failure->count, failure->first_frame, failure->last_frame);
    else if (failure->kind == CONNECTION_RESET)
        draft_detail(draft,
                     "%s, %s tried to connect to %s (SYN in frame %u) and got RST in frame "
                     "%u.",
                     since, client, server, failure->last_frame, failure->error_frame);
    else
        draft_detail(draft,
                     "%s, %s tried to connect to %s (SYN in frame %u) and got ICMP %s in "
                     "frame %u.",
                     since, client, server, failure->last_frame,
                     connection_sign_text(failure->code, failure->server.length == 16),
                     failure->error_frame);
}

/* What the request itself met: an ICMP error, or the RST of its connection. */
static void say_refusal(const struct transaction *refused, const struct connection_failure *failure,
                        struct finding_draft *draft)
{
    char server[ENDPOINT_TEXT_MAX], reporter[ENDPOINT_TEXT_MAX];

    endpoint_text(failure->server, server);
    draft_headline(draft, "%s %s", server,
                   failure->kind == CONNECTION_RESET ? "reset the connection"
                                                     : "could not be reached");
    draft_evidence(draft, refused->request_frame);
    draft_evidence(draft, failure->error_frame);
    if (failure->kind == CONNECTION_RESET)
        draft_detail(
            draft, "%s closed the connection on which the %s in frame %u came: RST in frame %u.",
            server, transaction_method_name(refused), refused->request_frame, failure->error_frame);
    else
        draft_detail(draft, "The %s in frame %u to %s came back: ICMP %s from %s in frame %u.",
                     transaction_method_name(refused), refused->request_frame, server,
                     connection_sign_text(failure->code, failure->server.length == 16),
                     endpoint_text(failure->reporter, reporter), failure->error_frame);
}

/* The branch behind, or this hop itself, whose request was refused; NULL: none. */
static const struct transaction *refused_request(const struct exchange *exchange,
                                                 struct connection_failure *failure)
{
    const struct transaction *branch = NULL;
    const uint32_t frame = exchange->frame->number;

    if (connection_refused(exchange->transaction, frame, failure))
        return exchange->transaction;
    while (exchange->record && (branch = hop_next_behind(exchange->transaction, branch))) {
        if (connection_refused(branch, frame, failure))
            return branch;
    }
    return NULL;
}

static bool find_connection(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction, *refused;
    const struct record *record = exchange->record;
    struct connection_failure failure;
    char since[64];

    /* Of a request: at the second copy, which the error did not keep from being sent. */
    if (record ? !may_be_unreachable(record->code) : transaction_repeats(transaction)->count != 1)
        return false;
    if (record && !connection_failed_behind(transaction, record->frame, &failure))
        return false;
    refused = refused_request(exchange, &failure);
    if (refused) {
        say_refusal(refused, &failure, draft);
        return true;
    }
    if (!record || !transaction)
        return false;
    snprintf(since, sizeof since, "Between the %.20s in frame %u and this %u",
             transaction_method_name(transaction), transaction->request_frame, record->code);
    draft_evidence(draft, transaction->request_frame);
    say_attempt(&failure, since, draft);
    return true;
}

static bool find_tried_again(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *request = exchange->transaction, *lost;
    struct connection_failure failure;
    char server[ENDPOINT_TEXT_MAX];

    if (!transaction_is_initial(request) || transaction_upstream(request))
        return false;
    lost = connection_lost_before(request, &failure);
    if (!lost ||
        g_strcmp0(call_caller(transaction_call(lost)), call_caller(transaction_call(request))) !=
            0 ||
        g_strcmp0(call_callee(transaction_call(lost)), call_callee(transaction_call(request))) != 0)
        return false;
    draft_evidence(draft, lost->request_frame);
    draft_evidence(draft, failure.error_frame);
    draft_detail(draft,
                 "The %s in frame %u got no response: %s closed its connection (RST in frame %u).",
                 transaction_method_name(lost), lost->request_frame,
                 endpoint_text(failure.server, server), failure.error_frame);
    return true;
}

static const struct rule rules[] = {
    { .id = "fault.connection-lost",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SEQUENCE,
      .summary = "sent again because the first connection was reset",
      .headline = "sent again: the first connection was reset",
      .advice = "Find out why the server closed the connection: a restart, a limit, an idle timer, "
                "or a request that it cannot parse.",
      .reference = { 3261, "18.4" },
      .actor = ACTOR_SERVER,
      .actor_more = "and the network on the way",
      .moments = AT_REQUEST,
      .needs = NEEDS_INITIAL,
      .is_aside = true,
      .applies = find_tried_again },
    { .id = "fault.connection",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SEQUENCE,
      .summary = "the next hop could not be reached",
      .advice = "Check that the next hop runs and listens on that port and transport. Check "
                "firewall, NAT and route between the two. A phone behind NAT is reached only over "
                "a connection that it opened itself.",
      .reference = { 3261, "18.4" },
      .actor = ACTOR_SERVER,
      .actor_more = "and the network behind it",
      .moments = AT_FAILURE | AT_REQUEST_REPEAT,
      .codes = { 408, 477, 500, 503, 504 },
      .leads = true,
      .applies = find_connection },
};

const struct rule_list fault_connection_rules = { .subject = "fault",
                                                  .rules = rules,
                                                  .count = array_length(rules) };
