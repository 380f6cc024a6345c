/* stat_table.c
 * The rows of Wireshark's own statistics tables (stat_tap_ui.h), in tshark -z and in the GUI.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "stat_table.h"

/* A row that was reset while a second dialog of the same table may still show it. */
struct old_row {
    const stat_tap_table *table;
    stat_tap_table_item_type *cells;
};

/* Filled by empty_table(), emptied when the last dialog of a table frees it. */
static GArray *old_rows;

static void free_cell(stat_tap_table_item_type *cell)
{
    if (cell->type == TABLE_ITEM_STRING)
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

/* No row is left; a dialog may still look at the old ones. */
static void empty_table(stat_tap_table *table)
{
    if (!old_rows)
        old_rows = g_array_new(FALSE, FALSE, sizeof(struct old_row));
    for (unsigned i = 0; i < table->num_elements; i++) {
        const struct old_row row = { table, table->elements[i] };

        g_array_append_val(old_rows, row);
    }
    table->num_elements = 0;
}

/* Whose rows those of one stat_tap_table_ui are: a registered one, or a copy of it. Wireshark gives
 * all who listen for a statistic at the same time ("-z" of it twice, with two filters) the
 * registered one and its tables: then each gets a copy, and the registered tables stay empty. */
struct listener {
    stat_tap_table_ui *ui;
    const struct stat_table_memory *functions;
    void *memory;   /* NULL: nothing yet */
    unsigned count; /* of a registered one: who listens at the same time */
    bool is_copy;
};

/* struct listener; filled by stat_table_register() and stat_table_memory_of(). */
static GPtrArray *listeners;

static struct listener *listener_of(const stat_tap_table_ui *ui)
{
    for (unsigned i = 0; i < listeners->len; i++) {
        struct listener *listener = (struct listener *)g_ptr_array_index(listeners, i);

        if (listener->ui == ui)
            return listener;
    }
    return NULL;
}

static void forget_memory(struct listener *listener)
{
    if (listener->memory)
        listener->functions->release(listener->memory);
    listener->memory = NULL;
}

/* A new file, and the end of the program. */
static void forget_memories(void)
{
    for (unsigned i = 0; i < listeners->len; i++)
        forget_memory((struct listener *)g_ptr_array_index(listeners, i));
}

/* Wireshark makes the array with its first table, and frees both. */
static unsigned table_count(const stat_tap_table_ui *ui)
{
    return ui->tables ? ui->tables->len : 0;
}

static bool has_table(const stat_tap_table_ui *ui, const stat_tap_table *table)
{
    for (unsigned i = 0; i < table_count(ui); i++) {
        if (g_array_index(ui->tables, const stat_tap_table *, i) == table)
            return true;
    }
    return false;
}

/* Wireshark's own windows are filled one after the other, and reset before: nobody else listens. */
static void reset_table(stat_tap_table *table)
{
    empty_table(table);
    for (unsigned i = 0; i < listeners->len; i++) {
        struct listener *listener = (struct listener *)g_ptr_array_index(listeners, i);

        if (!has_table(listener->ui, table))
            continue;
        forget_memory(listener);
        listener->count = 1;
    }
}

/* Copies that sharkd has done with have no tables any more. */
static void free_old_copies(void)
{
    for (unsigned i = listeners->len; i > 0; i--) {
        struct listener *listener = (struct listener *)g_ptr_array_index(listeners, i - 1);

        if (!listener->is_copy || table_count(listener->ui))
            continue;
        forget_memory(listener);
        g_free(listener->ui);
        g_ptr_array_remove_index_fast(listeners, i - 1);
    }
}

static bool has_copies(const struct listener *registered)
{
    for (unsigned i = 0; i < listeners->len; i++) {
        const struct listener *listener = (const struct listener *)g_ptr_array_index(listeners, i);

        if (listener->is_copy && listener->functions == registered->functions)
            return true;
    }
    return false;
}

static void add_tables(stat_tap_table_ui *ui, const char *const *titles, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (!stat_tap_find_table(ui, titles[i]))
            stat_tap_add_table(ui, stat_tap_init_table(titles[i], (int)ui->nfields, 0, NULL));
    }
}

