/* stat_table.h
 * The rows of Wireshark's own statistics tables (stat_tap_ui.h), in tshark -z and in the GUI.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_STAT_TABLE_H
#define SIPEXPLAIN_STAT_TABLE_H

#include "compat.h"

#include <epan/stat_tap_ui.h>

/* What a table keeps beside Wireshark's rows, of each listener apart. */
struct stat_table_memory {
    void *(*make)(void);
    void (*release)(void *memory);
};

/* Registers a table that listens to the tap "sipexplain", for tshark -z and the Telephony menu. ui
 * has to stay, and to hold title, cli_string, the columns and the callbacks other than the cells'
 * and reset. */
void stat_table_register(stat_tap_table_ui *ui, const struct stat_table_memory *memory);

/* For stat_tap_init_cb: makes the tables with these titles (static), where they are not there yet.
 */
void stat_table_prepare(stat_tap_table_ui *ui, const char *const *titles, unsigned count);

/* For packet_func, first of all: the memory of the listener that asks, empty when its rows are. */
void *stat_table_memory_of(void *tapdata);

/* ... and its tables, in the order of their titles. */
stat_tap_table *stat_table_at(void *tapdata, unsigned index);

/* Adds a row of empty cells of the columns' types; returns its number. */
unsigned stat_table_add_row(stat_tap_table *table, const stat_tap_table_item *columns);

/* Write a cell. A text is copied; NULL is the empty text. */
void stat_table_set_text(stat_tap_table *table, unsigned row, unsigned column, const char *text);
void stat_table_set_number(stat_tap_table *table, unsigned row, unsigned column, unsigned number);

/* Microseconds as seconds with three digits, padded so that texts sort as numbers do. */
void stat_table_set_seconds(stat_tap_table *table, unsigned row, unsigned column, int64_t time);

/* Exchanges the cells of two rows. */
void stat_table_swap_rows(stat_tap_table *table, unsigned a, unsigned b);

/* For stat_filter_check_cb: refuses "-z sipexplain,callsX", which Wireshark takes for "-z
 * sipexplain,calls". name is the whole "sipexplain,calls". */
void stat_table_check_argument(const char *name, const char *argument, char **error);

#endif
