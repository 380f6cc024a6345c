/* why_silent.c
 * Why a host that is up may not answer one request.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "why_silent.h"

#include "call/answering.h"

/* Larger requests are not for UDP (RFC 3261 section 18.1.1): IP may have to cut them into
 * fragments, of which firewalls and NATs lose some. Bytes. */
#define UDP_SIZE_MAX 1300

static const struct transaction *branch_before(const struct transaction *request)
{
    const struct transaction *older = NULL;

    while ((older = transaction_back(transaction_older(request), older))) {
        if (request->has_cookie && older->branch_hash == request->branch_hash &&
            older->method == request->method && older->request_frame &&
            path_same_hosts(older->path, request->path))
            return older;
    }
    return NULL;
}

struct why_silent why_silent(const struct transaction *request)
{
    const uint32_t size = transaction_request(request)->size;
    struct why_silent why = { .other = NULL };

    if (!request->request_frame || request->is_stream || transaction_first_response(request))
        return why;
    why.other = answering_since(request->path->server, request->request_frame);
    if (!why.other)
        return why;
    why.branch = branch_before(request);
    if (size > UDP_SIZE_MAX &&
        transaction_request(record_transaction(why.other))->size <= UDP_SIZE_MAX)
        why.size = size;
    return why;
}
