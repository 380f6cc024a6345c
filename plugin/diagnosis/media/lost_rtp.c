/* lost_rtp.c
 * RTP of an answered call that nobody takes: refused by ICMP, or sent to where its receiver no
 * longer listens.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/hops.h"
#include "diagnosis/subjects.h"
#include "question/end_of_early_media.h"

/* What was on its way, or a port that opens late, is over by then; microseconds. */
#define SETTLING_TIME 1000000

/* An endpoint that a description of the call names. */
struct target {
    struct sdp_place place;
    unsigned line;
    const struct media_stream *stream;
};

typedef bool (*question)(const struct exchange *exchange, const struct transaction *invite,
                         const struct target *target, struct finding_draft *draft);

/* The first endpoint of the call that this BYE ends of which the question is true. */
static bool ask_targets(const struct exchange *exchange, question is_asked,
                        struct finding_draft *draft)
{
    const struct transaction *invite = answered_invite(exchange);
    struct sdp_cursor cursor = { 0 };
    struct target target;

    while (invite && sdp_place_next(transaction_call(invite), &cursor, &target.place)) {
        const struct description *description = target.place.description;

        for (target.line = 0; target.line < description->count; target.line++) {
            target.stream = description_line_stream(&description->lines[target.line]);
            if (target.stream && media_stream_call(target.stream) == transaction_call(invite) &&
                is_asked(exchange, invite, &target, draft))
                return true;
        }
    }
    return false;
}

/* Has the call another description that names the endpoint, of a later frame than this? */
static bool is_named_after(const struct target *target, uint32_t frame)
{
    struct sdp_cursor cursor = { 0 };
    struct sdp_place place;

    while (sdp_place_next(transaction_call(target->place.transaction), &cursor, &place)) {
        if (place.frame > frame && sdp_place_names(&place, media_stream_at(target->stream)))
            return true;
    }
    return false;
}

/* The description with which the same side first left the endpoint, and the 2xx to it. */
static const struct record *left_with(const struct target *target, struct sdp_place *left)
{
    struct sdp_cursor cursor = { 0 };
    struct sdp_place place;

    *left = no_sdp_place;
    while (sdp_place_next(transaction_call(target->place.transaction), &cursor, &place)) {
        if (place.frame > target->place.frame && (!left->frame || place.frame < left->frame) &&
            sdp_place_same_side(&place, &target->place) && sdp_place_agreed(&place) &&
            !sdp_place_names(&place, media_stream_at(target->stream)))
            *left = place;
    }
    return left->frame && !is_named_after(target, left->frame) ? sdp_place_agreed(left) : NULL;
}

static bool is_refused(const struct exchange *exchange, const struct transaction *invite,
                       const struct target *target, struct finding_draft *draft)
{
    const struct unreachable *unreachable = media_stream_unreachable(target->stream);
    const struct media_stretch *stretch = media_flow_latest(media_stream_to(target->stream));
    const char *reason;
    char source[ENDPOINT_TEXT_MAX], at[ENDPOINT_TEXT_MAX];
    struct sdp_place left;

    /* What is refused before the answer is told there; a port that was left is another matter. */
    if (!unreachable || !stretch || unreachable->first_frame < invite->final->frame ||
        left_with(target, &left))
        return false;
    if (time_between(unreachable->first_time, unreachable->last_time) < SETTLING_TIME &&
        (stretch->last_frame > unreachable->last_frame ||
         time_between(unreachable->last_time, exchange->frame->time) < SETTLING_TIME))
        return false;
    reason = unreachable->is_port ? "port unreachable" : "destination unreachable";
    draft_evidence(draft, target->place.frame);
    draft_evidence(draft, unreachable->first_frame);
    draft_evidence(draft, unreachable->last_frame);
    endpoint_text(stretch->other_side, source);
    endpoint_text(media_stream_at(target->stream), at);
    if (unreachable->first_frame == unreachable->last_frame)
        draft_detail(draft,
                     "RTP from %s to %s, which the SDP in frame %u names, came back (ICMP %s in "
                     "frame %u). Then no more RTP came.",
                     source, at, target->place.frame, reason, unreachable->first_frame);
    else
        draft_detail(draft,
                     "RTP from %s to %s, which the SDP in frame %u names, came back for %.1f s: "
                     "ICMP %s in frames %u to %u.",
                     source, at, target->place.frame,
                     seconds_between(unreachable->first_time, unreachable->last_time), reason,
                     unreachable->first_frame, unreachable->last_frame);
    return true;
}

