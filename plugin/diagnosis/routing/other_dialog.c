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

bool other_dialog_find_notify_ended(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *notify = exchange->transaction, *ending;
    const char *event = request_details(transaction_request(notify))->event;
    char package[EVENT_TEXT_MAX];

    ending = notify->method == METHOD_NOTIFY && event ? subscription_ending_notify(notify) : NULL;
    if (!ending)
        return false;
    draft_detail(draft,
                 "The NOTIFY in frame %u had ended the subscription \"%s\" that this NOTIFY names "
                 "too.",
                 ending->request_frame, quote_text(event, package, sizeof package));
    draft_evidence(draft, ending->request_frame);
    return true;
}

bool other_dialog_find_expired(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *request = exchange->transaction, *last;
    uint32_t asked;

    last = request->method == METHOD_SUBSCRIBE && request->to_tag_place
               ? subscription_last_subscribe(request)
               : NULL;
    asked = last && request_details(transaction_request(last))->has_expires
                ? request_details(transaction_request(last))->expires
                : 0;
    /* The server may grant less than was asked, never more (RFC 6665 section 4.2.1.1). */
    if (!asked ||
        time_between(last->request_time, request->request_time) <= (int64_t)asked * 1000000 ||
        subscription_was_notified_after(request, last->request_time + (int64_t)asked * 1000000))
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
    notify = fit == SUBSCRIPTION_FITS ? subscription_last_notify(request) : NULL;
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
