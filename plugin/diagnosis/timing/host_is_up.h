/* host_is_up.h
 * Says of a request that nothing answered that its host answers others.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_TIMING_HOST_IS_UP_H
#define SIPEXPLAIN_TIMING_HOST_IS_UP_H

#include "diagnosis/rule.h"

/* Behind the detail of a request without a response, and into the headline. */
void timing_say_host_is_up(const struct transaction *request, struct finding_draft *draft);

#endif
