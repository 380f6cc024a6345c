/* answering.c
 * What each host answered last, over all calls.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "answering.h"

#include "memory/kept_memory.h"
#include "memory/keyed_hash.h"
#include "memory/limit.h"

/* A host and port, and its latest response. */
struct answering {
    struct endpoint server;
    const struct record *latest;
};

/* endpoint -> struct answering. Filled by answering_add(), emptied with the file. */
static wmem_map_t *hosts;

void answering_init(void)
{
    hosts =
        wmem_map_new_autoreset(wmem_epan_scope(), wmem_file_scope(), endpoint_hash, endpoint_equal);
}

void answering_add(const struct record *record)
{
    const struct transaction *transaction = record_transaction(record);
    struct answering *host;

    if (!transaction->request_frame || transaction->is_stream)
        return;
    host = (struct answering *)wmem_map_lookup(hosts, &transaction->path->server);
    if (!host) {
        if (!limit_has_room(hosts))
            return;
        host = KEPT_NEW(struct answering);
        host->server = transaction->path->server;
        wmem_map_insert(hosts, &host->server, host);
    }
    host->latest = record;
}

const struct record *answering_since(struct endpoint server, uint32_t frame)
{
    const struct answering *host = (const struct answering *)wmem_map_lookup(hosts, &server);

    return host && host->latest->frame > frame ? host->latest : NULL;
}
