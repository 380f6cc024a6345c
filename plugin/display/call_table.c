/* call_table.c
 * "-z sipexplain,calls": one row for each call, and one for each other Call-ID.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call_table.h"

#include "call/hops.h"
#include "call/legs.h"
#include "call_heading.h"
#include "call_outcome.h"
#include "capture/frame_number.h"
#include "decision.h"
#include "diagnosis/diagnosis.h"
#include "label.h"
#include "leg_rows.h"
#include "message_tap.h"
#include "method_counts.h"
#include "shown_text.h"
#include "stat_listener.h"
#include "stat_table.h"
#include "summary.h"

#define NAME "sipexplain,calls"

/* The names are padded to the width of their column, since tshark prints both as they are. */
enum column {
    FRAME,
    CODE,
    VERDICT,
    LOOK,
    ENDED,
    SEVERITY,
    LEGS,
    CALLER,
    CALLEE,
    TIME,
    DELAY,
    EARLY,
    SETUP,
    TALK
};

#define VERDICT_TITLE "Verdict                                                            "

/* What decides stands first: a window opens with few columns, and a terminal has 80. The order of
 * the report's table is the same. */
static stat_tap_table_item columns[] = {
    [FRAME] = { TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "Frame", "%5u" },
    [CODE] = { TABLE_ITEM_STRING, TAP_ALIGN_RIGHT, "Code", "%4s" },
    [VERDICT] = { TABLE_ITEM_STRING, TAP_ALIGN_LEFT, VERDICT_TITLE, "%-67s" },
    [LOOK] = { TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Look at                 ", "%-24s" },
    [ENDED] = { TABLE_ITEM_STRING, TAP_ALIGN_RIGHT, "Ended in", "%8s" },
    [SEVERITY] = { TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Worst", "%-5s" },
    [LEGS] = { TABLE_ITEM_STRING, TAP_ALIGN_RIGHT, "Legs", "%4s" },
    [CALLER] = { TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Caller                  ", "%-24s" },
    [CALLEE] = { TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Callee                  ", "%-24s" },
    [TIME] = { TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Time                   ", "%-23s" },
    [DELAY] = { TABLE_ITEM_STRING, TAP_ALIGN_RIGHT, "   PDD, s", "%9s" },
    [EARLY] = { TABLE_ITEM_STRING, TAP_ALIGN_RIGHT, "Early media, s", "%14s" },
    [SETUP] = { TABLE_ITEM_STRING, TAP_ALIGN_RIGHT, " Final, s", "%9s" },
    [TALK] = { TABLE_ITEM_STRING, TAP_ALIGN_RIGHT, "  Talk, s", "%9s" },
};

/* The two tables, in the order in which they are added. */
enum kind { CALLS, OTHERS, KINDS };

static const char *const titles[KINDS] = { "Calls", "Registrations and other transactions" };

/* What is known of a row beside its cells. */
struct row {
    struct leg_row place;
    const struct call *call;
    bool is_probable;                 /* CALLS: that it continues the leg above is not certain */
    struct outcome_findings findings; /* at the messages that the tap showed */
    struct method_counts counts;      /* OTHERS: the first is what the row tells of */
    const struct transaction *latest; /* ... the last one of that method */
};

/* What is kept for one listener: of each table struct call -> struct row, and its rows by number;
 * NULL: nothing is known of that row any more. */
struct rows {
    GHashTable *of_kind[KINDS];
    GPtrArray *by_number[KINDS];
};

static void *make_rows(void)
{
    struct rows *rows = g_new0(struct rows, 1);

    for (unsigned kind = 0; kind < KINDS; kind++) {
        rows->of_kind[kind] = g_hash_table_new(NULL, NULL);
        rows->by_number[kind] = g_ptr_array_new_with_free_func(g_free);
    }
    return rows;
}

static void free_rows(void *memory)
{
    struct rows *rows = (struct rows *)memory;

    for (unsigned kind = 0; kind < KINDS; kind++) {
        g_hash_table_destroy(rows->of_kind[kind]);
        g_ptr_array_unref(rows->by_number[kind]);
    }
    g_free(rows);
}

static void init_tables(stat_tap_table_ui *ui)
{
    stat_listener_prepare(ui, titles, KINDS);
}

/* shown: the frame with the call's first message that was not dropped by a read filter. */
static struct row *add_row(stat_tap_table *table, const struct call *call, uint32_t shown,
                           wmem_allocator_t *scope)
{
    const uint32_t first = frame_number_at(call->first_frame);

    struct row *row = g_new0(struct row, 1);

    row->call = call;
    row->place.number = stat_table_add_row(table, columns);
    stat_table_set_number(table, row->place.number, FRAME, first ? first : shown);
    if (call->first_time != TIME_UNKNOWN)
        stat_table_set_text(table, row->place.number, TIME,
                            local_time_text(call->first_time, scope));
    stat_table_set_text(table, row->place.number, CALLER, call_caller(call));
    stat_table_set_text(table, row->place.number, CALLEE, call_callee(call));
    return row;
}

static void set_time(stat_tap_table *table, unsigned row, enum column column, int64_t time)
{
    if (time == TIME_UNKNOWN)
        stat_table_set_text(table, row, column, NULL);
    else
        stat_table_set_seconds(table, row, column, time);
}

static void set_code(stat_tap_table *table, unsigned row, const struct record *final)
{
    const uint32_t frame = final ? frame_number_at(final->frame) : 0;
    char text[NUMBER_TEXT_MAX];

    stat_table_set_text(table, row, CODE, final ? number_text(final->code, text) : "");
    /* The response that decided, where the caller's trouble begins to be told. */
    stat_table_set_text(table, row, ENDED, frame ? number_text(frame, text) : "");
}

static void set_decision(stat_tap_table *table, unsigned row, struct decision decision,
                         wmem_allocator_t *scope)
{
    stat_table_set_text(table, row, SEVERITY, severity_name(decision.severity));
    stat_table_set_text(table, row, LOOK, decision_look_at(decision, scope));
}

static void show_call(stat_tap_table *table, const struct row *shown, wmem_allocator_t *scope)
{
    const struct call_outcome outcome = call_outcome_of(shown->call, shown->findings);
    const unsigned row = shown->place.number;

    set_time(table, row, DELAY, outcome.post_dial_delay);
    set_time(table, row, EARLY, outcome.early_media_time);
    set_time(table, row, SETUP, outcome.setup_time);
    set_time(table, row, TALK, outcome.talk_time);
    set_code(table, row, outcome.final);
    set_decision(table, row, decision_of_call(&outcome), scope);
    stat_table_set_text(table, row, VERDICT, shown_text(call_outcome_text(&outcome, scope), scope));
}

/* Of a Call-ID with many transactions, a registration's refreshes, the latest is told, on its
 * first hop and no second copy of it; requests of other methods, a subscription's NOTIFYs, are
 * counted beside it. */
static void count_other(struct row *row, const struct transaction *transaction)
{
    method_counts_add(&row->counts, transaction);
    if (row->counts.of[0].method == transaction_method_name(transaction) &&
        (!row->latest || (!transaction_upstream(transaction) && !hop_twin(transaction))))
        row->latest = transaction;
}

static void show_other(stat_tap_table *table, const struct row *row, wmem_allocator_t *scope)
{
    wmem_strbuf_t *text = wmem_strbuf_new(scope, "");
    const struct outcome_finding worst = outcome_findings_worst(&row->findings);
    const struct transaction *copy = hop_taken_copy(row->latest, UINT32_MAX);
    const struct record *final = copy ? copy->final : row->latest->final;
    const char *said;

    method_counts_append(&row->counts, 0, text);
    said = outcome_text(final ? outcome_response_text(final, scope)
                              : outcome_missing_text(row->latest, scope),
                        final, worst, scope);
    wmem_strbuf_append_printf(text, ": %s",
                              method_left_out(said, transaction_method_name(row->latest), scope));
    for (unsigned i = 1; i < METHODS_MAX && row->counts.of[i].method; i++) {
        wmem_strbuf_append(text, "; ");
        method_counts_append(&row->counts, i, text);
    }
    set_code(table, row->place.number, final);
    set_time(table, row->place.number, SETUP,
             final && row->latest->request_frame
                 ? time_between(row->latest->request_time, final->time)
                 : TIME_UNKNOWN);
    set_decision(table, row->place.number,
                 decision_of(final, worst, outcome_severity(worst, final)), scope);
    stat_table_set_text(table, row->place.number, VERDICT,
                        shown_text(wmem_strbuf_finalize(text), scope));
}

static void show_row(stat_tap_table *table, enum kind kind, const struct row *row,
                     wmem_allocator_t *scope)
{
    if (kind == CALLS)
        show_call(table, row, scope);
    else
        show_other(table, row, scope);
}

/* "> alice": a leg that continues the one above; "? alice": probably; "> > alice": over two hosts
 * in between. And of the first leg how many there are. */
static void show_place(stat_tap_table *table, const struct row *row, wmem_allocator_t *scope)
{
    wmem_strbuf_t *caller = wmem_strbuf_new(scope, "");
    char legs[NUMBER_DIGITS_MAX + 1] = "";

    for (unsigned i = 1; i < row->place.depth; i++)
        wmem_strbuf_append(caller, "> ");
    if (row->place.depth)
        wmem_strbuf_append(caller, row->is_probable ? "? " : "> ");
    else if (row->place.below)
        snprintf(legs, sizeof legs, "%u", row->place.below + 1);
    wmem_strbuf_append(caller, call_caller(row->call) ? call_caller(row->call) : "");
    stat_table_set_text(table, row->place.number, CALLER, wmem_strbuf_get_str(caller));
    stat_table_set_text(table, row->place.number, LEGS, legs);
}

/* Puts a call below the leg that it continues, once that is known. In one pass and in a later one
 * alike, as it is asked what was known in this frame. */
static void join_leg(struct rows *rows, stat_tap_table *table, struct row *row, uint32_t frame,
                     wmem_allocator_t *scope)
{
    const struct leg_link *link = leg_before(call_opening(row->call), frame);
    struct row *above = link ? (struct row *)g_hash_table_lookup(rows->of_kind[CALLS],
                                                                 transaction_call(link->incoming))
                             : NULL;
    const struct leg_row *first = &row->place;

    if (link && row->is_probable && leg_link_is_certain(link, frame)) {
        row->is_probable = false;
        show_place(table, row, scope);
    }
    if (!above || row->place.above ||
        !leg_row_put_below(table, rows->by_number[CALLS], &row->place, &above->place))
        return;
    row->is_probable = !leg_link_is_certain(link, frame);
    while (first->above)
        first = first->above;
    for (unsigned i = first->number; i <= first->number + first->below; i++)
        show_place(table, (const struct row *)g_ptr_array_index(rows->by_number[CALLS], i), scope);
}

static enum kind kind_of(const struct transaction *transaction)
{
    return transaction_is_of_call(transaction) ? CALLS : OTHERS;
}

static void add_message(void *tapdata, struct rows *rows, const struct tapped_message *message,
                        const struct tapped_frame *frame, const packet_info *pinfo)
{
    const struct transaction *transaction = message->transaction;
    const enum kind kind = kind_of(transaction);
    stat_tap_table *table = stat_listener_table(tapdata, kind);
    const struct call *call = transaction_call(transaction);
    struct row *row = (struct row *)g_hash_table_lookup(rows->of_kind[kind], call);
    const bool is_new = row == NULL;

    if (is_new) {
        row = add_row(table, call, pinfo->num, pinfo->pool);
        g_hash_table_insert(rows->of_kind[kind], (gpointer)call, row);
        /* Rows of calls that tshark has forgotten stand above. */
        g_ptr_array_set_size(rows->by_number[kind], (gint)row->place.number);
        g_ptr_array_add(rows->by_number[kind], row);
    }
    if (message->record)
        outcome_findings_add(&row->findings, message->record);
    if (kind == OTHERS)
        count_other(row, transaction);
    /* In a later pass it is known of a call what became of it, and only findings are counted up. */
    if (!stat_listener_puts_off(tapdata, frame) &&
        (is_new || kind == OTHERS || (message->record && record_findings(message->record))))
        show_row(table, kind, row, pinfo->pool);
    if (kind == CALLS)
        join_leg(rows, table, row, frame->place, pinfo->pool);
}

static tap_packet_status add_frame(void *tapdata, packet_info *pinfo, epan_dissect_t *edt _U_,
                                   const void *data, tap_flags_t flags _U_)
{
    const struct tapped_frame *frame = (const struct tapped_frame *)data;
    struct rows *rows = (struct rows *)stat_listener_memory(tapdata);

    for (unsigned i = 0; i < frame->count; i++) {
        if (frame->messages[i].transaction)
            add_message(tapdata, rows, &frame->messages[i], frame, pinfo);
    }
    return TAP_PACKET_REDRAW;
}

static void write_rows(void *memory, const stat_tap_table_ui *ui, wmem_allocator_t *scope)
{
    const struct rows *rows = (const struct rows *)memory;

    for (enum kind kind = CALLS; kind < KINDS; kind++) {
        for (unsigned i = 0; i < rows->by_number[kind]->len; i++) {
            const struct row *row = (const struct row *)g_ptr_array_index(rows->by_number[kind], i);

            if (row)
                show_row(stat_listener_table_of(ui, kind), kind, row, scope);
            wmem_free_all(scope);
        }
    }
}

static void check_argument(const char *argument, const char **filter _U_, char **error)
{
    stat_listener_check_argument(NAME, argument, error);
}

void call_table_register(void)
{
    static const struct stat_memory memory = { make_rows, free_rows, true, write_rows };
    static stat_tap_table_ui ui = {
        .title = "SIP Explain Calls",
        .cli_string = NAME,
        .stat_tap_init_cb = init_tables,
        .packet_func = add_frame,
        .stat_filter_check_cb = check_argument,
        .nfields = array_length(columns),
        .fields = columns,
    };

    stat_listener_register(&ui, &memory);
}
