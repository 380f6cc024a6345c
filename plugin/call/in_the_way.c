/* in_the_way.c
 * Which other request of the dialog stood in the way of one that was refused.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "in_the_way.h"

#include "hops.h"

/* The tag that the other side of the later request has in a dialog that the earlier one began. */
static const char *tag_given_to(const struct transaction *earlier, const struct transaction *later)
{
    return earlier->from_tag_place == later->from_tag_place ? transaction_to_tag(later)
                                                            : transaction_from_tag(later);
}

/* Did the earlier request begin, or belong to, the dialog that the later one is in? Its sender is
 * the one side, whose tag is `own`; the other has the tag `peer`. */
static bool is_of_dialog(const struct transaction *earlier, const char *own, const char *peer)
{
    if (transaction_from_tag(earlier) != own)
        return false;
    if (earlier->to_tag_place)
        return transaction_to_tag(earlier) == peer;
    if (earlier->method == METHOD_INVITE)
        return transaction_early_dialog(earlier, peer) != NULL;
    return earlier->final && record_to_tag(earlier->final) == peer;
}

static bool is_of_same_side(const struct transaction *earlier, const struct transaction *later)
{
    return is_of_dialog(earlier, transaction_from_tag(later), transaction_to_tag(later)) &&
           path_same_hosts(earlier->path, later->path);
}

static bool is_of_other_side(const struct transaction *earlier, const struct transaction *later)
{
    const struct path back = path_back(later->path);

    return is_of_dialog(earlier, transaction_to_tag(later), transaction_from_tag(later)) &&
           path_same_hosts(earlier->path, &back);
}

/* Of both sides when frame is not 0, which the other side's have to come before. */
static bool is_wanted(const struct transaction *other, const struct transaction *transaction,
                      uint32_t frame)
{
    if (!other->request_frame || other == transaction || other->method == METHOD_CANCEL)
        return false;
    if (is_of_same_side(other, transaction))
        return other->request_frame < transaction->request_frame &&
               !hop_is_same_request(other, transaction);
    return other->request_frame < frame && is_of_other_side(other, transaction);
}

/* The next of them, newest first. */
static const struct transaction *next_in_dialog(const struct transaction *transaction,
                                                uint32_t frame, const struct transaction *after)
{
    const struct transaction *other = after ? transaction_older(after) : transaction;

    if (!transaction->request_frame || !transaction->to_tag_place)
        return NULL;
    if (!after && frame)
        other = transaction_newest_at(transaction, frame);
    for (; other; other = transaction_older(other)) {
        if (other->index + CALL_SEARCH_MAX <= transaction->index)
            return NULL;
        if (is_wanted(other, transaction, frame))
            return other;
    }
    return NULL;
}

/* An earlier request of the same side in the same dialog, newest first; after: NULL to begin. NULL
 * when there is none near. */
static const struct transaction *earlier_of_same_side(const struct transaction *transaction,
                                                      const struct transaction *after)
{
    return next_in_dialog(transaction, 0, after);
}

bool earlier_requests_are_known(const struct transaction *transaction)
{
    const struct transaction *opening = call_opening(transaction_call(transaction));

    if (earlier_of_same_side(transaction, NULL))
        return true;
    return opening && opening->request_frame && transaction_is_initial(opening) &&
           transaction->to_tag_place &&
           (is_of_dialog(opening, transaction_from_tag(transaction),
                         transaction_to_tag(transaction)) ||
            is_of_dialog(opening, transaction_to_tag(transaction),
                         transaction_from_tag(transaction)));
}

/* The REGISTER with the same Call-ID that was let in with a CSeq which is not lower: the registrar
 * has to refuse this one (RFC 3261 section 10.3). */
static const struct transaction *higher_register(const struct transaction *transaction)
{
    const struct transaction *older = NULL;

    while ((older = transaction_back(transaction_older(transaction), older))) {
        if (older->method == METHOD_REGISTER && older->cseq >= transaction->cseq &&
            older->request_frame && older->final && older->final->code < 300 &&
            older->final->frame < transaction->request_frame &&
            !hop_is_same_request(older, transaction) &&
            path_same_hosts(older->path, transaction->path))
            return older;
    }
    return NULL;
}

const struct transaction *higher_cseq(const struct transaction *transaction)
{
    const struct transaction *earlier = NULL;

    if (transaction->method == METHOD_CANCEL)
        return NULL;
    if (transaction->method == METHOD_REGISTER)
        return higher_register(transaction);
    while ((earlier = earlier_of_same_side(transaction, earlier))) {
        if (earlier->cseq >= transaction->cseq)
            return earlier;
    }
    return NULL;
}

const struct transaction *taken_before(const struct transaction *transaction)
{
    const struct transaction *higher = higher_cseq(transaction);

    while (higher && higher->final && higher->final->code == 481)
        higher = higher_cseq(higher);
    return higher;
}

