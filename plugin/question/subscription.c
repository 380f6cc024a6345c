/* subscription.c
 * Which SUBSCRIBE or REFER has made the dialog that a request names or nearly names.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "subscription.h"

/* Was the request sent by the side whose own tag it has in To? */
static bool is_swapped(const struct transaction *request, const struct transaction *beginning)
{
    const struct path *path = beginning->path;

    return beginning->from_tag_place == request->to_tag_place &&
           path_same_hosts(request->path, path) &&
           !endpoint_host_equals(path->client, path->server);
}

/* Was a NOTIFY with these tags taken before? A SUBSCRIBE may be forked: each of its notifiers has a
 * tag of its own (RFC 6665 section 4.1.2.4). */
static bool was_taken(const struct transaction *notify)
{
    const struct transaction *older = NULL;

    while ((older = transaction_back(transaction_older(notify), older))) {
        if (older->method == METHOD_NOTIFY && older->final && older->final->code < 300 &&
            older->from_tag_place == notify->from_tag_place &&
            older->to_tag_place == notify->to_tag_place)
            return true;
    }
    return false;
}

static bool is_foreign(const struct transaction *request, const struct transaction *beginning)
{
    const struct path back = path_back(beginning->path);

    return request->method == METHOD_NOTIFY && beginning->request_frame &&
           path_same_hosts(request->path, &back) &&
           (beginning->method == METHOD_REFER ||
            request_details(transaction_request(request))->event ==
                request_details(transaction_request(beginning))->event) &&
           !was_taken(request);
}

static enum subscription_fit fit_of(const struct transaction *request,
                                    const struct transaction *beginning, const char *given)
{
    const bool is_callers = given == transaction_to_tag(request);

    if (!is_callers && (given != transaction_from_tag(request) ||
                        (request->method == METHOD_NOTIFY && !request->to_tag_place)))
        return is_foreign(request, beginning) ? SUBSCRIPTION_FOREIGN : SUBSCRIPTION_NONE;
    if (transaction_from_tag(beginning) !=
        (is_callers ? transaction_from_tag(request) : transaction_to_tag(request)))
        return SUBSCRIPTION_NEAR;
    return !is_callers && is_swapped(request, beginning) ? SUBSCRIPTION_SWAPPED : SUBSCRIPTION_FITS;
}

const struct transaction *subscription_beginning(const struct transaction *request,
                                                 enum subscription_fit *fit)
{
    const struct transaction *other = NULL, *best = NULL;

    *fit = SUBSCRIPTION_NONE;
    while ((other = transaction_back(transaction_older(request), other))) {
        const char *given =
            other->final && other->final->code < 300 ? record_to_tag(other->final) : NULL;
        enum subscription_fit here;

        if ((other->method != METHOD_SUBSCRIBE && other->method != METHOD_REFER) ||
            !transaction_is_initial(other) || !given)
            continue;
        here = fit_of(request, other, given);
        if (here <= *fit)
            continue;
        *fit = here;
        best = other;
    }
    return best;
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

const struct transaction *subscription_last_notify(const struct transaction *request)
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

const struct transaction *subscription_ending_notify(const struct transaction *notify)
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

const struct transaction *subscription_last_subscribe(const struct transaction *request)
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

bool subscription_was_notified_after(const struct transaction *request, int64_t time)
{
    const struct transaction *other = NULL;

    while ((other = transaction_back(transaction_older(request), other))) {
        if (other->method == METHOD_NOTIFY && other->from_tag_place == request->to_tag_place &&
            other->to_tag_place == request->from_tag_place && other->request_time > time)
            return true;
    }
    return false;
}