void stat_table_prepare(stat_tap_table_ui *ui, const char *const *titles, unsigned count)
{
    struct listener *listener = listener_of(ui);

    if (!listener->is_copy) {
        const bool had_copies = has_copies(listener);

        free_old_copies();
        if (!table_count(ui) || (had_copies && !has_copies(listener))) {
            forget_memory(listener);
            listener->count = 0;
        }
        listener->count++;
    }
    add_tables(ui, titles, count);
}

static struct listener *copy_of(const struct listener *registered)
{
    struct listener *copy = g_new0(struct listener, 1);

    copy->ui = (stat_tap_table_ui *)g_memdup2(registered->ui, sizeof *registered->ui);
    copy->ui->tables = NULL;
    copy->functions = registered->functions;
    copy->is_copy = true;
    g_ptr_array_add(listeners, copy);
    copy->ui->stat_tap_init_cb(copy->ui);
    return copy;
}

void *stat_table_memory_of(void *tapdata)
{
    stat_data_t *data = (stat_data_t *)tapdata;
    struct listener *listener = listener_of(data->stat_tap_data);

    if (listener->count > 1) {
        listener = copy_of(listener);
        data->stat_tap_data = listener->ui;
    }
    if (!listener->memory)
        listener->memory = listener->functions->make();
    return listener->memory;
}

stat_tap_table *stat_table_at(void *tapdata, unsigned index)
{
    return g_array_index(((stat_data_t *)tapdata)->stat_tap_data->tables, stat_tap_table *, index);
}

unsigned stat_table_add_row(stat_tap_table *table, const stat_tap_table_item *columns)
{
    const unsigned row = table->num_elements;
    stat_tap_table_item_type *cells = g_new0(stat_tap_table_item_type, table->num_fields);

    for (unsigned i = 0; i < table->num_fields; i++) {
        cells[i].type = columns[i].type;
        if (columns[i].type == TABLE_ITEM_STRING)
            cells[i].value.string_value = g_strdup("");
    }
    stat_tap_init_table_row(table, row, table->num_fields, cells);
    g_free(cells);
    return row;
}

void stat_table_set_text(stat_tap_table *table, unsigned row, unsigned column, const char *text)
{
    stat_tap_table_item_type *cell = stat_tap_get_field_data(table, row, column);

    if (!text)
        text = "";
    if (strcmp(cell->value.string_value, text) == 0)
        return;
    g_free((char *)cell->value.string_value);
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

void stat_table_check_argument(const char *name, const char *argument, char **error)
{
    const char *rest = argument + strlen(name);

    if (*rest != '\0' && *rest != ',')
        *error = g_strdup_printf("\"%s\" is no statistic of SIP Explain: do you mean \"-z %s\"?",
                                 argument, name);
}

static void free_table_cell(stat_tap_table *table, guint row, guint column,
                            stat_tap_table_item_type *cell)
{
    free_cell(cell);
    if (row == 0 && column == 0)
        free_old_rows(table);
}

static void destroy(void)
{
    forget_memories();
    g_clear_pointer(&listeners, g_ptr_array_unref);
}

void stat_table_register(stat_tap_table_ui *ui, const struct stat_table_memory *memory)
{
    static tap_param parameters[] = { { PARAM_FILTER, "filter", "Filter", NULL, TRUE } };
    struct listener *listener;

    if (!listeners) {
        listeners = g_ptr_array_new_with_free_func(g_free);
        register_init_routine(forget_memories);
        register_shutdown_routine(destroy);
    }
    listener = g_new0(struct listener, 1);
    listener->ui = ui;
    listener->functions = memory;
    g_ptr_array_add(listeners, listener);
    ui->group = WS_STAT_GROUP_TELEPHONY;
    ui->tap_name = "sipexplain";
    ui->stat_tap_reset_table_cb = reset_table;
    ui->stat_tap_free_table_item_cb = free_table_cell;
    ui->nparams = array_length(parameters);
    ui->params = parameters;
    register_stat_tap_table_ui(ui);
}
