/* call_ending.c
 * Who ended a call: whose CANCEL gave it up, whose BYE hung up, as far as the capture shows.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call_ending.h"

#include "hops.h"
#include "leg_attempts.h"
#include "misfit.h"

/* The next older transaction of this method, among the call's newest CALL_SEARCH_MAX. */
static const struct transaction *next_of(const struct call *call, enum method method,
                                         const struct transaction *after)
{
    do {
        after = transaction_back(call_newest(call), after);
    } while (after && after->method != method);
    return after;
}

const struct transaction *call_cancel_of(const struct transaction *invite)
{
    const struct transaction *cancel = NULL;

    while ((cancel = next_of(transaction_call(invite), METHOD_CANCEL, cancel))) {
        if (cancel->cseq == invite->cseq && cancel->branch_hash == invite->branch_hash)
            return cancel;
    }
    while (transaction_cancel(invite)->request_frame &&
           (cancel = next_of(transaction_call(invite), METHOD_CANCEL, cancel))) {
        if (cancel->request_frame == transaction_cancel(invite)->request_frame)
            return cancel;
    }
    return NULL;
}

bool call_was_asked_to_cancel(const struct transaction *invite)
{
    const struct transaction *cancel = NULL;

    while ((cancel = next_of(transaction_call(invite), METHOD_CANCEL, cancel))) {
        if (cancel->request_frame &&
            cancel->request_frame < transaction_cancel(invite)->request_frame &&
            cancel->cseq == invite->cseq && cancel->from_tag_place == invite->from_tag_place &&
            endpoint_host_equals(cancel->path->server, invite->path->client))
            return true;
    }
    return false;
}

bool call_is_cancelled_anywhere(const struct transaction *invite)
{
    const struct transaction *cancel = NULL;

    while ((cancel = next_of(transaction_call(invite), METHOD_CANCEL, cancel))) {
        if (cancel->cseq == invite->cseq && cancel->from_tag_place == invite->from_tag_place)
            return true;
    }
    return false;
}

/* Reason: SIP;cause=200 (RFC 3326 section 2). */
static bool says_answered(const struct transaction *cancel)
{
    return cancel && words_cause(request_details(transaction_request(cancel))->words, "SIP") == 200;
}

/* A final response that decides for all branches: 2xx or 6xx. */
static bool decides(const struct record *final, uint32_t frame)
{
    return final && final->frame < frame && (final->code < 300 || final->code >= 600);
}

/* Another leg that the same host had tried for the same INVITE was answered before frame. */
static const struct record *answered_leg(const struct transaction *invite, uint32_t frame)
{
    const struct transaction *cause =
        transaction_upstream(invite) ? NULL : hop_cause(invite, frame);
    struct leg_attempt attempt = { NULL, NULL };

    if (cause)
        attempt = leg_answered_attempt(cause, frame);
    return attempt.link && transaction_call(attempt.invite) != transaction_call(invite)
               ? attempt.invite->final
               : NULL;
}

const struct record *call_decided_elsewhere(const struct transaction *invite, uint32_t frame)
{
    const struct transaction *branch = NULL;

    if (transaction_upstream(invite) && decides(transaction_upstream(invite)->final, frame))
        return transaction_upstream(invite)->final;
    while ((branch = hop_next_branch(invite, branch))) {
        if (decides(branch->final, frame))
            return branch->final;
    }
    return answered_leg(invite, frame);
}

/* Of those that came but do not fit, a CANCEL or BYE of this kind from the caller's side. */
static const struct transaction *odd_end(const struct transaction *invite, enum misfit_kind kind,
                                         uint32_t frame)
{
    const struct misfit *misfit = NULL;

    while ((misfit = misfit_of_transaction(invite, kind, misfit))) {
        if (misfit->message && misfit->frame < frame &&
            (kind == MISFIT_CANCEL || misfit->message->method == METHOD_BYE) &&
            transaction_same_client(misfit->message, invite))
            return misfit->message;
    }
    return NULL;
}

