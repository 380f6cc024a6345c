/* placing.h
 * How requests and responses enter the call memory; used by call_memory.c only.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_PLACING_H
#define SIPEXPLAIN_PLACING_H

#include "exchange.h"
#include "transactions.h"

/* The SDP of a message, kept and announced; NULL when it has none. */
const struct description *placing_describe(struct call *call, const struct sip_message *message,
                                           const struct sip_frame *frame);

/* Each enters one message into its transaction and fills in what *exchange says of it. */
void place_request(struct transaction *transaction, const struct transaction_name *name,
                   struct exchange *exchange);
void place_response(struct transaction *transaction, struct record *record,
                    struct exchange *exchange);

/* Beside place_request(): what a CANCEL and a PRACK do to their INVITE, and whether a request
 * belongs to the dialog that it names. */
void place_cancel(struct transaction *cancel, const struct transaction_name *name,
                  struct exchange *exchange);
void place_prack(struct transaction *prack, struct exchange *exchange);
void place_in_dialog(const struct transaction *request, struct exchange *exchange);

/* The INVITE is cancelled now; the first CANCEL counts. */
void placing_cancelled(struct transaction *invite, const struct transaction *cancel);

/* A response without a request of its own. own: its transaction; NULL: it names none. */
void place_odd_response(const struct transaction *own, const struct transaction_name *name,
                        struct exchange *exchange);

/* Does the host that sent the request of own pass its response back with its own Via still on top
 * (RFC 3261 section 16.7)? The host before cannot match it, and it is no response to own's hop. */
bool place_unstripped_response(const struct transaction *own, const struct transaction_name *name,
                               struct exchange *exchange);

/* A response to this request whose top Via names another sent-by than the request's: its receiver
 * may drop it (RFC 3261 section 18.1.2). */
void place_other_sent_by(const struct transaction *request, const struct transaction_name *name,
                         struct exchange *exchange);

/* An ACK, which makes no transaction of its own. */
void place_ack(struct call *call, const struct transaction_name *name, struct exchange *exchange);

/* Does a message of the INVITE's client come over the INVITE's hop? 2: between the same two
 * endpoints, 1: between the same two hosts, 0: no. */
unsigned placing_hop(const struct transaction *invite, const struct sip_frame *frame);

/* The sent-by of a Via value, if it names another host or port than the request's top Via has;
 * NULL: it does not, or one of them is not known. */
const char *placing_other_sent_by(struct span via_value, const struct transaction *request);

/* The kept branch of a Via value; NULL: none. */
const char *placing_branch(struct span via_value);

/* The kept text of a number. */
const char *placing_number(uint32_t number);

/* Has the INVITE this From tag? One that is not in the capture has none that could differ. */
bool placing_is_from(const struct transaction *invite, const char *from_tag);

/* How many Via values a message has, as a transaction keeps it. */
uint16_t placing_via_count(const struct sip_message *message);

/* The frame by which a transaction is named: of its request or, where that was not captured, of its
 * first response. */
uint32_t placing_frame_of(const struct transaction *transaction);

/* Goes the request of the exchange to another target than the Contact of its dialog (NULL: not
 * known, so it does not)? Where the next proxy is a strict router the target stands in Route. Field
 * and both values of *misfit are then filled in. */
bool placing_is_astray(struct misfit *misfit, const struct exchange *exchange, const char *target);

/* Does the request of the exchange leave its sender as to a loose router although its first Route
 * is a strict one's (RFC 3261 section 12.2.1.1), with the target (NULL: not known) in its
 * Request-URI? The same. */
bool placing_is_too_loose(struct misfit *misfit, const struct exchange *exchange,
                          const char *target);

/* Do both URIs name the same host and port? */
bool placing_same_place(struct span uri, const char *contact);

/* Has the request of the exchange, in a dialog of this INVITE whose messages had count Record-Route
 * values, none or another number of Route values where it must have these? Its sender begins it,
 * over the first or the last hop: proxies on the way take their Route out (RFC 3261 section 16.4).
 * Field and both values of *misfit are then filled in. */
bool placing_has_other_route(struct misfit *misfit, const struct exchange *exchange,
                             const struct transaction *invite, uint32_t count);

#endif
