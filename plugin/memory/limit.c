/* limit.c
 * How much is remembered of one capture file, and when a message was the first with no more room.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "limit.h"

/* By the message that is being added; by messages before it in this file, cleared with the file. */
static unsigned reached, told;

static void forget(void)
{
    reached = told = 0;
}

void limit_init(void)
{
    register_init_routine(forget);
}

void limit_reach(enum limit limit)
{
    reached |= limit;
}

bool limit_has_room(wmem_map_t *map)
{
    if (wmem_map_size(map) < HISTORY_MAX)
        return true;
    limit_reach(LIMIT_HISTORY);
    return false;
}

unsigned limit_take(void)
{
    const unsigned first = reached & ~told;

    told |= reached & LIMITS_OF_FILE;
    reached = 0;
    return first;
}
