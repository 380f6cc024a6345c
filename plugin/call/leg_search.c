/* leg_search.c
 * Looks for the leg that a new one continues, by what both carry.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "leg_digest.h"
#include "leg_index.h"
#include "leg_tree.h"

/* Two INVITEs with one value on both sides of a host that has another address on each; where the
 * numbers do not agree, microseconds. */
#define SAME_MOMENT 500000

/* On a host that sends to itself the ports tell its programs apart: one that sends both INVITEs, or
 * gets both, is not in the middle of them. */
static bool is_beside(const struct path *in, const struct path *out)
{
    return !endpoint_equals(in->server, out->client) &&
           (endpoint_equals(in->client, out->client) || endpoint_equals(in->server, out->server));
}

bool leg_came_to(const struct transaction *incoming, const struct transaction *invite)
{
    const struct path *in = incoming->path, *out = invite->path;

    if (!endpoint_host_equals(in->server, out->client) || endpoint_equals(in->client, in->server) ||
        is_beside(in, out))
        return false;
    return !endpoint_is_loopback(out->client) || in->server.port == out->client.port ||
           incoming->is_stream || invite->is_stream;
}

int64_t leg_time(const struct transaction *invite)
{
    return invite->request_frame || !transaction_first_response(invite)
               ? invite->request_time
               : transaction_first_response(invite)->time;
}

bool leg_is_open(const struct transaction *incoming, const struct transaction *invite)
{
    if (transaction_cancel(incoming)->request_frame)
        return false;
    return !incoming->final ||
           (incoming->final->code < 300 && !transaction_bye(incoming, invite->request_frame));
}

const struct transaction *leg_open_at(const struct leg *leg, const struct transaction *invite)
{
    const struct transaction *other = call_newest(transaction_call(leg->first));

    for (unsigned i = 0; other && i < CALL_SEARCH_MAX; i++, other = transaction_older(other)) {
        if (other->method == METHOD_INVITE && transaction_is_initial(other) &&
            other->from_tag_place == leg->first->from_tag_place && leg_came_to(other, invite) &&
            leg_is_open(other, invite))
            return other;
    }
    return NULL;
}

static struct span number_at(kept_place number)
{
    return span_of_text((const char *)kept_at(number));
}

static enum leg_likeness likeness(const kept_place a[LEG_NUMBERS_MAX],
                                  const kept_place b[LEG_NUMBERS_MAX])
{
    enum leg_likeness most = LEG_UNLIKE;

    for (unsigned i = 0; i < LEG_NUMBERS_MAX && a[i]; i++) {
        for (unsigned j = 0; j < LEG_NUMBERS_MAX && b[j]; j++) {
            const enum leg_likeness found = leg_likeness(number_at(a[i]), number_at(b[j]));

            most = MAX(most, found);
        }
    }
    return most;
}

struct leg_agreement leg_agreement(const struct leg_parties *a, const struct leg_parties *b)
{
    return (struct leg_agreement){ likeness(a->caller, b->caller), likeness(a->called, b->called) };
}

/* What the legs with one value are to the new one. */
struct sharers {
    const struct transaction *incoming; /* the newest that came to its host; NULL: none */
    struct leg *root;                   /* ... and the first leg of that call */
    const struct transaction *beyond;   /* the newest that came to another address of it, perhaps */
    struct leg *beyond_root;
    bool are_several;  /* of more than one call: the value is none's */
    bool has_stranger; /* one has nothing to do with the new one */
};

/* May the leg have come to another address of the host that sends the new one? */
static bool may_be_beyond(struct leg *leg, const struct leg_search *search)
{
    const struct transaction *other = leg_latest(leg), *invite = search->invite;
    const struct leg_agreement agreement = leg_agreement(&leg->parties, &search->evidence->parties);

    /* Who began the call is not in its middle: with one value in all of its calls it begins
     * another. */
    return leg_is_open(other, invite) &&
           !endpoint_host_equals(other->path->server, invite->path->server) &&
           !endpoint_host_equals(other->path->client, invite->path->client) &&
           !endpoint_host_equals(leg_root(leg)->first->path->client, invite->path->client) &&
           (agreement.caller || agreement.called ||
            time_is_near(other->request_time, invite->request_time, SAME_MOMENT));
}

static void count_sharer(struct sharers *sharers, struct leg *leg, const struct leg_search *search)
{
    const struct transaction *incoming = leg_open_at(leg, search->invite);
    struct leg *root = leg_root(leg);

    if (incoming) {
        sharers->are_several |= sharers->root && sharers->root != root;
        if (!sharers->incoming)
            sharers->incoming = incoming;
        sharers->root = root;
    } else if (may_be_beyond(leg, search)) {
        sharers->are_several |= sharers->beyond_root && sharers->beyond_root != root;
        if (!sharers->beyond)
            sharers->beyond = leg_latest(leg);
        sharers->beyond_root = root;
    } else if (root != leg_root(search->leg) &&
               (!endpoint_host_equals(leg_latest(leg)->path->client,
                                      search->invite->path->client) ||
                !leg_is_open(leg_latest(leg), search->invite))) {
        sharers->has_stranger = true;
    }
}

