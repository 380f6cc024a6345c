/* place_response.c
 * How a response enters the call memory.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "auth_history.h"
#include "call_ending.h"
#include "heard.h"
#include "history.h"
#include "hops.h"
#include "memory/intern.h"
#include "memory/kept_memory.h"
#include "memory/keyed_hash.h"
#include "memory/limit.h"
#include "placing.h"
#include "recent.h"
#include "registration.h"

/* The first response with these bytes, of any path. *was_sent_again: one came on this path, and
 * none of them is this very packet. */
static const struct record *same_response(const struct transaction *transaction,
                                          const struct record *record, bool *was_sent_again)
{
    const struct record *first = NULL;
    const struct record *response = transaction_responses_like(transaction, record->code);
    bool is_same_packet = false;

    *was_sent_again = false;
    for (unsigned i = 0; response && i < CALL_SEARCH_MAX; i++, response = record_next(response)) {
        if (response->text_hash != record->text_hash || response->code != record->code)
            continue;
        if (!first)
            first = response;
        if (response->path_hash != record->path_hash)
            continue;
        *was_sent_again = true;
        is_same_packet |=
            packet_is_same(response->mark, response->time, record->mark, record->time);
    }
    *was_sent_again &= !is_same_packet;
    return first;
}

static void place_record(struct transaction *transaction, struct record *record,
                         const struct exchange *exchange)
{
    const struct record *first;
    bool was_sent_again;

    record->transaction_place = kept_place_of(transaction);
    record->text_hash = keyed_hash(exchange->message->whole.text, exchange->message->whole.length);
    record->path_hash = path_of(exchange->frame->source, exchange->frame->destination)->hash;
    first = same_response(transaction, record, &was_sent_again);
    if (first) {
        record->original_frame = first->frame;
        record->is_retransmission = was_sent_again;
        record->is_copy = !was_sent_again;
        record->description_place = kept_place_of(record_description(first));
    }
    if (transaction_last_response(transaction)) {
        transaction_last_response(transaction)->next_place = kept_place_of(record);
    } else {
        transaction->first_response_place = kept_place_of(record);
    }
    transaction->last_response_place = kept_place_of(record);
}

static struct early_dialog *early_dialog_of(struct transaction *invite, kept_place to_tag)
{
    kept_place *end = &transaction_own_progress(invite)->early_dialogs_place;
    struct early_dialog *dialog;
    unsigned count = 0;

    for (; *end; end = &dialog->next_place) {
        dialog = (struct early_dialog *)kept_at(*end);
        if (dialog->to_tag_place == to_tag)
            return dialog;
        count++;
    }
    if (count >= EARLY_DIALOGS_MAX) {
        if (!invite->has_more_dialogs)
            limit_reach(LIMIT_EARLY_DIALOGS);
        invite->has_more_dialogs = true;
        return NULL;
    }
    dialog = KEPT_NEW(struct early_dialog);
    *end = kept_place_of(dialog);
    dialog->to_tag_place = to_tag;
    recent_add_dialog(invite, dialog);
    return dialog;
}

static void add_reliable(struct early_dialog *dialog, const struct record *record,
                         struct exchange *exchange)
{
    struct reliable_response *reliable = early_dialog_reliable(dialog);
    unsigned count = 0;

    for (; reliable && reliable_response_rseq(reliable) != record_details(record)->rseq; count++)
        reliable = reliable_response_older(reliable);
    if (!reliable && count >= RELIABLE_RESPONSES_MAX) {
        if (!early_dialog_reliable(dialog)->is_last)
            limit_reach(LIMIT_RELIABLE);
        early_dialog_reliable(dialog)->is_last = true;
        return;
    }
    if (!reliable) {
        reliable = KEPT_NEW(struct reliable_response);
        reliable->older_place = dialog->reliable_place;
        reliable->record_place = kept_place_of(record);
        reliable->contact_place = intern_place(
            sip_address_uri(sip_message_header(exchange->message, SIP_HEADER_CONTACT)));
        reliable->record_route_count = (uint16_t)MIN(
            sip_message_count_values(exchange->message, SIP_HEADER_RECORD_ROUTE), UINT16_MAX);
        reliable->prack_must_pass = hop_is_on_route(exchange->message, exchange->frame);
        dialog->reliable_place = kept_place_of(reliable);
    } else if (record->is_retransmission && !reliable->repeated_frame) {
        reliable->repeated_frame = record->frame;
    }
    exchange->reliable = reliable;
}

