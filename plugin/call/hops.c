/* hops.c
 * The hops that one request takes from host to host: before, behind and beside one of them.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "hops.h"

#include "leg_attempts.h"

bool hop_is_same_request(const struct transaction *a, const struct transaction *b)
{
    /* One that opens a dialog is none within it, though some senders do not count up. */
    const bool is_other =
        a->request_frame && b->request_frame && !a->to_tag_place != !b->to_tag_place;

    return a != b && transaction_call(a) == transaction_call(b) &&
           transaction_method_name(a) == transaction_method_name(b) && a->cseq == b->cseq &&
           a->from_tag_place == b->from_tag_place && !is_other;
}

const struct transaction *hop_next(const struct transaction *transaction,
                                   const struct transaction *after)
{
    do {
        after = transaction_back(call_newest(transaction_call(transaction)), after);
    } while (after && !hop_is_same_request(after, transaction));
    return after;
}

const struct transaction *hop_next_behind(const struct transaction *transaction,
                                          const struct transaction *after)
{
    do {
        after = transaction_back(call_newest(transaction_call(transaction)), after);
    } while (after && transaction_upstream(after) != transaction);
    return after;
}

/* A host that sends to itself would be its own hop before. */
static bool is_sent_on(const struct transaction *before, const struct transaction *transaction)
{
    return before->request_frame && hop_is_same_request(before, transaction) &&
           endpoint_host_equals(before->path->server, transaction->path->client) &&
           !endpoint_host_equals(before->path->client, before->path->server);
}

struct transaction *hop_hidden_before(const struct transaction *transaction)
{
    struct transaction *before = NULL;

    while ((before = transaction_back(transaction_older(transaction), before))) {
        if (is_sent_on(before, transaction))
            return before;
    }
    return NULL;
}

/* Without Via rows that tell of a fork, an attempt after the earlier one's end is a new attempt. */
static bool is_at_the_same_time(const struct transaction *a, const struct transaction *b)
{
    const struct transaction *earlier = a->index < b->index ? a : b;
    const struct transaction *later = a->index < b->index ? b : a;

    return !earlier->final || earlier->final->frame > later->request_frame;
}

static bool is_branch(const struct transaction *a, const struct transaction *b)
{
    return hop_is_same_request(a, b) && transaction_upstream(a) == transaction_upstream(b) &&
           a->upstream_branch_hash == b->upstream_branch_hash && transaction_same_client(a, b) &&
           (a->upstream_branch_hash ||
            (transaction_is_initial(a) && transaction_is_initial(b) && is_at_the_same_time(a, b)));
}

const struct transaction *hop_next_branch(const struct transaction *transaction,
                                          const struct transaction *after)
{
    do {
        after = transaction_back(call_newest(transaction_call(transaction)), after);
    } while (after && !is_branch(after, transaction));
    return after;
}

const struct transaction *hop_own_request(const struct transaction *transaction)
{
    const struct transaction *own = NULL;

    while (transaction->request_frame && (own = hop_next(transaction, own))) {
        if (own->request_frame && own->via_count == 1 && own->index < transaction->index &&
            endpoint_host_equals(own->path->client, transaction->path->server) &&
            !endpoint_host_equals(own->path->server, transaction->path->server))
            break;
    }
    return own;
}

/* Had the request come over that hop before, as in a loop? */
static bool has_come_over(const struct transaction *transaction, const struct transaction *hop)
{
    for (unsigned i = 0; transaction && i < HOPS_FOLLOWED_MAX; i++) {
        if (transaction == hop)
            return true;
        transaction = transaction_upstream(transaction);
    }
    return false;
}

const struct transaction *hop_twin(const struct transaction *transaction)
{
    const struct transaction *twin = NULL;

    if (!transaction->request_frame || !transaction_is_initial(transaction))
        return NULL;
    while ((twin = hop_next(transaction, twin))) {
        if (twin->request_frame && twin->index < transaction->index &&
            endpoint_host_equals(twin->path->server, transaction->path->server) &&
            !has_come_over(transaction, twin) &&
            (!twin->final || twin->final->code < 300 ||
             twin->final->frame > transaction->request_frame))
            break;
    }
    return twin;
}

const struct transaction *hop_taken_copy(const struct transaction *transaction, uint32_t frame)
{
    const struct transaction *copy = NULL;

    if (!transaction->request_frame || !transaction_is_initial(transaction))
        return NULL;
    while ((copy = hop_next(transaction, copy))) {
        if (copy->request_frame && copy->index > transaction->index &&
            transaction_same_client(copy, transaction) &&
            endpoint_equals(copy->path->server, transaction->path->server) &&
            request_uri(transaction_request(copy)) &&
            request_uri(transaction_request(copy)) ==
                request_uri(transaction_request(transaction)) &&
            copy->final && copy->final->code < 300 && copy->final->frame < frame &&
            is_at_the_same_time(transaction, copy))
            break;
    }
    return copy;
}

/* The next transaction of the call that had begun at frame, of the HOP_BRANCHES_MAX that follow
 * this one. */
static const struct transaction *next_at(const struct transaction *transaction,
                                         const struct transaction *after, uint32_t frame)
{
    const struct transaction *next = transaction_newer((after ? after : transaction));

    return next && next->index - transaction->index < HOP_BRANCHES_MAX &&
                   transaction_frame(next) <= frame
               ? next
               : NULL;
}

bool hop_knows_all_behind(const struct transaction *transaction)
{
    return (transaction->request_frame || transaction_lacks_request(transaction)) &&
           call_newest(transaction_call(transaction))->index - transaction->index <
               HOP_BRANCHES_MAX;
}

