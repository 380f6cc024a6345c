/* sort.h
 * Which group a frame belongs to: its call, its connection, or that of its two hosts.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SHARDS_SORT_H
#define SHARDS_SORT_H

#include "group.h"
#include "packet.h"

struct sorter;

/* leg_headers: further names of header fields that legs share, NULL-terminated. */
struct sorter *sorter_new(struct groups *groups, const char *const *leg_headers);
void sorter_free(struct sorter *sorter);

/* The frame's group; NO_GROUP: it belongs to nobody. What it tells of others is remembered. */
uint32_t sort_frame(struct sorter *sorter, const struct packet *packet, int64_t time);

#endif
