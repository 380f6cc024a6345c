/* prack.c
 * Whether a reliable provisional response got its PRACK, and whether that names it (RFC 3262).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "prack.h"

#include "call/offer_answer.h"
#include "diagnosis/subjects.h"

/* T1 (RFC 3261 section 17.1.1.1), after which a PRACK is missed; timers may be a little early. */
#define PRACK_DUE_S 0.45

/* A callee that waits for PRACK gives up near 64*T1 (RFC 3262 section 3), no later than this.
 * Microseconds, as below. */
#define PRACK_WAIT_MAX 40000000

/* The copies of a reliable response come at 0.5, 1.5, 3.5, 7.5 s and so on: with the last one this
 * late the callee still waited. */
#define PRACK_COPIES_MIN 7000000

static const struct reliable_response *find_reliable(const struct transaction *invite,
                                                     const char *to_tag, uint32_t rseq)
{
    const struct early_dialog *dialog = transaction_early_dialog(invite, to_tag);
    const struct reliable_response *reliable = dialog ? early_dialog_reliable(dialog) : NULL;

    while (reliable && reliable_response_rseq(reliable) != rseq)
        reliable = reliable_response_older(reliable);
    return reliable;
}

/* The PRACK had an offer that its 2xx does not answer: that is told in place of the good news. */
static bool lacks_answer(const struct exchange *exchange)
{
    return !exchange->description && offer_answer_may_answer(exchange) &&
           offer_answer_of(exchange).answer_is_due;
}

static bool find_acknowledged(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *prack = exchange->transaction;
    const struct reliable_response *reliable = exchange->reliable;

    if (prack->method != METHOD_PRACK || !reliable ||
        reliable->prack_final_frame != exchange->frame->number || lacks_answer(exchange))
        return false;
    draft_evidence(draft, reliable_response_record(reliable)->frame);
    draft_evidence(draft, prack->request_frame);
    return true;
}

static void tell_acknowledged(const struct record *record, struct finding_draft *draft)
{
    const struct transaction *prack = record_transaction(record);
    const struct reliable_response *reliable = transaction_acknowledges(prack);

    draft_detail(draft, "RSeq %u of the %u in frame %u: PRACK in frame %u, %.3f s later.",
                 reliable_response_rseq(reliable), reliable_response_record(reliable)->code,
                 reliable_response_record(reliable)->frame, prack->request_frame,
                 seconds_between(reliable_response_record(reliable)->time, prack->request_time));
}

bool prack_is_unread(const struct transaction *invite)
{
    const struct transaction *transaction = NULL;

    while ((transaction = transaction_back(call_newest(transaction_call(invite)), transaction))) {
        if (transaction == invite)
            return false;
        if (transaction->method == METHOD_PRACK &&
            (!transaction->request_frame || transaction->request_is_cut))
            return true;
    }
    return true;
}

const struct reliable_response *prack_came_before(const struct transaction *invite,
                                                  const char *to_tag, uint32_t rseq)
{
    const struct reliable_response *before =
        transaction_upstream(invite) ? find_reliable(transaction_upstream(invite), to_tag, rseq)
                                     : NULL;

    return before && before->prack_frame ? before : NULL;
}

/* Was it left without a confirmation, and does its sender show that? A PRACK that was refused, or
 * does not fit, shows it too. */
static bool is_waiting(const struct reliable_response *reliable,
                       const struct invite_progress *progress)
{
    if (reliable->prack_final_frame)
        return false;
    if (reliable->repeated_frame)
        return time_between(reliable_response_record(reliable)->time,
                            invite_progress_last_provisional(progress)->time) >= PRACK_COPIES_MIN;
    return misfit_of_response(reliable_response_record(reliable), NULL) ||
           (reliable_response_prack(reliable) && reliable_response_prack(reliable)->final);
}

const struct reliable_response *prack_waited_for(const struct record *final)
{
    const struct invite_progress *progress = transaction_progress(record_transaction(final));

    for (const struct early_dialog *dialog = invite_progress_early_dialogs(progress); dialog;
         dialog = early_dialog_next(dialog)) {
        const struct reliable_response *reliable = early_dialog_reliable(dialog);

        for (; reliable; reliable = reliable_response_older(reliable)) {
            const int64_t wait =
                time_between(reliable_response_record(reliable)->time, final->time);

            if (wait >= GIVE_UP_TIME && wait <= PRACK_WAIT_MAX && is_waiting(reliable, progress))
                return reliable;
        }
    }
    return NULL;
}

/* Its PRACK was seen on a hop behind this one: it has gone by another way. */
static bool was_pracked_behind(const struct transaction *invite, const char *to_tag, uint32_t rseq)
{
    const struct transaction *behind = NULL;

    while ((behind = hop_next_behind(invite, behind))) {
        const struct reliable_response *reliable = find_reliable(behind, to_tag, rseq);

        if (reliable && reliable->prack_frame)
            return true;
    }
    return false;
}

