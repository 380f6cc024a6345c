/* leg_attempts.c
 * The INVITEs that a host in between sent on other legs because of one that came to it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "leg_attempts.h"

#include "leg_tree.h"

/* Did the host in between send this INVITE, on the leg that the link names? One for an earlier
 * INVITE of the caller, which was challenged, tells nothing of this one. */
static bool is_of(const struct transaction *invite, const struct leg_link *link,
                  const struct transaction *incoming)
{
    return invite->method == METHOD_INVITE && transaction_is_initial(invite) &&
           invite->from_tag_place == link->outgoing->from_tag_place &&
           (invite->request_frame > incoming->request_frame || !invite->request_frame) &&
           endpoint_host_equals(invite->path->client, link->outgoing->path->client) &&
           endpoint_host_equals(link->incoming->path->server, incoming->path->server);
}

/* The next INVITE of the link's leg; after: NULL to begin. NULL at the end. */
static const struct transaction *next_of_link(const struct leg_link *link,
                                              const struct transaction *incoming,
                                              const struct transaction *after)
{
    const struct transaction *next = after ? transaction_newer(after) : link->outgoing;

    while (next && !is_of(next, link, incoming) &&
           next->index - link->outgoing->index < CALL_SEARCH_MAX)
        next = transaction_newer(next);
    return next && next->index - link->outgoing->index < CALL_SEARCH_MAX ? next : NULL;
}

bool leg_next_attempt(const struct transaction *incoming, uint32_t frame,
                      struct leg_attempt *attempt)
{
    const struct transaction *next = NULL;

    if (attempt->link)
        next = next_of_link(attempt->link, incoming, attempt->invite);
    while (!next || next->request_frame >= frame) {
        attempt->link = leg_next_after(incoming, attempt->link, frame);
        if (!attempt->link)
            return false;
        next = next_of_link(attempt->link, incoming, NULL);
    }
    attempt->invite = next;
    return true;
}

const struct transaction *leg_unproved(const struct transaction *incoming, uint32_t frame)
{
    const struct leg *leg = leg_of(incoming);
    const struct transaction *unproved =
        leg ? (const struct transaction *)kept_at(leg->unproved_place) : NULL;
    struct leg_attempt attempt = { NULL, NULL };

    return unproved && incoming->method == METHOD_INVITE && transaction_is_initial(incoming) &&
                   unproved->request_frame < frame &&
                   unproved->request_frame > incoming->request_frame &&
                   endpoint_host_equals(unproved->path->client, incoming->path->server) &&
                   !leg_next_attempt(incoming, frame, &attempt)
               ? unproved
               : NULL;
}

const struct record *leg_final_before(const struct transaction *invite, uint32_t frame)
{
    return invite->final && invite->final->frame < frame ? invite->final : NULL;
}

bool leg_was_cancelled(const struct transaction *invite, uint32_t frame)
{
    return transaction_cancel(invite)->request_frame &&
           transaction_cancel(invite)->request_frame < frame;
}

bool leg_was_only_challenged(const struct transaction *invite)
{
    const struct transaction *newest = call_newest(transaction_call(invite)), *next = NULL;

    if (invite->final->code != 401 && invite->final->code != 407)
        return false;
    while ((next = transaction_back(newest, next)) && next != invite) {
        if (next->method == METHOD_INVITE && next->cseq > invite->cseq &&
            next->from_tag_place == invite->from_tag_place)
            return true;
    }
    return false;
}

/* Had it failed before frame, other than by a challenge or by the CANCEL of its own host? */
static bool attempt_failed(const struct leg_attempt *attempt, uint32_t frame)
{
    const struct record *final = leg_final_before(attempt->invite, frame);

    return final && final->code >= 300 && !leg_was_cancelled(attempt->invite, final->frame) &&
           !leg_was_only_challenged(attempt->invite);
}

/* Another attempt followed its end: it was made up for. */
static bool was_followed(const struct transaction *incoming, const struct leg_attempt *attempt,
                         uint32_t frame)
{
    struct leg_attempt later = { NULL, NULL };

    while (leg_next_attempt(incoming, frame, &later)) {
        if (later.invite->request_frame > attempt->invite->final->frame)
            return true;
    }
    return false;
}

/* Does the first one explain a failure with the code better? */
static bool explains_better(const struct record *final, const struct record *other, unsigned code)
{
    if ((final->code == code) != (other->code == code))
        return final->code == code;
    return final->frame > other->frame;
}

struct leg_attempt leg_failed_attempt(const struct transaction *incoming, unsigned code,
                                      uint32_t frame)
{
    struct leg_attempt attempt = { NULL, NULL }, found = attempt;

    while (leg_next_attempt(incoming, frame, &attempt)) {
        if (!attempt_failed(&attempt, frame) || (code && was_followed(incoming, &attempt, frame)))
            continue;
        if (!found.link || explains_better(attempt.invite->final, found.invite->final, code))
            found = attempt;
    }
    return found;
}

struct leg_attempt leg_answered_attempt(const struct transaction *incoming, uint32_t frame)
{
    struct leg_attempt attempt = { NULL, NULL };

    while (leg_next_attempt(incoming, frame, &attempt)) {
        const struct record *final = leg_final_before(attempt.invite, frame);

        if (final && final->code < 300)
            break;
    }
    return attempt;
}

bool leg_has_open_attempt(const struct transaction *incoming, uint32_t frame)
{
    struct leg_attempt attempt = { NULL, NULL };

    while (leg_next_attempt(incoming, frame, &attempt)) {
        if (!leg_final_before(attempt.invite, frame))
            return true;
    }
    return false;
}
