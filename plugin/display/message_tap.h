/* message_tap.h
 * The tap "sipexplain": each frame's SIP messages as they are explained, for the statistics.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_MESSAGE_TAP_H
#define SIPEXPLAIN_MESSAGE_TAP_H

#include "call/call.h"
#include "compat.h"

/* A response, a request, or what was found at a request that comes beside it. What it points to
 * lives as long as the file is open. */
struct tapped_message {
    const struct record *record;           /* NULL: a request as such */
    const struct transaction *transaction; /* NULL: a message that tells too little to place it */
    bool is_repeat;                        /* of a request: a retransmission */
};

/* What a listener gets, once for each frame that has any: Wireshark's queue holds 5,000 items of
 * all taps together, and what stock puts there of each message fills it as it is. Lives for this
 * packet. */
struct tapped_frame {
    uint32_t place;  /* frame_number.h */
    bool comes_anew; /* not for the first time: the call memory knows the rest of the file too */
    unsigned count;
    struct tapped_message messages[];
};

/* Called once, when the plugin registers. */
void message_tap_register(void);

/* Does anybody listen? */
bool message_tap_is_heard(void);

/* Hands the messages of the frame at this place (frame_number.h) to the listeners, in order; a
 * request before the record of what was found at it. The same in every pass with taps. */
void message_tap_queue(packet_info *pinfo, uint32_t place);

#endif
