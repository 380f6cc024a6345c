/* unasked_ack.c
 * An ACK for a request that is not an INVITE: nobody waits for it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "unasked_ack.h"

static bool is_of_sender(const struct transaction *request, const struct exchange *exchange)
{
    return endpoint_host_equals(request->path->client, exchange->frame->source) &&
           span_equals(span_of_text(transaction_from_tag(request)),
                       sip_message_tag(exchange->message, SIP_HEADER_FROM));
}

const struct transaction *unasked_ack_of(const struct exchange *exchange)
{
    const struct transaction *request = NULL, *found = NULL;
    struct span method;
    uint32_t number;

    if (exchange->transaction || !exchange->call || exchange->message->headers_are_cut ||
        !call_is_searched_whole(exchange->call) ||
        sip_message_count_values(exchange->message, SIP_HEADER_VIA) != 1 ||
        !sip_message_cseq(exchange->message, &number, &method))
        return NULL;
    while ((request = transaction_back(call_newest(exchange->call), request))) {
        if (request->cseq != number)
            continue;
        if (request->method == METHOD_INVITE)
            return NULL;
        if (request->final && request->request_frame && request->method != METHOD_CANCEL &&
            is_of_sender(request, exchange))
            found = request;
    }
    return found;
}
