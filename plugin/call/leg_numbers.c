/* leg_numbers.c
 * Looks for the leg that a new one continues by numbers and time alone: never certain, and only
 * where no other fits.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call_ending.h"
#include "leg_index.h"
#include "leg_tree.h"

/* A host in between sends its INVITE so soon after the other one, or after what became of an
 * earlier attempt; microseconds. */
#define SOON_TIME 500000

/* So much later, where the caller has not been told that a phone rings: the dialplan waits;
 * microseconds. */
#define WAITING_TIME 10000000

/* So long a caller may listen to it before it does; microseconds. */
#define LISTENING_TIME 300000000

/* Characters that a called number must have to tell a call by itself. */
#define CALLED_LENGTH_MIN 3

struct candidate {
    struct leg *leg;
    const struct transaction *incoming;
    enum leg_fit fit;
    bool is_soon;
    bool is_timeless; /* nobody knows how long before: its INVITE or the new one was not captured,
                         frames have no time, or a clock stepped back in between */
};

struct candidates {
    struct candidate all[LEG_CANDIDATES_MAX];
    unsigned count;
    bool has_more;
};

/* Where a product has a port for each side. */
static bool is_sip_port(uint16_t port)
{
    return port >= 5060 && port < 5100;
}

/* Hosts behind one NAT have one address. */
static bool may_be_one_host(const struct transaction *incoming, const struct transaction *invite)
{
    const uint16_t in = incoming->path->server.port, out = invite->path->client.port;

    return in == out || (is_sip_port(in) && is_sip_port(out)) || incoming->is_stream ||
           invite->is_stream;
}

enum leg_fit leg_fit(const struct leg_parties *came, const struct transaction *incoming,
                     const struct leg_parties *sent, const struct transaction *invite)
{
    const struct leg_agreement agreement = leg_agreement(came, sent);

    if (agreement.caller && agreement.called && MAX(agreement.caller, agreement.called) == LEG_SAME)
        return LEG_FIT_BOTH;
    if (!may_be_one_host(incoming, invite))
        return LEG_FIT_NONE;
    if (agreement.caller == LEG_SAME)
        return LEG_FIT_CALLER;
    return agreement.called == LEG_SAME && leg_called(came, 0) &&
                   strlen(leg_called(came, 0)) >= CALLED_LENGTH_MIN
               ? LEG_FIT_CALLED
               : LEG_FIT_NONE;
}

/* The time of the latest that made the host in between call somebody: the INVITE, or the end of an
 * attempt. *is_bridged: an attempt was answered. */
static int64_t latest_time(const struct leg *leg, const struct transaction *incoming,
                           bool *is_bridged)
{
    int64_t time = leg_time(incoming);

    *is_bridged = false;
    for (const struct leg_link *link = leg->first_after; link; link = link->next_beside) {
        const struct transaction *attempt = leg_latest(leg_of(link->outgoing));

        *is_bridged |= attempt->final && attempt->final->code < 300;
        time = MAX(time, leg_time(attempt));
        if (attempt->final)
            time = MAX(time, attempt->final->time);
        if (transaction_cancel(attempt)->request_frame)
            time = MAX(time, transaction_cancel(attempt)->request_time);
    }
    return time;
}

/* Can it be so late because the host in between waited, or the caller listened to it? */
static bool may_wait(const struct candidate *candidate, const struct transaction *invite)
{
    const struct transaction *incoming = candidate->incoming;

    if (candidate->fit == LEG_FIT_BOTH || (candidate->fit == LEG_FIT_CALLER && incoming->final))
        return true;
    return !incoming->final && !call_first_ringing(incoming) &&
           time_is_near(incoming->request_time, invite->request_time, WAITING_TIME);
}

/* false: it does not fit. */
static bool judge(struct leg *leg, const struct transaction *incoming,
                  const struct leg_search *search, struct candidate *candidate)
{
    bool is_bridged;

    const struct transaction *invite = search->invite;

    *candidate =
        (struct candidate){ leg, incoming,
                            leg_fit(&leg->parties, incoming, &search->evidence->parties, invite),
                            false, false };
    if (!candidate->fit || !leg_is_open(incoming, invite))
        return false;
    candidate->is_soon =
        time_is_near(latest_time(leg, incoming, &is_bridged), leg_time(invite), SOON_TIME);
    candidate->is_timeless = !incoming->request_frame || !invite->request_frame ||
                             time_between(leg_time(incoming), leg_time(invite)) == TIME_UNKNOWN ||
                             (!candidate->is_soon && incoming->request_time > invite->request_time);
    return !is_bridged &&
           (candidate->is_soon || candidate->is_timeless || may_wait(candidate, invite));
}

static bool is_known(const struct candidates *candidates, const struct leg *leg)
{
    for (unsigned i = 0; i < candidates->count; i++) {
        if (candidates->all[i].leg == leg)
            return true;
    }
    return false;
}

