/* call_outcome.h
 * What became of a whole call, as far as the capture has shown it up to now.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_CALL_OUTCOME_H
#define SIPEXPLAIN_CALL_OUTCOME_H

#include "call/call_ending.h"
#include "catalogue/severity.h"

struct finding;

/* A finding, and the message that it was made at; NULL: none. */
struct outcome_finding {
    const struct finding *finding;
    const struct record *record;
};

/* The loudest findings at a call's messages. */
struct outcome_findings {
    /* At INVITEs that opened the call, and their failures: an answer to another attempt or
     * branch makes them good. */
    struct outcome_finding of_attempts;
    struct outcome_finding asides; /* told of an answered call only */
    struct outcome_finding others;
    struct outcome_finding note; /* the first that is_of_outcome (rule.h) */
};

/* Times are microseconds. */
struct call_outcome {
    const struct transaction *opening; /* of the call: never NULL */
    /* The INVITE that decided: the last attempt of the host that began the call, and of its
     * forks the one that was answered, else one that is open or was cancelled. Its request may
     * be missing; NULL: the capture begins in mid-call. */
    const struct transaction *attempt;
    const struct record *progress; /* its first response from 101 to 199; NULL: none */
    const struct record *final;    /* its final response; NULL: none yet */
    struct call_ending ending;     /* of the dialog */
    struct cancellation cancellation;
    struct outcome_finding worst; /* of those given, what is not made good */
    struct outcome_finding note;  /* as given */
    int64_t now;                  /* the time of the latest message of all calls */
    int64_t post_dial_delay;      /* INVITE to progress (RFC 6076 section 4.3) */
    int64_t setup_time;           /* INVITE to final */
    int64_t early_media_time;     /* of RTP to the caller before the final response */
    int64_t talk_time;            /* 2xx to BYE */
    int64_t wait_time;            /* since a CANCEL that the INVITE has no final response for */
};

/* The outcome of a call whose opening transaction is known, as all that the capture has shown up to
 * now tells it: in a later pass that is the whole file. findings: at its messages. */
struct call_outcome call_outcome_of(const struct call *call, struct outcome_findings findings);

/* The loudest of those that are no asides. */
struct outcome_finding outcome_findings_worst(const struct outcome_findings *findings);

/* Adds a message's findings; conformance is no verdict of a call. */
void outcome_findings_add(struct outcome_findings *findings, const struct record *record);

/* "answered, ended by the caller after 12.3 s", made in scope: the verdict in words. */
const char *call_outcome_text(const struct call_outcome *outcome, wmem_allocator_t *scope);

/* Has a cancelled INVITE waited so long for a final response? */
bool call_outcome_waited_in_vain(const struct call_outcome *outcome);

/* How loud the call is. */
enum severity call_outcome_severity(const struct call_outcome *outcome);

/* How loud a call or another exchange is: its worst finding or its final response's code,
 * whichever is louder. final may be NULL. */
enum severity outcome_severity(struct outcome_finding worst, const struct record *final);

/* "no final response in this capture", made in scope, or the response that came but does not fit.
 */
const char *outcome_missing_text(const struct transaction *request, wmem_allocator_t *scope);

/* What a final response says in a table that has its code in a column of its own: its verdict, or
 * "200 OK" where there is none. */
const char *outcome_response_text(const struct record *final, wmem_allocator_t *scope);

/* said and the worst finding in one line made in scope. Less the finding where it was made at told,
 * whose headline said is (NULL: no record's), where said has it already, or it is only a note. */
const char *outcome_text(const char *said, const struct record *told, struct outcome_finding worst,
                         wmem_allocator_t *scope);

#endif
