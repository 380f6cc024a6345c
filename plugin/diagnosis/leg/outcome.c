/* outcome.c
 * What a host in between made of its other legs: a failure from a failure, one by itself, or none.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/connection.h"
#include "call/early_media.h"
#include "call/leg_outcome.h"

#include "diagnosis/fault/judgement.h"
#include "diagnosis/subjects.h"
#include "diagnosis/timing/registered.h"
#include "question/own_words.h"

/* A BYE this soon after the last attempt failed is what became of it; microseconds. Before it the
 * caller may hear a tone for ten seconds. */
#define BYE_TIME 15000000

/* Longest words of the other leg that have room in a headline. */
#define WORDS_HEADING_MAX 34

/* The causes of the telephone network on both legs. */
static void say_causes(const struct record *made, const struct record *failure,
                       struct finding_draft *draft)
{
    const uint32_t cause = record_q850_cause(made), other_cause = record_q850_cause(failure);

    if (cause && !other_cause)
        fault_say(draft, "Q.850 cause %u is its own translation: no cause came.", cause);
    else if (cause == other_cause && cause)
        fault_say(draft, "Both name Q.850 cause %u.", cause);
    else if (cause)
        fault_say(draft, "Q.850 cause %u came in, cause %u went out.", other_cause, cause);
    else if (other_cause)
        fault_say(draft, "The Q.850 cause %u of the other leg was not passed on.", other_cause);
}

/* Where the failure of the other leg came from itself. */
static void say_origin(const struct leg_attempt *attempt, struct finding_draft *draft)
{
    const struct record *failure = attempt->invite->final;
    const struct transaction *origin = hop_origin(attempt->invite, failure->code, failure->frame);
    char host[ENDPOINT_TEXT_MAX];

    if (origin == attempt->invite)
        return;
    fault_say(draft, "It began as %u at %s in frame %u.", origin->final->code,
              endpoint_text(origin->path->server, host), origin->final->frame);
    draft_evidence(draft, origin->final->frame);
}

/* "10.0.0.5 made this from the 404 of 10.0.0.9 in frame 5 on its other leg, 1.2 ms before." */
static void tell_made(const struct leg_attempt *attempt, struct endpoint between, const char *did,
                      const struct sip_frame *made, struct finding_draft *draft)
{
    const struct record *failure = attempt->invite->final;
    char host[ENDPOINT_TEXT_MAX], other[ENDPOINT_TEXT_MAX], interval[FAULT_INTERVAL_MAX];

    draft_detail(draft, "%s %s%s the %u of %s in frame %u on its other leg, %s before.",
                 endpoint_text(between, host),
                 leg_link_is_certain(attempt->link, made->number) ? "" : "probably ", did,
                 failure->code, endpoint_text(attempt->invite->path->server, other), failure->frame,
                 fault_interval(failure->time, made->time, interval));
    draft_evidence(draft, failure->frame);
    draft_evidence(draft, attempt->invite->request_frame);
}

/* A call of which the capture has only what is sent in its dialog was answered before. */
static bool was_answered(const struct transaction *incoming)
{
    return incoming->to_tag_place || (incoming->final && incoming->final->code < 300);
}

/* A host that had answered the caller itself can only hang up when its attempt fails. */
static bool find_bye(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *bye = exchange->transaction, *incoming;
    const uint32_t frame = exchange->frame->number;
    const struct leg_link *link =
        bye->method == METHOD_BYE ? leg_next_after(bye, NULL, frame) : NULL;
    struct leg_attempt attempt;

    if (!link || !endpoint_host_equals(link->incoming->path->server, bye->path->client))
        return false;
    incoming = link->incoming;
    attempt = leg_failed_attempt(incoming, 0, frame);
    if (!was_answered(incoming) || !attempt.link || leg_answered_attempt(incoming, frame).link ||
        !time_is_near(attempt.invite->final->time, bye->request_time, BYE_TIME))
        return false;
    tell_made(&attempt, bye->path->client, "hung up because of", exchange->frame, draft);
    if (incoming->method == METHOD_INVITE)
        fault_say(draft, "It had answered the caller itself, with %u in frame %u.",
                  incoming->final->code, incoming->final->frame);
    say_origin(&attempt, draft);
    return true;
}

/* The words of the failure on the other leg, where this host does not pass them on. Returns text.
 */
static const char *lost_words(const struct record *made, const struct record *failure, char *text)
{
    char own[OWN_WORDS_MAX];

    own_words_of_response(failure, text);
    if (strcmp(text, own_words_of_response(made, own)) == 0)
        text[0] = '\0';
    return text;
}

