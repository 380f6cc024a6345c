/* odd_response.c
 * Responses that their receiver cannot match with a request, and those that came too late.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/call_ending.h"
#include "diagnosis/subjects.h"
#include "question/difference.h"

/* Two messages closer than this can have changed places on the way. Microseconds. */
#define TRANSPORT_TIME 100000

/* The request is sent again although a response came whose Via names another sent-by: its client
 * drops it. */
static bool find_dropped(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *request = exchange->transaction;
    const struct misfit *misfit = misfit_of_transaction(request, MISFIT_SENT_BY, NULL);
    char difference[DIFFERENCE_TEXT_MAX], client[ENDPOINT_TEXT_MAX];

    if (!misfit || transaction_repeats(request)->count != 1 ||
        misfit->frame >= exchange->frame->number ||
        time_is_near(misfit->time, exchange->frame->time, TRANSPORT_TIME))
        return false;
    draft_detail(draft, "The %u in frame %u has %s: %s does not accept it and sends the %s again.",
                 misfit->response->code, misfit->frame, difference_text(misfit, difference),
                 endpoint_host_text(request->path->client, client),
                 transaction_method_name(request));
    draft_evidence(draft, misfit->frame);
    draft_evidence(draft, request->request_frame);
    return true;
}

/* The client goes on as if its request had got no answer, after a challenge whose Via names another
 * host. */
static bool find_dropped_challenge(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *challenge = exchange->news.abandoned;
    const struct transaction *request = challenge ? record_transaction(challenge) : NULL;
    const struct misfit *misfit =
        request ? misfit_of_transaction(request, MISFIT_SENT_BY, NULL) : NULL;
    char difference[DIFFERENCE_TEXT_MAX], client[ENDPOINT_TEXT_MAX];

    if (!misfit || misfit->response != challenge || transaction_upstream(request))
        return false;
    draft_detail(draft,
                 "The %u in frame %u has %s: %s seems to drop it, and sent no credentials in %.0f "
                 "s.",
                 challenge->code, challenge->frame, difference_text(misfit, difference),
                 endpoint_host_text(request->path->client, client),
                 seconds_between(challenge->time, exchange->frame->time));
    draft_evidence(draft, challenge->frame);
    draft_evidence(draft, request->request_frame);
    return true;
}

static bool find_unmatched(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct misfit *misfit = exchange->misfit;
    char difference[DIFFERENCE_TEXT_MAX], server[ENDPOINT_TEXT_MAX], client[ENDPOINT_TEXT_MAX];

    if (exchange->moments & AT_REQUEST_REPEAT)
        return find_dropped(exchange, draft);
    if (!misfit || misfit->kind != MISFIT_RESPONSE ||
        (exchange->transaction && exchange->transaction->method == METHOD_ACK))
        return false;
    draft_detail(draft, "The %u of %s to the %s in frame %u has %s: %s cannot match it.",
                 misfit->response->code, difference_sender(misfit, server),
                 transaction_method_name(misfit->about), misfit->about->request_frame,
                 difference_text(misfit, difference),
                 endpoint_host_text(misfit->path->server, client));
    draft_evidence(draft, misfit->about->request_frame);
    return true;
}

/* A host that has the 18x in time, and passes it on behind its own final response. */
static bool tell_held_back(const struct exchange *exchange, const struct record *behind,
                           struct finding_draft *draft)
{
    const struct record *record = exchange->record, *final = exchange->transaction->final;
    const struct record *last = record_transaction(behind)->final;
    char host[ENDPOINT_TEXT_MAX];

    if (last && last->frame < behind->frame)
        return false;
    draft_detail(draft,
                 "%s had the %u in frame %u, but passes it on %.4f s after the %u of frame %u: to "
                 "be ignored, this INVITE is over.",
                 endpoint_host_text(exchange->frame->source, host), record->code, behind->frame,
                 seconds_between(final->time, record->time), final->code, final->frame);
    draft_evidence(draft, behind->frame);
    draft_evidence(draft, final->frame);
    return true;
}

/* An 18x behind the final response: overtaken on the way, or sent by mistake. One of another phone
 * of a fork, after a 2xx, is neither. */
