/* place_prack.c
 * Which reliable response a PRACK confirms, and which one it nearly confirms (RFC 3262).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "memory/intern.h"
#include "placing.h"
#include "recent.h"

/* What of a PRACK is held against the reliable responses. */
struct rack {
    const struct transaction *prack;
    const struct sip_frame *frame;
    struct span method;
    uint32_t rseq, cseq;
};

/* The reliable response that the PRACK names, on whatever way it came; NULL: not one of this
 * INVITE. */
static struct reliable_response *named(const struct transaction *invite, const struct rack *rack)
{
    const struct early_dialog *dialog =
        transaction_early_dialog(invite, transaction_to_tag(rack->prack));
    struct reliable_response *reliable = dialog ? early_dialog_reliable(dialog) : NULL;

    if (invite->method != METHOD_INVITE || invite->cseq != rack->cseq ||
        !placing_is_from(invite, transaction_from_tag(rack->prack)) ||
        !span_equals(rack->method, SPAN_OF("INVITE")))
        return NULL;
    while (reliable && reliable_response_rseq(reliable) != rack->rseq)
        reliable = reliable_response_older(reliable);
    return reliable;
}

/* How near the PRACK comes to a hop of the INVITE that it can be about: with its To tag, or with
 * reliable responses. */
static unsigned nearest_hop(const struct call *call, const struct rack *rack)
{
    const struct transaction *invite = NULL;
    unsigned nearest = 0;

    while ((invite = transaction_back(call_newest(call), invite))) {
        const struct early_dialog *dialog = transaction_early_dialogs(invite);

        if (invite->method != METHOD_INVITE)
            continue;
        for (; dialog; dialog = early_dialog_next(dialog)) {
            if (dialog->reliable_place || dialog->to_tag_place == rack->prack->to_tag_place)
                nearest = MAX(nearest, placing_hop(invite, rack->frame));
        }
    }
    return nearest;
}

/* A PRACK is credited to the hop it came over; one that goes straight to the callee, to all. */
static bool confirm(const struct call *call, const struct rack *rack, struct transaction *prack)
{
    const unsigned nearest = nearest_hop(call, rack);
    struct transaction *invite = NULL;

    while ((invite = transaction_back(call_newest(call), invite))) {
        struct reliable_response *reliable = named(invite, rack);

        if (!reliable || placing_hop(invite, rack->frame) != nearest)
            continue;
        if (reliable_is_open(reliable))
            reliable->prack_place = kept_place_of(prack);
        if (!reliable->prack_frame)
            reliable->prack_frame = rack->frame->number;
        if (!transaction_acknowledges(prack))
            prack->acknowledges_place = kept_place_of(reliable);
    }
    return transaction_acknowledges(prack) != NULL;
}

/* How much of the PRACK is as this reliable response wants it. */
static unsigned likeness(const struct transaction *invite, const struct early_dialog *dialog,
                         const struct reliable_response *reliable, const struct rack *rack)
{
    return 8 * placing_hop(invite, rack->frame) +
           4 * (reliable_response_rseq(reliable) == rack->rseq) +
           3 * (dialog->to_tag_place == rack->prack->to_tag_place) +
           2 * (invite->cseq == rack->cseq) +
           placing_is_from(invite, transaction_from_tag(rack->prack));
}

static void compare_responses(const struct transaction *invite, const struct rack *rack,
                              struct misfit *nearest, unsigned *most)
{
    const struct early_dialog *dialog = transaction_early_dialogs(invite);

    for (; dialog; dialog = early_dialog_next(dialog)) {
        const struct reliable_response *reliable = early_dialog_reliable(dialog);

        for (; reliable; reliable = reliable_response_older(reliable)) {
            const unsigned like = likeness(invite, dialog, reliable, rack);

            if (like <= *most || !reliable_is_open(reliable) ||
                (invite->final && invite->final->code >= 300))
                continue;
            *most = like;
            nearest->about = invite;
            nearest->dialog = dialog;
            nearest->response = reliable_response_record(reliable);
        }
    }
}

static bool find_difference(struct misfit *misfit, const struct rack *rack)
{
    const struct transaction *invite = misfit->about, *prack = rack->prack;

    misfit->wanted_frame = misfit->response->frame;
    if (misfit->dialog->to_tag_place != prack->to_tag_place) {
        misfit->field = FIELD_TO_TAG;
        misfit->value = transaction_to_tag(prack);
        misfit->wanted = early_dialog_to_tag(misfit->dialog);
    } else if (!placing_is_from(invite, transaction_from_tag(rack->prack))) {
        misfit->field = FIELD_FROM_TAG;
        misfit->value = transaction_from_tag(prack);
        misfit->wanted = transaction_from_tag(invite);
        misfit->wanted_frame = placing_frame_of(invite);
    } else if (misfit->field == FIELD_RACK) {
        return true;
    } else if (invite->cseq != rack->cseq) {
        misfit->field = FIELD_RACK_CSEQ;
        misfit->value = placing_number(rack->cseq);
        misfit->wanted = placing_number(invite->cseq);
        misfit->wanted_frame = placing_frame_of(invite);
    } else if (record_details(misfit->response)->rseq != rack->rseq) {
        misfit->field = FIELD_RACK_RSEQ;
        misfit->value = placing_number(rack->rseq);
        misfit->wanted = placing_number(record_details(misfit->response)->rseq);
    } else if (!span_equals(rack->method, SPAN_OF("INVITE"))) {
        misfit->field = FIELD_RACK_METHOD;
        misfit->value = intern(rack->method);
        misfit->wanted = "INVITE";
    } else {
        return false;
    }
    return true;
}

