/* fault_origin.h
 * Where a server failure began, as far as the capture shows the hops that the request took.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_FAULT_ORIGIN_H
#define SIPEXPLAIN_FAULT_ORIGIN_H

#include "call/call.h"

/* The newest hop, begun before frame, on which the server of this one sent the same request on. By
 * the Via rows, or where an element in between replaces them by Call-ID, CSeq, From tag and host.
 * NULL: none in this capture. */
const struct transaction *fault_hop_behind(const struct transaction *transaction, uint32_t frame);

/* The same, but a hop that had failed with this code (0: any from 300 on) before frame. */
const struct transaction *fault_failure_behind(const struct transaction *transaction, unsigned code,
                                               uint32_t frame);

/* Where a failure with this code that came in frame began: followed back as long as the hop behind
 * had the same code before, or a 503 that became a 500 (RFC 3261 section 16.7). transaction itself
 * when there is none. */
const struct transaction *fault_origin_hop(const struct transaction *transaction, unsigned code,
                                           uint32_t frame);

/* Of a 5xx: the host it came from first and the frame in which it did. What is said of a record
 * never changes, however much of the capture is known. false: no 5xx, or its call is not known. */
bool fault_origin(const struct record *record, struct endpoint *host, uint32_t *frame);

#endif
