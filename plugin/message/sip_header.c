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

/* Where a name of this length stands in header_places, by its first and its last letter in lower
 * case. The factors are chosen such that no two names share a place; two that did would not
 * compile, as one would override the other. */
#define PLACE_OF(first, last, length) ((11u * (first) + 9u * (last) + 17u * (length)) % 256)
#define PLACE(first, last, length, id) [PLACE_OF(first, last, length)] = ((id) + 1)

/* The id of a name plus 1, 0: none; the compact forms stand last. */
static const uint8_t header_places[256] = { PLACE('a', 't', 6, SIP_HEADER_ACCEPT),
                                            PLACE('a', 'g', 15, SIP_HEADER_ACCEPT_ENCODING),
                                            PLACE('a', 'e', 15, SIP_HEADER_ACCEPT_LANGUAGE),
                                            PLACE('a', 'r', 14, SIP_HEADER_ALERTMSG_ERROR),
                                            PLACE('a', 'w', 5, SIP_HEADER_ALLOW),
                                            PLACE('a', 's', 12, SIP_HEADER_ALLOW_EVENTS),
                                            PLACE('a', 'n', 13, SIP_HEADER_AUTHORIZATION),
                                            PLACE('c', 'd', 7, SIP_HEADER_CALL_ID),
                                            PLACE('c', 'o', 9, SIP_HEADER_CALL_INFO),
                                            PLACE('c', 't', 7, SIP_HEADER_CONTACT),
                                            PLACE('c', 'n', 19, SIP_HEADER_CONTENT_DISPOSITION),
                                            PLACE('c', 'g', 16, SIP_HEADER_CONTENT_ENCODING),
                                            PLACE('c', 'h', 14, SIP_HEADER_CONTENT_LENGTH),
                                            PLACE('c', 'e', 12, SIP_HEADER_CONTENT_TYPE),
                                            PLACE('c', 'q', 4, SIP_HEADER_CSEQ),
                                            PLACE('d', 'e', 4, SIP_HEADER_DATE),
                                            PLACE('e', 'o', 10, SIP_HEADER_ERROR_INFO),
                                            PLACE('e', 't', 5, SIP_HEADER_EVENT),
                                            PLACE('e', 's', 7, SIP_HEADER_EXPIRES),
                                            PLACE('f', 'm', 4, SIP_HEADER_FROM),
                                            PLACE('g', 'r', 17, SIP_HEADER_GEOLOCATION_ERROR),
                                            PLACE('m', 's', 12, SIP_HEADER_MAX_FORWARDS),
                                            PLACE('m', 's', 11, SIP_HEADER_MIN_EXPIRES),
                                            PLACE('m', 'e', 6, SIP_HEADER_MIN_SE),
                                            PLACE('p', 'a', 13, SIP_HEADER_P_EARLY_MEDIA),
                                            PLACE('p', 'r', 17, SIP_HEADER_P_REGISTRAR_ERROR),
                                            PLACE('p', 'h', 4, SIP_HEADER_PATH),
                                            PLACE('p', 'g', 18, SIP_HEADER_PERMISSION_MISSING),
                                            PLACE('p', 'y', 7, SIP_HEADER_PRIVACY),
                                            PLACE('p', 'e', 18, SIP_HEADER_PROXY_AUTHENTICATE),
                                            PLACE('p', 'n', 19, SIP_HEADER_PROXY_AUTHORIZATION),
                                            PLACE('p', 'e', 13, SIP_HEADER_PROXY_REQUIRE),
                                            PLACE('r', 'k', 4, SIP_HEADER_RACK),
                                            PLACE('r', 'n', 6, SIP_HEADER_REASON),
                                            PLACE('r', 'e', 12, SIP_HEADER_RECORD_ROUTE),
                                            PLACE('r', 'o', 9, SIP_HEADER_RECV_INFO),
                                            PLACE('r', 'o', 8, SIP_HEADER_REFER_TO),
                                            PLACE('r', 's', 8, SIP_HEADER_REPLACES),
                                            PLACE('r', 'e', 7, SIP_HEADER_REQUIRE),
                                            PLACE('r', 'r', 11, SIP_HEADER_RETRY_AFTER),
                                            PLACE('r', 'e', 5, SIP_HEADER_ROUTE),
                                            PLACE('r', 'q', 4, SIP_HEADER_RSEQ),
                                            PLACE('s', 'r', 15, SIP_HEADER_SECURITY_SERVER),
                                            PLACE('s', 'r', 6, SIP_HEADER_SERVER),
                                            PLACE('s', 's', 15, SIP_HEADER_SESSION_EXPIRES),
                                            PLACE('s', 'g', 8, SIP_HEADER_SIP_ETAG),
                                            PLACE('s', 'e', 18, SIP_HEADER_SUBSCRIPTION_STATE),
                                            PLACE('s', 'd', 9, SIP_HEADER_SUPPORTED),
                                            PLACE('t', 'p', 9, SIP_HEADER_TIMESTAMP),
                                            PLACE('t', 'o', 2, SIP_HEADER_TO),
                                            PLACE('u', 'd', 11, SIP_HEADER_UNSUPPORTED),
                                            PLACE('u', 't', 10, SIP_HEADER_USER_AGENT),
                                            PLACE('v', 'a', 3, SIP_HEADER_VIA),
                                            PLACE('w', 'g', 7, SIP_HEADER_WARNING),
                                            PLACE('w', 'e', 16, SIP_HEADER_WWW_AUTHENTICATE),
                                            PLACE('x', 'e', 22, SIP_HEADER_X_ASTERISK_HANGUPCAUSE),
                                            PLACE('x', 'e', 26,
                                                  SIP_HEADER_X_ASTERISK_HANGUPCAUSECODE),
                                            PLACE('u', 'u', 1, SIP_HEADER_ALLOW_EVENTS),
                                            PLACE('i', 'i', 1, SIP_HEADER_CALL_ID),
                                            PLACE('m', 'm', 1, SIP_HEADER_CONTACT),
                                            PLACE('e', 'e', 1, SIP_HEADER_CONTENT_ENCODING),
                                            PLACE('l', 'l', 1, SIP_HEADER_CONTENT_LENGTH),
                                            PLACE('c', 'c', 1, SIP_HEADER_CONTENT_TYPE),
                                            PLACE('o', 'o', 1, SIP_HEADER_EVENT),
                                            PLACE('f', 'f', 1, SIP_HEADER_FROM),
                                            PLACE('r', 'r', 1, SIP_HEADER_REFER_TO),
                                            PLACE('x', 'x', 1, SIP_HEADER_SESSION_EXPIRES),
                                            PLACE('k', 'k', 1, SIP_HEADER_SUPPORTED),
                                            PLACE('t', 't', 1, SIP_HEADER_TO),
                                            PLACE('v', 'v', 1, SIP_HEADER_VIA) };

