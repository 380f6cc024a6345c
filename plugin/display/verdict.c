/* verdict.c
 * What a message means here, in one sentence that a column shows whole.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "verdict.h"

#include "call/hops.h"
#include "catalogue/reason_cause.h"
#include "catalogue/response_code.h"
#include "early_media_verdict.h"
#include "label.h"
#include "question/own_words.h"
#include "record_notes.h"

/* Fewer bytes of somebody's words tell nothing. */
#define WORDS_MIN 12

/* Longest words that are looked at: a phrase is a sentence of any length. */
#define WORDS_TEXT_MAX 512

/* A verdict that is being written, and how long it may become. */
struct line {
    wmem_strbuf_t *text;
    size_t most;
    bool names_host; /* who gave the code is said already */
    wmem_allocator_t *scope;
};

static size_t room_of(const struct line *line)
{
    const size_t used = wmem_strbuf_get_len(line->text);

    return used < line->most ? line->most - used : 0;
}

/* Does it say what became of the message itself? At a progress or a success also what is wrong with
 * what came before it. */
static bool may_lead(const struct finding *finding, bool is_failure)
{
    return !finding_first(finding) && !finding_folded(finding) &&
           !finding_rule(finding)->never_heads && !finding_is_conformance(finding) &&
           (!is_failure || !finding_is_aside(finding));
}

/* What is loud leads; of the rest what is about the message itself. */
static bool leads(const struct finding *finding, const struct finding *leading)
{
    const enum severity severity = finding_rule(finding)->severity;

    if (finding_is_aside(finding) != finding_is_aside(leading) &&
        MAX(severity, finding_rule(leading)->severity) < SEVERITY_WARN)
        return finding_is_aside(leading);
    return severity > finding_rule(leading)->severity;
}

/* The finding that heads the message: the verdict, else the one that tells what became of it. A
 * failure is headed by no aside, and only a request by a note on conformance. NULL when there is
 * none: a failure's code and words then head it. */
const struct finding *record_leading_finding(const struct record *record)
{
    const bool is_failure = !record->is_request && record->code >= 300;
    const struct finding *leading = finding_cause(record_findings(record));

    if (!leading)
        leading = finding_verdict(record_findings(record));
    if (leading)
        return leading;
    for (const struct finding *finding = record_findings(record); finding;
         finding = finding_next(finding)) {
        if ((record->is_request || may_lead(finding, is_failure)) &&
            (!leading || leads(finding, leading)))
            leading = finding;
    }
    return leading;
}

/* Somebody's words in the room that is left, with "..." for the rest. What is quoted keeps its end
 * quote. */
static void append_words(const char *words, struct line *line)
{
    const bool is_quoted = g_str_has_suffix(words, "\"");
    const size_t room = room_of(line);
    char text[WORDS_TEXT_MAX];

    if (strlen(words) > room && is_quoted && room > 1)
        append_texts(line->text, quote_text(words, text, MIN(room, sizeof text)), "\"");
    else
        wmem_strbuf_append(line->text, quote_text(words, text, MIN(room + 1, sizeof text)));
}

/* A sentence, and the words of the party that it is about. Where both have no room, those who yield
 * to the words are left out. */
static void append_sentence(struct line *line, const char *sentence, bool yields, const char *words)
{
    const size_t needed = strlen(sentence) + strlen(": ") + strlen(words);

    if (*words && yields && needed > room_of(line)) {
        append_words(words, line);
        return;
    }
    wmem_strbuf_append(line->text, sentence);
    if (!*words || room_of(line) < strlen(": ") + MIN(WORDS_MIN, strlen(words)))
        return;
    wmem_strbuf_append(line->text, ": ");
    append_words(words, line);
}

const char *record_request_name(const struct record *record)
{
    const struct transaction *transaction = record_transaction(record);

    if (!transaction)
        return "the request";
    return transaction->method == METHOD_INVITE && transaction->to_tag_place
               ? "re-INVITE"
               : transaction_method_name(transaction);
}

/* What stands in a headline for what only the message tells. */
static const char *const placeholders[] = { "HOST", "CLIENT", "METHOD", "GIST" };

/* In the order of the placeholders. */
static const char *name_of(const struct record *record, unsigned index, char *host)
{
    const struct path *path = record_transaction(record) ? record_transaction(record)->path : NULL;

    if (index == 0)
        return path && path->server.length ? endpoint_host_text(path->server, host) : "the server";
    if (index == 1)
        return path && path->client.length ? endpoint_host_text(path->client, host) : "the client";
    return index == 2 ? record_request_name(record) : response_code_lookup(record->code)->gist;
}

/* Which placeholder text begins with; array_length(placeholders): none. */
static unsigned placeholder_at(const char *text)
{
    unsigned i = 0;

    if (!g_ascii_isupper(*text))
        return array_length(placeholders);
    while (i < array_length(placeholders) && !g_str_has_prefix(text, placeholders[i]))
        i++;
    return i;
}

