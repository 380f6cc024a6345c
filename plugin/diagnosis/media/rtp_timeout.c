/* rtp_timeout.c
 * RTP that one side of an answered call did not get: none at all, or none any more.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis/subjects.h"
#include "question/both_sides.h"
#include "question/end_of_early_media.h"

/* RTP this close to the BYE has not stopped; microseconds. */
#define GOING_ON_TIME 2000000

/* "RTP Timeout", "media inactivity": in the words of a Reason. */
static bool speaks_of_rtp(const struct words *words)
{
    for (unsigned i = 0; i < words->reason_count; i++) {
        const struct span text = span_of_text(words->reasons[i].text ? words->reasons[i].text : "");

        if ((span_contains_ignoring_case(text, SPAN_OF("rtp")) ||
             span_contains_ignoring_case(text, SPAN_OF("media"))) &&
            (span_contains_ignoring_case(text, SPAN_OF("time")) ||
             span_contains_ignoring_case(text, SPAN_OF("inactiv"))))
            return true;
    }
    return false;
}

/* The frame whose SDP puts the call on hold, so that no RTP is due to who hangs up; 0: none. */
static uint32_t holding_frame(const struct last_words *last)
{
    const struct description_line *own = sound_of(&last->own), *other = sound_of(&last->other);

    if (own && (own->is_null || own->direction == SDP_SENDONLY || own->direction == SDP_INACTIVE))
        return last->own.frame;
    return other && (other->is_null || !description_line_sends(other)) ? last->other.frame : 0;
}

static bool tell_rtp(const struct exchange *exchange, const struct last_words *last,
                     struct finding_draft *draft)
{
    const struct description_line *own = sound_of(&last->own);
    const struct media_stretch *stretch =
        own && own->stream_place ? media_flow_latest(media_stream_to(description_line_stream(own)))
                                 : NULL;
    const int64_t silence =
        stretch ? time_between(stretch->last_time, exchange->frame->time) : TIME_UNKNOWN;
    char at[ENDPOINT_TEXT_MAX], source[ENDPOINT_TEXT_MAX];

    if (!stretch || stretch->is_joined || silence == TIME_UNKNOWN)
        return false;
    endpoint_text(media_stream_at(description_line_stream(own)), at);
    endpoint_text(stretch->other_side, source);
    if (silence < GOING_ON_TIME)
        draft_detail(draft,
                     "RTP from %s to %s goes on up to frame %u, though the side that hangs up says "
                     "that none comes: is it lost behind this point, or not taken?",
                     source, at, stretch->last_frame);
    else
        draft_detail(draft,
                     "The last RTP to %s came from %s in frame %u, %.1f s before this BYE: look "
                     "why %s stopped.",
                     at, source, stretch->last_frame,
                     seconds_between(stretch->last_time, exchange->frame->time), source);
    draft_evidence(draft, stretch->last_frame);
    return true;
}

static bool find_rtp_timeout(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *bye = exchange->transaction;
    char host[ENDPOINT_TEXT_MAX];
    struct last_words last;
    uint32_t holding;

    if (!speaks_of_rtp(request_details(transaction_request(bye))->words) ||
        !answered_invite(exchange) || !call_is_searched_whole(transaction_call(bye)))
        return false;
    last = last_words_of(bye);
    holding = holding_frame(&last);
    if (!holding)
        return tell_rtp(exchange, &last, draft);
    draft_detail(draft,
                 "The call is on hold by the SDP in frame %u, so no RTP was due to %s: its timer "
                 "should not run during hold.",
                 holding, endpoint_host_text(bye->path->client, host));
    draft_evidence(draft, holding);
    return true;
}

/* Does the hop's signalling go between the hosts of its media, so that it shows both directions? */
static bool hosts_are_same(const struct transaction *bye, struct endpoint own,
                           struct endpoint other)
{
    return endpoint_host_equals(bye->path->client, own) &&
           endpoint_host_equals(bye->path->server, other);
}

/* One of the two sends, the other one does not, though this capture shows both directions. */
static bool find_one_way(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *bye = exchange->transaction, *invite = answered_invite(exchange);
    const struct last_words last = last_words_of(bye);
    struct side own = { side_talking_at(&last.own), false },
                other = { side_talking_at(&last.other), false };
    const struct media_stretch *speech;
    char silent[ENDPOINT_TEXT_MAX], deaf[ENDPOINT_TEXT_MAX];

    if (!invite || !media_was_seen_both_ways() || !hosts_are_same(bye, own.at, other.at) ||
        !call_is_searched_whole(transaction_call(bye)) ||
        !sides_read(transaction_call(bye), &own, &other) || own.may_hear == other.may_hear)
        return false;
    speech = side_speech_to(own.may_hear ? &last.own : &last.other, invite->final);
    if (!speech)
        return false;
    endpoint_host_text(own.may_hear ? own.at : other.at, silent);
    draft_headline(draft, "no RTP came from %s", silent);
    draft_detail(draft,
                 "From frame %u on %u RTP packets went to %s, but none came back to %s in %.1f s. "
                 "Of another call this capture shows RTP both ways.",
                 speech->first_frame, speech->packets, silent,
                 endpoint_text(own.may_hear ? other.at : own.at, deaf),
                 seconds_between(invite->final->time, exchange->frame->time));
    draft_evidence(draft, invite->final->frame);
    draft_evidence(draft, speech->first_frame);
    return true;
}

static const struct rule rules[] = {
    { .id = "media.rtp-timeout",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SEQUENCE,
      .summary = "a side hung up as no RTP came: when RTP stopped, or whether any was due",
      .headline = "hung up as no RTP came",
      .advice = "If RTP stopped, look at its sender, and whether it was muted or silent. If the "
                "call was on hold, give the timer of the side that hangs up a longer time for it.",
      .reference = { 3550, "6.3.5" },
      .actor = ACTOR_SENDER,
      .moments = AT_REQUEST,
      .methods = METHOD_BIT(METHOD_BYE),
      .is_aside = true,
      .applies = find_rtp_timeout },
    { .id = "media.one-way",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SEQUENCE,
      .summary = "an answered call with RTP in one direction only",
      .headline = "RTP in one direction only",
      .advice = "One side was probably not heard. Look whether the silent side sends at all: mute, "
                "a wrong address or port in its own log. Then follow its RTP through NAT and "
                "firewall.",
      .reference = { 3264, "5.1" },
      .actor = ACTOR_NOBODY,
      .actor_more = "whoever runs the silent side, and the network on the way",
      .moments = AT_REQUEST,
      .methods = METHOD_BIT(METHOD_BYE),
      .needs = NEEDS_RTP,
      .is_aside = true,
      .is_of_outcome = true,
      .applies = find_one_way },
};

const struct rule_list rtp_timeout_rules = { .subject = "media",
                                             .rules = rules,
                                             .count = array_length(rules) };
