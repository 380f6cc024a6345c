/* timer_c.h
 * Proxies that lose patience: no provisional response for too long, and Timer C.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_TIMER_C_H
#define SIPEXPLAIN_TIMER_C_H

#include "diagnosis/rule.h"

/* Was the INVITE cancelled because Timer C of a proxy ran out: by a CANCEL that no other hop's
 * CANCEL and no other branch explains? */
bool timer_c_cancelled(const struct transaction *invite);

#endif