static bool find_late_18x(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *invite = exchange->transaction;
    const struct record *record = exchange->record, *final = invite->final, *behind;

    if (!final || invite->method != METHOD_INVITE ||
        (final->code < 300 && final->to_tag_place != record->to_tag_place))
        return false;
    behind = hop_response_behind(record);
    if (behind)
        return tell_held_back(exchange, behind, draft);
    draft_detail(
        draft,
        "The %u came %.4f s after the %u of frame %u%s. Its receiver must ignore it: this INVITE "
        "is over.",
        record->code, seconds_between(final->time, record->time), final->code, final->frame,
        time_is_near(final->time, record->time, TRANSPORT_TIME) ? ", overtaken on the way" : "");
    draft_evidence(draft, final->frame);
    return true;
}

/* The client had sent this INVITE on other ways too, perhaps with another CSeq, and has the same
 * answer by one of them: it cancelled the others, and nobody picks up a second time. */
static bool has_answer_already(const struct record *answer)
{
    const struct transaction *invite = record_transaction(answer), *other = NULL;

    while ((other = transaction_back(call_newest(transaction_call(invite)), other))) {
        if (other != invite && transaction_opens_call(other) && other->final &&
            other->final->code < 300 && other->final->frame < answer->frame &&
            other->from_tag_place == invite->from_tag_place &&
            other->final->to_tag_place == answer->to_tag_place &&
            transaction_same_client(other, invite))
            return true;
    }
    return false;
}

/* The callee answers although the caller had cancelled. What a proxy cancels in a fork is told by
 * call.answered-twice. */
static bool find_answer_after_cancel(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *invite = exchange->transaction;
    const struct invite_progress *progress = transaction_progress(invite);

    if (call_cancellation(invite).cause != CANCEL_OF_CLIENT ||
        !invite_progress_cancel(progress)->request_frame ||
        invite_progress_cancel(progress)->request_frame > exchange->record->frame ||
        hop_response_behind(exchange->record) || has_answer_already(exchange->record))
        return false;
    draft_detail(
        draft,
        "The caller had cancelled in frame %u, %.1f s before this answer%s. It must confirm the "
        "answer with ACK and end the call with BYE.",
        invite_progress_cancel(progress)->request_frame,
        seconds_between(invite_progress_cancel(progress)->request_time, exchange->record->time),
        time_is_near(invite_progress_cancel(progress)->request_time, exchange->record->time,
                     TRANSPORT_TIME)
            ? "; the two crossed"
            : "");
    draft_evidence(draft, invite_progress_cancel(progress)->request_frame);
    return true;
}

/* The same, where the CANCEL does not fit the INVITE and so had no effect. */
static bool find_answer_after_misfit(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct misfit *misfit = misfit_of_transaction(exchange->transaction, MISFIT_CANCEL, NULL);

    if (!misfit || transaction_cancel(exchange->transaction)->request_frame ||
        hop_response_behind(exchange->record))
        return false;
    draft_detail(draft,
                 "The caller tried to cancel in frame %u, %.1f s before this answer, with a CANCEL "
                 "that does not fit. It must confirm the answer with ACK and end the call with "
                 "BYE.",
                 misfit->frame, seconds_between(misfit->time, exchange->record->time));
    draft_evidence(draft, misfit->frame);
    return true;
}

static bool find_after_time(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct record *record = exchange->record;

    if (!exchange_is_too_late(exchange))
        return false;
    draft_detail(
        draft,
        "This %u came %.1f s after the %s in frame %u. By RFC 3261 a client gives up after 32 s.",
        record->code, seconds_between(transaction->request_time, record->time),
        transaction_method_name(transaction), transaction->request_frame);
    draft_evidence(draft, transaction->request_frame);
    return true;
}

/* A 2xx to an INVITE that a failure had ended for its client (RFC 3261 section 16.7 point 5 lets a
 * proxy pass it on all the same). */
static bool find_answer_after_failure(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *invite = exchange->transaction;
    const struct record *record = exchange->record, *final = invite->final;
    char server[ENDPOINT_TEXT_MAX];

    if (!final || final == record || final->code < 300 || final->frame > record->frame ||
        hop_response_behind(record))
        return false;
    draft_detail(draft,
                 "%s answers %.3f s after the %u of frame %u had ended this INVITE: one side has a "
                 "call, the other may have none.",
                 endpoint_text(exchange->frame->source, server),
                 seconds_between(final->time, record->time), final->code, final->frame);
    draft_evidence(draft, final->frame);
    return true;
}

