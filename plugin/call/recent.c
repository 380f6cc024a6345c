/* recent.c
 * The latest requests and dialogs of the whole file, found whatever their Call-ID is.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "recent.h"

#include "memory/keyed_hash.h"

/* A dialog, or a request with its branch alone. */
struct recent {
    const char *tags[2]; /* interned, in the order of their addresses; NULL: a request */
    struct transaction *transaction;
    struct early_dialog *dialog;
    uint32_t hash; /* of the branch, or of the tags */
    uint32_t number;
    uint32_t older; /* the number before it in its place of hashes; 0: none */
    bool is_shared; /* several calls have it: it names none of them */
};

/* More than entries, so that few hashes share a place. */
#define PLACES (2 * RECENT_MAX)

/* The latest of one sort: the one with the number n, from 1 on, stands at n % RECENT_MAX. newest:
 * the newest number of each place of hashes. Filled by add(), emptied with the file. */
struct ring {
    struct recent all[RECENT_MAX];
    uint32_t newest[PLACES];
    uint32_t last_number;
};

static struct ring requests, dialogs;

static void forget(void)
{
    memset(&requests, 0, sizeof requests);
    memset(&dialogs, 0, sizeof dialogs);
}

void recent_init(void)
{
    register_cleanup_routine(forget);
}

/* NULL: none, or a later one stands there by now. */
static const struct recent *with_number(const struct ring *ring, uint32_t number)
{
    const struct recent *recent = &ring->all[number % RECENT_MAX];

    return number && recent->number == number ? recent : NULL;
}

/* The newest with this hash and these tags. */
static const struct recent *find(const struct ring *ring, const struct recent *key)
{
    const struct recent *recent = with_number(ring, ring->newest[key->hash % PLACES]);

    while (recent && (recent->hash != key->hash || recent->tags[0] != key->tags[0] ||
                      recent->tags[1] != key->tags[1]))
        recent = with_number(ring, recent->older);
    return recent;
}

/* In the place of the oldest one. */
static void add(struct ring *ring, struct recent recent)
{
    uint32_t *newest = &ring->newest[recent.hash % PLACES];
    const struct recent *same = find(ring, &recent);

    recent.is_shared = same && (same->is_shared || transaction_call(same->transaction) !=
                                                       transaction_call(recent.transaction));
    recent.number = ++ring->last_number;
    recent.older = *newest;
    *newest = recent.number;
    ring->all[recent.number % RECENT_MAX] = recent;
}

/* Interned texts are named by their address; both orders of the tags are one. */
static struct recent recent_of_tags(const char *tag, const char *other_tag)
{
    struct recent recent = { .tags = { MIN(tag, other_tag), MAX(tag, other_tag) } };

    recent.hash = keyed_hash(recent.tags, sizeof recent.tags);
    return recent;
}

void recent_add_request(struct transaction *transaction)
{
    if (transaction->branch_hash)
        add(&requests,
            (struct recent){ .hash = transaction->branch_hash, .transaction = transaction });
}

struct transaction *recent_request(uint32_t branch_hash)
{
    const struct recent *recent = find(&requests, &(struct recent){ .hash = branch_hash });

    return recent && !recent->is_shared ? recent->transaction : NULL;
}

void recent_add_dialog(struct transaction *invite, struct early_dialog *dialog)
{
    struct recent recent;

    if (!invite->from_tag_place || !dialog->to_tag_place)
        return;
    recent = recent_of_tags(transaction_from_tag(invite), early_dialog_to_tag(dialog));
    recent.transaction = invite;
    recent.dialog = dialog;
    add(&dialogs, recent);
}

struct early_dialog *recent_dialog(const char *tag, const char *other_tag,
                                   struct transaction **invite)
{
    const struct recent key = recent_of_tags(tag, other_tag);
    const struct recent *recent = tag && other_tag ? find(&dialogs, &key) : NULL;

    *invite = recent && !recent->is_shared ? recent->transaction : NULL;
    return *invite ? recent->dialog : NULL;
}
