/* leg_rows.c
 * The order of the rows of calls: each leg of a call stands below the leg that it continues.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "leg_rows.h"

static struct leg_row *row_at(GPtrArray *rows, unsigned number)
{
    return (struct leg_row *)g_ptr_array_index(rows, number);
}

/* Exchanges two rows that stand one below the other. Wireshark's window shows each row by its
 * number while the table is filled, so cells move, not rows. */
static void exchange(stat_tap_table *table, GPtrArray *rows, unsigned upper)
{
    struct leg_row *row = row_at(rows, upper), *other = row_at(rows, upper + 1);

    stat_table_swap_rows(table, upper, upper + 1);
    rows->pdata[upper] = other;
    rows->pdata[upper + 1] = row;
    other->number = upper;
    row->number = upper + 1;
}

static void move(stat_tap_table *table, GPtrArray *rows, unsigned from, unsigned to)
{
    for (; from > to; from--)
        exchange(table, rows, from - 1);
    for (; from < to; from++)
        exchange(table, rows, from);
}

bool leg_row_put_below(stat_tap_table *table, GPtrArray *rows, struct leg_row *row,
                       struct leg_row *above)
{
    const unsigned count = row->below + 1, from = row->number;
    /* Behind the last one below it. */
    const unsigned place = above->number + above->below + 1;
    const unsigned passed = place > from ? place - from - count : from - place;

    if (row->above || (above->number >= from && above->number < from + count) ||
        (uint64_t)passed * count > LEG_ROWS_PASSED_MAX)
        return false;
    for (unsigned i = 0; i < count; i++) {
        if (place > from)
            move(table, rows, from, place - 1);
        else
            move(table, rows, from + i, place + i);
    }
    for (unsigned i = row->number, end = i + count; i < end; i++)
        row_at(rows, i)->depth += above->depth + 1;
    row->above = above;
    for (; above; above = above->above)
        above->below += count;
    return true;
}
