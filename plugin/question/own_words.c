/* own_words.c
 * What a party says of a cause, quoted for a sentence: before any guess of ours.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "own_words.h"

#include "catalogue/q850_cause.h"
#include "catalogue/reason_cause.h"
#include "catalogue/response_code.h"
#include "of_exchange.h"
#include "quote.h"

/* Longest text of a message inside the words, with its NUL. */
#define QUOTE_MAX 80

/* Shorter hexadecimal words are no id. */
#define ID_LENGTH_MIN 16

/* A text without the id of the call that some servers write before it ("5e19725b-...;No
 * endpoints"). */
static const char *without_id(const char *text)
{
    const size_t length = strspn(text, "0123456789abcdefABCDEF-{}");

    if (length < ID_LENGTH_MIN || text[length] != ';' || !text[length + 1])
        return text;
    return text + length + 1 + strspn(text + length + 1, " ");
}

static const char *quote(const char *words, char *text)
{
    words = words ? without_id(words) : "";
    return quote_text(words, text, QUOTE_MAX);
}

/* Letters and digits that two texts may differ by at the end and still say the same: "Decline",
 * "Declined". */
#define ENDING_MAX 2

static size_t count_letters(const char *text)
{
    size_t count = 0;

    for (; *text; text++)
        count += (unsigned char)*text >= 0x80 || g_ascii_isalnum(*text);
    return count;
}

/* Does text say no more than the known one: the same letters and digits, or the first of them?
 * "NORMAL_CLEARING" says no more than "Normal clearing". */
static bool says_no_more(const char *text, const char *known)
{
    for (;; text++, known++) {
        while (*text && (unsigned char)*text < 0x80 && !g_ascii_isalnum(*text))
            text++;
        while (*known && !g_ascii_isalnum(*known))
            known++;
        if (!*text || !*known)
            return count_letters(text) <= ENDING_MAX;
        if (g_ascii_tolower(*text) != g_ascii_tolower(*known))
            return false;
    }
}

/* Words with which a normal end is told, in small letters. */
static bool is_normal_text(const char *text)
{
    static const char *const normal[] = { "normal", "terminat",  "clearing", "hangup",
                                          "hung",   "elsewhere", "cancel" };
    g_autofree char *small = g_ascii_strdown(text, -1);

    for (unsigned i = 0; i < array_length(normal); i++) {
        if (strstr(small, normal[i]))
            return true;
    }
    return false;
}

/* Does all of the text only name the side that hung up, or say nothing in words? */
static bool is_empty_text(const char *text)
{
    static const char *const empty[] = {
        "local", "remote", "user", "ok", "bye", "success", "none"
    };

    for (unsigned i = 0; i < array_length(empty); i++) {
        if (g_ascii_strcasecmp(text, empty[i]) == 0)
            return true;
    }
    return strspn(text, "0123456789 .,:;-") == strlen(text);
}

bool own_words_tell(const struct reason_value *reason, unsigned code)
{
    const char *text = reason->text ? without_id(reason->text) : NULL;
    const char *name = reason_cause_name(reason->protocol, reason->cause);
    /* The causes of STIR are status codes too (RFC 9410). */
    const bool is_code =
        reason->cause == code && (g_ascii_strcasecmp(reason->protocol, "SIP") == 0 ||
                                  g_ascii_strcasecmp(reason->protocol, "STIR") == 0);

    if (!is_code && !reason_cause_is_normal(reason->protocol, reason->cause))
        return true;
    return text && !is_empty_text(text) && !(name && says_no_more(text, name)) &&
           !is_normal_text(text);
}

/* Letters of a word that must be found again in a name, and the shortest word that counts. */
#define STEM_LENGTH 5

bool own_words_fit(const char *text, const char *name)
{
    const struct span all = { name, strlen(name) };

    for (const char *word = text; *word;) {
        size_t length = 0;

        while (g_ascii_isalpha(word[length]))
            length++;
        if (length >= STEM_LENGTH &&
            span_contains_ignoring_case(all, (struct span){ word, STEM_LENGTH }))
            return true;
        word += length ? length : 1;
    }
    return false;
}

const char *own_words_meaning(const struct reason_value *reason)
{
    const struct q850_cause *cause = g_ascii_strcasecmp(reason->protocol, "Q.850") == 0
                                         ? q850_cause_lookup(reason->cause)
                                         : NULL;

    return cause && (!reason->text || own_words_fit(reason->text, cause->name)) ? cause->meaning
                                                                                : NULL;
}

const char *own_words_of_reason(const struct reason_value *reason, char *text)
{
    const char *name = reason_cause_name(reason->protocol, reason->cause);
    char words[QUOTE_MAX], number[16] = "";

    quote(reason->text, words);
    if (reason->cause)
        snprintf(number, sizeof number, " %u", reason->cause);
    /* A text of its own says more than the name of the number, and at times something else. */
    if (words[0] && !(name && says_no_more(words, name)))
        snprintf(text, OWN_WORDS_MAX, "%.20s%s \"%s\"", reason->protocol, number, words);
    else
        snprintf(text, OWN_WORDS_MAX, "%.20s%s%s%s", reason->protocol, number, name ? " " : "",
                 name ? name : words);
    drop_cut_characters(text);
    return text;
}

/* One with a text of its own comes before a bare number. */
const struct reason_value *own_words_telling_reason(const struct words *words, unsigned code)
{
    const struct reason_value *telling = NULL;

    for (unsigned i = 0; i < words->reason_count; i++) {
        const struct reason_value *reason = &words->reasons[i];

        if (own_words_tell(reason, code) && (!telling || (!telling->text && reason->text)))
            telling = reason;
    }
    return telling;
}

