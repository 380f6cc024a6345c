/* arriving_rtp.c
 * RTP that came, but that its receiver cannot use: unknown type, other encryption, no way.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/hops.h"
#include "diagnosis/subjects.h"
#include "question/end_of_early_media.h"
#include "question/sdp_text.h"

/* The end of a call's early media, or of the call: what has come since the INVITE, or since its
 * answer. */
struct rtp_end {
    const struct transaction *invite;
    uint32_t since_frame;
};

/* RTP to an endpoint of a session description. */
struct arrival {
    struct sdp_place receiver;
    const struct media_stream *stream;
    const struct media_stretch *stretch;
};

static bool read_end(const struct exchange *exchange, struct rtp_end *end)
{
    const struct transaction *request = exchange->transaction;

    if (!exchange->media_was_seen)
        return false;
    if ((exchange->moments & AT_REQUEST) && request->method == METHOD_BYE) {
        end->invite = answered_invite(exchange);
        end->since_frame = end->invite ? end->invite->final->frame : 0;
        return end->invite != NULL;
    }
    end->invite = ending_invite(exchange);
    end->since_frame = end->invite ? end->invite->request_frame : 0;
    return end->invite != NULL;
}

/* The same stretch was told of where the INVITE ended on another hop before. */
static bool was_told(const struct rtp_end *end, const struct media_stretch *stretch)
{
    const struct transaction *hop = NULL;

    while ((hop = hop_next(end->invite, hop))) {
        const uint32_t frame = transaction_cancel(hop)->request_frame
                                   ? transaction_cancel(hop)->request_frame
                               : hop->final ? hop->final->frame
                                            : 0;

        if (stretch->first_frame < frame)
            return true;
    }
    return false;
}

typedef bool (*is_odd)(const struct arrival *arrival);

/* The first stretch to arrival->stream since then of which the question is true. */
static bool find_stretch(const struct rtp_end *end, is_odd question, struct arrival *arrival)
{
    arrival->stretch = NULL;
    while (arrival->stream &&
           (arrival->stretch = media_flow_next(media_stream_to(arrival->stream), arrival->stretch,
                                               end->since_frame))) {
        if (arrival->stretch->packets >= HEARD_PACKETS_MIN && !arrival->stretch->is_joined &&
            question(arrival) && !was_told(end, arrival->stretch))
            return true;
    }
    return false;
}

/* The same, to any stream that the call announces. All of its descriptions have to be known, as
 * each could explain what is odd. */
static bool find_arrival(const struct rtp_end *end, is_odd question, struct arrival *arrival)
{
    struct sdp_cursor cursor = { 0 };

    if (!call_is_searched_whole(transaction_call(end->invite)))
        return false;
    while (sdp_place_next(transaction_call(end->invite), &cursor, &arrival->receiver)) {
        const struct description *description = arrival->receiver.description;

        for (unsigned i = 0; i < description->count; i++) {
            arrival->stream = description_line_stream(&description->lines[i]);
            if (find_stretch(end, question, arrival))
                return true;
        }
    }
    return false;
}

/* What was on its way when a new description came into force has come by then; microseconds. */
#define SETTLING_TIME 1000000

/* The description of the same side, in force well before the newest RTP of the stretch, that names
 * the endpoint with other payload types than `named`, an older one; description NULL: none. */
static struct sdp_place taken_out(const struct sdp_place *named, const struct arrival *arrival)
{
    struct sdp_cursor cursor = { 0 };
    struct sdp_place place;

    while (sdp_place_next(transaction_call(named->transaction), &cursor, &place)) {
        const struct record *agreed =
            place.frame > named->frame && sdp_place_same_side(&place, named) &&
                    sdp_place_names(&place, media_stream_at(arrival->stream))
                ? sdp_place_agreed(&place)
                : NULL;

        if (agreed &&
            !description_has_payload_type(place.description, arrival->stretch->payload_type) &&
            time_between(agreed->time, arrival->stretch->last_time) >= SETTLING_TIME)
            return place;
    }
    return no_sdp_place;
}

/* No description of this endpoint in the call names the payload type, or none that is still in
 * force: its receiver may have changed it. */