/* Does its owner still send from the endpoint, or does RTP come to one that it names now? */
static bool is_in_use(const struct target *target, const struct sdp_place *now, uint32_t frame)
{
    struct sdp_cursor cursor = { 0 };
    struct sdp_place place;

    if (media_flow_goes_on(media_stream_from(target->stream), frame))
        return true;
    while (sdp_place_next(transaction_call(target->place.transaction), &cursor, &place)) {
        for (unsigned i = 0; i < place.description->count; i++) {
            const struct media_stream *stream =
                description_line_stream(&place.description->lines[i]);
            const struct media_stretch *stretch = NULL;

            while (stream && (stretch = media_flow_next(media_stream_to(stream), stretch, 0))) {
                if (stretch->last_frame > frame &&
                    (endpoint_equals(stretch->other_side, media_stream_at(target->stream)) ||
                     sdp_place_names(now, media_stream_at(stream))))
                    return true;
            }
        }
    }
    return false;
}

/* Sound that the side wants to get, at an address of its own. */
static bool is_wanted(const struct sdp_place *now, const struct target *target)
{
    const struct description *description = now->description;
    const struct description_line *line = &description->lines[target->line];

    return target->line < description->count && line->stream_place && line->is_sound &&
           target->place.description->lines[target->line].is_sound &&
           (line->direction == SDP_SENDRECV || line->direction == SDP_RECVONLY) &&
           !description->has_candidates;
}

static bool goes_to_old_address(const struct exchange *exchange _U_,
                                const struct transaction *invite, const struct target *target,
                                struct finding_draft *draft)
{
    const struct media_stretch *stretch = media_flow_latest(media_stream_to(target->stream));
    char source[ENDPOINT_TEXT_MAX], old[ENDPOINT_TEXT_MAX], new[ENDPOINT_TEXT_MAX];
    struct sdp_place now;
    const struct record *agreed = stretch ? left_with(target, &now) : NULL;

    if (!agreed || !call_is_searched_whole(transaction_call(invite)) ||
        stretch->packets < HEARD_PACKETS_MIN ||
        time_between(agreed->time, stretch->last_time) < SETTLING_TIME ||
        !is_wanted(&now, target) || is_in_use(target, &now, agreed->frame))
        return false;
    draft_evidence(draft, now.frame);
    draft_evidence(draft, agreed->frame);
    draft_evidence(draft, stretch->last_frame);
    draft_detail(
        draft,
        "RTP from %s still comes to %s in frame %u, %.1f s after the SDP in frame %u "
        "(agreed in frame %u) moved it to %s.",
        endpoint_text(stretch->other_side, source),
        endpoint_text(media_stream_at(target->stream), old), stretch->last_frame,
        seconds_between(agreed->time, stretch->last_time), now.frame, agreed->frame,
        endpoint_text(
            media_stream_at(description_line_stream(&now.description->lines[target->line])), new));
    return true;
}

static bool find_refused(const struct exchange *exchange, struct finding_draft *draft)
{
    return ask_targets(exchange, is_refused, draft);
}

static bool find_old_address(const struct exchange *exchange, struct finding_draft *draft)
{
    return ask_targets(exchange, goes_to_old_address, draft);
}

static const struct rule rules[] = {
    {
        .id = "media.refused",
        .severity = SEVERITY_WARN,
        .group = GROUP_SEQUENCE,
        .summary = "RTP comes back by ICMP: nobody takes it",
        .advice = "Look at the receiver: does it listen on the port of its SDP? Did its media "
                  "process end? Does a firewall on the way refuse the RTP?",
        .reference = { 3264, "5.1" },
        .actor = ACTOR_NOBODY,
        .actor_more = "whoever runs the receiver of the RTP",
        .moments = AT_REQUEST,
        .methods = METHOD_BIT(METHOD_BYE),
        .needs = NEEDS_RTP,
        .is_aside = true,
        .applies = find_refused,
    },
    {
        .id = "media.old-address",
        .severity = SEVERITY_WARN,
        .group = GROUP_SEQUENCE,
        .summary = "RTP still goes to an address that its receiver left",
        .advice = "Look at the sender of the RTP, or at the relay in between: the RTP does not "
                  "follow the later SDP. The new address receives nothing.",
        .reference = { 3264, "8.3.1" },
        .actor = ACTOR_NOBODY,
        .actor_more = "whoever runs the sender of the RTP, or the relay in between",
        .moments = AT_REQUEST,
        .methods = METHOD_BIT(METHOD_BYE),
        .needs = NEEDS_RTP,
        .is_aside = true,
        .applies = find_old_address,
    },
};

const struct rule_list lost_rtp_rules = { .subject = "media",
                                          .rules = rules,
                                          .count = array_length(rules) };
