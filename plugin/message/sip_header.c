/* sip_header.c
 * Header field names, compact forms and ids, and the rows of a header section.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "sip_header.h"

#include "plain.h"

#include <string.h>

struct header_name {
    struct span name;
    char compact; /* 0: none */
    bool is_list;
};

#define ROW(text, letter)                                                                          \
    {                                                                                              \
        { text, sizeof(text) - 1 }, letter, false                                                  \
    }
#define LIST(text, letter)                                                                         \
    {                                                                                              \
        { text, sizeof(text) - 1 }, letter, true                                                   \
    }

static const struct header_name header_names[SIP_HEADER_COUNT] = {
    [SIP_HEADER_ACCEPT] = LIST("Accept", 0),
    [SIP_HEADER_ACCEPT_ENCODING] = LIST("Accept-Encoding", 0),
    [SIP_HEADER_ACCEPT_LANGUAGE] = LIST("Accept-Language", 0),
    [SIP_HEADER_ALERTMSG_ERROR] = ROW("AlertMsg-Error", 0),
    [SIP_HEADER_ALLOW] = LIST("Allow", 0),
    [SIP_HEADER_ALLOW_EVENTS] = LIST("Allow-Events", 'u'),
    [SIP_HEADER_AUTHORIZATION] = ROW("Authorization", 0),
    [SIP_HEADER_CALL_ID] = ROW("Call-ID", 'i'),
    [SIP_HEADER_CALL_INFO] = LIST("Call-Info", 0),
    [SIP_HEADER_CONTACT] = LIST("Contact", 'm'),
    [SIP_HEADER_CONTENT_DISPOSITION] = ROW("Content-Disposition", 0),
    [SIP_HEADER_CONTENT_ENCODING] = LIST("Content-Encoding", 'e'),
    [SIP_HEADER_CONTENT_LENGTH] = ROW("Content-Length", 'l'),
    [SIP_HEADER_CONTENT_TYPE] = ROW("Content-Type", 'c'),
    [SIP_HEADER_CSEQ] = ROW("CSeq", 0),
    [SIP_HEADER_DATE] = ROW("Date", 0),
    [SIP_HEADER_ERROR_INFO] = LIST("Error-Info", 0),
    [SIP_HEADER_EVENT] = ROW("Event", 'o'),
    [SIP_HEADER_EXPIRES] = ROW("Expires", 0),
    [SIP_HEADER_FROM] = ROW("From", 'f'),
    [SIP_HEADER_GEOLOCATION_ERROR] = ROW("Geolocation-Error", 0),
    [SIP_HEADER_MAX_FORWARDS] = ROW("Max-Forwards", 0),
    [SIP_HEADER_MIN_EXPIRES] = ROW("Min-Expires", 0),
    [SIP_HEADER_MIN_SE] = ROW("Min-SE", 0),
    [SIP_HEADER_P_EARLY_MEDIA] = LIST("P-Early-Media", 0),
    [SIP_HEADER_P_REGISTRAR_ERROR] = ROW("P-Registrar-Error", 0),
    [SIP_HEADER_PATH] = LIST("Path", 0),
    [SIP_HEADER_PERMISSION_MISSING] = LIST("Permission-Missing", 0),
    [SIP_HEADER_PRIVACY] = ROW("Privacy", 0),
    [SIP_HEADER_PROXY_AUTHENTICATE] = ROW("Proxy-Authenticate", 0),
    [SIP_HEADER_PROXY_AUTHORIZATION] = ROW("Proxy-Authorization", 0),
    [SIP_HEADER_PROXY_REQUIRE] = LIST("Proxy-Require", 0),
    [SIP_HEADER_RACK] = ROW("RAck", 0),
    [SIP_HEADER_REASON] = LIST("Reason", 0),
    [SIP_HEADER_RECORD_ROUTE] = LIST("Record-Route", 0),
    [SIP_HEADER_RECV_INFO] = LIST("Recv-Info", 0),
    [SIP_HEADER_REFER_TO] = ROW("Refer-To", 'r'),
    [SIP_HEADER_REPLACES] = ROW("Replaces", 0),
    [SIP_HEADER_REQUIRE] = LIST("Require", 0),
    [SIP_HEADER_RETRY_AFTER] = ROW("Retry-After", 0),
    [SIP_HEADER_ROUTE] = LIST("Route", 0),
    [SIP_HEADER_RSEQ] = ROW("RSeq", 0),
    [SIP_HEADER_SECURITY_SERVER] = LIST("Security-Server", 0),
    [SIP_HEADER_SERVER] = ROW("Server", 0),
    [SIP_HEADER_SESSION_EXPIRES] = ROW("Session-Expires", 'x'),
    [SIP_HEADER_SIP_ETAG] = ROW("SIP-ETag", 0),
    [SIP_HEADER_SUBSCRIPTION_STATE] = ROW("Subscription-State", 0),
    [SIP_HEADER_SUPPORTED] = LIST("Supported", 'k'),
    [SIP_HEADER_TIMESTAMP] = ROW("Timestamp", 0),
    [SIP_HEADER_TO] = ROW("To", 't'),
    [SIP_HEADER_UNSUPPORTED] = LIST("Unsupported", 0),
    [SIP_HEADER_USER_AGENT] = ROW("User-Agent", 0),
    [SIP_HEADER_VIA] = LIST("Via", 'v'),
    [SIP_HEADER_WARNING] = LIST("Warning", 0),
    [SIP_HEADER_WWW_AUTHENTICATE] = ROW("WWW-Authenticate", 0),
    [SIP_HEADER_X_ASTERISK_HANGUPCAUSE] = ROW("X-Asterisk-HangupCause", 0),
    [SIP_HEADER_X_ASTERISK_HANGUPCAUSECODE] = ROW("X-Asterisk-HangupCauseCode", 0),
};

