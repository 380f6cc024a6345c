/* leg_earlier.c
 * Legs whose INVITE came before the capture: what is seen of them first tells of which call they
 * are. SPDX-License-Identifier: GPL-2.0-or-later */

#include "leg_index.h"
#include "leg_tree.h"

/* What is looked for: the leg that continues one whose INVITE was not captured. */
struct later_search {
    struct leg *leg;
    struct leg *found; /* NULL: none yet */
    bool has_several;
};

/* Did the host that this leg came to send the other one, which continues none that is known? */
static bool may_continue(const struct leg *other, const struct leg *leg)
{
    const struct transaction *incoming = leg->first;

    return !other->before && other->first->method == METHOD_INVITE &&
           transaction_call(other->first) != transaction_call(incoming) &&
           leg_came_to(incoming, other->first) &&
           (incoming->final == transaction_first_response(incoming) ||
            leg_is_open(incoming, other->first));
}

/* The legs with this value; of both_numbers those whose two numbers fit. */
static void look_for(struct later_search *search, uint32_t hash, bool both_numbers)
{
    const struct leg_entry *entry = NULL;

    for (unsigned i = 0; i < LEG_INDEX_SEARCH_MAX; i++) {
        struct leg *other;

        entry = leg_index_next(hash, entry);
        if (!entry || entry->is_shared)
            return;
        other = leg_of(entry->invite);
        if (!other || other == search->found || !may_continue(other, search->leg) ||
            (both_numbers && leg_fit(&search->leg->parties, search->leg->first, &other->parties,
                                     other->first) != LEG_FIT_BOTH))
            continue;
        search->has_several |= search->found != NULL;
        search->found = other;
    }
}

static bool join_found(const struct later_search *search, enum leg_proof kind, const char *proof)
{
    const struct leg_match match = { search->leg->first, proof, kind, kind != LEG_PROOF_NUMBERS };

    if (!search->found || search->has_several)
        return false;
    leg_join(search->found, &match, transaction_first_response(search->leg->first)->frame);
    return true;
}

/* The leg that continues this one may have been seen before it. */
static void join_later(struct leg *leg, const struct leg_evidence *evidence)
{
    struct later_search search = { leg, NULL, false };
    const char *called = leg_called(&leg->parties, 0);

    for (unsigned i = 0; i < evidence->count; i++) {
        const struct leg_key *key = &evidence->keys[i];

        if (key->hash && !key->is_weak)
            look_for(&search, key->hash, false);
        if (join_found(&search, (enum leg_proof)key->proof, key->name))
            return;
    }
    look_for(&search, leg_core_hash(leg_call_id(leg->first)), false);
    if (join_found(&search, LEG_PROOF_CALL_ID, "Call-ID made of the other") || !called)
        return;
    search = (struct later_search){ leg, NULL, false };
    look_for(&search, leg_sent_hash(leg->first->path->server, span_of_text(called)), true);
    join_found(&search, LEG_PROOF_NUMBERS, leg_fit_proof(LEG_FIT_BOTH));
}

/* Has those find it that come first to be seen after it, and continue no other. */
static void index_sent(const struct leg *leg)
{
    struct span cores[LEG_CORES_MAX];
    const unsigned count = leg_call_id_cores(leg_call_id(leg->first), cores);
    const char *called = leg_called(&leg->parties, 0);

    for (unsigned i = 0; i < count; i++)
        leg_index_add(leg_core_hash(cores[i]), leg->first);
    if (called)
        leg_index_add(leg_sent_hash(leg->first->path->client, span_of_text(called)), leg->first);
}

void legs_add_response(struct transaction *invite, const struct sip_message *message)
{
    struct leg_evidence evidence;
    struct leg_search search = { invite, &evidence, NULL };
    struct leg_match match;

    if (call_legs(transaction_call(invite)) || transaction_older(invite))
        return;
    search.leg = leg_new(invite);
    leg_evidence_read(invite, message, &evidence);
    search.leg->parties = evidence.parties;
    join_later(search.leg, &evidence);
    match = leg_find_by_evidence(&search);
    if (!match.incoming)
        match = leg_find_by_numbers(&search);
    if (match.incoming && leg_of(match.incoming))
        leg_join(search.leg, &match, transaction_first_response(invite)->frame);
    leg_index_values(invite, &evidence);
    leg_index_at_host(search.leg, invite);
    if (!search.leg->before)
        index_sent(search.leg);
}

void legs_add_in_dialog(struct transaction *request)
{
    if (call_legs(transaction_call(request)) || transaction_older(request) ||
        !request->to_tag_place ||
        !(method_is_of_call((enum method)request->method) || request->method == METHOD_REFER))
        return;
    leg_new(request);
    leg_index_call_id(request);
}