/* A retransmission is a sign of life too: it restarts a proxy's Timer C (RFC 3261 section 16.7). */
static void note_provisional(struct transaction *invite, const struct record *record)
{
    struct invite_progress *progress = transaction_own_progress(invite);

    if (record->is_copy)
        return;
    progress->previous_provisional_place = progress->last_provisional_place;
    progress->last_provisional_place = kept_place_of(record);
}

static void add_18x(struct transaction *invite, struct record *record, struct exchange *exchange)
{
    struct early_dialog *dialog = early_dialog_of(invite, record->to_tag_place);

    /* What comes behind the final response, overtaken on its way or sent too late, is to be
     * ignored. */
    record->is_overtaken = invite->final != NULL;
    if (!record->is_overtaken)
        note_provisional(invite, record);
    exchange->early_dialog = dialog;
    if (!dialog)
        return;
    record->has_earlier_sdp = early_dialog_described(dialog) != NULL;
    if (record_is_reliable(record))
        add_reliable(dialog, record, exchange);
    if (record->original_frame || record->is_overtaken)
        return;
    if (!dialog->first_place)
        dialog->first_place = kept_place_of(record);
    if (record_description(record) && !dialog->described_place)
        dialog->described_place = kept_place_of(record);
    exchange->early_media = early_media_state(record);
    if (!dialog->offered_place && exchange->early_media == EARLY_MEDIA_ANNOUNCED)
        dialog->offered_place = kept_place_of(record);
    if (record->code == 180 && !dialog->ringing_place)
        dialog->ringing_place = kept_place_of(record);
    dialog->last_place = kept_place_of(record);
    exchange->moments |= AT_18X;
}

/* A PRACK that was accepted has confirmed what it names, or what it nearly names: the server says
 * so. */
static void confirm_reliable(const struct transaction *prack, const struct record *record)
{
    const struct misfit *misfit = transaction_acknowledges(prack) ? NULL : misfit_of_message(prack);
    struct reliable_response *reliable =
        (struct reliable_response *)transaction_acknowledges(prack);

    if (misfit && misfit->dialog) {
        reliable = early_dialog_reliable(misfit->dialog);
        while (reliable && reliable_response_record(reliable) != misfit->response)
            reliable = reliable_response_older(reliable);
    }
    if (!reliable || reliable->prack_final_frame)
        return;
    reliable->prack_final_frame = record->frame;
    if (!reliable->prack_frame)
        reliable->prack_frame = prack->request_frame;
}

/* A CANCEL that was accepted has found its INVITE, whatever is odd about it. */
static void confirm_cancel(const struct transaction *cancel)
{
    const struct misfit *misfit = misfit_of_message(cancel);

    if (misfit && misfit->kind == MISFIT_CANCEL)
        placing_cancelled((struct transaction *)misfit->about, cancel);
}

static void add_success(struct transaction *transaction, struct record *record,
                        struct exchange *exchange)
{
    struct early_dialog *dialog;