/* The first and the last id of a letter: the ids are in alphabetical order. Letters without names
 * hold 0, whose name does not begin with them. */
static const struct {
    unsigned char first, last;
} id_ranges[26] = {
    ['a' - 'a'] = { SIP_HEADER_ACCEPT, SIP_HEADER_AUTHORIZATION },
    ['c' - 'a'] = { SIP_HEADER_CALL_ID, SIP_HEADER_CSEQ },
    ['d' - 'a'] = { SIP_HEADER_DATE, SIP_HEADER_DATE },
    ['e' - 'a'] = { SIP_HEADER_ERROR_INFO, SIP_HEADER_EXPIRES },
    ['f' - 'a'] = { SIP_HEADER_FROM, SIP_HEADER_FROM },
    ['g' - 'a'] = { SIP_HEADER_GEOLOCATION_ERROR, SIP_HEADER_GEOLOCATION_ERROR },
    ['m' - 'a'] = { SIP_HEADER_MAX_FORWARDS, SIP_HEADER_MIN_SE },
    ['p' - 'a'] = { SIP_HEADER_P_EARLY_MEDIA, SIP_HEADER_PROXY_REQUIRE },
    ['r' - 'a'] = { SIP_HEADER_RACK, SIP_HEADER_RSEQ },
    ['s' - 'a'] = { SIP_HEADER_SECURITY_SERVER, SIP_HEADER_SUPPORTED },
    ['t' - 'a'] = { SIP_HEADER_TIMESTAMP, SIP_HEADER_TO },
    ['u' - 'a'] = { SIP_HEADER_UNSUPPORTED, SIP_HEADER_USER_AGENT },
    ['v' - 'a'] = { SIP_HEADER_VIA, SIP_HEADER_VIA },
    ['w' - 'a'] = { SIP_HEADER_WARNING, SIP_HEADER_WWW_AUTHENTICATE },
    ['x' - 'a'] = { SIP_HEADER_X_ASTERISK_HANGUPCAUSE, SIP_HEADER_X_ASTERISK_HANGUPCAUSECODE },
};

const char *sip_header_name(enum sip_header_id id)
{
    return header_names[id].name.text;
}

bool sip_header_is_list(enum sip_header_id id)
{
    return header_names[id].is_list;
}

static enum sip_header_id lookup_compact(char letter)
{
    unsigned id = 0;

    while (id < SIP_HEADER_COUNT && header_names[id].compact != letter)
        id++;
    return (enum sip_header_id)id;
}

enum sip_header_id sip_header_lookup(struct span name)
{
    const struct header_name *first;
    const struct header_name *last;
    char letter;

