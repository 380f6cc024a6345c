/* quote.c
 * Words of a message, fit to be shown.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "quote.h"

#include "compat.h"

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
