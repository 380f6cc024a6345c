/* agreed_codec.c
 * What the codec that both sides agreed on can carry.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "agreed_codec.h"

/* The codec of a description's only sound line, where it carries no fax; length 0: it has another.
 */
static struct span speech_codec(const struct description *description)
{
    struct span codec = { NULL, 0 };

    for (unsigned i = 0; description && i < description->count; i++) {
        const struct description_line *line = &description->lines[i];

        if (!line->port || !line->is_sound ||
            g_ascii_strcasecmp(description_line_type(line), "audio") != 0)
            continue;
        codec = description_line_speech_codec(line);
        if (!codec.length)
            return codec;
    }
    return codec;
}

struct span agreed_speech_codec(const struct transaction *request, struct sdp_place *agreed)
{
    const struct record *answer;
    struct sdp_place other;
    struct span codec;

    *agreed = offer_answer_in_force(request);
    codec = speech_codec(agreed->description);
    answer = agreed->description ? sdp_place_agreed(agreed) : NULL;
    if (codec.length || !answer)
        return codec;
    other = agreed->response ? sdp_place_of_request(agreed->transaction)
                             : sdp_place_of_response(answer);
    codec = speech_codec(other.description);
    *agreed = codec.length ? other : *agreed;
    return codec;
}
