/* why_silent.h
 * Why a host that is up may not answer one request.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_WHY_SILENT_H
#define SIPEXPLAIN_WHY_SILENT_H

#include "call/call.h"

/* A host that nobody has heard on this request, but that answered another one meanwhile. */
struct why_silent {
    const struct record *other;       /* that answer; NULL: none is known, or the request got one */
    const struct transaction *branch; /* an earlier request to it with the branch of this one, of
                                         which it may take this one for a copy; NULL: none */
    uint32_t size; /* bytes of the request, where so many hardly go in one packet, and the other
                      one was smaller; 0: they do */
};

/* Of a request over UDP. */
struct why_silent why_silent(const struct transaction *request);

#endif
