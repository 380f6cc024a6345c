/* wrong_request.h
 * 481 to a request that its sender should not have sent, or not so: no dialog need be lost.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_WRONG_REQUEST_H
#define SIPEXPLAIN_WRONG_REQUEST_H

#include "diagnosis/rule.h"

/* Does one of the rules of this file tell why the request got its 481? */
bool wrong_request_is_told(const struct exchange *exchange);

/* no_dialog.c: a 481 that neither the order of two requests nor another finding explains. */
bool no_dialog_is_left_open(const struct exchange *exchange);

#endif
