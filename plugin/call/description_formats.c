/* description_formats.c
 * What the formats of a kept media line tell: codecs, payload types, key tones.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "description.h"

#include "memory/intern.h"

/* The list of formats may have been cut at this length. */
#define FORMATS_TEXT_MAX INTERN_TEXT_MAX

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
    return span_of_text(description_line_formats(line));
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

    /* Interned, and each codec of a line is in it. */
    if (offer->formats_place == answer->formats_place)
        return true;
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

bool description_line_has_key_tones(const struct description_line *line)
{
    struct span rest = formats_of(line), codec;
    int payload_type;

    while (next_codec(&rest, &payload_type, &codec)) {
        if (span_equals_ignoring_case(codec_name(codec), SPAN_OF("telephone-event")))
            return true;
    }
    return false;
}

/* They rebuild a voice from a model of one (RFC 3551 section 4.5). */
static bool is_for_speech(struct span codec)
{
    static const char *const names[] = { "G729", "G723",   "G728", "iLBC",  "GSM", "GSM-EFR",
                                         "AMR",  "AMR-WB", "EVS",  "speex", "SILK" };

    for (unsigned i = 0; i < array_length(names); i++) {
        if (span_equals_ignoring_case(codec_name(codec), span_of_text(names[i])))
            return true;
    }
    return false;
}

struct span description_line_speech_codec(const struct description_line *line)
{
    struct span rest = formats_of(line), codec, first = { NULL, 0 };
    int payload_type;

    while (next_codec(&rest, &payload_type, &codec)) {
        if (is_auxiliary(codec))
            continue;
        if (!is_for_speech(codec))
            return (struct span){ NULL, 0 };
        if (!first.length)
            first = codec_name(codec);
    }
    return first;
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
            wmem_strbuf_append_len(names, name.text, name.length);
        else
            wmem_strbuf_append_printf(names, "payload type %d", payload_type);
    }
    return wmem_strbuf_finalize(names);
}

const char *description_payload_types(const struct description_line *line, wmem_allocator_t *scope)
{
    wmem_strbuf_t *types = wmem_strbuf_new(scope, "");
    struct span rest = formats_of(line), codec;
    int payload_type;

    while (next_codec(&rest, &payload_type, &codec)) {
        if (payload_type >= 0)
            wmem_strbuf_append_printf(types, "%s%d", wmem_strbuf_get_len(types) ? ", " : "",
                                      payload_type);
    }
    return wmem_strbuf_finalize(types);
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

/* Comfort noise, by its number and that of early drafts: both are sent without being named. */
#define COMFORT_NOISE 13
#define COMFORT_NOISE_OLD 19

static bool line_has_payload_type(const struct description_line *line, unsigned payload_type)
{
    struct span rest = formats_of(line), codec;
    int number;

    if (!description_line_formats(line) || formats_of(line).length + 1 >= FORMATS_TEXT_MAX)
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
