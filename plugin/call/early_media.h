/* early_media.h
 * Is early media announced, and may it flow? The summary, the fields and all findings ask here.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_EARLY_MEDIA_H
#define SIPEXPLAIN_EARLY_MEDIA_H

#include "call.h"

/* What the SDP of an 18x says of early media. */
enum early_media_state {
    EARLY_MEDIA_NONE,       /* no 18x with SDP to an INVITE that begins a call */
    EARLY_MEDIA_ANNOUNCED,  /* the callee may send to the caller before it answers */
    EARLY_MEDIA_OVERTAKEN,  /* it came behind the final response: to be ignored */
    EARLY_MEDIA_LATE_OFFER, /* the INVITE had no SDP: the callee has no address of the caller yet */
    EARLY_MEDIA_SUPPRESSED, /* P-Early-Media: inactive (RFC 5009) */
    EARLY_MEDIA_CUT,        /* the capture does not hold all of the SDP */
    EARLY_MEDIA_PRECONDITION, /* resources are not there yet (RFC 3312) */
    EARLY_MEDIA_INACTIVE,     /* no line on which the callee sends */
    EARLY_MEDIA_NO_ADDRESS,   /* such a line has no connection address ... */
    EARLY_MEDIA_NULL_ADDRESS  /* ... or 0.0.0.0 or ::, to which nothing can be sent */
};

/* The 18x waits for resources (RFC 3312): no media may be sent before they are there. */
bool early_media_awaits_resources(const struct record *record);

enum early_media_state early_media_state(const struct record *record);

/* The line of an 18x that announces early media; NULL: it announces none. */
const struct description_line *early_media_line(const struct record *record);

/* What P-Early-Media of a response says, as its sender's network does (RFC 5009 section 8). There
 * is one value for each media line, in more than one order. */
struct early_media_gate {
    bool is_closed;      /* no line may have media */
    bool stops_backward; /* some line has no media to the caller */
    bool stops_forward;  /* some line has no media to the callee */
};

struct early_media_gate early_media_gate(const struct record *record);

/* The early media of an INVITE that begins a call, on one hop. */
struct early_media {
    const struct transaction *invite;
    const struct record *announced;        /* the 18x that announced it first; NULL: none did */
    const struct description_line *caller; /* where the caller listens ... */
    const struct description_line *callee; /* ... and what is sent there; both NULL: not known */
};

struct early_media early_media_of(const struct transaction *invite);

#endif
