/* at_end_result.c
 * How the INVITE went on after its provisional responses: answered, failed, given up, timed out.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis/subjects.h"
#include "end_of_early_media.h"

/* Shorter RTP is no announcement. */
#define ANNOUNCEMENT_MIN_S 1.0

/* A UAS that needs time sends a provisional response each minute (RFC 3261 section 13.3.1.1), a
 * reliable one every two and a half (RFC 3262 section 3); a timer may be a little late. */
#define REFRESH_S 60
#define RELIABLE_REFRESH_S 150
#define REFRESH_LATE_S 2

/* Timer C is over three minutes (RFC 3261 section 16.6). A CANCEL much later than that, relayed
 * from a hop that was not captured, is rather the caller's. */
#define TIMER_C_S 180
#define TIMER_C_LATE_S 20

#define PHRASE_SHOWN 40

/* Did the 2xx of the same dialog, with the same SDP, come on another hop before? */
static bool answer_came_on_another_hop(const struct exchange *exchange)
{
    const struct transaction *other = NULL;

    while ((other = hop_next(exchange->transaction, other))) {
        const struct early_dialog *dialog =
            transaction_early_dialog(other, exchange->record->to_tag);

        if (dialog && dialog->answer && dialog->answer->description && dialog->described &&
            description_equals(dialog->answer->description, exchange->description) &&
            description_equals(dialog->described->description,
                               exchange->early_dialog->described->description))
            return true;
    }
    return false;
}

/* Was the answer given before the 2xx, in a reliable 18x? */
static bool has_reliable_answer(const struct early_dialog *dialog)
{
    const struct reliable_response *reliable = dialog->reliable;

    while (reliable && !reliable->record->description)
        reliable = reliable->older;
    return reliable != NULL;
}

static bool is_whole(const struct description *description)
{
    return description && !description->is_incomplete && !description->has_candidates;
}

/* Writes the first line of a that is another one in b: "audio 10.0.0.2:4000 (PCMA, PCMU)". */
#define LINE_TEXT_MAX 72
static void changed_line(const struct description *a, const struct description *b, char *text)
{
    const struct description_line *line;
    char *codecs;
    int i = 0;

    while (i < a->count && i < b->count && a->lines[i].type == b->lines[i].type &&
           a->lines[i].port == b->lines[i].port && a->lines[i].formats == b->lines[i].formats &&
           a->lines[i].address == b->lines[i].address)
        i++;
    if (i >= a->count) {
        snprintf(text, LINE_TEXT_MAX, "%d media line%s", i, i == 1 ? "" : "s");
        return;
    }
    line = &a->lines[i];
    codecs = (char *)description_codecs(line, NULL);
    snprintf(text, LINE_TEXT_MAX, "%.12s %.24s port %u (%s", line->type,
             line->address ? line->address : "without address", line->port, codecs);
    g_strlcat(text, ")", LINE_TEXT_MAX);
    wmem_free(NULL, codecs);
}

static bool find_answer_changed(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct early_dialog *dialog = exchange->early_dialog;
    const struct record *preview = dialog ? dialog->described : NULL;
    char before[LINE_TEXT_MAX], after[LINE_TEXT_MAX];

    if (!preview || exchange->transaction->method != METHOD_INVITE ||
        !exchange_has_request(exchange) || !exchange->transaction->offer ||
        has_reliable_answer(dialog) || !is_whole(exchange->description) ||
        !is_whole(preview->description) ||
        description_equals(preview->description, exchange->description) ||
        ending_limits(exchange->transaction).is_renegotiated ||
        answer_came_on_another_hop(exchange))
        return false;
    changed_line(preview->description, exchange->description, before);
    changed_line(exchange->description, preview->description, after);
    draft_detail(draft, "The %u in frame %u has %s, the %u has %s.", preview->code, preview->frame,
                 before, exchange->record->code, after);
    draft_evidence(draft, exchange->transaction->request_frame);
    draft_evidence(draft, preview->frame);
    return true;
}

/* A challenge is answered with the same request and credentials: nothing has failed yet. */
static bool is_failure(unsigned code)
{
    return code >= 400 && code != 401 && code != 407 && code != 487;
}

