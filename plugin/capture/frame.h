/* frame.h
 * Where and when a SIP message was captured.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_FRAME_H
#define SIPEXPLAIN_FRAME_H

#include "endpoint.h"

struct sip_frame {
    uint32_t number; /* its place (frame_number.h) */
    int64_t time;    /* microseconds since the epoch */
    struct endpoint source, destination;
    bool is_stream;    /* TCP, TLS, WebSocket, SCTP: nothing is repeated by SIP because of loss */
    bool is_quoted;    /* the message is only quoted in an ICMP error */
    unsigned findings; /* at the messages before this one */
    bool has_more_messages; /* beyond this message, which are not read: there are too many */
};

/* The facts of the frame that is being dissected, at this place (frame_number.h). */
struct sip_frame sip_frame_of(packet_info *pinfo, uint32_t place, bool is_quoted);

/* pinfo's arrival time in microseconds since the epoch; a senseless one is bounded, so that a time's
 * distance from another one and its sum with a timer are always a number. */
int64_t frame_time(const packet_info *pinfo);

/* The same for all messages between the same two endpoints in the same direction. */
uint32_t sip_frame_path_hash(const struct sip_frame *frame);

#endif
