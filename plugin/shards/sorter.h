/* sorter.h
 * What the parts of sorting share: the frame that is being looked at, and naming its group.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SHARDS_SORTER_H
#define SHARDS_SORTER_H

#include "message/sdp.h"
#include "message/sip_message.h"
#include "sort.h"

struct sorter {
    struct groups *groups;
    const char *const *leg_headers;
    const struct packet *packet;
    int64_t now;
    uint32_t group; /* of the frame, as far as it is known */
    struct sip_message message;
    struct sdp sdp;
};

/* The frame belongs to this group too. */
void sorter_belong(struct sorter *sorter, uint32_t group);

/* It belongs to the group of the key, if there is one within life. */
bool sorter_belong_to(struct sorter *sorter, enum key_kind kind, const void *key, size_t size,
                      int64_t life);

/* ... and the key is of the frame's group from now on. */
void sorter_name(struct sorter *sorter, enum key_kind kind, const void *key, size_t size,
                 int64_t life);
void sorter_name_text(struct sorter *sorter, enum key_kind kind, struct span text, int64_t life);

/* The request that is in sorter->message: what makes it a leg of another call's, or its follower.
 */
void legs_add_request(struct sorter *sorter);

#endif