static bool had_final(const struct transaction *other, const struct transaction *later)
{
    return other->final && other->final->frame < later->request_frame;
}

static bool had_ack(const struct transaction *other, const struct transaction *later)
{
    return transaction_progress(other)->ack_frame &&
           transaction_progress(other)->ack_frame < later->request_frame;
}

/* Without its final response, as far as the capture tells. */
static bool is_unanswered(const struct transaction *other, const struct transaction *later)
{
    if (had_final(other, later) || had_ack(other, later))
        return false;
    return (other->method == METHOD_INVITE && transaction_first_response(other)) ||
           time_is_near(other->request_time, later->request_time, TRANSACTION_TIME);
}

bool lacks_ack(const struct transaction *other, const struct transaction *later)
{
    return other->method == METHOD_INVITE && had_final(other, later) && other->final->code < 300 &&
           !had_ack(other, later) &&
           time_is_near(other->final->time, later->request_time, TRANSACTION_TIME);
}

const struct transaction *open_invite(const struct transaction *transaction, uint32_t frame)
{
    const struct transaction *other = NULL;

    if (transaction->method != METHOD_INVITE)
        return NULL;
    while ((other = next_in_dialog(transaction, frame, other))) {
        if (other->method == METHOD_INVITE &&
            (is_unanswered(other, transaction) || lacks_ack(other, transaction)))
            return other;
    }
    return NULL;
}

/* The newest reliable response with SDP that came before the later request. */
static const struct reliable_response *reliable_sdp(const struct transaction *invite,
                                                    const struct transaction *later)
{
    const struct early_dialog *dialog =
        transaction_early_dialog(invite, tag_given_to(invite, later));
    const struct reliable_response *reliable = dialog ? early_dialog_reliable(dialog) : NULL;

    for (; reliable; reliable = reliable_response_older(reliable)) {
        if (record_description(reliable_response_record(reliable)) &&
            reliable_response_record(reliable)->frame < later->request_frame)
            return reliable;
    }
    return NULL;
}

const struct record *unreliable_sdp(const struct transaction *invite,
                                    const struct transaction *later)
{
    const struct early_dialog *dialog =
        invite->method == METHOD_INVITE
            ? transaction_early_dialog(invite, tag_given_to(invite, later))
            : NULL;

    if (!dialog || !early_dialog_described(dialog) ||
        record_is_reliable(early_dialog_described(dialog)) ||
        early_dialog_described(dialog)->frame > later->request_frame)
        return NULL;
    return early_dialog_described(dialog);
}

/* An INVITE's offer waits for its answer, or, where it had none, the offer in a reliable 18x does
 * (RFC 3262 section 5, RFC 6337 section 2.2). */
static bool invite_offer_is_open(const struct transaction *invite, const struct transaction *later)
{
    const struct reliable_response *reliable = reliable_sdp(invite, later);

    if (lacks_ack(invite, later))
        return true;
    if (!is_unanswered(invite, later))
        return false;
    if (transaction_offer(invite))
        return !reliable;
    return reliable && !invite->offer_is_hidden &&
           (!reliable->prack_final_frame || reliable->prack_final_frame > later->request_frame);
}

static bool has_open_offer(const struct transaction *other, const struct transaction *later)
{
    /* Two UPDATEs exclude each other, with or without an offer. */
    if (other->method == METHOD_UPDATE)
        return is_unanswered(other, later) &&
               (later->method != METHOD_PRACK ||
                (transaction_offer(other) && transaction_offer(later)));
    if (!transaction_offer(later))
        return false;
    if (other->method == METHOD_PRACK)
        return transaction_offer(other) && is_unanswered(other, later);
    return other->method == METHOD_INVITE && later->method != METHOD_INVITE &&
           invite_offer_is_open(other, later);
}

const struct transaction *open_offer(const struct transaction *transaction, uint32_t frame)
{
    const struct transaction *other = NULL;

    if (transaction->method != METHOD_UPDATE && transaction->method != METHOD_PRACK &&
        transaction->method != METHOD_INVITE)
        return NULL;
    while ((other = next_in_dialog(transaction, frame, other))) {
        if (has_open_offer(other, transaction))
            return other;
    }
    return NULL;
}

const struct transaction *open_change(const struct transaction *transaction, uint32_t frame)
{
    const struct transaction *other = NULL, *own = NULL;

    while ((other = next_in_dialog(transaction, frame, other))) {
        if ((other->method != METHOD_INVITE && other->method != METHOD_UPDATE) ||
            (!is_unanswered(other, transaction) && !lacks_ack(other, transaction)))
            continue;
        if (other->from_tag_place != transaction->from_tag_place)
            return other;
        if (!own)
            own = other;
    }
    return own;
}
