/* resync.c
 * AKA: SIM and home network that do not agree on the sequence number (RFC 3310 section 3.4).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis/subjects.h"
#include "question/refusal.h"

/* SIM and home network get in step with the first answer; by the third they never will. */
static bool find_resync(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct refusal refusal = auth_refusal_here(exchange, draft->refusal);

    if (refusal.cause != REFUSAL_RESYNC || refusals_are_loop(exchange->transaction, REFUSAL_RESYNC))
        return false;
    draft_detail(draft,
                 "Frame %u says by auts that the SIM expects another sequence number (SQN) than "
                 "the last challenge has. This is the new challenge.",
                 exchange->transaction->request_frame);
    draft_evidence(draft, refusal.challenge ? refusal.challenge->frame : 0);
    draft_evidence(draft, exchange->transaction->request_frame);
    return true;
}

static bool find_resync_loop(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *first = exchange->record;
    unsigned count;

    if (auth_refusal_here(exchange, draft->refusal).cause != REFUSAL_RESYNC)
        return false;
    count = refusals_in_a_row(exchange->transaction, REFUSAL_RESYNC, &first);
    if (count < REFUSALS_LOOP)
        return false;
    draft_detail(draft,
                 "The SIM sent auts %u times in a row. The network challenged it again first in "
                 "frame %u. SIM and home network do not agree on the sequence number (SQN).",
                 count, first->frame);
    draft_evidence(draft, first->frame);
    draft_evidence(draft, exchange->transaction->request_frame);
    return true;
}

static const struct rule rules[] = {
    { .id = "auth.resync",
      .severity = SEVERITY_CHAT,
      .group = GROUP_SECURITY,
      .summary = "AKA: the SIM asks to synchronise the sequence number",
      .headline = "AKA: the SIM asks to synchronise",
      .advice = "Nothing to do: this is normal once, and the key is right. The network should "
                "accept the next answer.",
      .reference = { 3310, "3.4" },
      .actor = ACTOR_NOBODY,
      .moments = AT_FAILURE,
      .needs = NEEDS_CREDENTIALS,
      .codes = { 401, 407 },
      .applies = find_resync },
    { .id = "auth.resync-loop",
      .severity = SEVERITY_WARN,
      .group = GROUP_SECURITY,
      .summary = "AKA: SIM and home network cannot synchronise the sequence number",
      .headline = "AKA: SIM and home network cannot synchronise",
      .advice = "Look at the subscriber's SQN in the HSS or AuC, which must take the value of "
                "auts. The key is right: with a wrong key the SIM sends no auts.",
      .reference = { 3310, "3.4" },
      .actor = ACTOR_SERVER,
      .actor_more = "with the HSS or AuC",
      .moments = AT_FAILURE,
      .needs = NEEDS_CREDENTIALS,
      .codes = { 401, 407 },
      .applies = find_resync_loop },
};

const struct rule_list resync_rules = { .subject = "auth",
                                        .rules = rules,
                                        .count = array_length(rules) };
