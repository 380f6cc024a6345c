/* fuzz_sdp.c
 * libFuzzer target: a session description of any bytes, with all its formats.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "message/sdp.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What a reader gives has to lie in the input. */
static void use(struct span text, struct span all)
{
    if (text.length && (text.text < all.text || text.length > all.length ||
                        text.text - all.text > (ptrdiff_t)(all.length - text.length)))
        abort();
}

/* Names of static payload types are the plugin's own text: the sanitizer sees each byte read. */
static void use_name(struct span name)
{
    volatile char byte;

    for (size_t i = 0; i < name.length; i++)
        byte = name.text[i];
    (void)byte;
}

static void use_formats(const struct sdp_media *media)
{
    struct sdp_format_reader reader;
    struct sdp_format format;
    unsigned count = 0;

    sdp_formats_begin(media, &reader);
    while (sdp_next_format(&reader, &format)) {
        if (format.payload_type < -1 || format.payload_type >= SDP_PAYLOAD_TYPES)
            abort();
        use_name(format.name);
        sdp_format_is_auxiliary(&format);
        count++;
    }
    if (count > SDP_FORMATS_MAX)
        abort();
}

static void use_media(const struct sdp_media *media, struct span all)
{
    if (media->port > UINT16_MAX || media->rtcp_port > UINT16_MAX)
        abort();
    use(media->type, all);
    use(media->protocol, all);
    use(media->formats, all);
    use(media->address, all);
    use(media->precondition_line, all);
    use(media->rtpmaps, media->block);
    use(media->block, all);
    if (!sdp_direction_name(media->direction))
        abort();
    use_formats(media);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct span all = { (const char *)data, size };
    struct sdp sdp;

    if (!sdp_read(all, &sdp))
        return 0;
    if (sdp.media_count > SDP_MEDIA_MAX)
        abort();
    use(sdp.origin, all);
    for (unsigned i = 0; i < sdp.media_count; i++)
        use_media(&sdp.media[i], all);
    return 0;
}
