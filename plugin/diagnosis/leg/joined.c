/* joined.c
 * An INVITE that continues another leg of the same call, on the other side of a host in between.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/legs.h"
#include "diagnosis/fault/judgement.h"
#include "diagnosis/subjects.h"

/* The link that this very INVITE shows; NULL: none, or it was known before. */
static const struct leg_link *new_link(const struct exchange *exchange)
{
    const struct transaction *invite = exchange->transaction;
    const struct leg_link *link = leg_before(invite, exchange->frame->number);

    return link && link->outgoing == invite && link->known_frame == exchange->frame->number ? link
                                                                                            : NULL;
}

/* "after 3 other legs" of one call that is dialled several times. */
static unsigned count_beside(const struct leg_link *link)
{
    const struct leg_link *other = NULL;
    unsigned count = 0;

    while ((other = leg_next_after(link->incoming, other, link->known_frame)) && other != link)
        count++;
    return count;
}

static void tell_link(const struct leg_link *link, struct finding_draft *draft)
{
    const struct path *in = link->incoming->path, *out = link->outgoing->path;
    const bool is_one_address = endpoint_host_equals(in->server, out->client);
    const unsigned beside = count_beside(link);
    char host[ENDPOINT_TEXT_MAX], other[ENDPOINT_TEXT_MAX], interval[FAULT_INTERVAL_MAX];

    draft_detail(
        draft, "%s sent this%s because of the %s in frame %u, which came to %s %s before: %s.",
        endpoint_text(out->client, host), link->is_certain ? "" : ", probably,",
        link->incoming->method_name, link->incoming->request_frame,
        is_one_address ? "it" : endpoint_text(in->server, other),
        fault_interval(link->incoming->request_time, link->outgoing->request_time, interval),
        link->proof);
    if (beside)
        fault_say(draft, "It is leg %u that continues that one.", beside + 1);
    draft_evidence(draft, link->incoming->request_frame);
}

static bool find_joined(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct leg_link *link = new_link(exchange);

    if (!link || !link->is_certain)
        return false;
    tell_link(link, draft);
    return true;
}

static bool find_probable(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct leg_link *link = new_link(exchange);

    if (!link || link->is_certain)
        return false;
    tell_link(link, draft);
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
      .moments = AT_REQUEST,
      .is_aside = true,
      .applies = find_joined },
    { .id = "leg.probable",
      .severity = SEVERITY_CHAT,
      .group = GROUP_SEQUENCE,
      .summary = "probably continues another leg of the same call",
      .advice = "Only numbers and time say so. Let the host in between pass a header of its own, "
                "such as Session-ID or X-CID, and the legs are certain.",
      .reference = { 7092, "3" },
      .moments = AT_REQUEST,
      .is_aside = true,
      .applies = find_probable },
};

const struct rule_list leg_joined_rules = { .subject = "leg",
                                            .rules = rules,
                                            .count = array_length(rules) };
