/* at_end_rtp.c
 * What RTP came of the early media that was offered, known when it ends.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis/subjects.h"
#include "end_of_early_media.h"

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
    draft_evidence(draft, ending->invite->request_frame);
    draft_evidence(draft, ending->offered->frame);
}

static bool find_silent(const struct exchange *exchange, struct finding_draft *draft,
                        bool has_media)
{
    char address[ENDPOINT_TEXT_MAX], name[ENDING_NAME_MAX];
    struct ending ending;

    if (exchange->media_was_seen != has_media || !ending_read(exchange, &ending) ||
        !(ending.seconds >= EARLY_MEDIA_MIN_S) || !ending_is_judgeable(&ending) ||
        ending.caller->stream->unreachable || ending_backward(&ending).stream ||
        ending_forward(&ending).stream)
        return false;
    draft_detail(draft, "No RTP to %s in the %.1f s from the %u to the %s.",
                 endpoint_text(ending.caller->stream->at, address), ending.seconds,
                 ending.offered->code, ending_name(&ending, name));
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

static bool find_unreachable(const struct ending *ending, struct finding_draft *draft)
{
    const struct media_stream *stream = ending->caller ? ending->caller->stream : NULL;
    char address[ENDPOINT_TEXT_MAX];

    if (!stream || !ending_is_unreachable(ending))
        return false;
    draft_detail(draft, "ICMP port unreachable answers the RTP to %s, from frame %u on.",
                 endpoint_text(stream->at, address), stream->unreachable->first_frame);
    name_frames(ending, draft);
    draft_evidence(draft, stream->unreachable->first_frame);
    return true;
}

static bool find_wrong_port(const struct exchange *exchange, struct finding_draft *draft)
{
    char source[ENDPOINT_TEXT_MAX], target[ENDPOINT_TEXT_MAX], announced[ENDPOINT_TEXT_MAX];
    struct ending ending;
    struct heard heard;

    if (!ending_read(exchange, &ending))
        return false;
    if (find_unreachable(&ending, draft))
        return true;
    heard = ending_misdirected(&ending);
    if (!heard.stream || !ending_is_judgeable(&ending))
        return false;
    draft_detail(draft, "RTP from %s goes to %s, but the INVITE says %s.",
                 endpoint_text(heard.source, source), endpoint_text(heard.target, target),
                 endpoint_text(ending.caller->stream->at, announced));
    name_frames(&ending, draft);
    draft_evidence(draft, heard.flow->first_frame);
    return true;
}

/* To the caller only is what many phones and gateways do before the answer (RFC 3398 section 7.2.9):
 * nothing to tell. To the callee only means that the caller heard nothing. */
static bool find_one_way(const struct exchange *exchange, struct finding_draft *draft)
{
    struct heard forward;
    char name[ENDING_NAME_MAX];
    struct ending ending;

    if (!ending_read(exchange, &ending) || !(ending.seconds >= EARLY_MEDIA_MIN_S) ||
        !ending_is_judgeable(&ending) || ending.caller->direction != SDP_SENDRECV ||
        ending.callee->direction != SDP_SENDRECV || ending_limits(ending.invite).stops_forward)
        return false;
    forward = ending_forward(&ending);
    if (!forward.stream || ending_backward(&ending).stream || ending_misdirected(&ending).stream ||
        ending_is_unreachable(&ending))
        return false;
    draft_detail(draft,
                 "RTP only to the callee, %u packets from frame %u on, in the %.1f s from the %u "
                 "to the %s.",
                 forward.flow->packets, forward.flow->first_frame, ending.seconds,
                 ending.offered->code, ending_name(&ending, name));
    name_frames(&ending, draft);
    draft_evidence(draft, forward.flow->first_frame);
    return true;
}

static bool find_played(const struct exchange *exchange, struct finding_draft *draft)
{
    char target[ENDPOINT_TEXT_MAX], *codec;
    struct ending ending;
    struct heard heard;
    double delay;

    if (!ending_read(exchange, &ending))
        return false;
    heard = ending_played(&ending);
    if (!heard.stream)
        return false;
    delay = seconds_between(ending.offered->time, heard.flow->first_time);
    /* A sender uses the numbers in the receiver's SDP (RFC 3264 section 5.1). */
    codec = (char *)description_payload_name(ending.caller, heard.flow->payload_type, NULL);
    draft_detail(draft, "%.20s to %s from frame %u on, %.3f s %s the %u, for %.1f s.",
                 codec ? codec : "RTP", endpoint_text(heard.target, target),
                 heard.flow->first_frame, delay < 0 ? -delay : delay,
                 delay < 0 ? "before" : "after", ending.offered->code,
                 seconds_between(heard.flow->first_time, heard.flow->last_time));
    wmem_free(NULL, codec);
    draft_evidence(draft, ending.offered->frame);
    draft_evidence(draft, heard.flow->first_frame);
    draft_evidence(draft, heard.flow->last_frame);
    return true;
}

#define AT_END (AT_CANCEL | AT_SUCCESS | AT_FAILURE)

static const struct rule rules[] = {
    {
        .id = "early-media.no-rtp",
        .severity = SEVERITY_WARN,
        .group = GROUP_SEQUENCE,
        .summary = "early media was offered, but no RTP came",
        .advice = "Capture at the callee's media host: does it send before the answer? If it "
                  "does, a firewall, NAT or early media gate on the way drops it; if not, look "
                  "at the callee.",
        .reference = { 3960, "3.2" },
        .moments = AT_END,
        .applies = find_no_rtp,
    },
    {
        .id = "early-media.no-media-captured",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "early media was offered, but the capture holds no RTP at all so far",
        .advice = "Perhaps only signalling was captured. Capture where the media passes too, to "
                  "learn whether the caller heard anything.",
        .reference = { 3960, "3.2" },
        .moments = AT_END,
        .applies = find_no_media_captured,
    },
    {
        .id = "early-media.wrong-port",
        .severity = SEVERITY_WARN,
        .group = GROUP_SEQUENCE,
        .summary = "early media goes where the caller does not listen",
        .advice = "Compare the SDP of the INVITE at the caller and at the callee: an SBC, ALG "
                  "or NAT may have rewritten its port. With ICMP errors the caller had closed "
                  "its port.",
        .reference = { 3264, "5.1" },
        .moments = AT_END,
        .applies = find_wrong_port,
    },
    {
        .id = "early-media.one-way",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "early media ran to the callee only",
        .advice = "The caller probably heard nothing: look for a gate, a firewall or NAT that "
                  "holds the callee's RTP back before the answer.",
        .reference = { 3398, "7.2.9" },
        .moments = AT_END,
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
        .moments = AT_END,
        .applies = find_played,
    },
};

const struct rule_list early_media_end_rules = {
    .subject = "early-media", .rules = rules, .count = array_length(rules), .is_aside = true
};
