/* of_exchange.h
 * What nearly every rule asks of a message and its request.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_OF_EXCHANGE_H
#define SIPEXPLAIN_OF_EXCHANGE_H

#include "call/exchange.h"

/* Seconds between two times in microseconds; NAN where
 * time_between() does not know: no comparison with it holds, and "nan s" is shown as "an unknown
 * time". */
double seconds_between(int64_t from, int64_t to);

/* The transaction began inside the capture: its request is there, and whole. */
bool exchange_has_request(const struct exchange *exchange);

/* The request is the INVITE of a new call, and here whole: the media before its answer are early
 * ones. Those of a re-INVITE are not, as the session goes on meanwhile (RFC 3261 section 14). */
bool exchange_opens_call(const struct exchange *exchange);

/* The response has one of the two codes, is the first to answer a whole request, and was begun
 * neither further on nor on another leg of the call. */
bool exchange_decides(const struct exchange *exchange, unsigned code, unsigned other_code);

/* The final response came when its client had given up: nothing had come since the request, or for
 * an INVITE nothing at all. A 408 says so itself. */
bool exchange_is_too_late(const struct exchange *exchange);

#endif
