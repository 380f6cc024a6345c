/* transactions.h
 * Which transaction of which call a message belongs to; used by what fills the call memory.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_TRANSACTIONS_H
#define SIPEXPLAIN_TRANSACTIONS_H

#include "call.h"

/* Called once, when the plugin registers. */
void transactions_init(void);

/* What names a transaction in a message. */
struct transaction_name {
    struct span call_id;
    uint32_t cseq;
    struct span method_name; /* of the CSeq */
    enum method method;
    const struct sip_message *message;
    struct span via;                            /* the top Via; length 0: none ... */
    struct sip_parameters via_parameters;       /* ... and its parameters */
    uint32_t branch_hash, upstream_branch_hash; /* of the top Via and of the next; 0: none */
    bool has_cookie;          /* the branch alone names the transaction (RFC 3261 section 17.1.3) */
    bool upstream_has_cookie; /* the same of the next Via */
};

/* false when Call-ID or CSeq are missing or not readable: what can be read is filled in, length 0
 * for what cannot. */
bool transaction_name_read(const struct sip_message *message, struct transaction_name *name);

/* The call with this Call-ID; NULL: none. */
struct call *call_find(struct span call_id);

/* The call with this Call-ID, made if it is new in this frame; NULL past CALLS_MAX
 * (limit.h). */
struct call *call_find_or_add(struct span call_id, const struct sip_frame *frame);

/* The call's transaction on this hop, or NULL. */
struct transaction *transaction_find(struct call *call, const struct transaction_name *name,
                                     enum method method);

/* A new transaction of the call; NULL when the call has too many. */
struct transaction *transaction_add(struct call *call, const struct transaction_name *name);

/* The INVITE's progress, to be written to. */
struct invite_progress *transaction_own_progress(struct transaction *invite);

/* What came of its request again, to be written to. */
struct request_repeats *transaction_own_repeats(struct transaction *transaction);

/* The kept path between two endpoints; one for all transactions that take it. */
const struct path *path_of(struct endpoint client, struct endpoint server);

#endif
