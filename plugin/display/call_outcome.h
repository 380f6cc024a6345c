/* call_outcome.h
 * What became of a whole call, as far as the capture has shown it up to now.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_CALL_OUTCOME_H
#define SIPEXPLAIN_CALL_OUTCOME_H

#include "call/call.h"
#include "catalogue/severity.h"

/* Times are microseconds. */
struct call_outcome {
    /* The INVITE that decided: the last attempt of the host that began the call, and of its forks the
     * one that was answered, else one that is open. NULL: the capture begins in mid-call. */
    const struct transaction *attempt;
    const struct record *progress; /* its first response from 101 to 199; NULL: none */
    const struct record *final;    /* its final response; NULL: none yet */
    const struct transaction *bye; /* NULL: none in this dialog yet */
    const struct finding *worst;   /* as given */
    int64_t post_dial_delay;       /* INVITE to progress (RFC 6076 section 4.3) */
    int64_t setup_time;            /* INVITE to final */
    int64_t early_media_time;      /* of RTP to the caller before the final response */
    int64_t talk_time;             /* 2xx to BYE */
};

/* The outcome of a call whose opening transaction is known. worst: the loudest finding of those that
 * are to be told; NULL: none. */
struct call_outcome call_outcome_of(const struct call *call, const struct finding *worst);

/* "answered, ended by the caller after 12.3 s", made in scope: the verdict in words. */
const char *call_outcome_text(const struct call_outcome *outcome, wmem_allocator_t *scope);

/* How loud a call or another exchange is: its worst finding or its final response's code, whichever is
 * louder. Both may be NULL. */
enum severity outcome_severity(const struct finding *worst, const struct record *final);

/* said and the worst finding (NULL: none) in one line made in scope: "answered, not ended in this
 * capture; no ACK came". Less the finding where it is what record_summary() says of told (NULL: said is
 * no record's summary), or only a note. */
const char *outcome_text(const char *said, const struct record *told, const struct finding *worst,
                         wmem_allocator_t *scope);

#endif
