/* heard.h
 * What RTP came between an INVITE and its answer, and could the caller hear it?
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_HEARD_H
#define SIPEXPLAIN_HEARD_H

#include "early_media.h"
#include "sdp_place.h"

/* Fewer datagrams open a NAT or end an earlier call: nothing that anybody would hear. */
#define HEARD_PACKETS_MIN 5

/* Is RTP to this address of an SDP lost? The address is private, the SDP came from a public one,
 * behind a NAT therefore where only what is sent to the NAT itself arrives, and the capture does
 * not show the address in use. source: who sends the RTP. */
bool media_cannot_arrive(const struct sdp_place *receiver, struct endpoint at,
                         struct endpoint source);

/* Which stretches of a flow are asked for. */
enum heard_which {
    HEARD_ALL,
    HEARD_AUDIBLE /* those that arrive at the caller, and that its SDP lets it play */
};

/* RTP of one direction since an INVITE, up to now. */
struct heard {
    const struct early_media *media;
    enum heard_which which;
    const struct media_stream *stream; /* announced, at one of the ends; NULL: none came */
    const struct media_flow *flow;     /* to or from it */
    const struct media_stretch *first; /* NULL: all of it began before the INVITE */
    struct endpoint source, target;    /* of first */
    int64_t first_time, last_time;     /* of all its stretches that are asked for */
    uint32_t first_frame, last_frame;
    uint32_t packets;
};

/* Who sent this stretch of it. */
struct endpoint heard_source(const struct heard *heard, const struct media_stretch *stretch);

/* The next stretch of it, in the order they began; after: NULL to begin. NULL at the end. */
const struct media_stretch *heard_next(const struct heard *heard,
                                       const struct media_stretch *after);

/* Is a stretch something by itself? Key tones and comfort noise are heard between speech, and
 * single datagrams are not heard. */
bool heard_is_of_its_own(const struct heard *heard, const struct media_stretch *stretch);

/* RTP towards the caller; also to an address in no SDP, as behind NAT. */
struct heard heard_backward(const struct early_media *media);

/* RTP towards the callee. */
struct heard heard_forward(const struct early_media *media);

/* RTP of the callee to the caller's host where nobody listens: to another port than the one that
 * was announced, and the caller sends nothing from there. */
struct heard heard_misdirected(const struct early_media *media);

/* Was RTP to the caller refused by ICMP errors up to time, not only while its phone got ready? */
bool heard_refused(const struct early_media *media, int64_t time);

/* RTP that the caller could hear up to time, a few packets at least; first NULL: none. */
struct heard heard_by_caller(const struct early_media *media, int64_t time);

/* Has the INVITE's SDP, or that of a response to it, any line with RTP or an ICMP error? Where not,
 * nothing of the above was heard. */
bool heard_any(const struct transaction *invite);

/* The first RTP to an address of the INVITE's SDP, begun after the INVITE; NULL: none so far. */
const struct media_stretch *heard_first(const struct transaction *invite);

#endif
