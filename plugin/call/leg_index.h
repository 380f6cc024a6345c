/* leg_index.h
 * The latest INVITEs of the whole file, found by what another leg of the same call may share.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_LEG_INDEX_H
#define SIPEXPLAIN_LEG_INDEX_H

#include "call.h"

/* Values that are remembered, some ten of each INVITE: of a busy server those of the last minutes.
 * Calls that are set up go on to be judged; only their legs are no longer looked for. */
#define LEG_INDEX_MAX 65536

/* Places of hashes; more than entries, so that few share one. */
#define LEG_INDEX_PLACES 131072

/* How many that share a hash's place are looked at, the newest first. */
#define LEG_INDEX_SEARCH_MAX 64

/* One value of one INVITE. */
struct leg_entry {
    uint32_t hash;
    uint32_t older; /* the one before it in its place; 0: none */
    uint32_t number;
    bool is_shared; /* calls that have nothing to do with each other have it: it proves nothing */
    const struct transaction *invite;
};

/* Called once, when the plugin registers. */
void leg_index_init(void);

/* What is looked for at a host needs no hash where nothing ever came to it, as to most telephones:
 * an INVITE or REFER came to this one, and did any come to that one (perhaps)? */
void leg_index_add_host(struct endpoint host);
bool leg_index_has_host(struct endpoint host);

/* The INVITE has this value. */
void leg_index_add(uint32_t hash, const struct transaction *invite);

/* The next one with this value, the newest first. after: NULL to begin. NULL at the end. */
struct leg_entry *leg_index_next(uint32_t hash, const struct leg_entry *after);

#endif
