/* at_end_rtp.c
 * What RTP came of the early media that was offered, known when it ends.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/legs.h"
#include "diagnosis/subjects.h"
#include "question/end_of_early_media.h"

/* Shorter early media proves nothing: what plays it may not have started. */
#define EARLY_MEDIA_MIN_S 1.0

/* "CANCEL" or "200", into text, which holds ENDING_NAME_MAX bytes. */
#define ENDING_NAME_MAX 8
static const char *ending_name(const struct ending *ending, char *text)
{
    snprintf(text, ENDING_NAME_MAX, ending->final ? "%u" : "CANCEL",
             ending->final ? ending->final->code : 0);
    return text;
}

static void name_frames(const struct ending *ending, struct finding_draft *draft)
{
    draft_evidence(draft, ending->media.invite->request_frame);
    draft_evidence(draft, ending->media.announced->frame);
}

/* RTP came to the caller on a hop or leg before this one: it is the capture that lacks it here. */
static bool came_before(const struct ending *ending, uint32_t frame)
{
    const struct transaction *invite = ending->media.invite;

    for (unsigned i = 0; i < HOPS_FOLLOWED_MAX; i++) {
        const struct leg_link *link = leg_before(invite, frame);
        struct early_media media;

        invite = transaction_upstream(invite) ? transaction_upstream(invite)
                 : link                       ? link->incoming
                                              : NULL;
        if (!invite)
            break;
        media = early_media_of(invite);
        if (heard_backward(&media).first)
            return true;
    }
    return false;
}

static bool find_silent(const struct exchange *exchange, struct finding_draft *draft,
                        bool has_media)
{
    char place[ENDPOINT_TEXT_MAX], name[ENDING_NAME_MAX];
    struct ending ending;

    if (exchange->media_was_seen != has_media || !ending_read(exchange, &ending) ||
        !(ending.seconds >= EARLY_MEDIA_MIN_S) || !ending_is_judgeable(&ending) ||
        media_stream_unreachable(description_line_stream(ending.media.caller)) ||
        heard_backward(&ending.media).stream || heard_forward(&ending.media).stream ||
        came_before(&ending, exchange->frame->number) || ending_is_of_another_hop(&ending))
        return false;
    draft_detail(
        draft, "No RTP came to %s in the %.1f s from the %u to the %s.",
        endpoint_text(media_stream_at(description_line_stream(ending.media.caller)), place),
        ending.seconds, ending.media.announced->code, ending_name(&ending, name));
    name_frames(&ending, draft);
    return true;
}

static bool find_no_rtp(const struct exchange *exchange, struct finding_draft *draft)
{
    return find_silent(exchange, draft, true);
}

static bool find_no_media_captured(const struct exchange *exchange, struct finding_draft *draft)
{
    return find_silent(exchange, draft, false);
}

static bool find_refused(const struct ending *ending, struct finding_draft *draft)
{
    const struct media_stream *stream =
        ending->media.caller ? description_line_stream(ending->media.caller) : NULL;
    char place[ENDPOINT_TEXT_MAX];

    if (!stream || !heard_refused(&ending->media, ending->time))
        return false;
    draft_detail(draft, "ICMP %s unreachable answers the RTP to %s, from frame %u on.",
                 media_stream_unreachable(stream)->is_port ? "port" : "destination",
                 endpoint_text(media_stream_at(stream), place),
                 media_stream_unreachable(stream)->first_frame);
    name_frames(ending, draft);
    draft_evidence(draft, media_stream_unreachable(stream)->first_frame);
    return true;
}

static bool find_wrong_port(const struct exchange *exchange, struct finding_draft *draft)
{
    char source[ENDPOINT_TEXT_MAX], target[ENDPOINT_TEXT_MAX], announced[ENDPOINT_TEXT_MAX];
    struct ending ending;
    struct heard heard;

    if (!ending_read(exchange, &ending))
        return false;
    if (find_refused(&ending, draft))
        return !ending_is_of_another_hop(&ending);
    heard = heard_misdirected(&ending.media);
    if (!heard.first || !ending_is_judgeable(&ending) || ending_is_of_another_hop(&ending))
        return false;
    draft_detail(
        draft, "RTP from %s goes to %s, but the INVITE names %s.",
        endpoint_text(heard.source, source), endpoint_text(heard.target, target),
        endpoint_text(media_stream_at(description_line_stream(ending.media.caller)), announced));
    name_frames(&ending, draft);
    draft_evidence(draft, heard.first_frame);
    return true;
}

