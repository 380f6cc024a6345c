/* frame_number.c
 * The place of a frame in the file: its number, however many a read filter dropped before it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "frame_number.h"

/* All frames that had a number before the one that kept it: 8 bytes for each frame kept, at most.
 */
struct drop {
    uint32_t number;
    uint32_t total; /* frames dropped up to here, those of smaller numbers too */
};

/* struct drop, ascending, as the first pass meets them; emptied with the file. */
static wmem_array_t *drops;

/* The number of the latest new frame; 0 when a file is opened. Whether it keeps it is known once a
 * frame with a higher number comes, or it is dissected again itself. */
static uint32_t last_number;
static bool last_was_seen_again;

static void forget(void)
{
    drops = NULL;
    last_number = 0;
    last_was_seen_again = false;
}

void frame_number_init(void)
{
    register_init_routine(forget);
}

static unsigned drop_count(void)
{
    return drops ? wmem_array_get_count(drops) : 0;
}

static struct drop *drop_at(unsigned index)
{
    return (struct drop *)wmem_array_index(drops, index);
}

/* Frames dropped before the drop at index. */
static uint32_t total_before(unsigned index)
{
    return index ? drop_at(index - 1)->total : 0;
}

bool frame_number_differs(void)
{
    return drop_count() > 0;
}

/* The latest new frame gave its number up. */
static void drop_last(void)
{
    const unsigned count = drop_count();
    struct drop drop = { last_number, total_before(count) + 1 };

    if (!drops)
        drops = wmem_array_new(wmem_file_scope(), sizeof drop);
    if (count && drop_at(count - 1)->number == last_number)
        drop_at(count - 1)->total++;
    else
        wmem_array_append_one(drops, drop);
}

/* Which drops lie before something: the number of those for which is_before(drop, index, sought).
 */
static unsigned count_drops(bool (*is_before)(unsigned index, uint32_t sought), uint32_t sought)
{
    unsigned low = 0, high = drop_count();

    /* The first pass asks for what came last. */
    if (high && is_before(high - 1, sought))
        return high;
    while (low < high) {
        const unsigned middle = low + (high - low) / 2;

        if (is_before(middle, sought))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_up_to_number(unsigned index, uint32_t number)
{
    return drop_at(index)->number <= number;
}

static bool is_up_to_place(unsigned index, uint32_t place)
{
    return drop_at(index)->number + total_before(index) <= place;
}

uint32_t frame_place(const packet_info *pinfo)
{
    const uint32_t number = pinfo->num;

    if (pinfo->fd->visited) {
        last_was_seen_again |= number == last_number;
    } else if (number >= last_number) {
        if (number == last_number)
            drop_last();
        last_number = number;
        last_was_seen_again = false;
    }
    return number + total_before(count_drops(is_up_to_number, number));
}

uint32_t frame_number_at(uint32_t place)
{
    const unsigned count = count_drops(is_up_to_place, place);
    const uint32_t number = place - total_before(count);

    if (!count)
        return place;
    if (place < drop_at(count - 1)->number + drop_at(count - 1)->total)
        return 0;
    /* With a read filter set, the file's last frame may have been dropped too. */
    return number == last_number && !last_was_seen_again ? 0 : number;
}
