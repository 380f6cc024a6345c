/* call_ending.h
 * Who ended a call: whose CANCEL gave it up, whose BYE hung up, as far as the capture shows.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_CALL_ENDING_H
#define SIPEXPLAIN_CALL_ENDING_H

#include "call.h"

/* Who or what made an INVITE be cancelled. */
enum cancel_cause {
    CANCEL_NONE,               /* there is no CANCEL on this hop */
    CANCEL_OF_CLIENT,          /* the client of the first hop of the first leg that is known of */
    CANCEL_OF_PROXY,           /* the host in between: the hop or leg before had no CANCEL yet */
    CANCEL_ANSWERED_ELSEWHERE, /* another branch or leg was answered, as seen or as Reason says */
    CANCEL_DECLINED_ELSEWHERE  /* another branch was declined for all: 6xx */
};

/* Why the INVITE of a hop was cancelled. */
struct cancellation {
    enum cancel_cause cause;
    const struct transaction *invite; /* the hop on which the CANCEL began */
    const struct transaction *cancel; /* its CANCEL; NULL: none */
    const struct record *other; /* of another branch: the response that decided; NULL: not known */
};

struct cancellation call_cancellation(const struct transaction *invite);

/* What the caller's side sent over this hop before frame to give up the INVITE, beside a CANCEL
 * that fits: a CANCEL that nearly does, or a BYE in, or nearly in, the early dialog. A server may
 * take it all the same. NULL: nothing. */
const struct transaction *call_other_end(const struct transaction *invite, uint32_t frame);

/* The response to another branch, or to the hop before, that ended this INVITE too before frame: a
 * 2xx or 6xx. NULL: none. */
const struct record *call_decided_elsewhere(const struct transaction *invite, uint32_t frame);

/* The CANCEL of this INVITE on this hop, or NULL. */
const struct transaction *call_cancel_of(const struct transaction *invite);

/* Had another CANCEL of this INVITE come to the host that cancelled it here, before it did? So also
 * where the INVITE of the hop before is not in the capture. */
bool call_was_asked_to_cancel(const struct transaction *invite);

/* Was the INVITE cancelled on any hop? Even a response to a CANCEL alone tells. */
bool call_is_cancelled_anywhere(const struct transaction *invite);

/* The first 180 on this hop: the phone rings from there on. NULL: it does not. */
const struct record *call_first_ringing(const struct transaction *invite);

/* Whose a BYE is. */
enum hanger_up {
    HANGER_UP_UNKNOWN, /* no BYE */
    OF_CALLER,
    OF_CALLEE,
    OF_HOST_BETWEEN /* of a host that both sides were connected over, to which none had come */
};

/* A BYE, on the hop that it came over first. */
struct hang_up {
    enum hanger_up by;
    const struct transaction *bye; /* NULL: none */
    bool is_both_ways;             /* the host in between sent one to the other side too */
};

/* How the dialog that an INVITE began was ended. */
struct call_ending {
    struct hang_up end;     /* the first BYE that was accepted or, where none was, an open one */
    struct hang_up refused; /* the last one that was refused before, or else the first that was
                               repeated before and that nobody answered; it ended nothing */
    bool is_unanswered;     /* the BYE of end was repeated, and nobody answered */
};

/* The ending of a call that this INVITE opened. BYEs in a second dialog of a fork, which was not
 * acknowledged or whose other one goes on, do not count. */
struct call_ending call_ending_of(const struct transaction *invite);

#endif
