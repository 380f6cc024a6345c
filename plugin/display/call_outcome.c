/* call_outcome.c
 * Which INVITE of a call decided it, and what the capture has shown of it up to now.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call_outcome.h"

#include "call/call_memory.h"
#include "diagnosis/diagnosis.h"
#include "outcome_parts.h"
#include "summary.h"

/* Which of several INVITEs of one attempt tells how it went: a fork is answered as soon as one
 * branch is, it is open while one branch is, and it was given up where a branch was cancelled,
 * whatever the others got (RFC 3261 section 16.7). 487 alone only says that another one decided. */
#define ANSWERED 4
static unsigned rank_of(const struct transaction *invite)
{
    if (invite->final && invite->final->code < 300)
        return ANSWERED;
    if (transaction_cancel(invite)->request_frame)
        return 2;
    if (!invite->final)
        return 3;
    return invite->final->code == 487 ? 0 : 1;
}

/* A challenge, a redirection or a refusal makes the caller try again, with a higher CSeq or, at
 * another server, with the same one; the branches of a fork are open at the same time. Some
 * callers fork with a higher CSeq too: then what is answered first counts. */
static bool is_more_telling(const struct transaction *other, const struct transaction *attempt)
{
    const unsigned rank = rank_of(attempt), other_rank = rank_of(other);

    if (rank == ANSWERED || other_rank == ANSWERED)
        return rank != ANSWERED;
    if (other->cseq != attempt->cseq)
        return other->cseq > attempt->cseq;
    return (attempt->final && attempt->final->frame < other->request_frame) || other_rank > rank;
}

static const struct transaction *deciding_attempt(const struct transaction *opening)
{
    const struct transaction *attempt = opening, *other = transaction_newer(opening);

    for (unsigned i = 0; other && i < CALL_SEARCH_MAX; i++, other = transaction_newer(other)) {
        if (transaction_opens_call(other) && other->request_frame &&
            other->from_tag_place == opening->from_tag_place &&
            transaction_same_client(other, opening) && is_more_telling(other, attempt))
            attempt = other;
    }
    return attempt;
}

static const struct record *first_progress(const struct transaction *invite)
{
    const struct record *response = transaction_first_response(invite);

    for (unsigned i = 0; response && i < CALL_SEARCH_MAX; i++, response = record_next(response)) {
        if (record_is_18x(response))
            return response;
    }
    return NULL;
}

static bool is_louder(const struct finding *finding, struct outcome_finding than)
{
    return !than.finding || finding_rule(finding)->severity > finding_rule(than.finding)->severity;
}

/* Of equals the first. */
static struct outcome_finding loudest_of(struct outcome_finding a, struct outcome_finding b)
{
    return b.finding && is_louder(b.finding, a) ? b : a;
}

void outcome_findings_add(struct outcome_findings *findings, const struct record *record)
{
    const bool is_of_attempt = record_transaction(record) &&
                               transaction_opens_call(record_transaction(record)) &&
                               (record->is_request || record->code >= 300) && record->code != 487;

    for (const struct finding *finding = record_findings(record); finding;
         finding = finding_next(finding)) {
        const struct outcome_finding made = { finding, record };
        struct outcome_finding *worst = finding_is_aside(finding) ? &findings->asides
                                        : is_of_attempt           ? &findings->of_attempts
                                                                  : &findings->others;

        if (finding_rule(finding)->is_of_outcome && !findings->note.finding)
            findings->note = made;
        if (!finding_is_conformance(finding) && is_louder(finding, *worst))
            *worst = made;
    }
}

static void measure(struct call_outcome *outcome)
{
    const struct transaction *attempt = outcome->attempt;
    const struct invite_progress *progress = transaction_progress(attempt);

    if (progress->early_media_time)
        outcome->early_media_time = progress->early_media_time;
    if (outcome->progress && attempt->request_frame)
        outcome->post_dial_delay = time_between(attempt->request_time, outcome->progress->time);
    if (outcome->final && attempt->request_frame)
        outcome->setup_time = time_between(attempt->request_time, outcome->final->time);
    if (outcome->final && outcome->final->code < 300 && outcome->ending.end.bye &&
        (attempt->request_frame || outcome->progress))
        outcome->talk_time =
            time_between(outcome->final->time, outcome->ending.end.bye->request_time);
    if (invite_progress_cancel(progress)->request_frame && !outcome->final)
        outcome->wait_time =
            time_between(invite_progress_cancel(progress)->request_time, outcome->now);
}

struct outcome_finding outcome_findings_worst(const struct outcome_findings *findings)
{
    return loudest_of(findings->of_attempts, findings->others);
}

/* The finding that a call's verdict may tell. What failed on the way is past where another
 * attempt or branch was answered, or given up after it had got somewhere. */
static struct outcome_finding worst_of(const struct call_outcome *outcome,
                                       const struct outcome_findings *findings)
{
    if (outcome->final && outcome->final->code < 300)
        return loudest_of(findings->others, findings->asides);
    if ((!outcome->final || outcome->final->code == 487) && outcome->cancellation.cause &&
        transaction_first_response(outcome->attempt))
        return findings->others;
    return outcome_findings_worst(findings);
}

struct call_outcome call_outcome_of(const struct call *call, struct outcome_findings findings)
{
    const struct transaction *opening = call_opening(call);
    struct call_outcome outcome = { .opening = opening,
                                    .worst = outcome_findings_worst(&findings),
                                    .note = findings.note,
                                    .now = call_memory_latest_time(),
                                    .post_dial_delay = TIME_UNKNOWN,
                                    .setup_time = TIME_UNKNOWN,
                                    .early_media_time = TIME_UNKNOWN,
                                    .talk_time = TIME_UNKNOWN,
                                    .wait_time = TIME_UNKNOWN };

    if (!transaction_opens_call(opening)) {
        outcome.ending.end.bye =
            opening->method == METHOD_BYE ? opening : transaction_bye(opening, UINT32_MAX);
        return outcome;
    }
    outcome.attempt = deciding_attempt(opening);
    outcome.progress = first_progress(outcome.attempt);
    outcome.final = outcome.attempt->final;
    outcome.ending = call_ending_of(outcome.attempt);
    outcome.cancellation = call_cancellation(outcome.attempt);
    outcome.worst = worst_of(&outcome, &findings);
    measure(&outcome);
    return outcome;
}

enum severity outcome_severity(struct outcome_finding worst, const struct record *final)
{
    const enum severity of_final = final ? record_answer_severity(final) : SEVERITY_CHAT;

    return worst.finding ? MAX(finding_rule(worst.finding)->severity, of_final) : of_final;
}

bool call_outcome_waited_in_vain(const struct call_outcome *outcome)
{
    return outcome->wait_time >= TRANSACTION_TIME;
}

enum severity call_outcome_severity(const struct call_outcome *outcome)
{
    const bool is_failover = outcome->final && outcome->final->code < 300 && outcome->attempt &&
                             outcome_failed_before(outcome->attempt);
    const enum severity severity = MAX(outcome_severity(outcome->worst, outcome->final),
                                       is_failover ? SEVERITY_NOTE : SEVERITY_CHAT);

    return call_outcome_waited_in_vain(outcome) ? MAX(severity, SEVERITY_WARN) : severity;
}
