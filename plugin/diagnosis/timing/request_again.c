/* request_again.c
 * Requests that are sent again.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/connection.h"
#include "diagnosis/subjects.h"
#include "diagnosis/timing/copies.h"
#include "diagnosis/timing/host_is_up.h"
#include "diagnosis/timing/registered.h"
#include "question/difference.h"
#include "question/untaken_response.h"

/* An INVITE that takes longer is answered with 100 (RFC 3261 section 17.2.1). Microseconds. */
#define TRYING_TIME 200000

/* What came all the same, where the request needs no answer any more, or another host has it:
 * "; its INVITE got 408 in frame 9". "" for nothing. */
static void other_answer_text(const struct exchange *exchange, char *text, size_t size,
                              struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction, *behind = NULL;
    const struct record *of_invite =
        transaction->method == METHOD_CANCEL && exchange->invite ? exchange->invite->final : NULL;
    char host[ENDPOINT_TEXT_MAX];

    text[0] = '\0';
    if (of_invite) {
        snprintf(text, size, " Its INVITE got %u in frame %u: there is nothing left to cancel.",
                 of_invite->code, of_invite->frame);
        draft_evidence(draft, of_invite->frame);
        return;
    }
    if (transaction_request(transaction)->has_two_methods) {
        snprintf(text, size, " Its request line has another method than its CSeq.");
        return;
    }
    while ((behind = hop_next_behind(transaction, behind))) {
        if (!behind->final)
            continue;
        snprintf(text, size, " %s got %u in frame %u, but did not pass it on.",
                 endpoint_text(behind->path->client, host), behind->final->code,
                 behind->final->frame);
        draft_evidence(draft, behind->final->frame);
        return;
    }
}

/* misfit.* tells what its receiver minds. */
static bool is_odd(const struct transaction *transaction)
{
    const struct misfit *misfit = misfit_of_message(transaction);

    return misfit && !difference_was_outdone(misfit);
}

/* Does a public host send to a private address? */
static bool is_behind_nat(const struct path *path)
{
    return endpoint_is_private(path->server) && !endpoint_is_private(path->client);
}

/* Is this the request's copy of that number, with no response to any of them? Loss is repaired by
 * the transport itself where that is a stream. */
static bool find_unanswered_copy(const struct exchange *exchange, unsigned copies,
                                 struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    struct connection_failure failure;
    char server[ENDPOINT_TEXT_MAX], other[96];

    /* What came, but did not fit, is told by misfit.*. */
    if (transaction->is_stream || transaction_first_response(transaction) ||
        misfit_odd_response(transaction) || is_odd(transaction) ||
        transaction_repeats(transaction)->count + 1 != copies ||
        connection_refused(transaction, exchange->frame->number, &failure))
        return false;
    draft_evidence(draft, transaction->request_frame);
    other_answer_text(exchange, other, sizeof other, draft);
    if (copies >= COPIES_REPEATED)
        draft_headline(draft, "no response to %u copies in %.1f s", copies,
                       seconds_between(transaction->request_time, exchange->frame->time));
    draft_detail(
        draft, "%s to %s%s, first seen in frame %u: copy %u after %.1f s, and no response.%s",
        transaction_method_name(transaction), endpoint_text(transaction->path->server, server),
        is_behind_nat(transaction->path) ? ", a private address" : "", transaction->request_frame,
        copies, seconds_between(transaction->request_time, exchange->frame->time), other);
    if (copies >= COPIES_REPEATED &&
        (copies < COPIES_UNANSWERED || !timing_say_way(exchange, transaction, draft)))
        timing_say_host_is_up(transaction, draft);
    return true;
}

static bool find_request_repeated(const struct exchange *exchange, struct finding_draft *draft)
{
    return find_unanswered_copy(exchange, COPIES_REPEATED, draft);
}

