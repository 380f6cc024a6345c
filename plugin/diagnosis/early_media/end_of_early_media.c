/* end_of_early_media.c
 * How the early media of an INVITE ended on one hop, and what RTP came until then.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "end_of_early_media.h"

/* Fewer datagrams open a NAT or end an earlier call; they are no announcement. */
#define PACKETS_MIN 5

/* A phone may need so long after the 18x to open its port. */
#define OPENING_S 0.5

/* The first 18x that offers early media and does not wait for resources (RFC 3312), or NULL. */
static const struct record *first_offer(const struct transaction *invite)
{
    const struct record *first = NULL;

    for (const struct early_dialog *dialog = invite->progress->early_dialogs; dialog;
         dialog = dialog->next) {
        const struct record *offered = dialog->offered;

        if (offered &&
            (!offered->description->has_preconditions || offered->description->preconditions_met) &&
            (!first || offered->time < first->time))
            first = offered;
    }
    return first;
}

/* The index of the first line on which RTP goes from the callee to the caller, or -1. */
static int backward_line(const struct description *offer, const struct description *answer)
{
    if (!offer || offer->is_incomplete || answer->is_incomplete)
        return -1;
    for (int i = 0; i < offer->count && i < answer->count; i++) {
        const struct description_line *line = &offer->lines[i];

        if (line->stream && answer->lines[i].stream &&
            (line->direction == SDP_SENDRECV || line->direction == SDP_RECVONLY) &&
            description_line_sends(&answer->lines[i]))
            return i;
    }
    return -1;
}

/* The same media at one end at least: a relay changes one of them, and the next one the other. */
static bool has_same_media(const struct transaction *a, const struct transaction *b)
{
    const struct record *of_a = first_offer(a), *of_b = first_offer(b);
    const int i = of_a ? backward_line(a->offer, of_a->description) : -1;
    const int j = of_b ? backward_line(b->offer, of_b->description) : -1;

    if (!of_a || !of_b || i < 0 || j < 0)
        return of_a && of_b && i == j;
    return endpoint_equals(a->offer->lines[i].stream->at, b->offer->lines[j].stream->at) ||
           endpoint_equals(of_a->description->lines[i].stream->at,
                           of_b->description->lines[j].stream->at);
}

static bool was_told_on_another_hop(const struct transaction *invite)
{
    const struct transaction *other = NULL;

    while ((other = hop_next(invite, other))) {
        if ((other->final || other->progress->cancel_frame) && other->request_frame &&
            has_same_media(invite, other) && !hop_next_branch(other, NULL))
            return true;
    }
    return false;
}

/* The INVITE that this message is the first to end, or NULL. */
static const struct transaction *ended_invite(const struct exchange *exchange)
{
    const bool is_cancel = (exchange->moments & AT_CANCEL) != 0;
    const struct transaction *invite = is_cancel ? exchange->invite : exchange->transaction;

    if (!invite || invite->method != METHOD_INVITE || !transaction_is_initial(invite) ||
        !invite->request_frame || invite->request_is_cut)
        return NULL;
    if (is_cancel)
        return !invite->final && invite->progress->cancel_frame == exchange->frame->number ? invite
                                                                                           : NULL;
    return !invite->progress->cancel_frame && exchange->record && invite->final == exchange->record
               ? invite
               : NULL;
}

bool ending_read(const struct exchange *exchange, struct ending *ending)
{
    const struct transaction *invite = ended_invite(exchange);
    int line;

    *ending = (struct ending){ .invite = invite, .time = exchange->frame->time };
    if (!invite)
        return false;
    ending->final = invite->final;
    ending->offered = first_offer(invite);
    if (!ending->offered || hop_next_branch(invite, NULL) || was_told_on_another_hop(invite))
        return false;
    ending->seconds = seconds_between(ending->offered->time, ending->time);
    line = backward_line(invite->offer, ending->offered->description);
    if (line >= 0) {
        ending->caller = &invite->offer->lines[line];
        ending->callee = &ending->offered->description->lines[line];
    }
    return true;
}

static void limit(struct media_limits *limits, const struct record_details *details)
{
    const char *value = details ? details->p_early_media : NULL;

    if (!value)
        return;
    /* One value for each media line, and in more than one order: any of them counts. */
    limits->stops_backward |= strstr(value, "inactive") || strstr(value, "recvonly");
    limits->stops_forward |= strstr(value, "inactive") || strstr(value, "sendonly");
}

