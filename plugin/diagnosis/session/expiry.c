/* expiry.c
 * Sessions that end by their timer, and intervals that a server refuses as too short (RFC 4028).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/hops.h"
#include "diagnosis/subjects.h"
#include "question/agreed_timer.h"

#include <math.h>

/* A BYE this near to the moment at which a session ends without a refresh is sent because of it;
 * seconds. */
#define TIMER_SLACK 2.0

/* Longest words of a BYE shown, with their NUL. */
#define WORDS_MAX 48

/* The text with which a BYE says that the session timer ended the call; NULL: none. */
static const char *timeout_words(const struct words *words)
{
    static const struct span ends[] = { SPAN_TEXT("time"), SPAN_TEXT("expire"),
                                        SPAN_TEXT("refresh") };

    for (unsigned i = 0; i < words->reason_count; i++) {
        const struct span text = span_of_text(words->reasons[i].text);

        if (span_contains_ignoring_case(text, SPAN_OF("session")) &&
            span_contains_one_of(text, ends, array_length(ends)))
            return words->reasons[i].text;
    }
    return NULL;
}

/* The request is told on the first hop that it is seen on. */
static bool is_first_hop(const struct transaction *request)
{
    const struct transaction *hop = NULL;

    while ((hop = hop_next(request, hop))) {
        if (hop->request_frame && hop->request_frame < request->request_frame)
            return false;
    }
    return true;
}

/* The host of the side with this tag, as the request's hop shows it. */
static const char *host_of(const struct transaction *request, const char *tag, char *text)
{
    return endpoint_text(
        tag == transaction_from_tag(request) ? request->path->client : request->path->server, text);
}

/* "; 10.0.0.2:5060 had to refresh", "; the refresh in frame 9 got 488" */
static void tell_refresher(const struct transaction *request, const struct agreed_timer *timer,
                           char *text, size_t size)
{
    char host[ENDPOINT_TEXT_MAX];

    if (timer->attempt && timer->attempt->final)
        snprintf(text, size, "; the %s in frame %u got %u", transaction_method_name(timer->attempt),
                 timer->attempt->request_frame, timer->attempt->final->code);
    else if (timer->attempt)
        snprintf(text, size, "; the %s in frame %u got no answer",
                 transaction_method_name(timer->attempt), timer->attempt->request_frame);
    else if (timer->refresher_tag)
        snprintf(text, size, "; %s had to refresh", host_of(request, timer->refresher_tag, host));
    else
        text[0] = '\0';
}

/* The side that ends the session is asked why it did so too early. */
static void tell_early_end(const struct transaction *bye, const struct agreed_timer *timer,
                           double elapsed, struct finding_draft *draft)
{
    char host[ENDPOINT_TEXT_MAX], change[72] = "";

    host_of(bye, transaction_from_tag(bye), host);
    if (!timer->seconds) {
        draft_detail(draft,
                     "%s ends the call for a session timeout, but the last answer (frame %u) "
                     "agreed on no Session-Expires.",
                     host, timer->answer->frame);
        return;
    }
    if (agreed_timer_changed_sides(timer))
        snprintf(change, sizeof change, "; that 2xx changed the refresher that frame %u had set",
                 timer->refresh->request_frame);
    draft_detail(draft,
                 "%s ends the call for a session timeout %.1f s after the 2xx in frame %u, "
                 "which agreed on Session-Expires %u%s.",
                 host, elapsed, timer->answer->frame, timer->seconds, change);
}

