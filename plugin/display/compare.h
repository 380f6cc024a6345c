/* compare.h
 * Sets a response against the one before it in the same call: two codes side by side.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_COMPARE_H
#define SIPEXPLAIN_COMPARE_H

#include "call/record.h"
#include "compat.h"

/* Adds "Compared with 183 Session Progress" where another code than 100 and this one came before in
 * the same transaction, or in the call on the same hop, and one of the two is no success or
 * progress; nothing otherwise. */
void compare_draw(const struct record *record, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree);

#endif
