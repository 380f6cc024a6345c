/* untaken_response.c
 * Does a client repeat its request although its answer went to it, again and again?
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "untaken_response.h"

#include "call/response_way.h"

/* A request that is repeated this soon after its response has crossed it. Microseconds. */
#define CROSSING_TIME 200000

/* So many in a row are not lost by chance, and none of them is just late. */
#define UNTAKEN_MIN 3

static bool stops_repeats(const struct transaction *request, const struct record *response)
{
    return response->code >= 200 || request->method == METHOD_INVITE;
}

/* Did it go back over the path of the request, and long enough before this time? */
static bool had_time(const struct record *response, int64_t time)
{
    const struct path *path = record_transaction(response)->path;
    const struct sip_frame back = { .source = path->server, .destination = path->client };

    return !response->is_copy && response->path_hash == sip_frame_path_hash(&back) &&
           time_between(response->time, time) >= CROSSING_TIME;
}

/* What else is known of the answers tells why they are not taken, or that they were. */
static bool is_known_why(const struct transaction *request)
{
    return request->is_stream || transaction_progress(request)->ack_frame ||
           transaction_cancel(request)->request_frame || transaction_repeats(request)->copies ||
           misfit_odd_response(request) || misfit_of_transaction(request, MISFIT_SENT_BY, NULL) ||
           misfit_of_message(request);
}

struct untaken_responses untaken_responses(const struct exchange *exchange)
{
    const struct transaction *request = exchange->transaction;
    const struct record *response = transaction_first_response(request);
    struct untaken_responses untaken = { .first = NULL };

    if (!response || is_known_why(request))
        return untaken;
    for (unsigned i = 0; response && i < CALL_SEARCH_MAX; i++, response = record_next(response)) {
        if (!stops_repeats(request, response) || !had_time(response, exchange->frame->time))
            continue;
        untaken.count++;
        if (!untaken.first)
            untaken.first = response;
    }
    if (untaken.count < UNTAKEN_MIN)
        untaken.first = NULL;
    return untaken;
}
