/* ladder.c
 * A ladder: hosts side by side, and below them an arrow for each message from one to another.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "ladder.h"

#include <string.h>

static void clear_arrow(gpointer arrow)
{
    g_free(((struct ladder_arrow *)arrow)->label);
    g_free(((struct ladder_arrow *)arrow)->verdict);
}

struct ladder *ladder_new(void)
{
    struct ladder *ladder = g_new0(struct ladder, 1);

    ladder->hosts = g_ptr_array_new_with_free_func(g_free);
    ladder->arrows = g_array_new(FALSE, FALSE, sizeof(struct ladder_arrow));
    g_array_set_clear_func(ladder->arrows, clear_arrow);
    return ladder;
}

void ladder_free(struct ladder *ladder)
{
    g_ptr_array_unref(ladder->hosts);
    g_array_unref(ladder->arrows);
    g_free(ladder);
}

unsigned ladder_host(struct ladder *ladder, const char *host)
{
    static const char others[] = "others";

    for (unsigned i = 0; i < ladder->hosts->len; i++) {
        if (strcmp((const char *)g_ptr_array_index(ladder->hosts, i), host) == 0)
            return i;
    }
    if (ladder->hosts->len < LADDER_HOSTS_MAX)
        g_ptr_array_add(ladder->hosts,
                        g_strdup(ladder->hosts->len == LADDER_HOSTS_MAX - 1 ? others : host));
    return ladder->hosts->len - 1;
}

void ladder_add(struct ladder *ladder, const struct ladder_arrow *arrow)
{
    g_array_append_vals(ladder->arrows, arrow, 1);
}

unsigned ladder_left_out(const struct ladder *ladder, unsigned *first)
{
    *first = LADDER_ARROWS_MAX / 2;
    return ladder->arrows->len > LADDER_ARROWS_MAX ? ladder->arrows->len - LADDER_ARROWS_MAX : 0;
}

const char *ladder_tone_text(enum ladder_tone tone)
{
    static const char *const texts[] = { [LADDER_CHAT] = "",
                                         [LADDER_NOTE] = "Note: ",
                                         [LADDER_WARN] = "Warn: ",
                                         [LADDER_ERROR] = "Error: " };

    return texts[tone];
}
