/* call_outcome.c
 * What became of a whole call, as far as the capture has shown it up to now.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call_outcome.h"

#include "call/hops.h"
#include "catalogue/response_code.h"
#include "diagnosis/diagnosis.h"
#include "summary.h"

/* Which of several INVITEs of one attempt tells how it went: a fork is answered as soon as one branch
 * is, it is open while one branch is, and 487 only says that another one decided. */
static unsigned rank_of(const struct transaction *invite)
{
    if (!invite->final)
        return 2;
    if (invite->final->code < 300)
        return 3;
    return invite->final->code == 487 ? 0 : 1;
}

static bool is_opening_invite(const struct transaction *transaction)
{
    return transaction->method == METHOD_INVITE && transaction->request_frame &&
           transaction_is_initial(transaction);
}

/* A challenge, a redirection or a refusal makes the caller try again with a higher CSeq, perhaps at
 * another server; the branches of a fork have the same CSeq. */
static const struct transaction *deciding_attempt(const struct transaction *opening)
{
    const struct transaction *attempt = opening, *other = opening->newer;

    for (unsigned i = 0; other && i < CALL_SEARCH_MAX; i++, other = other->newer) {
        if (!is_opening_invite(other) || other->from_tag != opening->from_tag ||
            !endpoint_host_equals(other->path->client, opening->path->client))
            continue;
        if (other->cseq > attempt->cseq ||
            (other->cseq == attempt->cseq && rank_of(other) > rank_of(attempt)))
            attempt = other;
    }
    return attempt;
}

static const struct record *first_progress(const struct transaction *invite)
{
    const struct record *response = invite->first_response;

    for (unsigned i = 0; response && i < CALL_SEARCH_MAX; i++, response = response->next) {
        if (record_is_18x(response))
            return response;
    }
    return NULL;
}

struct call_outcome call_outcome_of(const struct call *call, const struct finding *worst)
{
    const struct transaction *opening = call->opening;
    struct call_outcome outcome = { .worst = worst,
                                    .post_dial_delay = TIME_UNKNOWN,
                                    .setup_time = TIME_UNKNOWN,
                                    .early_media_time = TIME_UNKNOWN,
                                    .talk_time = TIME_UNKNOWN };

    if (!is_opening_invite(opening)) {
        outcome.bye =
            opening->method == METHOD_BYE ? opening : transaction_bye(opening, UINT32_MAX);
        return outcome;
    }
    outcome.attempt = deciding_attempt(opening);
    outcome.progress = first_progress(outcome.attempt);
    outcome.final = outcome.attempt->final;
    if (outcome.attempt->progress->early_media_time)
        outcome.early_media_time = outcome.attempt->progress->early_media_time;
    if (outcome.progress)
        outcome.post_dial_delay =
            time_between(outcome.attempt->request_time, outcome.progress->time);
    if (outcome.final)
        outcome.setup_time = time_between(outcome.attempt->request_time, outcome.final->time);
    if (outcome.final && outcome.final->code < 300) {
        outcome.bye = transaction_bye(outcome.attempt, UINT32_MAX);
        if (outcome.bye)
            outcome.talk_time = time_between(outcome.final->time, outcome.bye->request_time);
    }
    return outcome;
}

static const char *success_text(const struct call_outcome *outcome, wmem_allocator_t *scope)
{
    if (!outcome->bye)
        return "answered, not ended in this capture";
    return wmem_strdup_printf(scope, "answered, ended by the %s after %.1f s",
                              outcome->bye->from_tag == outcome->attempt->from_tag ? "caller"
                                                                                   : "callee",
                              seconds_between(0, outcome->talk_time));
}

/* The challenge is the caller's to answer; without an answer nothing is known of the call. */
static bool is_open_challenge(const struct call_outcome *outcome)
{
    return (outcome->final->code == 401 || outcome->final->code == 407) &&
           !request_has_credentials(outcome->attempt->request);
}

/* ", begun by 10.0.0.9:5060 in frame 12": a 5xx that was passed along. */
static const char *origin_text(const struct record *final, wmem_allocator_t *scope)
{
    char text[ENDPOINT_TEXT_MAX];
    struct endpoint host;
    uint32_t frame;

    if (response_class(final->code) != 5 || !hop_failure_began(final, &host, &frame) ||
        frame == final->frame)
        return "";
    return wmem_strdup_printf(scope, ", begun by %s in frame %u", endpoint_text(host, text), frame);
}

/* *told is set where the text is that of the final response itself. */
static const char *failure_text(const struct call_outcome *outcome, const struct record **told,
                                wmem_allocator_t *scope)
{
    const struct transaction *attempt = outcome->attempt;

    if (is_open_challenge(outcome))
        return wmem_strdup_printf(scope, "challenged with %u, not tried again in this capture",
                                  outcome->final->code);
    if (outcome->final->code == 487 && attempt->progress->cancel_frame)
        return wmem_strdup_printf(
            scope, "cancelled by the caller's side after %.1f s",
            seconds_between(attempt->request_time, attempt->progress->cancel_time));
    *told = outcome->final;
    return wmem_strdup_printf(scope, "%s%s", record_summary(outcome->final, scope),
                              origin_text(outcome->final, scope));
}

static const char *open_text(const struct call_outcome *outcome, wmem_allocator_t *scope)
{
    const struct record *last = outcome->attempt->last_response;

    if (!last)
        return "no response in this capture";
    return wmem_strdup_printf(scope, "no final response in this capture; the last is %u %s",
                              last->code, response_code_lookup(last->code)->phrase);
}

static const char *state_text(const struct call_outcome *outcome, const struct record **told,
                              wmem_allocator_t *scope)
{
    if (!outcome->attempt)
        return outcome->bye ? "began before this capture, ended in it"
                            : "began before this capture, not ended in it";
    if (!outcome->final)
        return open_text(outcome, scope);
    return outcome->final->code < 300 ? success_text(outcome, scope)
                                      : failure_text(outcome, told, scope);
}

const char *outcome_text(const char *said, const struct record *told, const struct finding *worst,
                         wmem_allocator_t *scope)
{
    if (!worst || worst->rule->severity < SEVERITY_WARN ||
        (told && worst == record_leading_finding(told)))
        return said;
    return wmem_strdup_printf(scope, "%s; %s", said, worst->rule->summary);
}

const char *call_outcome_text(const struct call_outcome *outcome, wmem_allocator_t *scope)
{
    const struct record *told = NULL;
    const char *said = state_text(outcome, &told, scope);

    return outcome_text(said, told, outcome->worst, scope);
}

enum severity outcome_severity(const struct finding *worst, const struct record *final)
{
    const enum severity of_final = final ? record_severity(final) : SEVERITY_CHAT;

    return worst && worst->rule->severity > of_final ? worst->rule->severity : of_final;
}
