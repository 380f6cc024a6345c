/* session_timer.c
 * What a message says of the session timer (RFC 4028).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "session_timer.h"

#include "memory/kept_memory.h"

const struct session_timer *session_timer_new(const struct sip_message *message)
{
    const struct span expires = sip_message_header(message, SIP_HEADER_SESSION_EXPIRES);
    struct session_timer timer = { 0 };
    struct span side;

    span_number(expires, &timer.expires);
    span_number(sip_message_header(message, SIP_HEADER_MIN_SE), &timer.min_se);
    if (!timer.expires && !timer.min_se)
        return NULL;
    if (sip_parameter(expires, SPAN_OF("refresher"), &side)) {
        if (span_equals_ignoring_case(side, SPAN_OF("uac")))
            timer.refresher = REFRESHER_UAC;
        else if (span_equals_ignoring_case(side, SPAN_OF("uas")))
            timer.refresher = REFRESHER_UAS;
    }
    return (const struct session_timer *)kept_copy(&timer, sizeof timer);
}
