/* call_memory.c
 * The one memory of all calls in the open capture file: filled once for each frame, in order.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call_memory.h"

#include "intern.h"
#include "media.h"
#include "transactions.h"

/* Equal messages closer than this are one message captured twice, never a retransmission: SIP's
 * shortest timer is T1, 500 ms (RFC 3261 section 17.1.1.1). Microseconds. */
#define COPY_TIME 100000

void call_memory_init(void)
{
    intern_init();
    media_init();
    transactions_init();
}

static uint32_t text_hash(const struct sip_message *message)
{
    return wmem_strong_hash(
        (const uint8_t *)message->whole.text, message->whole.length);
}

/* The SDP of a message, kept and announced; NULL when it has none. */
static const struct description *describe(
    const struct sip_message *message, const struct sip_frame *frame)
{
    struct span text;

    if (!sip_message_sdp(message, &text))
        return NULL;
    return description_new(text, message->is_cut, frame->time);
}

/* A digest response or another scheme's credentials; an empty response or nonce is none (IMS sends
 * such a header in its first REGISTER, 3GPP TS 24.229). */
static bool answers_challenge(struct span header)
{
    struct span scheme, value, rest = header;

    if (header.length == 0)
        return false;
    if (!span_next_word(&rest, &scheme)
        || !span_equals_ignoring_case(scheme, SPAN_OF("Digest")))
        return true;
    return sip_auth_parameter(header, SPAN_OF("response"), &value) && value.length
        && sip_auth_parameter(header, SPAN_OF("nonce"), &value) && value.length;
}

static void read_request(struct transaction *transaction, const struct sip_message *message,
    const struct sip_frame *frame)
{
    const struct span reliable = SPAN_OF("100rel");

    transaction->client = frame->source;
    transaction->server = frame->destination;
    transaction->is_stream = frame->is_stream;
    transaction->from_tag = intern(sip_message_tag(message, SIP_HEADER_FROM));
    transaction->to_tag = intern(sip_message_tag(message, SIP_HEADER_TO));
    transaction->request_frame = transaction->last_request_frame = frame->number;
    transaction->request_time = transaction->last_request_time = frame->time;
    transaction->request_hash = text_hash(message);
    transaction->path_hash = sip_frame_path_hash(frame);
    transaction->request_is_cut = message->is_cut;
    transaction->via_count = (uint16_t)sip_message_count_values(message, SIP_HEADER_VIA);
    transaction->requires_100rel = sip_message_lists(message, SIP_HEADER_REQUIRE, reliable);
    transaction->supports_100rel = transaction->requires_100rel
        || sip_message_lists(message, SIP_HEADER_SUPPORTED, reliable);
    transaction->supports_early_media = sip_message_has_header(message, SIP_HEADER_P_EARLY_MEDIA);
    transaction->has_credentials
        = answers_challenge(sip_message_header(message, SIP_HEADER_AUTHORIZATION))
        || answers_challenge(sip_message_header(message, SIP_HEADER_PROXY_AUTHORIZATION));
    transaction->offer = describe(message, frame);
}

/* The first copy of a request makes its transaction; what comes later is a retransmission on the
 * same path, or the same message at another capture point. */
static void add_request(struct transaction *transaction, struct exchange *exchange)
{
    const struct sip_frame *frame = exchange->frame;

    if (!transaction->request_frame) {
        read_request(transaction, exchange->message, frame);
        exchange->description = transaction->offer;
        exchange->moments = AT_REQUEST;
        return;
    }
    if (sip_frame_path_hash(frame) != transaction->path_hash
        || frame->time - transaction->last_request_time < COPY_TIME)
        return;
    exchange->moments = AT_REQUEST_REPEAT;
    transaction->request_copies++;
    transaction->last_request_frame = frame->number;
    transaction->last_request_time = frame->time;
}

static void add_cancel(
    struct transaction *cancel, const struct transaction_name *name, struct exchange *exchange)
{
    struct transaction *invite = transaction_find(cancel->call, name, METHOD_INVITE);

    exchange->invite = invite;
    if (!(exchange->moments & AT_REQUEST))
        return;
    exchange->moments |= AT_CANCEL;
    if (invite && !invite->cancel_frame) {
        invite->cancel_frame = exchange->frame->number;
        invite->cancel_time = exchange->frame->time;
    }
}

/* INVITEs of one CSeq that one ACK or PRACK is matched with: the hops it may have been seen on. */
#define HOPS_MAX 16

