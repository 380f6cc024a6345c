/* sip_body.c
 * The parts of a body: multiparts opened, the SDP and the sipfrag status found.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "sip_message.h"

#include "sip_header.h"

#include <string.h>

/* The parts found so far, and what the message tells about all of them. */
struct part_list {
    struct sip_body_part *parts;
    unsigned count;
    bool has_more;      /* SIP_BODY_PARTS_MAX was reached */
    bool nests_deeper;  /* SIP_BODY_NESTING_MAX was reached */
    const char *cut_at; /* where the captured text ends, NULL if nothing was cut */
};

/* What the headers of a message or of a part say about the body. */
struct entity {
    struct span content_type; /* with parameters */
    struct span disposition;
    struct span encoding;
    struct span content;
};

static struct span first_part(struct span value)
{
    return span_trimmed(span_first(value, span_part_length(value, ';')));
}

static bool is_encoded(struct span encoding)
{
    return encoding.length > 0 && !span_equals_ignoring_case(encoding, SPAN_OF("identity"));
}

static bool ends_at_cut(const struct part_list *list, struct span text)
{
    return list->cut_at && text.text + text.length == list->cut_at;
}

/* false when the part's headers are not there to their end. */
static bool read_part_headers(const struct part_list *list, struct span text, struct entity *entity)
{
    struct sip_row_reader reader = { text.text, text.text + text.length, ends_at_cut(list, text) };
    struct sip_header row;
    enum sip_row kind;

    *entity = (struct entity){ NO_SPAN, NO_SPAN, NO_SPAN, NO_SPAN };
    while ((kind = sip_row_next(&reader, &row)) == SIP_ROW_HEADER || kind == SIP_ROW_BAD) {
        if (kind == SIP_ROW_BAD)
            continue;
        if (row.id == SIP_HEADER_CONTENT_TYPE)
            entity->content_type = row.value;
        else if (row.id == SIP_HEADER_CONTENT_DISPOSITION)
            entity->disposition = row.value;
        else if (row.id == SIP_HEADER_CONTENT_ENCODING)
            entity->encoding = row.value;
    }
    if (kind != SIP_ROW_END)
        return false;
    entity->content.text = reader.at;
    entity->content.length = (size_t)(reader.end - reader.at);
    return true;
}

enum delimiter { DELIMITER_NONE, DELIMITER_BETWEEN, DELIMITER_LAST };

/* RFC 2046 section 5.1.1: "--" boundary, "--" behind the last part, white space. */
static enum delimiter delimiter_kind(struct span line, struct span boundary)
{
    if (line.length < boundary.length + 2 || line.text[0] != '-' || line.text[1] != '-' ||
        !span_equals(span_first(span_behind(line, 2), boundary.length), boundary))
        return DELIMITER_NONE;
    line = span_trimmed(span_behind(line, boundary.length + 2));
    if (line.length == 0)
        return DELIMITER_BETWEEN;
    return span_equals(line, SPAN_OF("--")) ? DELIMITER_LAST : DELIMITER_NONE;
}

/* The line end before a delimiter belongs to the delimiter. */
static struct span without_line_end(struct span text)
{
    if (text.length > 0 && text.text[text.length - 1] == '\n')
        text.length--;
    if (text.length > 0 && text.text[text.length - 1] == '\r')
        text.length--;
    return text;
}

/* Takes the text up to the next delimiter off *rest; without one, all of it. */
static enum delimiter take_part(struct span *rest, struct span boundary, struct span *part)
{
    const char *start = rest->text;
    struct span line;

    while (rest->length > 0) {
        const char *line_start = rest->text;
        enum delimiter kind;

        span_next_line(rest, &line);
        kind = delimiter_kind(line, boundary);
        if (kind != DELIMITER_NONE) {
            *part = without_line_end((struct span){ start, (size_t)(line_start - start) });
            return kind;
        }
    }
    *part = (struct span){ start, (size_t)(rest->text - start) };
    return DELIMITER_NONE;
}

static void add_leaf(struct part_list *list, const struct entity *entity)
{
    struct sip_body_part *part = &list->parts[list->count++];

    part->content_type = first_part(entity->content_type);
    part->disposition = first_part(entity->disposition);
    part->content = entity->content;
}

static void add_entity(struct part_list *list, const struct entity *entity, unsigned depth);

