/* rule.c
 * What rules ask and write in common.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "rule.h"

#include "call/hops.h"

#include <math.h>

void drop_cut_characters(char *text)
{
    const char *end;

    if (span_is_plain(span_of_text(text)))
        return;
    while (!g_utf8_validate(text, -1, &end)) {
        char *cut = text + (end - text);

        memmove(cut, cut + 1, strlen(cut));
    }
    for (char *at = text; *at; at = g_utf8_next_char(at)) {
        if (g_unichar_iscntrl(g_utf8_get_char(at))) {
            memmove(at + 1, g_utf8_next_char(at), strlen(g_utf8_next_char(at)) + 1);
            *at = '?';
        }
    }
}

void draft_detail(struct finding_draft *draft, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(draft->detail, sizeof draft->detail, format, arguments);
    va_end(arguments);
    drop_cut_characters(draft->detail);
}

void draft_headline(struct finding_draft *draft, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(draft->headline, sizeof draft->headline, format, arguments);
    va_end(arguments);
    drop_cut_characters(draft->headline);
}

void draft_evidence(struct finding_draft *draft, uint32_t frame)
{
    for (unsigned i = 0; i < draft->evidence_count; i++) {
        if (draft->evidence[i] == frame)
            return;
    }
    if (frame && draft->evidence_count < FINDING_EVIDENCE_MAX)
        draft->evidence[draft->evidence_count++] = frame;
}

/* Bytes of the character that words begin with; 0: it cannot be shown. */
static size_t character_length(struct span words)
{
    const gunichar character = g_utf8_get_char_validated(words.text, (gssize)words.length);

    if (character == (gunichar)-1 || character == (gunichar)-2 || !g_unichar_isprint(character))
        return 0;
    return (size_t)(g_utf8_next_char(words.text) - words.text);
}

const char *quote_span(struct span words, char *text, size_t size)
{
    size_t length = 0;

    while (words.length) {
        const size_t shown = character_length(words);
        const size_t used = shown ? shown : 1;

        /* Dots must still fit behind all but the last character. */
        if (length + used + (words.length > used ? sizeof "..." : 1) > size) {
            memcpy(text + length, "...", 3);
            length += 3;
            break;
        }
        memcpy(text + length, shown ? words.text : "?", used);
        length += used;
        words = span_behind(words, used);
    }
    text[length] = '\0';
    return text;
}

const char *quote_text(const char *words, char *text, size_t size)
{
    return quote_span(span_of_text(words), text, size);
}

const char *quote_header(const struct sip_message *message, enum sip_header_id id, char *text,
                         size_t size)
{
    wmem_strbuf_t *values = wmem_strbuf_new(NULL, "");
    struct sip_header_cursor cursor = { 0 };
    struct span value;

    while (sip_message_next_value(message, id, &cursor, &value))
        wmem_strbuf_append_printf(values, "%s%.*s", wmem_strbuf_get_len(values) ? ", " : "",
                                  (int)value.length, value.text);
    quote_span((struct span){ wmem_strbuf_get_str(values), wmem_strbuf_get_len(values) }, text,
               size);
    wmem_strbuf_destroy(values);
    return text;
}

double seconds_between(int64_t from, int64_t to)
{
    const int64_t time = time_between(from, to);

    return time == TIME_UNKNOWN ? NAN : (double)time / 1e6;
}

bool exchange_has_request(const struct exchange *exchange)
{
    return exchange->transaction->request_frame && !exchange->transaction->request_is_cut;
}

bool exchange_opens_call(const struct exchange *exchange)
{
    return transaction_opens_call(exchange->transaction) && exchange_has_request(exchange);
}

bool exchange_decides(const struct exchange *exchange, unsigned code, unsigned other_code)
{
    return (exchange->record->code == code || exchange->record->code == other_code) &&
           exchange_has_request(exchange) && !hop_relayed_from(exchange->record) &&
           (exchange->transaction->method == METHOD_INVITE ||
            exchange->transaction->final == exchange->record) &&
           !hop_other_leg(exchange->transaction, code, exchange->record->frame);
}
