/* placing.h
 * How requests and responses enter the call memory; used by call_memory.c only.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_PLACING_H
#define SIPEXPLAIN_PLACING_H

#include "exchange.h"
#include "transactions.h"

/* Equal messages closer than this are one message captured twice, never a retransmission: SIP's
 * shortest timer is T1, 500 ms (RFC 3261 section 17.1.1.1). Microseconds. */
#define COPY_TIME 100000

/* The SDP of a message, kept and announced; NULL when it has none. */
const struct description *placing_describe(const struct sip_message *message,
                                           const struct sip_frame *frame);

/* Each enters one message into its transaction and fills in what *exchange says of it. */
void place_request(struct transaction *transaction, struct exchange *exchange);
void place_response(struct transaction *transaction, struct record *record,
                    struct exchange *exchange);

/* Beside place_request(): what a CANCEL and a PRACK do to their INVITE. */
void place_cancel(struct transaction *cancel, const struct transaction_name *name,
                  struct exchange *exchange);
void place_prack(struct transaction *prack, struct exchange *exchange);

/* The INVITE of a call with this CSeq that has an early dialog or dialog with the To tag (NULL: any),
 * the newest that is older than before (NULL: of all); NULL when none is near. */
struct transaction *call_find_invite(const struct call *call, uint32_t cseq, const char *to_tag,
                                     struct transaction *before);

/* An ACK, which makes no transaction of its own. */
void place_ack(struct call *call, const struct transaction_name *name, struct exchange *exchange);

#endif