struct transaction *call_find_invite(
    const struct call *call, uint32_t cseq, const char *to_tag, struct transaction *before)
{
    struct transaction *invite = before ? before->older : call->newest;

    for (unsigned i = 0; invite && i < CALL_SEARCH_MAX; i++, invite = invite->older) {
        if (invite->method == METHOD_INVITE && invite->cseq == cseq
            && (!to_tag || transaction_early_dialog(invite, to_tag)
                || invite->to_tag == to_tag))
            return invite;
    }
    return NULL;
}

/* An ACK of a failure has the INVITE's branch; one of a 2xx has its own, and its tags tell. It came
 * to all hops with that answer, whichever it was captured on (RFC 3261 section 13.2.2.4). */
static void add_ack(
    struct call *call, const struct transaction_name *name, struct exchange *exchange)
{
    struct transaction *invite = transaction_find(call, name, METHOD_INVITE);
    const char *to_tag;

    exchange->moments = AT_ACK;
    if (invite) {
        exchange->transaction = invite;
        if (!invite->ack_frame)
            invite->ack_frame = exchange->frame->number;
        return;
    }
    to_tag = intern(sip_message_tag(exchange->message, SIP_HEADER_TO));
    for (unsigned hop = 0; hop < HOPS_MAX; hop++) {
        invite = call_find_invite(call, name->cseq, to_tag, invite);
        if (!invite)
            break;
        exchange->transaction = invite;
        if (!invite->ack_frame)
            invite->ack_frame = exchange->frame->number;
    }
    exchange->description = describe(exchange->message, exchange->frame);
}

/* What the PRACK confirms on this hop; NULL when it names no response that was seen here. */
static struct reliable_response *confirm(
    struct transaction *invite, const struct transaction *prack, uint32_t rseq)
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
static void add_prack(struct transaction *prack, struct exchange *exchange)
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

/* Copies of this response that came before, of any path: *newest_here is the newest on this path. */
static const struct record *same_response(const struct transaction *transaction,
    const struct record *record, const struct record **newest_here)
{
    const struct record *first = NULL, *response = transaction->first_response;

    *newest_here = NULL;
    for (unsigned i = 0; response && i < CALL_SEARCH_MAX; i++, response = response->next) {
        if (response->text_hash != record->text_hash || response->code != record->code)
            continue;
        if (!first)
            first = response;
        if (response->path_hash == record->path_hash)
            *newest_here = response;
    }
    return first;
}

static void place_record(
    struct transaction *transaction, struct record *record, const struct exchange *exchange)
{
    const struct record *newest_here, *first;

    record->transaction = transaction;
    record->text_hash = text_hash(exchange->message);
    record->path_hash = sip_frame_path_hash(exchange->frame);
    first = same_response(transaction, record, &newest_here);
    if (first) {
        record->original_frame = first->frame;
        record->is_retransmission = newest_here && record->time - newest_here->time >= COPY_TIME;
        record->is_copy = !record->is_retransmission;
        record->description = first->description;
    }
    if (transaction->last_response)
        transaction->last_response->next = record;
    else
        transaction->first_response = record;
    transaction->last_response = record;
}

static struct early_dialog *early_dialog_of(struct transaction *invite, const char *to_tag)
{
    struct early_dialog **end = &invite->early_dialogs;
    unsigned count = 0;

    for (; *end; end = &(*end)->next) {
        if ((*end)->to_tag == to_tag)
            return *end;
        count++;
    }
    if (count >= EARLY_DIALOGS_MAX)
        return NULL;
    *end = wmem_new0(wmem_file_scope(), struct early_dialog);
    (*end)->to_tag = to_tag;
    return *end;
}

/* Its PRACK comes by here too when this hop ends at the one who answers, or when the proxies in
 * between stay in the route (RFC 3261 section 12.2.1.1). */
static bool prack_must_pass(const struct exchange *exchange)
{
    const struct sip_message *message = exchange->message;
    struct span contact = sip_address_uri(sip_message_header(message, SIP_HEADER_CONTACT));

    return sip_message_has_header(message, SIP_HEADER_RECORD_ROUTE)
        || endpoint_host_equals(
            endpoint_read(sip_uri_read(contact).host, 0), exchange->frame->source);
}

static void add_reliable(struct early_dialog *dialog, const struct record *record,
    struct exchange *exchange)
{
    struct reliable_response *reliable = dialog->reliable;

