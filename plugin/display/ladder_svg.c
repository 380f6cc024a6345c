/* ladder_svg.c
 * A ladder as a picture in a page: SVG, whose colours are the page's.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "ladder_svg.h"

#include "html.h"
#include "paragraph.h"

/* Pixels. */
#define LEFT 120 /* of the first host's line */
#define HOST_WIDTH 190
#define HOST_WIDTH_MANY 110
#define TOP 34
#define ROW 30
#define LINE 16 /* of a verdict */
#define VERDICT_WIDTH 430
#define BETWEEN 26 /* the last host's line and the verdicts */
#define HEAD 8     /* of an arrow */

/* Characters in a line of a verdict. */
#define VERDICT_CHARACTERS 62

/* Hosts that have much room. */
#define FEW_HOSTS 5

struct picture {
    const struct ladder *ladder;
    GString *to;
    unsigned host_width;
    unsigned right; /* of the verdicts' left edge */
};

static unsigned line_of(const struct picture *picture, unsigned host)
{
    return LEFT + host * picture->host_width;
}

static const char *class_of(const struct ladder_arrow *arrow)
{
    static const char *const classes[] = { [LADDER_CHAT] = "chat",
                                           [LADDER_NOTE] = "note",
                                           [LADDER_WARN] = "warn",
                                           [LADDER_ERROR] = "error" };

    return arrow->verdict ? classes[arrow->tone] : "chat";
}

static GPtrArray *verdict_lines(const struct ladder_arrow *arrow)
{
    return paragraph_lines(arrow->verdict ? arrow->verdict : "", VERDICT_CHARACTERS);
}

static unsigned row_height(const struct ladder_arrow *arrow)
{
    GPtrArray *lines = verdict_lines(arrow);
    const unsigned height = lines->len > 1 ? ROW + (lines->len - 1) * LINE : ROW;

    g_ptr_array_unref(lines);
    return height;
}

/* From one line to another, its head at the second; a message to oneself is a dot. */
static void append_arrow(const struct picture *picture, const struct ladder_arrow *arrow,
                         unsigned y)
{
    const unsigned from = line_of(picture, arrow->from), target = line_of(picture, arrow->to);
    const int back = from < target ? -HEAD : HEAD;

    if (from == target) {
        html_append_format(picture->to, "<circle cx=\"%u\" cy=\"%u\" r=\"4\"/>", from, y);
        return;
    }
    html_append_format(picture->to, "<line x1=\"%u\" y1=\"%u\" x2=\"%u\" y2=\"%u\"/>", from, y,
                       target, y);
    g_string_append_printf(picture->to, "<path d=\"M%u %ul%d -4v8z\"/>", target, y, back);
}

static void append_words(const struct picture *picture, const struct ladder_arrow *arrow,
                         unsigned y)
{
    const unsigned from = line_of(picture, arrow->from), target = line_of(picture, arrow->to);
    GPtrArray *lines = verdict_lines(arrow);

    if (arrow->time == LADDER_NO_TIME)
        html_append_format(picture->to, "<text class=\"at\" x=\"62\" y=\"%u\">?</text>", y + 4);
    else
        g_string_append_printf(picture->to, "<text class=\"at\" x=\"62\" y=\"%u\">%.3f</text>",
                               y + 4, (double)arrow->time / 1e6);
    html_append_format(picture->to, "<text class=\"at\" x=\"108\" y=\"%u\">%u</text>", y + 4,
                       arrow->frame);
    html_append_format(picture->to, "<text class=\"label\" x=\"%u\" y=\"%u\">%s</text>",
                       (from + target) / 2 + (from == target ? picture->host_width / 2 : 0), y - 5,
                       arrow->label);
    for (unsigned i = 0; i < lines->len; i++)
        html_append_format(picture->to, "<text class=\"verdict\" x=\"%u\" y=\"%u\">%s</text>",
                           picture->right, y + 4 + i * LINE,
                           (const char *)g_ptr_array_index(lines, i));
    g_ptr_array_unref(lines);
}

static void append_hosts(const struct picture *picture, unsigned height)
{
    for (unsigned i = 0; i < picture->ladder->hosts->len; i++) {
        const unsigned x = line_of(picture, i);

        html_append_format(picture->to, "<text class=\"host\" x=\"%u\" y=\"%u\">%s</text>", x,
                           i % 2 && picture->ladder->hosts->len > FEW_HOSTS ? 26u : 13u,
                           (const char *)g_ptr_array_index(picture->ladder->hosts, i));
        html_append_format(picture->to,
                           "<line class=\"life\" x1=\"%u\" y1=\"%u\" x2=\"%u\" y2=\"%u\"/>", x,
                           TOP - 4u, x, height);
    }
}

static const struct ladder_arrow *arrow_at(const struct ladder *ladder, unsigned index)
{
    return &g_array_index(ladder->arrows, struct ladder_arrow, index);
}

static unsigned append_rows(const struct picture *picture, unsigned y, unsigned begin, unsigned end)
{
    for (unsigned i = begin; i < end; i++) {
        const struct ladder_arrow *arrow = arrow_at(picture->ladder, i);

        html_append_format(picture->to, "<g class=\"%s%s\">", class_of(arrow),
                           arrow->is_media ? " media" : "");
        append_arrow(picture, arrow, y + ROW / 2);
        append_words(picture, arrow, y + ROW / 2);
        g_string_append(picture->to, "</g>\n");
        y += row_height(arrow);
    }
    return y;
}

/* With what is told in place of the arrows that are left out. */
static unsigned height_of(const struct ladder *ladder, unsigned first, unsigned left_out)
{
    unsigned height = TOP + (left_out ? ROW : 0);

    for (unsigned i = 0; i < ladder->arrows->len; i++) {
        if (i < first || i >= first + left_out)
            height += row_height(arrow_at(ladder, i));
    }
    return height;
}

void ladder_append_svg(GString *to, const struct ladder *ladder)
{
    const unsigned hosts = MAX(ladder->hosts->len, 1);
    struct picture picture = { ladder, to, hosts > FEW_HOSTS ? HOST_WIDTH_MANY : HOST_WIDTH, 0 };
    unsigned first, y = TOP, width, height;
    const unsigned left_out = ladder_left_out(ladder, &first);

    picture.right = line_of(&picture, hosts - 1) + BETWEEN + (hosts == 1 ? HOST_WIDTH : 0);
    width = picture.right + VERDICT_WIDTH;
    height = height_of(ladder, first, left_out);
    html_append_format(to,
                       "<svg class=\"ladder\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
                       "aria-label=\"Ladder of the call\" viewBox=\"0 0 %u %u\" width=\"%u\" "
                       "height=\"%u\">\n",
                       width, height, width, height);
    append_hosts(&picture, height);
    if (left_out) {
        y = append_rows(&picture, y, 0, first);
        html_append_format(to, "<text class=\"left\" x=\"%u\" y=\"%u\">%u more messages</text>\n",
                           LEFT + 6u, y + ROW / 2, left_out);
        append_rows(&picture, y + ROW, first + left_out, ladder->arrows->len);
    } else {
        append_rows(&picture, y, 0, ladder->arrows->len);
    }
    g_string_append(to, "</svg>\n");
}
