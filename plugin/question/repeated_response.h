/* repeated_response.h
 * What a response that is sent again tells: what should have stopped it, and did that come?
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_REPEATED_RESPONSE_H
#define SIPEXPLAIN_REPEATED_RESPONSE_H

#include "call/connection.h"
#include "call/exchange.h"

/* All of them ask about an exchange with AT_RESPONSE_REPEAT. */

/* The first message with this repeat's bytes; NULL: too far back. */
const struct record *repeat_first_copy(const struct exchange *exchange);

/* Did another repeat of it come before this one, behind the frame since and not before time? It was
 * told then. True also when it is too far to look. */
bool repeat_came_before(const struct exchange *exchange, const struct record *first, uint32_t since,
                        int64_t time);

/* At any time. */
#define REPEAT_EVER INT64_MIN

/* It came in over a hop further downstream, where it was told. */
bool repeat_is_relayed(const struct exchange *exchange);

/* Was the request repeated, and this the answer to it? */
bool repeat_answers_request(const struct exchange *exchange, const struct record *first);

/* The ACK that fits this final response to an INVITE: on this hop, and that of a 2xx on the hop
 * before; 0: none was seen. */
uint32_t repeat_ack_frame(const struct exchange *exchange);
uint32_t repeat_ack_before(const struct exchange *exchange);

/* Has the host that this 2xx came to passed it on nowhere, though the INVITE came from before? */
bool repeat_is_kept_back(const struct exchange *exchange);

/* Does the ACK of this final response to an INVITE come by this hop? */
bool repeat_ack_must_pass(const struct exchange *exchange);

/* The header of this repeated 2xx, "Record-Route" or "Contact", whose *uri its caller tried to
 * connect to in vain since that frame, to bring its ACK there; NULL: it did not. */
const char *repeat_ack_refused(const struct exchange *exchange, uint32_t since, struct span *uri,
                               struct connection_failure *failure);

#endif
