/* call_end.c
 * How calls end before they begin: busy, declined, not reachable, or crossed.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/call_ending.h"
#include "call/registration.h"
#include "diagnosis/subjects.h"

/* Longest text of when it came, with its NUL. */
#define WORDS_MAX 72

/* Who decides within this time was not at the phone; seconds. */
#define AT_ONCE 1.0

/* Since the first 180 of any early dialog; below 0: the phone did not ring. */
static double ringing_seconds(const struct exchange *exchange)
{
    const struct record *first = call_first_ringing(exchange->transaction);

    return first ? seconds_between(first->time, exchange->record->time) : -1;
}

/* "after 5.0 s of ringing", "0.020 s after the INVITE, without a 180" */
static void tell_when(const struct exchange *exchange, char *text, size_t size)
{
    const struct transaction *transaction = exchange->transaction;
    const double ringing = ringing_seconds(exchange);

    if (ringing >= 0)
        snprintf(text, (gulong)size, "after %.1f s of ringing", ringing);
    else
        snprintf(text, (gulong)size, "%.3f s after the %s%s",
                 seconds_between(transaction->request_time, exchange->record->time),
                 transaction->method_name,
                 transaction->method == METHOD_INVITE ? ", without a 180" : "");
}

/* Where a response began that each hop tells of. */
static void tell_origin(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *origin = hop_relayed_from(exchange->record);

    draft_evidence(draft, exchange->transaction->request_frame);
    draft_evidence(draft, origin ? origin->final->frame : 0);
}

static bool is_to_initial_invite(const struct exchange *exchange)
{
    return exchange->transaction->method == METHOD_INVITE && exchange_has_request(exchange) &&
           transaction_is_initial(exchange->transaction);
}

static bool find_busy(const struct exchange *exchange, struct finding_draft *draft)
{
    const unsigned code = exchange->record->code;
    char when[WORDS_MAX];

    if ((code != 486 && code != 600) || !is_to_initial_invite(exchange))
        return false;
    tell_when(exchange, when, sizeof when);
    draft_detail(draft, "%u %s: %s.", code, when,
                 code == 486 ? "this phone is busy, others of the user may still ring"
                             : "the user is busy everywhere, and no other phone is tried");
    tell_origin(exchange, draft);
    return true;
}

static bool find_declined(const struct exchange *exchange, struct finding_draft *draft)
{
    const unsigned code = exchange->record->code;
    char when[WORDS_MAX];

    if ((code != 603 && code != 607 && code != 608) || !exchange_has_request(exchange) ||
        !transaction_is_initial(exchange->transaction))
        return false;
    tell_when(exchange, when, sizeof when);
    draft_detail(draft, "%u %s: %s.", code, when,
                 code == 603   ? "the user, or a rule set up for the user, does not want the call"
                 : code == 607 ? "the called user marks the caller as unwanted"
                               : "a call analysis in between blocks the caller");
    tell_origin(exchange, draft);
    return true;
}

/* How long it rang tells "not answered" from "not reachable". */
static bool find_unavailable(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *record = exchange->record;
    const double elapsed = seconds_between(exchange->transaction->request_time, record->time);
    const bool has_reason = record_words(record)->reason_count > 0;
    const char *guess = "";
    const struct binding *binding;
    char when[WORDS_MAX];

    if ((record->code != 480 && record->code != 410) || !exchange_has_request(exchange) ||
        !transaction_is_initial(exchange->transaction) || hop_relayed_from(exchange->record))
        return false;
    tell_when(exchange, when, sizeof when);
    if (record->code == 410)
        guess = ": the address is no longer in use, and no new one is known";
    else if (has_reason)
        guess = "; its Reason header tells more";
    else if (ringing_seconds(exchange) >= AT_ONCE)
        guess = ": nobody answered, or the user refused the call";
    else if (elapsed < AT_ONCE && !exchange->transaction->progress->last_provisional_frame &&
             !hop_next_behind(exchange->transaction, NULL) &&
             registration_of_callee(exchange->transaction, exchange->message, record->time,
                                    &binding) == CALLEE_UNKNOWN)
        guess = ": perhaps no phone is registered, or do-not-disturb is on";
    draft_detail(draft, "%u %s%s.", record->code, when, guess);
    draft_evidence(draft, exchange->transaction->request_frame);
    return true;
}

static bool changes_session(const struct transaction *transaction)
{
    return transaction->method == METHOD_INVITE || transaction->method == METHOD_UPDATE;
}

/* The other side's INVITE or UPDATE that this one crossed: from the server, still open. */
static const struct transaction *crossed(const struct transaction *refused)
{
    const struct transaction *other = refused->call->newest;

    for (unsigned i = 0; other && i < CALL_SEARCH_MAX; i++, other = other->older) {
        if (changes_session(other) && other->request_frame && other->from_tag == refused->to_tag &&
            endpoint_host_equals(other->path->client, refused->path->server) &&
            (!other->final || other->final->frame > refused->request_frame ||
             (other->method == METHOD_INVITE &&
              other->progress->ack_frame > refused->request_frame)))
            return other;
    }
    return NULL;
}

static bool find_glare(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *refused = exchange->transaction, *other;

    if (exchange->record->code != 491 || !changes_session(refused) ||
        !exchange_has_request(exchange))
        return false;
    other = refused->to_tag ? crossed(refused) : NULL;
    if (other)
        draft_detail(draft, "%s in frame %u crossed the other side's %s in frame %u.",
                     refused->method_name, refused->request_frame, other->method_name,
                     other->request_frame);
    else
        draft_detail(draft, "The other side's open request is not in this capture.");
    draft_evidence(draft, refused->request_frame);
    draft_evidence(draft, other ? other->request_frame : 0);
    return true;
}

static const struct rule rules[] = {
    { .id = "call.busy",
      .severity = SEVERITY_CHAT,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the called user is busy",
      .advice = "Nothing is broken. Many of these without ringing, to one number: look at its "
                "limit of lines or channels.",
      .reference = { 3261, "21.4.24" },
      .moments = AT_FAILURE,
      .applies = find_busy },
    { .id = "call.declined",
      .severity = SEVERITY_CHAT,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the call was declined",
      .advice =
          "Nothing is broken. Many of these for one caller: its number may be marked as spam, "
          "or a rule of the callee refuses it.",
      .reference = { 3261, "21.6.2" },
      .moments = AT_FAILURE,
      .applies = find_declined },
    { .id = "call.unavailable",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the called user could not be reached",
      .advice = "Look at the ringing time first. Without ringing, check the registration of the "
                "called phone and its do-not-disturb.",
      .reference = { 3261, "21.4.18" },
      .moments = AT_FAILURE,
      .applies = find_unavailable },
    { .id = "call.glare",
      .severity = SEVERITY_CHAT,
      .group = GROUP_SEQUENCE,
      .summary = "both sides changed the session at the same time",
      .advice = "Nothing to do if the request comes again after a random wait of up to 4 s. If "
                "it fails again and again, one side does not wait.",
      .reference = { 3261, "14.1" },
      .moments = AT_FAILURE,
      .applies = find_glare },
};

const struct rule_list call_end_rules = { .subject = "call",
                                          .rules = rules,
                                          .count = array_length(rules) };
