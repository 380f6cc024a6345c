/* called_side.c
 * What the called side made of a call: busy, refused, not answered, not there.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/call_ending.h"
#include "call/hops.h"
#include "call/leg_outcome.h"
#include "call/misfit.h"
#include "call/registration.h"
#include "diagnosis/subjects.h"
#include "question/forwarding.h"
#include "question/own_words.h"

/* Nobody who is at the phone decides sooner; seconds. */
#define AT_ONCE 1.0

/* What answers sooner decides by a rule, and may have asked no phone; seconds. */
#define BY_RULE 0.01

/* A phone that rang so long was not answered, whatever the code; seconds. */
#define RINGING_LONG 15.0

/* Longest text of when_text(), with its NUL. */
#define WHEN_TEXT_MAX 72

/* Q.850 causes that say the same as the codes here. */
enum {
    CAUSE_BUSY = 17,
    CAUSE_NO_RESPONSE = 18,
    CAUSE_NO_ANSWER = 19,
    CAUSE_ABSENT = 20,
    CAUSE_REJECTED = 21,
    CAUSE_NUMBER_CHANGED = 22
};

/* The response of the called side itself: a proxy may hold it back until its other branches have
 * ended (RFC 3261 section 16.7). */
static const struct record *decision_of(const struct exchange *exchange)
{
    const struct transaction *origin = exchange->relayed_from;

    return origin && origin->final ? origin->final : exchange->record;
}

static const struct record *ringing_of(const struct exchange *exchange)
{
    const struct record *first = call_first_ringing(record_transaction(decision_of(exchange)));

    return first ? first : call_first_ringing(exchange->transaction);
}

/* Seconds from the first 180 to the response of the called side; below 0: the phone did not ring;
 * NAN: it is not known how long. */
static double ringing_seconds(const struct exchange *exchange)
{
    const struct record *first = ringing_of(exchange);

    return first ? seconds_between(first->time, decision_of(exchange)->time) : -1;
}

/* A 180 came on a hop behind, or one that does not fit came here. */
static bool rang_elsewhere(const struct exchange *exchange)
{
    const struct transaction *behind = NULL;

    while ((behind = hop_next_behind(exchange->transaction, behind))) {
        if (call_first_ringing(behind))
            return true;
    }
    return misfit_odd_response(exchange->transaction) != NULL;
}

/* "after 5.0 s of ringing", "0.020 s after the INVITE, without a 180". Returns text. */
static const char *when_text(const struct exchange *exchange, char *text)
{
    const struct transaction *transaction = exchange->transaction;
    const double ringing = ringing_seconds(exchange);

    if (!(ringing < 0))
        snprintf(text, WHEN_TEXT_MAX, "after %.1f s of ringing", ringing);
    else
        snprintf(text, WHEN_TEXT_MAX, "%.3f s after the %s%s",
                 seconds_between(transaction->request_time, decision_of(exchange)->time),
                 transaction_method_name(transaction),
                 rang_elsewhere(exchange) ? "" : ", without a 180");
    return text;
}

/* Is it the answer to a new call, given while its caller waited? */
static bool asks_called_side(const struct exchange *exchange)
{
    return exchange_opens_call(exchange) && !exchange_is_too_late(exchange);
}

/* Points to the request, and to where a response began that each hop passes on. */
static void name_frames(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *origin = exchange->relayed_from;
    const struct record *ringing = ringing_of(exchange);

    draft_evidence(draft, exchange->transaction->request_frame);
    draft_evidence(draft, ringing ? ringing->frame : 0);
    draft_evidence(draft, origin ? origin->final->frame : 0);
}

/* Do the response's own words name this Q.850 cause, or no cause at all? Then the meaning that the
 * code has for people may be told. */
static bool words_allow(const struct record *record, unsigned cause, unsigned other_cause)
{
    const uint32_t given = record_q850_cause(record);
    char words[OWN_WORDS_MAX];

    if (!own_words_of_response(record, words)[0])
        return true;
    /* One value that names the cause, and no text that says something else. */
    return given && (given == cause || given == other_cause) &&
           own_words_count(record_words(record), record->code) == 1 && !strchr(words, '"') &&
           !own_words_in_phrase(record);
}

/* A final code that a phone, or who speaks for it, gives when nobody picks up; 487 when a host in
 * between ended the ringing. What the caller had cancelled before it ended itself. */
static bool is_of_unanswered(const struct record *record)
{
    if (record->code != 487 &&
        call_cancellation(record_transaction(record)).cause == CANCEL_OF_CLIENT)
        return false;
    return record->code == 408 || record->code == 480 || record->code == 486 ||
           record->code == 603 ||
           (record->code == 487 &&
            call_cancellation(record_transaction(record)).cause == CANCEL_OF_PROXY);
}

/* Did a host in between make the code of another one, or end the call by itself? Then the code
 * tells nothing of the called user. */
