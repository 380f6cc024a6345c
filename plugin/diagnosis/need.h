/* need.h
 * What a rule needs to find anything: with a message that lacks it the rule is not asked.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_NEED_H
#define SIPEXPLAIN_NEED_H

#include "call/exchange.h"

/* As bits of rule.needs: all of them must be met. A rule asks for itself too; what it names here
 * only spares that. tests/needs.py proves that a need hides no finding. */
enum need {
    /* What the exchange itself tells, each time at once: needs_met_at_once(). */
    NEEDS_FAILURE = 1 << 0,      /* a response with 300 or more */
    NEEDS_5XX = 1 << 1,          /* one with 500 to 599 */
    NEEDS_NEWS = 1 << 2,         /* exchange.news has a leg, a burst, a challenge or an INVITE */
    NEEDS_RETRY = 1 << 3,        /* the request tries again what had failed */
    NEEDS_MISFIT = 1 << 4,       /* some message of the call does not fit */
    NEEDS_RELIABLE = 1 << 5,     /* exchange.reliable */
    NEEDS_DETAILS = 1 << 6,      /* record.details of the response */
    NEEDS_SDP = 1 << 7,          /* the message has SDP that can be read ... */
    NEEDS_NO_SDP = 1 << 8,       /* ... or none */
    NEEDS_OFFER = 1 << 9,        /* its request has SDP ... */
    NEEDS_NO_OFFER = 1 << 10,    /* ... or none */
    NEEDS_INITIAL = 1 << 11,     /* its request is outside any dialog ... */
    NEEDS_IN_DIALOG = 1 << 12,   /* ... or has a To tag */
    NEEDS_CREDENTIALS = 1 << 13, /* its request has credentials */
    NEEDS_NO_REQUEST = 1 << 14,  /* its request is not in the capture */
    NEEDS_NO_TO_TAG = 1 << 15,   /* a response without a To tag */
    NEEDS_CUT = 1 << 16,         /* not all of the message is there */
    /* What takes some looking, only where a rule needs it: need_questions. */
    NEEDS_PREVIEW = 1 << 17,    /* it ends an INVITE that had early media on offer */
    NEEDS_HEARD = 1 << 18,      /* ... and RTP to or from a line of its SDP, or an ICMP error */
    NEEDS_RTP = 1 << 19,        /* it ends an INVITE or is a BYE, and RTP came to the call */
    NEEDS_ODD_ANSWER = 1 << 20, /* odd_answer_is_any() */
    NEEDS_ODD_STATUS = 1 << 21  /* a response whose code or phrase is not registered so */
};

/* So many of them are known at once, so many have a question, and all together. */
#define NEEDS_AT_ONCE 17
#define NEED_QUESTIONS 5
#define NEED_COUNT (NEEDS_AT_ONCE + NEED_QUESTIONS)

/* The bits below 1 << NEEDS_AT_ONCE that an exchange meets. */
unsigned needs_met_at_once(const struct exchange *exchange);

/* Does an exchange meet the need with the bit 1 << (NEEDS_AT_ONCE + index)? */
extern bool (*const need_questions[NEED_QUESTIONS])(const struct exchange *exchange);

#endif
