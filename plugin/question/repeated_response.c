/* repeated_response.c
 * What a response that is sent again tells: what should have stopped it, and did that come?
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "repeated_response.h"

#include "call/hops.h"

/* A response this soon after a repeated request is the server's answer to it. Microseconds. */
#define REPEAT_ANSWER_TIME 200000

const struct record *repeat_first_copy(const struct exchange *exchange)
{
    const struct record *repeat = exchange->record;
    const struct record *record = transaction_responses_like(exchange->transaction, repeat->code);

    for (unsigned i = 0; record && i < CALL_SEARCH_MAX; i++, record = record_next(record)) {
        if (record->text_hash == repeat->text_hash && record->code == repeat->code)
            return record;
    }
    return NULL;
}

bool repeat_came_before(const struct exchange *exchange, const struct record *first, uint32_t since,
                        int64_t time)
{
    const struct record *repeat = exchange->record, *record = first;

    for (unsigned i = 0; record != repeat; i++, record = record_next(record)) {
        if (i >= CALL_SEARCH_MAX || !record)
            return true;
        if (record->is_retransmission && record->text_hash == repeat->text_hash &&
            record->frame > since && record->time >= time)
            return true;
    }
    return false;
}

/* 2xx and reliable 18x are repeated from end to end, over all hops (RFC 3261 section 13.3.1.4,
 * RFC 3262 section 3). */
bool repeat_is_relayed(const struct exchange *exchange)
{
    const struct record *behind;

    if (exchange->transaction->method != METHOD_INVITE || exchange->record->code >= 300)
        return false;
    behind = hop_response_behind(exchange->record);
    return behind && behind->is_retransmission;
}

bool repeat_answers_request(const struct exchange *exchange, const struct record *first)
{
    const struct transaction *transaction = exchange->transaction;

    return transaction_last_frame(transaction) > first->frame &&
           time_is_near(transaction_last_time(transaction), exchange->record->time,
                        REPEAT_ANSWER_TIME);
}

/* The ACK of a 2xx has its To tag. */
static uint32_t ack_of(const struct transaction *invite, const struct record *final)
{
    const struct early_dialog *dialog =
        final->code < 300 ? transaction_early_dialog(invite, record_to_tag(final)) : NULL;

    return dialog ? dialog->ack_frame : transaction_progress(invite)->ack_frame;
}

uint32_t repeat_ack_frame(const struct exchange *exchange)
{
    return ack_of(exchange->transaction, exchange->record);
}

/* Did the hop before get the answer of another branch, with the To tag that it had there? Then tags
 * pass that host unchanged. */
static bool took_other_branch(const struct transaction *invite, const struct transaction *before)
{
    const struct transaction *branch = NULL;

    while ((branch = hop_next_branch(invite, branch))) {
        const struct early_dialog *dialog =
            branch->final && branch->final->code < 300
                ? transaction_early_dialog(before, record_to_tag(branch->final))
                : NULL;

        if (dialog && dialog->answer_place)
            return true;
    }
    return false;
}

bool repeat_is_kept_back(const struct exchange *exchange)
{
    const struct transaction *invite = exchange->transaction,
                             *before = transaction_upstream(invite);
    const struct early_dialog *passed =
        before ? transaction_early_dialog(before, record_to_tag(exchange->record)) : NULL;

    if (exchange->record->code >= 300 || !before || !before->request_frame ||
        (passed && passed->answer_place) || misfit_odd_response(before) ||
        !endpoint_host_equals(before->path->server, invite->path->client))
        return false;
    return !before->final || before->final->code >= 300 || took_other_branch(invite, before);
}

uint32_t repeat_ack_before(const struct exchange *exchange)
{
    const struct transaction *before = transaction_upstream(exchange->transaction);

    return before && exchange->record->code < 300 && !repeat_is_kept_back(exchange)
               ? ack_of(before, exchange->record)
               : 0;
}

/* The ACK of a failure goes hop by hop. */
bool repeat_ack_must_pass(const struct exchange *exchange)
{
    return exchange->record->code >= 300 || hop_is_on_route(exchange->message, exchange->frame);
}

/* Did the caller try to connect to this URI since the response first came, and got no connection?
 */
static bool is_refused(const struct exchange *exchange, struct span uri, uint32_t since,
                       struct connection_failure *failure)
{
    const struct sip_uri parts = sip_uri_read(uri);
    const struct endpoint target = endpoint_read(parts.host, parts.port ? parts.port : 5060);

    return target.length && connection_failed_between(exchange->frame->destination, target, since,
                                                      exchange->frame->number, failure);
}

const char *repeat_ack_refused(const struct exchange *exchange, uint32_t since, struct span *uri,
                               struct connection_failure *failure)
{
    static const struct {
        enum sip_header_id id;
        const char *name;
    } targets[] = { { SIP_HEADER_RECORD_ROUTE, "Record-Route" },
                    { SIP_HEADER_CONTACT, "Contact" } };
    struct span value;

    for (unsigned i = 0; exchange->record->code < 300 && i < array_length(targets); i++) {
        struct sip_header_cursor cursor = { 0 };

        while (sip_message_next_value(exchange->message, targets[i].id, &cursor, &value)) {
            *uri = sip_address_uri(value);
            if (is_refused(exchange, *uri, since, failure))
                return targets[i].name;
        }
    }
    return NULL;
}