static bool is_made_up(const struct exchange *exchange, const struct finding_draft *draft)
{
    const struct fault_judgement *judgement = draft->judgement;

    return judgement->verdict == FAULT_BETWEEN_LEGS ||
           (judgement->verdict == FAULT_OTHER_LEG &&
            judgement->other->final->code != exchange->record->code);
}

/* How a call ended that rang and rang: by a timer of the called side, or of a host in between. */
static bool find_not_answered(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *record = exchange->record;
    const double ringing = ringing_seconds(exchange);
    char when[WHEN_TEXT_MAX], host[ENDPOINT_TEXT_MAX];

    if (!is_of_unanswered(record) || !asks_called_side(exchange) || !(ringing >= AT_ONCE) ||
        is_made_up(exchange, draft) || !words_allow(record, CAUSE_NO_RESPONSE, CAUSE_NO_ANSWER))
        return false;
    /* Sooner than that, only some codes and causes mean it. */
    if (ringing < RINGING_LONG && record->code != 408 && record->code != 480 &&
        record_q850_cause(record) != CAUSE_NO_ANSWER)
        return false;
    when_text(exchange, when);
    if (record->code == 480 && ringing < RINGING_LONG)
        draft_detail(draft, "480 %s: nobody answered, or the user refused the call.", when);
    else if (record->code == 603)
        draft_detail(draft, "603 %s: nobody answered, or the user declined late.", when);
    else if (record->code == 487)
        draft_detail(draft, "487 %s: nobody answered before %s cancelled the call.", when,
                     endpoint_text(exchange->transaction->path->client, host));
    else
        draft_detail(draft, "%u %s: nobody answered. %s ended the ringing.", record->code, when,
                     endpoint_text(record_transaction(decision_of(exchange))->path->server, host));
    name_frames(exchange, draft);
    return true;
}

/* A busy code so soon need not come of a call that the user is in. */
static bool is_of_rule(const struct exchange *exchange)
{
    const struct record *decision = decision_of(exchange);
    const struct transaction *invite = record_transaction(decision);

    return invite->request_frame && !transaction_last_provisional(invite)->frame &&
           transaction_first_response(invite) == decision &&
           seconds_between(invite->request_time, decision->time) < BY_RULE;
}

static const char *who_is_busy(const struct exchange *exchange)
{
    if (exchange->record->code == 600)
        return "the user is busy everywhere, so no other phone is tried";
    return is_of_rule(exchange) && record_q850_cause(exchange->record) != CAUSE_BUSY
               ? "decided at once: in a call, do-not-disturb, or a limit of calls"
               : "this phone is busy; other phones of the user may still ring";
}

static bool find_busy(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *record = exchange->record;
    const double ringing = ringing_seconds(exchange);
    struct forwarding forwarding;
    char when[WHEN_TEXT_MAX];

    /* What is to take the place of a call need not ring anybody: RFC 3891 section 3 has a 486 of
     * its own. */
    if ((record->code != 486 && record->code != 600) || !asks_called_side(exchange) ||
        request_details(transaction_request(exchange->transaction))->replaces ||
        is_made_up(exchange, draft) || !words_allow(record, CAUSE_BUSY, CAUSE_BUSY))
        return false;
    if (record->code == 486 && !(ringing < AT_ONCE) && record_q850_cause(record) != CAUSE_BUSY)
        return false;
    draft_detail(draft, "%u %s: %s.", record->code, when_text(exchange, when),
                 who_is_busy(exchange));
    if (forwarding_before(exchange, &forwarding))
        draft_headline(draft, "busy after a forwarding");
    else if (is_of_rule(exchange) && record_q850_cause(record) != CAUSE_BUSY)
        draft_headline(draft, "busy, a limit or a rule");
    name_frames(exchange, draft);
    return true;
}

/* Who declined: a person needs time, and a phone that rings. */
static bool find_declined(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *record = exchange->record;
    const double ringing = ringing_seconds(exchange);
    const double elapsed = seconds_between(exchange->transaction->request_time, record->time);
    char when[WHEN_TEXT_MAX], host[ENDPOINT_TEXT_MAX];

    if ((record->code != 603 && record->code != 486) || !asks_called_side(exchange) ||
        !(ringing < RINGING_LONG) || is_made_up(exchange, draft) ||
        !words_allow(record, CAUSE_REJECTED, CAUSE_REJECTED) ||
        (record->code == 486 && (ringing < AT_ONCE || record_q850_cause(record) == CAUSE_BUSY)))
        return false;
    when_text(exchange, when);
    endpoint_text(exchange->transaction->path->server, host);
    if (ringing >= AT_ONCE)
        draft_detail(draft, "%u %s: refused while the phone rang.", record->code, when);
    else if (elapsed < AT_ONCE && !record_words(record)->reason_count &&
             !leg_went_on(exchange->transaction, record->frame))
        draft_detail(draft, "%u %s: too soon for a person. A rule of %s decided.", record->code,
                     when, host);
    else
        draft_detail(draft, "%u %s: the capture does not show who decided behind %s.", record->code,
                     when, host);
    name_frames(exchange, draft);
    return true;
}