const struct transaction *call_other_end(const struct transaction *invite, uint32_t frame)
{
    const struct transaction *bye = transaction_bye(invite, frame);
    const struct transaction *odd = odd_end(invite, MISFIT_CANCEL, frame);

    if (bye && bye->from_tag_place == invite->from_tag_place)
        return bye;
    return odd ? odd : odd_end(invite, MISFIT_IN_DIALOG, frame);
}

/* The cause as this hop alone tells it. */
static enum cancel_cause cause_on(const struct transaction *invite, struct cancellation *found)
{
    const uint32_t frame = transaction_cancel(invite)->request_frame;
    const struct transaction *before = hop_cause(invite, frame);

    found->invite = invite;
    found->cancel = call_cancel_of(invite);
    found->other = call_decided_elsewhere(invite, frame);
    if (says_answered(found->cancel) || (found->other && found->other->code < 300))
        return CANCEL_ANSWERED_ELSEWHERE;
    if (found->other)
        return CANCEL_DECLINED_ELSEWHERE;
    return before && before->request_frame ? CANCEL_OF_PROXY : CANCEL_OF_CLIENT;
}

/* The hop or leg before had no CANCEL: was it ended otherwise? */
static struct cancellation ended_otherwise(struct cancellation found)
{
    const uint32_t frame = transaction_cancel(found.invite)->request_frame;
    const struct transaction *before = hop_cause(found.invite, frame);
    const struct transaction *end = NULL;

    /* The 18x with the tag of a BYE may be in the capture on one of the two hops only. */
    if (!transaction_cancel(before)->request_frame)
        end = call_other_end(before, frame);
    if (!end && !transaction_cancel(before)->request_frame &&
        hop_is_same_request(before, found.invite))
        end = call_other_end(found.invite, frame);
    return end ? (struct cancellation){ CANCEL_OF_CLIENT, before, end, NULL } : found;
}

struct cancellation call_cancellation(const struct transaction *invite)
{
    struct cancellation found = { .cause = CANCEL_NONE };

    if (!transaction_cancel(invite)->request_frame)
        return found;
    for (unsigned i = 0; i < HOPS_FOLLOWED_MAX; i++) {
        const uint32_t frame = transaction_cancel(invite)->request_frame;
        const struct transaction *before = hop_cause(invite, frame);

        found.cause = cause_on(invite, &found);
        if (found.cause != CANCEL_OF_PROXY || !transaction_cancel(before)->request_frame ||
            transaction_cancel(before)->request_frame > frame)
            break;
        invite = before;
    }
    return found.cause == CANCEL_OF_PROXY ? ended_otherwise(found) : found;
}

const struct record *call_first_ringing(const struct transaction *invite)
{
    const struct record *first = NULL;

    for (const struct early_dialog *dialog = transaction_early_dialogs(invite); dialog;
         dialog = early_dialog_next(dialog)) {
        if (early_dialog_ringing(dialog) &&
            (!first || early_dialog_ringing(dialog)->frame < first->frame))
            first = early_dialog_ringing(dialog);
    }
    return first;
}

static enum hanger_up sender_of(const struct transaction *bye, const struct transaction *invite)
{
    if (bye->from_tag_place == invite->from_tag_place)
        return OF_CALLER;
    return bye->from_tag_place && (transaction_early_dialog(invite, transaction_from_tag(bye)) ||
                                   bye->to_tag_place == invite->from_tag_place)
               ? OF_CALLEE
               : HANGER_UP_UNKNOWN;
}

/* Is the BYE of one of the two in the dialog with this callee's tag (0: any)? One without a tag
 * where it is due may be. */
static bool is_within(const struct transaction *bye, const struct transaction *invite,
                      kept_place callee)
{
    if (!callee)
        return true;
    if (bye->from_tag_place == invite->from_tag_place)
        return !bye->to_tag_place || bye->to_tag_place == callee;
    return bye->from_tag_place == callee &&
           (!bye->to_tag_place || bye->to_tag_place == invite->from_tag_place);
}

