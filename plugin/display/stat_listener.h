/* stat_listener.h
 * Who listens for a statistic, in tshark -z, sharkd and the windows: each has tables of its own.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_STAT_LISTENER_H
#define SIPEXPLAIN_STAT_LISTENER_H

#include "compat.h"
#include "message_tap.h"

#include <epan/stat_tap_ui.h>

/* What a table keeps beside Wireshark's rows, of each listener apart. */
struct stat_memory {
    void *(*make)(void);
    void (*release)(void *memory);
    bool points_to_calls; /* so it goes when they are forgotten; else it counts on */
    /* Writes the rows that were put off, into the tables of ui; NULL: none ever is. What is made in
     * scope is freed at the end. */
    void (*write)(void *memory, const stat_tap_table_ui *ui, wmem_allocator_t *scope);
};

/* Registers a table that listens to the tap "sipexplain", for tshark -z and the Telephony menu. ui
 * has to stay, and to hold title, cli_string, the columns and the callbacks other than the cells'
 * and reset. */
void stat_listener_register(stat_tap_table_ui *ui, const struct stat_memory *memory);

/* For stat_tap_init_cb: makes the tables with these titles (static), where they are not there yet.
 */
void stat_listener_prepare(stat_tap_table_ui *ui, const char *const *titles, unsigned count);

/* For packet_func, first of all: the memory of the listener that asks, empty when its rows are. */
void *stat_listener_memory(void *tapdata);

/* ... and its tables, in the order of their titles. */
stat_tap_table *stat_listener_table(void *tapdata, unsigned index);
stat_tap_table *stat_listener_table_of(const stat_tap_table_ui *ui, unsigned index);

/* In a first pass only, which is tshark's: puts the rows off, has write() called before the tables
 * are shown, and returns true. A window and sharkd fill their tables later, and a window shows them
 * unasked. */
bool stat_listener_puts_off(void *tapdata, const struct tapped_frame *frame);

/* For stat_filter_check_cb: refuses "-z sipexplain,callsX", which Wireshark takes for "-z
 * sipexplain,calls". name is the whole "sipexplain,calls". *error is Wireshark's to free. */
void stat_listener_check_argument(const char *name, const char *argument, char **error);

#endif
