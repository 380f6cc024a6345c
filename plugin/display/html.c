/* html.c
 * Text in a page of HTML or in a picture of SVG: nothing that packets bring is ever markup there.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "html.h"

#include <stdarg.h>
#include <stdbool.h>

/* C0 and C1 controls; marks that change the direction of what follows; those of a line's end. */
static bool is_command(gunichar character)
{
    return character < 0x20 || (character >= 0x7f && character < 0xa0) ||
           (character >= 0x200e && character <= 0x200f) ||
           (character >= 0x2028 && character <= 0x202e) ||
           (character >= 0x2066 && character <= 0x2069) || character == 0xfeff ||
           character > 0x10fffd;
}

static void append_character(GString *to, gunichar character)
{
    switch (character) {
    case '&':
        g_string_append(to, "&amp;");
        break;
    case '<':
        g_string_append(to, "&lt;");
        break;
    case '>':
        g_string_append(to, "&gt;");
        break;
    case '"':
        g_string_append(to, "&quot;");
        break;
    case '\'':
        g_string_append(to, "&#39;");
        break;
    case '\n':
        g_string_append_c(to, ' ');
        break;
    default:
        if (is_command(character))
            g_string_append_c(to, '?');
        else
            g_string_append_unichar(to, character);
    }
}

void html_append(GString *to, const char *text)
{
    while (text && *text) {
        const gunichar character = g_utf8_get_char_validated(text, -1);

        /* No character, or its end is missing. */
        if (character >= (gunichar)-2) {
            g_string_append_c(to, '?');
            text++;
            continue;
        }
        append_character(to, character);
        text = g_utf8_next_char(text);
    }
}

void html_append_format(GString *to, const char *format, ...)
{
    va_list values;

    va_start(values, format);
    for (; *format; format++) {
        if (*format != '%') {
            g_string_append_c(to, *format);
            continue;
        }
        format++;
        if (*format == 's')
            html_append(to, va_arg(values, const char *));
        else if (*format == 'u')
            g_string_append_printf(to, "%u", va_arg(values, unsigned));
        else
            g_string_append_c(to, *format);
    }
    va_end(values);
}
