/* dtls_role.c
 * Which side begins the DTLS handshake of a session, and whether a new answer turns that round.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "dtls_role.h"

static bool has_role(const struct description_line *line)
{
    return line->setup == SDP_SETUP_ACTIVE || line->setup == SDP_SETUP_PASSIVE;
}

static bool is_same_end(const struct description_line *a, const struct description_line *b)
{
    return a->fingerprint_mark && a->fingerprint_mark == b->fingerprint_mark && a->port &&
           a->port == b->port && description_line_address(a) == description_line_address(b);
}

/* The answer to an INVITE, where both sides use DTLS; NULL: there is none. */
static const struct record *answer_of(const struct transaction *invite)
{
    const struct record *final = invite->final;

    return invite->method == METHOD_INVITE && transaction_offer(invite) && final &&
                   final->code < 300 && record_description(final)
               ? final
               : NULL;
}

/* Do the first lines of two exchanges between the same two ends contradict each other? Of the
 * earlier one `own` is the line of the side that now answers. */
static bool contradicts(const struct record *earlier, const struct record *now)
{
    const struct description_line *asked = &transaction_offer(record_transaction(now))->lines[0];
    const struct description_line *answered = &record_description(now)->lines[0];
    const struct description_line *offered =
        &transaction_offer(record_transaction(earlier))->lines[0];
    const struct description_line *taken = &record_description(earlier)->lines[0];
    const bool is_same_side = earlier->to_tag_place == now->to_tag_place;
    const struct description_line *own = is_same_side ? taken : offered;
    const struct description_line *peer = is_same_side ? offered : taken;

    return is_same_end(own, answered) && is_same_end(peer, asked) && has_role(taken) &&
           has_role(answered) && (taken->setup == answered->setup) != is_same_side;
}

const struct record *dtls_role_turned(const struct record *answer)
{
    const struct transaction *invite = record_transaction(answer), *other = NULL;

    if (answer_of(invite) != answer || !transaction_offer(invite)->count ||
        !record_description(answer)->count || !has_role(record_description(answer)->lines))
        return NULL;
    while ((other = transaction_back(transaction_older(invite), other))) {
        const struct record *earlier = answer_of(other);

        if (earlier && transaction_offer(other)->count && record_description(earlier)->count &&
            transaction_same_hop(other, invite))
            return contradicts(earlier, answer) ? earlier : NULL;
    }
    return NULL;
}