static const struct transaction *incoming_of(const struct sharers *sharers,
                                             const struct leg_key *key)
{
    if (sharers->are_several)
        return NULL;
    if (sharers->incoming)
        return sharers->incoming;
    /* Test programs write the same o= line into all of their calls. */
    return key->proof == LEG_PROOF_SDP_ORIGIN ? NULL : sharers->beyond;
}

/* Does who sent it give each of its calls another value, or do the numbers agree? */
static bool is_borne_out(const struct transaction *incoming, const struct leg_search *search,
                         const struct leg_key *key)
{
    const struct leg_agreement agreement =
        leg_agreement(&leg_of(incoming)->parties, &search->evidence->parties);
    const uint32_t hash = leg_named_by_hash(incoming->path->client);
    const struct leg_entry *entry = leg_index_next(hash, NULL);

    for (unsigned i = 0; entry && i < LEG_INDEX_SEARCH_MAX; i++) {
        if (leg_of(entry->invite)->weak_hash != key->hash)
            return true;
        entry = leg_index_next(hash, entry);
    }
    return agreement.caller || agreement.called;
}

static const struct transaction *find_sharer(const struct leg_search *search,
                                             const struct leg_key *key)
{
    struct leg_entry *newest = leg_index_next(key->hash, NULL), *entry = newest;
    struct sharers sharers = { .root = NULL };
    const struct transaction *incoming;

    for (unsigned i = 0; entry && i < LEG_INDEX_SEARCH_MAX; i++) {
        struct leg *leg = leg_of(entry->invite);

        if (entry->is_shared)
            return NULL;
        if (leg != search->leg)
            count_sharer(&sharers, leg, search);
        entry = leg_index_next(key->hash, entry);
    }
    incoming = incoming_of(&sharers, key);
    if (incoming && key->is_weak && !is_borne_out(incoming, search, key))
        return NULL;
    if (newest && (sharers.are_several || (!incoming && sharers.has_stranger)))
        newest->is_shared = true;
    return incoming;
}

/* The latest other call with the Call-ID that a header names. */
static const struct transaction *find_named(const struct leg_search *search, uint32_t call_id_hash)
{
    struct leg_entry *entry = leg_index_next(call_id_hash, NULL);

    for (unsigned i = 0; entry && i < LEG_INDEX_SEARCH_MAX; i++) {
        if (transaction_call(entry->invite) != transaction_call(search->invite))
            return entry->invite;
        entry = leg_index_next(call_id_hash, entry);
    }
    return NULL;
}

/* Whole Call-IDs, however short the part before "@" is. */
static const struct transaction *find_decorated_call_id(const struct leg_search *search)
{
    struct span cores[LEG_CORES_MAX];
    const unsigned count = leg_call_id_cores(leg_call_id(search->invite), cores);

    for (unsigned i = 0; i < count; i++) {
        const struct transaction *other = find_named(search, leg_call_id_hash(cores[i]));

        if (other && (leg_came_to(other, search->invite)
                          ? leg_is_open(other, search->invite)
                          : leg_of(other) && may_be_beyond(leg_of(other), search)))
            return other;
    }
    return NULL;
}

static const struct transaction *find_related_call_id(const struct leg_search *search)
{
    const struct transaction *decorated = find_decorated_call_id(search);
    const struct span call_id = leg_call_id(search->invite);
    struct span stems[LEG_STEMS_MAX];
    const unsigned count = decorated || !leg_index_has_host(search->invite->path->client)
                               ? 0
                               : leg_call_id_stems(call_id, stems);

    for (unsigned i = 0; i < count; i++) {
        const uint32_t hash = leg_stem_hash(search->invite->path->client, stems[i]);
        struct leg_entry *entry = leg_index_next(hash, NULL);

        for (unsigned n = 0; entry && n < LEG_INDEX_SEARCH_MAX; n++) {
            if (transaction_call(entry->invite) != transaction_call(search->invite) &&
                leg_came_to(entry->invite, search->invite) &&
                leg_is_open(entry->invite, search->invite) &&
                leg_call_ids_are_related(leg_call_id(entry->invite), call_id))
                return entry->invite;
            entry = leg_index_next(hash, entry);
        }
    }
    return decorated;
}