static bool was_told_on_another_hop(const struct transaction *invite, const char *to_tag,
                                    uint32_t rseq)
{
    const struct transaction *other = NULL;

    while ((other = hop_next(invite, other))) {
        const struct reliable_response *reliable = find_reliable(other, to_tag, rseq);

        if (reliable && reliable->prack_must_pass && (reliable->repeated_frame || other->final))
            return true;
    }
    return false;
}

/* Was its PRACK to be seen on this hop up to time, and was not? One that came but does not fit is
 * told by misfit.prack. */
static bool is_unacknowledged(const struct transaction *invite, const char *to_tag,
                              const struct reliable_response *reliable, int64_t time)
{
    return reliable->prack_must_pass && !reliable->prack_frame &&
           seconds_between(reliable_response_record(reliable)->time, time) >= PRACK_DUE_S &&
           !misfit_of_response(reliable_response_record(reliable), NULL) &&
           !was_pracked_behind(invite, to_tag, reliable_response_rseq(reliable)) &&
           !was_told_on_another_hop(invite, to_tag, reliable_response_rseq(reliable));
}

/* The reliable 18x that the final response finds without PRACK, and that was never repeated. */
static const struct reliable_response *left_unacknowledged(const struct transaction *invite,
                                                           int64_t time)
{
    for (const struct early_dialog *dialog = transaction_early_dialogs(invite); dialog;
         dialog = early_dialog_next(dialog)) {
        const struct reliable_response *reliable = early_dialog_reliable(dialog);

        for (; reliable; reliable = reliable_response_older(reliable)) {
            if (!reliable->repeated_frame &&
                is_unacknowledged(invite, early_dialog_to_tag(dialog), reliable, time))
                return reliable;
        }
    }
    return NULL;
}

static const struct reliable_response *unacknowledged(const struct exchange *exchange)
{
    const struct transaction *invite = exchange->transaction;
    const struct reliable_response *reliable = exchange->reliable;
    const int64_t time = exchange->frame->time;

    if (exchange->moments & AT_RESPONSE_REPEAT) {
        return reliable && !invite->final && !transaction_cancel(invite)->request_frame &&
                       reliable->repeated_frame == exchange->frame->number &&
                       is_unacknowledged(invite, record_to_tag(exchange->record), reliable, time)
                   ? reliable
                   : NULL;
    }
    if (invite->final != exchange->record)
        return NULL;
    return left_unacknowledged(invite, transaction_cancel(invite)->request_frame
                                           ? transaction_cancel(invite)->request_time
                                           : time);
}

/* The same 18x as its receiver passed it on, without the RSeq that asks for a PRACK; NULL: it did
 * not, or the hop before is not in the capture. */
static const struct record *passed_on_plain(const struct transaction *invite,
                                            const struct record *record)
{
    const struct record *other = transaction_upstream(invite)
                                     ? transaction_first_response(transaction_upstream(invite))
                                     : NULL;

    for (unsigned i = 0; other && i < CALL_SEARCH_MAX; i++, other = record_next(other)) {
        if (other->code == record->code && other->to_tag_place == record->to_tag_place &&
            other->frame > record->frame && !other->is_cut && !record_is_reliable(other) &&
            endpoint_host_equals(transaction_upstream(invite)->path->server, invite->path->client))
            return other;
    }
    return NULL;
}

/* The host before this hop had the PRACK, or passed the 18x on without RSeq: it is its doing. */
static bool tell_host_before(const struct exchange *exchange,
                             const struct reliable_response *reliable, struct finding_draft *draft)
{
    const struct transaction *invite = exchange->transaction;
    const struct record *record = reliable_response_record(reliable),
                        *plain = passed_on_plain(invite, record);
    const struct reliable_response *before =
        prack_came_before(invite, record_to_tag(record), reliable_response_rseq(reliable));
    char host[ENDPOINT_TEXT_MAX];

    endpoint_text(invite->path->client, host);
    if (before)
        draft_detail(draft,
                     "The PRACK in frame %u for RSeq %u came to %s, which did not pass it on in "
                     "the %.1f s since the %u in frame %u.",
                     before->prack_frame, reliable_response_rseq(reliable), host,
                     seconds_between(record->time, exchange->frame->time), record->code,
                     record->frame);
    else if (plain)
        draft_detail(draft,
                     "No PRACK for RSeq %u (%u in frame %u): %s passed it on in frame %u without "
                     "Require: 100rel and RSeq. The caller cannot know that a PRACK is needed.",
                     reliable_response_rseq(reliable), record->code, record->frame, host,
                     plain->frame);
    else
        return false;
    draft_evidence(draft, before ? before->prack_frame : plain->frame);
    return true;
}

