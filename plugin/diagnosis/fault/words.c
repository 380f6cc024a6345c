/* words.c
 * What the findings about server failures say in common.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "judgement.h"

/* Longest detail; the rest of a draft's room is spare. */
#define DETAIL_BYTES_MAX 200

void fault_say(struct finding_draft *draft, const char *format, ...)
{
    const size_t length = strlen(draft->detail);
    char sentence[FINDING_DETAIL_MAX];
    va_list arguments;
    int size;

    va_start(arguments, format);
    size = vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    if (size <= 0 || length + (size_t)size + (length ? 1 : 0) > DETAIL_BYTES_MAX)
        return;
    drop_cut_characters(sentence);
    snprintf(draft->detail + length, (gulong)(sizeof draft->detail - length), "%s%s",
             length ? " " : "", sentence);
}

const char *fault_quote(const char *words, char *text)
{
    return quote_span((struct span){ words, words ? strlen(words) : 0 }, text, FAULT_QUOTE_MAX);
}

void fault_say_server(const struct exchange *exchange, struct finding_draft *draft)
{
    char text[FAULT_QUOTE_MAX];

    if (exchange->record->server)
        fault_say(draft, "Server: %s.", fault_quote(exchange->record->server, text));
}

const char *fault_interval(int64_t from, int64_t to, char *text)
{
    const double seconds = seconds_between(from, to);

    if (seconds < 1.0)
        snprintf(text, FAULT_INTERVAL_MAX, "%.1f ms", seconds * 1e3);
    else
        snprintf(text, FAULT_INTERVAL_MAX, "%.1f s", seconds);
    return text;
}

double fault_delay(const struct exchange *exchange)
{
    return seconds_between(exchange->transaction->request_time, exchange->record->time);
}
