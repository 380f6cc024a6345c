/* place_request.c
 * How a request enters the call memory.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "history.h"
#include "memory/intern.h"
#include "memory/kept_memory.h"
#include "memory/keyed_hash.h"
#include "placing.h"

const struct description *placing_describe(const struct sip_message *message,
                                           const struct sip_frame *frame)
{
    struct span text;

    if (!sip_message_sdp(message, &text))
        return NULL;
    return description_new(text, message->is_cut, frame->time);
}

static void read_request(struct transaction *transaction, const struct sip_message *message,
                         const struct sip_frame *frame)
{
    transaction->path = path_of(frame->source, frame->destination);
    transaction->is_stream = frame->is_stream;
    transaction->from_tag = intern(sip_message_tag(message, SIP_HEADER_FROM));
    transaction->to_tag = intern(sip_message_tag(message, SIP_HEADER_TO));
    transaction->request_frame = transaction->last_request_frame = frame->number;
    transaction->request_time = transaction->last_request_time = frame->time;
    transaction->request_is_cut = message->is_cut;
    transaction->via_count = (uint16_t)sip_message_count_values(message, SIP_HEADER_VIA);
    transaction->request = request_new(message);
    transaction->offer = placing_describe(message, frame);
    transaction->offer_is_hidden = !transaction->offer && description_is_hidden(message);
}

/* The first copy of a request makes its transaction; what comes later is a retransmission on the
 * same path, or the same message at another capture point. */
void place_request(struct transaction *transaction, struct exchange *exchange)
{
    const struct sip_frame *frame = exchange->frame;

    if (!transaction->request_frame) {
        read_request(transaction, exchange->message, frame);
        exchange->description = transaction->offer;
        exchange->moments = AT_REQUEST;
        exchange->abandoned = history_add_request(transaction);
        return;
    }
    if (path_of(frame->source, frame->destination) != transaction->path ||
        frame->time - transaction->last_request_time < COPY_TIME) {
        exchange->moments = AT_COPY;
        return;
    }
    exchange->moments = AT_REQUEST_REPEAT;
    transaction->request_copies++;
    transaction->last_request_frame = frame->number;
    transaction->last_request_time = frame->time;
}

void place_cancel(struct transaction *cancel, const struct transaction_name *name,
                  struct exchange *exchange)
{
    struct transaction *invite = transaction_find(cancel->call, name, METHOD_INVITE);

    exchange->invite = invite;
    if (!(exchange->moments & AT_REQUEST))
        return;
    exchange->moments |= AT_CANCEL;
    if (invite && !invite->progress->cancel_frame) {
        struct invite_progress *progress = transaction_progress(invite);

        progress->cancel_frame = exchange->frame->number;
        progress->cancel_time = exchange->frame->time;
    }
}

/* INVITEs of one CSeq that one ACK or PRACK is matched with: the hops it may have been seen on. */
#define HOPS_MAX 16

struct transaction *call_find_invite(const struct call *call, uint32_t cseq, const char *to_tag,
                                     struct transaction *before)
{
    struct transaction *invite = before ? before->older : call->newest;

    for (unsigned i = 0; invite && i < CALL_SEARCH_MAX; i++, invite = invite->older) {
        if (invite->method == METHOD_INVITE && invite->cseq == cseq &&
            (!to_tag || transaction_early_dialog(invite, to_tag) || invite->to_tag == to_tag))
            return invite;
    }
    return NULL;
}

/* An ACK of a failure has the INVITE's branch; one of a 2xx has its own, and its tags tell. It came
 * to all hops with that answer, whichever it was captured on (RFC 3261 section 13.2.2.4). */
void place_ack(struct call *call, const struct transaction_name *name, struct exchange *exchange)
{
    struct transaction *invite = transaction_find(call, name, METHOD_INVITE);
    const char *to_tag;

    exchange->moments = AT_ACK;
    if (invite) {
        exchange->transaction = invite;
        if (!invite->progress->ack_frame)
            transaction_progress(invite)->ack_frame = exchange->frame->number;
        return;
    }
    to_tag = intern(sip_message_tag(exchange->message, SIP_HEADER_TO));
    for (unsigned hop = 0; hop < HOPS_MAX; hop++) {
        invite = call_find_invite(call, name->cseq, to_tag, invite);
        if (!invite)
            break;
        exchange->transaction = invite;
        if (!invite->progress->ack_frame)
            transaction_progress(invite)->ack_frame = exchange->frame->number;
    }
    exchange->description = placing_describe(exchange->message, exchange->frame);
}

/* What the PRACK confirms on this hop; NULL when it names no response that was seen here. */
static struct reliable_response *confirm(struct transaction *invite,
                                         const struct transaction *prack, uint32_t rseq)
{
    struct early_dialog *dialog = transaction_early_dialog(invite, prack->to_tag);
    struct reliable_response *reliable = dialog ? dialog->reliable : NULL;

    while (reliable && reliable->rseq != rseq)
        reliable = reliable->older;
    if (reliable && !reliable->prack_frame)
        reliable->prack_frame = prack->request_frame;
    return reliable;
}

/* A PRACK confirms the reliable response on every hop that it was captured on. */
void place_prack(struct transaction *prack, struct exchange *exchange)
{
    struct transaction *invite = NULL;
    struct span method;
    uint32_t rseq, cseq;

    if (!sip_message_rack(exchange->message, &rseq, &cseq, &method))
        return;
    for (unsigned hop = 0; hop < HOPS_MAX; hop++) {
        const struct reliable_response *reliable;

        invite = call_find_invite(prack->call, cseq, prack->to_tag, invite);
        if (!invite)
            return;
        reliable = confirm(invite, prack, rseq);
        if (!exchange->invite || transaction_same_hop(invite, prack)) {
            exchange->invite = invite;
            prack->acknowledges = reliable;
        }
    }
}
