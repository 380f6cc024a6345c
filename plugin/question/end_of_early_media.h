/* end_of_early_media.h
 * How the early media of an INVITE ended on one hop, and what RTP came until then.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_END_OF_EARLY_MEDIA_H
#define SIPEXPLAIN_END_OF_EARLY_MEDIA_H

#include "call/heard.h"
#include "of_exchange.h"
#include "quote.h"

/* The CANCEL, or the final response where no CANCEL came before it, of an INVITE that begins a call
 * and whose request is here whole. */
struct ending {
    struct early_media media;
    const struct record *final; /* NULL: the end is the CANCEL */
    int64_t time;
    double seconds; /* from the offer of early media to the end */
};

/* What the messages between the INVITE and its end say about its media. */
struct media_limits {
    bool is_renegotiated; /* an UPDATE or PRACK carried SDP, or might have */
    bool stops_backward;  /* P-Early-Media closes the way to the caller (RFC 5009 section 8) */
    bool stops_forward;   /* ... or the way to the callee */
};

/* The INVITE outside any dialog, whole here, that this message is the first to end on its hop;
 * NULL: it ends none. */
const struct transaction *ending_invite(const struct exchange *exchange);

/* The INVITE whose answered call this BYE is the first to end, on its first hop; NULL: none. */
const struct transaction *answered_invite(const struct exchange *exchange);

/* The early media that this message ends; false: it ends none. */
bool ending_read(const struct exchange *exchange, struct ending *ending);

/* Is it for another hop to tell of? It ends only one branch of a fork, whose RTP nobody can tell
 * from the other's, or the same media's end was seen on another hop before: it is one fault, not
 * one on each hop. Asked last: it walks the hops. */
bool ending_is_of_another_hop(const struct ending *ending);

struct media_limits ending_limits(const struct transaction *invite);

/* Can missing RTP be held against it? Both addresses are known, nothing but the SDP decides where
 * RTP goes (no ICE), and nobody waits for resources or a gate. */
bool ending_is_judgeable(const struct ending *ending);

#endif
