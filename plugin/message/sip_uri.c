/* sip_uri.c
 * Addresses taken apart, and whether two URIs name the same resource (RFC 3261 section 19.1.4).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "sip_uri.h"

#include "plain.h"
#include "sip_message.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Takes the next character off *text, an escaped one (%61) as what it stands for; -1 at the end. */
static int next_character(struct span *text)
{
    int c;

    if (text->length == 0)
        return -1;
    c = (unsigned char)text->text[0];
    if (c == '%' && text->length > 2 && hex_digit(text->text[1]) >= 0 &&
        hex_digit(text->text[2]) >= 0) {
        c = hex_digit(text->text[1]) * 16 + hex_digit(text->text[2]);
        *text = span_behind(*text, 2);
    }
    *text = span_behind(*text, 1);
    return c;
}

static bool same_text(struct span a, struct span b, bool ignores_case)
{
    int of_a, of_b;

    if (span_equals(a, b))
        return true;
    do {
        of_a = next_character(&a);
        of_b = next_character(&b);
        if (ignores_case) {
            of_a = plain_lower(of_a);
            of_b = plain_lower(of_b);
        }
    } while (of_a == of_b && of_a != -1);
    return of_a == of_b;
}

/* A telephone number's next character that is no visual separator (RFC 3966 section 5.1.1). */
static int next_digit(struct span *text)
{
    int c;

    do
        c = next_character(text);
    while (c == '-' || c == '.' || c == '(' || c == ')');
    return plain_lower(c);
}

static bool same_number(struct span a, struct span b)
{
    int of_a, of_b;

    do {
        of_a = next_digit(&a);
        of_b = next_digit(&b);
    } while (of_a == of_b && of_a != -1);
    return of_a == of_b;
}

/* A URI taken apart; parts that are not there have length 0. */
struct parts {
    struct sip_uri uri;
    struct span user_info;  /* user[:password] */
    struct span parameters; /* behind the first ; */
    struct span headers;    /* behind the ? */
};

static struct parts take_apart(struct span uri)
{
    struct parts parts = { .uri = sip_uri_read(uri) };
    struct span rest = span_behind(uri, parts.uri.scheme.length + 1);
    const size_t at_sign = span_offset_of(rest, '@');
    size_t length;

    /* The user may hold ; and ?. */
    if (at_sign < rest.length) {
        parts.user_info = span_first(rest, at_sign);
        rest = span_behind(rest, at_sign + 1);
    }
    /* Most URIs end with the host. */
    if (rest.length == parts.uri.host.length)
        return parts;
    length = span_offset_of(rest, '?');
    parts.headers = span_behind(rest, length + 1);
    rest = span_first(rest, length);
    parts.parameters = span_behind(rest, span_offset_of(rest, ';') + 1);
    return parts;
}

/* Takes the next of "name=value" parameters or headers off *rest. */
static bool next_pair(struct span *rest, char separator, struct span *name, struct span *value)
{
    struct span pair;
    size_t length, equals;

    if (rest->length == 0)
        return false;
    length = span_offset_of(*rest, separator);
    pair = span_first(*rest, length);
    equals = span_offset_of(pair, '=');
    *name = span_first(pair, equals);
    *value = span_behind(pair, equals + 1);
    *rest = span_behind(*rest, length + 1);
    return true;
}

static bool find_pair(struct span pairs, char separator, struct span wanted, struct span *value)
{
    struct span name;

    while (next_pair(&pairs, separator, &name, value)) {
        if (same_text(name, wanted, true))
            return true;
    }
    return false;
}

/* Parameters that tell two URIs apart if only one has them. transport is one by the examples of
 * section 19.1.4: without it the client may choose another one. */
static bool must_be_in_both(struct span name)
{
    static const struct span names[] = { SPAN_TEXT("user"), SPAN_TEXT("ttl"), SPAN_TEXT("method"),
                                         SPAN_TEXT("maddr"), SPAN_TEXT("transport") };

    for (size_t i = 0; i < PLAIN_COUNT(names); i++) {
        if (same_text(name, names[i], true))
            return true;
    }
    return false;
}

/* Do all pairs of a fit those of b? all_count: one that b lacks never does. */
static bool pairs_fit(struct span a, struct span b, char separator, bool all_count)
{
    struct span name, value, other;

    while (next_pair(&a, separator, &name, &value)) {
        if (name.length == 0)
            continue;
        if (!find_pair(b, separator, name, &other)) {
            if (all_count || must_be_in_both(name))
                return false;
        } else if (!same_text(value, other, true)) {
            return false;
        }
    }
    return true;
}

static bool same_pairs(struct span a, struct span b, char separator, bool all_count)
{
    if (a.length == 0 && b.length == 0)
        return true;
    return pairs_fit(a, b, separator, all_count) && pairs_fit(b, a, separator, all_count);
}

static bool same_tel_parameters(struct span a, struct span b)
{
    const struct span of_a = span_behind(a, span_part_length(a, ';') + 1);
    const struct span of_b = span_behind(b, span_part_length(b, ';') + 1);

    return same_pairs(of_a, of_b, ';', true);
}

