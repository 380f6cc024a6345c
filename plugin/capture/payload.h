/* payload.h
 * Where in a frame the payload of its own UDP or TCP packet stands.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_PAYLOAD_H
#define SIPEXPLAIN_PAYLOAD_H

#include "compat.h"

struct payload {
    int start;        /* in the frame; 0: unknown */
    int length;       /* on the wire; 0: unknown */
    bool is_datagram; /* of UDP */
};

/* Looks up the transports. Called once, at handoff. */
void payload_init(void);

/* The payload that the frame's addresses and ports belong to. */
struct payload payload_of_frame(tvbuff_t *frame, const packet_info *pinfo);

/* The same if it, and nothing else in the frame, was handed to this protocol as it is: not
 * reassembled, not within another protocol. The start is 0 otherwise. */
struct payload payload_handed_to(int proto, tvbuff_t *frame, const packet_info *pinfo);

/* Bytes on the wire of the datagram whose payload begins at start, by the UDP header before it; 0
 * when that is no whole datagram's payload. */
int payload_datagram_length(const packet_info *pinfo, tvbuff_t *tvb, int start);

#endif