static bool find_no_prack(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *invite = exchange->transaction;
    const struct reliable_response *reliable;

    /* Without 100rel in the INVITE its client cannot be expected to know PRACK. */
    if (invite->method != METHOD_INVITE || !exchange_has_request(exchange) ||
        !transaction_request(invite)->supports_100rel)
        return false;
    reliable = unacknowledged(exchange);
    if (!reliable || prack_is_unread(invite))
        return false;
    draft_evidence(draft, invite->request_frame);
    draft_evidence(draft, reliable_response_record(reliable)->frame);
    if (!tell_host_before(exchange, reliable, draft))
        draft_detail(
            draft, "No PRACK for RSeq %u (%u in frame %u) in the %.1f s until it was %s.",
            reliable_response_rseq(reliable), reliable_response_record(reliable)->code,
            reliable_response_record(reliable)->frame,
            seconds_between(reliable_response_record(reliable)->time, exchange->frame->time),
            exchange->moments & AT_RESPONSE_REPEAT ? "repeated" : "followed by the final response");
    return true;
}

/* A refusal that may mean "I know no such response"; a challenge or a timeout means nothing. */
static bool is_refusal(const struct record *final)
{
    return final->code >= 400 && final->code < 500 && !record_is_challenge(final) &&
           final->code != 408;
}

/* The INVITE of the PRACK's early dialog with a reliable response, seen from its beginning. */
static const struct transaction *pracked_invite(const struct transaction *prack)
{
    const struct transaction *transaction = NULL;

    while ((transaction = transaction_back(transaction_older(prack), transaction))) {
        const struct early_dialog *dialog =
            transaction->method == METHOD_INVITE
                ? transaction_early_dialog(transaction, transaction_to_tag(prack))
                : NULL;

        if (dialog && dialog->reliable_place && transaction->request_frame &&
            !transaction->request_is_cut)
            return transaction;
    }
    return NULL;
}

/* A PRACK that was accepted names a response that the capture missed. What misfit.prack explains of
 * one that was refused folds this in. */
static bool find_wrong_rack(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *prack = exchange->transaction, *invite, *other = NULL;
    const struct reliable_response *newest;

    if (prack->method != METHOD_PRACK || !exchange_has_request(exchange) ||
        transaction_acknowledges(prack) || prack->final != exchange->record ||
        !is_refusal(prack->final))
        return false;
    invite = pracked_invite(prack);
    if (!invite)
        return false;
    while ((other = hop_next(prack, other))) {
        if (other->final)
            return false; /* told there */
    }
    newest = early_dialog_reliable(transaction_early_dialog(invite, transaction_to_tag(prack)));
    draft_detail(draft,
                 "The PRACK in frame %u names none of this dialog's reliable responses; the "
                 "newest is RSeq %u of CSeq %u INVITE (frame %u).",
                 prack->request_frame, reliable_response_rseq(newest), invite->cseq,
                 reliable_response_record(newest)->frame);
    draft_evidence(draft, reliable_response_record(newest)->frame);
    draft_evidence(draft, prack->request_frame);
    return true;
}

static const struct rule rules[] = {
    {
        .id = "reliable.acknowledged",
        .severity = SEVERITY_CHAT,
        .group = GROUP_SEQUENCE,
        .summary = "reliable provisional response acknowledged by PRACK",
        .headline = "18x acknowledged by PRACK",
        .advice = "Nothing to do: the caller has this provisional response, and its SDP if "
                  "there is one.",
        .reference = { 3262, "3" },
        .actor = ACTOR_NOBODY,
        .moments = AT_SUCCESS,
        .methods = METHOD_BIT(METHOD_PRACK),
        .needs = NEEDS_RELIABLE,
        .applies = find_acknowledged,
        .tells = tell_acknowledged,
    },
    {
        .id = "reliable.no-prack",
        .severity = SEVERITY_WARN,
        .group = GROUP_SEQUENCE,
        .summary = "a reliable provisional response got no PRACK in time",
        .headline = "reliable response got no PRACK in time",
        .advice = "Did the 18x reach the caller? Check its Contact and Record-Route, where the "
                  "PRACK must go, and firewalls on the way. After 32 s the callee ends the call.",
        .reference = { 3262, "3" },
        .actor = ACTOR_CLIENT,
        .actor_more = "and the network on the way",
        .moments = AT_RESPONSE_REPEAT | AT_SUCCESS | AT_FAILURE,
        .methods = METHOD_BIT(METHOD_INVITE),
        .applies = find_no_prack,
    },
    {
        .id = "reliable.wrong-rack",
        .severity = SEVERITY_WARN,
        .group = GROUP_PROTOCOL,
        .summary = "the PRACK matches no reliable provisional response",
        .headline = "PRACK matches no reliable response",
        .advice = "RAck must repeat RSeq, CSeq number and method of the 18x, and To must repeat "
                  "its tag. Compare the two: a B2BUA on the way may have changed a number.",
        .reference = { 3262, "7.2" },
        .actor = ACTOR_CLIENT,
        .actor_more = "and the network on the way",
        .moments = AT_FAILURE,
        .methods = METHOD_BIT(METHOD_PRACK),
        .folds_into = { "misfit.prack" },
        .applies = find_wrong_rack,
    },
};

const struct rule_list prack_rules = {
    .subject = "reliable", .rules = rules, .count = array_length(rules), .is_aside = true
};
