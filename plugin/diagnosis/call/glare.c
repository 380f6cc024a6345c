/* glare.c
 * Changes of a session that exclude each other.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/in_the_way.h"
#include "diagnosis/subjects.h"

static bool find_glare(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *refused = exchange->transaction, *other;

    if (exchange->record->code != 491 || !exchange_has_request(exchange) ||
        (refused->method != METHOD_INVITE && refused->method != METHOD_UPDATE))
        return false;
    other = open_change(refused, exchange->record->frame);
    if (!other)
        draft_detail(draft, "The capture shows no other open request of this dialog.");
    else if (other->from_tag != refused->from_tag)
        draft_detail(draft, "%s in frame %u crossed the other side's %s in frame %u.",
                     refused->method_name, refused->request_frame, other->method_name,
                     other->request_frame);
    else
        draft_detail(draft, "%s in frame %u came before the same side's %s in frame %u was over.",
                     refused->method_name, refused->request_frame, other->method_name,
                     other->request_frame);
    draft_evidence(draft, refused->request_frame);
    draft_evidence(draft, other ? other->request_frame : 0);
    return true;
}

static const struct rule rules[] = {
    { .id = "call.glare",
      .severity = SEVERITY_CHAT,
      .group = GROUP_SEQUENCE,
      .summary = "both sides changed the session at the same time",
      .advice = "Nothing to do if the request comes again after a random wait of up to 4 s. If "
                "it fails again and again, one side does not wait.",
      .reference = { 3261, "14.1" },
      .moments = AT_FAILURE,
      .applies = find_glare },
};

const struct rule_list glare_rules = { .subject = "call",
                                       .rules = rules,
                                       .count = array_length(rules) };
