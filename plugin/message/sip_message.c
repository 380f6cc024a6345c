/* sip_message.c
 * Reading one SIP message: start line, header rows, Content-Length, body.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "sip_message.h"

#include "plain.h"
#include "sip_header.h"

#include <string.h>

/* The headers array stays as it is: only header_count rows of it are ever read. */
static void reset(struct sip_message *message)
{
    message->whole = NO_SPAN;
    message->is_response = false;
    message->status_code = 0;
    message->reason_phrase = NO_SPAN;
    message->method = NO_SPAN;
    message->request_uri = NO_SPAN;
    message->version = NO_SPAN;
    message->header_count = 0;
    message->present = message->repeated = 0;
    message->other_row = NULL;
    message->cause_row = NO_SPAN;
    message->too_many_headers = false;
    message->has_bad_line = false;
    message->is_cut = false;
    message->is_too_large = false;
    message->headers_are_cut = false;
    message->headers_are_unended = false;
    message->content_length = CONTENT_LENGTH_ABSENT;
    message->body = NO_SPAN;
}

/* RFC 3261 section 25.1: token. */
static bool is_token(struct span text)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = text.text[i];
        bool is_letter = plain_lower(c) >= 'a' && plain_lower(c) <= 'z';

        if (!is_letter && !plain_is_digit(c) && (c == '\0' || !strchr("-.!%*_+`'~", c)))
            return false;
    }
    return text.length > 0;
}

/* Does it begin with "SIP/"? Nearly all write it so. */
static bool names_sip(struct span text)
{
    return text.length >= 4 &&
           (memcmp(text.text, "SIP/", 4) == 0 || span_same_ignoring_case(text.text, "SIP/", 4));
}

static bool is_version(struct span word)
{
    return word.length > 4 && plain_is_digit(word.text[4]) && names_sip(word);
}

static bool read_status_code(struct span word, struct sip_message *message)
{
    uint32_t code;

    if (word.length != 3 || !span_whole_number(word, &code))
        return false;
    message->status_code = code;
    return true;
}

/* "SIP/2.0 200 OK", written as nearly all are. */
static bool read_plain_status_line(struct span line, struct sip_message *message)
{
    const struct span start = SPAN_OF("SIP/2.0 ");
    const char *code = line.text + start.length;

    if (line.length < start.length + 4 || !span_same_bytes(line.text, start.text, start.length) ||
        !plain_is_digit(code[0]) || !plain_is_digit(code[1]) || !plain_is_digit(code[2]) ||
        code[3] != ' ')
        return false;
    message->version = span_first(line, start.length - 1);
    message->status_code = (unsigned)(code[0] - '0') * 100 + (unsigned)(code[1] - '0') * 10 +
                           (unsigned)(code[2] - '0');
    message->reason_phrase = span_trimmed(span_behind(line, start.length + 4));
    return true;
}

static bool read_status_line(struct span line, struct sip_message *message)
{
    struct span code;

    message->is_response = true;
    if (read_plain_status_line(line, message))
        return true;
    span_next_word(&line, &message->version);
    span_next_word(&line, &code);
    message->reason_phrase = span_trimmed(line);
    return is_version(message->version) && read_status_code(code, message);
}

/* The URI is what lies between: one with (forbidden) spaces is still a request to be explained. */
static bool read_request_line(struct span line, struct sip_message *message)
{
    size_t last_word;

    line = span_trimmed(line);
    if (!span_next_word(&line, &message->method) || !is_token(message->method))
        return false;
    for (last_word = line.length; last_word > 0; last_word--) {
        if (line.text[last_word - 1] == ' ' || line.text[last_word - 1] == '\t')
            break;
    }
    message->version = span_behind(line, last_word);
    message->request_uri = span_trimmed(span_first(line, last_word));
    return is_version(message->version) && message->request_uri.length > 0;
}

/* Only words behind which something was captured are known to be complete. */
static struct span take_complete_word(struct span *rest)
{
    struct span word;

    return span_next_word(rest, &word) && rest->length > 0 ? word : NO_SPAN;
}

static bool read_cut_start_line(struct span line, struct sip_message *message)
{
    struct span start = line;
    struct span first = take_complete_word(&line);

    message->headers_are_cut = true;
    if (names_sip(start)) {
        message->is_response = true;
        message->version = first;
        read_status_code(take_complete_word(&line), message);
        return first.length == 0 || is_version(first);
    }
    message->method = first;
    message->request_uri = take_complete_word(&line);
    return start.length == 0 || is_token(first.length > 0 ? first : start);
}