/* ", all refused by ICMP since frame 7": nobody took what was sent. "" when it was taken. */
#define REFUSAL_MAX 48
static const char *refusal_text(const struct heard *heard, char *text)
{
    const struct unreachable *unreachable = heard->flow == media_stream_to(heard->stream)
                                                ? media_stream_unreachable(heard->stream)
                                                : NULL;

    text[0] = '\0';
    if (unreachable)
        snprintf(text, REFUSAL_MAX, ", refused by ICMP (frame %u)", unreachable->first_frame);
    return text;
}

/* To the caller only is what many phones and gateways do before the answer (RFC 3398 section
 * 7.2.9): nothing to tell. To the callee only means that the caller heard nothing. */
static bool find_one_way(const struct exchange *exchange, struct finding_draft *draft)
{
    struct heard forward;
    char name[ENDING_NAME_MAX], refusal[REFUSAL_MAX];
    struct ending ending;

    if (!ending_read(exchange, &ending) || !(ending.seconds >= EARLY_MEDIA_MIN_S) ||
        !ending_is_judgeable(&ending) || ending.media.caller->direction != SDP_SENDRECV ||
        ending.media.callee->direction != SDP_SENDRECV ||
        ending_limits(ending.media.invite).stops_forward)
        return false;
    forward = heard_forward(&ending.media);
    if (!forward.first || heard_backward(&ending.media).stream ||
        heard_refused(&ending.media, ending.time) ||
        came_before(&ending, exchange->frame->number) || ending_is_of_another_hop(&ending))
        return false;
    draft_detail(draft,
                 "RTP went only to the callee, %u packet%s from frame %u on%s, in the %.1f s from "
                 "the %u to the %s.",
                 forward.packets, forward.packets == 1 ? "" : "s", forward.first_frame,
                 refusal_text(&forward, refusal), ending.seconds, ending.media.announced->code,
                 ending_name(&ending, name));
    name_frames(&ending, draft);
    draft_evidence(draft, forward.first_frame);
    if (refusal[0])
        draft_evidence(draft, media_stream_unreachable(forward.stream)->first_frame);
    return true;
}

/* "PCMU", by the number in the receiver's SDP (RFC 3264 section 5.1), or "RTP". */
#define CODEC_TEXT_MAX 21
static const char *codec_text(const struct ending *ending, const struct media_stretch *stretch,
                              char *text)
{
    char *name =
        ending->media.caller
            ? (char *)description_payload_name(ending->media.caller, stretch->payload_type, NULL)
            : NULL;

    g_strlcpy(text, name ? name : "RTP", CODEC_TEXT_MAX);
    wmem_free(NULL, name);
    return text;
}

/* Stretches that are named one by one. */
#define STRETCHES_NAMED_MAX 3

/* The stretches of their own, at most STRETCHES_NAMED_MAX; returns how many there are. */
static unsigned named_stretches(const struct heard *heard,
                                const struct media_stretch *stretches[STRETCHES_NAMED_MAX])
{
    const struct media_stretch *stretch = NULL;
    unsigned count = 0;

    while ((stretch = heard_next(heard, stretch))) {
        if (!heard_is_of_its_own(heard, stretch))
            continue;
        if (count < STRETCHES_NAMED_MAX)
            stretches[count] = stretch;
        count++;
    }
    return count;
}

/* "PCMU from 10.0.0.3 for 2.0 s, then G729 from 10.0.0.4 for 6.3 s" */
static void tell_stretches(const struct ending *ending, const struct heard *heard,
                           struct finding_draft *draft)
{
    const struct media_stretch *stretches[STRETCHES_NAMED_MAX];
    const unsigned count = named_stretches(heard, stretches);
    char text[FINDING_DETAIL_MAX] = "", codec[CODEC_TEXT_MAX], host[ENDPOINT_TEXT_MAX];

    for (unsigned i = 0; i < MIN(count, STRETCHES_NAMED_MAX); i++) {
        const struct media_stretch *stretch = stretches[i];
        const size_t length = strlen(text);

        snprintf(text + length, sizeof text - length, "%s%s from %s for %.1f s",
                 !i                                                    ? ""
                 : stretch->first_frame < stretches[i - 1]->last_frame ? ", meanwhile "
                                                                       : ", then ",
                 codec_text(ending, stretch, codec),
                 endpoint_host_text(heard_source(heard, stretch), host),
                 seconds_between(stretch->first_time, stretch->last_time));
        draft_evidence(draft, stretch->first_frame);
    }
    draft_detail(draft, "%s%s.", text, count > STRETCHES_NAMED_MAX ? ", and more" : "");
}

