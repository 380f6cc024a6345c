/* summary.c
 * The top line of an explanation: code, phrase and what it means here.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "summary.h"
#include "call/early_media.h"
#include "call/hops.h"
#include "catalogue/response_code.h"
#include "diagnosis/diagnosis.h"
#include "diagnosis/own_words.h"
#include "label.h"
#include "record_notes.h"

/* Characters that a headline aims at, and that words are quoted of in any case. */
#define SUMMARY_AIM 110
#define WORDS_MIN 56

/* printf takes several times as long. */
static void append_texts(wmem_strbuf_t *summary, const char *text, const char *more)
{
    wmem_strbuf_append(summary, text);
    wmem_strbuf_append(summary, more);
}

const char *record_request_name(const struct record *record)
{
    const struct transaction *transaction = record->transaction;

    if (!transaction)
        return "the request";
    return transaction->method == METHOD_INVITE && transaction->to_tag ? "re-INVITE"
                                                                       : transaction->method_name;
}

void record_append_title(wmem_strbuf_t *text, const struct record *record,
                         const struct finding *finding)
{
    if (finding->rule->is_of_any_code)
        append_texts(text, record_request_name(record), ": ");
    wmem_strbuf_append(text, finding->rule->is_of_any_code
                                 ? response_code_lookup(record->code)->gist
                                 : finding->rule->summary);
}

/* " - early media from 10.0.0.2:4000 (PCMA)" */
static void announced_verdict(const struct description_line *line, wmem_strbuf_t *summary,
                              wmem_allocator_t *scope)
{
    const char *kept = description_codecs(line, scope);
    const char *codecs = *kept ? kept : "no codec";
    const bool is_ipv6 = strchr(line->address, ':');
    char port[NUMBER_TEXT_MAX];

    if (description_line_is_null(line)) {
        wmem_strbuf_append_printf(summary, " - early media (%.*s), ICE will find its address",
                                  (int)strcspn(codecs, ","), codecs);
        return;
    }
    append_texts(summary, " - early media from ", is_ipv6 ? "[" : "");
    append_texts(summary, line->address, is_ipv6 ? "]:" : ":");
    append_texts(summary, number_text(line->port, port), " (");
    wmem_strbuf_append_len(summary, codecs, strcspn(codecs, ","));
    wmem_strbuf_append_c(summary, ')');
}

static void early_media_verdict(const struct record *record, wmem_strbuf_t *summary,
                                wmem_allocator_t *scope)
{
    static const char *const verdicts[] = {
        [EARLY_MEDIA_LATE_OFFER] = " - an SDP offer, the INVITE had none: no early media yet",
        [EARLY_MEDIA_SUPPRESSED] = " - the network forbids early media",
        [EARLY_MEDIA_CUT] = " - SDP that the capture cut",
        [EARLY_MEDIA_PRECONDITION] = " - QoS preconditions, the phone is not ringing yet",
        [EARLY_MEDIA_INACTIVE] = " - SDP, but the callee sends nothing yet",
        [EARLY_MEDIA_NO_ADDRESS] = " - SDP without an address, no early media",
        [EARLY_MEDIA_NULL_ADDRESS] = " - SDP with a null address, no early media",
    };
    const enum early_media_state state = early_media_state(record);

    if (state == EARLY_MEDIA_ANNOUNCED)
        announced_verdict(early_media_line(record), summary, scope);
    else if (state == EARLY_MEDIA_OVERTAKEN)
        wmem_strbuf_append_printf(summary, " - came behind the final response (frame %u)",
                                  record->transaction->final->frame);
    else if (verdicts[state])
        wmem_strbuf_append(summary, verdicts[state]);
}

/* Does it say what became of the message itself? At a progress or a success also what is wrong with
 * what came before it. */
static bool may_lead(const struct finding *finding, bool is_failure)
{
    return !finding->first && !finding->folded && !finding_is_conformance(finding) &&
           (!is_failure || !finding_is_aside(finding));
}

