/* leg_outcome.c
 * What a host in between made of its other legs: of which failure, or by itself.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "leg_outcome.h"

#include "call_ending.h"
#include "connection.h"
#include "hops.h"
#include "leg_tree.h"
#include "misfit.h"

/* Did the host in between send this INVITE, on the leg that the link names? One for an earlier
 * INVITE of the caller, which was challenged, tells nothing of this one. */
static bool is_of(const struct transaction *invite, const struct leg_link *link,
                  const struct transaction *incoming)
{
    return invite->method == METHOD_INVITE && transaction_is_initial(invite) &&
           invite->from_tag == link->outgoing->from_tag &&
           invite->request_frame > incoming->request_frame &&
           endpoint_host_equals(invite->path->client, link->outgoing->path->client) &&
           endpoint_host_equals(link->incoming->path->server, incoming->path->server);
}

/* The next INVITE of the link's leg; after: NULL to begin. NULL at the end. */
static const struct transaction *next_of_link(const struct leg_link *link,
                                              const struct transaction *incoming,
                                              const struct transaction *after)
{
    const struct transaction *next = after ? after->newer : link->outgoing;

    while (next && !is_of(next, link, incoming) &&
           next->index - link->outgoing->index < CALL_SEARCH_MAX)
        next = next->newer;
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

bool leg_went_on(const struct transaction *transaction, uint32_t frame)
{
    struct leg_attempt attempt = { NULL, NULL };

    return hop_behind(transaction, frame) ||
           (transaction->method == METHOD_INVITE && leg_next_attempt(transaction, frame, &attempt));
}

static const struct record *final_before(const struct transaction *invite, uint32_t frame)
{
    return invite->final && invite->final->frame < frame ? invite->final : NULL;
}

static bool was_cancelled(const struct transaction *invite, uint32_t frame)
{
    return invite->progress->cancel_frame && invite->progress->cancel_frame < frame;
}

/* The client sent the request again, with credentials. */
static bool was_only_challenged(const struct transaction *invite)
{
    const struct transaction *newest = invite->call->newest, *next = NULL;

    if (invite->final->code != 401 && invite->final->code != 407)
        return false;
    while ((next = transaction_back(newest, next)) && next != invite) {
        if (next->method == METHOD_INVITE && next->cseq > invite->cseq &&
            next->from_tag == invite->from_tag)
            return true;
    }
    return false;
}

/* Had it failed before frame, other than by a challenge or by the CANCEL of its own host? */
static bool attempt_failed(const struct leg_attempt *attempt, uint32_t frame)
{
    const struct record *final = final_before(attempt->invite, frame);

    return final && final->code >= 300 && !was_cancelled(attempt->invite, final->frame) &&
           !was_only_challenged(attempt->invite);
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
        const struct record *final = final_before(attempt.invite, frame);

        if (final && final->code < 300)
            break;
    }
    return attempt;
}

/* UINT32_MAX: none. */
static uint32_t first_18x_frame(const struct transaction *invite)
{
    uint32_t frame = UINT32_MAX;

    for (const struct early_dialog *dialog = invite->progress->early_dialogs; dialog;
         dialog = dialog->next) {
        if (dialog->first)
            frame = MIN(frame, dialog->first->frame);
    }
    return frame;
}

/* Two captures put together by clocks that differ have what was passed on before what came. */
static bool is_out_of_order(const struct transaction *incoming, const struct transaction *invite)
{
    const uint32_t passed_on = first_18x_frame(incoming);

    return passed_on != UINT32_MAX && passed_on < first_18x_frame(invite);
}

/* An INVITE that nobody answered was repeated, or had the time for it; microseconds. */
#define SILENCE_TIME 500000

static bool had_time(const struct transaction *invite, const struct transaction *incoming,
                     uint32_t frame)
{
    struct connection_failure failure;

    return invite->request_copies || connection_refused(invite, frame, &failure) ||
           (incoming->final &&
            time_between(invite->request_time, incoming->final->time) >= SILENCE_TIME);
}

/* How an attempt stood when its host gave the caller a failure. */
static enum leg_own_end own_end(const struct transaction *incoming,
                                const struct transaction *invite, uint32_t frame)
{
    const struct record *final = final_before(invite, frame);

    if (final && final->code < 300)
        return transaction_bye(invite, frame) ? LEG_OWN_NONE : LEG_OWN_ANSWERED;
    if (final)
        return was_cancelled(invite, final->frame) && !was_only_challenged(invite)
                   ? LEG_OWN_CANCELLED
                   : LEG_OWN_NONE;
    if (was_cancelled(invite, frame))
        return LEG_OWN_CANCELLED;
    /* An answer that came but does not fit is told by misfit.response. */
    if (misfit_odd_response(invite))
        return LEG_OWN_NONE;
    if (!invite->first_response || invite->first_response->frame >= frame)
        return had_time(invite, incoming, frame) ? LEG_OWN_SILENT : LEG_OWN_NONE;
    return is_out_of_order(incoming, invite) ? LEG_OWN_NONE : LEG_OWN_RINGING;
}

/* A code that no response has: any attempt that was not followed by another one will do. */
#define NO_CODE 1

enum leg_own_end leg_own_end_of(const struct transaction *incoming, uint32_t frame,
                                struct leg_attempt *attempt)
{
    struct leg_attempt next = { NULL, NULL };
    enum leg_own_end end = LEG_OWN_NONE;

    if (was_cancelled(incoming, frame) || call_other_end(incoming, frame) ||
        leg_failed_attempt(incoming, NO_CODE, frame).link)
        return LEG_OWN_NONE;
    while (leg_next_attempt(incoming, frame, &next)) {
        const enum leg_own_end one = own_end(incoming, next.invite, frame);

        if (one <= end)
            continue;
        end = one;
        *attempt = next;
    }
    return end;
}
