/* description.c
 * A session description as it is kept: its media lines, and the streams they announce.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "description.h"

#include "media.h"
#include "memory/intern.h"
#include "memory/kept_memory.h"

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

static const char *formats_text(const struct sdp_media *media)
{
    struct formats_writer writer;
    struct span rest = media->formats;
    struct sdp_format format;

    writer.length = 0;
    while (writer.length < sizeof writer.text && sdp_next_format(media, &rest, &format))
        write_format(&writer, &format);
    return intern((struct span){ writer.text, MIN(writer.length, sizeof writer.text - 1) });
}

static void read_line(struct description *description, const struct sdp_media *media,
                      const struct announcement *announcement)
{
    struct description_line *line = &description->lines[description->count++];

    line->type = intern(media->type);
    line->protocol = intern(media->protocol);
    line->address = intern(media->address);
    line->formats = formats_text(media);
    line->port = (uint16_t)media->port;
    line->direction = (uint8_t)media->direction;
    line->precondition = (uint8_t)media->precondition;
    if (media->port && description_line_is_sound(line))
        line->stream = media_announce(endpoint_read(media->address, media->port), announcement);
    description->has_candidates |= media->has_candidates;
    description->has_more_formats |= media->has_more_formats;
    if (media->precondition != SDP_PRECONDITION_NONE) {
        description->preconditions_met =
            media->precondition == SDP_PRECONDITION_MET &&
            (description->preconditions_met || !description->has_preconditions);
        description->has_preconditions = true;
    }
}

/* The latest descriptions: an answer often repeats its 183's, and a retransmission is the same in any
 * case. Filled by description_new(), emptied with the file. */
#define RECENT_DESCRIPTIONS 256
static const struct description *recent[RECENT_DESCRIPTIONS];

