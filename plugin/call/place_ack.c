/* place_ack.c
 * Which final response an ACK confirms, and which one it nearly confirms.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "frame_index.h"
#include "memory/intern.h"
#include "memory/kept_memory.h"
#include "placing.h"
#include "recent.h"

/* What of an ACK is held against the answers. */
struct ack {
    const struct transaction_name *name;
    const struct sip_frame *frame;
    const char *from_tag, *to_tag;
    uint32_t
        old_frame; /* an earlier ACK has confirmed what it fits; 0: it is the first, or fits none */
    bool is_copy;  /* of that one, at another capture point */
};

/* The same ACK at another capture point, as far as the first ACK of the INVITE tells. */
static bool is_copy_of(const struct invite_progress *first, const struct path *path,
                       const struct sip_frame *frame)
{
    return first->ack_frame &&
           (path != invite_progress_ack_path(first) ||
            packet_is_same(frame->mark, frame->time, first->ack_mark, first->ack_time));
}

static void keep_first(struct invite_progress *progress, const struct path *path,
                       const struct sip_frame *frame)
{
    progress->ack_frame = frame->number;
    progress->ack_time = frame->time;
    progress->ack_path_place = kept_place_of(path);
    progress->ack_mark = frame->mark;
}

static void confirm(struct transaction *invite, struct early_dialog *dialog, struct ack *ack,
                    struct exchange *exchange)
{
    const struct sip_frame *frame = exchange->frame;
    const struct path *path = path_of(frame->source, frame->destination);

    ack->old_frame = dialog ? dialog->ack_frame : transaction_progress(invite)->ack_frame;
    ack->is_copy = ack->old_frame && is_copy_of(transaction_progress(invite), path, frame);
    if (dialog && !dialog->ack_frame) {
        dialog->ack_frame = frame->number;
        dialog->ack_time = frame->time;
        dialog->ack_description_place = kept_place_of(exchange->description);
        dialog->ack_path_place = kept_place_of(path);
    }
    if (!transaction_progress(invite)->ack_frame)
        keep_first(transaction_own_progress(invite), path, frame);
    exchange->transaction = invite;
}

/* Does the ACK fit this INVITE's 2xx, but for the way it took? The tags of a 2xx that the capture
 * does not hold cannot differ either. */
static bool fits_success(const struct transaction *invite, const struct ack *ack)
{
    const struct early_dialog *dialog = transaction_early_dialog(invite, ack->to_tag);

    return invite->method == METHOD_INVITE && invite->cseq == ack->name->cseq &&
           placing_is_from(invite, ack->from_tag) &&
           (!invite->final || (dialog && early_dialog_answer(dialog)));
}

/* The same, but whatever the CSeq is: it can be meant. */
static bool may_mean(const struct transaction *invite, const struct ack *ack)
{
    const struct early_dialog *dialog = transaction_early_dialog(invite, ack->to_tag);

    return invite->method == METHOD_INVITE && placing_is_from(invite, ack->from_tag) && dialog &&
           early_dialog_answer(dialog);
}

/* The ACK of a 2xx is a request of its own. On the hops of its INVITE it is seen where it passes;
 * one that goes straight to the callee confirms the answer on all hops (RFC 3261 section
 * 13.2.2.4). */
static void place_by_tags(const struct call *call, struct ack *ack, struct exchange *exchange)
{
    struct transaction *invite = NULL;
    unsigned nearest = 0;

    while ((invite = transaction_back(call_newest(call), invite))) {
        if (fits_success(invite, ack) || may_mean(invite, ack))
            nearest = MAX(nearest, placing_hop(invite, ack->frame));
    }
    while ((invite = transaction_back(call_newest(call), invite))) {
        if (fits_success(invite, ack) && placing_hop(invite, ack->frame) == nearest)
            confirm(invite, transaction_early_dialog(invite, ack->to_tag), ack, exchange);
    }
}

/* The ACK with branch and CSeq of its INVITE: that of a failure, or of an old client for a 2xx. */
static void place_by_branch(struct transaction *invite, struct ack *ack, struct exchange *exchange)
{
    struct early_dialog *dialog = transaction_early_dialog(invite, ack->to_tag);
    const struct record *final = invite->final;

    if (final && final->code < 300
            ? !dialog || !dialog->answer_place
            : final && record_to_tag(final) && record_to_tag(final) != ack->to_tag)
        return;
    confirm(invite, dialog, ack, exchange);
}

/* How much of the ACK is as this final response wants it. */
static unsigned likeness(const struct transaction *invite, const struct record *response,
                         const struct ack *ack)
{
    return 16 * (ack->name->has_cookie && invite->branch_hash == ack->name->branch_hash) +
           4 * placing_hop(invite, ack->frame) + 4 * (record_to_tag(response) == ack->to_tag) +
           3 * (invite->cseq == ack->name->cseq) + placing_is_from(invite, ack->from_tag);
}