struct media_limits ending_limits(const struct transaction *invite)
{
    const struct transaction *transaction = invite->call->newest;
    struct media_limits limits = { false, false, false };

    for (unsigned i = 0; i < CALL_SEARCH_MAX; i++, transaction = transaction->older) {
        const struct record *response = transaction->first_response;

        if ((transaction->method == METHOD_UPDATE || transaction->method == METHOD_PRACK) &&
            (transaction->offer || transaction->offer_is_hidden))
            limits.is_renegotiated = true;
        for (unsigned k = 0; response && k < CALL_SEARCH_MAX; k++, response = response->next)
            limit(&limits, response->details);
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
    const struct record *response = ending->invite->first_response;
    struct media_limits limits;

    if (!ending->caller || !is_plain(ending->invite->offer))
        return false;
    for (unsigned i = 0; response && i < CALL_SEARCH_MAX; i++, response = response->next) {
        if (response->description && !is_plain(response->description))
            return false;
    }
    limits = ending_limits(ending->invite);
    return !limits.is_renegotiated && !limits.stops_backward;
}

/* RTP since the INVITE to an address of the description, or from it to one in no SDP. */
static struct heard heard_at(const struct description *description, bool is_target,
                             const struct transaction *invite)
{
    for (unsigned i = 0; description && i < description->count; i++) {
        const struct media_stream *stream = description->lines[i].stream;
        const struct media_flow *flow = stream ? (is_target ? stream->to : stream->from) : NULL;

        if (flow && flow->last_time >= invite->request_time)
            return is_target ? (struct heard){ stream, flow, flow->other_side, stream->at }
                             : (struct heard){ stream, flow, stream->at, flow->other_side };
    }
    return (struct heard){ NULL, NULL, { { 0 }, 0, 0, 0 }, { { 0 }, 0, 0, 0 } };
}

/* The same for all descriptions that came back: every early dialog may have its own. */
static struct heard heard_at_callee(const struct ending *ending, bool is_target)
{
    const struct record *response = ending->invite->first_response;
    struct heard heard = heard_at(NULL, is_target, ending->invite);

    for (unsigned i = 0; response && i < CALL_SEARCH_MAX && !heard.stream; i++) {
        heard = heard_at(response->description, is_target, ending->invite);
        response = response->next;
    }
    return heard;
}

struct heard ending_backward(const struct ending *ending)
{
    struct heard heard = heard_at(ending->invite->offer, true, ending->invite);

    return heard.stream ? heard : heard_at_callee(ending, false);
}

struct heard ending_forward(const struct ending *ending)
{
    struct heard heard = heard_at_callee(ending, true);

    return heard.stream ? heard : heard_at(ending->invite->offer, false, ending->invite);
}

struct heard ending_misdirected(const struct ending *ending)
{
    const struct heard none = heard_at(NULL, false, ending->invite);
    const struct heard heard = ending_backward(ending);
    const struct media_flow *forward = heard.stream ? heard.stream->to : NULL;

    if (!heard.stream || !ending->caller || heard.flow == forward ||
        heard.flow->first_time < ending->invite->request_time ||
        heard.flow->packets < PACKETS_MIN ||
        !endpoint_host_equals(heard.target, ending->caller->stream->at)
        /* Behind NAT the callee answers to where the caller's RTP comes from. */
        || (forward && endpoint_equals(forward->other_side, heard.target)))
        return none;
    return heard;
}

bool ending_is_unreachable(const struct ending *ending)
{
    const struct media_stream *stream = ending->caller ? ending->caller->stream : NULL;

    const struct unreachable *unreachable = stream ? stream->unreachable : NULL;

    if (!unreachable || unreachable->first_frame <= ending->invite->request_frame)
        return false;
    if (seconds_between(unreachable->first_time, unreachable->last_time) >= OPENING_S)
        return true;
    /* The sender gave up at the first error. */
    return stream->to && stream->to->last_time <= unreachable->first_time &&
           seconds_between(unreachable->first_time, ending->time) >= OPENING_S;
}

struct heard ending_played(const struct ending *ending)
{
    const struct heard none = heard_at(NULL, false, ending->invite);
    const struct heard heard = ending_backward(ending);

    if (!ending->caller || !heard.stream || heard.flow->packets < PACKETS_MIN ||
        heard.flow->first_time < ending->invite->request_time ||
        ending_misdirected(ending).stream || ending_is_unreachable(ending))
        return none;
    return heard;
}
