/* legs.c
 * The legs of one call on both sides of back-to-back user agents, as a tree.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "legs.h"

#include "leg_index.h"
#include "leg_tree.h"
#include "memory/kept_memory.h"

void legs_init(void)
{
    leg_index_init();
}

/* The call's leg whose first INVITE has this From tag. */
static struct leg *leg_with_tag(const struct call *call, const char *from_tag)
{
    struct leg *leg = call_legs(call);

    while (leg && transaction_from_tag(leg->first) != from_tag)
        leg = leg_beside(leg);
    return leg;
}

struct leg *leg_of(const struct transaction *transaction)
{
    struct leg *only = call_legs(transaction_call(transaction)), *leg;

    if (!only || !leg_beside(only))
        return only;
    leg = leg_with_tag(transaction_call(transaction), transaction_from_tag(transaction));
    /* The called side's requests: its tag is the other one. */
    return leg || !transaction->to_tag_place
               ? leg
               : leg_with_tag(transaction_call(transaction), transaction_to_tag(transaction));
}

struct leg *leg_root(struct leg *leg)
{
    while (leg->before)
        leg = leg->before->from;
    return leg;
}

static void index_numbers(const struct leg *leg, const struct transaction *invite)
{
    const struct leg_parties *parties = &leg->parties;
    const struct endpoint host = invite->path->server;

    for (unsigned i = 0; i < LEG_NUMBERS_MAX; i++) {
        const char *caller = leg_caller(parties, i), *called = leg_called(parties, i);

        if (caller)
            leg_index_add(leg_number_hash(host, span_of_text(caller), true), invite);
        if (called)
            leg_index_add(leg_number_hash(host, span_of_text(called), false), invite);
    }
}

struct span leg_call_id(const struct transaction *transaction)
{
    return span_of_text(call_call_id(transaction_call(transaction)));
}

void leg_index_at_host(const struct leg *leg, const struct transaction *invite)
{
    struct span stems[LEG_STEMS_MAX];
    const unsigned count = leg_call_id_stems(leg_call_id(invite), stems);

    leg_index_add_host(invite->path->server);
    for (unsigned i = 0; i < count; i++)
        leg_index_add(leg_stem_hash(invite->path->server, stems[i]), invite);
    index_numbers(leg, invite);
}

void leg_index_call_id(const struct transaction *invite)
{
    leg_index_add(leg_call_id_hash(leg_call_id(invite)), invite);
}

void leg_index_values(const struct transaction *invite, const struct leg_evidence *evidence)
{
    leg_index_call_id(invite);
    for (unsigned i = 0; i < evidence->count; i++) {
        if (evidence->keys[i].hash)
            leg_index_add(evidence->keys[i].hash, invite);
        if (evidence->keys[i].is_weak) {
            leg_of(invite)->weak_hash = evidence->keys[i].hash;
            leg_index_add(leg_named_by_hash(invite->path->client), invite);
        }
    }
}

void leg_join(struct leg *leg, const struct leg_match *match, uint32_t frame)
{
    struct leg *before = leg_of(match->incoming), *root = leg_root(before);
    struct leg_link *link, **end = &before->first_after;

    if (root->count >= LEGS_MAX - 1 || root == leg)
        return;
    root->count++;
    link = KEPT_NEW(struct leg_link);
    link->from = before;
    link->to = leg;
    link->incoming = match->incoming;
    link->outgoing = leg->first;
    link->proof = match->proof;
    link->known_frame = frame;
    link->kind = (uint8_t)match->kind;
    link->certain_frame = match->is_certain ? frame : 0;
    leg->before = link;
    while (*end)
        end = &(*end)->next_beside;
    *end = link;
}

struct leg *leg_new(struct transaction *first)
{
    struct leg *leg = KEPT_NEW(struct leg);

    leg->first = first;
    leg->latest_place = kept_place_of(first);
    leg->beside_place = transaction_call(first)->legs_place;
    transaction_call(first)->legs_place = kept_place_of(leg);
    return leg;
}

/* Makes a link certain that numbers and time had found. */
static void prove(struct leg_link *link, const char *proof, uint32_t frame)
{
    if (link->certain_frame)
        return;
    link->certain_frame = frame;
    link->later_proof = proof;
    link->is_told = false;
}

static void read_leg(struct leg *leg, const struct transaction *invite,
                     const struct sip_message *message)
{
    struct leg_evidence evidence;
    struct leg_search search = { invite, &evidence, leg };
    struct leg_match match;

    leg_evidence_read(invite, message, &evidence);
    leg->parties = evidence.parties;
    match = leg_find_by_evidence(&search);
    if (!match.incoming)
        match = leg_find_by_numbers(&search);
    if (leg->before) {
        if (match.incoming && match.is_certain && leg_of(match.incoming) == leg->before->from)
            prove(leg->before, match.proof, invite->request_frame);
    } else if (match.incoming && leg_of(match.incoming)) {
        leg_join(leg, &match, invite->request_frame);
    }
    leg_index_values(invite, &evidence);
}

