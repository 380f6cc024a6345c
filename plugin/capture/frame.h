/* frame.h
 * Where and when a SIP message was captured.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_FRAME_H
#define SIPEXPLAIN_FRAME_H

#include "endpoint.h"
#include "packet_mark.h"

struct sip_frame {
    uint32_t number; /* its place (frame_number.h) */
    int64_t time;    /* microseconds since the epoch; TIME_UNKNOWN */
    struct endpoint source, destination;
    struct packet_mark mark; /* filled in by who has the frame's bytes */
    bool is_stream;    /* TCP, TLS, WebSocket, SCTP: nothing is repeated by SIP because of loss */
    bool is_tcp;       /* ... and it runs over TCP */
    bool is_plain;     /* packet_mark_of(); filled in by who has the frame's bytes */
    bool is_quoted;    /* the message is only quoted in an ICMP error */
    unsigned findings; /* at the messages before this one */
    bool has_more_messages; /* beyond this message, which are not read: there are too many */
};

/* The time of a frame without a time stamp, each distance from it, and that to a frame which came
 * later and has an earlier time: a clock was set back. What is said of a distance needs
 * time_between() or time_is_near(): then a rule about time is silent where there is none.
 * seconds_between() (rule.h) gives NAN, which is neither less nor more than anything, and is shown
 * as "an unknown time". Which of two came first is told by their frames. */
#define TIME_UNKNOWN (INT64_MIN / 2)

/* The facts of the frame that is being dissected, at this place (frame_number.h). */
struct sip_frame sip_frame_of(packet_info *pinfo, uint32_t place, bool is_quoted);

/* pinfo's arrival time in microseconds since the epoch; a senseless one is bounded, so that a
 * time's distance from another one and its sum with a timer are always a number. */
int64_t frame_time(const packet_info *pinfo);

/* Microseconds from one frame to a later one; TIME_UNKNOWN, which is less than any distance, when
 * the time of one is not known or the clock was set back. */
int64_t time_between(int64_t from, int64_t to);

/* Are both known and less than limit apart, whichever came first? */
bool time_is_near(int64_t a, int64_t b, int64_t limit);

/* The same for all messages between the same two endpoints in the same direction. */
uint32_t sip_frame_path_hash(const struct sip_frame *frame);

#endif
