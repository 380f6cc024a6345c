/* words.c
 * What the findings about server failures say in common.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/hops.h"
#include "call/misfit.h"
#include "catalogue/reason_cause.h"
#include "judgement.h"
#include "question/own_words.h"
#include "question/waited_for.h"

/* Longest detail; the rest of a draft's room is spare. */
#define DETAIL_BYTES_MAX 200

/* Longest list of methods shown, with its NUL. */
#define ALLOW_TEXT_MAX 90

/* A quotation that ends in a full stop ends the sentence. */
static void drop_second_stop(char *sentence)
{
    if (g_str_has_suffix(sentence, ".\"."))
        sentence[strlen(sentence) - 1] = '\0';
}

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
    drop_second_stop(sentence);
    snprintf(draft->detail + length, (gulong)(sizeof draft->detail - length), "%s%s",
             length ? " " : "", sentence);
}

/* Q.850 2.2.4: the class in its upper three bits is "resource unavailable". */
static bool is_of_resources(const struct reason_value *reason)
{
    return reason->cause >> 4 == 2 && !g_ascii_strcasecmp(reason->protocol, "Q.850");
}

void fault_say_meaning(struct finding_draft *draft, const struct reason_value *reason)
{
    const char *meaning = own_words_meaning(reason);
    char words[OWN_WORDS_MAX];

    if (meaning)
        fault_say(draft, "%s", meaning);
    else if (is_of_resources(reason) && strchr(own_words_of_reason(reason, words), '"'))
        fault_say(draft, "In Q.850, %u is \"%s\".", reason->cause,
                  reason_cause_name(reason->protocol, reason->cause));
}

void fault_say_waited(const struct transaction *end, struct finding_draft *draft)
{
    const struct transaction *request = waited_for(end);

    if (!request)
        return;
    fault_say(draft, "Its %s in frame %u had no answer then, after %.1f s.",
              transaction_method_name(request), request->request_frame,
              seconds_between(request->request_time, end->request_time));
    draft_evidence(draft, request->request_frame);
}

const char *fault_quote(const char *words, char *text)
{
    return quote_text(words, text, FAULT_QUOTE_MAX);
}

void fault_say_server(const struct exchange *exchange, struct finding_draft *draft)
{
    char text[FAULT_QUOTE_MAX];

    if (record_server(exchange->record))
        fault_say(draft, "Server: %s.", fault_quote(record_server(exchange->record), text));
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

void fault_say_sender(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    char host[ENDPOINT_TEXT_MAX], interval[FAULT_INTERVAL_MAX];

    endpoint_text(exchange->frame->source, host);
    if (transaction->request_frame)
        fault_say(draft, "%s sent it %s after the %s.", host,
                  fault_interval(transaction->request_time, exchange->record->time, interval),
                  transaction_method_name(transaction));
    else
        fault_say(draft, "%s sent it%s.", host,
                  transaction_lacks_request(transaction) ? ". The request is not in this capture"
                                                         : "");
}

bool fault_say_hop_behind(const struct exchange *exchange, struct finding_draft *draft)
{
    const uint32_t frame = exchange->record->frame;
    const struct transaction *failed = hop_failed_behind(exchange->transaction, 0, frame);
    const struct transaction *behind = failed ? failed : hop_behind(exchange->transaction, frame);
    const struct misfit *odd;
    char host[ENDPOINT_TEXT_MAX];

    if (!behind)
        return false;
    odd = misfit_odd_response(behind);
    endpoint_text(behind->path->server, host);
    draft_evidence(draft, behind->request_frame);
    if (failed) {
        draft_evidence(draft, failed->final->frame);
        fault_say(draft, "%s had answered the request with %u in frame %u.", host,
                  failed->final->code, failed->final->frame);
    } else if (odd && odd->frame < frame) {
        draft_evidence(draft, odd->frame);
        fault_say(draft, "The %u of %s in frame %u does not fit the request (%s).",
                  odd->response->code, host, odd->frame, misfit_field_text(odd->field));
    } else {
        fault_say(draft, "%s, asked in frame %u, had %s.", host, behind->request_frame,
                  transaction_first_response(behind) &&
                          transaction_first_response(behind)->frame < frame
                      ? "given no final response"
                      : "not answered");
    }
    return true;
}

bool fault_find_unknown_method(const struct exchange *exchange, struct finding_draft *draft)
{
    const char *method = transaction_method_name(exchange->transaction);
    const bool is_allowed =
        sip_message_lists(exchange->message, SIP_HEADER_ALLOW, span_of_text(method));
    char host[ENDPOINT_TEXT_MAX], allow[ALLOW_TEXT_MAX];

    endpoint_text(exchange->frame->source, host);
    quote_header(exchange->message, SIP_HEADER_ALLOW, allow, sizeof allow);
    if (is_allowed)
        fault_say(draft, "%s answers as if it did not know %s, although its Allow lists it: %s.",
                  host, method, allow);
    else
        fault_say(draft, "%s says that it does not know the method %s.", host, method);
    if (allow[0] && !is_allowed)
        fault_say(draft, "It allows %s.", allow);
    return true;
}