static bool find_then_failed(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *final;
    struct ending ending;
    struct heard heard;
    double seconds;

    if (!ending_read(exchange, &ending) || !ending.final || !is_failure(ending.final->code))
        return false;
    final = ending.final;
    heard = ending_played(&ending);
    if (!heard.stream)
        return false;
    seconds = seconds_between(heard.flow->first_time, heard.flow->last_time);
    if (!(seconds >= ANNOUNCEMENT_MIN_S))
        return false;
    draft_detail(draft, "%.1f s of RTP (frames %u to %u) after the %u, then %u%s%.*s.", seconds,
                 heard.flow->first_frame, heard.flow->last_frame, ending.offered->code, final->code,
                 final->phrase ? " " : "", PHRASE_SHOWN, final->phrase ? final->phrase : "");
    draft_evidence(draft, ending.offered->frame);
    draft_evidence(draft, heard.flow->first_frame);
    draft_evidence(draft, heard.flow->last_frame);
    return true;
}

/* Did this hop's proxy end the INVITE of its own accord: another branch was answered or declined
 * everywhere, or the hop before was not cancelled? */
static bool was_decided_by_proxy(const struct transaction *invite)
{
    const struct transaction *other = NULL, *upstream = invite->upstream;

    while ((other = hop_next(invite, other))) {
        if (other->final && (other->final->code < 300 || other->final->code >= 600))
            return true;
    }
    return upstream && invite->progress->cancel_frame &&
           (!upstream->progress->cancel_frame ||
            upstream->progress->cancel_time > invite->progress->cancel_time);
}

/* Reason: SIP;cause=200: the call was answered at another phone (RFC 3326 section 2). */
static bool was_answered_elsewhere(const struct sip_message *message)
{
    struct sip_header_cursor cursor = { 0 };
    struct sip_reason reason;
    struct span value;

    while (sip_message_next_value(message, SIP_HEADER_REASON, &cursor, &value)) {
        if (sip_reason_read(value, &reason) && reason.cause == 200 &&
            span_equals_ignoring_case(reason.protocol, SPAN_OF("SIP")))
            return true;
    }
    return false;
}

/* Timer C ran out: a proxy's CANCEL that no other hop's CANCEL and no other branch explains. */
static bool is_timer_c_cancel(const struct transaction *invite)
{
    const double waited =
        seconds_between(invite->progress->last_provisional_time, invite->progress->cancel_time);
    const struct transaction *upstream = invite->upstream;

    if ((invite->via_count < 2 && !upstream) || !invite->progress->cancel_frame ||
        !invite->progress->last_provisional_frame || !(waited >= TIMER_C_S) ||
        hop_next_branch(invite, NULL))
        return false;
    if (!upstream)
        return waited < TIMER_C_S + TIMER_C_LATE_S;
    return upstream->request_frame &&
           (!upstream->progress->cancel_frame ||
            upstream->progress->cancel_time > invite->progress->cancel_time) &&
           (!upstream->final || upstream->final->time > invite->progress->cancel_time);
}

static bool find_abandoned(const struct exchange *exchange, struct finding_draft *draft)
{
    struct ending ending;

    if (!ending_read(exchange, &ending) || (ending.final && ending.final->code != 487) ||
        was_decided_by_proxy(ending.invite) || is_timer_c_cancel(ending.invite) ||
        was_answered_elsewhere(exchange->message))
        return false;
    draft_detail(draft, "%s came %.1f s after the %u in frame %u.",
                 ending.final ? "The 487" : "CANCEL", ending.seconds, ending.offered->code,
                 ending.offered->frame);
    draft_evidence(draft, ending.invite->request_frame);
    draft_evidence(draft, ending.offered->frame);
    return true;
}

