/* stat_table.c
 * The rows and cells of Wireshark's own statistics tables (stat_tap_ui.h).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "stat_table.h"

/* A row that was reset while a second dialog of the same table may still show it. */
struct old_row {
    const stat_tap_table *table;
    stat_tap_table_item_type *cells;
};

/* Of cells that have no text yet: most of a new row's. */
static const char no_text[] = "";

/* Filled by stat_table_empty(), emptied when the last dialog of a table frees it. */
static GArray *old_rows;

static void free_cell(stat_tap_table_item_type *cell)
{
    if (cell->type == TABLE_ITEM_STRING && cell->value.string_value != no_text)
        g_free((char *)cell->value.string_value);
}

static void free_old_rows(const stat_tap_table *table)
{
    for (unsigned i = old_rows ? old_rows->len : 0; i > 0; i--) {
        const struct old_row row = g_array_index(old_rows, struct old_row, i - 1);

        if (row.table != table)
            continue;
        for (unsigned column = 0; column < table->num_fields; column++)
            free_cell(&row.cells[column]);
        g_free(row.cells);
        g_array_remove_index_fast(old_rows, i - 1);
    }
}

void stat_table_empty(stat_tap_table *table)
{
    if (!old_rows)
        old_rows = g_array_new(FALSE, FALSE, sizeof(struct old_row));
    for (unsigned i = 0; i < table->num_elements; i++) {
        const struct old_row row = { table, table->elements[i] };

        g_array_append_val(old_rows, row);
    }
    table->num_elements = 0;
}

unsigned stat_table_add_row(stat_tap_table *table, const stat_tap_table_item *columns)
{
    const unsigned row = table->num_elements;
    stat_tap_table_item_type *cells = g_new0(stat_tap_table_item_type, table->num_fields);

    for (unsigned i = 0; i < table->num_fields; i++) {
        cells[i].type = columns[i].type;
        if (columns[i].type == TABLE_ITEM_STRING)
            cells[i].value.string_value = no_text;
    }
    stat_tap_init_table_row(table, row, table->num_fields, cells);
    g_free(cells);
    return row;
}

void stat_table_set_text(stat_tap_table *table, unsigned row, unsigned column, const char *text)
{
    stat_tap_table_item_type *cell = stat_tap_get_field_data(table, row, column);

    if (!text)
        text = no_text;
    if (strcmp(cell->value.string_value, text) == 0)
        return;
    free_cell(cell);
    cell->value.string_value = g_strdup(text);
}

void stat_table_set_number(stat_tap_table *table, unsigned row, unsigned column, unsigned number)
{
    stat_tap_get_field_data(table, row, column)->value.uint_value = number;
}

void stat_table_set_seconds(stat_tap_table *table, unsigned row, unsigned column, int64_t time)
{
    const uint64_t distance = time < 0 ? (uint64_t)-time : (uint64_t)time;
    uint64_t rest = (distance + 500) / 1000;
    char text[32];
    size_t at = sizeof text - 1;

    /* "%9.3f" of seconds: a call's row is written with each of its responses, and printf's doubles
     * cost more than the rest of it. */
    text[at] = '\0';
    for (unsigned digits = 0; digits < 4 || rest; digits++, rest /= 10) {
        if (digits == 3)
            text[--at] = '.';
        text[--at] = (char)('0' + rest % 10);
    }
    if (time < 0)
        text[--at] = '-';
    while (at > sizeof text - sizeof "123456789")
        text[--at] = ' ';
    stat_table_set_text(table, row, column, text + at);
}

void stat_table_swap_rows(stat_tap_table *table, unsigned a, unsigned b)
{
    stat_tap_table_item_type *cells = stat_tap_get_field_data(table, a, 0);
    stat_tap_table_item_type *others = stat_tap_get_field_data(table, b, 0);

    for (unsigned i = 0; i < table->num_fields; i++) {
        const stat_tap_table_item_type cell = cells[i];

        cells[i] = others[i];
        others[i] = cell;
    }
}

void stat_table_free_cell(stat_tap_table *table, guint row, guint column,
                          stat_tap_table_item_type *cell)
{
    free_cell(cell);
    if (row == 0 && column == 0)
        free_old_rows(table);
}