static uint32_t port_of(const struct sip_uri *uri)
{
    if (uri->port)
        return uri->port;
    return span_equals_ignoring_case(uri->scheme, SPAN_OF("sips")) ? 5061 : 5060;
}

/* Of two that are not the same letter by letter. */
static enum sip_uri_part difference(struct span a, struct span b)
{
    const struct parts of_a = take_apart(a), of_b = take_apart(b);
    const struct span scheme = of_a.uri.scheme;

    if (!span_equals_ignoring_case(scheme, of_b.uri.scheme))
        return SIP_URI_SCHEME;
    if (span_equals_ignoring_case(scheme, SPAN_OF("tel"))) {
        if (!same_number(of_a.uri.user, of_b.uri.user))
            return SIP_URI_USER;
        return same_tel_parameters(a, b) ? SIP_URI_SAME : SIP_URI_PARAMETERS;
    }
    if (!of_a.uri.host.length && !of_b.uri.host.length)
        return span_equals(a, b) ? SIP_URI_SAME : SIP_URI_HOST;
    if (!same_text(of_a.user_info, of_b.user_info, false))
        return SIP_URI_USER;
    if (!same_text(of_a.uri.host, of_b.uri.host, true))
        return SIP_URI_HOST;
    if (port_of(&of_a.uri) != port_of(&of_b.uri))
        return SIP_URI_PORT;
    if (!same_pairs(of_a.parameters, of_b.parameters, ';', false))
        return SIP_URI_PARAMETERS;
    return same_pairs(of_a.headers, of_b.headers, '&', true) ? SIP_URI_SAME : SIP_URI_HEADERS;
}

enum sip_uri_part sip_uri_difference(struct span a, struct span b)
{
    return span_equals(a, b) ? SIP_URI_SAME : difference(a, b);
}

const char *sip_uri_part_name(enum sip_uri_part part)
{
    static const char *const names[] = {
        [SIP_URI_SAME] = "nothing",    [SIP_URI_SCHEME] = "scheme",
        [SIP_URI_USER] = "user",       [SIP_URI_HOST] = "host",
        [SIP_URI_PORT] = "port",       [SIP_URI_PARAMETERS] = "parameters",
        [SIP_URI_HEADERS] = "headers",
    };

    return names[part];
}

/* May it stand in a token (RFC 3261 section 25.1), or between two? */
static bool is_of_tokens(char c)
{
    static const char others[] = "-.!%*_+`'~ \t";
    const char small = (char)(c | 0x20);

    return (small >= 'a' && small <= 'z') || (c >= '0' && c <= '9') ||
           memchr(others, c, sizeof others - 1);
}

struct span sip_address_bad_name(struct span header_value)
{
    const size_t length = span_offset_of(header_value, '<');

    if (length == header_value.length || *header_value.text == '"')
        return NO_SPAN;
    for (size_t i = 0; i < length; i++) {
        if (!is_of_tokens(header_value.text[i]))
            return span_trimmed(span_first(header_value, length));
    }
    return NO_SPAN;
}

/* The offset behind a display name in quotes and white space: of the "<" of nearly all addresses.
 * One that has escapes is left to who reads all of them. */
static size_t name_length(struct span value)
{
    size_t length;

    if (value.length == 0 || value.text[0] != '"')
        return 0;
    length = span_offset_of(span_behind(value, 1), '"') + 2;
    if (span_offset_of(span_first(value, length), '\\') < length)
        return value.length;
    while (length < value.length && span_is_white(value.text[length]))
        length++;
    return length;
}

/* "Bob" <sip:b@x;lr>;tag=1 as nearly all are written: nothing before the name or the <, only
 * parameters behind the >. false: it is written in another way. */
static bool read_usual_address(struct span value, struct sip_address *address)
{
    const size_t open = name_length(value);
    struct span rest;
    size_t length;

    if (open >= value.length || value.text[open] != '<')
        return false;
    rest = span_behind(value, open + 1);
    length = span_offset_of(rest, '>');
    if (length == rest.length || (length + 1 < rest.length && rest.text[length + 1] != ';'))
        return false;
    address->uri = span_trimmed(span_first(rest, length));
    address->parameters = (struct sip_parameters){ .value = span_first(value, open + length + 2),
                                                   .rest = span_behind(rest, length + 2),
                                                   .protects = true };
    return true;
}

struct sip_address sip_address_read(struct span header_value)
{
    struct sip_address address;

    if (!read_usual_address(header_value, &address))
        address =
            (struct sip_address){ sip_address_uri(header_value), sip_parameters_of(header_value) };
    return address;
}

struct span sip_address_tag(const struct sip_address *address)
{
    struct span tag;

    return sip_parameters_find(&address->parameters, SPAN_OF("tag"), &tag) ? tag : NO_SPAN;
}

struct span sip_message_tag(const struct sip_message *message, enum sip_header_id id)
{
    const struct sip_address address = sip_address_read(sip_message_header(message, id));

    return sip_address_tag(&address);
}
