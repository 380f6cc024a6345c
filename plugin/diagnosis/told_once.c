/* told_once.c
 * Findings that are told once of a server and code, or of a request: what was told before.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "told_once.h"

#include "memory/kept_memory.h"
#include "memory/keyed_hash.h"
#include "memory/limit.h"

/* Hashed and compared as bytes: it has no padding. */
struct key {
    const struct call *call; /* of ONCE_OF_REQUEST */
    struct endpoint server;  /* of ONCE_OF_SERVER, and the detail */
    uint32_t detail_hash;
    uint32_t number; /* the code, or the CSeq */
    uint16_t rule_index, method;
};

struct entry {
    struct key key;
    struct told_once told;
};

/* struct key -> struct entry, whose first member it is. Filled by told_once_of(), emptied with the
 * file; HISTORY_MAX holds for it. */
static wmem_map_t *entries;

static guint key_hash(gconstpointer key)
{
    return keyed_hash(key, sizeof(struct key));
}

static gboolean key_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(struct key)) == 0;
}

void told_once_init(void)
{
    entries = wmem_map_new_autoreset(wmem_epan_scope(), wmem_file_scope(), key_hash, key_equal);
}

static struct key key_of(size_t rule_index, const struct exchange *exchange,
                         const struct finding_draft *draft)
{
    struct key key = { .rule_index = (uint16_t)rule_index };

    if (draft->rule->once == ONCE_OF_REQUEST) {
        key.call = exchange->call;
        key.number = exchange->transaction->cseq;
        key.method = exchange->transaction->method;
        return key;
    }
    key.server = exchange->frame->source;
    key.server.port = 0;
    key.number = exchange->message->status_code;
    key.detail_hash = keyed_hash(draft->detail, strlen(draft->detail));
    return key;
}

struct told_once *told_once_of(size_t rule_index, const struct exchange *exchange,
                               const struct finding_draft *draft)
{
    const struct key key = key_of(rule_index, exchange, draft);
    struct entry *entry = (struct entry *)wmem_map_lookup(entries, &key);

    if (entry)
        return &entry->told;
    if (wmem_map_size(entries) >= HISTORY_MAX)
        return NULL;
    entry = KEPT_NEW(struct entry);
    entry->key = key;
    wmem_map_insert(entries, &entry->key, entry);
    return &entry->told;
}