/* The final response to a BYE on any hop: a 2xx, even where a copy was refused; NULL: none. */
static const struct record *final_of(const struct transaction *bye)
{
    const struct transaction *hop = NULL;
    const struct record *final = bye->final;

    while ((!final || final->code >= 300) && (hop = hop_next(bye, hop)))
        final = hop->final && (!final || hop->final->code < 300) ? hop->final : final;
    return final;
}

/* Did this host get the INVITE, and call somebody itself because of it, not in vain? Where it is a
 * back-to-back user agent the second INVITE may have other tags and another CSeq. */
static bool is_between(struct endpoint host, const struct transaction *invite)
{
    const struct transaction *other = NULL;

    if (!endpoint_host_equals(host, invite->path->server))
        return false;
    while ((other = next_of(transaction_call(invite), METHOD_INVITE, other))) {
        if (other->index > invite->index && other->request_frame && transaction_is_initial(other) &&
            !hop_was_in_vain(other) && endpoint_host_equals(host, other->path->client) &&
            !endpoint_host_equals(host, other->path->server))
            return true;
    }
    return false;
}

/* Whose BYE is it when a host in between sent it: had another one come to that host, or did it
 * send one to the other side too? */
static struct hang_up hang_up_between(const struct transaction *bye)
{
    struct hang_up hang_up = { OF_HOST_BETWEEN, bye, false };
    const struct transaction *other = NULL;

    while ((other = next_of(transaction_call(bye), METHOD_BYE, other))) {
        if (other == bye || !other->request_frame ||
            !time_is_near(other->request_time, bye->request_time, TRANSACTION_TIME))
            continue;
        if (endpoint_host_equals(other->path->server, bye->path->client) &&
            other->index < bye->index)
            hang_up.by = HANGER_UP_UNKNOWN;
        hang_up.is_both_ways |= !transaction_upstream(other) &&
                                transaction_same_client(other, bye) &&
                                !endpoint_host_equals(other->path->server, bye->path->server);
    }
    return hang_up;
}

/* Was the INVITE that this host got, or sent, on another leg answered? After a REFER the host that
 * sent it has no part in the new leg. */
static bool is_answered_at(const struct transaction *invite, struct endpoint end,
                           struct endpoint host)
{
    return invite->final && invite->final->code < 300 && endpoint_host_equals(end, host);
}

/* The next answered leg of the call on the other side of the host that sent this BYE. *link: what
 * joins the two; NULL to begin. NULL at the end. */
static const struct transaction *next_other_leg(const struct transaction *invite,
                                                struct endpoint host, const struct leg_link **link)
{
    const struct transaction *leg;

    if (endpoint_host_equals(host, invite->path->client) && !*link) {
        *link = leg_before(invite, UINT32_MAX);
        leg = *link ? (*link)->incoming : NULL;
        return leg && is_answered_at(leg, leg->path->server, host) ? leg : NULL;
    }
    while (endpoint_host_equals(host, invite->path->server) &&
           (*link = leg_next_after(invite, *link, UINT32_MAX))) {
        leg = (*link)->outgoing;
        if (is_answered_at(leg, leg->path->client, host))
            return leg;
    }
    return NULL;
}

/* The same over legs: a back-to-back user agent that hung up, though no BYE had come to it on the
 * other leg. */
