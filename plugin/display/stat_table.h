/* stat_table.h
 * The rows and cells of Wireshark's own statistics tables (stat_tap_ui.h).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_STAT_TABLE_H
#define SIPEXPLAIN_STAT_TABLE_H

#include "compat.h"

#include <epan/stat_tap_ui.h>

/* Adds a row of empty cells of the columns' types; returns its number. */
unsigned stat_table_add_row(stat_tap_table *table, const stat_tap_table_item *columns);

/* Write a cell. A text is copied; NULL is the empty text. */
void stat_table_set_text(stat_tap_table *table, unsigned row, unsigned column, const char *text);
void stat_table_set_number(stat_tap_table *table, unsigned row, unsigned column, unsigned number);

/* Microseconds as seconds with three digits, padded so that texts sort as numbers do. */
void stat_table_set_seconds(stat_tap_table *table, unsigned row, unsigned column, int64_t time);

/* Exchanges the cells of two rows. */
void stat_table_swap_rows(stat_tap_table *table, unsigned a, unsigned b);

/* No row is left; a dialog may still look at the old ones. */
void stat_table_empty(stat_tap_table *table);

/* For stat_tap_free_table_item_cb. */
void stat_table_free_cell(stat_tap_table *table, guint row, guint column,
                          stat_tap_table_item_type *cell);

#endif
