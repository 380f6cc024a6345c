/* own_words.c
 * What a party says of a cause, quoted for a sentence: before any guess of ours.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "own_words.h"

#include "catalogue/reason_cause.h"
#include "catalogue/response_code.h"
#include "rule.h"

/* Longest text of a message inside the words, with its NUL, and with a cause's name before it. */
#define QUOTE_MAX 80
#define NAME_AND_QUOTE_MAX 88

/* Shorter hexadecimal words are no id. */
#define ID_LENGTH_MIN 16

const char *own_words_without_id(const char *text)
{
    const size_t length = strspn(text, "0123456789abcdefABCDEF-{}");

    if (length < ID_LENGTH_MIN || text[length] != ';' || !text[length + 1])
        return text;
    return text + length + 1 + strspn(text + length + 1, " ");
}

static const char *quote(const char *words, char *text)
{
    words = words ? own_words_without_id(words) : "";
    return quote_span((struct span){ words, strlen(words) }, text, QUOTE_MAX);
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
    static const char *const normal[] = { "normal",    "terminat", "clear", "hang", "hung",
                                          "elsewhere", "bye",      "ended", "ends", "cancel" };
    g_autofree char *small = g_ascii_strdown(text, -1);

    for (unsigned i = 0; i < array_length(normal); i++) {
        if (strstr(small, normal[i]))
            return true;
    }
    return false;
}

bool own_words_tell(const struct reason_value *reason)
{
    const char *text = reason->text ? own_words_without_id(reason->text) : NULL;
    const char *name = reason_cause_name(reason->protocol, reason->cause);

    if (!reason_cause_is_normal(reason->protocol, reason->cause))
        return true;
    return text && *text && !(name && says_no_more(text, name)) && !is_normal_text(text);
}

const char *own_words_of_reason(const struct reason_value *reason, char *text)
{
    const char *name = reason_cause_name(reason->protocol, reason->cause);
    char words[QUOTE_MAX], number[16] = "";

    quote(reason->text, words);
    if (reason->cause)
        snprintf(number, sizeof number, " %u", reason->cause);
    /* Beside SIP's own causes the text says enough; some texts contradict the telephone cause. */
    if (words[0] &&
        (!name || says_no_more(words, name) || strlen(name) + strlen(words) > NAME_AND_QUOTE_MAX ||
         g_ascii_strcasecmp(reason->protocol, "Q.850") != 0))
        snprintf(text, OWN_WORDS_MAX, "%.20s%s \"%s\"", reason->protocol, number, words);
    else if (words[0])
        snprintf(text, OWN_WORDS_MAX, "%.20s%s %s, \"%s\"", reason->protocol, number, name, words);
    else
        snprintf(text, OWN_WORDS_MAX, "%.20s%s%s%s", reason->protocol, number, name ? " " : "",
                 name ? name : "");
    drop_cut_characters(text);
    return text;
}

/* The Reason value that tells most: one with a text of its own comes before a bare number. */
static const struct reason_value *telling_reason(const struct words *words)
{
    const struct reason_value *telling = NULL;

    for (unsigned i = 0; i < words->reason_count; i++) {
        const struct reason_value *reason = &words->reasons[i];

        if (own_words_tell(reason) && (!telling || (!telling->text && reason->text)))
            telling = reason;
    }
    return telling;
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

const char *own_words(const struct words *words, char *text)
{
    const struct reason_value *reason = telling_reason(words);
    char quoted[QUOTE_MAX];

    text[0] = '\0';
    if (reason)
        return own_words_of_reason(reason, text);
    if (words->warning_count)
        return warning_text(&words->warnings[0], text);
    if (words->ims_service)
        return ims_service_text(words->ims_service, text);
    if (words->isup_cause && !reason_cause_is_normal("Q.850", words->isup_cause)) {
        const char *name = reason_cause_name("Q.850", words->isup_cause);

        snprintf(text, OWN_WORDS_MAX, "ISUP cause %u %s", words->isup_cause, name);
    } else if (words->other_row && !is_normal_text(words->other_row)) {
        snprintf(text, OWN_WORDS_MAX, "%s", quote(words->other_row, quoted));
    } else if (words->error_info) {
        snprintf(text, OWN_WORDS_MAX, "Error-Info %s", quote(words->error_info, quoted));
    }
    return text;
}

bool own_words_in_phrase(const struct record *record)
{
    /* Other wordings that tell nothing more: of products, of HTTP and of older RFCs. */
    static const struct {
        uint16_t code;
        const char *phrase;
    } variants[] = { { 202, "Accepted" },
                     { 412, "Precondition Failed" },
                     { 422, "Session Timer Too Small" },
                     { 480, "Temporarily not available" },
                     { 481, "Call Leg/Transaction Does Not Exist" },
                     { 481, "Call/Transaction Does Not Exist" },
                     { 486, "Busy" },
                     { 487, "Request Cancelled" },
                     { 487, "Request Canceled" },
                     { 500, "Internal Server Error" },
                     { 500, "Internal Error" },
                     { 504, "Gateway Timeout" } };
    const struct response_code *entry = response_code_lookup(record->code);

    if (!record->phrase || says_no_more(record->phrase, entry->phrase))
        return false;
    for (unsigned i = 0; i < array_length(variants); i++) {
        if (variants[i].code == record->code && says_no_more(record->phrase, variants[i].phrase))
            return false;
    }
    return true;
}

const char *own_words_of_response(const struct record *record, char *text)
{
    char phrase[QUOTE_MAX];

    own_words(record_words(record), text);
    if (!text[0] && own_words_in_phrase(record))
        snprintf(text, OWN_WORDS_MAX, "\"%s\"", quote(record->phrase, phrase));
    return text;
}
