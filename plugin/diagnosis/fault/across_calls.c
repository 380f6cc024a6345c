/* across_calls.c
 * What came before and after a server failure: retries, recovery, bursts.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis/subjects.h"
#include "judgement.h"

static bool find_retry_later(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record_details *details = record_details(exchange->record);
    const struct transaction *transaction = exchange->transaction;

    if (!fault_is_5xx(exchange) || !details || !details->has_retry_after ||
        (!details->retry_after && transaction->method != METHOD_UPDATE &&
         !fault_is_in_dialog(transaction)))
        return false;
    fault_say(draft, "Retry-After: %u s.", details->retry_after);
    if (fault_is_in_dialog(transaction) && details->retry_after <= 10)
        fault_say(draft, "Within a dialog, 0 to 10 s is the random wait after overlapping "
                         "requests.");
    return true;
}

/* An OPTIONS that asks whether the server is back, and a CANCEL, are no new attempt. */
static bool is_too_early(const struct transaction *transaction)
{
    const struct record *failure = transaction_repeats(transaction)->retries;

    return failure && transaction->method != METHOD_OPTIONS &&
           transaction->method != METHOD_CANCEL && record_details(failure) &&
           record_details(failure)->has_retry_after &&
           endpoint_host_equals(transaction->path->server,
                                record_transaction(failure)->path->server) &&
           time_is_near(failure->time, transaction->request_time,
                        (int64_t)record_details(failure)->retry_after * 1000000);
}

/* Said already: at an earlier hop, or before the challenge to this attempt. */
static bool was_too_early(const struct transaction *transaction)
{
    const struct transaction *earlier = NULL;

    while ((earlier = transaction_back(transaction_older(transaction), earlier))) {
        if (earlier->cseq <= transaction->cseq &&
            earlier->request_frame > transaction_repeats(transaction)->retries->frame &&
            is_too_early(earlier))
            return true;
    }
    return false;
}

static bool find_retried_too_early(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct record *failure = transaction_repeats(transaction)->retries;
    char host[ENDPOINT_TEXT_MAX];

    if (!is_too_early(transaction) || was_too_early(transaction))
        return false;
    draft_evidence(draft, failure->frame);
    draft_headline(draft, "tried again %.0f s too early",
                   record_details(failure)->retry_after -
                       seconds_between(failure->time, transaction->request_time));
    fault_say(draft, "%s asked in frame %u for a wait of %u s. This %s came after %.1f s.",
              endpoint_host_text(transaction->path->server, host), failure->frame,
              record_details(failure)->retry_after, transaction_method_name(transaction),
              seconds_between(failure->time, transaction->request_time));
    return true;
}

static bool find_recovered(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct record *failure = transaction_repeats(transaction)->retries;
    char host[ENDPOINT_TEXT_MAX], failed_host[ENDPOINT_TEXT_MAX];
    bool is_same;

    if (!failure || transaction->final != exchange->record)
        return false;
    is_same =
        endpoint_host_equals(transaction->path->server, record_transaction(failure)->path->server);
    draft_evidence(draft, failure->frame);
    draft_evidence(draft, transaction->request_frame);
    draft_headline(draft, "succeeded on retry after a %u in frame %u", failure->code,
                   failure->frame);
    fault_say(draft, "%s answered %u in frame %u. After %.1f s %s accepts the request in frame %u.",
              endpoint_text(record_transaction(failure)->path->server, failed_host), failure->code,
              failure->frame, seconds_between(failure->time, exchange->record->time),
              is_same ? "the same server" : endpoint_text(transaction->path->server, host),
              exchange->record->frame);
    return true;
}

/* "th" of 5th, "nd" of 22nd */
static const char *ordinal_ending(unsigned number)
{
    static const char *const endings[] = { "th", "st", "nd", "rd" };

    return number % 10 < array_length(endings) && number / 10 % 10 != 1 ? endings[number % 10]
                                                                        : "th";
}

static bool find_burst(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct burst *burst = exchange->news.burst;
    char host[ENDPOINT_TEXT_MAX];
    double seconds;

    if (!burst)
        return false;
    seconds = seconds_between(burst->first_time, exchange->record->time);
    draft_evidence(draft, burst->first_frame);
    draft_evidence(draft, burst->failures[(burst->count + burst->size - 2) % burst->size]->frame);
    endpoint_text(burst->host, host);
    draft_headline(draft, "%u%s failure of %s in %.1f s (since frame %u)", burst->length,
                   ordinal_ending(burst->length), host, seconds, burst->first_frame);
    fault_say(draft, "%s failed %u calls or registrations in %.1f s.", host, burst->length,
              seconds);
    return true;
}

static const struct rule rules[] = {
    { .id = "fault.retry-later",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the server says when to try again",
      .advice = "Wait that long before the next request to this server. Another server may get the "
                "request at once.",
      .reference = { 3261, "20.33" },
      .actor = ACTOR_SERVER,
      .folds_into = { "fault.overloaded", "fault.gateway-cause", "fault.overlapping-invite",
                      "fault.overlapping-update" },
      .moments = AT_RESPONSE,
      .needs = NEEDS_5XX | NEEDS_DETAILS,
      .applies = find_retry_later },
    { .id = "fault.retried-too-early",
      .severity = SEVERITY_WARN,
      .group = GROUP_SEQUENCE,
      .summary = "the client did not wait as long as the server asked",
      .advice = "Make the client wait for the Retry-After time. Early retries can make an overload "
                "worse.",
      .reference = { 3261, "20.33" },
      .actor = ACTOR_CLIENT,
      .moments = AT_REQUEST,
      .needs = NEEDS_RETRY,
      .applies = find_retried_too_early },
    { .id = "fault.recovered",
      .severity = SEVERITY_CHAT,
      .group = GROUP_SEQUENCE,
      .summary = "the request succeeds now, after a server failure",
      .headline = "succeeded on retry after a server failure",
      .advice = "The retry succeeded. Look at the host that failed first: the detail names it.",
      .reference = { 3263, "4.3" },
      .actor = ACTOR_NOBODY,
      .moments = AT_SUCCESS,
      .needs = NEEDS_RETRY,
      .applies = find_recovered },
    { .id = "fault.burst",
      .severity = SEVERITY_ERROR,
      .group = GROUP_RESPONSE_CODE,
      .summary = "this server fails again and again: the cause is there, not in one call",
      .headline = "HOST fails again and again",
      .advice = "Look at the server, not at single calls: database, memory, licences, overload, or "
                "a recent change. Take it out of service if another one can do its work.",
      .reference = { 3261, "21.5" },
      .actor = ACTOR_SERVER,
      .moments = AT_FAILURE,
      .needs = NEEDS_NEWS,
      .leads = true,
      .applies = find_burst },
};

const struct rule_list fault_history_rules = { .subject = "fault",
                                               .rules = rules,
                                               .count = array_length(rules) };
