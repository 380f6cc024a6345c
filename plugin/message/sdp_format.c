/* sdp_format.c
 * The formats of a media line: payload types, rtpmap lines and the static types of RFC 3551.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "sdp.h"

#include "plain.h"
#include "sdp_attribute.h"

#include <string.h>

struct static_type {
    struct span name; /* length 0: the payload type has no encoding of its own */
    uint32_t clock_rate;
    uint32_t channels;
};

#define TYPE(number, text, rate, channel_count)                                                    \
    [number] = { { text, sizeof(text) - 1 }, rate, channel_count }

/* RFC 3551 tables 4 and 5, by payload type. Names as rtpmap lines write them. G722 samples at
 * 16000, but says 8000 (section 4.5.2). */
static const struct static_type static_types[] = {
    TYPE(0, "PCMU", 8000, 1),   TYPE(3, "GSM", 8000, 1),    TYPE(4, "G723", 8000, 1),
    TYPE(5, "DVI4", 8000, 1),   TYPE(6, "DVI4", 16000, 1),  TYPE(7, "LPC", 8000, 1),
    TYPE(8, "PCMA", 8000, 1),   TYPE(9, "G722", 8000, 1),   TYPE(10, "L16", 44100, 2),
    TYPE(11, "L16", 44100, 1),  TYPE(12, "QCELP", 8000, 1), TYPE(13, "CN", 8000, 1),
    TYPE(14, "MPA", 90000, 1),  TYPE(15, "G728", 8000, 1),  TYPE(16, "DVI4", 11025, 1),
    TYPE(17, "DVI4", 22050, 1), TYPE(18, "G729", 8000, 1),  TYPE(25, "CelB", 90000, 1),
    TYPE(26, "JPEG", 90000, 1), TYPE(28, "nv", 90000, 1),   TYPE(31, "H261", 90000, 1),
    TYPE(32, "MPV", 90000, 1),  TYPE(33, "MP2T", 90000, 1), TYPE(34, "H263", 90000, 1),
};

/* Names of formats that carry events, comfort noise, redundancy or repairs of another format. */
static const struct span auxiliary_names[] = {
    SPAN_TEXT("CN"),        SPAN_TEXT("flexfec"),         SPAN_TEXT("flexfec-03"),
    SPAN_TEXT("parityfec"), SPAN_TEXT("raptorfec"),       SPAN_TEXT("red"),
    SPAN_TEXT("rtx"),       SPAN_TEXT("telephone-event"), SPAN_TEXT("tone"),
    SPAN_TEXT("ulpfec"),    SPAN_TEXT("x-ulpfecuc"),
};

/* Takes what is before the next slash off *rest. */
static struct span take_field(struct span *rest)
{
    const size_t length = span_offset_of(*rest, '/');
    const struct span field = span_trimmed(span_first(*rest, length));

    *rest = span_behind(*rest, length + 1);
    return field;
}

/* "opus/48000/2" */
static void read_encoding(struct span encoding, struct sdp_format *format)
{
    uint32_t number;

    format->name = take_field(&encoding);
    if (span_number(take_field(&encoding), &number))
        format->clock_rate = number;
    if (span_number(take_field(&encoding), &number) && number > 0)
        format->channels = number;
}

static void read_static_type(struct sdp_format *format)
{
    const struct static_type *type;

    if ((size_t)format->payload_type >= PLAIN_COUNT(static_types))
        return;
    type = &static_types[format->payload_type];
    if (!type->name.length)
        return;
    format->name = type->name;
    format->clock_rate = type->clock_rate;
    format->channels = type->channels;
}

/* Of several lines for one payload type the first one counts. */
static void read_rtpmaps(struct span lines, struct sdp_format_reader *reader)
{
    struct span value, word;
    uint32_t payload_type;

    memset(reader->is_mapped, 0, sizeof reader->is_mapped);
    while (sdp_next_attribute(&lines, SPAN_OF("rtpmap"), &value)) {
        if (!span_next_word(&value, &word) || !span_whole_number(word, &payload_type) ||
            payload_type >= SDP_PAYLOAD_TYPES || reader->is_mapped[payload_type])
            continue;
        reader->encodings[payload_type] = span_trimmed(value);
        reader->is_mapped[payload_type] = reader->encodings[payload_type].length > 0;
    }
}

void sdp_formats_begin(const struct sdp_media *media, struct sdp_format_reader *reader)
{
    reader->rest = media->formats;
    reader->is_rtp = span_contains_ignoring_case(media->protocol, SPAN_OF("RTP/"));
    if (reader->is_rtp)
        read_rtpmaps(media->rtpmaps, reader);
}

bool sdp_next_format(struct sdp_format_reader *reader, struct sdp_format *format)
{
    struct span word;
    uint32_t number;

    if (!span_next_word(&reader->rest, &word))
        return false;
    if (!reader->is_rtp || !span_whole_number(word, &number) || number >= SDP_PAYLOAD_TYPES) {
        *format = (struct sdp_format){ -1, word, 0, 1 };
        return true;
    }
    *format = (struct sdp_format){ (int)number, NO_SPAN, 0, 1 };
    if (reader->is_mapped[number])
        read_encoding(reader->encodings[number], format);
    else
        read_static_type(format);
    return true;
}

bool sdp_format_is_auxiliary(const struct sdp_format *format)
{
    for (size_t i = 0; i < PLAIN_COUNT(auxiliary_names); i++) {
        if (span_equals_ignoring_case(auxiliary_names[i], format->name))
            return true;
    }
    return false;
}

bool sdp_format_is_octet_aligned(const struct sdp_media *media, const struct sdp_format *format)
{
    struct span rest = media->block, value;
    uint32_t payload_type;

    if (!span_equals_ignoring_case(format->name, SPAN_OF("AMR")) &&
        !span_equals_ignoring_case(format->name, SPAN_OF("AMR-WB")))
        return false;
    while (sdp_next_attribute(&rest, SPAN_OF("fmtp"), &value)) {
        if (span_number(value, &payload_type) && (int)payload_type == format->payload_type)
            return span_contains_ignoring_case(value, SPAN_OF("octet-align=1"));
    }
    return false;
}