static bool has_unknown_type(const struct arrival *arrival)
{
    struct sdp_cursor cursor = { 0 };
    struct sdp_place place;

    while (sdp_place_next(transaction_call(arrival->receiver.transaction), &cursor, &place)) {
        if (sdp_place_names(&place, media_stream_at(arrival->stream)) &&
            description_has_payload_type(place.description, arrival->stretch->payload_type) &&
            !taken_out(&place, arrival).description)
            return false;
    }
    return true;
}

/* The sender goes on to an address in no SDP: to where the phone's own RTP comes from. */
static bool has_latched(const struct arrival *arrival)
{
    struct sdp_cursor cursor = { 0 };
    struct sdp_place place;

    while (sdp_place_next(transaction_call(arrival->receiver.transaction), &cursor, &place)) {
        for (unsigned i = 0; i < place.description->count; i++) {
            const struct media_stream *stream =
                description_line_stream(&place.description->lines[i]);

            if (stream && endpoint_equals(media_stream_at(stream), arrival->stretch->other_side) &&
                media_flow_goes_on(media_stream_from(stream), arrival->stretch->last_frame))
                return true;
        }
    }
    return false;
}

static bool is_out_of_reach(const struct arrival *arrival)
{
    return !has_latched(arrival) &&
           media_cannot_arrive(&arrival->receiver, media_stream_at(arrival->stream),
                               arrival->stretch->other_side);
}

/* SRTP, though no description of the endpoint has keys or a profile that needs them. */
static bool has_needless_encryption(const struct arrival *arrival)
{
    struct sdp_cursor cursor = { 0 };
    struct sdp_place place;

    if (!media_stretch_is_encrypted(arrival->stretch) || arrival->stream->has_key_exchange)
        return false;
    while (sdp_place_next(transaction_call(arrival->receiver.transaction), &cursor, &place)) {
        if (sdp_place_names(&place, media_stream_at(arrival->stream)) &&
            description_has_keys(place.description))
            return false;
    }
    return true;
}

/* RTP, though every line of the call has an SRTP profile and keys. */
static bool lacks_encryption(const struct arrival *arrival)
{
    struct sdp_cursor cursor = { 0 };
    struct sdp_place place;

    if (!media_stretch_is_plain(arrival->stretch))
        return false;
    while (sdp_place_next(transaction_call(arrival->receiver.transaction), &cursor, &place)) {
        for (unsigned i = 0; i < place.description->count; i++) {
            const struct description_line *line = &place.description->lines[i];

            if (line->port && line->is_sound && (!line->is_secure || !line->has_crypto))
                return false;
        }
    }
    return true;
}

static void name_frames(const struct arrival *arrival, struct finding_draft *draft)
{
    draft_evidence(draft, arrival->receiver.frame);
    draft_evidence(draft, arrival->stretch->first_frame);
    draft_evidence(draft, arrival->stretch->last_frame);
}

/* The line of the receiver's description to which the RTP comes. */
static const struct description_line *line_of(const struct arrival *arrival)
{
    const struct description *description = arrival->receiver.description;
    unsigned i = 0;

    while (description_line_stream(&description->lines[i]) != arrival->stream)
        i++;
    return &description->lines[i];
}

static bool find_payload_type(const struct exchange *exchange, struct finding_draft *draft)
{
    char source[ENDPOINT_TEXT_MAX], target[ENDPOINT_TEXT_MAX];
    struct rtp_end end;
    struct arrival arrival;
    char *types;

    if (!read_end(exchange, &end) || !find_arrival(&end, has_unknown_type, &arrival))
        return false;
    types = (char *)description_payload_types(line_of(&arrival), NULL);
    draft_detail(draft,
                 "RTP from %s to %s has payload type %u, from frame %u on. The SDP in frame %u has "
                 "%.30s.",
                 endpoint_text(arrival.stretch->other_side, source),
                 endpoint_text(media_stream_at(arrival.stream), target),
                 arrival.stretch->payload_type, arrival.stretch->first_frame,
                 arrival.receiver.frame, types[0] ? types : "no types");
    wmem_free(NULL, types);
    name_frames(&arrival, draft);
    return true;
}

