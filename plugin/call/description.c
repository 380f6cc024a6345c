/* description.c
 * A session description as it is kept: its media lines, and the streams they announce.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "description.h"

#include "media.h"
#include "memory/intern.h"
#include "memory/kept_memory.h"
#include "memory/keyed_hash.h"

/* Longest list of formats that is kept of one line. */
#define FORMATS_TEXT_MAX INTERN_TEXT_MAX

/* Longest codec name that is kept. */
#define FORMAT_NAME_MAX 32

/* A list of formats as it is written; what no longer fits is left out. */
struct formats_writer {
    char text[FORMATS_TEXT_MAX];
    size_t length;
};

static void write_span(struct formats_writer *writer, const char *text, size_t length)
{
    length = MIN(length, sizeof writer->text - writer->length);
    memcpy(writer->text + writer->length, text, length);
    writer->length += length;
}

static void write_number(struct formats_writer *writer, uint32_t number)
{
    char digits[NUMBER_DIGITS_MAX];
    const struct span text = span_of_number(number, digits);

    write_span(writer, text.text, text.length);
}

/* Writes "8=PCMA/8000" or "111=opus/48000/2"; a format of no RTP profile is its bare name. */
static void write_format(struct formats_writer *writer, const struct sdp_format *format)
{
    if (writer->length)
        write_span(writer, ", ", 2);
    if (format->payload_type >= 0) {
        write_number(writer, (uint32_t)format->payload_type);
        write_span(writer, "=", 1);
    }
    if (format->name.length)
        write_span(writer, format->name.text, MIN(format->name.length, FORMAT_NAME_MAX));
    if (format->clock_rate) {
        write_span(writer, "/", 1);
        write_number(writer, format->clock_rate);
    }
    if (format->channels > 1) {
        write_span(writer, "/", 1);
        write_number(writer, format->channels);
    }
}

/* Behind the codec, as it is another one for who does not pack alike. */
#define OCTET_ALIGNED " octet-align"

static kept_place read_formats(const struct sdp_media *media)
{
    struct sdp_format_reader reader;
    struct formats_writer writer;
    struct sdp_format format;

    sdp_formats_begin(media, &reader);
    writer.length = 0;
    while (writer.length < sizeof writer.text && sdp_next_format(&reader, &format)) {
        write_format(&writer, &format);
        if (sdp_format_is_octet_aligned(media, &format))
            write_span(&writer, OCTET_ALIGNED, sizeof OCTET_ALIGNED - 1);
    }
    return intern_place((struct span){ writer.text, MIN(writer.length, sizeof writer.text - 1) });
}

/* The latest lists of formats, by the hash of what they were read from: a device offers the same
 * ones in all its calls. Filled by formats_text(), emptied with the file. */
#define RECENT_FORMATS 64
static struct known_formats {
    uint64_t hash;
    kept_place text; /* 0: none */
} known_formats[RECENT_FORMATS];

static kept_place formats_text(const struct sdp_media *media)
{
    /* From the protocol to the end of the last line about the media. */
    const struct span source =
        span_behind(media->block, (size_t)(media->protocol.text - media->block.text));
    const uint64_t hash = keyed_hash_long(source.text, source.length);
    struct known_formats *known = &known_formats[hash % RECENT_FORMATS];

    if (!known->text || known->hash != hash)
        *known = (struct known_formats){ hash, read_formats(media) };
    return known->text;
}

/* "1 AES_CM_128_HMAC_SHA1_80, 2 AES_256_CM_HMAC_SHA1_80" */
static kept_place crypto_text(const struct sdp_media *media)
{
    struct span rest = media->block, tag, suite;
    struct formats_writer writer;

    writer.length = 0;
    while (media->has_crypto && writer.length < sizeof writer.text &&
           sdp_next_crypto(&rest, &tag, &suite)) {
        if (writer.length)
            write_span(&writer, ", ", 2);
        write_span(&writer, tag.text, tag.length);
        write_span(&writer, " ", 1);
        write_span(&writer, suite.text, suite.length);
    }
    return writer.length < sizeof writer.text
               ? intern_place((struct span){ writer.text, writer.length })
               : 0;
}