/* A server's remarks for its developers: process, peer, destination (SER, Kamailio and
 * OpenSIPS). */
#define NOISY_FEEDBACK 392

bool own_words_in_warning(const struct warning_value *warning)
{
    return warning->code != NOISY_FEEDBACK;
}

static const struct warning_value *telling_warning(const struct words *words)
{
    for (unsigned i = 0; i < words->warning_count; i++) {
        if (own_words_in_warning(&words->warnings[i]))
            return &words->warnings[i];
    }
    return NULL;
}

static const char *warning_text(const struct warning_value *warning, char *text)
{
    char words[QUOTE_MAX];

    quote(warning->text, words);
    snprintf(text, OWN_WORDS_MAX, "Warning %u%s%s%s", warning->code, words[0] ? " \"" : "", words,
             words[0] ? "\"" : "");
    return text;
}

static const char *ims_service_text(const struct ims_service *service, char *text)
{
    char type[QUOTE_MAX], words[QUOTE_MAX];

    quote(service->type, type);
    quote(service->reason ? service->reason : service->action, words);
    snprintf(text, OWN_WORDS_MAX, "IMS service \"%.24s\"%s%.64s%s", type, words[0] ? ", \"" : "",
             words, words[0] ? "\"" : "");
    return text;
}

bool own_words_in_row(const struct words *words)
{
    const char *value = words->other_row ? strchr(words->other_row, ':') : NULL;

    return value && !is_normal_text(value);
}

static const char *telling_words(const struct words *words, unsigned code, char *text)
{
    const struct reason_value *reason = own_words_telling_reason(words, code);
    char quoted[QUOTE_MAX];

    text[0] = '\0';
    if (reason)
        return own_words_of_reason(reason, text);
    if (telling_warning(words))
        return warning_text(telling_warning(words), text);
    if (words->ims_service)
        return ims_service_text(words->ims_service, text);
    if (words->isup_cause && !reason_cause_is_normal("Q.850", words->isup_cause)) {
        const char *name = reason_cause_name("Q.850", words->isup_cause);

        snprintf(text, OWN_WORDS_MAX, "ISUP cause %u %s", words->isup_cause, name);
    } else if (own_words_in_row(words)) {
        snprintf(text, OWN_WORDS_MAX, "%s", quote(words->other_row, quoted));
    } else if (words->error_info) {
        snprintf(text, OWN_WORDS_MAX, "Error-Info %s", quote(words->error_info, quoted));
    }
    return text;
}

const char *own_words(const struct words *words, char *text)
{
    return telling_words(words, 0, text);
}

unsigned own_words_count(const struct words *words, unsigned code)
{
    unsigned count = 0;

    for (unsigned i = 0; i < words->warning_count; i++)
        count += own_words_in_warning(&words->warnings[i]);
    for (unsigned i = 0; i < words->reason_count; i++)
        count += own_words_tell(&words->reasons[i], code);
    count += words->ims_service != NULL;
    count += words->isup_cause && !reason_cause_is_normal("Q.850", words->isup_cause);
    count += own_words_in_row(words);
    return count + (words->error_info != NULL);
}

/* Wordings that tell nothing more than the code: of products, of HTTP and of older RFCs. */
static const struct {
    uint16_t code;
    bool is_begin; /* whatever follows, such as numbers that only the product's log explains */
    const char *phrase;
} usual_phrases[] = { { 202, false, "Accepted" },
                      { 412, false, "Precondition Failed" },
                      { 422, false, "Session Timer Too Small" },
                      { 480, false, "Temporarily not available" },
                      { 481, false, "Call Leg/Transaction Does Not Exist" },
                      { 481, false, "Call Does Not Exist" },
                      { 481, false, "Call Leg Does Not Exist" },
                      { 481, false, "Dialog Does Not Exist" },
                      { 481, false, "Dialog/Transaction Does Not Exist" },
                      { 486, false, "Busy" },
                      { 487, false, "Request Cancelled" },
                      { 487, false, "Request Canceled" },
                      { 500, false, "Internal Server Error" },
                      { 500, false, "Internal Error" },
                      { 500, true, "I'm terribly sorry, server error occurred" },
                      { 500, true, "Server error occurred" },
                      { 504, false, "Gateway Timeout" } };

bool own_words_in_phrase(const struct record *record)
{
    const struct response_code *entry = response_code_lookup(record->code);

    if (!record_phrase(record) || says_no_more(record_phrase(record), entry->phrase))
        return false;
    for (unsigned i = 0; i < array_length(usual_phrases); i++) {
        const char *usual = usual_phrases[i].phrase;

        if (usual_phrases[i].code == record->code &&
            (says_no_more(record_phrase(record), usual) ||
             (usual_phrases[i].is_begin &&
              g_ascii_strncasecmp(record_phrase(record), usual, strlen(usual)) == 0)))
            return false;
    }
    return true;
}

const char *own_words_of_response(const struct record *record, char *text)
{
    char phrase[QUOTE_MAX];

    telling_words(record_words(record), record->code, text);
    if (!text[0] && own_words_in_phrase(record))
        snprintf(text, OWN_WORDS_MAX, "\"%s\"", quote(record_phrase(record), phrase));
    return text;
}

bool own_words_is_of_analytics(const struct reason_value *reason)
{
    const struct span text = span_of_text(reason->text);

    return span_contains_ignoring_case(text, SPAN_OF("analytics")) ||
           span_starts_with_ignoring_case(text, SPAN_OF("v="));
}

const char *own_words_of_analytics(const struct words *words)
{
    for (unsigned i = 0; i < words->reason_count; i++) {
        if (own_words_is_of_analytics(&words->reasons[i]))
            return words->reasons[i].text;
    }
    return NULL;
}
