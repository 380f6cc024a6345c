/* place_cancel.c
 * Which INVITE a CANCEL cancels, and which one it nearly cancels (RFC 3261 section 9.1).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "memory/intern.h"
#include "message/sip_uri.h"
#include "placing.h"
#include "recent.h"

/* The INVITE that the CANCEL does not quite name: by branch, else by CSeq over the same hop. */
static const struct transaction *nearest(const struct transaction *cancel,
                                         const struct exchange *exchange)
{
    const struct transaction *other = NULL, *same_number = NULL, *same_branch = NULL;

    while ((other = transaction_back(transaction_older(cancel), other))) {
        if (other->method != METHOD_INVITE || !other->request_frame)
            continue;
        if (!same_branch && cancel->has_cookie && other->branch_hash == cancel->branch_hash)
            same_branch = other;
        if (!same_number && other->cseq == cancel->cseq && !other->final &&
            !transaction_cancel(other)->request_frame && placing_hop(other, exchange->frame))
            same_number = other;
    }
    /* What is over is not what is meant. */
    if (same_branch && (!same_branch->final || !same_number))
        return same_branch;
    if (same_number)
        return same_number;
    other = cancel->has_cookie ? recent_request(cancel->branch_hash) : NULL;
    return other && other->method == METHOD_INVITE && placing_hop(other, exchange->frame) ? other
                                                                                          : NULL;
}

static const char *host_name(struct endpoint endpoint)
{
    char text[ENDPOINT_TEXT_MAX];

    return intern(span_of_text(endpoint_host_text(endpoint, text)));
}

/* The first field in which a CANCEL differs from the INVITE that it means. */
static bool find_difference(struct misfit *misfit, const struct transaction *invite,
                            const struct transaction_name *name)
{
    const struct transaction *cancel = misfit->message;

    if (transaction_call(invite) != transaction_call(cancel)) {
        misfit->field = FIELD_CALL_ID;
        misfit->value = call_call_id(transaction_call(cancel));
        misfit->wanted = call_call_id(transaction_call(invite));
    } else if (invite->cseq != cancel->cseq) {
        misfit->field = FIELD_CSEQ;
        misfit->value = placing_number(cancel->cseq);
        misfit->wanted = placing_number(invite->cseq);
    } else if (invite->branch_hash != cancel->branch_hash) {
        misfit->field = FIELD_BRANCH;
        misfit->value = placing_branch(name->via);
    } else if (placing_other_sent_by(name->via, invite)) {
        misfit->field = FIELD_SENT_BY;
        misfit->value = placing_other_sent_by(name->via, invite);
        misfit->wanted = request_sent_by(transaction_request(invite));
    } else if (!endpoint_host_equals(invite->path->server, cancel->path->server) &&
               endpoint_host_equals(invite->path->client, cancel->path->client)) {
        misfit->field = FIELD_DESTINATION;
        misfit->value = host_name(cancel->path->server);
        misfit->wanted = host_name(invite->path->server);
    } else if (invite->from_tag_place != cancel->from_tag_place) {
        misfit->field = FIELD_FROM_TAG;
        misfit->value = transaction_from_tag(cancel);
        misfit->wanted = transaction_from_tag(invite);
    } else if (invite->to_tag_place != cancel->to_tag_place) {
        misfit->field = FIELD_TO_TAG;
        misfit->value = transaction_to_tag(cancel);
        misfit->wanted = transaction_to_tag(invite);
    } else if (request_uri(transaction_request(invite)) &&
               request_uri(transaction_request(cancel)) &&
               sip_uri_difference(span_of_text(request_uri(transaction_request(cancel))),
                                  span_of_text(request_uri(transaction_request(invite)))) !=
                   SIP_URI_SAME) {
        misfit->field = FIELD_REQUEST_URI;
        misfit->value = request_uri(transaction_request(cancel));
        misfit->wanted = request_uri(transaction_request(invite));
    } else {
        return false;
    }
    return true;
}

static bool keep_misfit(const struct transaction *cancel, const struct transaction *invite,
                        const struct transaction_name *name, struct exchange *exchange)
{
    struct misfit misfit = {
        .kind = MISFIT_CANCEL,
        .frame = exchange->frame->number,
        .time = exchange->frame->time,
        .path = cancel->path,
        .message = cancel,
        .about = invite,
        .wanted_frame = invite ? invite->request_frame : 0,
    };

    if (!invite || !invite->request_frame || !find_difference(&misfit, invite, name))
        return false;
    exchange->misfit = misfit_keep(&misfit);
    /* Most servers find the INVITE by its branch alone (RFC 3261 section 17.2.3). */
    return misfit.field != FIELD_REQUEST_URI;
}

void placing_cancelled(struct transaction *invite, const struct transaction *cancel)
{
    struct invite_progress *progress = transaction_own_progress(invite);

    if (progress->cancel_place)
        return;
    if (cancel->request_frame)
        progress->cancel_place = kept_place_of(cancel);
    if (!invite->final && !call_cancelled(transaction_call(invite)))
        transaction_call(invite)->cancelled_place = kept_place_of(invite);
}

void place_cancel(struct transaction *cancel, const struct transaction_name *name,
                  struct exchange *exchange)
{
    struct transaction *invite = transaction_find(transaction_call(cancel), name, METHOD_INVITE);

    if (!(exchange->moments & AT_REQUEST))
        return;
    exchange->moments |= AT_CANCEL;
    if (!exchange->message->headers_are_cut &&
        keep_misfit(cancel, invite ? invite : nearest(cancel, exchange), name, exchange))
        return;
    if (invite)
        placing_cancelled(invite, cancel);
}
