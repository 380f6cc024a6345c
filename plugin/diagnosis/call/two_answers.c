/* two_answers.c
 * An INVITE that two phones answered.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis/fault/judgement.h"
#include "diagnosis/subjects.h"

/* The first answer to the request of this hop with another To tag: on this hop, or on a branch
 * beside it; or NULL. */
static const struct record *other_answer(const struct transaction *invite, const char *to_tag)
{
    const struct transaction *branch = NULL;

    for (const struct transaction *hop = invite; hop; hop = branch) {
        const struct early_dialog *dialog = transaction_early_dialogs(hop);

        for (; dialog; dialog = early_dialog_next(dialog)) {
            if (dialog->answer_place && dialog->to_tag_place &&
                early_dialog_to_tag(dialog) != to_tag)
                return early_dialog_answer(dialog);
        }
        branch = hop_next_branch(invite, branch);
    }
    return NULL;
}

/* Both answers came together on the hop behind, or on its branches, already. */
static bool was_told_behind(const struct record *record)
{
    const struct record *behind = hop_response_behind(record);

    return behind && other_answer(record_transaction(behind), record_to_tag(record)) != NULL;
}

static bool find_answered_twice(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *invite = exchange->transaction;
    const struct record *record = exchange->record, *other;
    const struct early_dialog *dialog;
    char here[ENDPOINT_TEXT_MAX], there[ENDPOINT_TEXT_MAX];

    if (invite->method != METHOD_INVITE || !record_to_tag(record) || !exchange->early_dialog)
        return false;
    other = other_answer(invite, record_to_tag(record));
    if (!other || was_told_behind(record))
        return false;
    dialog = transaction_early_dialog(record_transaction(other), record_to_tag(other));
    endpoint_text(exchange->frame->source, here);
    endpoint_text(record_transaction(other)->path->server, there);
    if (record_transaction(other) == invite)
        draft_detail(draft, "Two answered: frame %u, and %.3f s later this %u with another To tag.",
                     other->frame, seconds_between(other->time, record->time), record->code);
    else
        draft_detail(draft, "%s answered in frame %u, and %.3f s later %s did too.", there,
                     other->frame, seconds_between(other->time, record->time), here);
    if (dialog && dialog->ack_frame)
        fault_say(draft, "The first answer has its ACK (frame %u).", dialog->ack_frame);
    fault_say(draft, "The caller must send an ACK for each, and BYE to the one it does not want.");
    draft_evidence(draft, invite->request_frame);
    draft_evidence(draft, other->frame);
    return true;
}

static const struct rule rules[] = {
    { .id = "call.answered-twice",
      .severity = SEVERITY_WARN,
      .group = GROUP_SEQUENCE,
      .summary = "two phones answered the same call",
      .advice =
          "Look for the second ACK and for a BYE after it. Without them one user hears nothing, "
          "until its phone gives up after 32 s.",
      .reference = { 3261, "13.2.2.4" },
      .actor = ACTOR_NOBODY,
      .actor_more = "the caller, where both answers reach it",
      .moments = AT_SUCCESS,
      .methods = METHOD_BIT(METHOD_INVITE),
      .applies = find_answered_twice },
};

const struct rule_list two_answers_rules = { .subject = "call",
                                             .rules = rules,
                                             .count = array_length(rules) };
