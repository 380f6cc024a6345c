/* other_dialog.c
 * Dialogs that a SUBSCRIBE or a REFER has made, and requests that name or nearly name them.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "other_dialog.h"

#include "question/subscription.h"

/* Longest Event shown, with its NUL. */
#define EVENT_TEXT_MAX 60

bool other_dialog_is_odd(const struct transaction *request)
{
    enum subscription_fit fit;

    subscription_beginning(request, &fit);
    return fit != SUBSCRIPTION_NONE && fit != SUBSCRIPTION_FITS;
}

/* A NOTIFY with neither tag as it must be, or with its sender's only. */
static void tell_foreign(const struct transaction *notify, const struct transaction *subscribe,
                         struct finding_draft *draft)
{
    const bool is_from = transaction_to_tag(notify) == transaction_from_tag(subscribe);

    draft_headline(draft, "NOTIFY is outside the dialog of its %s",
                   transaction_method_name(subscribe));
    draft_evidence(draft, subscribe->request_frame);
    if (!notify->to_tag_place)
        draft_detail(draft,
                     "The NOTIFY has no tag in To. Its receiver's tag is that in From of the %s in "
                     "frame %u: it is sent outside of that dialog.",
                     transaction_method_name(subscribe), subscribe->request_frame);
    else
        draft_detail(draft,
                     "%s of the %s in frame %u and its %u in frame %u: the NOTIFY is sent "
                     "outside of that dialog.",
                     is_from ? "Its From tag is not that" : "Its tags are not those",
                     transaction_method_name(subscribe), subscribe->request_frame,
                     subscribe->final->code, subscribe->final->frame);
}

void other_dialog_tell_odd(const struct transaction *request, struct finding_draft *draft)
{
    enum subscription_fit fit;
    const struct transaction *other = subscription_beginning(request, &fit);
    char host[ENDPOINT_TEXT_MAX];

    draft_evidence(draft, other->final->frame);
    if (fit == SUBSCRIPTION_FOREIGN)
        tell_foreign(request, other, draft);
    else if (fit == SUBSCRIPTION_SWAPPED)
        draft_detail(draft,
                     "%s swaps From and To tag: the %u in frame %u to its %s gave the tag that it "
                     "puts into From.",
                     endpoint_host_text(request->path->client, host), other->final->code,
                     other->final->frame, transaction_method_name(other));
    else
        draft_detail(draft,
                     "One of its tags is that of the %u in frame %u to the %s, but its %s tag is "
                     "not that dialog's: it names no dialog.",
                     other->final->code, other->final->frame, transaction_method_name(other),
                     other->final->to_tag_place == request->to_tag_place ? "From" : "To");
}

bool other_dialog_tell(const struct transaction *request, struct finding_draft *draft)
{
    enum subscription_fit fit;
    const struct transaction *other = subscription_beginning(request, &fit);
    char server[ENDPOINT_TEXT_MAX];

    if (fit != SUBSCRIPTION_FITS)
        return false;
    draft_evidence(draft, other->final->frame);
    draft_detail(draft,
                 "Its tags are right: they are those of the %u in frame %u to the %s. %s has "
                 "ended or lost that dialog.",
                 other->final->code, other->final->frame, transaction_method_name(other),
                 endpoint_host_text(request->path->server, server));
    return true;
}

/* Of a NOTIFY: it stayed without an answer, or its subscriber knew no subscription (RFC 6665
 * section 4.2.2). */
static bool is_in_vain(const struct transaction *notify, const struct transaction *request)
{
    if (transaction_first_response(notify))
        return notify->final && notify->final->code == 481;
    return notify->request_frame &&
           time_between(notify->request_time, request->request_time) > TRANSACTION_TIME;
}

/* The latest NOTIFY of the subscription before this request, where it says that this has ended, or
 * was in vain. NULL: none is near, or it was taken. */
static const struct transaction *last_notify(const struct transaction *request)
{
    const struct transaction *other = NULL;

    while ((other = transaction_back(transaction_older(request), other))) {
        if (other->method != METHOD_NOTIFY || other->from_tag_place != request->to_tag_place ||
            other->to_tag_place != request->from_tag_place)
            continue;
        return request_details(transaction_request(other))->is_terminated ||
                       is_in_vain(other, request)
                   ? other
                   : NULL;
    }
    return NULL;
}

/* The NOTIFY that ended the subscription to the same event before this NOTIFY; NULL: none, or a new
 * one may have begun since. A REFER names its own by the id of the Event (RFC 3515 section 2.4.6).
 */
