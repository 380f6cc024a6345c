/* agreed_timer.c
 * The session timer that a dialog has agreed on (RFC 4028).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "agreed_timer.h"

#include "call/misfit.h"

static bool is_session_request(const struct transaction *transaction)
{
    return transaction->method == METHOD_INVITE || transaction->method == METHOD_UPDATE;
}

static bool was_answered(const struct transaction *transaction, uint32_t frame)
{
    return transaction->final && transaction->final->code < 300 &&
           transaction->final->frame < frame;
}

static const char *refresher_of(const struct transaction *refresh,
                                const struct session_timer *session)
{
    if (session->refresher == REFRESHER_UAC)
        return transaction_from_tag(refresh);
    return session->refresher == REFRESHER_UAS ? record_to_tag(refresh->final) : NULL;
}

static void take(struct agreed_timer *timer, const struct transaction *refresh)
{
    const struct record_details *details = record_details(refresh->final);

    timer->refresh = refresh;
    timer->answer = refresh->final;
    timer->seconds =
        details && record_details_session(details) ? record_details_session(details)->expires : 0;
    timer->refresher_tag =
        timer->seconds ? refresher_of(refresh, record_details_session(details)) : NULL;
}

/* A refresh that nearly names the dialog of the request. */
static bool is_odd_of_dialog(const struct transaction *refresh, const struct transaction *request)
{
    const struct misfit *odd = misfit_of_message(refresh);

    return odd && odd->kind == MISFIT_IN_DIALOG && odd->dialog &&
           (odd->dialog->to_tag_place == request->to_tag_place ||
            odd->dialog->to_tag_place == request->from_tag_place);
}

struct agreed_timer agreed_timer_of(const struct transaction *request)
{
    const struct transaction *older = NULL;
    struct agreed_timer timer = { .refresh = NULL };

    while ((older = transaction_back(transaction_older(request), older))) {
        const bool is_odd = is_odd_of_dialog(older, request);

        if (!is_session_request(older) || (!is_odd && !transaction_same_dialog(older, request)))
            continue;
        if (!is_odd && was_answered(older, request->request_frame) &&
            (!timer.answer || older->final->frame > timer.answer->frame))
            take(&timer, older);
        else if (!timer.answer && !timer.attempt && older->request_frame)
            timer.attempt = older;
    }
    return timer;
}

double agreed_timer_due(const struct agreed_timer *timer)
{
    return timer->seconds - MIN(32.0, timer->seconds / 3.0);
}

bool agreed_timer_changed_sides(const struct agreed_timer *timer)
{
    const struct session_timer *asked =
        request_details(transaction_request(timer->refresh))->session;

    return timer->seconds && asked && asked->refresher != REFRESHER_OPEN && timer->refresher_tag &&
           refresher_of(timer->refresh, asked) != timer->refresher_tag;
}
