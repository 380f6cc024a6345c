/* leg_outcome.c
 * What a host in between made of its other legs: how it ended a call by itself.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "leg_outcome.h"

#include "call_ending.h"
#include "connection.h"
#include "hops.h"
#include "leg_index.h"
#include "leg_tree.h"
#include "misfit.h"

bool leg_went_on(const struct transaction *transaction, uint32_t frame)
{
    struct leg_attempt attempt = { NULL, NULL };

    return hop_behind(transaction, frame) || leg_unproved(transaction, frame) ||
           (transaction->method == METHOD_INVITE && leg_next_attempt(transaction, frame, &attempt));
}

/* UINT32_MAX: none. */
static uint32_t first_18x_frame(const struct transaction *invite)
{
    uint32_t frame = UINT32_MAX;

    for (const struct early_dialog *dialog = transaction_early_dialogs(invite); dialog;
         dialog = early_dialog_next(dialog)) {
        if (early_dialog_first(dialog))
            frame = MIN(frame, early_dialog_first(dialog)->frame);
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

    return transaction_repeats(invite)->count || connection_refused(invite, frame, &failure) ||
           (incoming->final &&
            time_between(invite->request_time, incoming->final->time) >= SILENCE_TIME);
}

/* How an attempt stood when its host gave the caller a failure. */
static enum leg_own_end own_end(const struct transaction *incoming,
                                const struct transaction *invite, uint32_t frame)
{
    const struct record *final = leg_final_before(invite, frame);

    if (!invite->request_frame)
        return LEG_OWN_NONE;
    if (final && final->code < 300)
        return transaction_bye(invite, frame) ? LEG_OWN_NONE : LEG_OWN_ANSWERED;
    if (final)
        return leg_was_cancelled(invite, final->frame) && !leg_was_only_challenged(invite)
                   ? LEG_OWN_CANCELLED
                   : LEG_OWN_NONE;
    if (leg_was_cancelled(invite, frame))
        return LEG_OWN_CANCELLED;
    /* An answer that came but does not fit is told by misfit.response. */
    if (misfit_odd_response(invite))
        return LEG_OWN_NONE;
    if (!transaction_first_response(invite) || transaction_first_response(invite)->frame >= frame)
        return had_time(invite, incoming, frame) ? LEG_OWN_SILENT : LEG_OWN_NONE;
    return is_out_of_order(incoming, invite) ? LEG_OWN_NONE : LEG_OWN_RINGING;
}

/* So soon after the INVITE a host refuses it that has asked nobody; microseconds. */
#define OWN_TIME 500000

/* Could another leg have failed with the code? Others tell what is wrong with the INVITE itself. */
static bool may_be_of_other_leg(unsigned code)
{
    static const uint16_t codes[] = { 403, 404, 408, 410, 480, 486, 488 };

    for (unsigned i = 0; i < array_length(codes); i++) {
        if (codes[i] == code)
            return true;
    }
    return code >= 500 && code != 505 && code != 513;
}

/* Did the host refuse it at once, and send it nowhere? */
static bool was_refused_at_once(const struct transaction *incoming, uint32_t frame)
{
    return incoming->final && incoming->final->frame <= frame && incoming->final->code >= 400 &&
           first_18x_frame(incoming) == UINT32_MAX &&
           time_is_near(incoming->request_time, incoming->final->time, OWN_TIME) &&
           !leg_went_on(incoming, frame);
}

/* What a host did for another call shows what it does now for this long. Microseconds. */
#define BESIDE_TIME (INT64_C(600) * G_USEC_PER_SEC)

/* The latest attempt that the host sent because of another call to the same number, where the
 * latest such call that got further than this one shows that: its link is NULL where none does, or
 * where the attempts to this number go by a way that was not captured. */
static struct leg_attempt attempt_beside(const struct transaction *incoming, uint32_t frame)
{
    struct leg_attempt attempt = { NULL, NULL };
    const char *called = leg_of(incoming) ? leg_called(&leg_of(incoming)->parties, 0) : NULL;
    const uint32_t hash =
        called ? leg_number_hash(incoming->path->server, span_of_text(called), false) : 0;
    const struct leg_entry *entry = NULL;

    for (unsigned i = 0; hash && i < LEG_INDEX_SEARCH_MAX; i++) {
        entry = leg_index_next(hash, entry);
        if (!entry)
            break;
        if (time_between(entry->invite->request_time, incoming->request_time) > BESIDE_TIME)
            break;
        if (transaction_call(entry->invite) == transaction_call(incoming) ||
            leg_called(&leg_of(entry->invite)->parties, 0) != called ||
            !endpoint_equals(entry->invite->path->server, incoming->path->server))
            continue;
        if (leg_next_attempt(entry->invite, frame, &attempt) &&
            endpoint_host_equals(attempt.invite->path->client, incoming->path->server))
            return attempt;
        attempt.link = NULL;
        if (!was_refused_at_once(entry->invite, frame))
            break;
    }
    return attempt;
}

/* A code that no response has: any attempt that was not followed by another one will do. */
#define NO_CODE 1

enum leg_own_end leg_own_end_of(const struct transaction *incoming, uint32_t frame,
                                struct leg_attempt *attempt)
{
    struct leg_attempt next = { NULL, NULL };
    enum leg_own_end end = LEG_OWN_NONE;

    if (leg_was_cancelled(incoming, frame) || call_other_end(incoming, frame) ||
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

bool leg_was_not_tried(const struct transaction *incoming, uint32_t frame,
                       struct leg_attempt *beside)
{
    if (!incoming->request_frame || !transaction_opens_call(incoming) ||
        leg_was_cancelled(incoming, frame) || call_other_end(incoming, frame) ||
        !was_refused_at_once(incoming, frame) || !may_be_of_other_leg(incoming->final->code))
        return false;
    *beside = attempt_beside(incoming, frame);
    return beside->link != NULL;
}
