/* need.c
 * What a rule needs to find anything: with a message that lacks it the rule is not asked.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "need.h"

#include "call/heard.h"
#include "catalogue/response_code.h"
#include "question/end_of_early_media.h"
#include "question/odd_answer.h"

static bool has_news(const struct news *news)
{
    return news->joined || news->burst || news->abandoned || news->unanswered;
}

/* what where it is so, else nothing. */
static unsigned if_so(bool is_so, enum need what)
{
    return is_so ? what : 0;
}

static unsigned needs_of_message(const struct exchange *exchange)
{
    const struct record *record = exchange->record;
    const unsigned code = exchange->message->status_code;

    return if_so(code >= 300, NEEDS_FAILURE) | if_so(code / 100 == 5, NEEDS_5XX) |
           if_so(has_news(&exchange->news), NEEDS_NEWS) |
           if_so(exchange->misfit || (exchange->call && call_misfits(exchange->call)),
                 NEEDS_MISFIT) |
           if_so(exchange->reliable != NULL, NEEDS_RELIABLE) |
           if_so(record && record_details(record), NEEDS_DETAILS) |
           if_so(record && !record_to_tag(record), NEEDS_NO_TO_TAG) |
           if_so(exchange->message->is_cut, NEEDS_CUT) |
           (exchange->description ? NEEDS_SDP : NEEDS_NO_SDP);
}

static unsigned needs_of_request(const struct transaction *transaction)
{
    return if_so(transaction_repeats(transaction)->retries != NULL, NEEDS_RETRY) |
           (transaction->offer_place ? NEEDS_OFFER : NEEDS_NO_OFFER) |
           (transaction_is_initial(transaction) ? NEEDS_INITIAL : NEEDS_IN_DIALOG) |
           if_so(request_has_credentials(transaction_request(transaction)), NEEDS_CREDENTIALS) |
           if_so(!transaction->request_frame, NEEDS_NO_REQUEST);
}

unsigned needs_met_at_once(const struct exchange *exchange)
{
    return needs_of_message(exchange) |
           (exchange->transaction ? needs_of_request(exchange->transaction) : 0);
}

static bool ends_preview(const struct exchange *exchange)
{
    const struct transaction *invite = ending_invite(exchange);

    return invite && early_media_of(invite).announced;
}

static bool ends_heard(const struct exchange *exchange)
{
    const struct transaction *invite = ending_invite(exchange);

    return invite && heard_any(invite);
}

static bool is_bye(const struct exchange *exchange)
{
    return (exchange->moments & AT_REQUEST) && exchange->transaction->method == METHOD_BYE;
}

/* RTP to a line of some SDP of the call. */
static bool has_rtp(const struct exchange *exchange)
{
    struct sdp_cursor cursor = { 0 };
    struct sdp_place place;

    if (!exchange->media_was_seen || (!is_bye(exchange) && !ending_invite(exchange)) ||
        !media_came_since(exchange->call->first_frame))
        return false;
    while (sdp_place_next(exchange->call, &cursor, &place)) {
        for (unsigned i = 0; i < place.description->count; i++) {
            const struct media_stream *stream =
                description_line_stream(&place.description->lines[i]);

            if (stream && stream->to_place)
                return true;
        }
    }
    return false;
}

/* Letter case of the phrase does not count. */
static bool has_odd_status(const struct exchange *exchange)
{
    const struct response_code *entry = response_code_lookup(exchange->message->status_code);
    const struct span sent = exchange->message->reason_phrase;

    return !entry->registered || !span_equals_ignoring_case(sent, span_of_text(entry->phrase));
}

bool (*const need_questions[NEED_QUESTIONS])(const struct exchange *exchange) = {
    ends_preview, ends_heard, has_rtp, odd_answer_is_any, has_odd_status,
};
