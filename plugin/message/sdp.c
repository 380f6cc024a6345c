/* sdp.c
 * Reading a session description: session values, media lines, preconditions, bundles.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "sdp.h"

#include "plain.h"
#include "sdp_attribute.h"

#include <string.h>

static const struct span direction_names[] = {
    [SDP_SENDRECV] = SPAN_TEXT("sendrecv"),
    [SDP_SENDONLY] = SPAN_TEXT("sendonly"),
    [SDP_RECVONLY] = SPAN_TEXT("recvonly"),
    [SDP_INACTIVE] = SPAN_TEXT("inactive"),
};

const char *sdp_direction_name(enum sdp_direction direction)
{
    return direction_names[direction].text;
}

static const struct span setup_names[] = {
    [SDP_SETUP_NONE] = SPAN_TEXT(""),
    [SDP_SETUP_ACTIVE] = SPAN_TEXT("active"),
    [SDP_SETUP_PASSIVE] = SPAN_TEXT("passive"),
    [SDP_SETUP_ACTPASS] = SPAN_TEXT("actpass"),
};

const char *sdp_setup_name(enum sdp_setup setup)
{
    return setup_names[setup].text;
}

/* --- Bundles, RFC 9143 --- */

/* Is mid in an a=group:BUNDLE line of the session level? */
static bool is_in_bundle(struct span session, struct span mid)
{
    struct span group;
    struct span word;

    while (sdp_next_attribute(&session, SPAN_OF("group"), &group)) {
        if (!span_next_word(&group, &word) || !span_equals_ignoring_case(word, SPAN_OF("BUNDLE")))
            continue;
        while (span_next_word(&group, &word)) {
            if (span_equals(word, mid))
                return true;
        }
    }
    return false;
}

/* --- Lines --- */

/* "IN IP4 10.0.0.1/127": behind the slash are TTL and count of multicast (RFC 8866 5.7). */
static bool read_connection(struct span value, struct sdp_media *media)
{
    struct span network;
    struct span type;
    struct span address;

    span_next_word(&value, &network);
    span_next_word(&value, &type);
    if (!span_next_word(&value, &address))
        return false;
    media->address = span_first(address, span_offset_of(address, '/'));
    media->address_is_ipv6 = span_equals_ignoring_case(type, SPAN_OF("IP6"));
    return true;
}

static void read_setup(struct span value, struct sdp_media *media)
{
    for (unsigned i = SDP_SETUP_ACTIVE; i < PLAIN_COUNT(setup_names); i++) {
        if (span_equals_ignoring_case(value, setup_names[i]))
            media->setup = (enum sdp_setup)i;
    }
}

static void read_direction(struct span name, struct sdp_media *media)
{
    name = span_trimmed(name);
    for (unsigned i = 0; i < PLAIN_COUNT(direction_names); i++) {
        if (span_equals_ignoring_case(name, direction_names[i]))
            media->direction = (enum sdp_direction)i;
    }
}

/* The number in the first word of "49170/2" or "53020 IN IP4 10.0.0.1". */
static bool read_port(struct span value, uint32_t *port)
{
    struct span word;
    uint32_t number;

    span_next_word(&value, &word);
    word = span_first(word, span_offset_of(word, '/'));
    if (!span_whole_number(word, &number) || number > UINT16_MAX)
        return false;
    *port = number;
    return true;
}

/* The reading so far. */
struct sdp_reader {
    struct sdp *sdp;
    struct sdp_media session; /* the values of the session level: what each media starts from */
    struct span session_text; /* the lines before the first m= */
    struct sdp_media unkept;  /* the media line for which there is no room */
    struct sdp_media *media;  /* where lines go: session or a media; NULL: they are passed over */
    struct span mid;
    bool has_des;
};

static void note_malformed(struct sdp *sdp, struct span line)
{
    if (!sdp->malformed.length)
        sdp->malformed = line;
}

