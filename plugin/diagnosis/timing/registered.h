/* registered.h
 * Says of a request that nothing answered which way its phone had registered.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_TIMING_REGISTERED_H
#define SIPEXPLAIN_TIMING_REGISTERED_H

#include "diagnosis/rule.h"

/* request: that of the exchange, or one on another hop or leg of the call. false: that is not
 * known. */
bool timing_say_way(const struct exchange *exchange, const struct transaction *request,
                    struct finding_draft *draft);

#endif
