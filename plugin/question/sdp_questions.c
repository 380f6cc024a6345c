/* sdp_questions.c
 * What the rules about early media ask in common.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "sdp_questions.h"

bool early_media_is_answer(const struct exchange *exchange)
{
    const struct description *offer = transaction_offer(exchange->transaction);

    return exchange_opens_call(exchange) && offer && !offer->is_incomplete &&
           exchange->description && !exchange->description->is_incomplete;
}

/* The values of P-Early-Media as the callee sees them (RFC 5009 section 8). */
struct authorization {
    struct span value;
    const char *meaning;
};

static const struct authorization authorizations[] = {
    { SPAN_TEXT("gated"), "a network element opens the way" },
    { SPAN_TEXT("inactive"), "no media" },
    { SPAN_TEXT("recvonly"), "media to the callee only" },
    { SPAN_TEXT("sendonly"), "media to the caller only" },
    { SPAN_TEXT("sendrecv"), "media both ways" },
};

/* Values explained of one response: there is one for each media line. */
#define AUTHORIZATIONS_MAX 4

const char *early_media_authorization_text(const struct record *record, char *text)
{
    struct span rest = record_p_early_media(record), value;
    size_t length = 0;
    unsigned count = 0;

    text[0] = '\0';
    while (count < AUTHORIZATIONS_MAX && span_next_in_list(&rest, &value)) {
        for (unsigned i = 0; i < array_length(authorizations); i++) {
            const struct authorization *entry = &authorizations[i];

            if (!span_equals_ignoring_case(value, entry->value))
                continue;
            length +=
                (size_t)snprintf(text + length, (gulong)(EARLY_MEDIA_LINE_MAX - length), "%s%s: %s",
                                 count++ ? "; " : "", entry->value.text, entry->meaning);
        }
    }
    return text;
}

const struct description_line *early_media_live_line(const struct description *description)
{
    for (unsigned i = 0; description && i < description->count; i++) {
        const struct description_line *line = &description->lines[i];

        if (line->port && line->is_sound)
            return line;
    }
    return NULL;
}

const char *early_media_line_text(const struct description_line *line, char *text)
{
    const bool is_ipv6 =
        description_line_address(line) && strchr(description_line_address(line), ':');
    char *codecs = (char *)description_codecs(line, NULL);

    snprintf(text, EARLY_MEDIA_LINE_MAX, "%.16s %s at %s%.46s%s:%u (%.50s)",
             description_line_type(line), sdp_direction_name((enum sdp_direction)line->direction),
             is_ipv6 ? "[" : "",
             description_line_address(line) ? description_line_address(line) : "no address",
             is_ipv6 ? "]" : "", line->port, *codecs ? codecs : "no codec");
    wmem_free(NULL, codecs);
    return text;
}

bool early_media_is_first_since(const struct record *record, const struct record *since)
{
    for (unsigned i = 0; since != record; i++, since = record_next(since)) {
        if (!since || i >= CALL_SEARCH_MAX ||
            (since->code == record->code && since->to_tag_place == record->to_tag_place))
            return false;
    }
    return true;
}

const struct record *early_media_other_described(const struct exchange *exchange)
{
    const struct early_dialog *dialog = transaction_early_dialogs(exchange->transaction);

    for (; dialog; dialog = early_dialog_next(dialog)) {
        if (dialog != exchange->early_dialog && early_dialog_described(dialog))
            return early_dialog_described(dialog);
    }
    return NULL;
}
