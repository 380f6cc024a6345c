/* sip_value.c
 * Reading header values: lists, parameters, addresses, and the values of single headers.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "sip_message.h"

#include "plain.h"
#include "sip_header.h"

#include <string.h>

/* Takes the next row with this id; only the last of several has no next one. */
static bool next_row(const struct sip_message *message, enum sip_header_id id, unsigned *next,
                     struct span *value)
{
    unsigned row = *next < message->first_rows[id] ? message->first_rows[id] : *next;

    while (row < message->header_count && message->headers[row].id != id)
        row++;
    if (row >= message->header_count)
        return false;
    *value = message->headers[row].value;
    *next = message->repeated >> id & 1 ? row + 1 : message->header_count;
    return true;
}

bool sip_message_next_value(const struct sip_message *message, enum sip_header_id id,
                            struct sip_header_cursor *cursor, struct span *value)
{
    if (!(message->present >> id & 1))
        return false;
    if (!sip_header_is_list(id))
        return next_row(message, id, &cursor->next_row, value);
    while (cursor->rest.length == 0 || !span_next_in_list(&cursor->rest, value)) {
        if (cursor->next_row >= message->header_count ||
            !next_row(message, id, &cursor->next_row, &cursor->rest))
            return false;
        /* Most rows have one value. */
        if (cursor->rest.length > 0 && !memchr(cursor->rest.text, ',', cursor->rest.length)) {
            *value = cursor->rest;
            cursor->rest = NO_SPAN;
            return true;
        }
    }
    return true;
}

unsigned sip_message_count_values(const struct sip_message *message, enum sip_header_id id)
{
    struct sip_header_cursor cursor = { 0 };
    struct span value;
    unsigned count = 0;

    while (sip_message_next_value(message, id, &cursor, &value))
        count++;
    return count;
}

/* What stands before the first parameter. */
static struct span without_parameters(struct span value)
{
    return span_trimmed(span_first(value, span_part_length(value, ';')));
}

bool sip_message_lists(const struct sip_message *message, enum sip_header_id id, struct span token)
{
    struct sip_header_cursor cursor = { 0 };
    struct span value;

    while (sip_message_next_value(message, id, &cursor, &value)) {
        if (span_equals_ignoring_case(without_parameters(value), token))
            return true;
    }
    return false;
}

/* false: they differ in more than letter case. */
static inline bool may_be_same(char a, char b)
{
    return ((a ^ b) & ~0x20) == 0;
}

/* is_parameter() of a text that has white space, another letter case or no value. */
static __attribute__((noinline)) bool is_odd_parameter(struct span text, struct span name,
                                                       char separator, struct span *value)
{
    while (text.length > 0 && span_is_white(text.text[0]))
        text = span_behind(text, 1);
    if (!span_starts_with_ignoring_case(text, name))
        return false;
    text = span_behind(text, name.length);
    while (text.length > 0 && span_is_white(text.text[0]))
        text = span_behind(text, 1);
    if (text.length > 0 && text.text[0] != '=' && text.text[0] != separator)
        return false;
    *value = text.length > 0 && text.text[0] == '=' ? span_behind(text, 1) : span_first(text, 0);
    return true;
}

/* Does text begin with "name = value", or with "name" before separator or the end? *value is then
 * what follows the equals sign, to the end of text. */
static inline bool is_parameter(struct span text, struct span name, char separator,
                                struct span *value)
{
    if (text.length > name.length && text.text[name.length] == '=' &&
        span_same_bytes(text.text, name.text, name.length)) {
        *value = span_behind(text, name.length + 1);
        return true;
    }
    return text.length > 0 && (span_is_white(*text.text) || may_be_same(*text.text, *name.text)) &&
           is_odd_parameter(text, name, separator, value);
}

static inline struct sip_parameters parameters_of(struct span header_value)
{
    struct sip_parameters parameters = { .value = header_value };
    size_t length = 0;

    /* As From and To begin: a name in quotes or a URI in <>. */
    parameters.protects =
        header_value.length > 0 && (header_value.text[0] == '"' || header_value.text[0] == '<');
    if (!parameters.protects) {
        length = span_offset_of(header_value, ';');
        /* Asked once of the whole: many values protect nothing. */
        parameters.protects = length < header_value.length && span_protects(header_value);
    }
    if (parameters.protects)
        length = span_unprotected_length(header_value, ';', length);
    parameters.value = span_first(header_value, length);
    parameters.rest = span_behind(header_value, length + 1);
    return parameters;
}

static inline bool find_parameter(const struct sip_parameters *parameters, struct span name,
                                  struct span *value)
{
    const bool protects = parameters->protects;
    struct span rest = parameters->rest;

    while (rest.length > 0) {
        size_t length;

        if (is_parameter(rest, name, ';', value)) {
            length = protects ? span_part_length(*value, ';') : span_offset_of(*value, ';');
            *value = span_unquoted(span_trimmed(span_first(*value, length)));
            return true;
        }
        length = protects ? span_part_length(rest, ';') : span_offset_of(rest, ';');
        rest = span_behind(rest, length + 1);
    }
    return false;
}

struct sip_parameters sip_parameters_of(struct span header_value)
{
    return parameters_of(header_value);
}

bool sip_parameters_find(const struct sip_parameters *parameters, struct span name,
                         struct span *value)
{
    return find_parameter(parameters, name, value);
}

bool sip_parameter(struct span header_value, struct span name, struct span *value)
{
    const struct sip_parameters parameters = parameters_of(header_value);

    return find_parameter(&parameters, name, value);
}

