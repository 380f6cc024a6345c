/* response_again.c
 * Responses that are sent again, as their ACK, PRACK or the response itself has not come.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "ack_way.h"
#include "call/connection.h"
#include "call/hops.h"
#include "call/response_way.h"
#include "diagnosis/subjects.h"
#include "question/difference.h"
#include "question/repeated_response.h"

/* A CANCEL this long after a 2xx has not crossed it: its sender never got the 2xx. Microseconds. */
#define UNSEEN_TIME 2000000

static const char *sender_text(const struct exchange *exchange, char *text)
{
    return endpoint_host_text(exchange->frame->source, text);
}

static void tell_final(const struct exchange *exchange, const struct record *first,
                       struct finding_draft *draft)
{
    const uint32_t here = repeat_ack_frame(exchange);
    char cause[ACK_WAY_TEXT_MAX], sender[ENDPOINT_TEXT_MAX];

    if (here && !ack_way_text(exchange, cause)) {
        draft_evidence(draft, here);
        draft_detail(
            draft,
            "The ACK in frame %u passed here before. It crosses this copy, or did not reach %s.",
            here, sender_text(exchange, sender));
        return;
    }
    ack_tell(exchange, first, cause, draft);
    draft_detail(draft, "%s sends the %u of frame %u again after %.1f s: %s.",
                 sender_text(exchange, sender), exchange->record->code, first->frame,
                 seconds_between(first->time, exchange->record->time), cause);
}

/* A PRACK came that fits and was not accepted, or it goes another way. */
static bool tell_reliable(const struct exchange *exchange, const struct record *first,
                          struct finding_draft *draft)
{
    const struct reliable_response *reliable = exchange->reliable;
    const struct record *final =
        reliable_response_prack(reliable) ? reliable_response_prack(reliable)->final : NULL;
    char cause[ACK_WAY_TEXT_MAX], sender[ENDPOINT_TEXT_MAX];

    draft_evidence(draft, reliable->prack_frame);
    if (!reliable->prack_frame) {
        if (!ack_contact_text(exchange, cause))
            return false;
        draft_detail(draft, "%s sends the %u of frame %u again after %.1f s: %s.",
                     sender_text(exchange, sender), exchange->record->code, first->frame,
                     seconds_between(first->time, exchange->record->time), cause);
        return true;
    }
    if (final) {
        draft_evidence(draft, final->frame);
        draft_detail(draft,
                     "The PRACK in frame %u was refused with %u in frame %u: the %u stays "
                     "unconfirmed.",
                     reliable_response_prack(reliable)->request_frame, final->code, final->frame,
                     reliable_response_record(reliable)->code);
        return true;
    }
    draft_detail(draft,
                 "The PRACK in frame %u passed here before and has no response yet: it crosses "
                 "this copy, or did not arrive.",
                 reliable->prack_frame);
    return true;
}

/* Told by reliable.no-prack, fault.repeat-answered, misfit.prack or misfit.ack. */
static bool is_told(const struct exchange *exchange, const struct record *first)
{
    const struct reliable_response *reliable = exchange->reliable;
    const struct misfit *misfit = misfit_of_response(first, NULL);

    if (reliable && reliable->prack_final_frame)
        return true;
    if (misfit && (!misfit->message || !misfit->message->final))
        return true;
    return reliable && !misfit && !reliable->prack_frame && reliable->prack_must_pass;
}

/* The client asked again: its request is here a second time. */
static void tell_answer_to_repeat(const struct exchange *exchange, const struct record *first,
                                  struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;

    draft_evidence(draft, transaction_last_frame(transaction));
    draft_detail(draft, "The %s came again in frame %u: the response in frame %u was lost or late.",
                 transaction_method_name(transaction), transaction_last_frame(transaction),
                 first->frame);
}

/* Why the response comes again. A provisional one that is repeated unasked only refreshes the one
 * before it (Timer C): nothing is to be told. */
static bool tell_cause(const struct exchange *exchange, const struct record *first,
                       struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;

    if (repeat_answers_request(exchange, first)) {
        tell_answer_to_repeat(exchange, first, draft);
        return true;
    }
    if (is_told(exchange, first))
        return false;
    if (exchange->reliable)
        return tell_reliable(exchange, first, draft);
    if (exchange->record->code < 200)
        return false;
    if (transaction->method == METHOD_INVITE)
        tell_final(exchange, first, draft);
    else
        draft_detail(draft,
                     "A server repeats this response only for a repeated %s: frame %u was lost "
                     "or late.",
                     transaction_method_name(transaction), first->frame);
    return true;
}

