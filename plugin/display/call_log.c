/* call_log.c
 * The calls of a capture in the order in which they began, with what was found at their messages.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call_log.h"

#include "call/legs.h"
#include "diagnosis/diagnosis.h"
#include "message_tap.h"
#include "program.h"

/* struct call_log; who listens. */
static GPtrArray *logs;

static void free_call(gpointer data)
{
    struct logged_call *logged = (struct logged_call *)data;

    if (logged->found)
        g_ptr_array_unref(logged->found);
    g_free(logged);
}

static void empty(struct call_log *log)
{
    if (log->of_call)
        g_hash_table_destroy(log->of_call);
    if (log->calls)
        g_ptr_array_unref(log->calls);
    log->of_call = NULL;
    log->calls = NULL;
}

static void begin(struct call_log *log)
{
    empty(log);
    log->calls = g_ptr_array_new_with_free_func(free_call);
    log->of_call = g_hash_table_new(NULL, NULL);
    log->first_time = log->last_time = TIME_UNKNOWN;
    log->message_count = 0;
}

/* In a long live capture tshark forgets the calls of a file with the next one: then the logs begin
 * anew. */
static void begin_all(void)
{
    for (unsigned i = 0; logs && i < logs->len; i++)
        begin((struct call_log *)g_ptr_array_index(logs, i));
}

struct logged_call *call_log_find(const struct call_log *log, const struct call *call)
{
    return (struct logged_call *)g_hash_table_lookup(log->of_call, call);
}

static struct logged_call *find_or_add(struct call_log *log, const struct call *call)
{
    struct logged_call *logged = call_log_find(log, call);

    if (!logged) {
        logged = g_new0(struct logged_call, 1);
        logged->call = call;
        logged->is_wanted = !log->filter;
        g_hash_table_insert(log->of_call, (gpointer)call, logged);
        g_ptr_array_add(log->calls, logged);
    }
    return logged;
}

static void keep(struct logged_call *logged, const struct record *record)
{
    outcome_findings_add(&logged->findings, record);
    if (!record_findings(record))
        return;
    if (!logged->found)
        logged->found = g_ptr_array_new();
    if (logged->found->len < CALL_LOG_FOUND_MAX)
        g_ptr_array_add(logged->found, (gpointer)record);
}

static tap_packet_status add_frame(void *tapdata, packet_info *pinfo, epan_dissect_t *edt _U_,
                                   const void *data, tap_flags_t flags _U_)
{
    const struct tapped_frame *frame = (const struct tapped_frame *)data;
    struct call_log *log = (struct call_log *)tapdata;
    const int64_t now = frame_time(pinfo);

    if (log->first_time == TIME_UNKNOWN)
        log->first_time = now;
    log->last_time = MAX(log->last_time, now);
    for (unsigned i = 0; i < frame->count; i++) {
        const struct tapped_message *message = &frame->messages[i];

        log->message_count++;
        if (!message->transaction || !transaction_is_of_call(message->transaction))
            continue;
        if (message->record)
            keep(find_or_add(log, transaction_call(message->transaction)), message->record);
        else
            find_or_add(log, transaction_call(message->transaction));
    }
    return TAP_PACKET_REDRAW;
}

/* Hears of the frames that pass the filter, and wants their calls. */
static tap_packet_status want_frame(void *tapdata, packet_info *pinfo _U_, epan_dissect_t *edt _U_,
                                    const void *data, tap_flags_t flags _U_)
{
    const struct tapped_frame *frame = (const struct tapped_frame *)data;
    struct call_log *log = *(struct call_log **)tapdata;

    for (unsigned i = 0; i < frame->count; i++) {
        const struct transaction *transaction = frame->messages[i].transaction;

        if (transaction && transaction_is_of_call(transaction))
            find_or_add(log, transaction_call(transaction))->is_wanted = true;
    }
    return TAP_PACKET_DONT_REDRAW;
}

static void reset(void *tapdata)
{
    begin((struct call_log *)tapdata);
}

static void draw(void *tapdata)
{
    struct call_log *log = (struct call_log *)tapdata;

    for (unsigned i = 0; i < log->calls->len; i++) {
        struct logged_call *logged = (struct logged_call *)g_ptr_array_index(log->calls, i);

        logged->is_told = false;
        logged->part = 0;
    }
    log->print(log);
}

static void finish(void *tapdata)
{
    struct call_log *log = (struct call_log *)tapdata;

    g_ptr_array_remove_fast(logs, log);
    if (!logs->len)
        g_clear_pointer(&logs, g_ptr_array_unref);
    empty(log);
    g_free(log->filter);
    g_free(log);
}

/* What the second listener is known by. */
static void finish_wanting(void *tapdata)
{
    g_free(tapdata);
}

static void add_filter(struct call_log *log, const char *filter)
{
    struct call_log **wanting = g_new(struct call_log *, 1);
    GString *error;

    *wanting = log;
    log->filter = g_strdup(filter);
    error = register_tap_listener("sipexplain", wanting, filter, 0, NULL, want_frame, NULL,
                                  finish_wanting);
    if (error)
        program_refuse(error->str);
}

bool call_log_listen(const char *name, const char *argument, void (*print)(struct call_log *log))
{
    const char *rest = argument + strlen(name);
    struct call_log *log;
    GString *error;

    if (!program_is_tshark()) {
        program_warn_of(argument);
        return false;
    }
    if (*rest != '\0' && *rest != ',') {
        char *text = g_strdup_printf(
            "\"%s\" is no statistic of SIP Explain: do you mean \"-z %s\"?", argument, name);

        program_refuse(text);
    }
    log = g_new0(struct call_log, 1);
    log->print = print;
    begin(log);
    if (!logs) {
        logs = g_ptr_array_new();
        register_init_routine(begin_all);
    }
    g_ptr_array_add(logs, log);
    if (*rest == ',' && rest[1])
        add_filter(log, rest + 1);
    error = register_tap_listener("sipexplain", log, NULL, 0, reset, add_frame, draw, finish);
    if (error)
        program_refuse(error->str);
    return true;
}

struct call_outcome call_log_outcome(const struct logged_call *logged)
{
    return call_outcome_of(logged->call, logged->findings);
}

static bool is_wanted(const struct call_log *log, const struct transaction *leg)
{
    const struct logged_call *logged = call_log_find(log, transaction_call(leg));

    return logged && logged->is_wanted;
}

bool call_log_is_wanted(const struct call_log *log, const struct logged_call *logged)
{
    const struct transaction *opening = call_opening(logged->call);
    const struct leg_link *link = NULL;

    if (logged->is_wanted || is_wanted(log, leg_first(opening, UINT32_MAX)))
        return true;
    while ((link = leg_next_of_call(opening, link, UINT32_MAX))) {
        if (is_wanted(log, link->outgoing))
            return true;
    }
    return false;
}
