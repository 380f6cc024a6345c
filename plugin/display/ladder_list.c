/* ladder_list.c
 * "-z sipexplain,ladder": the ladder of each call in the terminal.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "ladder_list.h"

#include "call/legs.h"
#include "call_heading.h"
#include "call_ladder.h"
#include "capture/frame_number.h"
#include "diagnosis/diagnosis.h"
#include "paragraph.h"
#include "shown_text.h"

#define NAME "sipexplain,ladder"

/* "Call 1: frame 1, ..., alice to bob", and how it went. */
static void append_call(GString *to, struct logged_call *logged, const char *name,
                        const char *margin, wmem_allocator_t *scope)
{
    const struct call_outcome outcome = call_log_outcome(logged);
    const char *heading =
        wmem_strdup_printf(scope, "%s: %s", name, call_heading(logged->call, scope));
    const char *went =
        wmem_strdup_printf(scope, "%s%s", severity_mark(call_outcome_severity(&outcome)),
                           shown_text(call_outcome_text(&outcome, scope), scope));

    logged->is_told = true;
    paragraph_append(to, margin, heading, LADDER_WIDTH);
    paragraph_append(to, wmem_strdup_printf(scope, "%s  ", margin), went, LADDER_WIDTH);
}

static void append_legs(GString *to, const struct call_log *log, const struct transaction *opening,
                        wmem_allocator_t *scope)
{
    const struct leg_link *link = NULL;

    while ((link = leg_next_of_call(opening, link, UINT32_MAX))) {
        struct logged_call *logged = call_log_find(log, transaction_call(link->outgoing));
        const char *name = wmem_strdup_printf(
            scope, "%s (%s)",
            leg_link_is_certain(link, UINT32_MAX) ? "Further leg" : "Probably a further leg",
            leg_link_proof(link, UINT32_MAX));

        if (logged && !logged->is_told)
            append_call(to, logged, name, "  ", scope);
    }
}

static void print_call(const struct call_log *log, struct logged_call *logged, unsigned number,
                       wmem_allocator_t *scope)
{
    const struct transaction *opening = leg_first(call_opening(logged->call), UINT32_MAX);
    struct logged_call *first = call_log_find(log, transaction_call(opening));
    const char *name = wmem_strdup_printf(scope, "Call %u", number);
    struct ladder *ladder = call_ladder_new(log, logged, scope);
    GString *text = g_string_new(NULL);

    if (number > 1)
        g_string_append_c(text, '\n');
    append_call(text, first && !first->is_told ? first : logged, name, "", scope);
    append_legs(text, log, opening, scope);
    logged->is_told = true;
    g_string_append_c(text, '\n');
    ladder_append_text(text, ladder);
    fputs(text->str, stdout);
    g_string_free(text, TRUE);
    ladder_free(ladder);
    wmem_free_all(scope);
}

static void print(struct call_log *log)
{
    wmem_allocator_t *scope = wmem_allocator_new(WMEM_ALLOCATOR_BLOCK);
    unsigned number = 0;

    for (unsigned i = 0; i < log->calls->len; i++) {
        struct logged_call *logged = (struct logged_call *)g_ptr_array_index(log->calls, i);

        if (!logged->is_told && call_log_is_wanted(log, logged))
            print_call(log, logged, ++number, scope);
    }
    wmem_destroy_allocator(scope);
    if (!number)
        puts(log->filter ? "No call with a message that passes the filter."
                         : "No call in this capture.");
}

static ws_stat_tap_init listen(const char *argument, void *data _U_)
{
    WS_STAT_TAP_INIT_RETURN(call_log_listen(NAME, argument, print));
}

void ladder_list_register(void)
{
    static stat_tap_ui ui = {
        .title = "SIP call ladders",
        .cli_string = NAME,
        .tap_init_cb = listen,
    };

    register_stat_tap_ui(&ui, NULL);
}
