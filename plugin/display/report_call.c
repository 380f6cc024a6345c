/* report_call.c
 * The part of the report about one call that is not well, with all its legs.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "report_call.h"

#include "call/hops.h"
#include "call/legs.h"
#include "call_filter.h"
#include "call_heading.h"
#include "call_ladder.h"
#include "capture/frame_number.h"
#include "decision.h"
#include "diagnosis/diagnosis.h"
#include "first_steps.h"
#include "frame_list.h"
#include "host_words.h"
#include "html.h"
#include "ladder_svg.h"
#include "shown_text.h"
#include "summary.h"
#include "verdict.h"

/* The legs of one call that are known here. */
struct legs {
    struct logged_call *calls[LEGS_MAX];
    unsigned count;
};

static void add_leg(struct legs *legs, const struct call_log *log, const struct call *call)
{
    struct logged_call *logged = call_log_find(log, call);

    if (logged && legs->count < LEGS_MAX)
        legs->calls[legs->count++] = logged;
}

static struct legs legs_of(const struct call_log *log, const struct logged_call *logged)
{
    const struct transaction *first = leg_first(call_opening(logged->call), UINT32_MAX);
    const struct leg_link *link = NULL;
    struct legs legs = { .count = 0 };

    add_leg(&legs, log, transaction_call(first));
    while ((link = leg_next_of_call(first, link, UINT32_MAX)))
        add_leg(&legs, log, transaction_call(link->outgoing));
    if (!legs.count)
        add_leg(&legs, log, logged->call);
    return legs;
}

const char *report_class(enum severity severity)
{
    static const char *const classes[] = { [SEVERITY_CHAT] = "chat",
                                           [SEVERITY_NOTE] = "note",
                                           [SEVERITY_WARN] = "warn",
                                           [SEVERITY_ERROR] = "error" };

    return classes[severity];
}

static void append_leg(GString *to, const struct logged_call *logged, wmem_allocator_t *scope)
{
    const struct call_outcome outcome = call_log_outcome(logged);
    const enum severity severity = call_outcome_severity(&outcome);

    html_append_format(to, "<p><span class=\"soft\">%s</span><br><b class=\"%s\">%s</b> %s</p>\n",
                       call_heading(logged->call, scope), report_class(severity),
                       severity_name(severity),
                       shown_text(call_outcome_text(&outcome, scope), scope));
}

/* Of several legs the one that is worst, and then the one that lies furthest on: where it began. */
static struct decision decision_of_legs(const struct legs *legs)
{
    struct decision worst = { .severity = SEVERITY_CHAT };

    for (unsigned i = 0; i < legs->count; i++) {
        const struct call_outcome outcome = call_log_outcome(legs->calls[i]);
        const struct decision decision = decision_of_call(&outcome);

        if (decision.record && (!worst.record || decision.severity >= worst.severity))
            worst = decision;
    }
    return worst;
}

static void append_steps(GString *to, struct decision decision, wmem_allocator_t *scope)
{
    const char *what, *who;

    if (!decision.record)
        return;
    what = first_steps_what_to_do(decision.record, decision.finding, scope);
    who = host_words_actor(decision.record, decision.finding, scope);
    g_string_append(to, "<dl>");
    if (what)
        html_append_format(to, "<dt>What to do</dt><dd>%s</dd>\n", what);
    if (who)
        html_append_format(to, "<dt>Who acts</dt><dd>%s</dd>\n", who);
    g_string_append(to, "</dl>\n");
}

static void append_frames(GString *to, GArray *frames)
{
    g_string_append(to, "<code>");
    frame_list_append(frames, "frame.number", to);
    g_string_append(to, "</code>");
}

static void append_reference(GString *to, const struct rfc_reference *reference)
{
    char text[RFC_REFERENCE_TEXT_MAX], url[RFC_REFERENCE_TEXT_MAX];

    rfc_reference_text(reference, text);
    rfc_reference_url(reference, url);
    html_append_format(to, " <a href=\"%s\" rel=\"noreferrer\">%s</a>", url, text);
}

