/* leg_outcome.c
 * What a host in between made of its other legs: of which failure, or by itself.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "leg_outcome.h"

#include "leg_tree.h"

/* The latest INVITE of the leg that its first host had sent before frame. */
static const struct transaction *latest_at(const struct leg_link *link, uint32_t frame)
{
    const struct leg *leg = leg_of(link->outgoing);
    const struct transaction *latest = leg->latest;

    while (latest != link->outgoing &&
           (latest->request_frame >= frame || latest->from_tag != leg->first->from_tag ||
            latest->method != METHOD_INVITE || !transaction_is_initial(latest) ||
            !endpoint_host_equals(latest->path->client, link->outgoing->path->client)))
        latest = latest->older;
    return latest;
}

/* An attempt for an earlier INVITE, which was challenged, tells nothing of this one. */
static bool is_of(const struct leg_link *link, const struct transaction *incoming, uint32_t frame)
{
    const struct transaction *outgoing = link->outgoing;

    return outgoing->request_frame > incoming->request_frame && outgoing->request_frame < frame &&
           endpoint_host_equals(link->incoming->path->server, incoming->path->server);
}

bool leg_next_attempt(const struct transaction *incoming, uint32_t frame,
                      struct leg_attempt *attempt)
{
    const struct leg_link *link = attempt->link;

    do {
        link = leg_next_after(incoming, link, frame);
    } while (link && !is_of(link, incoming, frame));
    attempt->link = link;
    attempt->invite = link ? latest_at(link, frame) : NULL;
    return link != NULL;
}

static const struct record *final_before(const struct transaction *invite, uint32_t frame)
{
    return invite->final && invite->final->frame < frame ? invite->final : NULL;
}

static bool was_cancelled(const struct transaction *invite, uint32_t frame)
{
    return invite->progress->cancel_frame && invite->progress->cancel_frame < frame;
}

bool leg_attempt_failed(const struct leg_attempt *attempt, uint32_t frame)
{
    const struct record *final = final_before(attempt->invite, frame);

    return final && final->code >= 300 && !was_cancelled(attempt->invite, final->frame);
}

struct leg_attempt leg_failed_attempt(const struct transaction *incoming, unsigned code,
                                      uint32_t frame)
{
    struct leg_attempt attempt = { NULL, NULL }, found = attempt;

    while (leg_next_attempt(incoming, frame, &attempt)) {
        const struct record *final = attempt.invite->final;

        if (!leg_attempt_failed(&attempt, frame))
            continue;
        if (!found.link || (final->code == code) > (found.invite->final->code == code) ||
            ((final->code == code) == (found.invite->final->code == code) &&
             final->frame > found.invite->final->frame))
            found = attempt;
    }
    return found;
}

struct leg_attempt leg_answered_attempt(const struct transaction *incoming, uint32_t frame)
{
    struct leg_attempt attempt = { NULL, NULL };

    while (leg_next_attempt(incoming, frame, &attempt)) {
        const struct record *final = final_before(attempt.invite, frame);

        if (final && final->code < 300)
            break;
    }
    return attempt;
}

/* How an attempt stood when its host gave the caller a failure. */
static enum leg_own_end own_end(const struct transaction *invite, uint32_t frame)
{
    const struct record *final = final_before(invite, frame);

    if (final && final->code < 300)
        return transaction_bye(invite, frame) ? LEG_OWN_NONE : LEG_OWN_ANSWERED;
    if (final)
        return was_cancelled(invite, final->frame) ? LEG_OWN_CANCELLED : LEG_OWN_NONE;
    if (was_cancelled(invite, frame))
        return LEG_OWN_CANCELLED;
    return invite->first_response && invite->first_response->frame < frame ? LEG_OWN_RINGING
                                                                           : LEG_OWN_SILENT;
}

enum leg_own_end leg_own_end_of(const struct transaction *incoming, uint32_t frame,
                                struct leg_attempt *attempt)
{
    struct leg_attempt next = { NULL, NULL };
    enum leg_own_end end = LEG_OWN_NONE;

    if (was_cancelled(incoming, frame) || leg_failed_attempt(incoming, 0, frame).link)
        return LEG_OWN_NONE;
    while (leg_next_attempt(incoming, frame, &next)) {
        const enum leg_own_end one = own_end(next.invite, frame);

        if (one <= end)
            continue;
        end = one;
        *attempt = next;
    }
    return end;
}
