/* leg_tree.h
 * One leg as it is remembered, and how it is looked for; for the files of legs only.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_LEG_TREE_H
#define SIPEXPLAIN_LEG_TREE_H

#include "leg_evidence.h"
#include "leg_text.h"
#include "legs.h"
#include "memory/kept_memory.h"

struct leg {
    const struct transaction *first; /* its first INVITE */
    struct leg_parties parties;
    struct leg_link *before; /* NULL: it continues none */
    struct leg_link *first_after;
    kept_place latest_place; /* its latest INVITE at its first host: with credentials */
    kept_place beside_place; /* another leg of the same Call-ID, with another From tag */
    /* The latest INVITE of its host that continues this leg or another one: several fit. */
    kept_place unproved_place;
    uint32_t weak_hash; /* of the value of a header that may be its site's; 0: none */
    unsigned count;     /* of a first leg: the legs that continue it, over all hosts in between */
};

KEPT_POINTER(const struct transaction, leg, latest)
KEPT_POINTER(struct leg, leg, beside)

/* A new leg of the call, which begins with this transaction: its initial INVITE or, where that came
 * before the capture, what was seen of it first. */
struct leg *leg_new(struct transaction *first);

/* Has the later ones find this INVITE: by its Call-ID, by what it carries, by what the host that it
 * comes to has got. */
void leg_index_call_id(const struct transaction *invite);
void leg_index_values(const struct transaction *invite, const struct leg_evidence *evidence);
void leg_index_at_host(const struct leg *leg, const struct transaction *invite);

/* Of a transaction of it. */
struct span leg_call_id(const struct transaction *transaction);

/* When it began, as far as that was seen: its INVITE, or the first response to it; microseconds. */
int64_t leg_time(const struct transaction *invite);

/* The leg of a transaction; NULL: none, it is of no call that began in the capture. */
struct leg *leg_of(const struct transaction *transaction);

/* The leg that it continues over all hosts in between; itself where it continues none. */
struct leg *leg_root(struct leg *leg);

/* The new leg that is looked for, and what it carries. */
struct leg_search {
    const struct transaction *invite;
    const struct leg_evidence *evidence;
    struct leg *leg;
};

/* What it continues. */
struct leg_match {
    const struct transaction *incoming; /* NULL: nothing that is known */
    const char *proof;
    enum leg_proof kind;
    bool is_certain;
};

/* The leg continues the one of match, which is known from this frame on. */
void leg_join(struct leg *leg, const struct leg_match *match, uint32_t frame);

/* Did this INVITE come to the host that sent the other one? Ports count where one address may be
 * several hosts. */
bool leg_came_to(const struct transaction *incoming, const struct transaction *invite);

/* The newest INVITE of the leg that came to the host of the new one, and is neither refused nor
 * over; NULL: none. */
const struct transaction *leg_open_at(const struct leg *leg, const struct transaction *invite);

/* Does the INVITE still wait, or does its dialog go on, when the other one is sent? */
bool leg_is_open(const struct transaction *incoming, const struct transaction *invite);

/* How far the parties of two legs agree: the likeness of the callers, and that of the called. */
struct leg_agreement {
    enum leg_likeness caller, called;
};
struct leg_agreement leg_agreement(const struct leg_parties *a, const struct leg_parties *b);

/* By what both carry. */
struct leg_match leg_find_by_evidence(const struct leg_search *search);

/* Legs that may fit and are compared; where there are more, none is found. */
#define LEG_CANDIDATES_MAX 16

/* By numbers and time alone: exactly one fits. */
struct leg_match leg_find_by_numbers(const struct leg_search *search);

/* How well the parties of two INVITEs agree, the least first: of two that one host sent and got. */
enum leg_fit { LEG_FIT_NONE, LEG_FIT_CALLED, LEG_FIT_CALLER, LEG_FIT_BOTH, LEG_FITS };
enum leg_fit leg_fit(const struct leg_parties *came, const struct transaction *incoming,
                     const struct leg_parties *sent, const struct transaction *invite);

/* What shows it, in words. */
const char *leg_fit_proof(enum leg_fit fit);

#endif
