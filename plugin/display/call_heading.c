/* call_heading.c
 * A call in one line: its frame, when it began, who called whom.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call_heading.h"

#include "capture/frame_number.h"
#include "ladder.h"

/* Writes so many digits of number and the character behind them; returns the end. A call's row has
 * its time, and the functions that format one take longer than all its other cells. */
static char *put_digits(char *end, int number, unsigned digits, char behind)
{
    for (unsigned i = digits; i > 0; i--, number /= 10)
        end[i - 1] = (char)('0' + number % 10);
    end[digits] = behind;
    return end + digits + 1;
}

static char *put_date(char *end, GDateTime *date)
{
    int year, month, day;

    g_date_time_get_ymd(date, &year, &month, &day);
    end = put_digits(end, year, 4, '-');
    end = put_digits(end, month, 2, '-');
    end = put_digits(end, day, 2, ' ');
    end = put_digits(end, g_date_time_get_hour(date), 2, ':');
    end = put_digits(end, g_date_time_get_minute(date), 2, ':');
    return put_digits(end, g_date_time_get_second(date), 2, '.');
}

const char *local_time_text(int64_t time, wmem_allocator_t *scope)
{
    /* Of a second that has begun before the epoch too. */
    const int64_t microsecond = (time % 1000000 + 1000000) % 1000000;
    GDateTime *date = g_date_time_new_from_unix_local((time - microsecond) / 1000000);
    char text[sizeof "2026-11-28 10:00:00.000"] = "?.", *end = text + 2;

    if (date)
        end = put_date(text, date);
    put_digits(end, (int)(microsecond / 1000), 3, '\0');
    if (date)
        g_date_time_unref(date);
    return wmem_strdup(scope, text);
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
