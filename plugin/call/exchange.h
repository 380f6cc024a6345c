/* exchange.h
 * One message and its place in the call: what the rules of diagnosis/ ask about.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_EXCHANGE_H
#define SIPEXPLAIN_EXCHANGE_H

#include "call.h"
#include "early_media.h"
#include "history.h"
#include "legs.h"
#include "misfit.h"

/* What the message is, as bits: a rule names the moments at which it can become known. */
enum moment {
    AT_REQUEST = 1 << 0,        /* the first copy of a request other than ACK */
    AT_REQUEST_REPEAT = 1 << 1, /* a retransmission of it */
    AT_ACK = 1 << 2,
    AT_CANCEL = 1 << 3,          /* the first copy of a CANCEL, beside AT_REQUEST */
    AT_18X = 1 << 4,             /* 101..199 to an INVITE, its first copy */
    AT_SUCCESS = 1 << 5,         /* the first 2xx with its To tag */
    AT_FAILURE = 1 << 6,         /* the first 3xx..6xx of the transaction */
    AT_RESPONSE = 1 << 7,        /* the first copy of any response, beside the three above */
    AT_RESPONSE_REPEAT = 1 << 8, /* a retransmission of a response */
    AT_COPY = 1 << 9,            /* the same message at another capture point; nothing else */
    AT_UNPLACED = 1 << 10 /* Call-ID or CSeq are missing: transaction is NULL; nothing else */
};

/* What this message was the first to show; each is told by one rule. */
struct news {
    const struct leg_link *joined; /* by which the message's leg is known to continue another one */
    const struct burst
        *burst; /* of its host, which this failure goes on with (history.h); else NULL */
    const struct record *abandoned; /* the challenge that this request's client left unanswered */
    const struct transaction *unanswered; /* an INVITE that waits for its 487 too long by now */
    unsigned limits;                      /* enum limit bits (limit.h) that were reached */
    bool capture_is_double; /* it is plain now that the capture holds each message twice */
};

struct exchange {
    const struct sip_message *message;
    const struct sip_frame *frame;
    const struct record *record;              /* a response's; NULL: a request */
    const struct call *call;                  /* NULL: no Call-ID or CSeq */
    const struct transaction *transaction;    /* NULL: not placed; an ACK has its INVITE's */
    const struct transaction *invite;         /* of a CANCEL, PRACK or their responses: the INVITE
                                               that it cancels or confirms; NULL: none */
    const struct early_dialog *early_dialog;  /* of an INVITE's 18x or 2xx, of a confirming PRACK or
                                               its responses; else NULL */
    const struct reliable_response *reliable; /* this reliable 18x, or the one that this PRACK or
                                                 its response confirms; else NULL */
    const struct misfit *misfit;              /* this message came but does not fit; else NULL */
    const struct transaction *relayed_from;   /* hop_relayed_from() its record: where a failure
                                                 began that is only passed on; else NULL */
    const struct description *description;    /* the message's SDP; NULL: none */
    enum early_media_state early_media;       /* of an AT_18X; else EARLY_MEDIA_NONE */
    unsigned moments;                         /* enum moment bits; 0: quoted in an ICMP error */
    bool media_was_seen;                      /* the capture showed RTP before this frame */
    struct news news;
};

#endif