static void read_line(struct description *description, const struct sdp_media *media,
                      const struct announcement *announcement)
{
    struct description_line *line = &description->lines[description->count++];
    const struct endpoint at = endpoint_read(media->address, media->port);

    line->type_place = intern_place(media->type);
    line->protocol_place = intern_place(media->protocol);
    line->address_place = intern_place(media->address);
    line->formats_place = formats_text(media);
    line->crypto_place = crypto_text(media);
    line->port = (uint16_t)media->port;
    line->direction = (uint8_t)media->direction;
    line->precondition = (uint8_t)media->precondition;
    line->setup = (uint8_t)media->setup;
    if (media->fingerprint.length)
        line->fingerprint_mark =
            (uint16_t)keyed_hash(media->fingerprint.text, media->fingerprint.length);
    line->is_sound = span_equals_ignoring_case(media->type, SPAN_OF("audio")) ||
                     span_equals_ignoring_case(media->type, SPAN_OF("video"));
    line->is_secure = span_contains_ignoring_case(media->protocol, SPAN_OF("RTP/SAVP"));
    line->has_crypto = media->has_crypto;
    line->has_fingerprint = media->has_fingerprint;
    line->has_other_keys = media->has_other_keys;
    line->is_bundled = media->is_bundled;
    line->is_null = endpoint_is_unspecified(at);
    if (media->port && line->is_sound)
        line->stream_place = kept_place_of(media_announce(at, announcement));
    description->has_candidates |= media->has_candidates;
    description->has_more_formats |= media->has_more_formats;
    if (media->precondition != SDP_PRECONDITION_NONE) {
        description->preconditions_met =
            media->precondition == SDP_PRECONDITION_MET &&
            (description->preconditions_met || !description->has_preconditions);
        description->has_preconditions = true;
    }
}

/* The latest descriptions: an answer often repeats its 183's, and a retransmission is the same in
 * any case. Filled by description_new(), emptied with the file. */
#define RECENT_DESCRIPTIONS 256
static const struct description *recent[RECENT_DESCRIPTIONS];

/* The latest texts that were read, by their hash: the same one comes on each hop of a call, and an
 * answer is often its preview again. Filled by description_new(), emptied with the file. */
struct known_text {
    uint64_t hash;
    const struct description *description; /* NULL: none */
};
static struct known_text known_texts[RECENT_DESCRIPTIONS];

static void forget(void)
{
    memset(recent, 0, sizeof recent);
    memset(known_texts, 0, sizeof known_texts);
    memset(known_formats, 0, sizeof known_formats);
}

void description_init(void)
{
    register_init_routine(forget);
}

static size_t description_size(unsigned line_count)
{
    return sizeof(struct description) + line_count * sizeof(struct description_line);
}

/* One that shares the place costs a comparison, no more. */
static const struct description **recent_place(const struct description *description)
{
    const unsigned port = description->count ? description->lines[0].port : 0;

    return &recent[(port / 2 + description->count) % RECENT_DESCRIPTIONS];
}

/* The kept description with the same content. */
static const struct description *find_or_keep(const struct description *read)
{
    const struct description **place = recent_place(read);

    if (!*place || (*place)->count != read->count ||
        memcmp(*place, read, description_size(read->count)) != 0)
        *place = (const struct description *)kept_copy(read, description_size(read->count));
    return *place;
}

/* Of the text before and behind a part of it, which may be empty. */
static uint32_t hash_beside(struct span text, struct span part)
{
    const size_t before = part.length ? (size_t)(part.text - text.text) : text.length;
    const struct span rest = span_behind(text, before + part.length);
    const uint32_t both[] = { keyed_hash(text.text, before), keyed_hash(rest.text, rest.length) };

    return keyed_hash(both, sizeof both);
}

/* Digits of a session id that were drawn, not written down. */
#define SESSION_DIGITS_MIN 4

/* The session id, behind the name of the user. */
static bool origin_is_telling(struct span origin)
{
    struct span word, rest = origin;
    size_t others = 0;

    for (unsigned i = 0; i < 2; i++) {
        if (!span_next_word(&rest, &word))
            return false;
    }
    for (size_t i = 0; i < word.length; i++)
        others += word.text[i] != word.text[0];
    return word.length >= SESSION_DIGITS_MIN && others;
}

/* Are its streams still those of the call? One whose datagrams ended is another call's by now. */
static bool announce_again(const struct description *description,
                           const struct announcement *announcement)
{
    for (unsigned i = 0; i < description->count; i++) {
        struct media_stream *stream = description_line_stream(&description->lines[i]);

        if (stream && !media_announce_again(stream, announcement))
            return false;
    }
    return true;
}

