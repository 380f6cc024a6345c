/* hops.h
 * The hops that one request takes from host to host: before, behind and beside one of them.
 * Every question about another hop of the same request is asked here.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_HOPS_H
#define SIPEXPLAIN_HOPS_H

#include "call.h"

/* "Behind" a hop is where its server sent the request on to, "before" it the hop that the
 * request came over: transaction.upstream, which Via rows tell, or the host where an element
 * hides them. Most walks end at CALL_SEARCH_MAX transactions. What is said "at frame" never
 * changes when more is known. */

/* Transactions behind a hop among which its branches are looked for: a phone for each of a large
 * group, with its CANCEL. */
#define HOP_BRANCHES_MAX 512

/* Hops that anything is followed over. Requests begin with Max-Forwards: 70 (RFC 3261 section
 * 8.1.1.6): over more than these none goes. */
#define HOPS_FOLLOWED_MAX 70

/* Do two transactions carry one request over two hops? Proxies leave Call-ID, method, CSeq and
 * From tag as they are (RFC 3261 section 16.6). */
bool hop_is_same_request(const struct transaction *a, const struct transaction *b);

/* The next hop, newest first, that carries transaction's request too, wherever it lies. after:
 * NULL to begin. NULL at the end. */
const struct transaction *hop_next(const struct transaction *transaction,
                                   const struct transaction *after);

/* The same as hop_next(), of those behind transaction's hop: one, or the branches of a fork. */
const struct transaction *hop_next_behind(const struct transaction *transaction,
                                          const struct transaction *after);

/* The same as hop_next(), of the branches beside transaction's that one host made of the request: a
 * proxy's fork, its branches at once or one after the other, or that of a user agent by itself,
 * outside a dialog and open at the same time. */
const struct transaction *hop_next_branch(const struct transaction *transaction,
                                          const struct transaction *after);

/* The hop before a new request whose Via rows do not name it: the same request had come to the
 * host that sends it now. Used by call/ only. NULL: none. */
struct transaction *hop_hidden_before(const struct transaction *transaction);

/* The request that the host which this one came to had sent itself, as its first sender: the
 * request was routed back. NULL: it had sent none. */
const struct transaction *hop_own_request(const struct transaction *transaction);

/* A request outside a dialog of which this one is a second copy: it had come to the same host
 * before, on another way, and had not failed when this one was sent. NULL: none. */
const struct transaction *hop_twin(const struct transaction *transaction);

/* A copy of a request outside a dialog that its client sent to the same address later, while it
 * waited, and that was taken with a 2xx before frame. NULL: none. */
const struct transaction *hop_taken_copy(const struct transaction *transaction, uint32_t frame);

/* Do hop_behind() and hop_failed_behind() see all that is behind? Where not, none is to be denied.
 */
bool hop_knows_all_behind(const struct transaction *transaction);

/* Did this request bring nothing on its hop: refused, or sent again and nothing came back? */
bool hop_was_in_vain(const struct transaction *transaction);

/* The newest hop behind that was there at frame; NULL: none in this capture. */
const struct transaction *hop_behind(const struct transaction *transaction, uint32_t frame);

/* The same, but one that had failed with this code (0: any from 300 on) before frame. */
const struct transaction *hop_failed_behind(const struct transaction *transaction, unsigned code,
                                            uint32_t frame);

/* The request because of which a host sent this one, as known at frame: on the hop before, or on
 * the leg of the call that this one continues. NULL: none is known. */
const struct transaction *hop_cause(const struct transaction *transaction, uint32_t frame);

/* Is it a failure of the call, and no challenge or redirection, that a host may make from what came
 * on another leg? */
bool hop_may_have_other_leg(const struct transaction *transaction, unsigned code);

/* The INVITE on another leg whose failure the server of this one had got when it sent this code in
 * frame (leg_attempts.h); NULL: none, or the code is no failure of the call. */
const struct transaction *hop_other_leg(const struct transaction *transaction, unsigned code,
                                        uint32_t frame);

/* Where a failure with this code that came in frame began: followed back as long as the hop
 * behind had the same code before, or a 503 that became a 500 (RFC 3261 section 16.7), or the
 * server had got a failure with whatever code on another leg of the call.
 * transaction itself when there is none. */
const struct transaction *hop_origin(const struct transaction *transaction, unsigned code,
                                     uint32_t frame);

/* Where a failure began that this record only passes on with the same code; NULL: it began here,
 * as far as the capture shows. */
const struct transaction *hop_relayed_from(const struct record *record);

/* Of a failure: the host it came from first, and the frame in which it did. false: no failure,
 * or its call is not known. */
bool hop_failure_began(const struct record *record, struct endpoint *host, uint32_t *frame);

/* The newest response before this one that is the same on another hop: code, To tag and RSeq; at
 * most within microseconds before. What is to be said of it was said there. NULL: it is new
 * here. */
const struct record *hop_same_response(const struct record *record, int64_t within);

/* The same on a hop behind, however long before: what this hop passes on. */
const struct record *hop_response_behind(const struct record *record);

/* Do the later requests of the dialog that this response makes, its ACK or PRACK, come by this
 * hop too? It ends at the one who answers, or the proxies in between stay in the route (RFC 3261
 * section 12.2.1.1). */
bool hop_is_on_route(const struct sip_message *response, const struct sip_frame *frame);

#endif
