/* need.c
 * What a rule needs to find anything: with a message that lacks it the rule is not asked.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "need.h"

#include "call/heard.h"
#include "question/end_of_early_media.h"
#include "question/odd_answer.h"

static bool is_failure(const struct exchange *exchange)
{
    return exchange->message->status_code >= 300;
}

static bool is_5xx(const struct exchange *exchange)
{
    return exchange->message->status_code / 100 == 5;
}

static bool has_news(const struct exchange *exchange)
{
    const struct news *news = &exchange->news;

    return news->joined || news->burst || news->abandoned || news->unanswered;
}

static bool is_retry(const struct exchange *exchange)
{
    return exchange->transaction && exchange->transaction->repeats->retries;
}

static bool has_misfit(const struct exchange *exchange)
{
    return exchange->misfit || (exchange->call && call_misfits(exchange->call));
}

static bool is_reliable(const struct exchange *exchange)
{
    return exchange->reliable != NULL;
}

static bool has_details(const struct exchange *exchange)
{
    return exchange->record && exchange->record->details;
}

static bool has_sdp(const struct exchange *exchange)
{
    return exchange->description != NULL;
}

static bool has_no_sdp(const struct exchange *exchange)
{
    return !exchange->description;
}

static bool has_offer(const struct exchange *exchange)
{
    return exchange->transaction && exchange->transaction->offer_place;
}

static bool has_no_offer(const struct exchange *exchange)
{
    return exchange->transaction && !exchange->transaction->offer_place;
}

static bool is_initial(const struct exchange *exchange)
{
    return exchange->transaction && transaction_is_initial(exchange->transaction);
}

static bool is_in_dialog(const struct exchange *exchange)
{
    return exchange->transaction && !transaction_is_initial(exchange->transaction);
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

    if (!exchange->media_was_seen || (!is_bye(exchange) && !ending_invite(exchange)))
        return false;
    while (sdp_place_next(exchange->call, &cursor, &place)) {
        for (unsigned i = 0; i < place.description->count; i++) {
            if (place.description->lines[i].stream && place.description->lines[i].stream->to_place)
                return true;
        }
    }
    return false;
}

const struct need_question need_questions[NEED_COUNT] = {
    { NEEDS_FAILURE, is_failure },
    { NEEDS_5XX, is_5xx },
    { NEEDS_NEWS, has_news },
    { NEEDS_RETRY, is_retry },
    { NEEDS_MISFIT, has_misfit },
    { NEEDS_RELIABLE, is_reliable },
    { NEEDS_DETAILS, has_details },
    { NEEDS_SDP, has_sdp },
    { NEEDS_NO_SDP, has_no_sdp },
    { NEEDS_OFFER, has_offer },
    { NEEDS_NO_OFFER, has_no_offer },
    { NEEDS_INITIAL, is_initial },
    { NEEDS_IN_DIALOG, is_in_dialog },
    { NEEDS_PREVIEW, ends_preview },
    { NEEDS_HEARD, ends_heard },
    { NEEDS_RTP, has_rtp },
    { NEEDS_ODD_ANSWER, odd_answer_is_any },
};