bool hop_was_in_vain(const struct transaction *transaction)
{
    if (transaction->final)
        return transaction->final->code >= 300;
    return !transaction_first_response(transaction) && transaction_repeats(transaction)->count > 0;
}

const struct transaction *hop_behind(const struct transaction *transaction, uint32_t frame)
{
    const struct transaction *other = NULL, *behind = NULL;

    while ((other = next_at(transaction, other, frame))) {
        if (transaction_upstream(other) == transaction)
            behind = other;
    }
    return behind;
}

const struct transaction *hop_failed_behind(const struct transaction *transaction, unsigned code,
                                            uint32_t frame)
{
    const struct transaction *other = NULL, *failed = NULL;

    while ((other = next_at(transaction, other, frame))) {
        const struct record *final = other->final;

        if (transaction_upstream(other) == transaction && final && final->code >= 300 &&
            final->frame < frame && (!code || final->code == code))
            failed = other;
    }
    return failed;
}

const struct transaction *hop_cause(const struct transaction *transaction, uint32_t frame)
{
    const struct leg_link *link =
        transaction_upstream(transaction) ? NULL : leg_before(transaction, frame);

    return link &&
                   (link->incoming->method == METHOD_INVITE ||
                    link->incoming->method == METHOD_REFER) &&
                   transaction->method == METHOD_INVITE && transaction_is_initial(transaction) &&
                   endpoint_host_equals(transaction->path->client, link->outgoing->path->client)
               ? link->incoming
               : transaction_upstream(transaction);
}

bool hop_may_have_other_leg(const struct transaction *transaction, unsigned code)
{
    return transaction->method == METHOD_INVITE && transaction_is_initial(transaction) &&
           code >= 400 && code != 401 && code != 407;
}

const struct transaction *hop_other_leg(const struct transaction *transaction, unsigned code,
                                        uint32_t frame)
{
    const uint32_t cancel_frame = transaction_cancel(transaction)->request_frame;

    /* What comes after a CANCEL is made from it. */
    if (!hop_may_have_other_leg(transaction, code) || (cancel_frame && cancel_frame < frame))
        return NULL;
    return leg_failed_attempt(transaction, code, frame).invite;
}

/* The hop or the other leg that this failure was made from. */
static const struct transaction *failed_before(const struct transaction *transaction, unsigned code,
                                               uint32_t frame)
{
    const struct transaction *behind = hop_failed_behind(transaction, code, frame);

    if (!behind && code == 500)
        behind = hop_failed_behind(transaction, 503, frame);
    return behind ? behind : hop_other_leg(transaction, code, frame);
}

const struct transaction *hop_origin(const struct transaction *transaction, unsigned code,
                                     uint32_t frame)
{
    for (unsigned hop = 0; hop < HOPS_FOLLOWED_MAX; hop++) {
        const struct transaction *before = failed_before(transaction, code, frame);

        if (!before)
            break;
        transaction = before;
        code = before->final->code;
        frame = before->final->frame;
    }
    return transaction;
}

static uint32_t first_copy_frame(const struct record *record)
{
    return record->original_frame ? record->original_frame : record->frame;
}

const struct transaction *hop_relayed_from(const struct record *record)
{
    const struct transaction *origin =
        hop_origin(record_transaction(record), record->code, first_copy_frame(record));

    return origin != record_transaction(record) && origin->final->code == record->code ? origin
                                                                                       : NULL;
}

bool hop_failure_began(const struct record *record, struct endpoint *host, uint32_t *frame)
{
    const struct transaction *origin;

    if (record->code < 300 || !record_transaction(record))
        return false;
    origin = hop_origin(record_transaction(record), record->code, first_copy_frame(record));
    *host = origin->path->server;
    *frame = origin == record_transaction(record) ? first_copy_frame(record) : origin->final->frame;
    /* It may have begun on another leg. */
    if (record->code >= 400 && leg_unproved(origin, *frame))
        return false;
    return host->length != 0;
}

static uint32_t rseq_of(const struct record *record)
{
    return record_details(record) && record_details(record)->has_rseq ? record_details(record)->rseq
                                                                      : 0;
}

/* The newest response on this hop that record repeats, and that came before it; or NULL. A packet
 * that was captured twice is one response. */
static const struct record *same_on(const struct transaction *hop, const struct record *record)
{
    const struct record *same = NULL, *response = transaction_responses_like(hop, record->code);

    for (unsigned i = 0; response && i < CALL_SEARCH_MAX; i++, response = record_next(response)) {
        if (response->frame < record->frame && !response->is_copy &&
            response->code == record->code && response->to_tag_place == record->to_tag_place &&
            rseq_of(response) == rseq_of(record))
            same = response;
    }
    return same;
}

const struct record *hop_same_response(const struct record *record, int64_t within)
{
    const struct transaction *hop = NULL;

    /* A response without Call-ID or CSeq belongs to no transaction. */
    while (record_transaction(record) && (hop = hop_next(record_transaction(record), hop))) {
        const struct record *same = same_on(hop, record);

        if (same && time_is_near(same->time, record->time, within + 1))
            return same;
    }
    return NULL;
}

const struct record *hop_response_behind(const struct record *record)
{
    const struct transaction *hop = NULL;

    while (record_transaction(record) && (hop = hop_next_behind(record_transaction(record), hop))) {
        const struct record *same = same_on(hop, record);

        if (same)
            return same;
    }
    return NULL;
}

bool hop_is_on_route(const struct sip_message *response, const struct sip_frame *frame)
{
    const struct span contact = sip_address_uri(sip_message_header(response, SIP_HEADER_CONTACT));

    return sip_message_has_header(response, SIP_HEADER_RECORD_ROUTE) ||
           endpoint_host_equals(endpoint_of_uri(contact), frame->source);
}