static bool read_start_line(struct sip_row_reader *reader, struct sip_message *message)
{
    struct span rest = { reader->at, (size_t)(reader->end - reader->at) };
    struct span line = NO_SPAN;

    if (reader->is_cut && !memchr(rest.text, '\n', rest.length))
        return read_cut_start_line(rest, message);
    if (!span_next_line(&rest, &line))
        return false;
    reader->at = rest.text;
    if (names_sip(line))
        return read_status_line(line, message);
    return read_request_line(line, message);
}

static void read_headers(struct sip_row_reader *reader, struct sip_message *message)
{
    const enum sip_row end = sip_rows_read(reader, message);

    message->headers_are_cut = end == SIP_ROW_CUT;
    message->headers_are_unended = end == SIP_ROW_MISSING;
    if (end == SIP_ROW_MISSING)
        reader->at = reader->end;
}

/* The body's length on the wire by Content-Length, SIZE_MAX when it does not say. */
static size_t stated_length(struct sip_message *message)
{
    struct span value = sip_message_header(message, SIP_HEADER_CONTENT_LENGTH);
    uint32_t number;

    if (!value.text)
        return SIZE_MAX;
    if (span_whole_number(value, &number)) {
        message->content_length = CONTENT_LENGTH_EXACT;
        return number;
    }
    message->content_length = CONTENT_LENGTH_EXACT;
    for (size_t i = 0; i < value.length; i++) {
        if (!plain_is_digit(value.text[i]))
            message->content_length = CONTENT_LENGTH_NO_NUMBER;
    }
    if (value.length == 0)
        message->content_length = CONTENT_LENGTH_NO_NUMBER;
    return SIZE_MAX;
}

/* Line ends between messages are keep-alives or padding, not a wrong Content-Length. */
static bool has_more_than_line_ends(struct span text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.text[i] != '\r' && text.text[i] != '\n')
            return true;
    }
    return false;
}

/* missing_length: bytes behind available that were on the wire but are not read. The body's length
 * on the wire. */
static size_t read_body(struct sip_message *message, struct span available, size_t missing_length)
{
    size_t on_wire = available.length + missing_length;
    size_t stated = stated_length(message);

    if (message->content_length == CONTENT_LENGTH_EXACT) {
        if (stated > on_wire)
            message->content_length = CONTENT_LENGTH_TOO_LARGE;
        else if (has_more_than_line_ends(span_behind(available, stated)))
            message->content_length = CONTENT_LENGTH_TOO_SMALL;
    }
    if (stated > on_wire)
        stated = on_wire;
    message->is_cut = stated > available.length;
    message->body = span_first(available, stated);
    return stated;
}

ptrdiff_t sip_message_read(const char *text, size_t captured_length, size_t reported_length,
                           struct sip_message *message)
{
    const size_t whole_length = captured_length;
    struct sip_row_reader reader;
    size_t leading = 0;
    size_t missing_length = 0;
    size_t used;

    if (captured_length > SIP_MESSAGE_SIZE_MAX)
        captured_length = SIP_MESSAGE_SIZE_MAX;
    if (reported_length > captured_length)
        missing_length = reported_length - captured_length;
    reset(message);
    if (captured_length == 0) {
        message->is_cut = message->headers_are_cut = missing_length > 0;
        return message->is_cut ? 0 : -1;
    }
    while (leading < captured_length && (text[leading] == '\r' || text[leading] == '\n'))
        leading++;
    message->whole = (struct span){ text + leading, captured_length - leading };
    reader.at = message->whole.text;
    reader.end = reader.at + message->whole.length;
    reader.is_cut = missing_length > 0;
    if (!read_start_line(&reader, message))
        return -1;
    if (!message->headers_are_cut)
        read_headers(&reader, message);
    if (message->headers_are_cut) {
        message->is_cut = true;
        message->is_too_large = whole_length > captured_length;
        return 0;
    }
    used = (size_t)(reader.at - text);
    used += read_body(message, (struct span){ reader.at, (size_t)(reader.end - reader.at) },
                      missing_length);
    message->whole.length = (size_t)(reader.at - message->whole.text) + message->body.length;
    message->is_too_large = message->is_cut && whole_length > captured_length;
    return used <= whole_length ? (ptrdiff_t)used : 0;
}
