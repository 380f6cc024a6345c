/* connection_memory.h
 * The latest TCP connections, ICMP errors and receivers of messages that the capture has shown.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_CONNECTION_MEMORY_H
#define SIPEXPLAIN_CONNECTION_MEMORY_H

#include "call.h"
#include "capture/connection_sign.h"

/* TCP connections, pairs of endpoints of ICMP errors, and hosts that got a message, remembered at a
 * time: each the latest. What an older one would tell is not told. */
#define CONNECTIONS_MAX 4096
#define REFUSALS_MAX 512
#define RECEIVERS_MAX 1024

/* The latest connections that their server reset: what was sent over them is sent again soon. */
#define RESETS_MAX 16

/* A TCP connection, or an attempt at one. Frames are 0 until there is one. */
struct connection {
    struct path path;        /* who began it, or sent on it first, and to whom */
    const struct call *call; /* a message of which had come to the client last; NULL: none near */
    const struct call *sent_call; /* the latest that its client sent a message of over it */
    struct packet_mark syn_mark;  /* of the last SYN ... */
    int64_t syn_time;             /* ... and its time */
    uint32_t first_frame;         /* the first SYN; 0: it was open before */
    uint32_t last_frame;          /* the last one */
    uint32_t answer_frame;        /* SYN/ACK */
    uint32_t reset_frame;         /* RST from the server */
    uint32_t end_frame;           /* the first FIN or RST of either side */
    uint32_t syn_count;
};

/* An ICMP error, or several about the same path. */
struct icmp_refusal {
    struct path path; /* of the packets that came back */
    struct endpoint reporter;
    uint32_t first_frame, last_frame;
    uint8_t code;
    bool is_tcp;
};

/* Called once, when the plugin registers. */
void connection_memory_init(void);

/* Remembers what a frame told; frames come in ascending order, each once. */
void connection_memory_add_sign(const struct connection_sign *sign, uint32_t frame, int64_t time);

/* Remembers that a message of the call was sent: what its receiver connects to next, it does for
 * it. */
void connection_memory_add_message(const struct call *call, const struct sip_frame *frame);

/* The connection that the client began, or sent on first; NULL: none is remembered. */
const struct connection *connection_between(struct endpoint client, struct endpoint server);

/* The connection that was begun as number `age` before now, 1 for the newest. NULL at the end: one
 * question looks at the newest 512. */
const struct connection *connection_back(unsigned age);

/* The connection that its server reset as number `age` before now, 1 for the latest. NULL at the
 * end: RESETS_MAX are remembered. */
const struct connection *connection_reset_back(unsigned age);

/* The newest ICMP error, after since and before frame, about a packet on a path from this client to
 * this server; a port of 0 stands for any. NULL: none. */
const struct icmp_refusal *connection_refusal(struct endpoint client, struct endpoint server,
                                              uint32_t since, uint32_t frame);

#endif
