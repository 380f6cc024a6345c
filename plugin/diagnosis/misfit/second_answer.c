/* second_answer.c
 * A request that had its final response gets another one, as a rule for a copy of it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis/subjects.h"

/* Is the judgement, so it applies. */
static bool find_second_answer(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *request = exchange->transaction;
    const struct record *first = request->final;
    char server[ENDPOINT_TEXT_MAX];

    endpoint_host_text(request->path->server, server);
    if (transaction_repeats(request)->count)
        draft_detail(draft,
                     "The %s got its %u in frame %u. The copy in frame %u is the same request, but "
                     "%s took it for a new one.",
                     transaction_method_name(request), first->code, first->frame,
                     transaction_last_frame(request), server);
    else
        draft_detail(
            draft,
            "The %s already got its %u in frame %u, %.3f s before this %u. For its sender that is "
            "the answer.",
            transaction_method_name(request), first->code, first->frame,
            seconds_between(first->time, exchange->record->time), exchange->record->code);
    draft_evidence(draft, first->frame);
    draft_evidence(draft,
                   transaction_repeats(request)->count ? transaction_last_frame(request) : 0);
    return true;
}

static const struct rule rules[] = {
    {
        .id = "misfit.second-answer",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "the request had its answer already: this second one changes nothing",
        .headline = "second answer to a request: changes nothing",
        .advice = "Nothing failed. Find out why the first answer was late, so that the request "
                  "came again. The server must give a copy the same answer as its request.",
        .reference = { 3261, "17.2.2" },
        .moments = AT_RESPONSE,
        .verdict = FAULT_SECOND_ANSWER,
        .applies = find_second_answer,
    },
};

const struct rule_list second_answer_rules = { .subject = "misfit",
                                               .rules = rules,
                                               .count = array_length(rules) };
