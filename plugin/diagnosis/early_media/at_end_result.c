/* at_end_result.c
 * What came of the call after its early media: answered with another SDP, failed, given up.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/call_ending.h"
#include "call/offer_answer.h"
#include "diagnosis/subjects.h"
#include "question/end_of_early_media.h"
#include "timer_c.h"

/* Shorter RTP is no announcement. */
#define ANNOUNCEMENT_MIN_S 1.0

#define PHRASE_SHOWN 40

/* Did the 2xx of the same dialog, with the same SDP, come on another hop before? */
static bool answer_came_on_another_hop(const struct exchange *exchange)
{
    const struct transaction *other = NULL;

    while ((other = hop_next(exchange->transaction, other))) {
        const struct early_dialog *dialog =
            transaction_early_dialog(other, record_to_tag(exchange->record));

        if (dialog && dialog->answer_place && record_description(early_dialog_answer(dialog)) &&
            early_dialog_described(dialog) &&
            description_equals(record_description(early_dialog_answer(dialog)),
                               exchange->description) &&
            description_equals(record_description(early_dialog_described(dialog)),
                               record_description(early_dialog_described(exchange->early_dialog))))
            return true;
    }
    return false;
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

    while (i < a->count && i < b->count && a->lines[i].type_place == b->lines[i].type_place &&
           a->lines[i].port == b->lines[i].port &&
           description_line_formats(&a->lines[i]) == description_line_formats(&b->lines[i]) &&
           description_line_address(&a->lines[i]) == description_line_address(&b->lines[i]))
        i++;
    if (i >= a->count) {
        snprintf(text, LINE_TEXT_MAX, "%d media line%s", i, i == 1 ? "" : "s");
        return;
    }
    line = &a->lines[i];
    codecs = (char *)description_codecs(line, NULL);
    snprintf(text, LINE_TEXT_MAX, "%.12s %.24s port %u (%s", description_line_type(line),
             description_line_address(line) ? description_line_address(line) : "without address",
             line->port, codecs);
    g_strlcat(text, ")", LINE_TEXT_MAX);
    wmem_free(NULL, codecs);
}

static bool find_answer_changed(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct early_dialog *dialog = exchange->early_dialog;
    const struct record *preview = dialog ? early_dialog_described(dialog) : NULL;
    char before[LINE_TEXT_MAX], after[LINE_TEXT_MAX];

    if (!preview || exchange->transaction->method != METHOD_INVITE ||
        !exchange_has_request(exchange) || !transaction_offer(exchange->transaction) ||
        offer_answer_first_reliable(dialog) || !is_whole(exchange->description) ||
        !is_whole(record_description(preview)) ||
        description_equals(record_description(preview), exchange->description) ||
        ending_limits(exchange->transaction).is_renegotiated ||
        answer_came_on_another_hop(exchange))
        return false;
    changed_line(record_description(preview), exchange->description, before);
    changed_line(exchange->description, record_description(preview), after);
    draft_detail(draft, "The %u in frame %u has %s, the %u has %s.", preview->code, preview->frame,
                 before, exchange->record->code, after);
    draft_evidence(draft, exchange->transaction->request_frame);
    draft_evidence(draft, preview->frame);
    return true;
}

/* A challenge is answered with the same request and credentials: nothing has failed yet. */
static bool is_failure(const struct record *final)
{
    return final->code >= 400 && !record_is_challenge(final) && final->code != 487;
}

static bool find_then_failed(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *final;
    struct ending ending;
    struct heard heard;
    double seconds;

    if (!ending_read(exchange, &ending) || !ending.final || !is_failure(ending.final))
        return false;
    final = ending.final;
    heard = heard_by_caller(&ending.media, ending.time);
    if (!heard.first)
        return false;
    seconds = seconds_between(heard.first_time, heard.last_time);
    if (!(seconds >= ANNOUNCEMENT_MIN_S) || ending_is_of_another_hop(&ending))
        return false;
    draft_detail(draft, "%.1f s of RTP (frames %u to %u) after the %u, then %u%s%.*s.", seconds,
                 heard.first_frame, heard.last_frame, ending.media.announced->code, final->code,
                 record_phrase(final) ? " " : "", PHRASE_SHOWN,
                 record_phrase(final) ? record_phrase(final) : "");
    draft_evidence(draft, ending.media.announced->frame);
    draft_evidence(draft, heard.first_frame);
    draft_evidence(draft, heard.last_frame);
    return true;
}

/* Did nobody but the caller's side end it: no proxy of its own accord, and no answer elsewhere? */
static bool was_given_up(const struct transaction *invite)
{
    const enum cancel_cause cause = call_cancellation(invite).cause;

    return cause == CANCEL_NONE || cause == CANCEL_OF_CLIENT;
}

static bool find_abandoned(const struct exchange *exchange, struct finding_draft *draft)
{
    struct ending ending;

    if (!ending_read(exchange, &ending) || (ending.final && ending.final->code != 487) ||
        !was_given_up(ending.media.invite) || timer_c_cancelled(ending.media.invite) ||
        ending_is_of_another_hop(&ending))
        return false;
    draft_detail(draft, "%s came %.1f s after the %u in frame %u.",
                 ending.final ? "The 487" : "CANCEL", ending.seconds, ending.media.announced->code,
                 ending.media.announced->frame);
    draft_evidence(draft, ending.media.invite->request_frame);
    draft_evidence(draft, ending.media.announced->frame);
    return true;
}

static const struct rule rules[] = {
    {
        .id = "early-media.answer-changed",
        .severity = SEVERITY_WARN,
        .group = GROUP_PROTOCOL,
        .summary = "the 2xx has other media lines than the 18x of the same dialog",
        .headline = "media changed at the answer",
        .advice = "The caller may keep the first SDP: check for missing or one-way audio after the "
                  "answer. The callee should send UPDATE, re-INVITE or another To tag.",
        .reference = { 3261, "13.2.1" },
        .actor = ACTOR_SERVER,
        .moments = AT_SUCCESS,
        .methods = METHOD_BIT(METHOD_INVITE),
        .needs = NEEDS_SDP | NEEDS_OFFER,
        .applies = find_answer_changed,
    },
    {
        .id = "early-media.then-failed",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "early media was played, then the INVITE failed",
        .advice = "An announcement may tell why: listen with Telephony > RTP > RTP Player. Read "
                  "also the Reason header of the 18x and of the failure.",
        .reference = { 3398, "7.1.6" },
        .actor = ACTOR_SERVER,
        .actor_more = "then the carrier",
        .moments = AT_FAILURE,
        .needs = NEEDS_PREVIEW | NEEDS_HEARD,
        .applies = find_then_failed,
    },
    {
        .id = "early-media.abandoned",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "the call was given up during early media",
        .headline = "given up during early media",
        .advice = "If many calls to one destination end like this, listen to what it plays. "
                  "Silence, a long queue or a wrong announcement makes callers give up.",
        .reference = { 3261, "9.1" },
        .actor = ACTOR_NOBODY,
        .moments = AT_CANCEL | AT_FAILURE,
        .needs = NEEDS_PREVIEW,
        .applies = find_abandoned,
    },
};

const struct rule_list early_media_outcome_rules = {
    .subject = "early-media", .rules = rules, .count = array_length(rules), .is_aside = true
};