static const struct transaction *ending_notify(const struct transaction *notify)
{
    const bool has_id = span_contains_ignoring_case(
        span_of_text(request_details(transaction_request(notify))->event), SPAN_OF(";id="));
    const struct transaction *older = NULL;

    while ((older = transaction_back(transaction_older(notify), older))) {
        if (older->method == METHOD_NOTIFY &&
            request_details(transaction_request(older))->is_terminated &&
            request_details(transaction_request(older))->event ==
                request_details(transaction_request(notify))->event &&
            older->from_tag_place == notify->from_tag_place &&
            older->to_tag_place == notify->to_tag_place && older->final && older->final->code < 300)
            return older;
        if (older->from_tag_place == notify->to_tag_place &&
            (older->method == METHOD_SUBSCRIBE || (older->method == METHOD_REFER && !has_id)))
            return NULL;
    }
    return NULL;
}

bool other_dialog_find_notify_ended(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *notify = exchange->transaction, *ending;
    const char *event = request_details(transaction_request(notify))->event;
    char package[EVENT_TEXT_MAX];

    ending = notify->method == METHOD_NOTIFY && event ? ending_notify(notify) : NULL;
    if (!ending)
        return false;
    draft_detail(draft,
                 "The NOTIFY in frame %u had ended the subscription \"%s\" that this NOTIFY names "
                 "too.",
                 ending->request_frame, quote_text(event, package, sizeof package));
    draft_evidence(draft, ending->request_frame);
    return true;
}

/* The latest SUBSCRIBE that was let in in the dialog of this one; NULL: none is near. */
static const struct transaction *last_subscribe(const struct transaction *request)
{
    const struct transaction *other = NULL;

    while ((other = transaction_back(transaction_older(request), other))) {
        if (other->method == METHOD_SUBSCRIBE && other->from_tag_place == request->from_tag_place &&
            other->request_frame && other->final && other->final->code < 300 &&
            other->final->to_tag_place == request->to_tag_place)
            return other;
    }
    return NULL;
}

/* Was a NOTIFY of the dialog taken after this time? Then the subscription went on. */
static bool was_notified_after(const struct transaction *request, int64_t time)
{
    const struct transaction *other = NULL;

    while ((other = transaction_back(transaction_older(request), other))) {
        if (other->method == METHOD_NOTIFY && other->from_tag_place == request->to_tag_place &&
            other->to_tag_place == request->from_tag_place && other->request_time > time)
            return true;
    }
    return false;
}

bool other_dialog_find_expired(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *request = exchange->transaction, *last;
    uint32_t asked;

    last = request->method == METHOD_SUBSCRIBE && request->to_tag_place ? last_subscribe(request)
                                                                        : NULL;
    asked = last && request_details(transaction_request(last))->has_expires
                ? request_details(transaction_request(last))->expires
                : 0;
    /* The server may grant less than was asked, never more (RFC 6665 section 4.2.1.1). */
    if (!asked ||
        time_between(last->request_time, request->request_time) <= (int64_t)asked * 1000000 ||
        was_notified_after(request, last->request_time + (int64_t)asked * 1000000))
        return false;
    draft_detail(draft,
                 "The subscription had run out: frame %u asked for %u s, and this refresh came "
                 "%.0f s after it.",
                 last->request_frame, asked,
                 seconds_between(last->request_time, request->request_time));
    draft_evidence(draft, last->request_frame);
    draft_evidence(draft, last->final->frame);
    return true;
}

bool other_dialog_find_ended(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *request = exchange->transaction, *notify;
    enum subscription_fit fit;
    char server[ENDPOINT_TEXT_MAX];
    bool is_told;

    if (request->method != METHOD_SUBSCRIBE || !request->to_tag_place)
        return false;
    subscription_beginning(request, &fit);
    notify = fit == SUBSCRIPTION_FITS ? last_notify(request) : NULL;
    if (!notify)
        return false;
    is_told = request_details(transaction_request(notify))->is_terminated;
    endpoint_host_text(notify->path->client, server);
    draft_headline(draft, "subscription ended: a NOTIFY %s",
                   is_told         ? "said so"
                   : notify->final ? "was refused"
                                   : "got no answer");
    if (is_told)
        draft_detail(draft,
                     "The NOTIFY of %s in frame %u ended the subscription (Subscription-State: "
                     "terminated), %.0f s before this %s.",
                     server, notify->request_frame,
                     seconds_between(notify->request_time, request->request_time),
                     transaction_method_name(request));
    else if (notify->final)
        draft_detail(draft,
                     "The subscriber itself refused the NOTIFY in frame %u with %u (frame %u): %s "
                     "ends the subscription then.",
                     notify->request_frame, notify->final->code, notify->final->frame, server);
    else
        draft_detail(draft,
                     "The NOTIFY of %s in frame %u (%u seen) got no answer: its sender ends the "
                     "subscription then, %.0f s before this %s.",
                     server, notify->request_frame, transaction_repeats(notify)->count + 1,
                     seconds_between(notify->request_time, request->request_time),
                     transaction_method_name(request));
    draft_evidence(draft, notify->request_frame);
    draft_evidence(draft, !is_told && notify->final ? notify->final->frame : 0);
    return true;
}
