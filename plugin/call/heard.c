/* heard.c
 * What RTP came between an INVITE and its answer, and could the caller hear it?
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "heard.h"

#include "hops.h"

/* A phone may need so long after the 18x to open its port; microseconds. */
#define OPENING_TIME 500000

static const struct heard none_heard;

/* Does the capture show RTP that this host sent to, or from, a line of the description? */
static bool has_rtp_of(const struct description *description, struct endpoint host)
{
    for (unsigned i = 0; i < description->count; i++) {
        const struct media_stream *stream = description_line_stream(&description->lines[i]);
        const struct media_stretch *stretch = NULL;

        while (stream && (stretch = media_flow_next(media_stream_to(stream), stretch, 0))) {
            if (endpoint_host_equals(stretch->other_side, host))
                return true;
        }
        if (stream && media_stream_from(stream) &&
            endpoint_host_equals(media_stream_at(stream), host))
            return true;
    }
    return false;
}

/* Does the capture show the host sending RTP or signalling in this call? It stands on the
 * receiver's side of the NAT then, or there is none. */
static bool is_seen(const struct call *call, struct endpoint at)
{
    struct sdp_cursor cursor = { 0 };
    struct sdp_place place;

    while (sdp_place_next(call, &cursor, &place)) {
        if (endpoint_host_equals(place.transaction->path->client, at) ||
            endpoint_host_equals(place.transaction->path->server, at) ||
            has_rtp_of(place.description, at))
            return true;
    }
    return false;
}

/* Is the message also in the capture where it had come from a private address? */
static bool came_from_inside(const struct sdp_place *place)
{
    const struct transaction *before = place->response
                                           ? hop_behind(place->transaction, place->frame)
                                           : transaction_upstream(place->transaction);

    return before &&
           endpoint_is_private(place->response ? before->path->server : before->path->client);
}

bool media_cannot_arrive(const struct sdp_place *receiver, struct endpoint at,
                         struct endpoint source)
{
    const struct endpoint sender = sdp_place_sender(receiver);

    return endpoint_is_private(at) && sender.length && !endpoint_is_private(sender) &&
           !endpoint_is_private(source) && !came_from_inside(receiver) &&
           !is_seen(transaction_call(receiver->transaction), at);
}

/* Can the caller play it? A receiver throws away what its SDP does not name, or has no key for. */
static bool is_audible(const struct heard *heard, const struct media_stretch *stretch)
{
    const struct sdp_place caller = sdp_place_of_request(heard->media->invite);

    if (heard->flow != media_stream_to(heard->stream))
        return true;
    return !media_cannot_arrive(&caller, media_stream_at(heard->stream), stretch->other_side) &&
           description_has_payload_type(caller.description, stretch->payload_type) &&
           (!media_stretch_is_encrypted(stretch) || heard->stream->has_key_exchange ||
            description_has_keys(caller.description));
}

struct endpoint heard_source(const struct heard *heard, const struct media_stretch *stretch)
{
    return heard->flow == media_stream_to(heard->stream) ? stretch->other_side
                                                         : media_stream_at(heard->stream);
}

const struct media_stretch *heard_next(const struct heard *heard, const struct media_stretch *after)
{
    const uint32_t since = heard->media->invite->request_frame;

    do {
        after = media_flow_next(heard->flow, after, since);
    } while (after && heard->which == HEARD_AUDIBLE && !is_audible(heard, after));
    return after;
}

bool heard_is_of_its_own(const struct heard *heard, const struct media_stretch *stretch)
{
    const struct description_line *caller = heard->media->caller;

    return stretch->packets >= HEARD_PACKETS_MIN &&
           !(caller && description_payload_is_auxiliary(caller, stretch->payload_type));
}

/* Adds up what is heard of the flow; nothing when it has no datagram since the INVITE. */
static struct heard heard_of(const struct early_media *media, const struct media_stream *stream,
                             const struct media_flow *flow, enum heard_which which)
{
    struct heard heard = { .media = media, .which = which, .stream = stream, .flow = flow };
    const struct media_stretch *stretch = NULL;

    if (!stream || !media_flow_goes_on(flow, media->invite->request_frame))
        return none_heard;
    while ((stretch = heard_next(&heard, stretch))) {
        if (!heard.first) {
            heard.first = stretch;
            heard.first_frame = stretch->first_frame;
            heard.first_time = stretch->first_time;
            heard.last_time = stretch->last_time;
        }
        heard.last_frame = MAX(heard.last_frame, stretch->last_frame);
        heard.last_time = MAX(heard.last_time, stretch->last_time);
        heard.packets += stretch->packets;
    }
    if (heard.first) {
        heard.source = heard_source(&heard, heard.first);
        heard.target =
            flow == media_stream_to(stream) ? media_stream_at(stream) : heard.first->other_side;
    }
    return heard;
}

/* RTP to an address of the description, or from one to an address in no SDP; what began after the
 * INVITE before the rest of an earlier call. */