/* What is loud leads; of the rest what is about the message itself. */
static bool leads(const struct finding *finding, const struct finding *leading)
{
    const enum severity severity = finding->rule->severity;

    if (finding_is_aside(finding) != finding_is_aside(leading) &&
        MAX(severity, leading->rule->severity) < SEVERITY_WARN)
        return finding_is_aside(leading);
    return severity > leading->rule->severity;
}

/* The finding that heads the message: the verdict, else the one that tells what became of it. A
 * failure is headed by no aside, and only a request by a note on conformance. NULL when there is
 * none: a failure's code and words then head it. */
static const struct finding *leading_finding(const struct record *record)
{
    const bool is_failure = !record->is_request && record->code >= 300;
    const struct finding *leading = finding_cause(record->findings);

    if (!leading)
        leading = finding_verdict(record->findings);
    if (leading)
        return leading;
    for (const struct finding *finding = record->findings; finding; finding = finding->next) {
        if ((record->is_request || may_lead(finding, is_failure)) &&
            (!leading || leads(finding, leading)))
            leading = finding;
    }
    return leading;
}

const struct finding *record_leading_finding(const struct record *record)
{
    return leading_finding(record);
}

/* An 18x is told by its SDP; only what is wrong with it comes on top. */
static void early_response_verdict(const struct record *record, wmem_strbuf_t *summary,
                                   wmem_allocator_t *scope)
{
    const struct finding *leading = leading_finding(record);
    const bool is_told = leading && leading->rule->tells_sdp;

    if (!is_told)
        early_media_verdict(record, summary, scope);
    if (leading && leading->rule->severity >= SEVERITY_WARN)
        append_texts(summary, is_told ? " - " : "; ", leading->rule->summary);
}

/* The words that tell most, in the room that is left. What is quoted keeps its end quote. */
static void append_words(const char *words, wmem_strbuf_t *summary)
{
    const size_t used = wmem_strbuf_get_len(summary);
    const size_t room = used + WORDS_MIN < SUMMARY_AIM ? SUMMARY_AIM - used : WORDS_MIN;
    char text[SUMMARY_AIM + 1];
    bool is_cut;

    quote_text(words, text, MIN(room, sizeof text));
    is_cut = g_str_has_suffix(text, "...") && g_str_has_suffix(words, "\"");
    wmem_strbuf_append_printf(summary, ": %s%s", text, is_cut ? "\"" : "");
}

/* The parties' own words: the phrase, where it is a sentence of their own, else what their headers
 * say. A word like "Error" says less than any header. */
static void words_verdict(const struct record *record, wmem_strbuf_t *summary,
                          wmem_allocator_t *scope)
{
    char text[OWN_WORDS_MAX];

    if (own_words_in_phrase(record) && strchr(record->phrase, ' '))
        append_words(wmem_strdup_printf(scope, "\"%s\"", record->phrase), summary);
    else if (own_words_of_response(record, text)[0])
        append_words(text, summary);
}

/* A failure, or a code that nobody need know: what it means is told when it comes first. */
static bool tells_meaning(const struct record *record)
{
    return record_is_original(record) &&
           (record->code >= 300 || !response_code_lookup(record->code)->registered);
}

/* What is passed along means what it meant where it began. */
static const struct record *meant(const struct record *record)
{
    const struct finding *leading = leading_finding(record);
    const struct transaction *origin =
        leading && leading->rule->is_relay ? hop_relayed_from(record) : NULL;

    return origin ? origin->final : record;
}

/* What another leg had, where the host in between gave another code for it. */
static void translation_verdict(const struct record *record, wmem_strbuf_t *summary)
{
    const struct transaction *origin = hop_origin(record->transaction, record->code, record->frame);
    const struct record *final = origin->final;

    if (origin != record->transaction)
        wmem_strbuf_append_printf(summary, ": %u%s%s", final->code, final->phrase ? " " : "",
                                  final->phrase ? final->phrase : "");
}

