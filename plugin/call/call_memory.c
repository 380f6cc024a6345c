/* call_memory.c
 * The one memory of all calls in the open capture file: filled once for each frame, in order.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call_memory.h"

#include "answering.h"
#include "auth_history.h"
#include "call_ending.h"
#include "connection_memory.h"
#include "frame_index.h"
#include "history.h"
#include "hops.h"
#include "leg_media.h"
#include "legs.h"
#include "media.h"
#include "memory/intern.h"
#include "memory/kept_memory.h"
#include "memory/keyed_hash.h"
#include "memory/limit.h"
#include "misfit.h"
#include "placing.h"
#include "probe.h"
#include "recent.h"
#include "registration.h"

/* From this many copies on, one to each message, the capture plainly holds everything twice. */
#define DOUBLE_COPIES_MIN 10

/* Messages in this file so far, those that are no ACK, and copies of them; cleared with the
 * file. */
static uint32_t seen_count, message_count, copy_count;
static bool double_was_told;

/* Reset with the file. */
static int64_t latest_time;

static void forget(void)
{
    seen_count = message_count = copy_count = 0;
    double_was_told = false;
    latest_time = TIME_UNKNOWN;
}

void call_memory_init(void)
{
    keyed_hash_init();
    kept_memory_init();
    intern_init();
    description_init();
    media_init();
    transactions_init();
    connection_memory_init();
    recent_init();
    probe_init();
    history_init();
    auth_history_init();
    answering_init();
    registration_init();
    legs_init();
    leg_media_init();
    limit_init();
    register_init_routine(forget);
}

/* "alice@example.com" of From or To, "+4930123456" of a tel URI, a password left out; NULL:
 * none. */
static kept_place party_of(const struct sip_message *message, enum sip_header_id id)
{
    const struct span text = sip_address_uri(sip_message_header(message, id));
    const struct sip_uri uri = sip_uri_read(text);

    if (!uri.user.length)
        return intern_place(uri.host.length ? uri.host : text);
    /* Only "@", or "@[" of an IPv6 address, between the two: else there is a password. */
    if (uri.host.length && uri.host.text - uri.user.text <= (ptrdiff_t)uri.user.length + 2)
        return intern_place((struct span){ uri.user.text, (size_t)(uri.host.text - uri.user.text) +
                                                              uri.host.length +
                                                              (uri.host.text[-1] == '[') });
    return intern_place(uri.user);
}

/* A request other than ACK, into its transaction. */
static void add_request(struct transaction *transaction, const struct transaction_name *name,
                        struct exchange *exchange)
{
    place_request(transaction, name, exchange);
    if (name->method == METHOD_CANCEL)
        place_cancel(transaction, name, exchange);
    else if (name->method == METHOD_PRACK && (exchange->moments & AT_REQUEST))
        place_prack(transaction, exchange);
    else if (exchange->moments & AT_REQUEST)
        place_in_dialog(transaction, exchange);
    if (exchange->moments & (AT_REQUEST | AT_REQUEST_REPEAT))
        frame_index_add_request(transaction, exchange->frame->number,
                                exchange->moments & AT_REQUEST_REPEAT);
}

/* What a CANCEL, a PRACK and their responses are about. */
static void name_invite(const struct transaction_name *name, struct exchange *exchange)
{
    const struct transaction *transaction = exchange->transaction;
    const struct reliable_response *reliable = transaction_acknowledges(transaction);

    if (name->method == METHOD_CANCEL) {
        exchange->invite = transaction_find(transaction_call(transaction), name, METHOD_INVITE);
    } else if (reliable) {
        exchange->invite = record_transaction(reliable_response_record(reliable));
        exchange->early_dialog =
            transaction_early_dialog(exchange->invite, transaction_to_tag(transaction));
        exchange->reliable = reliable;
    }
}

/* Is this the first message of the call since a cancelled INVITE should have had its final
 * response? */
static const struct transaction *take_unanswered(struct call *call, const struct exchange *exchange)
{
    const struct transaction *invite = call_cancelled(call);

    if (!invite || exchange->moments & AT_COPY)
        return NULL;
    if (time_between(transaction_cancel(invite)->request_time, exchange->frame->time) <
        TRANSACTION_TIME) {
        if (invite->final)
            call->cancelled_place = 0;
        return NULL;
    }
    call->cancelled_place = 0;
    return !invite->final || invite->final == exchange->record ? invite : NULL;
}