static struct hang_up hang_up_over_legs(const struct transaction *bye,
                                        const struct transaction *invite)
{
    struct hang_up hang_up = { HANGER_UP_UNKNOWN, bye, false };
    const struct endpoint host = bye->path->client;
    const struct leg_link *link = NULL;
    const struct transaction *leg;

    while ((leg = next_other_leg(invite, host, &link))) {
        const struct transaction *other = NULL;

        while ((other = next_of(transaction_call(leg), METHOD_BYE, other))) {
            const bool is_own = endpoint_host_equals(other->path->client, host);

            /* A proxy may lie between, on whose other side it came by. */
            if (!is_own && !transaction_upstream(other) &&
                other->request_frame < bye->request_frame)
                return (struct hang_up){ HANGER_UP_UNKNOWN, bye, false };
            hang_up.is_both_ways |= is_own && leg_link_is_certain(link, UINT32_MAX);
        }
        hang_up.by = OF_HOST_BETWEEN;
    }
    return hang_up;
}

static struct hang_up hang_up_of(const struct transaction *bye, const struct transaction *invite)
{
    struct hang_up hang_up = { HANGER_UP_UNKNOWN, bye, false };

    if (is_between(bye->path->client, invite))
        hang_up = hang_up_between(bye);
    if (!hang_up.by)
        hang_up = hang_up_over_legs(bye, invite);
    return hang_up.by ? hang_up : (struct hang_up){ sender_of(bye, invite), bye, false };
}

/* Refused only because the other side had hung up too. */
static bool has_crossed(const struct transaction *bye, const struct record *final)
{
    const struct transaction *other =
        final->code == 481 ? transaction_bye(bye, final->frame) : NULL;

    return other && other->from_tag_place != bye->from_tag_place;
}

/* The BYEs of one dialog, newest first, so that the earliest of each kind is left. */
static struct call_ending dialog_ending(const struct transaction *invite, kept_place callee)
{
    struct call_ending accepted = { .is_unanswered = false }, waiting = accepted;
    struct hang_up refused = { HANGER_UP_UNKNOWN, NULL, false };
    const struct transaction *bye = NULL;

    while ((bye = next_of(transaction_call(invite), METHOD_BYE, bye))) {
        const struct record *final = final_of(bye);

        /* The hop that it came over first stands for all. */
        if (transaction_upstream(bye) || !bye->request_frame || !sender_of(bye, invite))
            continue;
        if (final && is_within(bye, invite, callee) &&
            (final->code < 300 || has_crossed(bye, final)))
            accepted.end = hang_up_of(bye, invite);
        else if (final && final->code >= 300 && !record_is_challenge(final) && !refused.bye)
            refused = hang_up_of(bye, invite);
        else if (!final && is_within(bye, invite, callee))
            waiting = (struct call_ending){ .end = hang_up_of(bye, invite),
                                            .is_unanswered = transaction_repeats(bye)->count > 0 };
    }
    if (!accepted.end.bye)
        accepted = waiting;
    else if (waiting.is_unanswered && !refused.bye)
        refused = waiting.end;
    if (!accepted.end.bye ||
        (refused.bye && refused.bye->request_frame < accepted.end.bye->request_frame))
        accepted.refused = refused;
    return accepted;
}

/* The acknowledged dialogs count, or all answered ones where no ACK was seen. */
static bool counts(const struct early_dialog *dialog, const struct transaction *invite)
{
    return early_dialog_answer(dialog) &&
           (dialog->ack_frame || !transaction_progress(invite)->ack_frame);
}

struct call_ending call_ending_of(const struct transaction *invite)
{
    struct call_ending last = { .is_unanswered = false };
    bool is_first = true;

    for (const struct early_dialog *dialog = transaction_early_dialogs(invite); dialog;
         dialog = early_dialog_next(dialog)) {
        struct call_ending ending;

        if (!counts(dialog, invite))
            continue;
        ending = dialog_ending(invite, dialog->to_tag_place);
        /* Of two dialogs the call goes on with the one that ends last, or does not end. */
        if (is_first || (last.end.bye && (!ending.end.bye || last.end.bye->request_frame <
                                                                 ending.end.bye->request_frame)))
            last = ending;
        is_first = false;
    }
    /* Before the answer, or where it is not in the capture: any dialog of it. */
    if (is_first)
        last = dialog_ending(invite, 0);
    return last;
}