/* Puts the names in the places of what stands for them. What was put in is not read again: a
 * REGISTER holds the letters of GIST. */
static const char *filled_in(const char *headline, const struct record *record,
                             wmem_allocator_t *scope)
{
    wmem_strbuf_t *text = wmem_strbuf_new(scope, "");
    char host[ENDPOINT_TEXT_MAX];

    while (*headline) {
        const unsigned i = placeholder_at(headline);

        if (i < array_length(placeholders)) {
            wmem_strbuf_append(text, name_of(record, i, host));
            headline += strlen(placeholders[i]);
        } else {
            wmem_strbuf_append_c(text, *headline++);
        }
    }
    return wmem_strbuf_finalize(text);
}

const char *verdict_of_finding(const struct finding *finding, const struct record *record,
                               wmem_allocator_t *scope)
{
    const char *headline = finding_headline(finding);
    char host[ENDPOINT_TEXT_MAX];

    if (headline == finding_rule(finding)->headline)
        return filled_in(headline, record, scope);
    /* What a message says may hold such a word too: there it can only begin with one. */
    if (g_str_has_prefix(headline, "HOST "))
        return wmem_strdup_printf(scope, "%s%s", name_of(record, 0, host),
                                  headline + strlen("HOST"));
    return headline;
}

/* An 18x is told by its SDP; what is wrong with it is told too, and by itself where that is the
 * same or has no room. */
static void early_response_verdict(const struct record *record, struct line *line)
{
    const struct finding *leading = record_leading_finding(record);
    const bool is_loud = leading && finding_rule(leading)->severity >= SEVERITY_WARN;
    const char *sentence = is_loud ? verdict_of_finding(leading, record, line->scope) : "";
    const char *media = "";
    char words[OWN_WORDS_MAX];

    if (!leading || !finding_rule(leading)->tells_sdp)
        media = early_media_verdict(record, line->scope);
    if (is_loud && (!*media || strlen(media) + strlen("; ") + strlen(sentence) > room_of(line))) {
        wmem_strbuf_append(line->text, sentence);
        return;
    }
    /* A cause in an 18x tells what the call will come to. */
    if (!is_loud)
        sentence = own_words(record_words(record), words);
    append_texts(line->text, media, *media && *sentence ? "; " : "");
    append_words(sentence, line);
}

/* The parties' own words: the phrase, where it is a sentence of their own, else what their headers
 * say. A word like "Error" says less than any header. */
static const char *own_words_said(const struct record *record, wmem_allocator_t *scope)
{
    char text[OWN_WORDS_MAX];

    if (own_words_in_phrase(record) && strchr(record_phrase(record), ' '))
        return wmem_strdup_printf(scope, "\"%s\"", record_phrase(record));
    return wmem_strdup(scope, own_words_of_response(record, text));
}

/* Its Reason tells what became of the early dialog that it ends (RFC 6228). */
#define EARLY_DIALOG_TERMINATED 199

/* A failure, or a code that nobody need know: what it means is told when it comes first. */
static bool tells_meaning(const struct record *record)
{
    return record_is_original(record) &&
           (record->code >= 300 || record->code == EARLY_DIALOG_TERMINATED ||
            !response_code_lookup(record->code)->registered);
}

/* Codes that speak of the called user, each with the Q.850 cause and a word that say the same. */
static const struct user_code {
    uint16_t code;
    uint16_t cause;
    const char *word;
} user_codes[] = { { 486, 17, "busy" }, { 600, 17, "busy" }, { 603, 21, "reject" } };

/* Does a Q.850 cause say otherwise than the code, and no text of its own that it is right? */
static bool is_contradicted(const struct record *record, const struct user_code *user)
{
    const struct words *words = record_words(record);
    const uint32_t cause = record_q850_cause(record);

    for (unsigned i = 0; i < words->reason_count; i++) {
        if (words->reasons[i].text &&
            span_contains_ignoring_case(span_of_text(words->reasons[i].text),
                                        span_of_text(user->word)))
            return false;
    }
    return cause && cause != user->cause && !reason_cause_is_normal("Q.850", cause);
}

/* What stands for a code that says more of the called user than is known; NULL: the code may. Who
 * takes over a call (RFC 3891 section 3) may be refused for that call's sake. */
static const char *gist_in_doubt(const struct record *record)
{
    for (size_t i = 0; i < array_length(user_codes); i++) {
        if (user_codes[i].code != record->code)
            continue;
        if (record_transaction(record) &&
            request_details(transaction_request(record_transaction(record)))->replaces)
            return "refused to take over a call";
        return is_contradicted(record, &user_codes[i]) ? "refused" : NULL;
    }
    return NULL;
}

