/* judgement.h
 * What a 5xx means here: exactly one verdict, decided in one order.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_JUDGEMENT_H
#define SIPEXPLAIN_JUDGEMENT_H

#include "diagnosis/rule.h"

/* The verdict on the response of the exchange, which has a transaction. */
struct fault_judgement fault_judge(const struct exchange *exchange);

/* 500..599 with a place in a call. */
bool fault_is_5xx(const struct exchange *exchange);

/* The request belongs to a dialog and is in the capture. */
bool fault_is_in_dialog(const struct transaction *transaction);

/* An earlier request of the same side in the same dialog and over the same hop, newest first;
 * after: NULL to begin. NULL when there is none near. */
const struct transaction *fault_next_earlier(const struct transaction *transaction,
                                             const struct transaction *after);

/* Adds a sentence to the detail, if all of it fits. */
void fault_say(struct finding_draft *draft, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Adds what the server calls itself. */
void fault_say_server(const struct exchange *exchange, struct finding_draft *draft);

/* Longest text of fault_quote(), with its NUL. */
#define FAULT_QUOTE_MAX 50

/* Words of a message (NULL: none), fit to be shown; returns text, which holds FAULT_QUOTE_MAX. */
const char *fault_quote(const char *words, char *text);

/* Longest text of fault_interval(), with its NUL. */
#define FAULT_INTERVAL_MAX 32

/* "0.4 ms", "12.3 s" between two times in microseconds; returns text. */
const char *fault_interval(int64_t from, int64_t to, char *text);

/* Seconds from the request, which is in the capture, to this response. */
double fault_delay(const struct exchange *exchange);

#endif