static bool find_unreachable(const struct exchange *exchange, struct finding_draft *draft)
{
    char source[ENDPOINT_TEXT_MAX], target[ENDPOINT_TEXT_MAX], sender[ENDPOINT_TEXT_MAX];
    struct rtp_end end;
    struct arrival arrival;

    if (!read_end(exchange, &end) || !find_arrival(&end, is_out_of_reach, &arrival))
        return false;
    draft_detail(
        draft,
        "RTP from %s (frame %u on) goes to %s, the private address in the SDP of frame %u. That "
        "SDP came from %s: RTP to the private address does not arrive there.",
        endpoint_text(arrival.stretch->other_side, source), arrival.stretch->first_frame,
        endpoint_text(media_stream_at(arrival.stream), target), arrival.receiver.frame,
        endpoint_host_text(sdp_place_sender(&arrival.receiver), sender));
    name_frames(&arrival, draft);
    return true;
}

static bool find_encryption(const struct exchange *exchange, struct finding_draft *draft)
{
    char source[ENDPOINT_TEXT_MAX], target[ENDPOINT_TEXT_MAX];
    struct rtp_end end;
    struct arrival arrival;
    bool is_encrypted;

    if (!read_end(exchange, &end))
        return false;
    is_encrypted = find_arrival(&end, has_needless_encryption, &arrival);
    if (!is_encrypted && !find_arrival(&end, lacks_encryption, &arrival))
        return false;
    draft_detail(draft, "RTP from %s to %s, from frame %u on, is %s. The SDP in frame %u %s.",
                 endpoint_text(arrival.stretch->other_side, source),
                 endpoint_text(media_stream_at(arrival.stream), target),
                 arrival.stretch->first_frame,
                 is_encrypted ? "encrypted, by the size of its datagrams" : "not encrypted",
                 arrival.receiver.frame, is_encrypted ? "has no keys" : "wants SRTP and has keys");
    name_frames(&arrival, draft);
    return true;
}

#define AT_END (AT_CANCEL | AT_SUCCESS | AT_FAILURE | AT_REQUEST)

static const struct rule rules[] = {
    {
        .id = "media.payload-type",
        .severity = SEVERITY_NOTE,
        .group = GROUP_PROTOCOL,
        .summary = "RTP has a payload type that its receiver's SDP does not name",
        .headline = "RTP payload type is not in the receiver's SDP",
        .advice = "Many receivers drop such RTP: probably nobody hears it. The sender must use the "
                  "numbers in the receiver's SDP. Look also at the host between the two.",
        .reference = { 3264, "5.1" },
        .actor = ACTOR_NOBODY,
        .actor_more = "whoever runs the sender of the RTP, or the relay in between",
        .moments = AT_END,
        .methods = METHOD_BIT(METHOD_INVITE) | METHOD_BIT(METHOD_CANCEL) | METHOD_BIT(METHOD_BYE),
        .needs = NEEDS_RTP,
        .applies = find_payload_type,
        .is_aside = true,
    },
    {
        .id = "media.unreachable",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "RTP goes to a private address behind NAT: its receiver hears nothing",
        .headline = "RTP to a private address: receiver hears nothing",
        .advice = "Make the media relay or SBC send to the source of the phone's own RTP. Or "
                  "correct the address in the SDP (NAT helper, STUN at the phone).",
        .reference = { 3264, "5.1" },
        .actor = ACTOR_NOBODY,
        .actor_more = "whoever runs the sender of the RTP, or the NAT helper",
        .moments = AT_END,
        .methods = METHOD_BIT(METHOD_INVITE) | METHOD_BIT(METHOD_CANCEL) | METHOD_BIT(METHOD_BYE),
        .needs = NEEDS_RTP,
        .is_of_outcome = true,
        .applies = find_unreachable,
        .is_aside = true,
    },
    {
        .id = "media.encryption",
        .severity = SEVERITY_WARN,
        .group = GROUP_PROTOCOL,
        .summary = "RTP and SDP do not agree on encryption",
        .advice = "The receiver hears noise or nothing. Set SRTP the same on both sides. Look for "
                  "a host that changed profile or keys in the SDP on the way.",
        .reference = { 3711, "3.1" },
        .actor = ACTOR_NOBODY,
        .actor_more = "whoever runs the two ends, or the relay in between",
        .moments = AT_END,
        .methods = METHOD_BIT(METHOD_INVITE) | METHOD_BIT(METHOD_CANCEL) | METHOD_BIT(METHOD_BYE),
        .needs = NEEDS_RTP,
        .applies = find_encryption,
        .is_aside = true,
    },
};

const struct rule_list arriving_rtp_rules = { .subject = "media",
                                              .rules = rules,
                                              .count = array_length(rules) };
