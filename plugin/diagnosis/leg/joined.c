/* joined.c
 * An INVITE that continues another leg of the same call, on the other side of a host in between.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/legs.h"
#include "diagnosis/fault/judgement.h"
#include "diagnosis/subjects.h"

/* "after 3 other legs" of one call that is dialled several times. */
static unsigned count_beside(const struct leg_link *link)
{
    const struct leg_link *other = NULL;
    unsigned count = 0;

    while ((other = leg_next_after(link->incoming, other, link->known_frame)) && other != link)
        count++;
    return count;
}

static void tell_link(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct leg_link *link = exchange->news.joined;
    const bool is_new = link->outgoing == exchange->transaction && !exchange->record;
    const struct path *in = link->incoming->path, *out = link->outgoing->path;
    const bool is_one_address = endpoint_host_equals(in->server, out->client);
    const unsigned beside = count_beside(link);
    char host[ENDPOINT_TEXT_MAX], other[ENDPOINT_TEXT_MAX], interval[FAULT_INTERVAL_MAX];

    if (link->incoming->request_frame)
        draft_detail(
            draft, "%s sent %s%s because of the %s in frame %u, which came to %s %s before: %s.",
            endpoint_text(out->client, host), is_new ? "this" : "its INVITE",
            link->is_certain ? "" : ", probably,", link->incoming->method_name,
            link->incoming->request_frame, is_one_address ? "it" : endpoint_text(in->server, other),
            fault_interval(link->incoming->request_time, link->outgoing->request_time, interval),
            link->proof);
    else
        draft_detail(draft,
                     "%s sent %s because of an INVITE from before the capture, whose first "
                     "response is frame %u: %s.",
                     endpoint_text(out->client, host), is_new ? "this" : "its INVITE",
                     link->incoming->first_response->frame, link->proof);
    if (beside)
        fault_say(draft, "It is leg %u that continues that one.", beside + 1);
    draft_evidence(draft, link->incoming->request_frame ? link->incoming->request_frame
                                                        : link->incoming->first_response->frame);
    if (!is_new)
        draft_evidence(draft, link->outgoing->request_frame);
    if (link->kind == LEG_PROOF_RTP)
        draft_evidence(draft, link->known_frame);
}

static bool find_joined(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct leg_link *link = exchange->news.joined;

    if (!link || !link->is_certain)
        return false;
    tell_link(exchange, draft);
    return true;
}

static bool find_probable(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct leg_link *link = exchange->news.joined;

    if (!link || link->is_certain)
        return false;
    tell_link(exchange, draft);
    return true;
}

static const struct rule rules[] = {
    { .id = "leg.joined",
      .severity = SEVERITY_CHAT,
      .group = GROUP_SEQUENCE,
      .summary = "continues another leg of the same call",
      .advice = "Read both legs together: what the caller gets on the first one is made from what "
                "comes on this one.",
      .reference = { 7092, "3" },
      .actor = ACTOR_NOBODY,
      .moments = AT_REQUEST | AT_REQUEST_REPEAT | AT_ACK | AT_RESPONSE | AT_RESPONSE_REPEAT,
      .is_aside = true,
      .applies = find_joined },
    { .id = "leg.probable",
      .severity = SEVERITY_CHAT,
      .group = GROUP_SEQUENCE,
      .summary = "probably continues another leg of the same call",
      .advice = "Only numbers and time say so. Let the host in between pass a header of its own, "
                "such as Session-ID or X-CID, and the legs are certain.",
      .reference = { 7092, "3" },
      .actor = ACTOR_NOBODY,
      .moments = AT_REQUEST,
      .is_aside = true,
      .applies = find_probable },
};

const struct rule_list leg_joined_rules = { .subject = "leg",
                                            .rules = rules,
                                            .count = array_length(rules) };
