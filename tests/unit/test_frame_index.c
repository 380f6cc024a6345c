/* test_frame_index.c
 * What is found again by its frame: with several in one, and with long ways between them.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/frame_index.h"

#include "player.h"

#define ENTRIES 3000

/* From one entry to the next: all of a frame, frames in a row, and more than a chunk can name. */
static const uint32_t steps[] = { 0, 1, 0, 0, 7, 8191, 0, 1, 8192, 2, 1000000, 0, 400 };

static uint32_t frames[ENTRIES];

static void add_all(void)
{
    uint32_t frame = 1;

    for (unsigned i = 0; i < ENTRIES; i++) {
        /* A run long enough to fill chunks, and one that ends them early. */
        frame += i % 1000 < 600 ? i % 2 : steps[i % G_N_ELEMENTS(steps)];
        frames[i] = frame;
        if (i % 3 == 0) {
            frame_index_add_request(KEPT_NEW(struct transaction), frame, i % 2 == 0);
        } else if (i % 3 == 1) {
            frame_index_add_ack(KEPT_NEW(struct transaction), frame, i % 2 == 0);
        } else {
            struct record *record = KEPT_NEW(struct record);

            record->frame = frame;
            frame_index_add_record(record);
        }
    }
}

static void expect_entry(unsigned i, unsigned index)
{
    const struct frame_entry entry = frame_index_at(index);

    g_assert_cmpuint(entry.frame, ==, frames[i]);
    g_assert_cmpint(entry.is_request, ==, i % 3 != 2);
    g_assert_cmpint(entry.is_ack, ==, i % 3 == 1);
    if (entry.is_request)
        g_assert_cmpint(entry.is_repeat, ==, i % 2 == 0);
    else
        g_assert_cmpuint(entry.record->frame, ==, frames[i]);
}

static void test_found_again(void)
{
    unsigned first, count;

    open_capture();
    g_assert_cmpuint(frame_index_find(1, &first), ==, 0);
    add_all();
    for (unsigned i = 0; i < ENTRIES; i += count) {
        for (count = 1; i + count < ENTRIES && frames[i + count] == frames[i];)
            count++;
        g_assert_cmpuint(frame_index_find(frames[i], &first), ==, count);
        for (unsigned n = 0; n < count; n++)
            expect_entry(i + n, first + n);
        if (i + count < ENTRIES && frames[i + count] > frames[i] + 1) {
            g_assert_cmpuint(frame_index_find(frames[i] + 1, &first), ==, 0);
            g_assert_cmpuint(frame_index_find(frames[i + count] - 1, &first), ==, 0);
        }
    }
    g_assert_cmpuint(frame_index_find(frames[ENTRIES - 1] + 1, &first), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    player_init();
    g_test_add_func("/frame_index/found_again", test_found_again);
    return g_test_run();
}
