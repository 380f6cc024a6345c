/* connection_sign.h
 * What a frame tells of whether an address can be reached: TCP's SYN and its answers, ICMP errors.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_CONNECTION_SIGN_H
#define SIPEXPLAIN_CONNECTION_SIGN_H

#include "endpoint.h"
#include "packet_mark.h"

enum sign_kind {
    SIGN_SYN,
    SIGN_SYN_ACK,
    SIGN_RESET,
    SIGN_FIN,
    SIGN_UNREACHABLE /* ICMP type 3 (RFC 792) or ICMPv6 type 1 (RFC 4443) */
};

struct connection_sign {
    enum sign_kind kind;
    struct endpoint source,
        target;               /* of the segment, or of the packet that the ICMP error quotes */
    struct endpoint reporter; /* who sent the ICMP error; port 0 */
    struct packet_mark mark;  /* of the segment; of an ICMP error all 0 */
    uint8_t code;             /* of the ICMP error */
    bool is_tcp;              /* the segment or the quoted packet is; else that is UDP */
};

/* Reads the frame that is being dissected, which has an ICMP layer or none; false when it tells no
 * such thing. */
bool connection_sign_read(tvbuff_t *tvb, const packet_info *pinfo, bool has_icmp,
                          struct connection_sign *sign);

/* "port unreachable": an ICMP error's code in words. */
const char *connection_sign_text(uint8_t code, bool is_v6);

#endif
