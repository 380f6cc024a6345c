/* need.h
 * What a rule needs to find anything: with a message that lacks it the rule is not asked.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_NEED_H
#define SIPEXPLAIN_NEED_H

#include "call/exchange.h"

/* As bits of rule.needs: all of them must be met. A rule asks for itself too; what it names here
 * only spares that. tests/needs.py proves that a need hides no finding. */
enum need {
    NEEDS_FAILURE = 1 << 0,    /* a response with 300 or more */
    NEEDS_5XX = 1 << 1,        /* one with 500 to 599 */
    NEEDS_NEWS = 1 << 2,       /* exchange.news has a leg, a burst, a challenge or an INVITE */
    NEEDS_RETRY = 1 << 3,      /* the request tries again what had failed */
    NEEDS_MISFIT = 1 << 4,     /* some message of the call does not fit */
    NEEDS_RELIABLE = 1 << 5,   /* exchange.reliable */
    NEEDS_DETAILS = 1 << 6,    /* record.details of the response */
    NEEDS_SDP = 1 << 7,        /* the message has SDP that can be read ... */
    NEEDS_NO_SDP = 1 << 8,     /* ... or none */
    NEEDS_OFFER = 1 << 9,      /* its request has SDP ... */
    NEEDS_NO_OFFER = 1 << 10,  /* ... or none */
    NEEDS_INITIAL = 1 << 11,   /* its request is outside any dialog ... */
    NEEDS_IN_DIALOG = 1 << 12, /* ... or has a To tag */
    NEEDS_PREVIEW = 1 << 13,   /* it ends an INVITE that had early media on offer */
    NEEDS_HEARD = 1 << 14,     /* ... and RTP to or from a line of its SDP, or an ICMP error */
    NEEDS_RTP = 1 << 15,       /* it ends an INVITE or is a BYE, and RTP came to the call */
    NEEDS_ODD_ANSWER = 1 << 16 /* odd_answer_is_any() */
};

/* A need, and whether an exchange meets it. */
struct need_question {
    enum need need;
    bool (*is_met)(const struct exchange *exchange);
};

/* One for each need, in the order in which they are best asked. */
#define NEED_COUNT 17
extern const struct need_question need_questions[NEED_COUNT];

#endif
