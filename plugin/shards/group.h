/* group.h
 * Which frames belong together: groups, that grow together when something is found to be of both.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SHARDS_GROUP_H
#define SHARDS_GROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A key whose last use is so long ago is forgotten when the table grows; nanoseconds. */
#define KEY_LIFE (INT64_C(24) * 3600 * 1000000000)

#define NO_GROUP UINT32_MAX

/* What a key stands for, so that the same bytes are another key elsewhere. */
enum key_kind {
    KEY_CALL_ID = 1, /* a call */
    KEY_CORE,        /* what a Call-ID is made of */
    KEY_HEADER,      /* a value that two legs share */
    KEY_NUMBERS,     /* caller and called number at the host that an INVITE came to */
    KEY_NUMBERS_SENT,
    KEY_REFER,
    KEY_TAG, /* of From */
    KEY_BRANCH,
    KEY_ATTEMPT, /* who calls whom */
    KEY_ADDRESS, /* that is registered */
    KEY_MEDIA,   /* an address and port in a session description */
    KEY_CONNECTION,
    KEY_PART, /* fragments of a datagram */
    KEY_PAIR  /* two hosts, of frames that nothing else is known of */
};

struct groups;

struct groups *groups_new(void);
void groups_free(struct groups *groups);

uint32_t group_new(struct groups *groups);

/* The group of a key that was used within life nanoseconds; NO_GROUP: there is none. */
uint32_t group_of(struct groups *groups, enum key_kind kind, const void *key, size_t size,
                  int64_t now, int64_t life);

/* From now on the key is this group's. */
void group_name(struct groups *groups, enum key_kind kind, const void *key, size_t size,
                int64_t now, uint32_t group);

/* The two are one from now on. */
void group_join(struct groups *groups, uint32_t one, uint32_t other);

/* The shard of a group, set once; 0: none yet. */
unsigned group_shard(struct groups *groups, uint32_t group);
void group_set_shard(struct groups *groups, uint32_t group, unsigned shard);

/* Has a SIP message been seen in it? */
bool group_is_call(struct groups *groups, uint32_t group);
void group_set_call(struct groups *groups, uint32_t group);

/* How often groups turned out to be one after both had got a shard, and not the same. */
unsigned groups_torn(const struct groups *groups);

#endif
