/* ladder_text.c
 * A ladder in the columns of a terminal.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "ladder.h"
#include "paragraph.h"

#include <stdio.h>
#include <string.h>

/* "    0.000       1  ", before the message. */
#define MARGIN 19

/* Of the column with the messages. */
#define MESSAGE_MIN 16
#define MESSAGE_MAX 40

/* Columns of a host; a ladder with few of them is not drawn wider than it needs. */
#define HOST_MIN 3
#define HOST_MAX 22
#define LETTER_HOST 10

/* The columns of one ladder: characters. */
struct layout {
    unsigned message; /* of the message's column */
    unsigned host;    /* of each host's column */
    bool has_letters; /* hosts are letters */
};

static size_t characters(const char *text)
{
    return (size_t)g_utf8_strlen(text, -1);
}

static const char *host_at(const struct ladder *ladder, unsigned index)
{
    return (const char *)g_ptr_array_index(ladder->hosts, index);
}

static struct layout layout_of(const struct ladder *ladder)
{
    struct layout layout = { MESSAGE_MIN, HOST_MIN, false };
    const unsigned count = ladder->hosts->len;
    size_t widest = 0;

    for (unsigned i = 0; i < ladder->arrows->len; i++) {
        const struct ladder_arrow *arrow = &g_array_index(ladder->arrows, struct ladder_arrow, i);

        layout.message = (unsigned)MAX(layout.message, characters(arrow->label));
    }
    layout.message = MIN(layout.message, MESSAGE_MAX);
    layout.message = MIN(layout.message, LADDER_WIDTH - MARGIN - 2 - count * HOST_MIN);
    /* The last name may be as wide as what is left behind its line. */
    for (unsigned i = 0; i < count; i++)
        widest = MAX(widest, characters(host_at(ladder, i)));
    if (count)
        layout.host = (LADDER_WIDTH - MARGIN - layout.message - 2) / count;
    layout.host = CLAMP(layout.host, HOST_MIN, HOST_MAX);
    layout.has_letters = widest >= layout.host;
    layout.host = MIN(layout.host, layout.has_letters ? LETTER_HOST : MAX(widest + 2, LETTER_HOST));
    return layout;
}

/* A text in so many columns, cut or filled up. */
static void append_cell(GString *to, const char *text, unsigned width)
{
    const size_t length = characters(text);

    if (length > width) {
        g_string_append_len(to, text, g_utf8_offset_to_pointer(text, (glong)width - 3) - text);
        g_string_append(to, "...");
        return;
    }
    g_string_append_printf(to, "%s%*s", text, (int)(width - length), "");
}

/* Nothing stands behind the last word of a line. */
static void end_line(GString *to)
{
    while (to->len && to->str[to->len - 1] == ' ')
        g_string_truncate(to, to->len - 1);
    g_string_append_c(to, '\n');
}

static void append_heading(GString *to, const struct ladder *ladder, const struct layout *layout)
{
    g_string_append(to, "  Time, s   Frame  ");
    append_cell(to, "Message", layout->message);
    g_string_append(to, "  ");
    for (unsigned i = 0; i < ladder->hosts->len; i++) {
        char letter[2] = { (char)('A' + i), '\0' };

        append_cell(to, layout->has_letters ? letter : host_at(ladder, i), layout->host);
    }
    end_line(to);
}

/* "A 10.0.0.1, B 10.0.0.2", in lines. */
static void append_legend(GString *to, const struct ladder *ladder)
{
    GString *names = g_string_new(NULL);

    for (unsigned i = 0; i < ladder->hosts->len; i++)
        g_string_append_printf(names, "%s%c %s", i ? ", " : "", (char)('A' + i),
                               host_at(ladder, i));
    paragraph_append(to, "Hosts: ", names->str, LADDER_WIDTH);
    g_string_free(names, TRUE);
}

/* "|<------|       |": the lines of all hosts, and the arrow over them. */
static void append_arrow(GString *to, const struct ladder *ladder, const struct layout *layout,
                         const struct ladder_arrow *arrow)
{
    char lines[LADDER_HOSTS_MAX * HOST_MAX + 1];
    const unsigned from = arrow->from * layout->host, target = arrow->to * layout->host;
    const unsigned last = (ladder->hosts->len - 1) * layout->host;
    const char stroke = arrow->is_media ? '=' : '-';

    memset(lines, ' ', sizeof lines);
    for (unsigned i = 0; i <= last; i += layout->host)
        lines[i] = '|';
    lines[last + 1] = '\0';
    for (unsigned i = MIN(from, target) + 1; i < MAX(from, target); i++)
        lines[i] = stroke;
    if (from < target)
        lines[target - 1] = '>';
    else if (from > target)
        lines[target + 1] = '<';
    else
        lines[from] = 'o';
    g_string_append(to, lines);
}

static void append_row(GString *to, const struct ladder *ladder, const struct layout *layout,
                       const struct ladder_arrow *arrow)
{
    if (arrow->time == LADDER_NO_TIME)
        g_string_append_printf(to, "%9s", "?");
    else
        g_string_append_printf(to, "%9.3f", (double)arrow->time / 1e6);
    g_string_append_printf(to, "%8u  ", arrow->frame);
    append_cell(to, arrow->label, layout->message);
    g_string_append(to, "  ");
    append_arrow(to, ladder, layout, arrow);
    end_line(to);
    if (arrow->verdict) {
        char head[MARGIN + sizeof "Error: "];

        snprintf(head, sizeof head, "%*s%s", MARGIN, "", ladder_tone_text(arrow->tone));
        paragraph_append(to, head, arrow->verdict, LADDER_WIDTH);
    }
}

void ladder_append_text(GString *to, const struct ladder *ladder)
{
    const struct layout layout = layout_of(ladder);
    unsigned first;
    const unsigned left_out = ladder_left_out(ladder, &first);

    if (layout.has_letters)
        append_legend(to, ladder);
    append_heading(to, ladder, &layout);
    for (unsigned i = 0; i < ladder->arrows->len; i++) {
        if (left_out && i == first) {
            g_string_append_printf(to, "%*s(%u more messages)\n", MARGIN, "", left_out);
            i += left_out;
        }
        append_row(to, ladder, &layout, &g_array_index(ladder->arrows, struct ladder_arrow, i));
    }
}
