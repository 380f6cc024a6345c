/* limits.c
 * Where a capture holds more of one thing than this plugin reads or remembers.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "../call/limit.h"
#include "../message/hook.h"
#include "subjects.h"

/* What a message reached beside the limits of the call memory. */
#define LIMIT_HEADERS (1u << 16)
#define LIMIT_MEDIA_LINES (1u << 17)
#define LIMIT_MESSAGES (1u << 18)

static const struct {
    unsigned limit, room;
    const char *sentence; /* what was read or remembered, and what is not */
} limits[] = {
    { LIMIT_HEADERS, SIP_MESSAGE_HEADERS_MAX,
      "header rows were read of this message; its later ones are not looked at" },
    { LIMIT_MEDIA_LINES, SDP_MEDIA_MAX,
      "media lines were read of this SDP; its later ones are not looked at" },
    { LIMIT_MESSAGES, HOOK_MESSAGES_MAX,
      "messages were read of this frame; its later ones are not explained" },
    { LIMIT_EARLY_DIALOGS, EARLY_DIALOGS_MAX,
      "early dialogs are remembered of this INVITE; further To tags are not followed" },
    { LIMIT_RELIABLE, RELIABLE_RESPONSES_MAX,
      "reliable responses are remembered of this early dialog; PRACKs of later ones are not "
      "matched" },
    { LIMIT_TRANSACTIONS, CALL_TRANSACTIONS_MAX,
      "transactions are remembered of this call; messages of later ones are explained by "
      "themselves" },
    { LIMIT_CALLS, CALLS_MAX,
      "calls are remembered of this file; messages of later ones are explained by themselves" },
    { LIMIT_MEDIA_STREAMS, MEDIA_STREAMS_MAX,
      "media addresses of this file are watched; RTP to further ones is not seen" },
    { LIMIT_HISTORY, HISTORY_MAX,
      "hosts or callers of this file are remembered; what further ones did before is not" },
};

static unsigned limits_of(const struct exchange *exchange)
{
    unsigned reached = exchange->limits;

    if (exchange->message->too_many_headers)
        reached |= LIMIT_HEADERS;
    if (exchange->description && exchange->description->has_more_lines)
        reached |= LIMIT_MEDIA_LINES;
    if (exchange->frame->has_more_messages)
        reached |= LIMIT_MESSAGES;
    return reached;
}

static bool is_limit_reached(const struct exchange *exchange, struct finding_draft *draft)
{
    const unsigned reached = limits_of(exchange);
    wmem_strbuf_t *detail;

    if (!reached)
        return false;
    detail = wmem_strbuf_new(NULL, "");
    for (unsigned i = 0; i < array_length(limits); i++) {
        if (reached & limits[i].limit)
            wmem_strbuf_append_printf(detail, "%s%u %s.", wmem_strbuf_get_len(detail) ? " " : "",
                                      limits[i].room, limits[i].sentence);
    }
    draft_detail(draft, "%s", wmem_strbuf_get_str(detail));
    wmem_strbuf_destroy(detail);
    return true;
}

static const struct rule rules[] = {
    {
        .id = "capture.limit-reached",
        .severity = SEVERITY_NOTE,
        .group = GROUP_PROTOCOL,
        .summary = "a limit of this plugin was reached: the rest goes unexplained",
        .advice =
            "No ordinary call has so many: look for a flood, a test tool or a damaged packet. "
            "Of a very large capture, explain a part at a time (editcap, tshark -Y).",
        .reference = { 3261, "26.1.5" },
        .moments = AT_REQUEST | AT_ACK | AT_RESPONSE | AT_UNPLACED,
        .applies = is_limit_reached,
    },
};

const struct rule_list limit_rules = { rules, sizeof rules / sizeof rules[0] };
