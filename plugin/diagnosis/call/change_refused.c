/* change_refused.c
 * Codes that speak of a called user, in answer to a change of a call that runs.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis/subjects.h"
#include "question/dialog_fate.h"

/* A 403 after credentials is about these: auth.* tells it. */
static bool is_about_credentials(const struct exchange *exchange)
{
    return exchange->record->code == 403 &&
           request_has_credentials(transaction_request(exchange->transaction));
}

static bool find_change_refused(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *change = exchange->transaction;
    char host[ENDPOINT_TEXT_MAX], fate[DIALOG_FATE_MAX];
    uint32_t frame;

    if (!dialog_change_is_misnamed(exchange) || !exchange_has_request(exchange) ||
        exchange->relayed_from || is_about_credentials(exchange))
        return false;
    frame = dialog_fate_text(exchange, fate);
    draft_detail(draft,
                 "The %s in frame %u changes or refreshes a call, it opens none. %s refuses that: "
                 "this %u is not about a new call.%s",
                 transaction_method_name(change), change->request_frame,
                 endpoint_text(change->path->server, host), exchange->record->code, fate);
    draft_evidence(draft, change->request_frame);
    draft_evidence(draft, frame);
    return true;
}

static const struct rule rules[] = {
    { .id = "call.change-refused",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "a change of the running call was refused with a code for new calls",
      .headline = "HOST refuses a change of this call",
      .advice = "Look at the host that refuses: it may take the request for a new call, or not "
                "support hold, a refresh or a move of media. Its log tells which.",
      .reference = { 3261, "14.2" },
      .actor = ACTOR_SERVER,
      .moments = AT_FAILURE,
      .methods = METHOD_BIT(METHOD_INVITE) | METHOD_BIT(METHOD_UPDATE),
      .needs = NEEDS_IN_DIALOG,
      .codes = { 402, 403, 410, 433, 480, 484, 486, 600, 603 },
      .stands_for_code = true,
      .yields = true,
      .is_of_outcome = true,
      .applies = find_change_refused },
};

const struct rule_list change_refused_rules = { .subject = "call",
                                                .rules = rules,
                                                .count = array_length(rules) };
