/* paragraph.c
 * Text laid out in the columns of a terminal.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "paragraph.h"

#include <string.h>

/* Bytes of the next line of text: up to width, broken behind a word. */
static size_t line_length(const char *text, unsigned width)
{
    const size_t end = strcspn(text, "\n");
    size_t length = 0;

    if (end <= width)
        return end;
    for (size_t i = 0; i <= width; i++) {
        if (text[i] == ' ')
            length = i;
    }
    return length ? length : strcspn(text, " \n");
}

GPtrArray *paragraph_lines(const char *text, unsigned width)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

    while (*text) {
        const size_t length = line_length(text, width);

        g_ptr_array_add(lines, g_strndup(text, length));
        text += length;
        if (*text)
            text++;
    }
    return lines;
}

static void append_lines(GString *to, const char *head, const char *text, unsigned width)
{
    const unsigned indent = (unsigned)strlen(head);
    GPtrArray *lines = paragraph_lines(text, width - indent);

    for (unsigned i = 0; i < lines->len; i++)
        g_string_append_printf(to, "%*s%s\n", (int)indent, i ? "" : head,
                               (const char *)lines->pdata[i]);
    g_ptr_array_unref(lines);
}

void paragraph_append(GString *to, const char *head, const char *text, unsigned width)
{
    char **parts = g_strsplit(text, "\n", -1);

    for (unsigned i = 0; parts[i]; i++)
        append_lines(to, head, parts[i], width);
    g_strfreev(parts);
}

void paragraph_append_pair(GString *to, const char *left, const char *right, unsigned width)
{
    GPtrArray *lines = paragraph_lines(left, width), *others = paragraph_lines(right, width);

    for (unsigned i = 0; i < MAX(lines->len, others->len); i++) {
        const char *other = i < others->len ? (const char *)others->pdata[i] : "";

        g_string_append_printf(to, "%-*s |%s%s\n", (int)width,
                               i < lines->len ? (const char *)lines->pdata[i] : "",
                               *other ? " " : "", other);
    }
    g_ptr_array_unref(lines);
    g_ptr_array_unref(others);
}