static void open_multipart(struct part_list *list, const struct entity *entity, unsigned depth)
{
    struct span rest = entity->content;
    struct span boundary;
    struct span text;
    struct entity part;
    enum delimiter kind;

    if (!sip_parameter(entity->content_type, SPAN_OF("boundary"), &boundary) ||
        boundary.length == 0)
        return;
    kind = take_part(&rest, boundary, &text); /* the preamble */
    while (kind == DELIMITER_BETWEEN && rest.length > 0 && list->count < SIP_BODY_PARTS_MAX) {
        kind = take_part(&rest, boundary, &text);
        if (text.length > 0 && read_part_headers(list, text, &part))
            add_entity(list, &part, depth + 1);
    }
    list->has_more |= list->count == SIP_BODY_PARTS_MAX && kind == DELIMITER_BETWEEN;
}

static void add_entity(struct part_list *list, const struct entity *entity, unsigned depth)
{
    if (is_encoded(entity->encoding))
        return;
    if (!span_starts_with_ignoring_case(entity->content_type, SPAN_OF("multipart/")))
        add_leaf(list, entity);
    else if (depth < SIP_BODY_NESTING_MAX)
        open_multipart(list, entity, depth);
    else
        list->nests_deeper = true;
}

static struct part_list list_parts(const struct sip_message *message, struct sip_body_part *parts)
{
    struct part_list list = { .parts = parts };
    struct entity entity;

    if (message->body.length == 0)
        return list;
    if (message->is_cut)
        list.cut_at = message->body.text + message->body.length;
    entity.content_type = sip_message_header(message, SIP_HEADER_CONTENT_TYPE);
    entity.disposition = sip_message_header(message, SIP_HEADER_CONTENT_DISPOSITION);
    entity.encoding = sip_message_header(message, SIP_HEADER_CONTENT_ENCODING);
    entity.content = message->body;
    add_entity(&list, &entity, 0);
    return list;
}

unsigned sip_message_body_parts(const struct sip_message *message,
                                struct sip_body_part parts[SIP_BODY_PARTS_MAX])
{
    return list_parts(message, parts).count;
}

bool sip_message_has_more_parts(const struct sip_message *message)
{
    struct sip_body_part parts[SIP_BODY_PARTS_MAX];

    return list_parts(message, parts).has_more;
}

bool sip_message_nests_deeper(const struct sip_message *message)
{
    struct sip_body_part parts[SIP_BODY_PARTS_MAX];

    return list_parts(message, parts).nests_deeper;
}

/* Does the part end where the capture cut the message? */
static bool part_is_cut(const struct sip_message *message, struct span content)
{
    return message->is_cut &&
           content.text + content.length == message->body.text + message->body.length;
}

bool sip_message_sdp(const struct sip_message *message, struct span *sdp)
{
    struct sip_body_part parts[SIP_BODY_PARTS_MAX];
    unsigned count = sip_message_body_parts(message, parts);

    for (unsigned i = 0; i < count; i++) {
        if (!span_equals_ignoring_case(parts[i].content_type, SPAN_OF("application/sdp")) ||
            span_equals_ignoring_case(parts[i].disposition, SPAN_OF("early-session")))
            continue;
        *sdp = parts[i].content;
        if (part_is_cut(message, *sdp)) {
            /* Half an address would be a wrong address. */
            while (sdp->length > 0 && sdp->text[sdp->length - 1] != '\n')
                sdp->length--;
        }
        return true;
    }
    return false;
}

bool sip_message_sipfrag_status(const struct sip_message *message, unsigned *status_code,
                                struct span *reason_phrase)
{
    struct sip_body_part parts[SIP_BODY_PARTS_MAX];
    struct sip_message fragment;
    unsigned count = sip_message_body_parts(message, parts);

    for (unsigned i = 0; i < count; i++) {
        struct span text = parts[i].content;
        size_t missing_length = part_is_cut(message, text) ? 1 : 0;

        if (!span_equals_ignoring_case(parts[i].content_type, SPAN_OF("message/sipfrag")) ||
            sip_message_read(text.text, text.length, text.length + missing_length, &fragment) < 0 ||
            !fragment.is_response || fragment.status_code == 0)
            continue;
        *status_code = fragment.status_code;
        *reason_phrase = fragment.reason_phrase;
        return true;
    }
    return false;
}