static bool find_ended_by_timer(const struct transaction *bye, struct finding_draft *draft)
{
    const struct agreed_timer timer = agreed_timer_of(bye);
    const bool has_words = timeout_words(request_details(transaction_request(bye))->words) != NULL;
    char host[ENDPOINT_TEXT_MAX], refresher[80];
    double elapsed, due;

    if (!timer.answer || (!has_words && !timer.seconds))
        return false;
    elapsed = seconds_between(timer.answer->time, bye->request_time);
    due = agreed_timer_due(&timer);
    if (has_words && (!timer.seconds || !(elapsed >= due - TIMER_SLACK))) {
        tell_early_end(bye, &timer, elapsed, draft);
        return true;
    }
    if (!has_words && !(fabs(elapsed - due) <= TIMER_SLACK) &&
        !(fabs(elapsed - timer.seconds) <= TIMER_SLACK))
        return false;
    tell_refresher(bye, &timer, refresher, sizeof refresher);
    draft_detail(draft,
                 "%s ends the call %.1f s after the 2xx in frame %u had agreed on Session-Expires "
                 "%u: no refresh was accepted%s.",
                 host_of(bye, transaction_from_tag(bye), host), elapsed, timer.answer->frame,
                 timer.seconds, refresher);
    return true;
}

static bool find_late_refresh(const struct transaction *request, struct finding_draft *draft)
{
    const struct agreed_timer timer = agreed_timer_of(request);
    char refresher[80];
    double late;

    if (!timer.answer || !timer.seconds)
        return false;
    late = seconds_between(timer.answer->time, request->request_time) - timer.seconds;
    if (!(late > TIMER_SLACK))
        return false;
    tell_refresher(request, &timer, refresher, sizeof refresher);
    draft_detail(draft,
                 "This %s comes %.1f s after the session expired: the 2xx in frame %u agreed on "
                 "Session-Expires %u%s.",
                 transaction_method_name(request), late, timer.answer->frame, timer.seconds,
                 refresher);
    return true;
}

static bool find_expired(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *request = exchange->transaction;
    struct agreed_timer timer;

    if (!request->to_tag_place || !is_first_hop(request))
        return false;
    if (request->method == METHOD_BYE) {
        if (!find_ended_by_timer(request, draft))
            return false;
    } else if ((request->method != METHOD_INVITE && request->method != METHOD_UPDATE) ||
               !find_late_refresh(request, draft)) {
        return false;
    }
    timer = agreed_timer_of(request);
    draft_evidence(draft, timer.refresh->request_frame);
    draft_evidence(draft, timer.answer->frame);
    draft_evidence(draft, timer.attempt ? timer.attempt->request_frame : 0);
    return true;
}

static uint32_t asked_by(const struct transaction *request)
{
    return request_details(transaction_request(request))->session
               ? request_details(transaction_request(request))->session->expires
               : 0;
}

static uint32_t wanted_by(const struct record *record)
{
    return record_details(record) && record_details_session(record_details(record))
               ? record_details_session(record_details(record))->min_se
               : 0;
}

static bool is_too_small(const struct exchange *exchange)
{
    return exchange->record->code == 422 && exchange_has_request(exchange) &&
           asked_by(exchange->transaction) && !exchange->relayed_from;
}

/* An earlier request of the call, by the same client, that the same server refused for its
 * interval, and whose minimum this one ignores; NULL: none. */
static const struct record *ignored_minimum(const struct exchange *exchange)
{
    const struct transaction *now = exchange->transaction, *before = NULL;

    while ((before = transaction_back(transaction_older(now), before))) {
        const struct record *final = before->final;

        if (!final || final->code != 422 || before->cseq == now->cseq ||
            !path_same_hosts(before->path, now->path))
            continue;
        if (wanted_by(final) ? asked_by(now) < wanted_by(final) : asked_by(now) <= asked_by(before))
            return final;
        return NULL;
    }
    return NULL;
}

/* A frame of the other side that had told a Min-SE above the interval asked for, in a request or in
 * a response; 0: none. */
static uint32_t told_before(const struct transaction *request)
{
    const struct transaction *older = NULL;

    while ((older = transaction_back(transaction_older(request), older))) {
        const bool is_others =
            transaction_to_tag(request) && older->from_tag_place == request->to_tag_place;

        if (is_others && request_details(transaction_request(older))->session &&
            request_details(transaction_request(older))->session->min_se > asked_by(request))
            return older->request_frame;
        if (!is_others && older->final && older->final->frame < request->request_frame &&
            older->from_tag_place == request->from_tag_place &&
            endpoint_host_equals(older->path->server, request->path->server) &&
            wanted_by(older->final) > asked_by(request))
            return older->final->frame;
    }
    return 0;
}

