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

/* Adds a sentence to the detail, if all of it fits. */
void fault_say(struct finding_draft *draft, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Adds "10.0.0.1 sent it 0.412 s after INVITE." */
void fault_say_sender(const struct exchange *exchange, struct finding_draft *draft);

/* Adds what the sender of this BYE or CANCEL still waited for, if anything. */
void fault_say_waited(const struct transaction *end, struct finding_draft *draft);

/* What a Q.850 cause means. Where its own text says something else that comes first, and the
 * number is told beside it only where it names a lack of circuits or other resources. */
void fault_say_meaning(struct finding_draft *draft, const struct reason_value *reason);

/* Adds what the host behind the one that sent the response had said up to then; false: the request
 * did not go on from there, as far as the capture shows. */
bool fault_say_hop_behind(const struct exchange *exchange, struct finding_draft *draft);

/* Adds what is to be said of a 513 or 580 whatever it answers. */
void fault_say_of_code(const struct exchange *exchange, struct finding_draft *draft);

/* What a 501 tells, whatever it answers: a rule's question, always true. */
bool fault_find_unknown_method(const struct exchange *exchange, struct finding_draft *draft);

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
