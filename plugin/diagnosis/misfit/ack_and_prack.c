/* ack_and_prack.c
 * ACKs and PRACKs that came, but do not confirm the response that waits for them.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis/subjects.h"
#include "odd_message.h"
#include "question/repeated_response.h"
#include "question/unasked_ack.h"

/* An ACK that took another way may arrive late: only what is repeated this much later was not
 * confirmed by it. Microseconds. */
#define LATE_TIME 1500000

/* From when on a repeat shows that the odd message did not arrive. */
static int64_t shown_from(const struct misfit *misfit)
{
    return difference_is_of_way(misfit->field) ? misfit->time + LATE_TIME : REPEAT_EVER;
}

/* The odd ACK or PRACK that a repeat of its response follows, when this is the first that does:
 * what was odd is plain then. NULL: none, or it was told before. */
static const struct misfit *behind_repeat(const struct exchange *exchange, enum misfit_kind kind)
{
    const struct record *first = repeat_first_copy(exchange), *repeat = exchange->record;
    const struct misfit *misfit = first ? misfit_of_response(first, NULL) : NULL;

    if (!misfit || misfit->kind != kind || repeat_is_relayed(exchange) ||
        repeat->frame <= misfit->frame || repeat->time < shown_from(misfit))
        return NULL;
    return repeat_came_before(exchange, first, misfit->frame, shown_from(misfit)) ? NULL : misfit;
}

static bool find_ack(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct misfit *misfit = behind_repeat(exchange, MISFIT_ACK);
    char consequence[80];

    if (!misfit)
        return false;
    snprintf(consequence, sizeof consequence, "it does not confirm the %u of frame %u",
             misfit->response->code, misfit->response->frame);
    draft_difference(draft, misfit, "ACK", consequence);
    draft_evidence(draft, misfit->response->frame);
    return true;
}

/* A refusal of the PRACK tells it, a 5xx as fault.odd-request; else the next repeat of its 18x
 * does. */
static const struct misfit *plain_prack(const struct exchange *exchange)
{
    const struct misfit *misfit;
    const struct record *final;

    if (exchange->moments & AT_FAILURE) {
        misfit = misfit_of_message(exchange->transaction);
        return misfit && exchange->record->code < 500 &&
                       difference_explains(misfit, exchange->record)
                   ? misfit
                   : NULL;
    }
    misfit = behind_repeat(exchange, MISFIT_PRACK);
    final = misfit ? misfit->message->final : NULL;
    return final && final->code >= 300 ? NULL : misfit;
}

static bool find_prack(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct misfit *misfit = plain_prack(exchange);

    if (!misfit || misfit->kind != MISFIT_PRACK)
        return false;
    draft_odd_request(draft, misfit, NULL);
    return true;
}

static bool find_unasked_ack(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *request = unasked_ack_of(exchange);
    char client[ENDPOINT_TEXT_MAX];

    if (!request)
        return false;
    draft_detail(
        draft,
        "%s sends an ACK for the %u of frame %u to its %s. Only the responses to an INVITE "
        "are confirmed.",
        endpoint_host_text(exchange->frame->source, client), request->final->code,
        request->final->frame, transaction_method_name(request));
    draft_evidence(draft, request->final->frame);
    return true;
}

static const struct rule rules[] = {
    {
        .id = "misfit.unasked-ack",
        .severity = SEVERITY_NOTE,
        .group = GROUP_PROTOCOL,
        .summary = "an ACK for a request that is not an INVITE: nobody waits for it",
        .headline = "ACK for a request that is no INVITE",
        .advice = "Correct the client: ACK belongs to INVITE only. As a rule it does no harm, but "
                  "some servers take it for a new request, or log a fault.",
        .reference = { 3261, "17.1.2" },
        .actor = ACTOR_SENDER,
        .moments = AT_ACK,
        .is_aside = true,
        .applies = find_unasked_ack,
    },
    {
        .id = "misfit.ack",
        .severity = SEVERITY_WARN,
        .group = GROUP_PROTOCOL,
        .summary = "an ACK came, but does not fit the response",
        .advice =
            "Correct the sender of the ACK. An ACK has the INVITE's CSeq number and the response's "
            "To tag. For a 2xx it goes to Contact over Record-Route, for a failure it has the "
            "INVITE's branch.",
        .reference = { 3261, "13.2.2.4" },
        .actor = ACTOR_SENDER,
        .moments = AT_RESPONSE_REPEAT,
        .needs = NEEDS_MISFIT,
        .applies = find_ack,
    },
    {
        .id = "misfit.prack",
        .severity = SEVERITY_WARN,
        .group = GROUP_PROTOCOL,
        .summary = "a PRACK came, but does not fit the response",
        .advice = "Correct the sender of the PRACK. RAck repeats RSeq, CSeq number and method of "
                  "the 18x, To repeats its tag. The PRACK goes to its Contact over its "
                  "Record-Route.",
        .reference = { 3262, "7.2" },
        .actor = ACTOR_CLIENT,
        .actor_more = "and the network on the way",
        .moments = AT_FAILURE | AT_RESPONSE_REPEAT,
        .needs = NEEDS_MISFIT,
        .applies = find_prack,
    },
};

const struct rule_list confirming_misfit_rules = { .subject = "misfit",
                                                   .rules = rules,
                                                   .count = array_length(rules) };