static bool find_played(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct media_stretch *stretches[STRETCHES_NAMED_MAX] = { NULL };
    char target[ENDPOINT_TEXT_MAX], codec[CODEC_TEXT_MAX];
    struct ending ending;
    struct heard heard;
    const struct record *announced;
    bool is_before;

    if (!ending_read(exchange, &ending))
        return false;
    heard = heard_by_caller(&ending.media, ending.time);
    if (!heard.first || ending_is_of_another_hop(&ending))
        return false;
    draft_evidence(draft, ending.media.announced->frame);
    draft_evidence(draft, heard.first_frame);
    if (named_stretches(&heard, stretches) > 1) {
        tell_stretches(&ending, &heard, draft);
    } else {
        announced = ending.media.announced;
        draft_headline(draft, "early media heard for %.1f s, from frame %u",
                       seconds_between(heard.first_time, heard.last_time), heard.first_frame);
        is_before = heard.first_frame < announced->frame;
        draft_detail(draft, "%s to %s from frame %u on, %.3f s %s the %u, for %.1f s.",
                     codec_text(&ending, stretches[0] ? stretches[0] : heard.first, codec),
                     endpoint_text(heard.target, target), heard.first_frame,
                     is_before ? seconds_between(heard.first_time, announced->time)
                               : seconds_between(announced->time, heard.first_time),
                     is_before ? "before" : "after", announced->code,
                     seconds_between(heard.first_time, heard.last_time));
    }
    draft_evidence(draft, heard.last_frame);
    return true;
}

#define AT_END (AT_CANCEL | AT_SUCCESS | AT_FAILURE)

static const struct rule rules[] = {
    {
        .id = "early-media.no-rtp",
        .severity = SEVERITY_WARN,
        .group = GROUP_SEQUENCE,
        .summary = "early media was offered, but no RTP came",
        .advice = "Capture at the callee's media host. If it sends RTP before the answer, a "
                  "firewall, NAT or early media gate on the way drops it. If not, look at the "
                  "callee.",
        .reference = { 3960, "3.2" },
        .actor = ACTOR_SERVER,
        .moments = AT_END,
        .needs = NEEDS_PREVIEW,
        .applies = find_no_rtp,
    },
    {
        .id = "early-media.no-media-captured",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "early media was offered, but no RTP was captured before this",
        .headline = "no RTP captured before this",
        .advice = "Perhaps only signalling was captured. Capture where the media passes too, to "
                  "learn whether the caller heard anything.",
        .reference = { 3960, "3.2" },
        .actor = ACTOR_NOBODY,
        .actor_more = "whoever takes the capture",
        .moments = AT_END,
        .needs = NEEDS_PREVIEW,
        .applies = find_no_media_captured,
    },
    {
        .id = "early-media.wrong-port",
        .severity = SEVERITY_WARN,
        .group = GROUP_SEQUENCE,
        .summary = "early media goes where the caller does not listen",
        .headline = "early media goes where the caller does not listen",
        .advice = "Compare the SDP of the INVITE at the caller and at the callee: an SBC, ALG or "
                  "NAT may have changed the port. ICMP errors mean that the caller's port was "
                  "closed.",
        .reference = { 3264, "5.1" },
        .moments = AT_END,
        .needs = NEEDS_PREVIEW | NEEDS_HEARD,
        .applies = find_wrong_port,
    },
    {
        .id = "early-media.one-way",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "RTP before the answer went to the callee only",
        .advice = "The caller probably heard nothing: look for a gate, firewall or NAT that stops "
                  "the callee's RTP before the answer.",
        .reference = { 3398, "7.2.9" },
        .moments = AT_END,
        .needs = NEEDS_PREVIEW | NEEDS_HEARD,
        .applies = find_one_way,
    },
    {
        .id = "early-media.played",
        .severity = SEVERITY_CHAT,
        .group = GROUP_SEQUENCE,
        .summary = "early media was played",
        .advice = "Telephony > RTP > RTP Player plays what the caller heard: ringback, an "
                  "announcement or music.",
        .reference = { 3960, "3" },
        .actor = ACTOR_NOBODY,
        .folds_into = { "early-media.then-failed", "early-media.abandoned" },
        .adds_detail = true,
        .moments = AT_END,
        .needs = NEEDS_PREVIEW | NEEDS_HEARD,
        .applies = find_played,
    },
};

const struct rule_list early_media_end_rules = {
    .subject = "early-media", .rules = rules, .count = array_length(rules), .is_aside = true
};