/* Less than the same hosts, or than tag and CSeq, is somebody else's ACK. */
#define LIKENESS_MIN 5

/* The final response without ACK that this one is most like, of this INVITE's; the more like of it
 * and *nearest is put there. */
static void compare_answers(const struct transaction *invite, const struct ack *ack,
                            struct misfit *nearest, unsigned *most)
{
    const struct early_dialog *dialog = transaction_early_dialogs(invite);
    unsigned like;

    if (invite->final && invite->final->code >= 300 && !transaction_progress(invite)->ack_frame &&
        invite->final->frame > ack->old_frame) {
        like = likeness(invite, invite->final, ack);
        if (like > *most) {
            *most = like;
            nearest->about = invite;
            nearest->dialog = NULL;
            nearest->response = invite->final;
        }
    }
    for (; dialog; dialog = early_dialog_next(dialog)) {
        like = early_dialog_answer(dialog) && !dialog->ack_frame &&
                       early_dialog_answer(dialog)->frame > ack->old_frame
                   ? likeness(invite, early_dialog_answer(dialog), ack)
                   : 0;
        if (like > *most) {
            *most = like;
            nearest->about = invite;
            nearest->dialog = dialog;
            nearest->response = early_dialog_answer(dialog);
        }
    }
}

/* The first field that differs; false: none, only the way. */
static bool find_difference(struct misfit *misfit, const struct ack *ack)
{
    const struct transaction *invite = misfit->about;

    misfit->wanted_frame = misfit->response->frame;
    if (invite->cseq != ack->name->cseq) {
        misfit->field = FIELD_CSEQ;
        misfit->value = placing_number(ack->name->cseq);
        misfit->wanted = placing_number(invite->cseq);
        misfit->wanted_frame = placing_frame_of(invite);
    } else if (ack->to_tag && record_to_tag(misfit->response) == ack->from_tag &&
               transaction_from_tag(invite) == ack->to_tag) {
        misfit->field = FIELD_BOTH_TAGS;
        misfit->value = ack->from_tag;
        misfit->wanted = ack->to_tag;
    } else if (record_to_tag(misfit->response) != ack->to_tag) {
        misfit->field = FIELD_TO_TAG;
        misfit->value = ack->to_tag;
        misfit->wanted = record_to_tag(misfit->response);
    } else if (!placing_is_from(invite, ack->from_tag)) {
        misfit->field = FIELD_FROM_TAG;
        misfit->value = ack->from_tag;
        misfit->wanted = transaction_from_tag(invite);
        misfit->wanted_frame = placing_frame_of(invite);
    } else if (misfit->response->code >= 300 && invite->branch_hash != ack->name->branch_hash) {
        misfit->field = FIELD_BRANCH;
        misfit->value = placing_branch(ack->name->via);
        misfit->wanted_frame = placing_frame_of(invite);
    } else {
        return false;
    }
    return true;
}

/* A final response without ACK of a call with another Call-ID, over this hop: with the ACK's
 * branch, or its tags. */
static bool find_other_call(const struct call *call, struct misfit *misfit, const struct ack *ack)
{
    struct transaction *invite =
        ack->name->has_cookie ? recent_request(ack->name->branch_hash) : NULL;

    if (invite && invite->final && invite->final->code >= 300 &&
        !transaction_progress(invite)->ack_frame) {
        misfit->response = invite->final;
    } else {
        misfit->dialog = recent_dialog(ack->from_tag, ack->to_tag, &invite);
        misfit->response = misfit->dialog && !misfit->dialog->ack_frame
                               ? early_dialog_answer(misfit->dialog)
                               : NULL;
    }
    if (!misfit->response || invite->method != METHOD_INVITE || transaction_call(invite) == call ||
        !placing_hop(invite, ack->frame))
        return false;
    misfit->about = invite;
    misfit->field = FIELD_CALL_ID;
    misfit->value = call_call_id(call);
    misfit->wanted = call_call_id(transaction_call(invite));
    misfit->wanted_frame = misfit->response->frame;
    return true;
}

static void keep_misfit(const struct call *call, const struct ack *ack, struct exchange *exchange)
{
    const struct transaction *invite = NULL;
    struct misfit misfit = {
        .kind = MISFIT_ACK,
        .frame = ack->frame->number,
        .time = ack->frame->time,
        .path = path_of(ack->frame->source, ack->frame->destination),
    };
    unsigned most = LIKENESS_MIN - 1;

    while ((invite = transaction_back(call_newest(call), invite))) {
        if (invite->method == METHOD_INVITE)
            compare_answers(invite, ack, &misfit, &most);
    }
    if (misfit.about ? find_difference(&misfit, ack)
                     : !ack->old_frame && find_other_call(call, &misfit, ack))
        exchange->misfit = misfit_keep(&misfit);
}

