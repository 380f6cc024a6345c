/* limit_reached.c
 * Where a capture holds more of one thing than this plugin reads or remembers.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "capture/hook.h"
#include "diagnosis/diagnosis.h"
#include "diagnosis/subjects.h"
#include "memory/kept_memory.h"
#include "memory/limit.h"

/* What a message reached beside the limits of the call memory. */
#define LIMIT_HEADERS (1u << 16)
#define LIMIT_MEDIA_LINES (1u << 17)
#define LIMIT_FRAME_MESSAGES (1u << 18)
#define LIMIT_SIZE (1u << 19)
#define LIMIT_BODY_PARTS (1u << 20)
#define LIMIT_NESTING (1u << 21)
#define LIMIT_FORMATS (1u << 22)
#define LIMIT_REASONS (1u << 23)
#define LIMIT_WARNINGS (1u << 24)

static const struct {
    unsigned limit, room;
    const char *sentence; /* what was read or remembered, and what is not */
} limits[] = {
    { LIMIT_HEADERS, SIP_MESSAGE_HEADERS_MAX,
      "header rows of this message were read; later ones are ignored" },
    { LIMIT_MEDIA_LINES, SDP_MEDIA_MAX,
      "media lines of this SDP were read; later ones are ignored" },
    { LIMIT_FRAME_MESSAGES, HOOK_MESSAGES_MAX,
      "messages of this frame were read; later ones are not explained" },
    { LIMIT_SIZE, SIP_MESSAGE_SIZE_MAX, "bytes of this message were read; the rest is ignored" },
    { LIMIT_BODY_PARTS, SIP_BODY_PARTS_MAX,
      "parts of this body were read; later ones are ignored" },
    { LIMIT_NESTING, SIP_BODY_NESTING_MAX,
      "levels of multiparts were read; deeper ones are ignored" },
    { LIMIT_FORMATS, SDP_FORMATS_MAX, "formats of a media line were read; later ones are ignored" },
    { LIMIT_REASONS, WORDS_REASONS_MAX,
      "reasons of this response are remembered; later ones are not explained" },
    { LIMIT_WARNINGS, WORDS_WARNINGS_MAX,
      "warnings of this response are remembered; later ones are not explained" },
    { LIMIT_FINDINGS, FINDINGS_MAX,
      "findings of this message are remembered; further ones are left out" },
    { LIMIT_FRAME_FINDINGS, FRAME_FINDINGS_MAX,
      "findings of this frame are remembered; further ones are left out" },
    { LIMIT_EARLY_DIALOGS, EARLY_DIALOGS_MAX,
      "early dialogs of this INVITE are remembered; further To tags are not followed" },
    { LIMIT_RELIABLE, RELIABLE_RESPONSES_MAX,
      "reliable responses of this early dialog are remembered; PRACKs of later ones are not "
      "matched" },
    { LIMIT_TRANSACTIONS, CALL_TRANSACTIONS_MAX,
      "transactions of this call are remembered; messages of later ones are explained alone" },
    { LIMIT_MESSAGES, MESSAGES_MAX,
      "messages of this file are remembered; later ones are not explained" },
    { LIMIT_MEMORY, KEPT_MAX_GIB,
      "GiB of what this file tells are remembered; later messages are not explained" },
    { LIMIT_CALLS, CALLS_MAX,
      "calls of this file are remembered; messages of later ones are explained alone" },
    { LIMIT_MEDIA_STREAMS, MEDIA_STREAMS_MAX,
      "media addresses of this file are watched; RTP to further ones is not seen" },
    { LIMIT_HISTORY, HISTORY_MAX,
      "hosts or callers of this file are remembered; the past of further ones is not" },
};

static unsigned limits_of_body(const struct sip_message *message)
{
    if (!message->body.length ||
        !span_starts_with_ignoring_case(sip_message_header(message, SIP_HEADER_CONTENT_TYPE),
                                        SPAN_OF("multipart/")))
        return 0;
    return (sip_message_has_more_parts(message) ? LIMIT_BODY_PARTS : 0) |
           (sip_message_nests_deeper(message) ? LIMIT_NESTING : 0);
}

static unsigned limits_of_description(const struct description *description)
{
    return (description->has_more_lines ? LIMIT_MEDIA_LINES : 0) |
           (description->has_more_formats ? LIMIT_FORMATS : 0);
}

static unsigned limits_of_words(const struct words *words)
{
    return (words->has_more_reasons ? LIMIT_REASONS : 0) |
           (words->has_more_warnings ? LIMIT_WARNINGS : 0);
}

/* What is sent again is not told again. */
#define REPEATS (AT_REQUEST_REPEAT | AT_RESPONSE_REPEAT | AT_COPY)

static unsigned limits_of(const struct exchange *exchange)
{
    const struct sip_message *message = exchange->message;
    unsigned reached = exchange->news.limits;

    if (exchange->frame->has_more_messages)
        reached |= LIMIT_FRAME_MESSAGES;
    if (exchange->moments & REPEATS)
        return reached;
    if (message->too_many_headers)
        reached |= LIMIT_HEADERS;
    if (message->is_too_large)
        reached |= LIMIT_SIZE;
    if (exchange->description)
        reached |= limits_of_description(exchange->description);
    if (exchange->record)
        reached |= limits_of_words(record_words(exchange->record));
    return reached | limits_of_body(message);
}

static bool find_limit_reached(const struct exchange *exchange, struct finding_draft *draft)
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
        .summary = "a limit of this plugin was reached: the rest is not explained",
        .headline = "a limit of this plugin was reached",
        .advice = "No ordinary call reaches this limit: look for a flood, a test tool or a damaged "
                  "packet. Split a very large capture into parts (editcap, tshark -Y).",
        .reference = { 3261, "26.1.5" },
        .actor = ACTOR_NOBODY,
        .actor_more = "whoever takes the capture",
        .moments = AT_REQUEST | AT_ACK | AT_RESPONSE | AT_UNPLACED | REPEATS,
        .is_last = true,
        .applies = find_limit_reached,
    },
};

const struct rule_list limit_rules = {
    .subject = "capture", .rules = rules, .count = array_length(rules), .is_aside = true
};
