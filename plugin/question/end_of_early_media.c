/* end_of_early_media.c
 * How the early media of an INVITE ended on one hop, and what RTP came until then.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "end_of_early_media.h"

#include "call/hops.h"

/* The same media at one end at least: a relay changes one of them, and the next one the other.
 * Where no line is known at which RTP comes back, neither hop has one. */
static bool has_same_media(const struct transaction *a, const struct transaction *b)
{
    const struct early_media of_a = early_media_of(a), of_b = early_media_of(b);

    if (!of_a.announced || !of_b.announced)
        return false;
    if (!of_a.caller || !of_b.caller)
        return !of_a.caller && !of_b.caller;
    return endpoint_equals(media_stream_at(description_line_stream(of_a.caller)),
                           media_stream_at(description_line_stream(of_b.caller))) ||
           endpoint_equals(media_stream_at(description_line_stream(of_a.callee)),
                           media_stream_at(description_line_stream(of_b.callee)));
}

static bool was_told_on_another_hop(const struct transaction *invite)
{
    const struct transaction *other = NULL;

    while ((other = hop_next(invite, other))) {
        if ((other->final || transaction_cancel(other)->request_frame) && other->request_frame &&
            has_same_media(invite, other) && !hop_next_branch(other, NULL))
            return true;
    }
    return false;
}

const struct transaction *ending_invite(const struct exchange *exchange)
{
    const bool is_cancel = (exchange->moments & AT_CANCEL) != 0;
    const struct transaction *invite = is_cancel ? exchange->invite : exchange->transaction;

    if (!invite || !transaction_opens_call(invite) || !invite->request_frame ||
        invite->request_is_cut)
        return NULL;
    if (is_cancel)
        return !invite->final &&
                       transaction_cancel(invite)->request_frame == exchange->frame->number
                   ? invite
                   : NULL;
    return !transaction_cancel(invite)->request_frame && exchange->record &&
                   invite->final == exchange->record
               ? invite
               : NULL;
}

const struct transaction *answered_invite(const struct exchange *exchange)
{
    const struct transaction *bye = exchange->transaction, *invite;

    if (!(exchange->moments & AT_REQUEST) || bye->method != METHOD_BYE || hop_next(bye, NULL) ||
        transaction_bye(bye, bye->request_frame))
        return NULL;
    invite = transaction_opening_invite(bye);
    return invite && invite->final && invite->final->code < 300 ? invite : NULL;
}

bool ending_read(const struct exchange *exchange, struct ending *ending)
{
    const struct transaction *invite = ending_invite(exchange);

    if (!invite)
        return false;
    *ending = (struct ending){ .media = early_media_of(invite),
                               .final = invite->final,
                               .time = exchange->frame->time };
    if (!ending->media.announced)
        return false;
    ending->seconds = seconds_between(ending->media.announced->time, ending->time);
    return true;
}

bool ending_is_of_another_hop(const struct ending *ending)
{
    const struct transaction *invite = ending->media.invite;

    return hop_next_branch(invite, NULL) || was_told_on_another_hop(invite);
}

static void limit(struct media_limits *limits, const struct record *response)
{
    const struct early_media_gate gate = early_media_gate(response);

    limits->stops_backward |= gate.stops_backward;
    limits->stops_forward |= gate.stops_forward;
}

struct media_limits ending_limits(const struct transaction *invite)
{
    const struct transaction *transaction = NULL;
    struct media_limits limits = { false, false, false };

    while ((transaction = transaction_back(call_newest(transaction_call(invite)), transaction))) {
        const struct record *response = transaction_first_response(transaction);

        if ((transaction->method == METHOD_UPDATE || transaction->method == METHOD_PRACK) &&
            (transaction_offer(transaction) || transaction->offer_is_hidden))
            limits.is_renegotiated = true;
        for (unsigned k = 0; response && k < CALL_SEARCH_MAX; k++, response = record_next(response))
            limit(&limits, response);
        if (transaction == invite)
            return limits;
    }
    return (struct media_limits){ true, true, true };
}

static bool is_plain(const struct description *description)
{
    return !description->has_candidates &&
           (!description->has_preconditions || description->preconditions_met);
}

bool ending_is_judgeable(const struct ending *ending)
{
    const struct transaction *invite = ending->media.invite;
    const struct record *response = transaction_first_response(invite);
    struct media_limits limits;

    if (!ending->media.caller || !is_plain(transaction_offer(invite)))
        return false;
    for (unsigned i = 0; response && i < CALL_SEARCH_MAX; i++, response = record_next(response)) {
        if (record_description(response) && !is_plain(record_description(response)))
            return false;
    }
    limits = ending_limits(invite);
    return !limits.is_renegotiated && !limits.stops_backward;
}
