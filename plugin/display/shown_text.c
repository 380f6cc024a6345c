/* shown_text.c
 * Our texts as the user sees them: with Wireshark's frame numbers, and no time where there is none.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "shown_text.h"

#include "capture/frame.h"
#include "capture/frame_number.h"
#include "message/span.h"

/* Writes the frame whose place text begins with, and returns what follows it. */
static const char *write_frame(const char *text, wmem_strbuf_t *named)
{
    char *rest;
    const uint32_t number = frame_number_at((uint32_t)strtoul(text, &rest, 10));

    if (number)
        wmem_strbuf_append_printf(named, "%u", number);
    else
        wmem_strbuf_append(named, "(dropped)");
    return rest;
}

/* Does a number begin here that is no measure: "7 and", not "7.5 s", "7 ms"? */
static bool is_plain_number(const char *text)
{
    const size_t digits = strspn(text, "0123456789");
    const char *unit = text + digits;

    unit += g_str_has_prefix(unit, " ms") ? 3 : g_str_has_prefix(unit, " s") ? 2 : 0;
    return digits > 0 && digits <= NUMBER_DIGITS_MAX &&
           !(text[digits] == '.' && g_ascii_isdigit(text[digits + 1])) &&
           (unit == text + digits || g_ascii_isalpha(*unit));
}

/* The length of what joins two frames of a list; 0: the list has ended. */
static size_t joint_length(const char *text)
{
    static const char *const joints[] = { ", ", " and ", " to ", " or " };

    for (unsigned i = 0; i < array_length(joints); i++) {
        if (g_str_has_prefix(text, joints[i]) && is_plain_number(text + strlen(joints[i])))
            return strlen(joints[i]);
    }
    return 0;
}

/* Writes the frames that text begins with, all of them or the first; returns what follows. */
static const char *write_frames(const char *text, bool is_list, wmem_strbuf_t *named)
{
    size_t joint = 0;

    if (!is_plain_number(text))
        return text;
    do {
        wmem_strbuf_append_len(named, text, joint);
        text = write_frame(text + joint, named);
        joint = is_list ? joint_length(text) : 0;
    } while (joint);
    return text;
}

static char *with_numbers(const char *text, wmem_allocator_t *scope)
{
    wmem_strbuf_t *named = wmem_strbuf_new(scope, "");
    const char *word;

    /* "Frame" begins a sentence. */
    while ((word = strstr(text, "rame")) != NULL) {
        const bool is_list = word[4] == 's';
        const char *end = word + 4 + is_list;

        if (*end == ' ')
            end++;
        wmem_strbuf_append_len(named, text, (size_t)(end - text));
        text = end[-1] == ' ' ? write_frames(end, is_list, named) : end;
    }
    wmem_strbuf_append(named, text);
    return wmem_strbuf_finalize(named);
}

/* printf's NAN with its unit, "nan ms": what is behind it; NULL when there is none. */
static const char *behind_no_time(const char *nan)
{
    static const char *const units[] = { "nan ms", "nan s" };

    for (unsigned i = 0; i < array_length(units); i++) {
        const char *end = nan + strlen(units[i]);

        if (g_str_has_prefix(nan, units[i]) && !g_ascii_isalpha(*end))
            return end;
    }
    return NULL;
}

static char *without_no_times(const char *text, wmem_allocator_t *scope)
{
    wmem_strbuf_t *told = wmem_strbuf_new(scope, "");
    const char *nan;

    while ((nan = strstr(text, "nan")) != NULL) {
        const char *end = behind_no_time(nan);

        wmem_strbuf_append_len(told, text, (size_t)(nan - text));
        wmem_strbuf_append(told, end ? "an unknown time" : "nan");
        text = end ? end : nan + strlen("nan");
    }
    wmem_strbuf_append(told, text);
    return wmem_strbuf_finalize(told);
}

const char *shown_text(const char *text, wmem_allocator_t *scope)
{
    const char *shown = text;
    char *told;

    if (frame_number_differs() && strstr(text, "rame"))
        shown = with_numbers(text, scope);
    if (!strstr(shown, "nan"))
        return shown;
    told = without_no_times(shown, scope);
    if (shown != text)
        wmem_free(scope, (char *)shown);
    return told;
}
