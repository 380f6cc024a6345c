/* recent.c
 * The latest requests and dialogs of the whole file, found whatever their Call-ID is.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "recent.h"

#include "memory/keyed_hash.h"

/* A dialog, or a request with its branch alone. */
struct recent {
    const char *tags[2]; /* interned; NULL: a request */
    uint32_t branch_hash;
    struct transaction *transaction;
    struct early_dialog *dialog;
    bool is_shared; /* several calls have it: it names none of them */
};

/* The latest of one sort, the oldest at next, and where each is found. Filled by add(), emptied
 * with the file. */
struct ring {
    GHashTable *places;
    struct recent all[RECENT_MAX];
    unsigned next;
};

static struct ring requests, dialogs;

static guint recent_hash(gconstpointer key)
{
    const struct recent *recent = (const struct recent *)key;

    /* Interned texts are named by their address; both orders of the tags have one place. */
    return recent->branch_hash + (guint)((uintptr_t)recent->tags[0] >> 3) +
           (guint)((uintptr_t)recent->tags[1] >> 3);
}

static gboolean recent_equal(gconstpointer a, gconstpointer b)
{
    const struct recent *one = (const struct recent *)a, *other = (const struct recent *)b;

    return one->branch_hash == other->branch_hash &&
           ((one->tags[0] == other->tags[0] && one->tags[1] == other->tags[1]) ||
            (one->tags[0] == other->tags[1] && one->tags[1] == other->tags[0]));
}

static void empty(struct ring *ring)
{
    g_hash_table_remove_all(ring->places);
    memset(ring->all, 0, sizeof ring->all);
    ring->next = 0;
}

static void forget(void)
{
    empty(&requests);
    empty(&dialogs);
}

static void destroy(void)
{
    g_hash_table_destroy(requests.places);
    g_hash_table_destroy(dialogs.places);
}

void recent_init(void)
{
    requests.places = g_hash_table_new(recent_hash, recent_equal);
    dialogs.places = g_hash_table_new(recent_hash, recent_equal);
    register_cleanup_routine(forget);
    register_shutdown_routine(destroy);
}

static const struct recent *find(const struct ring *ring, struct recent key)
{
    return (const struct recent *)g_hash_table_lookup(ring->places, &key);
}

/* In the place of the oldest one. */
static void add(struct ring *ring, struct recent recent)
{
    struct recent *place = &ring->all[ring->next];
    const struct recent *same = find(ring, recent);

    recent.is_shared =
        same && (same->is_shared || same->transaction->call != recent.transaction->call);
    ring->next = (ring->next + 1) % RECENT_MAX;
    if (place->transaction && g_hash_table_lookup(ring->places, place) == place)
        g_hash_table_remove(ring->places, place);
    *place = recent;
    g_hash_table_replace(ring->places, place, place);
}

void recent_add_request(struct transaction *transaction)
{
    if (transaction->branch_hash)
        add(&requests,
            (struct recent){ .branch_hash = transaction->branch_hash, .transaction = transaction });
}

struct transaction *recent_request(uint32_t branch_hash)
{
    const struct recent *recent = find(&requests, (struct recent){ .branch_hash = branch_hash });

    return recent && !recent->is_shared ? recent->transaction : NULL;
}

void recent_add_dialog(struct transaction *invite, struct early_dialog *dialog)
{
    if (invite->from_tag && dialog->to_tag)
        add(&dialogs, (struct recent){ .tags = { invite->from_tag, dialog->to_tag },
                                       .transaction = invite,
                                       .dialog = dialog });
}

struct early_dialog *recent_dialog(const char *tag, const char *other_tag,
                                   struct transaction **invite)
{
    const struct recent *recent =
        tag && other_tag ? find(&dialogs, (struct recent){ .tags = { tag, other_tag } }) : NULL;

    *invite = recent && !recent->is_shared ? recent->transaction : NULL;
    return *invite ? recent->dialog : NULL;
}