/* Digits of a payload type: RTP has 7 bits for it. */
#define PAYLOAD_DIGITS 3

/* "101 telephone-event/8000", in one space and without anything odd, as nearly all are written. */
static bool is_usual_rtpmap(struct span value)
{
    const size_t slash = span_offset_of(value, '/');
    uint32_t clock_rate;
    size_t at = 0;

    while (at < slash && plain_is_digit(value.text[at]))
        at++;
    if (at == 0 || at > PAYLOAD_DIGITS || at + 1 >= slash || value.text[at] != ' ')
        return false;
    for (at++; at < slash; at++) {
        if (span_is_white(value.text[at]))
            return false;
    }
    value = span_behind(value, slash + 1);
    return value.length > 0 && plain_is_digit(value.text[0]) && span_number(value, &clock_rate);
}

/* A number, a name, a clock rate. */
static bool is_rtpmap(struct span value)
{
    struct span word;
    uint32_t number;
    size_t length;

    if (is_usual_rtpmap(value))
        return true;
    if (!span_next_word(&value, &word) || !span_whole_number(word, &number) ||
        !span_next_word(&value, &word))
        return false;
    length = span_offset_of(word, '/');
    return length > 0 && span_number(span_behind(word, length + 1), &number);
}

static void read_rtpmap(struct sdp_reader *reader, struct span line, struct span value)
{
    struct sdp_media *media = reader->media;

    if (!is_rtpmap(value))
        note_malformed(reader->sdp, line);
    if (!media->rtpmaps.length)
        media->rtpmaps.text = line.text;
    media->rtpmaps.length = (size_t)(line.text + line.length - media->rtpmaps.text);
}

static bool is_named(struct span name, struct span attribute)
{
    return span_equals_ignoring_case(name, attribute);
}

/* Attributes whose values count too; line is the whole a= line. */
static void read_valued(struct sdp_reader *reader, struct span line, struct span name)
{
    const struct span value = span_trimmed(span_behind(line, 2 + name.length + 1));
    struct sdp_media *media = reader->media;

    if (is_named(name, SPAN_OF("rtpmap"))) {
        read_rtpmap(reader, line, value);
    } else if (is_named(name, SPAN_OF("rtcp"))) {
        read_port(value, &media->rtcp_port);
    } else if (is_named(name, SPAN_OF("setup"))) {
        read_setup(value, media);
    } else if (is_named(name, SPAN_OF("mid"))) {
        reader->mid = value;
    } else if (is_named(name, SPAN_OF("fingerprint"))) {
        media->has_fingerprint = true;
        media->fingerprint = value;
    }
}

static void read_attribute(struct sdp_reader *reader, struct span line)
{
    const struct span attribute = span_behind(line, 2);
    const struct span name = span_first(attribute, span_offset_of(attribute, ':'));
    struct sdp_media *media = reader->media;

    if (name.length == attribute.length)
        read_direction(attribute, media);
    switch (name.length > 0 ? name.text[0] | 0x20 : 0) {
    case 'b':
        media->is_bundled |= is_named(name, SPAN_OF("bundle-only"));
        break;
    case 'c':
        media->has_candidates |= is_named(name, SPAN_OF("candidate"));
        media->has_crypto |= is_named(name, SPAN_OF("crypto"));
        break;
    case 'd':
        reader->has_des |= is_named(name, SPAN_OF("des"));
        break;
    case 'f':
    case 'm':
    case 's':
        read_valued(reader, line, name);
        break;
    case 'i':
        media->has_candidates |= is_named(name, SPAN_OF("ice-ufrag"));
        break;
    case 'k':
    case 'z':
        media->has_other_keys |=
            is_named(name, SPAN_OF("key-mgmt")) || is_named(name, SPAN_OF("zrtp-hash"));
        break;
    case 'r':
        media->has_rtcp_mux |= is_named(name, SPAN_OF("rtcp-mux"));
        read_valued(reader, line, name);
        break;
    default:
        break;
    }
}