static struct heard heard_at(const struct early_media *media, const struct description *description,
                             bool is_target, enum heard_which which)
{
    struct heard found = none_heard;

    for (unsigned i = 0; description && i < description->count; i++) {
        const struct media_stream *stream = description_line_stream(&description->lines[i]);
        const struct heard heard = heard_of(media, stream,
                                            !stream     ? NULL
                                            : is_target ? media_stream_to(stream)
                                                        : media_stream_from(stream),
                                            which);

        if (heard.first)
            return heard;
        if (!found.stream)
            found = heard;
    }
    return found;
}

/* The same for all descriptions that came back: every early dialog may have its own. */
static struct heard heard_at_callee(const struct early_media *media, bool is_target,
                                    enum heard_which which)
{
    const struct record *response = transaction_first_response(media->invite);
    struct heard found = none_heard;

    for (unsigned i = 0; response && i < CALL_SEARCH_MAX; i++, response = record_next(response)) {
        const struct heard heard = heard_at(media, record_description(response), is_target, which);

        if (heard.first)
            return heard;
        if (!found.stream)
            found = heard;
    }
    return found;
}

struct heard heard_backward(const struct early_media *media)
{
    const struct heard heard = heard_at(media, transaction_offer(media->invite), true, HEARD_ALL);

    return heard.stream ? heard : heard_at_callee(media, false, HEARD_ALL);
}

struct heard heard_forward(const struct early_media *media)
{
    const struct heard heard = heard_at_callee(media, true, HEARD_ALL);

    return heard.stream ? heard
                        : heard_at(media, transaction_offer(media->invite), false, HEARD_ALL);
}

/* Behind NAT the callee answers to where the caller's RTP comes from. */
static bool is_answered_there(const struct media_stream *callee, struct endpoint target)
{
    const struct media_stretch *stretch = NULL;

    while ((stretch = media_flow_next(media_stream_to(callee), stretch, 0))) {
        if (endpoint_equals(stretch->other_side, target))
            return true;
    }
    return false;
}

static bool is_misdirected(const struct heard *heard)
{
    const struct description_line *caller = heard->media ? heard->media->caller : NULL;

    return caller && heard->first && heard->flow == media_stream_from(heard->stream) &&
           heard->packets >= HEARD_PACKETS_MIN &&
           endpoint_host_equals(heard->target, media_stream_at(description_line_stream(caller))) &&
           !is_answered_there(heard->stream, heard->target);
}

struct heard heard_misdirected(const struct early_media *media)
{
    const struct heard heard = heard_backward(media);

    return is_misdirected(&heard) ? heard : none_heard;
}

/* The ICMP errors to the caller's address since the INVITE; NULL: none. */
static const struct unreachable *refusals(const struct early_media *media)
{
    const struct media_stream *stream =
        media->caller ? description_line_stream(media->caller) : NULL;
    const struct unreachable *unreachable = stream ? media_stream_unreachable(stream) : NULL;

    return unreachable && unreachable->first_frame > media->invite->request_frame ? unreachable
                                                                                  : NULL;
}

bool heard_refused(const struct early_media *media, int64_t time)
{
    const struct media_stream *stream =
        media->caller ? description_line_stream(media->caller) : NULL;
    const struct unreachable *unreachable = refusals(media);

    if (!unreachable)
        return false;
    if (time_between(unreachable->first_time, unreachable->last_time) >= OPENING_TIME)
        return true;
    /* The sender gave up at the first error. */
    return media_stream_to(stream) &&
           media_stream_to(stream)->last_frame <= unreachable->first_frame &&
           time_between(unreachable->first_time, time) >= OPENING_TIME;
}

/* Without times nobody knows whether the port was only not open yet. */
static bool may_be_refused(const struct early_media *media, int64_t time)
{
    const struct unreachable *unreachable = refusals(media);

    return heard_refused(media, time) || (unreachable && unreachable->first_time == TIME_UNKNOWN);
}

struct heard heard_by_caller(const struct early_media *media, int64_t time)
{
    struct heard heard = heard_at(media, transaction_offer(media->invite), true, HEARD_AUDIBLE);

    if (!heard.first)
        heard = heard_at_callee(media, false, HEARD_AUDIBLE);
    if (heard.packets < HEARD_PACKETS_MIN || is_misdirected(&heard) || may_be_refused(media, time))
        return none_heard;
    return heard;
}

const struct media_stretch *heard_first(const struct transaction *invite)
{
    const struct early_media media = { .invite = invite };

    return heard_at(&media, transaction_offer(invite), true, HEARD_AUDIBLE).first;
}

static bool has_any(const struct description *description)
{
    for (unsigned i = 0; description && i < description->count; i++) {
        const struct media_stream *stream = description_line_stream(&description->lines[i]);

        if (stream && (media_stream_to(stream) || media_stream_from(stream) ||
                       media_stream_unreachable(stream)))
            return true;
    }
    return false;
}

bool heard_any(const struct transaction *invite)
{
    const struct record *response = transaction_first_response(invite);
    bool is_any = has_any(transaction_offer(invite));

    for (unsigned i = 0; response && !is_any && i < CALL_SEARCH_MAX;
         i++, response = record_next(response))
        is_any = has_any(record_description(response));
    return is_any;
}
