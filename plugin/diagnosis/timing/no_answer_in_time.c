/* no_answer_in_time.c
 * Requests that are answered late or never.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/call_ending.h"
#include "call/connection.h"
#include "diagnosis/fault/judgement.h"
#include "diagnosis/subjects.h"
#include "diagnosis/timing/copies.h"
#include "diagnosis/timing/host_is_up.h"
#include "diagnosis/timing/registered.h"
#include "preferences.h"
#include "question/tried_first.h"

/* Nothing but 100 Trying came on this hop before end (NULL: at all). */
static bool is_silent(const struct transaction *transaction, const struct record *end)
{
    const struct record *response = transaction_first_response(transaction);

    for (unsigned i = 0; response && response != end && i < CALL_SEARCH_MAX; i++) {
        if (response->code != 100)
            return false;
        response = record_next(response);
    }
    return true;
}

/* The branch further downstream that stayed silent. *is_answered: a branch that did not. */
static const struct transaction *silent_branch(const struct transaction *transaction,
                                               bool *is_answered)
{
    const struct transaction *branch = NULL, *silent = NULL;

    *is_answered = false;
    while ((branch = hop_next_behind(transaction, branch))) {
        if (!is_silent(branch, NULL))
            *is_answered = true;
        else if (!silent)
            silent = branch;
    }
    return silent;
}

/* "no response came back": what the client has got before end (NULL: at all). */
static const char *got_text(const struct transaction *silent, const struct record *end, char *text,
                            size_t size)
{
    const struct misfit *odd = misfit_odd_response(silent);

    if (!odd)
        return transaction_first_response(silent) != end ? "only 100 Trying came back"
                                                         : "no response came back";
    snprintf(text, size, "only the response in frame %u came back, which does not fit", odd->frame);
    return text;
}

/* what: the name of the request. */
static void draft_silence(const struct exchange *exchange, const struct transaction *silent,
                          const char *what, const char *what_now, struct finding_draft *draft)
{
    const int64_t now = exchange->frame->time;
    char server[ENDPOINT_TEXT_MAX], got[80];

    draft_evidence(draft, silent->request_frame);
    draft_evidence(draft, transaction_last_frame(silent));
    if (!misfit_odd_response(silent))
        draft_headline(draft, "%s gave no answer to %s in %.0f s",
                       endpoint_host_text(silent->path->server, server), what,
                       seconds_between(silent->request_time, now));
    draft_detail(draft, "%s in frame %u was sent to %s (%u seen) and %s in %.1f s; %s.",
                 transaction_method_name(silent), silent->request_frame,
                 endpoint_text(silent->path->server, server),
                 transaction_repeats(silent)->count + 1, got_text(silent, NULL, got, sizeof got),
                 seconds_between(silent->request_time, now), what_now);
    if (!transaction_first_response(silent) && !timing_say_way(exchange, silent, draft))
        timing_say_host_is_up(silent, draft);
}

/* Repeated for 64*T1 up to now, and never answered: its client has given it up. */
static bool is_given_up(const struct transaction *request, int64_t now)
{
    return !transaction_first_response(request) && !request->is_stream &&
           transaction_repeats(request)->count + 1 >= COPIES_REPEATED &&
           time_between(request->request_time, now) >= GIVE_UP_TIME;
}

/* The latest request with this method that the client sent before; NULL: none is near. */
static const struct transaction *latest_alike(const struct transaction *transaction)
{
    const struct transaction *earlier = NULL;

    do {
        earlier = transaction_back(transaction_older(transaction), earlier);
    } while (earlier && (transaction_method_name(earlier) != transaction_method_name(transaction) ||
                         !transaction_same_client(earlier, transaction)));
    return earlier;
}