/* The formats that are kept of a list; *rest is what comes behind them. */
static struct span first_formats(struct span list, struct span *rest)
{
    struct span word;

    *rest = NO_SPAN;
    /* So short a text has no room for more. */
    if (list.length < (size_t)2 * SDP_FORMATS_MAX)
        return list;
    *rest = list;
    for (unsigned i = 0; i < SDP_FORMATS_MAX && span_next_word(rest, &word); i++)
        ;
    return span_trimmed(span_first(list, list.length - rest->length));
}

/* "audio 49170/2 RTP/AVP 0 8 101" */
static bool read_media_line(struct span value, struct sdp_media *media)
{
    struct span rest;
    struct span word;

    if (!span_next_word(&value, &media->type) || !span_next_word(&value, &word) ||
        !read_port(word, &media->port) || !span_next_word(&value, &media->protocol))
        return false;
    media->formats = first_formats(span_trimmed(value), &rest);
    media->has_more_formats = span_next_word(&rest, &word);
    return true;
}

/* Ends the session level or the media under way before the text at end. */
static void end_block(struct sdp_reader *reader, const char *end)
{
    struct sdp_media *media = reader->media;

    if (reader->session_text.length == 0)
        reader->session_text.length = (size_t)(end - reader->session_text.text);
    if (!media || media == &reader->session)
        return;
    media->block.length = (size_t)(end - media->block.text);
    if (reader->has_des)
        sdp_read_preconditions(media);
    if (reader->mid.length > 0 && !media->is_bundled)
        media->is_bundled = is_in_bundle(reader->session_text, reader->mid);
}

/* line is the m= line; false when there is no room for it. */
static bool begin_media(struct sdp_reader *reader, struct span line)
{
    struct sdp *sdp = reader->sdp;
    struct sdp_media *media =
        sdp->media_count < SDP_MEDIA_MAX ? &sdp->media[sdp->media_count] : &reader->unkept;

    end_block(reader, line.text);
    reader->mid = NO_SPAN;
    reader->has_des = false;
    reader->media = NULL;
    *media = reader->session;
    media->rtpmaps = NO_SPAN;
    media->block = line;
    if (!read_media_line(span_behind(line, 2), media)) {
        note_malformed(sdp, line);
        return true;
    }
    if (media == &reader->unkept) {
        sdp->too_many_media = true;
        return false;
    }
    sdp->media_count++;
    reader->media = media;
    return true;
}

static void read_line(struct sdp_reader *reader, struct span line)
{
    if (!reader->media || line.length < 2 || line.text[1] != '=')
        return;
    switch (line.text[0]) {
    case 'a':
        read_attribute(reader, line);
        break;
    case 'c':
        if (!read_connection(span_behind(line, 2), reader->media))
            note_malformed(reader->sdp, line);
        break;
    case 'o':
        if (reader->media == &reader->session)
            reader->sdp->origin = span_trimmed(span_behind(line, 2));
        break;
    default:
        break;
    }
}

bool sdp_read(struct span text, struct sdp *sdp)
{
    struct sdp_reader reader = { .sdp = sdp };
    struct span line;

    sdp->origin = sdp->malformed = NO_SPAN;
    sdp->media_count = 0;
    sdp->too_many_media = false;
    line = span_trimmed(text);
    if (!span_starts_with_ignoring_case(line, SPAN_OF("v=")))
        return false;
    text = span_behind(text, (size_t)(line.text - text.text));
    reader.media = &reader.session;
    reader.session_text.text = text.text;
    while (span_next_line(&text, &line)) {
        if (line.length < 2 || line.text[0] != 'm' || line.text[1] != '=')
            read_line(&reader, line);
        else if (!begin_media(&reader, line))
            return true;
    }
    end_block(&reader, text.text);
    return true;
}