    while (reliable && reliable->rseq != record->details->rseq)
        reliable = reliable->older;
    if (!reliable) {
        reliable = wmem_new0(wmem_file_scope(), struct reliable_response);
        reliable->older = dialog->reliable;
        reliable->record = record;
        reliable->rseq = record->details->rseq;
        reliable->prack_must_pass = prack_must_pass(exchange);
        dialog->reliable = reliable;
    } else if (record->is_retransmission && !reliable->repeated_frame) {
        reliable->repeated_frame = record->frame;
    }
    exchange->reliable = reliable;
}

static void add_18x(struct transaction *invite, struct record *record, struct exchange *exchange)
{
    struct early_dialog *dialog = early_dialog_of(invite, record->to_tag);

    exchange->early_dialog = dialog;
    if (!dialog)
        return;
    record->has_earlier_sdp = dialog->described != NULL;
    if (record_is_reliable(record))
        add_reliable(dialog, record, exchange);
    if (record->original_frame)
        return;
    if (!dialog->first)
        dialog->first = record;
    if (record->description && !dialog->described)
        dialog->described = record;
    if (!dialog->offered && description_sending_line(record->description))
        dialog->offered = record;
    if (record->code == 180 && !dialog->ringing)
        dialog->ringing = record;
    dialog->last = record;
    invite->last_provisional_frame = record->frame;
    invite->last_provisional_time = record->time;
    exchange->moments |= AT_18X;
}

static void add_success(
    struct transaction *transaction, struct record *record, struct exchange *exchange)
{
    struct early_dialog *dialog;

    if (transaction->method == METHOD_PRACK && transaction->acknowledges) {
        struct reliable_response *reliable
            = (struct reliable_response *)transaction->acknowledges;

        if (!reliable->prack_final_frame)
            reliable->prack_final_frame = record->frame;
        exchange->reliable = reliable;
    }
    if (transaction->method == METHOD_INVITE) {
        dialog = early_dialog_of(transaction, record->to_tag);
        exchange->early_dialog = dialog;
        if (!dialog || dialog->answer)
            return;
        dialog->answer = record;
    }
    exchange->moments |= AT_SUCCESS;
}

static void add_response(
    struct transaction *transaction, struct record *record, struct exchange *exchange)
{
    place_record(transaction, record, exchange);
    if (!record->original_frame) {
        record->description = describe(exchange->message, exchange->frame);
        exchange->moments = AT_RESPONSE;
    } else if (record->is_retransmission) {
        exchange->moments = AT_RESPONSE_REPEAT;
    }
    exchange->description = record->description;
    if (!transaction->request_frame && !transaction->client.length) {
        transaction->client = exchange->frame->destination;
        transaction->server = exchange->frame->source;
        transaction->is_stream = exchange->frame->is_stream;
    }
    if (record_is_18x(record) && transaction->method == METHOD_INVITE) {
        add_18x(transaction, record, exchange);
    } else if (record->code >= 200 && !record->original_frame) {
        if (record->code < 300)
            add_success(transaction, record, exchange);
        else if (!transaction->final)
            exchange->moments |= AT_FAILURE;
        if (!transaction->final)
            transaction->final = record;
    }
}

void call_memory_add(const struct sip_message *message, const struct sip_frame *frame,
    struct record *record, struct exchange *exchange)
{
    struct transaction_name name;
    struct transaction *transaction;
    struct call *call;

    *exchange = (struct exchange) { .message = message, .frame = frame, .record = record,
        .media_was_seen = media_was_seen() };
    if (frame->is_quoted || !transaction_name_read(message, &name))
        return;
    call = call_find_or_add(name.call_id, frame->number);
    if (!call)
        return;
    exchange->call = call;
    if (!record && name.method == METHOD_ACK) {
        add_ack(call, &name, exchange);
        return;
    }
    transaction = transaction_find(call, &name, name.method);
    if (!transaction)
        transaction = transaction_add(call, &name);
    if (!transaction)
        return;
    exchange->transaction = transaction;
    if (record) {
        add_response(transaction, record, exchange);
        return;
    }
    add_request(transaction, exchange);
    if (name.method == METHOD_CANCEL)
        add_cancel(transaction, &name, exchange);
    else if (name.method == METHOD_PRACK && exchange->moments)
        add_prack(transaction, exchange);
}
