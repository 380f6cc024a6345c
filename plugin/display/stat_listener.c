/* stat_listener.c
 * Who listens for a statistic, in tshark -z, sharkd and the windows: each has tables of its own.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "stat_listener.h"

#include "stat_table.h"

/* Whose rows those of one stat_tap_table_ui are: a registered one, or a copy of it. Wireshark gives
 * all who listen for a statistic at the same time ("-z" of it twice, with two filters) the
 * registered one and its tables: then each gets a copy, and the registered tables stay empty. */
struct listener {
    stat_tap_table_ui *ui;
    const struct stat_memory *functions;
    void *memory;   /* NULL: nothing yet */
    unsigned count; /* of a registered one: who listens at the same time */
    bool is_copy;
    bool is_put_off; /* rows are to be written yet */
};

/* struct listener; filled by stat_listener_register() and stat_listener_memory(). */
static GPtrArray *listeners;

/* Is draw() called before the tables are? Then it is until the program ends. */
static bool is_listening;

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
    listener->is_put_off = false;
}

/* The end of the program. */
static void forget_memories(void)
{
    for (unsigned i = 0; i < listeners->len; i++)
        forget_memory((struct listener *)g_ptr_array_index(listeners, i));
}

/* A new file. In a long live capture tshark goes on with the same rows in it; who listens to
 * another file listens anew. */
static void forget_calls(void)
{
    for (unsigned i = 0; i < listeners->len; i++) {
        struct listener *listener = (struct listener *)g_ptr_array_index(listeners, i);

        if (listener->functions->points_to_calls)
            forget_memory(listener);
    }
}

/* Wireshark makes the array with its first table, and frees both. */
static unsigned table_count(const stat_tap_table_ui *ui)
{
    return ui->tables ? ui->tables->len : 0;
}

static bool has_table(const stat_tap_table_ui *ui, const stat_tap_table *table)
{
    for (unsigned i = 0; i < table_count(ui); i++) {
        if (stat_listener_table_of(ui, i) == table)
            return true;
    }
    return false;
}

/* Wireshark's own windows are filled one after the other, and reset before: nobody else listens. */
static void reset_table(stat_tap_table *table)
{
    stat_table_empty(table);
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

void stat_listener_prepare(stat_tap_table_ui *ui, const char *const *titles, unsigned count)
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

void *stat_listener_memory(void *tapdata)
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

stat_tap_table *stat_listener_table_of(const stat_tap_table_ui *ui, unsigned index)
{
    return g_array_index(ui->tables, stat_tap_table *, index);
}

stat_tap_table *stat_listener_table(void *tapdata, unsigned index)
{
    return stat_listener_table_of(((stat_data_t *)tapdata)->stat_tap_data, index);
}

/* Before the tables are shown, and before tshark forgets the calls that rows are of: in a long live
 * capture it does so with each new file. */
static void write_rows(void)
{
    wmem_allocator_t *scope = wmem_allocator_new(WMEM_ALLOCATOR_BLOCK);

    for (unsigned i = 0; i < listeners->len; i++) {
        struct listener *listener = (struct listener *)g_ptr_array_index(listeners, i);

        if (listener->is_put_off)
            listener->functions->write(listener->memory, listener->ui, scope);
        listener->is_put_off = false;
    }
    wmem_destroy_allocator(scope);
}

static void draw(void *tapdata _U_)
{
    write_rows();
}

/* Who listens last draws first: what listens for a table itself is there already. */
static void listen(void)
{
    GString *error = register_tap_listener("sipexplain", &listeners, NULL, TL_IS_DISSECTOR_HELPER,
                                           NULL, NULL, draw, NULL);

    if (error)
        g_string_free(error, TRUE);
    is_listening = true;
}

bool stat_listener_puts_off(void *tapdata, const struct tapped_frame *frame)
{
    if (frame->comes_anew)
        return false;
    if (!is_listening)
        listen();
    listener_of(((stat_data_t *)tapdata)->stat_tap_data)->is_put_off = true;
    return true;
}

void stat_listener_check_argument(const char *name, const char *argument, char **error)
{
    const char *rest = argument + strlen(name);

    if (*rest != '\0' && *rest != ',')
        *error = g_strdup_printf("\"%s\" is no statistic of SIP Explain: do you mean \"-z %s\"?",
                                 argument, name);
}

static void destroy(void)
{
    forget_memories();
    is_listening = false;
    g_clear_pointer(&listeners, g_ptr_array_unref);
}

void stat_listener_register(stat_tap_table_ui *ui, const struct stat_memory *memory)
{
    static tap_param parameters[] = { { PARAM_FILTER, "filter", "Filter", NULL, TRUE } };
    struct listener *listener;

    if (!listeners) {
        listeners = g_ptr_array_new_with_free_func(g_free);
        register_cleanup_routine(write_rows);
        register_init_routine(forget_calls);
        register_shutdown_routine(destroy);
    }
    listener = g_new0(struct listener, 1);
    listener->ui = ui;
    listener->functions = memory;
    g_ptr_array_add(listeners, listener);
    ui->group = WS_STAT_GROUP_TELEPHONY;
    ui->tap_name = "sipexplain";
    ui->stat_tap_reset_table_cb = reset_table;
    ui->stat_tap_free_table_item_cb = stat_table_free_cell;
    ui->nparams = array_length(parameters);
    ui->params = parameters;
    register_stat_tap_table_ui(ui);
}
