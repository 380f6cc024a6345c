/* duplicate.c
 * Two copies of a request outside a dialog, and what they got.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis/fault/judgement.h"
#include "diagnosis/subjects.h"

/* twin: the other copy. */
static void say_way(const struct transaction *twin, const struct transaction *copy,
                    struct finding_draft *draft)
{
    const char *had = twin->index < copy->index ? "came" : "came again";
    char host[ENDPOINT_TEXT_MAX], from[ENDPOINT_TEXT_MAX];

    endpoint_text(copy->path->server, host);
    if (twin->is_stream != copy->is_stream)
        fault_say(draft, "The same %s %s to %s in frame %u, over another transport.",
                  transaction_method_name(copy), had, host, twin->request_frame);
    else if (endpoint_equals(twin->path->client, copy->path->client))
        fault_say(draft, "The same %s %s to %s in frame %u, over another branch.",
                  transaction_method_name(copy), had, host, twin->request_frame);
    else
        fault_say(draft, "The same %s %s to %s in frame %u, from %s.",
                  transaction_method_name(copy), had, host, twin->request_frame,
                  endpoint_text(twin->path->client, from));
}

static bool find_duplicate(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *twin = draft->judgement->other;
    const struct record *last = twin->final ? twin->final : transaction_last_response(twin);

    say_way(twin, exchange->transaction, draft);
    if (last)
        fault_say(draft, "That copy got %u in frame %u, this one %u.", last->code, last->frame,
                  exchange->record->code);
    draft_evidence(draft, twin->request_frame);
    draft_evidence(draft, last ? last->frame : 0);
    return true;
}

static const struct rule rules[] = {
    { .id = "misfit.duplicate",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SEQUENCE,
      .summary = "the request was sent twice: the other copy counts",
      .headline = "sent twice: the other copy counts",
      .advice = "Harmless if the other copy gets its answer. Possible reasons: a phone that is "
                "registered twice, a fork to one host, two sockets.",
      .reference = { 3261, "8.2.2.2" },
      .moments = AT_RESPONSE,
      .verdict = FAULT_DUPLICATE,
      .applies = find_duplicate },
};

const struct rule_list duplicate_rules = { .subject = "misfit",
                                           .rules = rules,
                                           .count = array_length(rules) };
