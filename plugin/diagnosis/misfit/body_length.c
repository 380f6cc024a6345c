/* body_length.c
 * Requests that were refused after their Content-Length did not fit the body that came.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/hops.h"
#include "diagnosis/subjects.h"
#include "question/own_words.h"

/* The server's own words name something else that is wrong. */
static bool names_other_cause(const struct record *record)
{
    char words[OWN_WORDS_MAX];
    const struct span said = span_of_text(own_words_of_response(record, words));

    return said.length && !span_contains_ignoring_case(said, SPAN_OF("length")) &&
           !span_contains_ignoring_case(said, SPAN_OF("body"));
}

/* A datagram holds one message, so its end is known; in a stream what follows is the next one. */
static bool find_body_length(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct request *request = transaction_request(transaction);

    if (!exchange->record || exchange->record->code != 400 || !transaction->request_frame ||
        transaction->is_stream || exchange->relayed_from ||
        request_details(request)->stated_body == request_details(request)->body ||
        names_other_cause(exchange->record))
        return false;
    draft_detail(draft, "The %s in frame %u says Content-Length %u, but its body has %u bytes.",
                 transaction_method_name(transaction), transaction->request_frame,
                 request_details(request)->stated_body, request_details(request)->body);
    draft_evidence(draft, transaction->request_frame);
    return true;
}

static const struct rule rules[] = {
    {
        .id = "misfit.body-length",
        .severity = SEVERITY_WARN,
        .group = GROUP_PROTOCOL,
        .summary = "the Content-Length of the request does not fit its body",
        .headline = "Content-Length does not fit the body",
        .advice = "Correct the sender, or the SBC or NAT on the way that changes the body but not "
                  "Content-Length. Look also for a datagram that lost its last fragment.",
        .reference = { 3261, "18.3" },
        .actor = ACTOR_SENDER,
        .moments = AT_FAILURE,
        .codes = { 400 },
        .applies = find_body_length,
    },
};

const struct rule_list body_length_rules = { .subject = "misfit",
                                             .rules = rules,
                                             .count = array_length(rules) };
