/* sip_row.c
 * The rows of a header section.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "plain.h"
#include "sip_header.h"

#include <string.h>

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
           span_same_bytes(start, name.text, name.length);
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
    *id = sip_header_lookup(name);
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
    if (guess != SIP_HEADER_COUNT && begins_with(start, end, sip_header_kinds[guess].name)) {
        header->id = guess;
        colon = start + sip_header_kinds[guess].name.length;
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

/* The header that came behind each one, behind one that is none of ours and first of all, in the
 * latest request and the latest response: most devices keep to an order. Only a guess, which is
 * compared with the row. */
static uint8_t followers[2][SIP_HEADER_COUNT + 1];

enum sip_row sip_rows_read(struct sip_row_reader *reader, struct sip_message *message)
{
    /* All in variables of its own, which the compiler need not read again for each row. */
    uint8_t *const followers_here = followers[message->is_response];
    uint8_t *follower = &followers_here[SIP_HEADER_COUNT];
    struct sip_row_reader here = *reader;
    uint64_t present = 0, repeated = 0;
    unsigned count = 0;
    struct sip_header row;
    enum sip_row kind;

    while ((kind = next_row(&here, (enum sip_header_id) * follower, &row)) == SIP_ROW_HEADER ||
           kind == SIP_ROW_BAD) {
        if (kind == SIP_ROW_BAD) {
            message->has_bad_line = true;
            continue;
        }
        *follower = (uint8_t)row.id;
        follower = &followers_here[row.id];
        if (row.id == SIP_HEADER_COUNT) {
            keep_other_row(message, row.value);
        } else if (count == SIP_MESSAGE_HEADERS_MAX) {
            message->too_many_headers = true;
        } else {
            if (present & SIP_HEADER_BIT(row.id))
                repeated |= SIP_HEADER_BIT(row.id);
            else
                message->first_rows[row.id] = (uint8_t)count;
            present |= SIP_HEADER_BIT(row.id);
            message->headers[count++] = row;
        }
    }
    message->present = present;
    message->repeated = repeated;
    message->header_count = count;
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