static bool find_failure(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *record = exchange->record;
    const struct transaction *incoming = exchange->transaction;
    char words[OWN_WORDS_MAX];
    struct leg_attempt attempt;

    if (!record)
        return find_bye(exchange, draft);
    attempt = leg_failed_attempt(incoming, record->code, record->frame);
    if (!attempt.link)
        return false;
    tell_made(&attempt, incoming->path->server,
              attempt.invite->final->code == record->code ? "passed on" : "made it from",
              exchange->frame, draft);
    lost_words(record, attempt.invite->final, words);
    if (words[0] && strlen(words) < WORDS_HEADING_MAX)
        draft_headline(draft, "made from the %u of its other leg: %s", attempt.invite->final->code,
                       words);
    else
        draft_headline(draft, "HOST made it from the %u of its other leg (frame %u)",
                       attempt.invite->final->code, attempt.invite->final->frame);
    if (strchr(words, '"'))
        fault_say(draft, "That said %s.", words);
    say_causes(record, attempt.invite->final, draft);
    say_origin(&attempt, draft);
    return true;
}

/* What the host in between did about its attempt, and when. */
static void say_own_end(enum leg_own_end end, const struct leg_attempt *attempt,
                        const struct record *record, struct finding_draft *draft)
{
    const struct transaction *invite = attempt->invite;
    char other[ENDPOINT_TEXT_MAX];

    endpoint_text(invite->path->server, other);
    if (end == LEG_OWN_CANCELLED)
        fault_say(draft,
                  "It had cancelled the INVITE of frame %u to %s after %.1f s, but the caller had "
                  "sent no CANCEL: perhaps its own timer ended it.",
                  invite->request_frame, other,
                  seconds_between(invite->request_time, transaction_cancel(invite)->request_time));
    else if (end == LEG_OWN_ANSWERED)
        fault_say(draft, "%s had answered the INVITE of frame %u on its other leg, in frame %u.",
                  other, invite->request_frame, invite->final->frame);
    else
        fault_say(draft,
                  "On its other leg the INVITE of frame %u to %s had no final answer after %.1f s.",
                  invite->request_frame, other,
                  seconds_between(invite->request_time, record->time));
    draft_evidence(draft, invite->request_frame);
    draft_evidence(draft, end == LEG_OWN_CANCELLED  ? transaction_cancel(invite)->request_frame
                          : end == LEG_OWN_ANSWERED ? invite->final->frame
                                                    : 0);
}

/* It asked nobody, as it did for another call to the same number. */
static bool tell_not_tried(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *incoming = exchange->transaction;
    struct leg_attempt beside = { NULL, NULL };
    char host[ENDPOINT_TEXT_MAX], other[ENDPOINT_TEXT_MAX];

    if (!leg_was_not_tried(incoming, exchange->record->frame, &beside))
        return false;
    draft_detail(
        draft,
        "%s refused the call by itself: no INVITE went out on another leg. For another call to the "
        "same number it had sent the INVITE in frame %u to %s.",
        endpoint_text(incoming->path->server, host), beside.invite->request_frame,
        endpoint_text(beside.invite->path->server, other));
    draft_evidence(draft, incoming->request_frame);
    draft_evidence(draft, beside.invite->request_frame);
    return true;
}

/* Nobody answered at all on its other leg. */
static bool tell_silent(const struct exchange *exchange, const struct leg_attempt *attempt,
                        struct finding_draft *draft)
{
    const struct transaction *incoming = exchange->transaction;
    const struct record *record = exchange->record;
    struct connection_failure failure;
    char host[ENDPOINT_TEXT_MAX], other[ENDPOINT_TEXT_MAX];

    draft_headline(draft, "HOST got no answer on its other leg");
    draft_detail(draft,
                 "%s %ssent its own INVITE in frame %u to %s, which gave no answer at all "
                 "in %.1f s.",
                 endpoint_text(incoming->path->server, host),
                 leg_link_is_certain(attempt->link, record->frame) ? "" : "probably ",
                 attempt->invite->request_frame,
                 endpoint_text(attempt->invite->path->server, other),
                 seconds_between(attempt->invite->request_time, record->time));
    if (connection_refused(attempt->invite, record->frame, &failure)) {
        fault_say(draft, "Frame %u refused it.", failure.error_frame);
        draft_evidence(draft, failure.error_frame);
    }
    draft_evidence(draft, attempt->invite->request_frame);
    timing_say_way(exchange, attempt->invite, draft);
    return true;
}

static bool find_own_failure(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *incoming = exchange->transaction;
    const struct record *record = exchange->record;
    struct leg_attempt attempt = { NULL, NULL };
    const enum leg_own_end end = leg_own_end_of(incoming, record->frame, &attempt);
    char host[ENDPOINT_TEXT_MAX];

    if (end == LEG_OWN_NONE)
        return tell_not_tried(exchange, draft);
    if (end == LEG_OWN_SILENT)
        return tell_silent(exchange, &attempt, draft);
    draft_detail(draft, "%s %sended the call by itself.",
                 endpoint_text(incoming->path->server, host),
                 leg_link_is_certain(attempt.link, record->frame) ? "" : "probably ");
    say_own_end(end, &attempt, record, draft);
    return true;
}