/* The 18x of the PRACK's dialog, where none of that asked for PRACK. */
static bool find_unreliable(const struct call *call, const struct rack *rack, struct misfit *misfit)
{
    const struct transaction *invite = NULL;

    while ((invite = transaction_back(call_newest(call), invite))) {
        const struct early_dialog *dialog =
            invite->method == METHOD_INVITE
                ? transaction_early_dialog(invite, transaction_to_tag(rack->prack))
                : NULL;

        if (!dialog || !early_dialog_last(dialog) || early_dialog_reliable(dialog) ||
            (misfit->about && !placing_hop(invite, rack->frame)))
            continue;
        misfit->about = invite;
        misfit->dialog = dialog;
        misfit->response = early_dialog_last(dialog);
        misfit->wanted_frame = early_dialog_last(dialog)->frame;
    }
    misfit->field = FIELD_RELIABLE;
    return misfit->about != NULL;
}

/* A reliable response of a call with another Call-ID, over this hop, with the tags of the PRACK. */
static void find_other_call(const struct call *call, const struct rack *rack, struct misfit *misfit)
{
    struct transaction *invite;
    const struct early_dialog *dialog =
        recent_dialog(transaction_from_tag(rack->prack), transaction_to_tag(rack->prack), &invite);

    if (!dialog || !dialog->reliable_place || transaction_call(invite) == call ||
        !placing_hop(invite, rack->frame))
        return;
    misfit->about = invite;
    misfit->dialog = dialog;
    misfit->response = reliable_response_record(early_dialog_reliable(dialog));
    misfit->field = FIELD_CALL_ID;
    misfit->value = call_call_id(call);
    misfit->wanted = call_call_id(transaction_call(invite));
    misfit->wanted_frame = misfit->response->frame;
}

static void keep_misfit(const struct call *call, const struct rack *rack, bool is_readable,
                        struct exchange *exchange)
{
    const struct transaction *invite = NULL;
    struct misfit misfit = {
        .kind = MISFIT_PRACK,
        .field = is_readable ? FIELD_RACK_CSEQ : FIELD_RACK,
        .frame = rack->frame->number,
        .time = rack->frame->time,
        .path = rack->prack->path,
        .message = rack->prack,
        .value = intern(sip_message_header(exchange->message, SIP_HEADER_RACK)),
    };
    unsigned most = 0;

    while ((invite = transaction_back(call_newest(call), invite))) {
        if (invite->method == METHOD_INVITE)
            compare_responses(invite, rack, &misfit, &most);
    }
    if (misfit.about && !find_difference(&misfit, rack))
        return;
    if (!misfit.about && !find_unreliable(call, rack, &misfit))
        find_other_call(call, rack, &misfit);
    if (misfit.about)
        exchange->misfit = misfit_keep(&misfit);
}

/* A PRACK that names its response, but is not sent where the response asks for (RFC 3261 section
 * 12.2.1.1): to the Contact, by way of Record-Route, or over another transport. */
static void check_way(const struct transaction *prack, const struct rack *rack,
                      struct exchange *exchange)
{
    const struct reliable_response *reliable = transaction_acknowledges(prack);
    const struct transaction *invite = record_transaction(reliable_response_record(reliable));
    struct misfit misfit = {
        .kind = MISFIT_PRACK,
        .frame = rack->frame->number,
        .time = rack->frame->time,
        .path = prack->path,
        .message = prack,
        .about = invite,
        .dialog = transaction_early_dialog(invite, transaction_to_tag(prack)),
        .response = reliable_response_record(reliable),
        .wanted_frame = reliable_response_record(reliable)->frame,
        .field = FIELD_ROUTE,
    };

    if (placing_is_astray(&misfit, exchange, reliable_response_contact(reliable)) ||
        placing_has_other_route(&misfit, exchange, invite, reliable->record_route_count)) {
        misfit.wanted_frame = reliable_response_record(reliable)->frame;
    } else if (invite->request_frame && prack->is_stream != invite->is_stream) {
        misfit.field = FIELD_TRANSPORT;
        misfit.value = prack->is_stream ? "a stream" : "UDP";
        misfit.wanted = invite->is_stream ? "a stream" : "UDP";
        misfit.wanted_frame = invite->request_frame;
    } else {
        return;
    }
    exchange->misfit = misfit_keep(&misfit);
}

/* Names it again what another PRACK has confirmed, while another response waits? */
static bool is_outdated(const struct transaction *prack)
{
    const struct reliable_response *reliable = transaction_acknowledges(prack);

    return reliable_response_prack(reliable) && reliable_response_prack(reliable) != prack;
}

void place_prack(struct transaction *prack, struct exchange *exchange)
{
    struct rack rack = { .prack = prack, .frame = exchange->frame };
    const bool is_readable =
        sip_message_rack(exchange->message, &rack.rseq, &rack.cseq, &rack.method);

    if (exchange->message->headers_are_cut)
        return;
    if (is_readable && confirm(transaction_call(prack), &rack, prack))
        check_way(prack, &rack, exchange);
    if (!transaction_acknowledges(prack) || is_outdated(prack))
        keep_misfit(transaction_call(prack), &rack, is_readable, exchange);
}
