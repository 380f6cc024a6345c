/* timer_c.c
 * Proxies that lose patience: no provisional response for too long, and Timer C.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "timer_c.h"

#include "call/call_ending.h"
#include "call/hops.h"
#include "diagnosis/subjects.h"
#include "question/end_of_early_media.h"

/* A UAS that needs time sends a provisional response each minute (RFC 3261 section 13.3.1.1), a
 * reliable one every two and a half (RFC 3262 section 3); a timer may be a little late. */
#define REFRESH_S 60
#define RELIABLE_REFRESH_S 150
#define REFRESH_LATE_S 2

/* Timer C is over three minutes (RFC 3261 section 16.6). A CANCEL much later than that, relayed
 * from a hop that was not captured, is rather the caller's. */
#define TIMER_C_S 180
#define TIMER_C_LATE_S 20

bool timer_c_cancelled(const struct transaction *invite)
{
    const double waited = seconds_between(transaction_last_provisional(invite)->time,
                                          transaction_cancel(invite)->request_time);
    const struct transaction *upstream = transaction_upstream(invite);
    const struct cancellation cancellation = call_cancellation(invite);

    if (!transaction_last_provisional(invite)->frame || !(waited >= TIMER_C_S) ||
        hop_next_branch(invite, NULL))
        return false;
    if (cancellation.cause == CANCEL_OF_CLIENT)
        return !upstream && invite->via_count > 1 && waited < TIMER_C_S + TIMER_C_LATE_S &&
               !call_was_asked_to_cancel(invite);
    return cancellation.cause == CANCEL_OF_PROXY && cancellation.invite == invite && upstream &&
           (!upstream->final || upstream->final->frame > transaction_cancel(invite)->request_frame);
}

static bool was_timer_c_told(const struct transaction *invite)
{
    const struct transaction *other = NULL;

    while ((other = hop_next(invite, other))) {
        if (timer_c_cancelled(other) || (other->final && other->final->code == 408))
            return true;
    }
    return false;
}

/* A 408 of a proxy's own: its To tag is of none of the early dialogs. */
static bool is_timer_c_timeout(const struct exchange *exchange)
{
    const struct transaction *invite = exchange->transaction;
    const struct record *final = invite->final;

    return final && final == exchange->record && final->code == 408 &&
           !transaction_cancel(invite)->request_frame &&
           transaction_last_provisional(invite)->frame &&
           seconds_between(transaction_last_provisional(invite)->time, final->time) >= TIMER_C_S &&
           !transaction_early_dialog(invite, record_to_tag(final)) && !was_timer_c_told(invite);
}

static bool has_reliable(const struct transaction *invite)
{
    for (const struct early_dialog *dialog = transaction_early_dialogs(invite); dialog;
         dialog = early_dialog_next(dialog)) {
        if (early_dialog_reliable(dialog))
            return true;
    }
    return false;
}

/* A time without a provisional response: from one that came in since_frame, until the next
 * response. */
struct silence {
    int64_t since, until;
    uint32_t since_frame; /* 0: there was none to begin it */
};

/* The silence that this response of the INVITE ends; a CANCEL ends it before a final response. */
static struct silence ended_silence(const struct transaction *invite, const struct record *record)
{
    const struct invite_progress *progress = transaction_progress(invite);

    if (record->code < 200)
        return (struct silence){ invite_progress_previous_provisional(progress)->time, record->time,
                                 invite_progress_previous_provisional(progress)->frame };
    return (struct silence){ invite_progress_last_provisional(progress)->time,
                             invite_progress_cancel(progress)->request_frame
                                 ? invite_progress_cancel(progress)->request_time
                                 : record->time,
                             invite_progress_last_provisional(progress)->frame };
}

/* Only the first final response ends the waiting, and after it nobody waits. */
static bool ends_waiting(const struct transaction *invite, const struct record *record)
{
    if (record->code >= 200)
        return invite->final == record;
    return record->code != 100 && !invite->final;
}

/* Timer C is the finding then. */
static bool is_timer_c_told(const struct exchange *exchange)
{
    return exchange->record->code >= 200 &&
           (timer_c_cancelled(exchange->transaction) || was_timer_c_told(exchange->transaction) ||
            is_timer_c_timeout(exchange));
}

static bool find_no_refresh(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *invite = exchange->transaction;
    const struct record *record = exchange->record;
    struct silence silence;
    unsigned limit_s;

    if (invite->method != METHOD_INVITE || !invite->request_frame || !ends_waiting(invite, record))
        return false;
    silence = ended_silence(invite, record);
    limit_s = has_reliable(invite) ? RELIABLE_REFRESH_S : REFRESH_S;
    if (!silence.since_frame ||
        !(seconds_between(silence.since, silence.until) > limit_s + REFRESH_LATE_S) ||
        hop_same_response(record, REFRESH_S * INT64_C(1000000)) || is_timer_c_told(exchange))
        return false;
    draft_detail(draft,
                 "%.1f s without a provisional response after frame %u. The callee must send one "
                 "every %u s.",
                 seconds_between(silence.since, silence.until), silence.since_frame, limit_s);
    draft_evidence(draft, silence.since_frame);
    return true;
}

static bool find_timer_c(const struct exchange *exchange, struct finding_draft *draft)
{
    const bool is_cancel = (exchange->moments & AT_CANCEL) != 0;
    const struct transaction *invite = is_cancel ? exchange->invite : exchange->transaction;

    if (!invite || invite->method != METHOD_INVITE || !invite->request_frame)
        return false;
    if (is_cancel ? invite->final ||
                        transaction_cancel(invite)->request_frame != exchange->frame->number ||
                        !timer_c_cancelled(invite)
                  : !is_timer_c_timeout(exchange))
        return false;
    draft_detail(draft, "%s came %.1f s after the last provisional response (frame %u).",
                 is_cancel ? "A proxy's CANCEL" : "A proxy's 408",
                 seconds_between(transaction_last_provisional(invite)->time, exchange->frame->time),
                 transaction_last_provisional(invite)->frame);
    draft_evidence(draft, invite->request_frame);
    draft_evidence(draft, transaction_last_provisional(invite)->frame);
    return true;
}

static const struct rule rules[] = {
    {
        .id = "early-media.no-refresh",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "the callee sent no provisional response for too long",
        .headline = "no provisional response for too long",
        .advice = "Make the callee repeat its 18x every minute, reliable ones every 2.5 minutes. "
                  "Proxies on the way give up after three minutes of silence (Timer C).",
        .reference = { 3261, "13.3.1.1" },
        .actor = ACTOR_SERVER,
        .moments = AT_RESPONSE | AT_RESPONSE_REPEAT,
        .methods = METHOD_BIT(METHOD_INVITE),
        .applies = find_no_refresh,
    },
    {
        .id = "early-media.timer-c",
        .severity = SEVERITY_WARN,
        .group = GROUP_SEQUENCE,
        .summary = "a proxy gave up three minutes after the last provisional response",
        .headline = "a proxy gave up 3 minutes after the last 18x",
        .advice = "This is Timer C of a proxy. Make the callee repeat its 18x every minute, or set "
                  "a longer INVITE timeout at the proxy for queues and announcements.",
        .reference = { 3261, "16.8" },
        .actor = ACTOR_SERVER,
        .moments = AT_CANCEL | AT_FAILURE,
        .codes = { 408 },
        .applies = find_timer_c,
    },
};

const struct rule_list timer_c_rules = {
    .subject = "early-media", .rules = rules, .count = array_length(rules), .is_aside = true
};