static void response_verdict(const struct record *record, wmem_strbuf_t *summary,
                             wmem_allocator_t *scope)
{
    const struct record *origin = meant(record);
    const struct finding *leading = leading_finding(origin);
    const char *link = origin != record ? " - passed along: " : " - ";

    if (early_media_state(record) != EARLY_MEDIA_NONE) {
        early_response_verdict(record, summary, scope);
        return;
    }
    if (leading) {
        wmem_strbuf_append(summary, link);
        record_append_title(summary, origin, leading);
    } else if (tells_meaning(record))
        append_texts(summary, link, response_code_lookup(origin->code)->gist);
    if (leading && leading->rule->is_relay)
        translation_verdict(record, summary);
    /* Of what is normal nobody asks the reason. */
    else if (tells_meaning(record) && (!leading || leading->rule->severity > SEVERITY_CHAT))
        words_verdict(record, summary, scope);
}

static void site_notes(const struct record *record, wmem_strbuf_t *summary)
{
    const struct site_note *note;
    size_t index = 0;

    while ((note = record_next_note(record, &index)) != NULL)
        append_texts(summary, " - ", note->text);
}

static const char *request_summary(const struct record *record, wmem_allocator_t *scope)
{
    const struct finding *leading = leading_finding(record);
    wmem_strbuf_t *summary = wmem_strbuf_new(scope, record->phrase ? record->phrase : "request");
    char words[OWN_WORDS_MAX];

    if (leading)
        append_texts(summary, " - ", leading->rule->summary);
    if (leading && leading->rule->severity > SEVERITY_CHAT && record->transaction &&
        own_words(record->transaction->request->words, words)[0])
        append_words(words, summary);
    return wmem_strbuf_finalize(summary);
}

/* Where the message stands for another one. */
static void append_origin(const struct record *record, wmem_strbuf_t *summary)
{
    if (record->is_quoted)
        wmem_strbuf_append(summary, " (quoted in an ICMP error)");
    else if (record->is_retransmission)
        wmem_strbuf_append_printf(summary, " (repeats frame %u)", record->original_frame);
    else if (record->is_copy)
        wmem_strbuf_append_printf(summary, " (copy of frame %u)", record->original_frame);
}

const char *record_summary(const struct record *record, wmem_allocator_t *scope)
{
    const struct response_code *entry = response_code_lookup(record->code);
    wmem_strbuf_t *summary;
    char code[NUMBER_TEXT_MAX];

    if (record->is_request)
        return request_summary(record, scope);
    summary = wmem_strbuf_new(scope, number_text(record->code, code));
    append_texts(summary, " ", entry->registered ? entry->phrase : "(unregistered)");
    response_verdict(record, summary, scope);
    append_origin(record, summary);
    site_notes(record, summary);
    return wmem_strbuf_finalize(summary);
}

/* The loudest of the site notes; a muting one has no expert item. */
static enum severity notes_severity(const struct record *record)
{
    enum severity severity = SEVERITY_CHAT;
    const struct site_note *note;
    size_t index = 0;

    while ((note = record_next_note(record, &index)) != NULL) {
        if (!note->is_muting)
            severity = MAX(severity, note->severity);
    }
    return severity;
}

enum severity record_answer_severity(const struct record *record)
{
    const struct finding *verdict = finding_verdict(record->findings);
    const enum severity severity = notes_severity(record);

    if (record->is_request || !record_is_original(record) || record_is_muted(record))
        return severity;
    return MAX(severity,
               verdict ? verdict->rule->severity : response_code_lookup(record->code)->severity);
}

enum severity record_severity(const struct record *record)
{
    const struct finding *loudest = finding_loudest(NULL, record->findings);
    const enum severity severity = record_answer_severity(record);

    return loudest && !record_is_muted(record) ? MAX(severity, loudest->rule->severity) : severity;
}
