/* connection.h
 * Why a request did not get through: connections that nobody answered, and ICMP errors.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_CONNECTION_H
#define SIPEXPLAIN_CONNECTION_H

#include "call.h"

/* Why a packet or a connection did not get through. */
enum connection_failure_kind {
    CONNECTION_NO_ANSWER,  /* SYNs, and no answer to them */
    CONNECTION_RESET,      /* RST in answer to a SYN, or to an open connection */
    CONNECTION_UNREACHABLE /* an ICMP error */
};

struct connection_failure {
    enum connection_failure_kind kind;
    struct endpoint client, server;
    struct endpoint reporter; /* of the ICMP error */
    bool is_tcp;
    uint8_t code;         /* of the ICMP error */
    unsigned count;       /* of the SYNs */
    uint32_t first_frame; /* of the SYNs ... */
    uint32_t last_frame;  /* ... and the last of them; 0: not TCP */
    uint32_t error_frame; /* the RST or ICMP error; 0: none */
};

/* What kept this transaction's server from sending its request on, after the request and before
 * frame: the server's own connections that nobody answered, or what it sent came back as an ICMP
 * error. false: no such thing, or it was for another call, or it got through in the end. */
bool connection_failed_behind(const struct transaction *transaction, uint32_t frame,
                              struct connection_failure *failure);

/* The newest connection that this client's host tried to open to the server, begun after since and
 * before frame, that came to nothing; false: there is none, or it got through in the end. */
bool connection_failed_between(struct endpoint client, struct endpoint server, uint32_t since,
                               uint32_t frame, struct connection_failure *failure);

/* Was the request of this transaction itself refused before frame: by an ICMP error, where no
 * response came at all, or by a RST of its connection, where none came that is final? */
bool connection_refused(const struct transaction *transaction, uint32_t frame,
                        struct connection_failure *failure);

/* An earlier request of the same method, from the same host to the same one, whose connection was
 * reset before any response; among the latest resets. NULL: none. */
const struct transaction *connection_lost_before(const struct transaction *request,
                                                 struct connection_failure *failure);

/* Does a response in this frame leave the TCP connection that its request came over, though that is
 * open as far as the capture shows? Once it has ended the server opens a new one (RFC 3261
 * section 18.2.2). */
bool connection_was_left(const struct transaction *transaction, const struct sip_frame *frame);

#endif
