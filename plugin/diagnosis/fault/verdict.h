/* verdict.h
 * What a 5xx can mean: each of these is told by the rule that names it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_VERDICT_H
#define SIPEXPLAIN_VERDICT_H

#include "call/call.h"

enum fault_verdict {
    FAULT_NONE, /* no 5xx, or a code for which no verdict is known */
    FAULT_AFTER_CANCEL,
    FAULT_RELAYED,
    FAULT_OTHER_LEG,    /* of any failure: made from one on another leg of the call */
    FAULT_BETWEEN_LEGS, /* of any failure: the other leg had none, or gave no answer */
    FAULT_UNPROVED_LEG, /* of any failure: perhaps made from one on a leg of this call or of another
                         */
    FAULT_SECOND_ANSWER, /* of any failure: the request had its final response */
    FAULT_RETURNED,      /* of a 482 too */
    FAULT_DUPLICATE,     /* of any failure */
    FAULT_ACK_ANSWERED,  /* of any response to an ACK */
    FAULT_CSEQ_ORDER,
    FAULT_OVERLAPPING_INVITE,
    FAULT_OVERLAPPING_UPDATE,
    FAULT_AFTER_BYE,
    FAULT_COPY_REFUSED,
    FAULT_PRACK_TIMEOUT,
    FAULT_OFFER_UNANSWERED,
    FAULT_FROM_503,
    FAULT_REGISTRAR,
    FAULT_ODD_REQUEST,
    FAULT_REQUEST,
    FAULT_METHOD_UNKNOWN,
    FAULT_RESTORATION,
    FAULT_GATEWAY_CAUSE,
    FAULT_OWN_CAUSE,
    FAULT_OWN_WORDS,
    FAULT_INTERNAL,
    FAULT_NOT_IMPLEMENTED,
    FAULT_BAD_GATEWAY,
    FAULT_UNAVAILABLE,
    FAULT_OVERLOADED,
    FAULT_GATEWAY_TIMEOUT,
    FAULT_VERSION,
    FAULT_TOO_LARGE,
    FAULT_PUSH,
    FAULT_PRECONDITION,
    FAULT_VERDICTS
};

struct fault_judgement {
    enum fault_verdict verdict;
    /* The other request or hop that shows it; NULL: only the phrase does. */
    const struct transaction *other;
    const struct reliable_response *reliable; /* of FAULT_PRACK_TIMEOUT */
};

#endif