static bool find_late(const struct exchange *exchange, struct finding_draft *draft)
{
    if (record_is_18x(exchange->record))
        return find_late_18x(exchange, draft);
    if (exchange->record->code < 200)
        return false;
    if (exchange->transaction->method == METHOD_INVITE && exchange->record->code < 300 &&
        (find_answer_after_cancel(exchange, draft) || find_answer_after_misfit(exchange, draft) ||
         find_answer_after_failure(exchange, draft)))
        return true;
    return find_after_time(exchange, draft);
}

/* The latest ACK that an INVITE of the call with this number got before; 0: none was seen. */
static uint32_t answered_ack(const struct transaction *response, uint32_t frame)
{
    const struct transaction *invite = NULL;
    uint32_t found = 0;

    while ((invite = transaction_back(call_newest(transaction_call(response)), invite))) {
        const uint32_t ack = transaction_progress(invite)->ack_frame;

        if (invite->method == METHOD_INVITE && invite->cseq == response->cseq && ack < frame)
            found = MAX(found, ack);
    }
    return found;
}

static bool find_answer_to_ack(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *record = exchange->record;
    char host[ENDPOINT_TEXT_MAX];
    uint32_t ack;

    if (exchange->transaction->method != METHOD_ACK)
        return false;
    endpoint_text(exchange->frame->source, host);
    ack = answered_ack(exchange->transaction, record->frame);
    draft_evidence(draft, ack);
    if (ack)
        draft_detail(draft,
                     "%s answers the ACK in frame %u with %u. The sender of the ACK drops "
                     "that.",
                     host, ack, record->code);
    else
        draft_detail(draft, "%s answers an ACK with %u. The sender of the ACK drops that.", host,
                     record->code);
    return true;
}

static const struct rule rules[] = {
    {
        .id = "misfit.ack-answered",
        .severity = SEVERITY_NOTE,
        .group = GROUP_PROTOCOL,
        .summary = "a response to an ACK: nobody may answer an ACK",
        .advice = "No host waits for this response. Find out why this host answers an ACK: it may "
                  "not know the INVITE, or a script answers all methods the same way.",
        .reference = { 3261, "17" },
        .actor = ACTOR_SENDER,
        .moments = AT_RESPONSE,
        .verdict = FAULT_ACK_ANSWERED,
        .applies = find_answer_to_ack,
    },
    {
        .id = "misfit.response",
        .severity = SEVERITY_WARN,
        .group = GROUP_PROTOCOL,
        .summary = "a response came, but its receiver cannot match it with the request",
        .headline = "response came, but its receiver cannot match it",
        .advice =
            "Correct the host that changes the field (server or proxy): a response repeats the Via "
            "rows, Call-ID and CSeq of its request. The client keeps waiting.",
        .reference = { 3261, "17.1.3" },
        .actor = ACTOR_SERVER,
        .moments = AT_RESPONSE | AT_REQUEST_REPEAT | AT_UNPLACED,
        .needs = NEEDS_MISFIT,
        .applies = find_unmatched,
    },
    {
        .id = "misfit.dropped-challenge",
        .severity = SEVERITY_WARN,
        .group = GROUP_PROTOCOL,
        .summary = "the challenge names another host in Via: its client seems to drop it",
        .headline = "challenge names another host in Via: dropped, it seems",
        .advice = "Make the server, or the proxy before it, return Via as it came: it may add "
                  "received and rport, but a client drops a response whose sent-by is not its own.",
        .reference = { 3261, "18.1.2" },
        .actor = ACTOR_SERVER,
        .moments = AT_REQUEST,
        .needs = NEEDS_NEWS,
        .applies = find_dropped_challenge,
    },
    {
        .id = "misfit.late",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "response came late: it crossed a CANCEL or came after the end of its request",
        .headline = "response came late: its request was over",
        .advice =
            "Nothing to correct if two messages crossed. If not, find out where the response was "
            "delayed. Its receiver must ignore a late 18x.",
        .reference = { 3261, "13.2.2" },
        .actor = ACTOR_NOBODY,
        .moments = AT_RESPONSE,
        .applies = find_late,
    },
};

const struct rule_list response_misfit_rules = { .subject = "misfit",
                                                 .rules = rules,
                                                 .count = array_length(rules) };
