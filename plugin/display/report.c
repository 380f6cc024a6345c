/* report.c
 * "-z sipexplain,report": a page of HTML about the calls of a capture, to be handed on.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "report.h"

#include "call/media.h"
#include "call_heading.h"
#include "capture/frame_number.h"
#include "decision.h"
#include "diagnosis/diagnosis.h"
#include "html.h"
#include "report_call.h"
#include "report_page.h"
#include "shown_text.h"

#define NAME "sipexplain,report"

/* One report while it is printed. */
struct report {
    struct call_log *log;
    GString *text; /* what is not printed yet */
    wmem_allocator_t *scope;
    unsigned calls[SEVERITY_ERROR + 1]; /* by how loud they are */
    GPtrArray *parts;                   /* struct logged_call *: those that get a part, in order */
    unsigned began_before, unfinished;
};

static void print(struct report *report)
{
    fputs(report->text->str, stdout);
    g_string_truncate(report->text, 0);
    wmem_free_all(report->scope);
}

static struct logged_call *call_at(const struct report *report, unsigned index)
{
    return (struct logged_call *)g_ptr_array_index(report->log->calls, index);
}

static void count(struct report *report)
{
    for (unsigned i = 0; i < report->log->calls->len; i++) {
        const struct logged_call *logged = call_at(report, i);
        struct call_outcome outcome;

        if (!call_log_is_wanted(report->log, logged))
            continue;
        outcome = call_log_outcome(logged);
        report->calls[call_outcome_severity(&outcome)]++;
        if (!outcome.attempt || !outcome.attempt->request_frame)
            report->began_before++;
        else if (!outcome.final)
            report->unfinished++;
    }
}

static void append_overview(struct report *report)
{
    const struct call_log *log = report->log;
    unsigned all = 0;

    for (enum severity severity = SEVERITY_CHAT; severity <= SEVERITY_ERROR; severity++)
        all += report->calls[severity];
    html_append_format(report->text, "<p>Calls, each leg counted: %u; ", all);
    for (unsigned severity = SEVERITY_ERROR; severity > SEVERITY_CHAT; severity--) {
        if (report->calls[severity])
            html_append_format(report->text, "<b class=\"%s\">%u %s</b>, ",
                               report_class((enum severity)severity), report->calls[severity],
                               severity_name((enum severity)severity));
    }
    html_append_format(report->text, "%u without a finding that matters.",
                       report->calls[SEVERITY_CHAT]);
    if (log->first_time != TIME_UNKNOWN)
        html_append_format(report->text, " SIP messages from %s to %s.",
                           local_time_text(log->first_time, report->scope),
                           local_time_text(log->last_time, report->scope));
    if (log->filter)
        html_append_format(report->text, " Only calls with a message that passes <code>%s</code>.",
                           log->filter);
    g_string_append(report->text,
                    "</p>\n<p class=\"soft\">Made by SIP Explain, a plugin of "
                    "Wireshark. Error: somebody's call failed by a fault. Warn: a "
                    "violation or a likely problem. Note: unusual. Chat: normal.</p>\n");
}

static void append_seconds(GString *to, int64_t time)
{
    if (time == TIME_UNKNOWN)
        g_string_append(to, "<td class=\"number\" data-key=\"-1\"></td>");
    else
        g_string_append_printf(to, "<td class=\"number\" data-key=\"%.3f\">%.3f</td>",
                               (double)time / 1e6, (double)time / 1e6);
}

/* key: by which the column is sorted; 0: there is nothing to show. */
static void append_number(GString *to, unsigned key)
{
    if (key)
        html_append_format(to, "<td class=\"number\" data-key=\"%u\">%u</td>", key, key);
    else
        g_string_append(to, "<td class=\"number\" data-key=\"0\"></td>");
}

static void append_verdict(struct report *report, const struct logged_call *logged,
                           const struct call_outcome *outcome)
{
    GString *to = report->text;

    g_string_append(to, "<td class=\"verdict\">");
    if (logged->part)
        html_append_format(to, "<a href=\"#call-%u\">", logged->part);
    html_append(to, shown_text(call_outcome_text(outcome, report->scope), report->scope));
    g_string_append(to, logged->part ? "</a></td>" : "</td>");
}

static void append_row(struct report *report, const struct logged_call *logged)
{
    const struct call_outcome outcome = call_log_outcome(logged);
    const struct decision decision = decision_of_call(&outcome);
    const struct call *call = logged->call;
    GString *to = report->text;

    g_string_append(to, "<tr>");
    append_number(to, frame_number_at(call->first_frame));
    append_number(to, outcome.final ? outcome.final->code : 0);
    append_verdict(report, logged, &outcome);
    html_append_format(to, "<td class=\"look\">%s</td>", decision_look_at(decision, report->scope));
    append_number(to, outcome.final ? frame_number_at(outcome.final->frame) : 0);
    html_append_format(to, "<td data-key=\"%u\"><b class=\"%s\">%s</b></td>", decision.severity,
                       report_class(decision.severity), severity_name(decision.severity));
    html_append_format(
        to, "<td>%s</td><td>%s</td><td>%s</td>", call_caller(call), call_callee(call),
        call->first_time == TIME_UNKNOWN ? "" : local_time_text(call->first_time, report->scope));
    append_seconds(to, outcome.setup_time);
    append_seconds(to, outcome.talk_time);
    g_string_append(to, "</tr>\n");
}

