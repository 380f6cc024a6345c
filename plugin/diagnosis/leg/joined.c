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

/* Where it is seen first. */
static uint32_t first_frame(const struct transaction *invite)
{
    return invite->request_frame || !transaction_first_response(invite)
               ? invite->request_frame
               : transaction_first_response(invite)->frame;
}

/* "the INVITE in frame 1, which came to it 5.8 ms before" */
static void say_cause(const struct leg_link *link, struct finding_draft *draft)
{
    const struct transaction *incoming = link->incoming;
    const struct path *in = incoming->path, *out = link->outgoing->path;
    char other[ENDPOINT_TEXT_MAX], interval[FAULT_INTERVAL_MAX] = "";

    if (link->outgoing->request_frame &&
        time_between(incoming->request_time, link->outgoing->request_time) != TIME_UNKNOWN)
        fault_interval(incoming->request_time, link->outgoing->request_time, interval);
    if (!incoming->request_frame)
        fault_say(draft, "an INVITE from before the capture, whose first response is frame %u:",
                  first_frame(incoming));
    else if (incoming->method != METHOD_INVITE && incoming->method != METHOD_REFER)
        fault_say(draft,
                  "a call from before the capture, first seen in frame %u:", first_frame(incoming));
    else
        fault_say(
            draft, "the %s in frame %u, which came to %s%s%s%s:", transaction_method_name(incoming),
            incoming->request_frame,
            endpoint_host_equals(in->server, out->client) ? "it" : endpoint_text(in->server, other),
            *interval ? " " : "", interval, *interval ? " before" : "");
}

/* Who replaces another call was not made to by that call. */
static bool is_takeover(const struct leg_link *link)
{
    return link->kind == LEG_PROOF_CALL_ID_NAMED &&
           request_details(transaction_request(link->outgoing))->replaces;
}

static void tell_link(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct leg_link *link = exchange->news.joined;
    const uint32_t frame = exchange->frame->number;
    const bool is_new = link->outgoing == exchange->transaction && !exchange->record;
    const unsigned beside = count_beside(link);
    char host[ENDPOINT_TEXT_MAX];

    draft_detail(draft, "%s sent %s%s%s", endpoint_text(link->outgoing->path->client, host),
                 is_new                          ? "this"
                 : link->outgoing->request_frame ? "its INVITE"
                                                 : "its INVITE (before the capture)",
                 leg_link_is_certain(link, frame) ? "" : ", probably,",
                 is_takeover(link) ? " to take over the call of" : " because of");
    say_cause(link, draft);
    fault_say(draft, "%s.", leg_link_proof(link, frame));
    if (beside)
        fault_say(draft, "It is continuing leg number %u of that one.", beside + 1);
    draft_evidence(draft, first_frame(link->incoming));
    if (!is_new)
        draft_evidence(draft, first_frame(link->outgoing));
    if (link->kind == LEG_PROOF_RTP || link->later_proof)
        draft_evidence(draft, link->certain_frame);
}

static bool find_joined(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct leg_link *link = exchange->news.joined;

    if (!link || !leg_link_is_certain(link, exchange->frame->number))
        return false;
    tell_link(exchange, draft);
    return true;
}

static bool find_probable(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct leg_link *link = exchange->news.joined;

    if (!link || leg_link_is_certain(link, exchange->frame->number))
        return false;
    tell_link(exchange, draft);
    return true;
}

static const struct rule rules[] = {
    { .id = "leg.joined",
      .severity = SEVERITY_CHAT,
      .group = GROUP_SEQUENCE,
      .summary = "continues another leg of the same call",
      .advice = "Read both legs together: the host in between makes the answers on the first leg "
                "from the answers on this one.",
      .reference = { 7092, "3" },
      .actor = ACTOR_NOBODY,
      .moments = AT_REQUEST | AT_REQUEST_REPEAT | AT_ACK | AT_RESPONSE | AT_RESPONSE_REPEAT,
      .needs = NEEDS_NEWS,
      .is_aside = true,
      .applies = find_joined },
    { .id = "leg.probable",
      .severity = SEVERITY_CHAT,
      .group = GROUP_SEQUENCE,
      .summary = "probably continues another leg of the same call",
      .advice = "Only numbers and time say so. To be certain, make the host in between pass on a "
                "header such as Session-ID or X-CID.",
      .reference = { 7092, "3" },
      .actor = ACTOR_NOBODY,
      .moments = AT_REQUEST | AT_REQUEST_REPEAT | AT_ACK | AT_RESPONSE | AT_RESPONSE_REPEAT,
      .needs = NEEDS_NEWS,
      .is_aside = true,
      .applies = find_probable },
};

const struct rule_list leg_joined_rules = { .subject = "leg",
                                            .rules = rules,
                                            .count = array_length(rules) };
