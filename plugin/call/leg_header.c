/* leg_header.c
 * One table of the headers that join legs: for the plugin and for the splitter of captures.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "leg_header.h"

#include "message/sip_message.h"

#include <glib.h>

static const struct leg_header headers[] = {
    { SPAN_TEXT("Session-ID"), LEG_HEADER_SESSION },
    { SPAN_TEXT("X-CID"), LEG_HEADER_CALL_NAME },
    { SPAN_TEXT("X-Call-ID"), LEG_HEADER_CALL_NAME },
    { SPAN_TEXT("P-Charging-Vector"), LEG_HEADER_CHARGING },
    { SPAN_TEXT("Cisco-Guid"), LEG_HEADER_GUID },
    { SPAN_TEXT("h323-conf-id"), LEG_HEADER_GUID },
    { SPAN_TEXT("Target-Dialog"), LEG_HEADER_DIALOG },
};

const struct leg_header *leg_header_find(struct span name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(headers); i++) {
        if (span_equals_ignoring_case(headers[i].name, name))
            return &headers[i];
    }
    return NULL;
}

unsigned leg_session_ids(struct span value, struct span ids[LEG_SESSION_IDS_MAX])
{
    ids[0] = span_trimmed(span_first(value, span_part_length(value, ';')));
    return sip_parameter(value, SPAN_OF("remote"), &ids[1]) ? 2 : 1;
}

struct span leg_charging_id(struct span value)
{
    /* The first parameter has no ";" before it. */
    const struct span first = span_first(value, span_part_length(value, ';'));
    const size_t equals = span_part_length(first, '=');
    struct span icid;

    if (span_equals_ignoring_case(span_trimmed(span_first(first, equals)), SPAN_OF("icid-value")))
        return span_unquoted(span_trimmed(span_behind(first, equals + 1)));
    return sip_parameter(value, SPAN_OF("icid-value"), &icid) ? icid : span_first(value, 0);
}
