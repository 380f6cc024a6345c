/* fault_origin.c
 * Where a server failure began, as far as the capture shows the hops that the request took.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "fault_origin.h"

/* Hops that one failure is followed over. */
#define HOPS_FOLLOWED_MAX 16

/* An element that hides its Via rows: the same request leaves the host that it was sent to. */
static bool is_sent_on(const struct transaction *other, const struct transaction *transaction)
{
    return !other->upstream && other->from_tag == transaction->from_tag &&
           transaction->request_frame && other->request_frame > transaction->request_frame &&
           endpoint_host_equals(other->path->client, transaction->path->server) &&
           !endpoint_host_equals(transaction->path->client, transaction->path->server);
}

static bool is_behind(const struct transaction *other, const struct transaction *transaction)
{
    return other != transaction && other->method == transaction->method &&
           other->cseq == transaction->cseq &&
           (other->upstream == transaction || is_sent_on(other, transaction));
}

const struct transaction *fault_hop_behind(const struct transaction *transaction, uint32_t frame)
{
    const struct transaction *other = transaction_newest_at(transaction, frame);

    for (unsigned i = 0; other && i < CALL_SEARCH_MAX; i++, other = other->older) {
        if (is_behind(other, transaction))
            return other;
    }
    return NULL;
}

const struct transaction *fault_failure_behind(const struct transaction *transaction, unsigned code,
                                               uint32_t frame)
{
    const struct transaction *other = transaction_newest_at(transaction, frame);

    for (unsigned i = 0; other && i < CALL_SEARCH_MAX; i++, other = other->older) {
        const struct record *final = other->final;

        if (final && final->code >= 300 && final->frame < frame && (!code || final->code == code) &&
            is_behind(other, transaction))
            return other;
    }
    return NULL;
}

const struct transaction *fault_origin_hop(const struct transaction *transaction, unsigned code,
                                           uint32_t frame)
{
    for (unsigned hop = 0; hop < HOPS_FOLLOWED_MAX; hop++) {
        const struct transaction *behind = fault_failure_behind(transaction, code, frame);

        if (!behind && code == 500)
            behind = fault_failure_behind(transaction, 503, frame);
        if (!behind)
            break;
        transaction = behind;
        code = behind->final->code;
        frame = behind->final->frame;
    }
    return transaction;
}

bool fault_origin(const struct record *record, struct endpoint *host, uint32_t *frame)
{
    const uint32_t first = record->original_frame ? record->original_frame : record->frame;
    const struct transaction *origin;

    if (record->code < 500 || record->code > 599 || !record->transaction)
        return false;
    origin = fault_origin_hop(record->transaction, record->code, first);
    *host = origin->path->server;
    *frame = origin == record->transaction ? first : origin->final->frame;
    return host->length != 0;
}
