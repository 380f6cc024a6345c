/* leg_group.c
 * Draws the other legs of a message's call: their INVITEs, and what shows that they belong to it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "leg_group.h"

#include "call/early_media.h"
#include "call/leg_progress.h"
#include "fields.h"
#include "items.h"

/* All that is known by now: what the future tells is shown as soon as it is there. */
#define BY_NOW UINT32_MAX

/* What lies between two legs. */
struct way {
    const struct leg_link *link; /* that joins the other leg to the nearest one on the way */
    bool is_certain;             /* all of the links on it are */
};

static bool is_on_way(const struct leg_link *link, const struct transaction *from)
{
    const struct leg_link *up = leg_before(from, BY_NOW);

    while (up && up != link)
        up = leg_link_before(up, BY_NOW);
    return up != NULL;
}

/* Follows both legs up to the one from which they part. */
static struct way way_between(const struct transaction *leg, const struct transaction *other)
{
    struct way way = { leg_before(other, BY_NOW), true };
    const struct leg_link *link = way.link;

    for (; link && !is_on_way(link, leg); link = leg_link_before(link, BY_NOW))
        way.is_certain &= leg_link_is_certain(link, BY_NOW);
    for (const struct leg_link *up = leg_before(leg, BY_NOW); up && up != link;
         up = leg_link_before(up, BY_NOW)) {
        way.is_certain &= leg_link_is_certain(up, BY_NOW);
        /* The other leg lies above: the last link joins them. */
        if (!way.link || way.link == link)
            way.link = up;
        if (transaction_call(up->incoming) == transaction_call(other))
            break;
    }
    return way;
}

/* The legs of a call but one's own; all NULL but own to begin. */
struct other_legs {
    const struct transaction *own;
    const struct transaction *first; /* of the call; NULL: nothing was asked for yet */
    const struct leg_link *link;     /* of the last one that was given */
};

/* NULL at the end. */
static const struct transaction *next_leg(struct other_legs *legs)
{
    const struct leg_link *up = leg_before(legs->own, BY_NOW);

    if (!legs->first) {
        legs->first = leg_first(legs->own, BY_NOW);
        if (up)
            return legs->first;
    }
    do
        legs->link = leg_next_of_call(legs->first, legs->link, BY_NOW);
    while (legs->link && legs->link == up);
    return legs->link ? legs->link->outgoing : NULL;
}

/* Of a leg whose INVITE came before the capture there is the Call-ID alone. */
static uint32_t invite_frame(const struct transaction *other)
{
    return other->method == METHOD_INVITE ? other->request_frame : 0;
}

static void draw_leg(const struct record *record, const struct transaction *other, tvbuff_t *tvb,
                     proto_tree *tree)
{
    const struct way way = way_between(record_transaction(record), other);
    const char *call_id = call_call_id(transaction_call(other));
    proto_tree *branch;
    proto_item *item;

    if (!way.link)
        return;
    item = invite_frame(other)
               ? item_frame(tree, tvb, hf_sipexplain_leg_invite, invite_frame(other))
               : item_text(tree, tvb, hf_sipexplain_leg_call_id, call_id);
    if (!item)
        return;
    proto_item_append_text(item, "%s", way.is_certain ? "" : ", probably");
    branch = proto_item_add_subtree(item, ett_sipexplain_leg);
    if (invite_frame(other))
        item_text(branch, tvb, hf_sipexplain_leg_call_id, call_id);
    item_text(branch, tvb, hf_sipexplain_leg_proof, leg_link_proof(way.link, BY_NOW));
    item_flag(branch, tvb, hf_sipexplain_leg_certain, way.is_certain);
}

/* Which response this one was made of, and who took how long for it. */
static void draw_progress(const struct record *record, tvbuff_t *tvb, proto_tree *tree)
{
    struct leg_progress progress;
    char host[ENDPOINT_TEXT_MAX];

    if (!leg_progress_of(record, &progress))
        return;
    if (!progress.is_own)
        item_frame(tree, tvb, hf_sipexplain_leg_response, progress.origin->frame);
    if (progress.called_time != TIME_UNKNOWN)
        item_time(tree, tvb, hf_sipexplain_leg_called_time, progress.called_time);
    if (progress.between_time != TIME_UNKNOWN)
        item_time(tree, tvb, hf_sipexplain_leg_between_time, progress.between_time);
    if (early_media_state(record) == EARLY_MEDIA_ANNOUNCED)
        item_text(tree, tvb, hf_sipexplain_leg_early_media_from,
                  endpoint_text(record_transaction(progress.origin)->path->server, host));
}

void leg_group_draw(const struct record *record, tvbuff_t *tvb, proto_tree *tree)
{
    struct other_legs legs = { .own = record_transaction(record) };
    const struct transaction *leg;
    proto_tree *branch;

    leg = legs.own ? next_leg(&legs) : NULL;
    if (!leg)
        return;
    branch = item_branch(tree, tvb, ett_sipexplain_legs, "Other legs of this call");
    for (; leg; leg = next_leg(&legs))
        draw_leg(record, leg, tvb, branch);
    draw_progress(record, tvb, branch);
}

void leg_group_link(const struct record *record, packet_info *pinfo)
{
    struct other_legs legs = { .own = record_transaction(record) };
    const struct transaction *leg;
    struct leg_progress progress;

    leg = legs.own ? next_leg(&legs) : NULL;
    if (!leg)
        return;
    for (; leg; leg = next_leg(&legs))
        item_depends_on(pinfo, invite_frame(leg));
    if (leg_progress_of(record, &progress) && !progress.is_own)
        item_depends_on(pinfo, progress.origin->frame);
}
