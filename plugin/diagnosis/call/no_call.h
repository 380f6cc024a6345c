/* no_call.h
 * Codes that speak of a called user or of media, in answer to requests that call nobody.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_NO_CALL_H
#define SIPEXPLAIN_NO_CALL_H

#include "diagnosis/rule.h"

/* Is the failure such a code to a request whose response is this host's own? For a request that is
 * no INVITE. */
bool no_call_is_refused(const struct exchange *exchange);

#endif
