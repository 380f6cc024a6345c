/* transfer_report.h
 * What a NOTIFY reports of a transfer, and whom its REFER named.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_TRANSFER_REPORT_H
#define SIPEXPLAIN_TRANSFER_REPORT_H

#include "call/exchange.h"

/* The latest REFER of the call before this NOTIFY, with the CSeq that the id of its Event names
 * (RFC 3515 section 2.4.6); NULL: none is near. *is_sure: no other one can be meant. */
const struct transaction *transfer_refer(const struct exchange *exchange, bool *is_sure);

/* Where the REFER sends its receiver, without the headers for that call; length 0: not known. */
struct span transfer_target(const struct transaction *refer);

/* Does its target name a host alone? There is mostly nobody to be called then. */
bool transfer_lacks_user(const struct transaction *refer);

/* The status that the NOTIFY reports of a REFER, with the phrase as sent; 0: none. Only at its
 * first hop. */
unsigned transfer_status(const struct exchange *exchange, struct span *phrase);

#endif