/* "refused by 10.0.0.3": what the code means, and where that counts, to whom. */
static const char *gist_of(const struct record *record, const struct line *line)
{
    const struct response_code *entry = response_code_lookup(record->code);
    char host[ENDPOINT_TEXT_MAX];

    if (gist_in_doubt(record))
        return gist_in_doubt(record);
    if (!entry->names_host || line->names_host || !record_transaction(record) ||
        !record_transaction(record)->path->server.length)
        return entry->gist;
    return wmem_strdup_printf(line->scope, "%s by %s", entry->gist,
                              endpoint_host_text(record_transaction(record)->path->server, host));
}

/* What a response means where it was made, and the words that it was made with. */
static void append_meaning(const struct record *record, bool tells_words, struct line *line)
{
    const struct finding *leading = record_leading_finding(record);
    const char *words = tells_words ? own_words_said(record, line->scope) : "";

    if (leading)
        append_sentence(line, verdict_of_finding(leading, record, line->scope),
                        finding_rule(leading)->yields, words);
    else
        append_sentence(line, gist_of(record, line), true, words);
}

/* Of what only goes on here: where it began, and as much of what it means there as has room. */
static void append_relayed(const struct record *record, const struct transaction *origin,
                           struct line *line)
{
    const struct line meaning = { wmem_strbuf_new(line->scope, ""), SIZE_MAX, true, line->scope };
    const char *words = own_words_said(origin->final, line->scope);
    char host[ENDPOINT_TEXT_MAX];
    struct endpoint began;
    const char *text;
    uint32_t frame;

    if (!hop_failure_began(record, &began, &frame)) {
        began = origin->path->server;
        frame = origin->final->frame;
    }
    wmem_strbuf_append_printf(line->text, "passed along; began at %s in frame %u",
                              endpoint_host_text(began, host), frame);
    append_meaning(origin->final, true, (struct line *)&meaning);
    text = wmem_strbuf_finalize(meaning.text);
    if (strlen(text) + strlen(": ") <= room_of(line))
        append_texts(line->text, ": ", text);
    else
        append_sentence(line, "", false, words);
}

static void response_verdict(const struct record *record, struct line *line)
{
    const struct finding *leading = record_leading_finding(record);
    const struct transaction *origin =
        leading && finding_rule(leading)->is_relay ? hop_relayed_from(record) : NULL;

    if (early_media_state(record) != EARLY_MEDIA_NONE)
        early_response_verdict(record, line);
    else if (origin)
        append_relayed(record, origin, line);
    /* Of what is normal nobody asks the reason. */
    else if (leading || tells_meaning(record))
        append_meaning(record,
                       tells_meaning(record) &&
                           (!leading || (!finding_rule(leading)->is_relay &&
                                         finding_rule(leading)->severity > SEVERITY_CHAT)),
                       line);
}

static void request_verdict(const struct record *record, struct line *line)
{
    const struct finding *leading = record_leading_finding(record);
    char words[OWN_WORDS_MAX] = "";

    if (!leading)
        return;
    if (finding_rule(leading)->severity > SEVERITY_CHAT && record_transaction(record))
        own_words(request_details(transaction_request(record_transaction(record)))->words, words);
    append_sentence(line, verdict_of_finding(leading, record, line->scope),
                    finding_rule(leading)->yields, words);
}

/* Where the message stands for another one, and where not all of it is here. */
static const char *origin_text(const struct record *record, wmem_allocator_t *scope)
{
    if (record->is_quoted)
        return "quoted in an ICMP error";
    if (record->is_retransmission)
        return wmem_strdup_printf(scope, "repeat of frame %u", record->original_frame);
    if (record->is_copy)
        return wmem_strdup_printf(scope, "copy of frame %u", record->original_frame);
    return record->is_cut && !record->is_request ? "cut" : "";
}

static void append_notes(const struct record *record, wmem_strbuf_t *text)
{
    const struct site_note *note;
    size_t index = 0;

    while ((note = record_next_note(record, &index)) != NULL)
        append_texts(text, wmem_strbuf_get_len(text) ? " - " : "", note->text);
}

const char *record_verdict(const struct record *record, wmem_allocator_t *scope)
{
    const char *origin = origin_text(record, scope);
    const size_t behind = *origin ? strlen(origin) + strlen(" ()") : 0;
    struct line line = { wmem_strbuf_new(scope, ""), VERDICT_MAX - behind, false, scope };

    if (record->is_request)
        request_verdict(record, &line);
    else
        response_verdict(record, &line);
    if (*origin && wmem_strbuf_get_len(line.text))
        wmem_strbuf_append_printf(line.text, " (%s)", origin);
    else
        wmem_strbuf_append(line.text, origin);
    append_notes(record, line.text);
    return wmem_strbuf_finalize(line.text);
}