    if (name.length == 0)
        return SIP_HEADER_COUNT;
    letter = (char)(name.text[0] | 0x20);
    if (letter < 'a' || letter > 'z')
        return SIP_HEADER_COUNT;
    if (name.length == 1)
        return lookup_compact(letter);
    first = &header_names[id_ranges[letter - 'a'].first];
    last = &header_names[id_ranges[letter - 'a'].last];
    for (const struct header_name *known = first; known <= last; known++) {
        if (known->name.length != name.length)
            continue;
        /* Most write the names as they are registered. */
        if (memcmp(known->name.text, name.text, name.length) == 0 ||
            span_equals_ignoring_case(known->name, name))
            return (enum sip_header_id)(known - header_names);
    }
    return SIP_HEADER_COUNT;
}

bool sip_row_names_cause(struct span row)
{
    static const struct span prefixes[] = { SPAN_TEXT("X-"), SPAN_TEXT("P-"), SPAN_TEXT("ms-") };
    static const struct span words[] = { SPAN_TEXT("reason"), SPAN_TEXT("cause"),
                                         SPAN_TEXT("error"), SPAN_TEXT("diagnostic"),
                                         SPAN_TEXT("failure") };
    const struct span name = span_first(row, span_part_length(row, ':'));
    bool is_theirs = false;

    for (size_t i = 0; i < PLAIN_COUNT(prefixes); i++)
        is_theirs |= span_starts_with_ignoring_case(name, prefixes[i]);
    return is_theirs && span_contains_one_of(name, words, PLAIN_COUNT(words));
}

/* The line feed that ends the row at start, folds included, or end when there is none; NULL when
 * the capture ends before that is certain. */
static const char *row_end(const struct sip_row_reader *reader, const char *start)
{
    for (;;) {
        const char *line_feed = memchr(start, '\n', (size_t)(reader->end - start));

        if (!line_feed)
            return reader->is_cut ? NULL : reader->end;
        start = line_feed + 1;
        if (start == reader->end)
            return reader->is_cut ? NULL : line_feed;
        if (*start != ' ' && *start != '\t')
            return line_feed;
    }
}

/* span_trimmed() for what nearly every row looks like: one space before, one CR behind, no more. */
static struct span trimmed(const char *start, const char *end)
{
    if (start < end && *start == ' ')
        start++;
    if (start < end && end[-1] == '\r')
        end--;
    if (start < end && ((unsigned char)*start <= ' ' || (unsigned char)end[-1] <= ' '))
        return span_trimmed((struct span){ start, (size_t)(end - start) });
    return (struct span){ start, (size_t)(end - start) };
}

enum sip_row sip_row_next(struct sip_row_reader *reader, struct sip_header *header)
{
    const char *start = reader->at;
    const char *end = start;
    const char *colon;
    struct span name;

    while (end < reader->end && *end == '\r')
        end++;
    if (end == reader->end)
        return reader->is_cut ? SIP_ROW_CUT : SIP_ROW_MISSING;
    if (*end == '\n') {
        reader->at = end + 1;
        return SIP_ROW_END;
    }
    end = row_end(reader, start);
    if (!end)
        return SIP_ROW_CUT;
    reader->at = end < reader->end ? end + 1 : end;
    colon = memchr(start, ':', (size_t)(end - start));
    if (!colon || *start == ' ' || *start == '\t')
        return SIP_ROW_BAD;
    name = trimmed(start, colon);
    if (name.length == 0)
        return SIP_ROW_BAD;
    header->id = sip_header_lookup(name);
    header->value = trimmed(header->id == SIP_HEADER_COUNT ? start : colon + 1, end);
    return SIP_ROW_HEADER;
}

bool sip_message_next_other_row(const struct sip_message *message, struct span *rest,
                                struct span *name, struct span *value)
{
    const char *end =
        message->body.length ? message->body.text : message->whole.text + message->whole.length;
    struct sip_row_reader reader = { rest->text, end, message->headers_are_cut };
    struct sip_header header;
    enum sip_row row;

    if (!rest->text) {
        const char *line_feed = memchr(message->whole.text, '\n', message->whole.length);

        reader.at = line_feed ? line_feed + 1 : end;
    }
    for (;;) {
        row = sip_row_next(&reader, &header);
        if (row == SIP_ROW_HEADER && header.id == SIP_HEADER_COUNT)
            break;
        if (row != SIP_ROW_HEADER && row != SIP_ROW_BAD)
            return false;
    }
    *rest = (struct span){ reader.at, 0 };
    *name = span_trimmed(span_first(header.value, span_part_length(header.value, ':')));
    *value = span_trimmed(span_behind(header.value, span_part_length(header.value, ':') + 1));
    return true;
}