/* What is said of a phone that did not ring, or hardly. */
static const char *guess_of_480(const struct exchange *exchange)
{
    const struct transaction *transaction = exchange->transaction;
    const double elapsed = seconds_between(transaction->request_time, exchange->record->time);
    const struct binding *binding;

    if (record_q850_cause(exchange->record) == CAUSE_ABSENT)
        return ": the phone is switched off, logged out or out of reach";
    if (elapsed < AT_ONCE && !transaction_last_provisional(transaction)->frame &&
        !leg_went_on(transaction, exchange->record->frame) &&
        registration_of_callee(transaction, exchange->message, exchange->record->time, &binding) ==
            CALLEE_UNKNOWN)
        return ": perhaps no phone is registered, or do-not-disturb is on";
    return "";
}

static bool find_unavailable(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *record = exchange->record;
    const bool is_gone = record->code == 410;
    char when[WHEN_TEXT_MAX];

    if ((record->code != 480 && !is_gone) || !asks_called_side(exchange) ||
        !(ringing_seconds(exchange) < AT_ONCE) || exchange->relayed_from ||
        is_made_up(exchange, draft) ||
        !words_allow(record, is_gone ? CAUSE_NUMBER_CHANGED : CAUSE_ABSENT, CAUSE_NO_RESPONSE))
        return false;
    draft_detail(draft, "%u %s%s.", record->code, when_text(exchange, when),
                 is_gone ? ": the address is no longer in use, and no new address is known"
                         : guess_of_480(exchange));
    name_frames(exchange, draft);
    return true;
}

/* Of who was called; a 404 is told by routing.not-found. */
static bool speaks_of_callee(unsigned code)
{
    return code == 403 || code == 408 || code == 410 || code == 480 || code == 484 || code == 486 ||
           code == 600 || code == 603;
}

static bool find_forwarded(const struct exchange *exchange, struct finding_draft *draft)
{
    struct forwarding forwarding;
    char user[40], frame[32] = "History-Info";

    if (!speaks_of_callee(exchange->record->code) || exchange->relayed_from ||
        !forwarding_before(exchange, &forwarding))
        return false;
    if (forwarding.frame)
        snprintf(frame, sizeof frame, "181 in frame %u", forwarding.frame);
    quote_span(forwarding.target.user, user, sizeof user);
    draft_detail(draft, "The call had been forwarded%s%s (%s): this %u speaks of the new target.",
                 user[0] ? " to " : "", user, frame, exchange->record->code);
    draft_evidence(draft, forwarding.frame);
    return true;
}

static const struct rule rules[] = {
    { .id = "call.busy",
      .severity = SEVERITY_CHAT,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the called user is busy",
      .advice = "Nothing to do for one call. If many calls to one number end like this without "
                "ringing, look at its limit of lines or channels.",
      .reference = { 3261, "21.4.24" },
      .actor = ACTOR_NOBODY,
      .moments = AT_FAILURE,
      .codes = { 486, 600 },
      .applies = find_busy },
    { .id = "call.declined",
      .severity = SEVERITY_CHAT,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the call was declined",
      .advice =
          "Nothing to do for one call. If many calls of one caller end like this, its number may "
          "be marked as spam, or a rule of the called side refuses it.",
      .reference = { 3261, "21.6.2" },
      .actor = ACTOR_NOBODY,
      .moments = AT_FAILURE,
      .codes = { 486, 603 },
      .applies = find_declined },
    { .id = "call.not-answered",
      .severity = SEVERITY_CHAT,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the phone rang, and nobody answered",
      .headline = "the phone rang, nobody answered",
      .stands_for_code = true,
      .advice =
          "Nothing to do for one call. If the phones ring equally long in every call, a timer ends "
          "them: look at the host that ended this call.",
      .reference = { 3261, "21.4.18" },
      .actor = ACTOR_NOBODY,
      .moments = AT_FAILURE,
      .codes = { 408, 480, 486, 487, 603 },
      .applies = find_not_answered },
    { .id = "call.unavailable",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the called user could not be reached",
      .yields = true,
      .advice = "Read first what the server itself says, and the other findings here. Then check "
                "the last REGISTER of the called phone, its expiry, and where the proxy sent the "
                "call.",
      .reference = { 3261, "21.4.18" },
      .moments = AT_FAILURE,
      .codes = { 410, 480 },
      .applies = find_unavailable },
    { .id = "call.forwarded",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the call was forwarded, and failed at its new target",
      .advice = "Look at the forwarding that is set for the called number, and at its target: "
                "whether it exists, is reachable and may be called from there.",
      .reference = { 7044, "3" },
      .moments = AT_FAILURE,
      .methods = METHOD_BIT(METHOD_INVITE),
      .needs = NEEDS_INITIAL,
      .codes = { 403, 408, 410, 480, 484, 486, 600, 603 },
      .is_aside = true,
      .applies = find_forwarded },
};

const struct rule_list called_side_rules = { .subject = "call",
                                             .rules = rules,
                                             .count = array_length(rules) };