static bool was_timer_c_told(const struct transaction *invite)
{
    const struct transaction *other = NULL;

    while ((other = hop_next(invite, other))) {
        if (is_timer_c_cancel(other) || (other->final && other->final->code == 408))
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
           !invite->progress->cancel_frame && invite->progress->last_provisional_frame &&
           seconds_between(invite->progress->last_provisional_time, final->time) >= TIMER_C_S &&
           !transaction_early_dialog(invite, final->to_tag) && !was_timer_c_told(invite);
}

static bool has_reliable(const struct transaction *invite)
{
    for (const struct early_dialog *dialog = invite->progress->early_dialogs; dialog;
         dialog = dialog->next) {
        if (dialog->reliable)
            return true;
    }
    return false;
}

static bool find_no_refresh(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *invite = exchange->transaction;
    const struct record *record = exchange->record;
    const bool is_final = record->code >= 200;
    const int64_t since = is_final ? invite->progress->last_provisional_time
                                   : invite->progress->previous_provisional_time;
    const uint32_t frame = is_final ? invite->progress->last_provisional_frame
                                    : invite->progress->previous_provisional_frame;
    const int64_t until =
        invite->progress->cancel_frame ? invite->progress->cancel_time : record->time;
    unsigned limit_s;

    if (invite->method != METHOD_INVITE || !invite->request_frame || !frame ||
        record->code == 100 || (is_final ? invite->final != record : invite->final != NULL))
        return false;
    limit_s = has_reliable(invite) ? RELIABLE_REFRESH_S : REFRESH_S;
    if (!(seconds_between(since, until) > limit_s + REFRESH_LATE_S) ||
        hop_same_response(record, REFRESH_S * INT64_C(1000000)) ||
        (is_final &&
         (is_timer_c_cancel(invite) || was_timer_c_told(invite) || is_timer_c_timeout(exchange))))
        return false;
    draft_detail(draft,
                 "%.1f s without a provisional response after frame %u; one was due each "
                 "%u s.",
                 seconds_between(since, until), frame, limit_s);
    draft_evidence(draft, frame);
    return true;
}

static bool find_timer_c(const struct exchange *exchange, struct finding_draft *draft)
{
    const bool is_cancel = (exchange->moments & AT_CANCEL) != 0;
    const struct transaction *invite = is_cancel ? exchange->invite : exchange->transaction;

    if (!invite || invite->method != METHOD_INVITE || !invite->request_frame)
        return false;
    if (is_cancel ? invite->final || invite->progress->cancel_frame != exchange->frame->number ||
                        !is_timer_c_cancel(invite) || was_answered_elsewhere(exchange->message)
                  : !is_timer_c_timeout(exchange))
        return false;
    draft_detail(draft, "%s %.1f s after the last provisional response (frame %u).",
                 is_cancel ? "A proxy's CANCEL" : "A proxy's 408",
                 seconds_between(invite->progress->last_provisional_time, exchange->frame->time),
                 invite->progress->last_provisional_frame);
    draft_evidence(draft, invite->request_frame);
    draft_evidence(draft, invite->progress->last_provisional_frame);
    return true;
}

static const struct rule rules[] = {
    {
        .id = "early-media.answer-changed",
        .severity = SEVERITY_WARN,
        .group = GROUP_PROTOCOL,
        .summary = "the 2xx has other media lines than the 18x of the same dialog",
        .advice = "The caller may keep to the first SDP: listen for lost or one-way audio at "
                  "the answer. The callee should send UPDATE or re-INVITE, or another To tag.",
        .reference = { 3261, "13.2.1" },
        .moments = AT_SUCCESS,
        .applies = find_answer_changed,
    },
    {
        .id = "early-media.then-failed",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "early media was played, then the INVITE failed",
        .advice = "The announcement probably said why: listen to it with Telephony > RTP > RTP "
                  "Player, and read the Reason header of the 18x and of the failure.",
        .reference = { 3398, "7.1.6" },
        .moments = AT_FAILURE,
        .applies = find_then_failed,
    },
    {
        .id = "early-media.abandoned",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "the call was given up during early media",
        .advice = "Many such calls at one destination: listen to what it plays. Silence, a long "
                  "queue or a wrong announcement makes callers give up.",
        .reference = { 3261, "9.1" },
        .moments = AT_CANCEL | AT_FAILURE,
        .applies = find_abandoned,
    },
    {
        .id = "early-media.no-refresh",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "the callee sent no provisional response for too long",
        .advice = "Let the callee repeat its 18x each minute, reliable ones each 2.5 minutes: "
                  "proxies on the way give up after three minutes of silence (Timer C).",
        .reference = { 3261, "13.3.1.1" },
        .moments = AT_RESPONSE | AT_RESPONSE_REPEAT,
        .applies = find_no_refresh,
    },
    {
        .id = "early-media.timer-c",
        .severity = SEVERITY_WARN,
        .group = GROUP_SEQUENCE,
        .summary = "a proxy gave up three minutes after the last provisional response",
        .advice = "That is Timer C of a proxy. Let the callee repeat its 18x each minute, or "
                  "lengthen the proxy's INVITE timeout for queues and announcements.",
        .reference = { 3261, "16.8" },
        .moments = AT_CANCEL | AT_FAILURE,
        .applies = find_timer_c,
    },
};

const struct rule_list early_media_outcome_rules = {
    .subject = "early-media", .rules = rules, .count = array_length(rules), .is_aside = true
};
