/* waited_for.c
 * What a side still waited for when it ended the call.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "waited_for.h"

#include "call/misfit.h"

/* What was sent so shortly before may have crossed its answer, or ended with the call.
 * Microseconds. */
#define NEW_TIME 2000000

static bool is_of_session(const struct transaction *request)
{
    return request->method == METHOD_PRACK || request->method == METHOD_UPDATE ||
           (request->method == METHOD_INVITE && request->to_tag_place);
}

/* A CANCEL has no To tag that tells its dialog. */
static bool is_of_side(const struct transaction *request, const struct transaction *end)
{
    return request->from_tag_place == end->from_tag_place &&
           path_same_hosts(request->path, end->path) &&
           (end->method == METHOD_CANCEL || transaction_same_dialog(request, end));
}

/* Had anything come by then but a 100? */
static bool has_answer(const struct transaction *request, uint32_t frame)
{
    const struct record *response = transaction_first_sign(request);

    return (response && response->frame < frame) || misfit_odd_response(request);
}

const struct transaction *waited_for(const struct transaction *end)
{
    const struct transaction *request = NULL;

    while ((request = transaction_back(transaction_older(end), request))) {
        if (!is_of_session(request) || !request->request_frame || !is_of_side(request, end) ||
            has_answer(request, end->request_frame))
            continue;
        return time_between(request->request_time, end->request_time) >= NEW_TIME ? request : NULL;
    }
    return NULL;
}