static bool find_request_unanswered(const struct exchange *exchange, struct finding_draft *draft)
{
    return find_unanswered_copy(exchange, COPIES_UNANSWERED, draft);
}

static bool find_no_trying(const struct exchange *exchange, struct finding_draft *draft)
{
    return exchange->transaction->method == METHOD_INVITE &&
           time_between(exchange->transaction->request_time, exchange->frame->time) >=
               TRYING_TIME &&
           find_unanswered_copy(exchange, 2, draft);
}

static bool find_response_not_taken(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct untaken_responses untaken = untaken_responses(exchange);
    const struct transaction *transaction = exchange->transaction;
    char client[ENDPOINT_TEXT_MAX], server[ENDPOINT_TEXT_MAX];

    if (!untaken.first)
        return false;
    endpoint_text(transaction->path->client, client);
    draft_headline(draft, "%s repeats %s: responses do not stop it",
                   endpoint_host_text(transaction->path->client, server),
                   transaction_method_name(transaction));
    draft_detail(draft,
                 "%s sends the %s of frame %u again after %.1f s. %u responses went to %s since, "
                 "the first is the %u in frame %u.",
                 endpoint_host_text(transaction->path->client, server),
                 transaction_method_name(transaction), transaction->request_frame,
                 seconds_between(transaction->request_time, exchange->frame->time), untaken.count,
                 client, untaken.first->code, untaken.first->frame);
    draft_evidence(draft, transaction->request_frame);
    draft_evidence(draft, untaken.first->frame);
    return true;
}

static const struct rule rules[] = {
    {
        .id = "timing.request-repeated",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "request sent three times, no response yet",
        .advice =
            "Capture at the server: does the request arrive? Does its response go to the right "
            "address? Unless the detail says that it is up, it may be down or slow, or packets "
            "are lost.",
        .reference = { 3261, "17.1.1.2" },
        .actor = ACTOR_ASKED,
        .moments = AT_REQUEST_REPEAT,
        .once = ONCE_OF_REQUEST,
        .applies = find_request_repeated,
    },
    {
        .id = "timing.request-unanswered",
        .severity = SEVERITY_WARN,
        .group = GROUP_SEQUENCE,
        .summary = "request sent seven or more times without any response",
        .advice = "If the detail names no other reason, the server is dead, the address is wrong, "
                  "or a firewall drops the packets. Check its SIP port, and capture on its side.",
        .reference = { 3261, "17.1.1.2" },
        .actor = ACTOR_ASKED,
        .moments = AT_REQUEST_REPEAT,
        .once = ONCE_OF_REQUEST,
        .applies = find_request_unanswered,
    },
    {
        .id = "timing.no-trying",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "sent again because no 100 Trying came in time",
        .advice =
            "A next hop must answer within 200 ms, at least with 100. Check there whether the "
            "INVITE arrived (fragments, firewall) and whether the host is overloaded.",
        .reference = { 3261, "17.2.1" },
        .actor = ACTOR_ASKED,
        .moments = AT_REQUEST_REPEAT,
        .once = ONCE_OF_REQUEST,
        .applies = find_no_trying,
    },
    {
        .id = "timing.response-not-taken",
        .severity = SEVERITY_WARN,
        .group = GROUP_SEQUENCE,
        .summary = "the request is repeated although its response went to the client several times",
        .headline = "CLIENT repeats METHOD: responses do not stop it",
        .advice = "Capture at the client: do the responses arrive? If not, a firewall or NAT on "
                  "the way drops them. If so, look in the client's log why it does not take them.",
        .reference = { 3261, "17.1.1.2" },
        .actor = ACTOR_CLIENT,
        .actor_more = "and the network on the way",
        .moments = AT_REQUEST_REPEAT,
        .once = ONCE_OF_REQUEST,
        .applies = find_response_not_taken,
    },
};

const struct rule_list request_again_rules = { .subject = "timing",
                                               .rules = rules,
                                               .count = array_length(rules) };
