/* frame_list.c
 * The frames of a display filter: "frame.number in {1, 64}".
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "frame_list.h"

#include "capture/frame_number.h"

GArray *frame_list_new(void)
{
    return g_array_new(FALSE, FALSE, sizeof(uint32_t));
}

static bool is_new(const GArray *frames, uint32_t frame)
{
    for (unsigned i = 0; i < frames->len; i++) {
        if (g_array_index(frames, uint32_t, i) == frame)
            return false;
    }
    return frame && frames->len < FRAME_LIST_MAX;
}

void frame_list_add(GArray *frames, uint32_t place)
{
    const uint32_t frame = place ? frame_number_at(place) : 0;

    if (is_new(frames, frame))
        g_array_append_val(frames, frame);
}

static gint ascending(gconstpointer a, gconstpointer b)
{
    const uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;

    return one < other ? -1 : one > other;
}

void frame_list_append(GArray *frames, const char *field, GString *to)
{
    g_array_sort(frames, ascending);
    g_string_append_printf(to, "%s in {", field);
    for (unsigned i = 0; i < frames->len; i++)
        g_string_append_printf(to, i ? ", %u" : "%u", g_array_index(frames, uint32_t, i));
    g_string_append(to, "}");
}
