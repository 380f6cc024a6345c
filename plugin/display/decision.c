/* decision.c
 * Which message tells why a call is not well, and where to look for what went wrong.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "decision.h"

#include "call/hops.h"
#include "capture/frame_number.h"
#include "diagnosis/diagnosis.h"
#include "host_words.h"
#include "label.h"
#include "outcome_parts.h"
#include "summary.h"
#include "verdict.h"

/* Is the response the loudest by itself? */
static bool outweighs(const struct record *final, const struct finding *leading,
                      struct outcome_finding worst)
{
    const enum severity of_code = record_answer_severity(final);

    return !worst.finding || (leading ? MAX(of_code, finding_rule(leading)->severity) : of_code) >=
                                 finding_rule(worst.finding)->severity;
}

struct decision decision_of(const struct record *final, struct outcome_finding worst,
                            enum severity severity)
{
    const bool is_failure = final && final->code >= 300;
    const struct finding *leading = is_failure ? record_leading_finding(final) : NULL;
    struct decision decision = { .severity = severity };

    if (is_failure && outweighs(final, leading, worst)) {
        decision.record = final;
        decision.finding = leading;
    } else {
        decision.record = worst.record;
        decision.finding = worst.finding;
    }
    if (decision.record)
        decision.frame = decision.record->frame;
    return decision;
}

/* The server that failed before another one answered; NULL: none. */
static const struct record *failed_before(const struct call_outcome *outcome)
{
    return outcome->final && outcome->final->code < 300 && outcome->attempt
               ? outcome_failed_before(outcome->attempt)
               : NULL;
}

struct decision decision_of_call(const struct call_outcome *outcome)
{
    const struct record *failure = failed_before(outcome);
    struct decision decision =
        decision_of(outcome->final, outcome->worst, call_outcome_severity(outcome));

    if (failure && decision.severity <= SEVERITY_NOTE) {
        decision.record = failure;
        decision.finding = record_leading_finding(failure);
        decision.frame = failure->frame;
    } else if (!decision.record && outcome->attempt) {
        decision.frame = transaction_cancel(outcome->attempt)->request_frame;
    }
    return decision;
}

struct decision decision_where_it_began(struct decision decision)
{
    const struct record *record = decision.record;
    const struct transaction *origin;

    if (!decision.finding || !finding_rule(decision.finding)->is_relay ||
        !record_transaction(record))
        return decision;
    origin = hop_origin(record_transaction(record), record->code, record->frame);
    if (origin->final && origin->final != record) {
        decision.record = origin->final;
        decision.frame = origin->final->frame;
        decision.finding = record_leading_finding(origin->final);
    }
    return decision;
}

/* Who acts; where nobody has to, the one who failed or refused first. */
static bool host_to_look_at(struct decision decision, struct endpoint *host)
{
    uint32_t frame;

    return decision.record &&
           (host_words_who_acts(decision.record, decision.finding, host) ||
            (!decision.record->is_request && hop_failure_began(decision.record, host, &frame)));
}

const char *decision_look_at(struct decision decision, wmem_allocator_t *scope)
{
    char host[ENDPOINT_TEXT_MAX];
    struct endpoint who;
    struct label text;
    uint32_t frame;

    if (decision.severity <= SEVERITY_CHAT)
        return "";
    decision = decision_where_it_began(decision);
    frame = frame_number_at(decision.frame);
    label_begin(&text, frame ? "frame " : "");
    if (frame)
        label_add_number(&text, frame);
    if (host_to_look_at(decision, &who)) {
        label_add(&text, frame ? ", " : "");
        label_add(&text, endpoint_host_text(who, host));
    }
    return wmem_strdup(scope, text.text);
}