/* misfit.connection or a misfit.response-* says why nobody confirms it. */
static bool is_told_by_way(const struct exchange *exchange)
{
    return connection_was_left(exchange->transaction, exchange->frame) ||
           (!transaction_progress(exchange->transaction)->ack_frame &&
            response_other_way(exchange->record).answered.length);
}

/* What is odd about the responses themselves is told by misfit.response. */
static bool find_response_repeated(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *first = repeat_first_copy(exchange);

    if (!first || repeat_came_before(exchange, first, 0, REPEAT_EVER) ||
        repeat_is_relayed(exchange) || misfit_of_message(exchange->transaction) ||
        misfit_of_transaction(exchange->transaction, MISFIT_SENT_BY, NULL) ||
        is_told_by_way(exchange))
        return false;
    draft_evidence(draft, first->frame);
    return tell_cause(exchange, first, draft);
}

/* The client cancels what was answered long ago, and has not sent ACK: it knows nothing of the
 * answer. */
static bool find_unseen_answer(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *invite = exchange->invite;
    const struct record *final = invite ? invite->final : NULL;
    const int64_t time = exchange->frame->time;

    if (!final || final->code >= 300 || transaction_progress(invite)->ack_frame ||
        misfit_of_response(final, NULL) || time_between(final->time, time) < UNSEEN_TIME ||
        time_between(final->time, time) >= GIVE_UP_TIME)
        return false;
    draft_evidence(draft, final->frame);
    draft_evidence(draft, invite->request_frame);
    draft_detail(
        draft,
        "The client cancels %.1f s after the %u of frame %u, whose ACK never passed here: it never "
        "got that answer.",
        seconds_between(final->time, time), final->code, final->frame);
    return true;
}

/* The ACK came to the host that sent this INVITE on, and went no further. */
static bool is_held_up(const struct exchange *exchange, const struct record *first)
{
    return repeat_ack_before(exchange) && !repeat_ack_frame(exchange) &&
           !misfit_of_response(first, NULL) &&
           !response_other_way(exchange->record).answered.length;
}

/* The ACK went by here to the host that repeats the response: the caller has done its part. */
static bool is_not_taken(const struct exchange *exchange, const struct record *first)
{
    char text[ACK_WAY_TEXT_MAX];

    return repeat_ack_frame(exchange) && !misfit_of_response(first, NULL) &&
           !ack_way_text(exchange, text);
}

/* The host between has the answer and no way to an ACK: who called knows nothing of it. */
static bool is_kept_back(const struct exchange *exchange, const struct record *first)
{
    return repeat_is_kept_back(exchange) && !repeat_ack_frame(exchange) &&
           !misfit_of_response(first, NULL) && !is_told_by_way(exchange);
}

/* The first copy of a final response that has been repeated so long that no ACK can have arrived,
 * even if the INVITE was not captured; NULL: this is none, or it was told before. */
static const struct record *unconfirmed(const struct exchange *exchange)
{
    const struct record *record = exchange->record;
    const struct record *first = record ? repeat_first_copy(exchange) : NULL;

    if (!first || exchange->transaction->method != METHOD_INVITE || record->code < 200 ||
        time_between(first->time, record->time) < GIVE_UP_TIME ||
        repeat_came_before(exchange, first, 0, first->time + GIVE_UP_TIME) ||
        repeat_is_relayed(exchange) || repeat_answers_request(exchange, first))
        return NULL;
    return first;
}

static void tell_unconfirmed(const struct exchange *exchange, const struct record *first,
                             struct finding_draft *draft)
{
    const struct record *record = exchange->record;
    char cause[ACK_WAY_TEXT_MAX], sender[ENDPOINT_TEXT_MAX];

    draft_evidence(draft, first->frame);
    draft_evidence(draft, exchange->transaction->request_frame);
    ack_tell(exchange, first, cause, draft);
    draft_detail(draft, "%s has repeated the %u of frame %u for %.1f s: %s.",
                 sender_text(exchange, sender), record->code, first->frame,
                 seconds_between(first->time, record->time), cause);
}

