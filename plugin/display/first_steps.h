/* first_steps.h
 * Draws what an item starts with: what to do, and who acts.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_FIRST_STEPS_H
#define SIPEXPLAIN_FIRST_STEPS_H

#include "compat.h"
#include "diagnosis/diagnosis.h"

/* Which texts of the code they took, so that these do not stand twice. */
struct first_steps {
    bool has_fix;   /* the first line of response_code.fix */
    bool has_actor; /* response_code.actor */
};

/* What the finding that heads the message (NULL: none does) says is to be done, else the code, with
 * the hosts' names, made in scope; NULL: neither does. */
const char *first_steps_what_to_do(const struct record *record, const struct finding *leading,
                                   wmem_allocator_t *scope);

/* The advice of the finding that heads the message (NULL: none does), else the code's. */
struct first_steps first_steps_draw(const struct record *record, const struct finding *leading,
                                    tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree);

#endif