/* A new request, or a CANCEL, shows that its client gave an earlier one up. */
static bool find_given_up(const struct exchange *exchange, struct finding_draft *draft)
{
    const bool is_cancel = (exchange->moments & AT_CANCEL) != 0;
    const struct transaction *earlier;

    if (!exchange->call->has_repeats)
        return false;
    earlier = is_cancel ? exchange->invite : latest_alike(exchange->transaction);
    if (!earlier || !is_given_up(earlier, exchange->frame->time) ||
        (!is_cancel && transaction_cancel(earlier)->request_frame))
        return false;
    draft_silence(exchange, earlier,
                  is_cancel ? transaction_method_name(earlier) : "the earlier request",
                  is_cancel ? "the client cancels it" : "the client tries again", draft);
    return true;
}

/* A 408 or 504 that comes because nothing else did. */
static bool find_timed_out(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction, *silent;
    const struct record *record = exchange->record;
    struct connection_failure failure;
    char got[80];
    bool is_answered;

    if ((record->code != 408 && record->code != 504) || !exchange_has_request(exchange) ||
        !is_silent(transaction, record) ||
        connection_failed_behind(transaction, record->frame, &failure))
        return false;
    silent = silent_branch(transaction, &is_answered);
    if (is_answered)
        return false;
    if (silent) {
        draft_silence(exchange, silent, transaction_method_name(silent), "the proxy gave up",
                      draft);
        return true;
    }
    if (time_between(transaction->request_time, record->time) < GIVE_UP_TIME ||
        (transaction_first_response(transaction) != record && !misfit_odd_response(transaction)))
        return false;
    draft_evidence(draft, transaction->request_frame);
    draft_detail(draft, "The %s (%u seen) waited %.1f s for this %u. Before that, %s.",
                 transaction_method_name(transaction), transaction_repeats(transaction)->count + 1,
                 seconds_between(transaction->request_time, record->time), record->code,
                 got_text(transaction, record, got, sizeof got));
    return true;
}

static bool find_no_answer(const struct exchange *exchange, struct finding_draft *draft)
{
    return exchange->record ? find_timed_out(exchange, draft) : find_given_up(exchange, draft);
}

/* A 408 or 504 after a 100, or a 408 after the called side had begun; a phone that rang is another
 * matter.
 */
static bool find_taken(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct record *record = exchange->record;
    const uint32_t begun = transaction_last_provisional(transaction)->frame;
    struct connection_failure failure;
    char server[ENDPOINT_TEXT_MAX];
    bool is_answered;

    if (draft->judgement->verdict == FAULT_BETWEEN_LEGS ||
        draft->judgement->verdict == FAULT_OTHER_LEG || !exchange_decides(exchange, 408, 504) ||
        transaction_first_response(transaction) == record || transaction->final != record ||
        (begun && record->code == 504) || call_first_ringing(transaction) ||
        silent_branch(transaction, &is_answered) || is_answered ||
        connection_failed_behind(transaction, record->frame, &failure))
        return false;
    endpoint_text(transaction->path->server, server);
    draft_evidence(draft, transaction->request_frame);
    draft_evidence(draft, begun ? begun : transaction_first_response(transaction)->frame);
    if (begun)
        draft_detail(draft,
                     "%s had a sign of the called side, the last in frame %u, but no 180. The %s "
                     "waited %.1f s for this %u.",
                     server, begun, transaction_method_name(transaction),
                     seconds_between(transaction->request_time, record->time), record->code);
    else
        draft_detail(draft, "%s got the %s (its %u is frame %u) and gave this %u after %.1f s.",
                     server, transaction_method_name(transaction),
                     transaction_first_response(transaction)->code,
                     transaction_first_response(transaction)->frame, record->code,
                     seconds_between(transaction->request_time, record->time));
    return true;
}

/* The host that had the INVITE tried somebody else for most of the time. */
static void say_tried_first(const struct transaction *transaction, const struct record *record,
                            struct finding_draft *draft)
{
    const struct tried_first tried = tried_first(record);
    char host[ENDPOINT_TEXT_MAX], asked[ENDPOINT_TEXT_MAX], failed[40] = "no answer", more[24] = "";