static bool find_unproved(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *invite = draft->judgement->other;
    const struct record *final = leg_final_before(invite, exchange->record->frame);
    char host[ENDPOINT_TEXT_MAX], other[ENDPOINT_TEXT_MAX];

    draft_detail(draft,
                 "%s had sent an INVITE to %s in frame %u, because of this call or of another one: "
                 "numbers and times do not show which.",
                 endpoint_text(exchange->transaction->path->server, host),
                 endpoint_text(invite->path->server, other), invite->request_frame);
    if (final)
        fault_say(draft, "That INVITE got %u in frame %u.", final->code, final->frame);
    draft_evidence(draft, exchange->transaction->request_frame);
    draft_evidence(draft, invite->request_frame);
    draft_evidence(draft, final ? final->frame : 0);
    return true;
}

/* Has the caller nothing of the failure: an answer, or a voice instead? */
static bool hides(const struct exchange *exchange)
{
    if (exchange->transaction->method != METHOD_INVITE ||
        !transaction_is_initial(exchange->transaction))
        return false;
    return (exchange->moments & AT_SUCCESS) || exchange->early_media == EARLY_MEDIA_ANNOUNCED;
}

static bool find_hidden(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *record = exchange->record;
    const struct transaction *incoming = exchange->transaction;
    struct leg_attempt attempt, answered;

    if (!hides(exchange))
        return false;
    attempt = leg_failed_attempt(incoming, 0, record->frame);
    if (!attempt.link || attempt.invite->final->code < 400 ||
        (record->code < 200 && leg_has_open_attempt(incoming, record->frame)))
        return false;
    draft_evidence(draft, incoming->request_frame);
    tell_made(&attempt, incoming->path->server,
              record->code < 200 ? "plays something instead of" : "answered in spite of",
              exchange->frame, draft);
    answered = leg_answered_attempt(incoming, record->frame);
    if (answered.link)
        fault_say(draft, "Another leg was answered, in frame %u.", answered.invite->final->frame);
    draft_evidence(draft, answered.link ? answered.invite->final->frame : 0);
    return true;
}

static const struct rule rules[] = {
    { .id = "leg.failure",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the host in between made this from a failure on its other leg",
      .headline = "made from a failure on the other leg",
      .advice = "Go to the frame of that failure: its code and its words count. The host in "
                "between only translated them for the caller.",
      .reference = { 7092, "3" },
      .actor = ACTOR_SERVER,
      .moments = AT_RESPONSE | AT_REQUEST,
      .verdict = FAULT_OTHER_LEG,
      .is_relay = true,
      .applies = find_failure },
    { .id = "leg.own-failure",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the host in between ended the call by itself: no other leg had failed",
      .headline = "HOST ended the call itself, no other leg had failed",
      .advice =
          "Check log, limits and timers of the host in between: the called side did not refuse "
          "this call. If that side gave no answer, capture there: does the INVITE arrive?",
      .reference = { 7092, "3" },
      .actor = ACTOR_SENDER,
      .moments = AT_RESPONSE,
      .verdict = FAULT_BETWEEN_LEGS,
      .applies = find_own_failure },
    { .id = "leg.unproved",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary =
          "the host in between made other calls too: which one is of this call is not proved",
      .headline = "HOST sent it; another leg may have failed first",
      .advice = "Compare the times and the called numbers of the host's own INVITEs. Let the host "
                "pass a header of its own, such as Session-ID or X-CID, and the legs are certain.",
      .reference = { 7092, "3" },
      .actor = ACTOR_SENDER,
      .moments = AT_RESPONSE,
      .verdict = FAULT_UNPROVED_LEG,
      .applies = find_unproved },
    { .id = "leg.hidden",
      .severity = SEVERITY_CHAT,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the host in between hides a failure of its other leg from the caller",
      .headline = "HOST hides a failure of its other leg",
      .advice = "Nothing to do if a voicemail or another line takes the call on purpose. Count "
                "such failures on the other leg: the caller's side does not show them.",
      .reference = { 7092, "3" },
      .moments = AT_SUCCESS | AT_18X,
      .methods = METHOD_BIT(METHOD_INVITE),
      .needs = NEEDS_INITIAL,
      .is_aside = true,
      .applies = find_hidden },
};

const struct rule_list leg_outcome_rules = { .subject = "leg",
                                             .rules = rules,
                                             .count = array_length(rules) };
