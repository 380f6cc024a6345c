/* transfer_report.c
 * What a NOTIFY reports of a transfer, and whom its REFER named.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "transfer_report.h"

const struct transaction *transfer_refer(const struct exchange *exchange, bool *is_sure)
{
    const struct transaction *other = NULL, *latest = NULL;
    struct span value;
    uint32_t id = 0;
    const bool has_id = sip_parameter(sip_message_header(exchange->message, SIP_HEADER_EVENT),
                                      SPAN_OF("id"), &value) &&
                        span_whole_number(value, &id);

    *is_sure = true;
    while ((other = transaction_back(transaction_older(exchange->transaction), other))) {
        if (other->method != METHOD_REFER || !other->request_frame || (has_id && other->cseq != id))
            continue;
        if (!latest)
            latest = other;
        *is_sure &= other->cseq == latest->cseq;
    }
    return latest;
}

struct span transfer_target(const struct transaction *refer)
{
    const struct span uri =
        span_of_text(refer ? request_details(transaction_request(refer))->refer_to : NULL);

    return span_first(uri, span_part_length(uri, '?'));
}

unsigned transfer_status(const struct exchange *exchange, struct span *phrase)
{
    const struct span event = sip_message_header(exchange->message, SIP_HEADER_EVENT);
    unsigned code;

    return exchange->transaction->method == METHOD_NOTIFY &&
                   !transaction_upstream(exchange->transaction) &&
                   (!event.length || span_starts_with_ignoring_case(event, SPAN_OF("refer"))) &&
                   sip_message_sipfrag_status(exchange->message, &code, phrase)
               ? code
               : 0;
}

bool transfer_lacks_user(const struct transaction *refer)
{
    const struct sip_uri uri = sip_uri_read(transfer_target(refer));

    return (span_equals_ignoring_case(uri.scheme, SPAN_OF("sip")) ||
            span_equals_ignoring_case(uri.scheme, SPAN_OF("sips"))) &&
           !uri.user.length;
}