static void append_table(struct report *report)
{
    static const char *const headings[] = { "Frame",    "Code",     "Verdict", "Look at",
                                            "Ended in", "Worst",    "Caller",  "Callee",
                                            "Time",     "Final, s", "Talk, s" };

    g_string_append(report->text,
                    "<h2>Calls</h2>\n<div class=\"wide\"><table class=\"sortable\"><thead><tr>");
    for (unsigned i = 0; i < array_length(headings); i++)
        html_append_format(report->text, "<th scope=\"col\"><button>%s</button></th>", headings[i]);
    g_string_append(report->text, "</tr></thead><tbody>\n");
    for (unsigned i = 0; i < report->log->calls->len; i++) {
        if (!call_log_is_wanted(report->log, call_at(report, i)))
            continue;
        append_row(report, call_at(report, i));
        print(report);
    }
    g_string_append(report->text, "</tbody></table></div>\n");
}

/* The calls of one severity that have no part yet: the loudest come first. */
static void assign_parts(struct report *report, enum severity severity)
{
    for (unsigned i = 0; i < report->log->calls->len && report->parts->len < REPORT_CALLS_MAX;
         i++) {
        struct logged_call *logged = call_at(report, i);
        struct call_outcome outcome;

        if (logged->part || !call_log_is_wanted(report->log, logged))
            continue;
        outcome = call_log_outcome(logged);
        if (call_outcome_severity(&outcome) != severity)
            continue;
        g_ptr_array_add(report->parts, logged);
        report_assign(report->log, logged, report->parts->len);
    }
}

static void append_parts(struct report *report)
{
    if (report->parts->len)
        g_string_append(report->text, "<h2>Calls that are not well</h2>\n");
    for (unsigned i = 0; i < report->parts->len; i++) {
        report_append_call(report->text, report->log,
                           (const struct logged_call *)g_ptr_array_index(report->parts, i),
                           report->scope);
        print(report);
    }
}

static void append_limits(struct report *report)
{
    GString *to = report->text;

    g_string_append(to, "<h2>What this capture cannot show</h2>\n<ul>\n"
                        "<li>A capture shows one place on the way: what was not seen here may have "
                        "happened elsewhere.</li>\n"
                        "<li>Who made a response is proved only where both sides of a host were "
                        "captured.</li>\n");
    if (!media_was_seen())
        g_string_append(to, "<li>It holds no RTP: whether anybody heard anything is not known."
                            "</li>\n");
    if (report->began_before)
        html_append_format(to,
                           "<li>Calls that began before it: %u. How they were set up is not "
                           "known.</li>\n",
                           report->began_before);
    if (report->unfinished)
        html_append_format(to,
                           "<li>Calls without a final response in it: %u. They may have been "
                           "answered later.</li>\n",
                           report->unfinished);
    g_string_append(to, "<li>SIP over TLS and other encrypted signalling is not in this report "
                        "unless Wireshark had the keys.</li>\n");
    if (report->parts->len >= REPORT_CALLS_MAX)
        html_append_format(to,
                           "<li>Only the %u loudest calls have a part of their own; the others "
                           "are rows of the table.</li>\n",
                           (unsigned)REPORT_CALLS_MAX);
    g_string_append(to, "</ul>\n");
}

static void print_report(struct call_log *log)
{
    struct report report = {
        .log = log,
        .text = g_string_new(NULL),
        .scope = wmem_allocator_new(WMEM_ALLOCATOR_BLOCK),
    };

    count(&report);
    report.parts = g_ptr_array_new();
    for (unsigned severity = SEVERITY_ERROR; severity > SEVERITY_CHAT; severity--)
        assign_parts(&report, (enum severity)severity);
    report_page_begin(report.text, "SIP calls and what became of them");
    append_overview(&report);
    append_table(&report);
    append_parts(&report);
    append_limits(&report);
    report_page_end(report.text);
    print(&report);
    g_ptr_array_unref(report.parts);
    g_string_free(report.text, TRUE);
    wmem_destroy_allocator(report.scope);
}

static ws_stat_tap_init listen(const char *argument, void *data _U_)
{
    WS_STAT_TAP_INIT_RETURN(call_log_listen(NAME, argument, print_report));
}

void report_register(void)
{
    static stat_tap_ui ui = {
        .title = "SIP call report",
        .cli_string = NAME,
        .tap_init_cb = listen,
    };

    register_stat_tap_ui(&ui, NULL);
}
