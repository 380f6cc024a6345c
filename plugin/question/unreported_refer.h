/* unreported_refer.h
 * Was a transfer accepted, and nothing said of what became of it?
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_UNREPORTED_REFER_H
#define SIPEXPLAIN_UNREPORTED_REFER_H

#include "call/exchange.h"

/* The REFER of the dialog that this BYE ends, accepted with a 2xx some seconds before and followed
 * by no NOTIFY, though the first of them has to be sent at once (RFC 3515 section 2.4.4). NULL:
 * none, or no report was wanted (RFC 4488, RFC 7614). The first hop of the BYE. */
const struct transaction *unreported_refer(const struct exchange *exchange);

#endif