    if (!tried.first || time_between(tried.first->request_time, tried.until) * 2 <
                            time_between(transaction->request_time, record->time))
        return;
    draft_evidence(draft, tried.first->request_frame);
    if (tried.failure)
        snprintf(failed, sizeof failed, "%u in frame %u", tried.failure->code,
                 tried.failure->frame);
    if (tried.count > 1)
        snprintf(more, sizeof more, ", and %u more", tried.count - 1);
    fault_say(draft, "%s asked %s in vain first (frame %u: %s%s).",
              endpoint_host_text(transaction->path->server, host),
              endpoint_text(tried.first->path->server, asked), tried.first->request_frame, failed,
              more);
}

/* The caller's own hop only: what is slow further downstream is slow there too. */
static bool find_slow_setup(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct record *record = exchange->record;

    if (transaction_upstream(transaction) || !exchange_opens_call(exchange) ||
        !preferences->slow_setup_seconds ||
        !(seconds_between(transaction->request_time, record->time) >
          preferences->slow_setup_seconds) ||
        !is_silent(transaction, record))
        return false;
    draft_evidence(draft, transaction->request_frame);
    draft_detail(draft,
                 "The first sign of the callee, this %u, came %.1f s after the INVITE in frame "
                 "%u.",
                 record->code, seconds_between(transaction->request_time, record->time),
                 transaction->request_frame);
    say_tried_first(transaction, record, draft);
    return true;
}

static bool find_captured_twice(const struct exchange *exchange, struct finding_draft *draft)
{
    if (!exchange->news.capture_is_double)
        return false;
    draft_detail(draft,
                 "Almost every SIP message up to here has a copy within 0.1 s. Copies are no "
                 "retransmissions and are not counted.");
    return true;
}

static const struct rule rules[] = {
    {
        .id = "timing.no-answer",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "no answer that fits came before the request timed out",
        .headline = "no answer that fits came in time",
        .advice =
            "Check in the log of the host that was asked whether the request arrived and to which "
            "address it answered. If it never arrived, check that the host is reachable there.",
        .reference = { 3261, "17.1.1.2" },
        .actor = ACTOR_ASKED,
        .moments = AT_FAILURE | AT_REQUEST,
        .codes = { 408, 504 },
        .applies = find_no_answer,
    },
    {
        .id = "timing.taken-unanswered",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "the host got the request, but no final answer came in time",
        .headline = "HOST got METHOD, but no final answer came",
        .advice = "The way to this host is right. Look in its log which host it asked, and capture "
                  "behind it: that host gave no final answer.",
        .reference = { 3261, "16.8" },
        .actor = ACTOR_SERVER,
        .moments = AT_FAILURE,
        .codes = { 408, 504 },
        .applies = find_taken,
    },
    {
        .id = "timing.slow-setup",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "call setup is slow: a long silence for the caller",
        .headline = "call setup is slow: long silence",
        .advice = "Follow the INVITE hop by hop and see which hop held it: DNS or number look-ups, "
                  "failover from a dead host, push wake-up of a mobile phone, a slow gateway.",
        .reference = { 6076, "4.3.1" },
        .actor = ACTOR_SERVER,
        .moments = AT_18X | AT_SUCCESS,
        .methods = METHOD_BIT(METHOD_INVITE),
        .needs = NEEDS_INITIAL,
        .is_aside = true,
        .applies = find_slow_setup,
    },
    {
        .id = "timing.captured-twice",
        .severity = SEVERITY_CHAT,
        .group = GROUP_SEQUENCE,
        .summary = "this capture has almost every SIP message twice",
        .advice =
            "The reason is two capture points, or a mirror port that copies both directions. "
            "Before you count packets, remove the copies (editcap -d) or filter one interface or "
            "VLAN.",
        .reference = { 3261, "17" },
        .moments = AT_COPY,
        .is_aside = true,
        .applies = find_captured_twice,
    },
};

const struct rule_list no_answer_in_time_rules = { .subject = "timing",
                                                   .rules = rules,
                                                   .count = array_length(rules) };