    history_add_success(transaction);
    if (transaction->method == METHOD_PRACK)
        confirm_reliable(transaction, record);
    if (transaction->method == METHOD_CANCEL)
        confirm_cancel(transaction);
    if (transaction->method == METHOD_INVITE) {
        dialog = early_dialog_of(transaction, record->to_tag_place);
        exchange->early_dialog = dialog;
        if (!dialog || early_dialog_answer(dialog))
            return;
        dialog->answer_place = kept_place_of(record);
        dialog->target_place = intern_place(
            sip_address_uri(sip_message_header(exchange->message, SIP_HEADER_CONTACT)));
        dialog->record_route_count =
            sip_message_count_values(exchange->message, SIP_HEADER_RECORD_ROUTE);
        /* Its ACK stands before it in a capture that is out of order. */
        if (!transaction->final && !dialog->ack_frame) {
            dialog->ack_frame = transaction_progress(transaction)->ack_frame;
            dialog->ack_time = transaction_progress(transaction)->ack_time;
            dialog->ack_path_place =
                kept_place_of(invite_progress_ack_path(transaction_progress(transaction)));
        }
    }
    exchange->moments |= AT_SUCCESS;
}

static void add_failure(struct transaction *transaction, struct record *record,
                        struct exchange *exchange)
{
    exchange->moments |= AT_FAILURE;
    exchange->news.burst = history_add_failure(transaction, record);
}

/* RTP of the callee that begins so shortly before its 200 has overtaken it; microseconds. */
#define OVERTAKING_TIME 500000

/* What comes after the final response is no early media: the flow goes on, so this is kept. */
static void add_early_media(struct transaction *invite, const struct record *final)
{
    const struct early_media media = early_media_of(invite);
    const struct heard heard = heard_by_caller(&media, final->time);
    int64_t time;

    if (!heard.first || (!media.announced && final->code < 300 &&
                         time_is_near(heard.first_time, final->time, OVERTAKING_TIME)))
        return;
    time = time_between(heard.first_time, heard.last_time);
    transaction_own_progress(invite)->early_media_time = time == TIME_UNKNOWN ? 0 : time;
}

static void add_final(struct transaction *transaction, const struct record *record,
                      const struct sip_message *message)
{
    transaction->final = record;
    auth_history_add_final(transaction);
    if (transaction_opens_call(transaction))
        add_early_media(transaction, record);
    if (transaction->method == METHOD_REGISTER)
        registration_add_final(transaction, message);
}

/* The request is not in the capture. An INVITE that waits for its response is what the call began
 * with, although another request of it came by first; a CANCEL among them is its own. */
static void place_without_request(struct transaction *transaction, const struct exchange *exchange)
{
    struct call *call = transaction_call(transaction);
    const struct transaction *cancel;

    transaction->path = path_of(exchange->frame->destination, exchange->frame->source);
    transaction->is_stream = exchange->frame->is_stream;
    /* A response repeats them (RFC 3261 section 8.2.6.2). */
    transaction->from_tag_place = intern_place(sip_message_tag(exchange->message, SIP_HEADER_FROM));
    transaction->via_count = placing_via_count(exchange->message);
    if (transaction->method != METHOD_INVITE)
        return;
    if (call_opening(call)->method != METHOD_INVITE)
        call->opening_place = kept_place_of(transaction);
    cancel = call_cancel_of(transaction);
    if (cancel && cancel->request_frame)
        placing_cancelled(transaction, cancel);
}

void place_response(struct transaction *transaction, struct record *record,
                    struct exchange *exchange)
{
    place_record(transaction, record, exchange);
    if (!record->original_frame) {
        record->description_place = kept_place_of(
            placing_describe(transaction_call(transaction), exchange->message, exchange->frame));
        exchange->moments = AT_RESPONSE;
    } else if (record->is_retransmission) {
        exchange->moments = AT_RESPONSE_REPEAT;
    } else {
        exchange->moments = AT_COPY;
    }
    exchange->description = record_description(record);
    if (!transaction->request_frame && !transaction->path->client.length)
        place_without_request(transaction, exchange);
    if (record_is_18x(record) && transaction->method == METHOD_INVITE) {
        add_18x(transaction, record, exchange);
    } else if (record->code >= 200 && !record->original_frame) {
        if (record->code < 300)
            add_success(transaction, record, exchange);
        else if (!transaction->final)
            add_failure(transaction, record, exchange);
        if (!transaction->final)
            add_final(transaction, record, exchange->message);
    }
}