static bool find_too_brief(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *request = exchange->transaction;
    const uint32_t wanted = wanted_by(exchange->record);
    char host[ENDPOINT_TEXT_MAX], told[48] = "";
    uint32_t frame;

    if (!is_too_small(exchange) || ignored_minimum(exchange))
        return false;
    endpoint_text(request->path->server, host);
    frame = told_before(request);
    if (frame)
        snprintf(told, sizeof told, ", as frame %u already said", frame);
    if (wanted > asked_by(request))
        draft_detail(draft, "Session-Expires %u in the %s is below the Min-SE %u that %s wants%s.",
                     asked_by(request), transaction_method_name(request), wanted, host, told);
    else if (wanted)
        draft_detail(draft,
                     "Session-Expires %u in the %s is not below the Min-SE %u that %s names.",
                     asked_by(request), transaction_method_name(request), wanted, host);
    else
        draft_detail(draft,
                     "Session-Expires %u in the %s is too short for %s, which names no Min-SE.",
                     asked_by(request), transaction_method_name(request), host);
    draft_evidence(draft, request->request_frame);
    draft_evidence(draft, frame);
    return true;
}

static bool find_interval(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *request = exchange->transaction;
    const struct record *earlier = is_too_small(exchange) ? ignored_minimum(exchange) : NULL;
    char wanted[32] = "more";

    if (!earlier)
        return false;
    if (wanted_by(earlier))
        snprintf(wanted, sizeof wanted, "Min-SE %u", wanted_by(earlier));
    draft_detail(draft,
                 "Frame %u has Session-Expires %u, although frame %u wanted %s after frame %u had "
                 "Session-Expires %u.",
                 request->request_frame, asked_by(request), earlier->frame, wanted,
                 record_transaction(earlier)->request_frame, asked_by(record_transaction(earlier)));
    draft_evidence(draft, earlier->frame);
    draft_evidence(draft, request->request_frame);
    draft_evidence(draft, record_transaction(earlier)->request_frame);
    return true;
}

static const struct rule rules[] = {
    { .id = "session.expired",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SEQUENCE,
      .summary = "the session timer ended the call, or should have",
      .headline = "session timer ended the call, or should have",
      .advice =
          "Check the timer of the side that had to refresh. Did its refresh (re-INVITE or UPDATE) "
          "reach the other side? Then check the timer of the side that ended the call.",
      .reference = { 4028, "10" },
      .actor = ACTOR_SENDER,
      .actor_more = "or the side that had to refresh",
      .moments = AT_REQUEST,
      .methods = METHOD_BIT(METHOD_INVITE) | METHOD_BIT(METHOD_UPDATE) | METHOD_BIT(METHOD_BYE),
      .needs = NEEDS_IN_DIALOG,
      .applies = find_expired },
    { .id = "session.too-brief",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the session interval asked for is too short",
      .headline = "the session interval is too short",
      .advice =
          "The client must try again with a Session-Expires of Min-SE or more. Without a retry a "
          "re-INVITE or UPDATE changes nothing in the call.",
      .reference = { 4028, "7.4" },
      .actor = ACTOR_CLIENT,
      .moments = AT_FAILURE,
      .codes = { 422 },
      .applies = find_too_brief },
    { .id = "session.interval",
      .severity = SEVERITY_WARN,
      .group = GROUP_PROTOCOL,
      .summary = "the client asks again for a session interval that was refused as too short",
      .headline = "client asks again for a refused session interval",
      .advice = "Make the client use the Min-SE of the 422, or set its session timer to that "
                "value.",
      .reference = { 4028, "7.4" },
      .actor = ACTOR_CLIENT,
      .moments = AT_FAILURE,
      .codes = { 422 },
      .applies = find_interval },
};

const struct rule_list session_expiry_rules = { .subject = "session",
                                                .rules = rules,
                                                .count = array_length(rules) };
