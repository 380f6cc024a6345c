/* repeat_answered.c
 * A message is sent again although its sender has shown that it got the answer: its own fault.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis/subjects.h"
#include "question/repeated_response.h"

/* The callee has accepted the PRACK for the 18x that it sends again. */
static bool find_18x(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct reliable_response *reliable = exchange->reliable;
    const struct record *first = repeat_first_copy(exchange);
    char sender[ENDPOINT_TEXT_MAX];

    if (!first || !reliable || !reliable->prack_final_frame || repeat_is_relayed(exchange) ||
        repeat_came_before(exchange, first, reliable->prack_final_frame, REPEAT_EVER))
        return false;
    draft_evidence(draft, first->frame);
    draft_evidence(draft, reliable->prack_frame);
    draft_evidence(draft, reliable->prack_final_frame);
    draft_detail(
        draft,
        "%s accepted the PRACK of frame %u in frame %u, but still sends the %u of frame %u again: "
        "nothing is lost.",
        endpoint_host_text(exchange->frame->source, sender), reliable->prack_frame,
        reliable->prack_final_frame, reliable_response_record(reliable)->code, first->frame);
    return true;
}

/* The client has sent ACK for the final response of the INVITE that it sends again. */
static bool find_invite(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *invite = exchange->transaction;
    char sender[ENDPOINT_TEXT_MAX];

    if (invite->method != METHOD_INVITE || !invite->final ||
        !transaction_progress(invite)->ack_frame ||
        transaction_last_frame(invite) != exchange->frame->number)
        return false;
    draft_evidence(draft, invite->final->frame);
    draft_evidence(draft, transaction_progress(invite)->ack_frame);
    draft_detail(
        draft,
        "%s confirmed the %u of frame %u by its ACK in frame %u, but still sends the INVITE again: "
        "nothing is lost.",
        endpoint_host_text(exchange->frame->source, sender), invite->final->code,
        invite->final->frame, transaction_progress(invite)->ack_frame);
    return true;
}

static bool find_repeat(const struct exchange *exchange, struct finding_draft *draft)
{
    return exchange->record ? find_18x(exchange, draft) : find_invite(exchange, draft);
}

static const struct rule rules[] = {
    {
        .id = "fault.repeat-answered",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "sent again although its sender has the answer",
        .advice = "Look at the software of the sender: it does not stop its retransmission timer. "
                  "Network and firewall are not the cause.",
        .reference = { 3261, "17.1.1.2" },
        .actor = ACTOR_SENDER,
        .moments = AT_RESPONSE_REPEAT | AT_REQUEST_REPEAT,
        .applies = find_repeat,
    },
};

const struct rule_list repeat_answered_rules = { .subject = "fault",
                                                 .rules = rules,
                                                 .count = array_length(rules) };