bool sip_auth_parameter(struct span header_value, struct span name, struct span *value)
{
    struct span scheme;
    struct span part;

    span_next_word(&header_value, &scheme);
    while (span_next_in_list(&header_value, &part)) {
        if (is_parameter(part, name, ',', value)) {
            *value = span_unquoted(span_trimmed(*value));
            return true;
        }
    }
    return false;
}

struct span sip_address_uri(struct span header_value)
{
    size_t open = span_part_length(header_value, '<');
    struct span uri;

    /* Without <> what follows the first ; belongs to the header (RFC 3261 section 20). */
    if (open == header_value.length)
        return without_parameters(header_value);
    uri = span_behind(header_value, open + 1);
    return span_trimmed(span_first(uri, span_offset_of(uri, '>')));
}

static bool ends_host(char c)
{
    switch (c) {
    case ':':
    case ';':
    case '?':
    case '>':
    case ' ':
    case '\t':
        return true;
    default:
        return false;
    }
}

/* Reads host and port from what follows the @. */
static void read_host(struct span rest, struct sip_uri *uri)
{
    size_t length = 0;
    uint32_t port;

    if (rest.length > 0 && rest.text[0] == '[') {
        length = span_offset_of(rest, ']');
        uri->host = span_behind(span_first(rest, length), 1);
        length++;
    } else {
        while (length < rest.length && !ends_host(rest.text[length]))
            length++;
        uri->host = span_first(rest, length);
    }
    rest = span_behind(rest, length);
    if (rest.length > 0 && rest.text[0] == ':' && span_number(span_behind(rest, 1), &port) &&
        port <= UINT16_MAX)
        uri->port = port;
}

struct sip_uri sip_uri_read(struct span uri)
{
    struct sip_uri result = { NO_SPAN, NO_SPAN, NO_SPAN, 0 };
    size_t colon = span_offset_of(uri, ':');
    size_t at_sign;
    struct span rest;

    if (colon == uri.length)
        return result;
    result.scheme = span_trimmed(span_first(uri, colon));
    rest = span_behind(uri, colon + 1);
    if (!span_equals_ignoring_case(result.scheme, SPAN_OF("sip")) &&
        !span_equals_ignoring_case(result.scheme, SPAN_OF("sips"))) {
        if (span_equals_ignoring_case(result.scheme, SPAN_OF("tel")))
            result.user = span_first(rest, span_offset_of(rest, ';'));
        return result;
    }
    /* A user may hold ; and ?, so the @ is looked for first. */
    at_sign = span_offset_of(rest, '@');
    if (at_sign < rest.length) {
        struct span user_info = span_first(rest, at_sign);

        result.user = span_first(user_info, span_offset_of(user_info, ':'));
        rest = span_behind(rest, at_sign + 1);
    }
    read_host(rest, &result);
    return result;
}

/* Takes a word that is a number off *rest. */
static bool take_number(struct span *rest, uint32_t *number)
{
    const struct span text = *rest;
    size_t at = 0, begin;
    uint64_t value = 0;

    while (at < text.length && span_is_white(text.text[at]))
        at++;
    begin = at;
    for (; at < text.length && plain_is_digit(text.text[at]) && value <= UINT32_MAX; at++)
        value = value * 10 + (uint64_t)(text.text[at] - '0');
    if (at == begin || value > UINT32_MAX || (at < text.length && !span_is_white(text.text[at])))
        return false;
    *rest = span_behind(text, at);
    *number = (uint32_t)value;
    return true;
}

bool sip_message_cseq(const struct sip_message *message, uint32_t *number, struct span *method)
{
    struct span rest = sip_message_header(message, SIP_HEADER_CSEQ);

    return take_number(&rest, number) && span_next_word(&rest, method);
}

bool sip_message_rack(const struct sip_message *message, uint32_t *rseq, uint32_t *cseq_number,
                      struct span *method)
{
    struct span rest = sip_message_header(message, SIP_HEADER_RACK);

    return take_number(&rest, rseq) && take_number(&rest, cseq_number) &&
           span_next_word(&rest, method);
}

bool sip_message_top_via(const struct sip_message *message, struct sip_via *via)
{
    struct sip_header_cursor cursor = { 0 };
    struct span value;

    return sip_message_next_value(message, SIP_HEADER_VIA, &cursor, &value) &&
           sip_via_read(value, via);
}

bool sip_via_read(struct span value, struct sip_via *via)
{
    struct span rest = without_parameters(value);

    /* Behind name and version; each slash may have white space around it. */
    rest = span_behind(rest, span_offset_of(rest, '/') + 1);
    rest = span_behind(rest, span_offset_of(rest, '/') + 1);
    if (!span_next_word(&rest, &via->transport))
        return false;
    via->sent_by = span_trimmed(rest);
    return via->sent_by.length > 0;
}

bool sip_reason_read(struct span value, struct sip_reason *reason)
{
    struct span cause;

    reason->protocol = without_parameters(value);
    reason->cause = 0;
    if (!sip_parameter(value, SPAN_OF("text"), &reason->text))
        reason->text = NO_SPAN;
    if (!sip_parameter(value, SPAN_OF("location"), &reason->location))
        reason->location = NO_SPAN;
    if (sip_parameter(value, SPAN_OF("cause"), &cause) && span_number(cause, &reason->cause))
        return reason->protocol.length > 0;
    return reason->protocol.length > 0 && reason->text.length > 0;
}

bool sip_warning_read(struct span value, struct sip_warning *warning)
{
    if (!take_number(&value, &warning->code))
        return false;
    value = span_trimmed(value);
    warning->agent = NO_SPAN;
    /* Some leave the agent out. */
    if (value.length > 0 && value.text[0] != '"')
        span_next_word(&value, &warning->agent);
    warning->text = span_unquoted(span_trimmed(value));
    return true;
}
