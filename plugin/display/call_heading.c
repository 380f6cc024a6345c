/* call_heading.c
 * A call in one line: its frame, when it began, who called whom.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call_heading.h"

#include "capture/frame_number.h"
#include "ladder.h"

const char *local_time_text(int64_t time, wmem_allocator_t *scope)
{
    /* Of a second that has begun before the epoch too. */
    const int64_t microsecond = (time % 1000000 + 1000000) % 1000000;
    GDateTime *date = g_date_time_new_from_unix_local((time - microsecond) / 1000000);
    char *seconds = date ? g_date_time_format(date, "%Y-%m-%d %H:%M:%S") : NULL;
    const char *text =
        wmem_strdup_printf(scope, "%s.%03d", seconds ? seconds : "?", (int)(microsecond / 1000));

    g_free(seconds);
    if (date)
        g_date_time_unref(date);
    return text;
}

const char *call_heading(const struct call *call, wmem_allocator_t *scope)
{
    const uint32_t frame = frame_number_at(call->first_frame);
    wmem_strbuf_t *text = wmem_strbuf_new(scope, "");

    if (frame)
        wmem_strbuf_append_printf(text, "frame %u, ", frame);
    if (call->first_time != TIME_UNKNOWN)
        wmem_strbuf_append_printf(text, "%s, ", local_time_text(call->first_time, scope));
    wmem_strbuf_append_printf(text, "%s to %s",
                              call_caller(call) ? call_caller(call) : "unknown caller",
                              call_callee(call) ? call_callee(call) : "unknown callee");
    return wmem_strbuf_finalize(text);
}

const char *severity_mark(enum severity severity)
{
    return ladder_tone_text((enum ladder_tone)severity);
}
