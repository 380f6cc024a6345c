/* outcome_parts.c
 * Parts of the line that says what became of a call.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "outcome_parts.h"

#include "diagnosis/rule.h"
#include "label.h"
#include "question/own_words.h"

void outcome_append_after(wmem_strbuf_t *text, int64_t from, int64_t to)
{
    const int64_t time = time_between(from, to);
    char seconds[SECONDS_TEXT_MAX];

    append_texts(text, " after ", time == TIME_UNKNOWN ? "nan" : seconds_text(time, 1, seconds));
    wmem_strbuf_append(text, " s");
}

void outcome_append_words(wmem_strbuf_t *text, const struct transaction *request)
{
    char words[OWN_WORDS_MAX];

    if (request && own_words(request_details(transaction_request(request))->words, words)[0])
        append_texts(text, ": ", words);
}

const char *outcome_hanger_up(const struct hang_up *hang_up, wmem_allocator_t *scope)
{
    char host[ENDPOINT_TEXT_MAX];

    if (hang_up->by == OF_HOST_BETWEEN)
        return wmem_strdup_printf(scope, "%s in between",
                                  endpoint_text(hang_up->bye->path->client, host));
    return hang_up->by == OF_CALLER ? "the caller" : "the callee";
}