static void append_finding(GString *to, const struct record *record, const struct finding *finding,
                           GArray *all, wmem_allocator_t *scope)
{
    const struct rule *rule = finding_rule(finding);
    GArray *frames = frame_list_new();
    char text[FINDING_DETAIL_MAX];
    const char *detail = finding_detail(finding, record, text);

    html_append_format(to, "<li><b class=\"%s\">%s</b> %s <span class=\"soft\">(%s, frame %u)",
                       report_class(rule->severity), severity_name(rule->severity), rule->summary,
                       rule->id, frame_number_at(record->frame));
    append_reference(to, &rule->reference);
    g_string_append(to, "</span>");
    if (detail[0])
        html_append_format(to, "<br>%s", shown_text(detail, scope));
    if (!finding_first(finding))
        html_append_format(to, "<br><i>%s</i>", rule->advice);
    for (unsigned i = 0; i < finding->evidence_count; i++) {
        frame_list_add(frames, finding->evidence[i]);
        frame_list_add(all, finding->evidence[i]);
    }
    frame_list_add(all, record->frame);
    if (frames->len) {
        g_string_append(to, "<br>Evidence: ");
        append_frames(to, frames);
    }
    g_string_append(to, "</li>\n");
    g_array_unref(frames);
}

/* Those of one message: Notes and louder ones, but not what another one tells. */
static void append_findings_of(GString *to, const struct record *record, GArray *all,
                               wmem_allocator_t *scope)
{
    const struct finding *ordered[FINDINGS_MAX + 1];
    const unsigned count =
        findings_ordered(record_findings(record), record_leading_finding(record), ordered);

    for (unsigned i = 0; i < count; i++) {
        if (!finding_folded(ordered[i]) && finding_rule(ordered[i])->severity > SEVERITY_CHAT)
            append_finding(to, record, ordered[i], all, scope);
    }
}

/* The frames of all are put into all. */
static void append_findings(GString *to, const struct legs *legs, GArray *all,
                            wmem_allocator_t *scope)
{
    GString *list = g_string_new(NULL);

    for (unsigned i = 0; i < legs->count; i++) {
        const GPtrArray *found = legs->calls[i]->found;

        for (unsigned j = 0; found && j < found->len; j++)
            append_findings_of(list, (const struct record *)g_ptr_array_index(found, j), all,
                               scope);
    }
    if (list->len)
        g_string_append_printf(to, "<h3>What was found</h3>\n<ul class=\"findings\">\n%s</ul>\n",
                               list->str);
    g_string_free(list, TRUE);
}

static void append_filters(GString *to, const struct legs *legs, GArray *frames)
{
    GString *calls = g_string_new(NULL);

    for (unsigned i = 0; i < MIN(legs->count, CALL_FILTER_CALLS_MAX); i++) {
        char *condition = call_filter_condition(legs->calls[i]->call);

        if (!strstr(calls->str, condition))
            g_string_append_printf(calls, "%s%s", i ? " || " : "", condition);
        wmem_free(NULL, condition);
    }
    html_append_format(to, "<h3>Display filters to paste</h3>\n<p>This call: <code>%s</code></p>\n",
                       calls->str);
    if (frames->len) {
        g_string_append(to, "<p>All evidence: ");
        append_frames(to, frames);
        g_string_append(to, "</p>\n");
    }
    g_string_free(calls, TRUE);
}

void report_assign(const struct call_log *log, struct logged_call *logged, unsigned part)
{
    const struct legs legs = legs_of(log, logged);

    for (unsigned i = 0; i < legs.count; i++) {
        if (!legs.calls[i]->part)
            legs.calls[i]->part = part;
    }
    logged->part = part;
}

void report_append_call(GString *to, const struct call_log *log, const struct logged_call *logged,
                        wmem_allocator_t *scope)
{
    struct ladder *ladder = call_ladder_new(log, logged, scope);
    const struct legs legs = legs_of(log, logged);
    GArray *frames = frame_list_new();

    html_append_format(to, "<section class=\"call\" id=\"call-%u\">\n", logged->part);
    for (unsigned i = 0; i < legs.count; i++)
        append_leg(to, legs.calls[i], scope);
    append_steps(to, decision_where_it_began(decision_of_legs(&legs)), scope);
    g_string_append(to, "<div class=\"wide\">\n");
    ladder_append_svg(to, ladder);
    g_string_append(to, "</div>\n");
    append_findings(to, &legs, frames, scope);
    append_filters(to, &legs, frames);
    g_string_append(to, "</section>\n");
    g_array_unref(frames);
    ladder_free(ladder);
}
