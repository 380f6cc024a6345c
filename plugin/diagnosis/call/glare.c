/* glare.c
 * 491: a change of the session while another one is pending.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/in_the_way.h"
#include "diagnosis/subjects.h"

/* A change of a session that was refused with 491, in the capture. */
static bool is_refused_change(const struct exchange *exchange)
{
    const struct transaction *refused = exchange->transaction;

    return exchange->record->code == 491 && exchange_has_request(exchange) &&
           (refused->method == METHOD_INVITE || refused->method == METHOD_UPDATE);
}

static bool is_of_other_side(const struct transaction *other, const struct transaction *refused)
{
    return other && other->from_tag_place != refused->from_tag_place;
}

static bool find_glare(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *refused = exchange->transaction, *other;

    if (!is_refused_change(exchange))
        return false;
    other = open_change(refused, exchange->record->frame);
    if (!is_of_other_side(other, refused))
        return false;
    if (lacks_ack(other, refused)) {
        draft_headline(draft, "came before the ACK of the other side's INVITE");
        draft_detail(draft,
                     "%s in frame %u came before the ACK of the other side's INVITE in frame %u, "
                     "which is due for the %u in frame %u.",
                     transaction_method_name(refused), refused->request_frame, other->request_frame,
                     other->final->code, other->final->frame);
        draft_evidence(draft, other->final->frame);
    } else {
        draft_detail(draft, "%s in frame %u crossed the other side's %s in frame %u.",
                     transaction_method_name(refused), refused->request_frame,
                     transaction_method_name(other), other->request_frame);
    }
    draft_evidence(draft, refused->request_frame);
    draft_evidence(draft, other->request_frame);
    return true;
}

static bool find_change_pending(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *refused = exchange->transaction, *other;
    struct endpoint receiver = exchange->frame->source;
    char host[ENDPOINT_TEXT_MAX];
    uint32_t frame;

    if (!is_refused_change(exchange))
        return false;
    other = open_change(refused, exchange->record->frame);
    if (is_of_other_side(other, refused))
        return false;
    draft_evidence(draft, refused->request_frame);
    if (other) {
        draft_evidence(draft, other->request_frame);
        draft_detail(draft,
                     "%s in frame %u came before the same side's %s in frame %u was "
                     "finished.",
                     transaction_method_name(refused), refused->request_frame,
                     transaction_method_name(other), other->request_frame);
        return true;
    }
    hop_failure_began(exchange->record, &receiver, &frame);
    draft_detail(draft,
                 "%s says that another INVITE or UPDATE is open. The capture shows none in this "
                 "dialog.",
                 endpoint_text(receiver, host));
    return true;
}

static const struct rule rules[] = {
    { .id = "call.glare",
      .severity = SEVERITY_CHAT,
      .group = GROUP_SEQUENCE,
      .summary = "the change of the session met one of the other side that was not finished",
      .headline = "both sides changed the session at once",
      .advice = "Nothing to do if the request comes again after a random wait of up to 4 s. If "
                "it fails again and again, one side does not wait.",
      .reference = { 3261, "14.1" },
      .actor = ACTOR_NOBODY,
      .moments = AT_FAILURE,
      .codes = { 491 },
      .applies = find_glare },
    { .id = "call.change-pending",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SEQUENCE,
      .summary = "refused: the receiver says that another session change is pending",
      .headline = "HOST says that another change is pending",
      .advice = "Nothing to do if the request comes again and is accepted. If not, look in the "
                "receiver's log, or capture its other side: what does it wait for?",
      .reference = { 3261, "14.2" },
      .actor = ACTOR_SENDER,
      .moments = AT_FAILURE,
      .codes = { 491 },
      .applies = find_change_pending },
};

const struct rule_list glare_rules = { .subject = "call",
                                       .rules = rules,
                                       .count = array_length(rules) };
