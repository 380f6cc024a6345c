/* waited_for.h
 * What a side still waited for when it ended the call.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_WAITED_FOR_H
#define SIPEXPLAIN_WAITED_FOR_H

#include "call/call.h"

/* The latest PRACK, UPDATE or re-INVITE of the same side over the same hop that had no answer yet,
 * and was not new, when this BYE or CANCEL was sent; NULL: none. A 100 is no answer. */
const struct transaction *waited_for(const struct transaction *end);

#endif