/* How many Record-Route values made the route of this ACK, and where they stand: in the INVITE that
 * began the dialog or its 2xx. A re-INVITE changes nothing of it (RFC 3261 section 12.2). */
static uint32_t route_count(const struct transaction *invite, const struct early_dialog *dialog,
                            uint32_t *frame)
{
    const struct transaction *opening =
        transaction_to_tag(invite) ? transaction_opening_invite(invite) : NULL;
    const struct early_dialog *begun;

    *frame = early_dialog_answer(dialog)->frame;
    if (!opening || opening == invite)
        return dialog->record_route_count;
    if (opening->from_tag_place != invite->from_tag_place) {
        *frame = opening->request_frame;
        return transaction_request(opening)->record_route_count;
    }
    begun = transaction_early_dialog(opening, transaction_to_tag(invite));
    if (!begun || !begun->answer_place)
        return 0;
    *frame = early_dialog_answer(begun)->frame;
    return begun->record_route_count;
}

/* The ACK of a failure that has its branch, but another host in Via than its INVITE: the server
 * matches both (RFC 3261 section 17.2.3). */
static void check_sender(const struct ack *ack, struct exchange *exchange)
{
    const struct transaction *invite = exchange->transaction;
    struct misfit misfit = {
        .kind = MISFIT_ACK,
        .field = FIELD_SENT_BY,
        .frame = ack->frame->number,
        .time = ack->frame->time,
        .path = path_of(ack->frame->source, ack->frame->destination),
        .about = invite,
        .response = invite->final,
        .value = placing_other_sent_by(ack->name->via, invite),
        .wanted = request_sent_by(transaction_request(invite)),
        .wanted_frame = placing_frame_of(invite),
    };

    if (misfit.value && invite->final && invite->final->code >= 300)
        exchange->misfit = misfit_keep(&misfit);
}

/* The ACK of a 2xx that confirms it, but is not sent where its Contact and Record-Route ask for: it
 * is confirmed all the same, and if the 2xx comes again this is why. */
static void check_way(const struct ack *ack, struct exchange *exchange)
{
    const struct transaction *invite = exchange->transaction;
    const struct early_dialog *dialog = transaction_early_dialog(invite, ack->to_tag);
    struct misfit misfit = {
        .kind = MISFIT_ACK,
        .field = FIELD_ROUTE,
        .frame = ack->frame->number,
        .time = ack->frame->time,
        .path = path_of(ack->frame->source, ack->frame->destination),
        .about = invite,
        .dialog = dialog,
    };
    uint32_t count, route_frame;

    if (!dialog || !dialog->answer_place) {
        check_sender(ack, exchange);
        return;
    }
    misfit.response = early_dialog_answer(dialog);
    misfit.wanted_frame = early_dialog_answer(dialog)->frame;
    count = route_count(invite, dialog, &route_frame);
    if (placing_is_astray(&misfit, exchange, early_dialog_target(dialog))) {
        exchange->misfit = misfit_keep(&misfit);
    } else if (placing_has_other_route(&misfit, exchange, invite, count)) {
        misfit.wanted_frame = route_frame;
        exchange->misfit = misfit_keep(&misfit);
    }
}

void place_ack(struct call *call, const struct transaction_name *name, struct exchange *exchange)
{
    struct transaction *invite = transaction_find(call, name, METHOD_INVITE);
    struct ack ack = {
        .name = name,
        .frame = exchange->frame,
        .from_tag = intern(sip_message_tag(exchange->message, SIP_HEADER_FROM)),
        .to_tag = intern(sip_message_tag(exchange->message, SIP_HEADER_TO)),
    };

    exchange->moments = AT_ACK;
    exchange->description = placing_describe(call, exchange->message, exchange->frame);
    if (invite)
        place_by_branch(invite, &ack, exchange);
    else
        place_by_tags(call, &ack, exchange);
    if (exchange->transaction && !ack.is_copy)
        frame_index_add_ack(exchange->transaction, exchange->frame->number, ack.old_frame != 0);
    /* An ACK that fits an answer which has one already may be meant for a newer one that has
     * none. */
    if ((!exchange->transaction || ack.old_frame) && !exchange->message->headers_are_cut)
        keep_misfit(call, &ack, exchange);
    else if (exchange->transaction && !exchange->message->headers_are_cut)
        check_way(&ack, exchange);
}