/* A response whose request is not in the capture: it came before, or the response does not fit. */
static void add_unasked(struct transaction *transaction, const struct transaction_name *name,
                        struct exchange *exchange)
{
    place_odd_response(transaction, name, exchange);
    if (transaction->method == METHOD_INVITE && !misfit_of_message(transaction))
        legs_add_response(transaction, exchange->message);
}

/* The first final response of those that misfit their request: that its client misses this one too
 * is another matter than with a provisional one. */
static bool is_odd_final(const struct transaction *transaction, const struct exchange *exchange)
{
    return !transaction->request_frame && transaction->final == exchange->record &&
           (exchange->moments & AT_RESPONSE) && misfit_of_message(transaction);
}

/* Places a message that names its transaction. */
static void place_named(struct call *call, const struct transaction_name *name,
                        struct record *record, struct exchange *exchange)
{
    struct transaction *transaction;

    if (!call_caller(call) && !call_newest(call)) {
        call->caller_place = party_of(exchange->message, SIP_HEADER_FROM);
        call->callee_place = party_of(exchange->message, SIP_HEADER_TO);
    }
    if (!record && name->method == METHOD_ACK) {
        place_ack(call, name, exchange);
        return;
    }
    transaction = transaction_find(call, name, name->method);
    if (!transaction)
        transaction = transaction_add(call, name);
    if (!transaction || (record && place_unstripped_response(transaction, name, exchange)))
        return;
    exchange->transaction = transaction;
    if (record) {
        place_response(transaction, record, exchange);
        if (transaction_first_response(transaction) == record)
            answering_add(record);
        if (!transaction->request_frame && transaction_first_response(transaction) == record)
            add_unasked(transaction, name, exchange);
        else if (is_odd_final(transaction, exchange))
            place_odd_response(transaction, name, exchange);
        else if (transaction->request_frame && (exchange->moments & AT_RESPONSE))
            place_other_sent_by(transaction, name, exchange);
    } else {
        add_request(transaction, name, exchange);
    }
    name_invite(name, exchange);
}

static void add_named(const struct transaction_name *name, struct record *record,
                      struct exchange *exchange)
{
    struct call *call = call_find_or_add(name->call_id, exchange->frame);

    exchange->call = call;
    if (!call)
        return;
    connection_memory_add_message(call, exchange->frame);
    place_named(call, name, record, exchange);
    exchange->news.unanswered = take_unanswered(call, exchange);
    if (!(exchange->moments & AT_COPY))
        exchange->news.joined = legs_take_joined(call);
}

/* Once, when it is plain. */
static bool is_told_double(unsigned moments)
{
    /* Copies of an ACK are not told apart. */
    if (moments & AT_ACK)
        return false;
    message_count++;
    if (moments & AT_COPY)
        copy_count++;
    if (double_was_told || copy_count < DOUBLE_COPIES_MIN ||
        (uint64_t)copy_count * 20 < (uint64_t)message_count * 9)
        return false;
    double_was_told = true;
    return true;
}

bool call_memory_is_full(const struct sip_frame *frame)
{
    /* The one beyond the last is where it is told: not a quoted one, at which nothing ever is. */
    return seen_count > MESSAGES_MAX || (frame->is_quoted && seen_count == MESSAGES_MAX);
}

void call_memory_add(const struct sip_message *message, const struct sip_frame *frame,
                     struct record *record, struct exchange *exchange)
{
    struct transaction_name name;

    *exchange = (struct exchange){
        .message = message, .frame = frame, .record = record, .media_was_seen = media_was_seen()
    };
    latest_time = MAX(latest_time, frame->time);
    if (seen_count++ >= MESSAGES_MAX) {
        limit_reach(LIMIT_MESSAGES);
    } else if (kept_memory_is_full()) {
        limit_reach(LIMIT_MEMORY);
        seen_count = MESSAGES_MAX + 1;
    }
    if (frame->is_quoted)
        return;
    if (transaction_name_read(message, &name))
        add_named(&name, record, exchange);
    else if (record)
        place_odd_response(NULL, &name, exchange);
    if (!exchange->transaction && !exchange->moments)
        exchange->moments = AT_UNPLACED;
    if (record && record_transaction(record) && record->code >= 300)
        exchange->relayed_from = hop_relayed_from(record);
    exchange->news.limits = limit_take();
    exchange->news.capture_is_double = is_told_double(exchange->moments);
}

int64_t call_memory_latest_time(void)
{
    return latest_time;
}

const struct call *call_memory_find(struct span call_id)
{
    return call_find(call_id);
}
