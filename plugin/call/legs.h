/* legs.h
 * The legs of one call on both sides of back-to-back user agents: which INVITE continues which
 * other one, and what proves it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_LEGS_H
#define SIPEXPLAIN_LEGS_H

#include "call.h"
#include "leg_proof.h"

/* A leg is what one host sends with one Call-ID and From tag, over however many proxies: its
 * initial INVITE, and that again with credentials. A back-to-back user agent to which one INVITE
 * came sends another with a Call-ID of its own: the second leg continues the first. Legs make a
 * tree: one leg is continued by several where the host in between rings several phones. What is
 * said "at frame" never changes when more is known; UINT32_MAX asks for all that is known. */

struct leg;

/* One leg continues another. */
struct leg_link {
    struct leg *from, *to;              /* fixed: a transaction's leg may be another one later */
    struct leg_link *next_beside;       /* the next leg that continues the same one */
    const struct transaction *incoming; /* the INVITE that the host in between got; where it came
                                           before the capture it has responses only, or is the first
                                           request in its dialog */
    const struct transaction *outgoing; /* the first INVITE that it sent because of it */
    const char *proof;                  /* in words: "Session-ID", "caller and called number" */
    const char *later_proof;            /* ... and what made it certain; NULL: nothing did */
    uint32_t known_frame;               /* from here on it is known */
    uint32_t certain_frame;             /* ... and certain; 0: it is to be told as "probably" */
    uint8_t kind;                       /* enum leg_proof */
    bool is_told;                       /* a message of its leg has come since it is known */
};

/* Called once, when the plugin registers. */
void legs_init(void);

/* A new initial INVITE, in its place in the call: looks for the leg that it continues. A REFER:
 * its receiver may call somebody because of it. Used by call/ only. */
void legs_add_invite(struct transaction *invite, const struct sip_message *message);
void legs_add_refer(struct transaction *refer, const struct sip_message *message);

/* The first response to an INVITE that came before the capture, and a request in a dialog that did:
 * what is seen of their leg first. Used by call/ only. */
void legs_add_response(struct transaction *invite, const struct sip_message *message);
void legs_add_in_dialog(struct transaction *request);

/* RTP shows that the two calls are legs of one: it is known from this frame on, or certain. Used by
 * call/ only. */
void legs_join_by_rtp(struct call *one, struct call *other, uint32_t frame);

/* The link by which a leg of the call continues another one, if it was found or became certain
 * since the call's last message, or by it; NULL the next time. Used by call/ only. */
const struct leg_link *legs_take_joined(const struct call *call);

/* Is it certain at frame, and what shows it then? */
bool leg_link_is_certain(const struct leg_link *link, uint32_t frame);
const char *leg_link_proof(const struct leg_link *link, uint32_t frame);

/* The link by which the leg of this INVITE (or of any transaction of it) continues another one;
 * NULL: it continues none that is known. */
const struct leg_link *leg_before(const struct transaction *transaction, uint32_t frame);

/* The link by which the leg that this link continues continues another one itself; NULL as above.
 * It leads to the first leg, round in circles never. */
const struct leg_link *leg_link_before(const struct leg_link *link, uint32_t frame);

/* The next of the links by which others continue the leg of this INVITE, in the order in which they
 * began. after: NULL to begin. NULL at the end. */
const struct leg_link *leg_next_after(const struct transaction *transaction,
                                      const struct leg_link *after, uint32_t frame);

/* The first INVITE of the first leg, followed back from this one's; its own where it continues
 * none. The same for all legs of one call. */
const struct transaction *leg_first(const struct transaction *transaction, uint32_t frame);

/* The next leg of the same call in the order of the tree: each leg is followed by those that
 * continue it. after: the link of the leg before; NULL to begin. NULL at the end. The first leg has
 * no link, and is leg_first(). */
const struct leg_link *leg_next_of_call(const struct transaction *transaction,
                                        const struct leg_link *after, uint32_t frame);

/* Legs that are joined to one call; later ones stay by themselves. */
#define LEGS_MAX 64

#endif
