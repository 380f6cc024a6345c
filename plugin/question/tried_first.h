/* tried_first.h
 * Whom the host that an INVITE came to asked in vain, before the callee gave a sign.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_TRIED_FIRST_H
#define SIPEXPLAIN_TRIED_FIRST_H

#include "call/call.h"

struct tried_first {
    const struct transaction *first; /* the first INVITE that brought nothing; NULL: none */
    const struct record *failure;    /* its final response by then; NULL: none */
    unsigned count;                  /* INVITEs that brought nothing */
    int64_t until;                   /* when the one that gave the sign was sent, or the sign */
};

/* What the host that sent this response, the first sign of the callee, had tried before on hops
 * behind, or on other legs where there are none: INVITEs that it sent before the one that brought
 * the sign (before the response itself, where none did). A challenge is no failure. */
struct tried_first tried_first(const struct record *record);

#endif