const char *sip_header_name(enum sip_header_id id)
{
    return header_names[id].name.text;
}

bool sip_header_is_list(enum sip_header_id id)
{
    return header_names[id].is_list;
}

static inline bool is_name(const struct header_name *known, struct span name)
{
    if (name.length == 1)
        return known->compact == plain_lower(name.text[0]);
    /* Most write the names as they are registered. */
    return known->name.length == name.length &&
           (memcmp(known->name.text, name.text, name.length) == 0 ||
            span_equals_ignoring_case(known->name, name));
}

/* Inline, as it is asked for each row of each message. */
static inline enum sip_header_id id_of(struct span name)
{
    unsigned first, last, id;

    if (name.length == 0)
        return SIP_HEADER_COUNT;
    /* Lower case if it is a letter; what else it may be is compared then. */
    first = (unsigned char)name.text[0] | 0x20u;
    last = (unsigned char)name.text[name.length - 1] | 0x20u;
    id = header_places[PLACE_OF(first, last, (unsigned)name.length)];
    if (id == 0 || !is_name(&header_names[id - 1], name))
        return SIP_HEADER_COUNT;
    return (enum sip_header_id)(id - 1);
}

enum sip_header_id sip_header_lookup(struct span name)
{
    return id_of(name);
}

/* Does the name of a field that is none of ours say that it tells a cause? row: name and value. */
static bool names_cause(struct span row)
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
static inline const char *row_end(const struct sip_row_reader *reader, const char *start)
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

/* Is the line at reader->at the empty one, or none at all? HEADER: it has text, maybe behind CRs.
 */
static enum sip_row empty_line(struct sip_row_reader *reader)
{
    const char *at = reader->at;

    while (at < reader->end && *at == '\r')
        at++;
    if (at == reader->end)
        return reader->is_cut ? SIP_ROW_CUT : SIP_ROW_MISSING;
    if (*at != '\n')
        return SIP_ROW_HEADER;
    reader->at = at + 1;
    return SIP_ROW_END;
}

static inline struct span between(const char *start, const char *end)
{
    return (struct span){ start, (size_t)(end - start) };
}

/* A control character or a space: nearly no row begins with one, nor does its name end with one. */
static inline bool is_odd(char c)
{
    return (unsigned char)c <= ' ';
}

/* span_trimmed() for what nearly every value looks like: one space before, one CR behind. */
static inline struct span value_between(const char *start, const char *end)
{
    if (end - start > 2) {
        start += *start == ' ';
        end -= end[-1] == '\r';
        if (!is_odd(*start) && !is_odd(end[-1]))
            return between(start, end);
    }
    return span_trimmed(between(start, end));
}

/* Does the row begin with this name, written as it is registered, and a colon right behind it? */
static inline bool begins_with(const char *start, const char *end, struct span name)
{
    return (size_t)(end - start) > name.length && start[name.length] == ':' &&
           memcmp(start, name.text, name.length) == 0;
}