static void forget(void)
{
    memset(recent, 0, sizeof recent);
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

const struct description *description_new(struct span text, bool is_cut,
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
    read.description.has_more_lines = sdp.too_many_media;
    read.description.is_incomplete = is_cut || sdp.too_many_media;
    for (unsigned i = 0; i < sdp.media_count; i++)
        read_line(&read.description, &sdp.media[i], announcement);
    return find_or_keep(&read.description);
}

bool description_is_hidden(const struct sip_message *message)
{
    static const struct span types[] = {
        { "application/sdp", 15 },
        { "application/pkcs7-mime", 22 },
        { "application/pgp-encrypted", 25 },
        { "application/octet-stream", 24 },
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

bool description_line_is_sound(const struct description_line *line)
{
    return g_ascii_strcasecmp(line->type, "audio") == 0 ||
           g_ascii_strcasecmp(line->type, "video") == 0;
}

bool description_line_sends(const struct description_line *line)
{
    return line->port && description_line_is_sound(line) &&
           (line->direction == SDP_SENDRECV || line->direction == SDP_SENDONLY);
}

bool description_line_is_null(const struct description_line *line)
{
    const char *address = line->address ? line->address : "";

    return endpoint_is_unspecified(
        endpoint_read((struct span){ address, strlen(address) }, line->port));
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
        if (x->type != y->type || x->port != y->port || x->formats != y->formats ||
            (x->port && x->address != y->address))
            return false;
    }
    return true;
}

/* The next "8=PCMA/8000" of a formats text: its payload type (-1: none) and the codec behind it. */
static bool next_codec(struct span *rest, int *payload_type, struct span *codec)
{
    uint32_t number;
    const char *equals;

    if (!span_next_in_list(rest, codec))
        return false;
    *payload_type = -1;
    equals = (const char *)memchr(codec->text, '=', codec->length);
    if (equals && span_number(*codec, &number)) {
        *payload_type = (int)number;
        codec->length -= (size_t)(equals + 1 - codec->text);
        codec->text = equals + 1;
    }
    return true;
}

static struct span codec_name(struct span codec)
{
    const char *slash = (const char *)memchr(codec.text, '/', codec.length);

    if (slash)
        codec.length = (size_t)(slash - codec.text);
    return codec;
}

static struct span formats_of(const struct description_line *line)
{
    return (struct span){ line->formats, line->formats ? strlen(line->formats) : 0 };
}

static bool is_auxiliary(struct span codec)
{
    const struct sdp_format format = { .payload_type = -1, .name = codec_name(codec) };

    return sdp_format_is_auxiliary(&format);
}

/* Smaller payload types are one codec each, however a=rtpmap spells it (RFC 3551 section 6). */
#define FIRST_DYNAMIC_TYPE 96

static bool has_codec(const struct description_line *line, int wanted_type, struct span wanted)
{
    struct span rest = formats_of(line), codec;
    int payload_type;

    while (next_codec(&rest, &payload_type, &codec)) {
        if (codec.length == 0 || span_equals_ignoring_case(codec, wanted))
            return true;
        if (payload_type >= 0 && payload_type == wanted_type && payload_type < FIRST_DYNAMIC_TYPE)
            return true;
    }
    return false;
}

bool description_lines_share_codec(const struct description_line *offer,
                                   const struct description_line *answer)
{
    struct span rest = formats_of(answer), codec;
    int payload_type;
    bool has_any = false;

    while (next_codec(&rest, &payload_type, &codec)) {
        if (codec.length == 0)
            return true;
        if (is_auxiliary(codec))
            continue;
        has_any = true;
        if (has_codec(offer, payload_type, codec))
            return true;
    }
    return !has_any || formats_of(offer).length + 1 >= FORMATS_TEXT_MAX;
}

const char *description_codecs(const struct description_line *line, wmem_allocator_t *scope)
{
    wmem_strbuf_t *names = wmem_strbuf_new(scope, "");
    struct span rest = formats_of(line), codec, name;
    int payload_type;

    while (next_codec(&rest, &payload_type, &codec)) {
        name = codec_name(codec);
        if (wmem_strbuf_get_len(names))
            wmem_strbuf_append(names, ", ");
        if (name.length)
            wmem_strbuf_append_printf(names, "%.*s", (int)name.length, name.text);
        else
            wmem_strbuf_append_printf(names, "payload type %d", payload_type);
    }
    return wmem_strbuf_finalize(names);
}

const char *description_payload_name(const struct description_line *line, unsigned payload_type,
                                     wmem_allocator_t *scope)
{
    struct span rest = formats_of(line), codec, name;
    int number;

    while (next_codec(&rest, &number, &codec)) {
        name = codec_name(codec);
        if (number == (int)payload_type && name.length)
            return wmem_strndup(scope, name.text, name.length);
    }
    return NULL;
}

/* Comfort noise, by its number and by the one of early drafts: both are sent without being named. */
#define COMFORT_NOISE 13
#define COMFORT_NOISE_OLD 19

static bool line_has_payload_type(const struct description_line *line, unsigned payload_type)
{
    struct span rest = formats_of(line), codec;
    int number;

    if (!line->formats || formats_of(line).length + 1 >= FORMATS_TEXT_MAX)
        return true;
    while (next_codec(&rest, &number, &codec)) {
        if (number == (int)payload_type)
            return true;
    }
    return false;
}

bool description_has_payload_type(const struct description *description, unsigned payload_type)
{
    if (description->is_incomplete || description->has_more_formats ||
        payload_type == COMFORT_NOISE || payload_type == COMFORT_NOISE_OLD)
        return true;
    for (unsigned i = 0; i < description->count; i++) {
        if (line_has_payload_type(&description->lines[i], payload_type))
            return true;
    }
    return false;
}

bool description_payload_is_auxiliary(const struct description_line *line, unsigned payload_type)
{
    struct span rest = formats_of(line), codec;
    int number;

    while (next_codec(&rest, &number, &codec)) {
        if (number == (int)payload_type)
            return is_auxiliary(codec);
    }
    return payload_type == COMFORT_NOISE || payload_type == COMFORT_NOISE_OLD;
}