void legs_add_invite(struct transaction *invite, const struct sip_message *message)
{
    struct leg *leg = leg_with_tag(transaction_call(invite), transaction_from_tag(invite));

    if (!leg)
        leg = leg_new(invite);
    /* It is new, or a response of it was captured before it. */
    if (leg->first == invite)
        read_leg(leg, invite, message);
    else if (endpoint_host_equals(leg->first->path->client, invite->path->client))
        leg->latest_place = kept_place_of(invite);
    leg_index_at_host(leg, invite);
}

void legs_add_refer(struct transaction *refer, const struct sip_message *message)
{
    char digits[LEG_NUMBER_MAX];
    const struct span target = sip_address_uri(sip_message_header(message, SIP_HEADER_REFER_TO));
    const uint32_t hash =
        leg_refer_hash(refer->path->server, leg_number(sip_uri_read(target).user, digits));

    if (hash && leg_of(refer)) {
        leg_index_add_host(refer->path->server);
        leg_index_add(hash, refer);
    }
}

/* Was the later one sent by the host that the earlier one came to, or does the earlier one come to
 * another address of it? Two that one host sent belong together in another way. */
static const struct transaction *incoming_of(const struct leg *before, const struct leg *after)
{
    const struct transaction *incoming = leg_open_at(before, after->first);

    if (incoming)
        return incoming;
    return endpoint_host_equals(leg_latest(before)->path->client, after->first->path->client)
               ? NULL
               : leg_latest(before);
}

static const char rtp_proof[] = "RTP with the same SSRC and sequence numbers";

/* Does one of the two continue the other one? */
static struct leg_link *link_between(const struct leg *one, const struct leg *other)
{
    if (one->before && one->before->from == other)
        return one->before;
    return other->before && other->before->from == one ? other->before : NULL;
}

void legs_join_by_rtp(struct call *one, struct call *other, uint32_t frame)
{
    struct leg *before = call_legs(one), *after = call_legs(other);
    struct leg_match match = { NULL, rtp_proof, LEG_PROOF_RTP, true };
    struct leg_link *link;

    if (!before || !after || before == after || leg_beside(before) || leg_beside(after))
        return;
    link = link_between(before, after);
    if (link) {
        prove(link, rtp_proof, frame);
        return;
    }
    if (before->first->request_frame > after->first->request_frame) {
        before = call_legs(other);
        after = call_legs(one);
    }
    if (after->before || leg_root(before) == leg_root(after))
        return;
    match.incoming = incoming_of(before, after);
    if (match.incoming)
        leg_join(after, &match, frame);
}

const struct leg_link *legs_take_joined(const struct call *call)
{
    for (const struct leg *leg = call_legs(call); leg; leg = leg_beside(leg)) {
        if (leg->before && !leg->before->is_told) {
            leg->before->is_told = true;
            return leg->before;
        }
    }
    return NULL;
}

static const struct leg_link *known(const struct leg_link *link, uint32_t frame)
{
    while (link && link->known_frame > frame)
        link = link->next_beside;
    return link;
}

bool leg_link_is_certain(const struct leg_link *link, uint32_t frame)
{
    return link->certain_frame && link->certain_frame <= frame;
}

const char *leg_link_proof(const struct leg_link *link, uint32_t frame)
{
    return link->later_proof && leg_link_is_certain(link, frame) ? link->later_proof : link->proof;
}

static const struct leg_link *before_of(const struct leg *leg, uint32_t frame)
{
    return leg && leg->before && leg->before->known_frame <= frame ? leg->before : NULL;
}

const struct leg_link *leg_before(const struct transaction *transaction, uint32_t frame)
{
    return before_of(leg_of(transaction), frame);
}

const struct leg_link *leg_link_before(const struct leg_link *link, uint32_t frame)
{
    return before_of(link->from, frame);
}

const struct leg_link *leg_next_after(const struct transaction *transaction,
                                      const struct leg_link *after, uint32_t frame)
{
    const struct leg *leg = leg_of(transaction);

    return leg ? known(after ? after->next_beside : leg->first_after, frame) : NULL;
}

static const struct leg *first_leg(const struct leg *leg, uint32_t frame)
{
    const struct leg_link *before;

    while ((before = before_of(leg, frame)))
        leg = before->from;
    return leg;
}

const struct transaction *leg_first(const struct transaction *transaction, uint32_t frame)
{
    const struct leg *leg = first_leg(leg_of(transaction), frame);

    return leg ? leg->first : transaction;
}

const struct leg_link *leg_next_of_call(const struct transaction *transaction,
                                        const struct leg_link *after, uint32_t frame)
{
    const struct leg *leg = after ? after->to : first_leg(leg_of(transaction), frame);
    const struct leg_link *next = leg ? known(leg->first_after, frame) : NULL;

    while (!next && after) {
        next = known(after->next_beside, frame);
        after = leg_link_before(after, frame);
    }
    return next;
}