/* Reads the name of a row and finds the colon behind it; false when there is none. */
static inline bool read_name(const char *start, const char *end, bool begins_oddly,
                             enum sip_header_id *id, const char **colon)
{
    struct span name;

    *colon = memchr(start, ':', (size_t)(end - start));
    if (!*colon || (begins_oddly && (*start == ' ' || *start == '\t')))
        return false;
    name = between(start, *colon);
    if (begins_oddly || *colon == start || is_odd((*colon)[-1]))
        name = span_trimmed(name);
    *id = id_of(name);
    return name.length > 0;
}

/* Inline, as most of reading a message is this; its rare cases are apart. guess: what the row
 * probably is. */
static inline __attribute__((always_inline)) enum sip_row
next_row(struct sip_row_reader *reader, enum sip_header_id guess, struct sip_header *header)
{
    const char *const start = reader->at;
    const bool begins_oddly = start == reader->end || is_odd(*start);
    const char *end, *colon;

    if (begins_oddly) {
        enum sip_row kind = empty_line(reader);

        if (kind != SIP_ROW_HEADER)
            return kind;
    }
    end = row_end(reader, start);
    if (!end)
        return SIP_ROW_CUT;
    reader->at = end < reader->end ? end + 1 : end;
    if (guess != SIP_HEADER_COUNT && begins_with(start, end, header_names[guess].name)) {
        header->id = guess;
        colon = start + header_names[guess].name.length;
    } else if (!read_name(start, end, begins_oddly, &header->id, &colon)) {
        return SIP_ROW_BAD;
    }
    header->value = value_between(header->id == SIP_HEADER_COUNT ? start : colon + 1, end);
    return SIP_ROW_HEADER;
}

enum sip_row sip_row_next(struct sip_row_reader *reader, struct sip_header *header)
{
    return next_row(reader, SIP_HEADER_COUNT, header);
}

static void keep_other_row(struct sip_message *message, struct span row)
{
    if (!message->other_row)
        message->other_row = row.text;
    if (message->cause_row.length == 0 && names_cause(row))
        message->cause_row = row;
}

_Static_assert(SIP_HEADER_COUNT <= 64, "sip_message.present has a bit for each header");
_Static_assert(SIP_MESSAGE_HEADERS_MAX <= 256, "sip_message.first_rows holds any row");

/* row is the next one of message->headers, or none of them when all are filled. */
static inline void keep_row(struct sip_message *message, const struct sip_header *row)
{
    uint64_t bit;

    if (row->id == SIP_HEADER_COUNT) {
        keep_other_row(message, row->value);
        return;
    }
    if (message->header_count == SIP_MESSAGE_HEADERS_MAX) {
        message->too_many_headers = true;
        return;
    }
    bit = SIP_HEADER_BIT(row->id);
    if (message->present & bit)
        message->repeated |= bit;
    else
        message->first_rows[row->id] = (uint8_t)message->header_count;
    message->present |= bit;
    message->header_count++;
}

/* The header that came behind each one, behind one that is none of ours and first of all, in the
 * latest request and the latest response: most devices keep to an order. Only a guess, which is
 * compared with the row. */
static uint8_t followers[2][SIP_HEADER_COUNT + 1];

enum sip_row sip_rows_read(struct sip_row_reader *reader, struct sip_message *message)
{
    uint8_t *follower = &followers[message->is_response][SIP_HEADER_COUNT];
    struct sip_header unkept = { SIP_HEADER_COUNT, NO_SPAN };
    struct sip_row_reader here = *reader;
    enum sip_row kind;

    for (;;) {
        struct sip_header *row = message->header_count < SIP_MESSAGE_HEADERS_MAX
                                     ? &message->headers[message->header_count]
                                     : &unkept;

        kind = next_row(&here, (enum sip_header_id) * follower, row);
        if (kind == SIP_ROW_HEADER) {
            *follower = (uint8_t)row->id;
            follower = &followers[message->is_response][row->id];
            keep_row(message, row);
        } else if (kind == SIP_ROW_BAD) {
            message->has_bad_line = true;
        } else {
            break;
        }
    }
    reader->at = here.at;
    return kind;
}

bool sip_message_next_other_row(const struct sip_message *message, struct span *rest,
                                struct span *name, struct span *value)
{
    const char *end =
        message->body.length ? message->body.text : message->whole.text + message->whole.length;
    struct sip_row_reader reader = { rest->text ? rest->text : message->other_row, end,
                                     message->headers_are_cut };
    struct sip_header header;
    enum sip_row row;

    if (!message->other_row)
        return false;
    do {
        row = sip_row_next(&reader, &header);
        if (row != SIP_ROW_HEADER && row != SIP_ROW_BAD)
            return false;
    } while (row == SIP_ROW_BAD || header.id != SIP_HEADER_COUNT);
    *rest = (struct span){ reader.at, 0 };
    *name = span_trimmed(span_first(header.value, span_part_length(header.value, ':')));
    *value = span_trimmed(span_behind(header.value, span_part_length(header.value, ':') + 1));
    return true;
}