static void add_candidate(struct candidates *candidates, const struct transaction *incoming,
                          const struct leg_search *search)
{
    struct leg *leg = leg_of(incoming);
    struct candidate candidate;

    if (transaction_call(incoming) == transaction_call(search->invite) ||
        is_known(candidates, leg) || !leg_came_to(incoming, search->invite) ||
        !judge(leg, incoming, search, &candidate))
        return;
    candidates->has_more |= candidates->count == LEG_CANDIDATES_MAX;
    if (!candidates->has_more)
        candidates->all[candidates->count++] = candidate;
}

/* Those with one number of the new leg. */
static void add_candidates(struct candidates *candidates, const char *number, bool is_caller,
                           const struct leg_search *search)
{
    const struct transaction *invite = search->invite;
    const uint32_t hash = leg_number_hash(invite->path->client, span_of_text(number), is_caller);
    struct leg_entry *entry = leg_index_next(hash, NULL);

    for (unsigned i = 0; entry; i++, entry = leg_index_next(hash, entry)) {
        if (time_between(leg_time(entry->invite), leg_time(invite)) > LISTENING_TIME)
            return;
        candidates->has_more |= i >= LEG_INDEX_SEARCH_MAX;
        if (candidates->has_more)
            return;
        add_candidate(candidates, entry->invite, search);
    }
}

/* The only one that fits so well; NULL: none, or several do. */
static const struct candidate *only(const struct candidates *candidates, enum leg_fit fit,
                                    bool is_soon)
{
    const struct candidate *found = NULL;

    for (unsigned i = 0; i < candidates->count; i++) {
        if (candidates->all[i].fit != fit || (is_soon && !candidates->all[i].is_soon))
            continue;
        if (found)
            return NULL;
        found = &candidates->all[i];
    }
    return found;
}

static const struct candidate *choose(const struct candidates *candidates)
{
    const struct candidate *one;

    /* One by the caller and another by the called number: neither. */
    if (candidates->has_more || candidates->count != 1)
        return NULL;
    one = &candidates->all[0];
    if (one->is_timeless)
        return NULL;
    return one->fit == LEG_FIT_CALLED && one->leg->first_after ? NULL : one;
}

/* Whose two numbers both fit: it stands among those that fit by the caller. */
static const struct candidate *choose_of_both(const struct candidates *candidates, bool *has_any)
{
    const struct candidate *one = NULL;
    bool is_timeless = false;

    *has_any = candidates->has_more;
    for (unsigned i = 0; i < candidates->count; i++) {
        *has_any |= candidates->all[i].fit == LEG_FIT_BOTH;
        is_timeless |= candidates->all[i].is_timeless;
    }
    if (candidates->has_more)
        return NULL;
    /* Which of two is the sooner one, only time tells. */
    if (!is_timeless)
        one = only(candidates, LEG_FIT_BOTH, true);
    return one ? one : only(candidates, LEG_FIT_BOTH, false);
}

const char *leg_fit_proof(enum leg_fit fit)
{
    static const char *const proofs[LEG_FITS] = { [LEG_FIT_CALLED] = "called number and time",
                                                  [LEG_FIT_CALLER] = "caller's number and time",
                                                  [LEG_FIT_BOTH] =
                                                      "caller's and called number and time" };

    return proofs[fit];
}

/* The new one may continue each of them. */
static void leave_unproved(const struct candidates *candidates, const struct transaction *invite)
{
    for (unsigned i = 0; i < candidates->count; i++)
        candidates->all[i].leg->unproved_place = kept_place_of(invite);
}

struct leg_match leg_find_by_numbers(const struct leg_search *search)
{
    const struct leg_parties *parties = &search->evidence->parties;
    struct candidates candidates = { .count = 0 };
    const struct candidate *chosen;
    bool has_any;

    if (!leg_index_has_host(search->invite->path->client))
        return (struct leg_match){ .incoming = NULL };
    for (unsigned i = 0; i < LEG_NUMBERS_MAX && leg_caller(parties, i); i++)
        add_candidates(&candidates, leg_caller(parties, i), true, search);
    chosen = choose_of_both(&candidates, &has_any);
    for (unsigned i = 0; !has_any && i < LEG_NUMBERS_MAX && leg_called(parties, i); i++)
        add_candidates(&candidates, leg_called(parties, i), false, search);
    if (!has_any)
        chosen = choose(&candidates);
    if (!chosen) {
        leave_unproved(&candidates, search->invite);
        return (struct leg_match){ .incoming = NULL };
    }
    return (struct leg_match){ .incoming = chosen->incoming,
                               .proof = leg_fit_proof(chosen->fit),
                               .kind = LEG_PROOF_NUMBERS };
}
