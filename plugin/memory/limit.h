/* limit.h
 * How much is remembered of one capture file, and when a message was the first with no more room.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_LIMIT_H
#define SIPEXPLAIN_LIMIT_H

#include "compat.h"

/* tests/bounds.py builds with lower ones: no capture of a test could reach these. */
#ifndef CALLS_MAX
/* Messages explained of one file; further ones are not looked at. It bounds all that is kept of
 * messages: records, requests, texts, addresses. */
#define MESSAGES_MAX 20000000

/* Calls remembered of one file; messages of later ones are explained by themselves. */
#define CALLS_MAX 2000000

/* Announced endpoints that are watched; further ones are not, and their streams stay silent. */
#define MEDIA_STREAMS_MAX 1000000

/* Of each: hosts that failed, callers, clients, registered users, findings that are told once;
 * further ones are not remembered. */
#define HISTORY_MAX 200000
#endif

/* What there was no more room for, as bits. */
enum limit {
    LIMIT_CALLS = 1 << 0,          /* CALLS_MAX */
    LIMIT_MEDIA_STREAMS = 1 << 1,  /* MEDIA_STREAMS_MAX */
    LIMIT_HISTORY = 1 << 2,        /* HISTORY_MAX */
    LIMIT_TRANSACTIONS = 1 << 3,   /* CALL_TRANSACTIONS_MAX, of one call */
    LIMIT_EARLY_DIALOGS = 1 << 4,  /* EARLY_DIALOGS_MAX, of one INVITE */
    LIMIT_RELIABLE = 1 << 5,       /* RELIABLE_RESPONSES_MAX, of one early dialog */
    LIMIT_MESSAGES = 1 << 6,       /* MESSAGES_MAX */
    LIMIT_FINDINGS = 1 << 7,       /* FINDINGS_MAX, of one message (diagnosis.h) */
    LIMIT_FRAME_FINDINGS = 1 << 8, /* FRAME_FINDINGS_MAX, of one frame (diagnosis.h) */
    LIMIT_MEMORY = 1 << 9          /* KEPT_MAX_GIB (kept_memory.h) */
};

/* These are of the whole file, and told once. */
#define LIMITS_OF_FILE                                                                             \
    (LIMIT_CALLS | LIMIT_MEDIA_STREAMS | LIMIT_HISTORY | LIMIT_MESSAGES | LIMIT_MEMORY)

/* Called once, when the plugin registers. */
void limit_init(void);

/* The message that is being added found no room. One that is not the file's is to be named once, by
 * the caller. */
void limit_reach(enum limit limit);

/* Has the map room for one more host, caller or client? Else the limit HISTORY_MAX is reached. */
bool limit_has_room(wmem_map_t *map);

/* enum limit bits that the message just added was the first to reach; none the next time. */
unsigned limit_take(void);

#endif
