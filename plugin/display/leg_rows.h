/* leg_rows.h
 * The order of the rows of calls: each leg of a call stands below the leg that it continues.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_LEG_ROWS_H
#define SIPEXPLAIN_LEG_ROWS_H

#include "stat_table.h"

/* One row's place among the others. The first member of what a table keeps of a row. */
struct leg_row {
    unsigned number;       /* in the table */
    struct leg_row *above; /* the row of the leg that it continues; NULL: none is known */
    unsigned below;        /* the rows of the legs that continue it, over all hosts in between */
    unsigned depth;        /* hosts in between that are above it */
};

/* Rows that one move may pass. A leg follows the one it continues within seconds, so these are the
 * calls of these seconds; where they are more, the leg stays where it is. */
#define LEG_ROWS_PASSED_MAX 2000

/* Moves a row, with those below it, behind what is below above. rows: struct leg_row of all rows
 * of the table, by number. false: it is there already, or too far away. */
bool leg_row_put_below(stat_tap_table *table, GPtrArray *rows, struct leg_row *row,
                       struct leg_row *above);

#endif