/* Of the INVITEs with this party that came to the host. */
static const struct transaction *find_digested(const struct leg_search *search, const char *number,
                                               bool is_caller)
{
    const struct span call_id = leg_call_id(search->invite);
    const uint32_t hash =
        leg_number_hash(search->invite->path->client, span_of_text(number), is_caller);
    const struct leg_entry *entry = leg_index_next(hash, NULL);

    for (unsigned i = 0; entry && i < LEG_INDEX_SEARCH_MAX; i++) {
        const struct transaction *other = entry->invite;

        if (transaction_call(other) != transaction_call(search->invite) &&
            leg_came_to(other, search->invite) && leg_is_open(other, search->invite) &&
            leg_call_id_is_digest_of(call_id, leg_call_id(other)))
            return other;
        entry = leg_index_next(hash, entry);
    }
    return NULL;
}

/* A host that hides the Call-ID may make its own by a digest of it. */
static const struct transaction *find_digested_call_id(const struct leg_search *search)
{
    const struct leg_parties *parties = &search->evidence->parties;
    const struct transaction *found = NULL;

    if (!leg_index_has_host(search->invite->path->client) ||
        !leg_call_id_is_digest(leg_call_id(search->invite)))
        return NULL;
    for (unsigned i = 0; i < LEG_NUMBERS_MAX && leg_caller(parties, i) && !found; i++)
        found = find_digested(search, leg_caller(parties, i), true);
    for (unsigned i = 0; i < LEG_NUMBERS_MAX && leg_called(parties, i) && !found; i++)
        found = find_digested(search, leg_called(parties, i), false);
    return found;
}

/* A back-to-back user agent may keep the Call-ID, and change the rest. */
static const struct transaction *find_same_call_id(const struct leg_search *search)
{
    for (struct leg *leg = leg_beside(search->leg); leg; leg = leg_beside(leg)) {
        const struct transaction *incoming = leg_open_at(leg, search->invite);

        if (incoming)
            return incoming;
    }
    return NULL;
}

static struct leg_match match_of(const struct transaction *incoming, enum leg_proof kind,
                                 const char *proof)
{
    return (
        struct leg_match){ .incoming = incoming, .proof = proof, .kind = kind, .is_certain = true };
}

/* The REFER that asked this host to call this party, within 64*T1; microseconds. */
#define REFER_TIME 32000000

static struct leg_match find_refer(const struct leg_search *search)
{
    const char *called = leg_called(&search->evidence->parties, 0);
    const struct transaction *invite = search->invite;
    struct leg_match match = match_of(NULL, LEG_PROOF_REFERRED, "REFER");
    struct leg_entry *entry;

    if (!called || !leg_index_has_host(invite->path->client))
        return match;
    entry = leg_index_next(leg_refer_hash(invite->path->client, span_of_text(called)), NULL);
    if (!entry || !time_is_near(entry->invite->request_time, invite->request_time, REFER_TIME) ||
        transaction_call(entry->invite) == transaction_call(invite))
        return match;
    match.incoming = entry->invite;
    if (search->evidence->is_referred)
        match.proof = "REFER and Referred-By";
    else
        match.is_certain = entry->invite->final && entry->invite->final->code < 300;
    return match;
}

/* By one of the values of this kind of proof. */
static struct leg_match find_by_keys(const struct leg_search *search, enum leg_proof proof)
{
    struct leg_match match = { .incoming = NULL };

    for (unsigned i = 0; i < search->evidence->count && !match.incoming; i++) {
        const struct leg_key *key = &search->evidence->keys[i];

        if (proof == LEG_PROOF_CALL_ID_NAMED && key->call_id_hash)
            match = match_of(find_named(search, key->call_id_hash), proof, key->name);
        else if (key->proof == proof && key->hash)
            match = match_of(find_sharer(search, key), proof, key->name);
    }
    return match;
}

struct leg_match leg_find_by_evidence(const struct leg_search *search)
{
    struct leg_match match = find_by_keys(search, LEG_PROOF_CALL_ID_NAMED);

    if (!match.incoming)
        match = find_by_keys(search, LEG_PROOF_HEADER);
    if (!match.incoming)
        match = find_refer(search);
    if (!match.incoming)
        match =
            match_of(find_related_call_id(search), LEG_PROOF_CALL_ID, "Call-ID made of the other");
    if (!match.incoming)
        match = match_of(find_same_call_id(search), LEG_PROOF_SAME_CALL_ID, "same Call-ID");
    if (!match.incoming)
        match = find_by_keys(search, LEG_PROOF_FROM_TAG);
    if (!match.incoming)
        match = find_by_keys(search, LEG_PROOF_SDP_ORIGIN);
    if (!match.incoming)
        match = match_of(find_digested_call_id(search), LEG_PROOF_CALL_ID,
                         "Call-ID is a digest of the other");
    return match;
}