static const struct description *read_description(struct span text, bool is_cut,
                                                  const struct announcement *announcement)
{
    union {
        struct description description;
        char room[sizeof(struct description) + SDP_MEDIA_MAX * sizeof(struct description_line)];
    } read;
    struct sdp sdp;

    if (!sdp_read(text, &sdp))
        return NULL;
    /* Padding too: descriptions are compared as bytes. */
    memset(&read, 0, description_size(sdp.media_count));
    read.description.text_hash = hash_beside(text, sdp.origin);
    read.description.origin_hash =
        sdp.origin.length ? keyed_hash(sdp.origin.text, sdp.origin.length) : 0;
    read.description.origin_is_telling = origin_is_telling(sdp.origin);
    read.description.malformed_place = intern_place(sdp.malformed);
    read.description.has_more_lines = sdp.too_many_media;
    read.description.is_incomplete = is_cut || sdp.too_many_media;
    for (unsigned i = 0; i < sdp.media_count; i++)
        read_line(&read.description, &sdp.media[i], announcement);
    return find_or_keep(&read.description);
}

const struct description *description_new(struct span text, bool is_cut,
                                          const struct announcement *announcement)
{
    const uint64_t hash = keyed_hash_long(text.text, text.length);
    struct known_text *known = &known_texts[hash % RECENT_DESCRIPTIONS];
    const struct description *description;

    if (!is_cut && known->description && known->hash == hash &&
        announce_again(known->description, announcement))
        return known->description;
    description = read_description(text, is_cut, announcement);
    if (!is_cut)
        *known = (struct known_text){ hash, description };
    return description;
}

bool description_is_hidden(const struct sip_message *message)
{
    static const struct span types[] = {
        SPAN_TEXT("application/sdp"),
        SPAN_TEXT("application/pkcs7-mime"),
        SPAN_TEXT("application/pgp-encrypted"),
        SPAN_TEXT("application/octet-stream"),
    };
    struct sip_body_part parts[SIP_BODY_PARTS_MAX];
    unsigned count = sip_message_body_parts(message, parts);

    if (message->is_cut || message->too_many_headers || (message->body.length && !count))
        return true;
    for (unsigned i = 0; i < count; i++) {
        if (!parts[i].content_type.length)
            return true;
        for (unsigned type = 0; type < array_length(types); type++) {
            if (span_equals_ignoring_case(parts[i].content_type, types[type]))
                return true;
        }
    }
    return false;
}

bool description_line_has_keys(const struct description_line *line)
{
    return line->has_crypto || line->has_fingerprint || line->has_other_keys;
}

bool description_has_keys(const struct description *description)
{
    for (unsigned i = 0; i < description->count; i++) {
        const struct description_line *line = &description->lines[i];

        if (description_line_has_keys(line) || line->is_secure)
            return true;
    }
    return description->is_incomplete;
}

bool description_line_sends(const struct description_line *line)
{
    return line->port && line->is_sound &&
           (line->direction == SDP_SENDRECV || line->direction == SDP_SENDONLY);
}

const struct description_line *description_sending_line(const struct description *description)
{
    for (unsigned i = 0; description && i < description->count; i++) {
        if (description_line_sends(&description->lines[i]))
            return &description->lines[i];
    }
    return NULL;
}

bool description_equals(const struct description *a, const struct description *b)
{
    if (a->count != b->count)
        return false;
    for (unsigned i = 0; i < a->count; i++) {
        const struct description_line *x = &a->lines[i], *y = &b->lines[i];

        /* Interned texts are equal when their pointers are. */
        if (x->type_place != y->type_place || x->port != y->port ||
            description_line_formats(x) != description_line_formats(y) ||
            (x->port && description_line_address(x) != description_line_address(y)))
            return false;
    }
    return true;
}

bool description_repeats(const struct description *a, const struct description *b)
{
    if (a->text_hash == b->text_hash)
        return true;
    if (!a->origin_hash || a->origin_hash != b->origin_hash || !description_equals(a, b))
        return false;
    for (unsigned i = 0; i < a->count; i++) {
        if (a->lines[i].direction != b->lines[i].direction)
            return false;
    }
    return true;
}