static bool find_no_ack(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *first;

    if (exchange->moments & AT_CANCEL)
        return find_unseen_answer(exchange, draft);
    first = unconfirmed(exchange);
    if (!first || is_held_up(exchange, first) || is_not_taken(exchange, first) ||
        is_kept_back(exchange, first))
        return false;
    tell_unconfirmed(exchange, first, draft);
    return true;
}

static bool find_answer_kept(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *first = unconfirmed(exchange);

    if (!first || !is_kept_back(exchange, first))
        return false;
    tell_unconfirmed(exchange, first, draft);
    return true;
}

static bool find_ack_not_taken(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *first = unconfirmed(exchange);

    if (!first || !is_not_taken(exchange, first))
        return false;
    tell_unconfirmed(exchange, first, draft);
    return true;
}

static bool find_ack_held_up(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *first = unconfirmed(exchange);

    if (!first || !is_held_up(exchange, first))
        return false;
    tell_unconfirmed(exchange, first, draft);
    return true;
}

static const struct rule rules[] = {
    {
        .id = "timing.response-repeated",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "response sent again: not confirmed yet, or asked for again",
        .headline = "response sent again",
        .never_heads = true,
        .advice =
            "Once or twice is harmless. If it continues, capture at both ends and find where the "
            "response or its ACK stops: NAT, firewall, a wrong Contact or Record-Route, its size.",
        .reference = { 3261, "17.2" },
        .actor = ACTOR_SENDER,
        .moments = AT_RESPONSE_REPEAT,
        .is_aside = true,
        .applies = find_response_repeated,
    },
    {
        .id = "timing.no-ack",
        .severity = SEVERITY_WARN,
        .group = GROUP_SEQUENCE,
        .summary = "the answer is never confirmed: no ACK that its sender accepts",
        .headline = "never confirmed: no ACK that its sender accepts",
        .advice =
            "Does the response reach the caller, and where does its ACK go? The ACK of a 2xx goes "
            "to the Contact over Record-Route, the ACK of a failure goes back over the same hop.",
        .reference = { 3261, "13.3.1.4" },
        .actor = ACTOR_CLIENT,
        .actor_more = "and the network on the way",
        .moments = AT_RESPONSE_REPEAT | AT_CANCEL,
        .applies = find_no_ack,
    },
    {
        .id = "timing.answer-kept",
        .severity = SEVERITY_WARN,
        .group = GROUP_SEQUENCE,
        .summary = "the answer is never confirmed: a host in between did not pass it on",
        .headline = "CLIENT got the answer and did not pass it on",
        .advice = "Look at the host in between: it must pass each 2xx on to where the INVITE came "
                  "from, a second one too. The caller cannot send an ACK for what it never got.",
        .reference = { 3261, "16.7" },
        .actor = ACTOR_HOP_CLIENT,
        .moments = AT_RESPONSE_REPEAT,
        .methods = METHOD_BIT(METHOD_INVITE),
        .applies = find_answer_kept,
    },
    {
        .id = "timing.ack-not-taken",
        .severity = SEVERITY_WARN,
        .group = GROUP_SEQUENCE,
        .summary = "the answer is repeated although its ACK went to its sender",
        .headline = "the ACK went to HOST, which repeats its answer",
        .advice = "The caller did its part. Capture at the host that repeats the response: does "
                  "the ACK arrive? If it does, look in its log why the ACK is not taken.",
        .reference = { 3261, "13.3.1.4" },
        .actor = ACTOR_SERVER,
        .actor_more = "and the network on the way",
        .moments = AT_RESPONSE_REPEAT,
        .methods = METHOD_BIT(METHOD_INVITE),
        .applies = find_ack_not_taken,
    },
    {
        .id = "timing.ack-held-up",
        .severity = SEVERITY_WARN,
        .group = GROUP_SEQUENCE,
        .summary = "the answer is never confirmed: a host in between got the ACK and kept it",
        .headline = "CLIENT got the ACK and did not pass it on",
        .advice = "Look at the host in between: its log, how it routes an ACK with this Route and "
                  "Request-URI, and whether it still knows the call.",
        .reference = { 3261, "16.11" },
        .actor = ACTOR_HOP_CLIENT,
        .moments = AT_RESPONSE_REPEAT,
        .methods = METHOD_BIT(METHOD_INVITE),
        .applies = find_ack_held_up,
    },
};

const struct rule_list response_again_rules = { .subject = "timing",
                                                .rules = rules,
                                                .count = array_length(rules) };
