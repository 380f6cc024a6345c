/* place_request.c
 * How a request enters the call memory.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "auth_history.h"
#include "history.h"
#include "hops.h"
#include "legs.h"
#include "memory/intern.h"
#include "memory/kept_memory.h"
#include "memory/keyed_hash.h"
#include "placing.h"
#include "probe.h"
#include "recent.h"
#include "registration.h"

const struct description *placing_describe(struct call *call, const struct sip_message *message,
                                           const struct sip_frame *frame)
{
    struct announcement announcement = {
        .time = frame->time,
        .frame = frame->number,
        .call = call,
    };
    struct span text;

    if (!message->body.length || !sip_message_sdp(message, &text))
        return NULL;
    announcement.begins_call = !message->is_response &&
                               method_of(message->method) == METHOD_INVITE &&
                               sip_message_tag(message, SIP_HEADER_TO).length == 0;
    return description_new(text, message->is_cut, &announcement);
}

unsigned placing_hop(const struct transaction *invite, const struct sip_frame *frame)
{
    const struct path path = { frame->source, frame->destination, 0 };

    if (!path_same_hosts(&path, invite->path))
        return 0;
    return path.client.port == invite->path->client.port &&
                   path.server.port == invite->path->server.port
               ? 2
               : 1;
}

const char *placing_branch(struct span via_value)
{
    struct span branch;

    return sip_parameter(via_value, SPAN_OF("branch"), &branch) ? intern(branch) : NULL;
}

uint16_t placing_via_count(const struct sip_message *message)
{
    return (uint16_t)MIN(sip_message_count_values(message, SIP_HEADER_VIA), UINT16_MAX);
}

const char *placing_number(uint32_t number)
{
    char digits[NUMBER_DIGITS_MAX];

    return intern(span_of_number(number, digits));
}

bool placing_is_from(const struct transaction *invite, const char *from_tag)
{
    return !invite->request_frame || transaction_from_tag(invite) == from_tag;
}

uint32_t placing_frame_of(const struct transaction *transaction)
{
    if (transaction->request_frame)
        return transaction->request_frame;
    return transaction_first_response(transaction) ? transaction_first_response(transaction)->frame
                                                   : 0;
}

static void read_request(struct transaction *transaction, const struct transaction_name *name,
                         const struct sip_frame *frame)
{
    const struct sip_message *message = name->message;
    const struct sip_address from = sip_address_read(sip_message_header(message, SIP_HEADER_FROM));
    const struct sip_address to = sip_address_read(sip_message_header(message, SIP_HEADER_TO));

    transaction->path = path_of(frame->source, frame->destination);
    transaction->is_stream = frame->is_stream;
    transaction->from_tag_place = intern_place(sip_address_tag(&from));
    transaction->to_tag_place = intern_place(sip_address_tag(&to));
    transaction->request_frame = frame->number;
    transaction->request_time = frame->time;
    transaction->request_is_cut = message->is_cut;
    transaction->via_count =
        name->upstream_branch_hash ? placing_via_count(message) : name->via.length != 0;
    transaction->request_place =
        kept_place_of(request_new(message, &name->via_parameters, from.uri, to.uri));
    transaction->offer_place =
        kept_place_of(placing_describe(transaction_call(transaction), message, frame));
    transaction->offer_is_hidden = !transaction->offer_place && description_is_hidden(message);
    if (!transaction_upstream(transaction))
        transaction->upstream_place = kept_place_of(hop_hidden_before(transaction));
}

/* Where the request was seen on another path first. */
static void keep_copy(struct transaction *transaction, const struct path *path,
                      const struct sip_frame *frame)
{
    const struct request_copy *older = transaction_repeats(transaction)->copies;
    struct request_copy *copy;
    unsigned count = 0;

    for (; older && older->path != path; older = older->older)
        count++;
    if (older || count >= REQUEST_COPIES_MAX)
        return;
    copy = KEPT_NEW(struct request_copy);
    *copy = (struct request_copy){ transaction_repeats(transaction)->copies, path, frame->time,
                                   frame->number };
    transaction_own_repeats(transaction)->copies = copy;
}

static void keep_repeat(struct transaction *transaction, const struct sip_frame *frame)
{
    struct request_repeats *repeats = transaction_own_repeats(transaction);

    transaction_call(transaction)->has_repeats = true;
    repeats->count++;
    repeats->last_frame = frame->number;
    repeats->last_time = frame->time;
    repeats->last_mark = frame->mark;
}

static void add_to_legs(struct transaction *transaction, const struct sip_message *message)
{
    if (transaction->method == METHOD_INVITE && transaction_is_initial(transaction))
        legs_add_invite(transaction, message);
    else
        legs_add_in_dialog(transaction);
    if (transaction->method == METHOD_REFER)
        legs_add_refer(transaction, message);
}

/* The first copy of a request makes its transaction; what comes later is a retransmission on the
 * same path, or the same message at another capture point. */
void place_request(struct transaction *transaction, const struct transaction_name *name,
                   struct exchange *exchange)
{
    const struct sip_frame *frame = exchange->frame;
    const struct path *path;

    if (!transaction->request_frame) {
        read_request(transaction, name, frame);
        exchange->description = transaction_offer(transaction);
        exchange->moments = AT_REQUEST;
        if (transaction->has_cookie && transaction->method != METHOD_CANCEL)
            recent_add_request(transaction);
        probe_add(transaction);
        exchange->news.abandoned = history_add_request(transaction);
        auth_history_add_request(transaction);
        if (transaction->method == METHOD_REGISTER)
            registration_add_request(transaction, exchange->message);
        add_to_legs(transaction, exchange->message);
        return;
    }
    path = path_of(frame->source, frame->destination);
    if (path != transaction->path ||
        packet_is_same(frame->mark, frame->time, transaction_repeats(transaction)->last_mark,
                       transaction_last_time(transaction))) {
        exchange->moments = AT_COPY;
        if (path != transaction->path)
            keep_copy(transaction, path, frame);
        return;
    }
    exchange->moments = AT_REQUEST_REPEAT;
    keep_repeat(transaction, frame);
}
