/* sdp_text.c
 * How messages with SDP are named in a sentence, and their lines.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "sdp_text.h"

#include "of_exchange.h"
#include "quote.h"

const char *sdp_place_text(const struct sdp_place *place, char *text)
{
    if (place->response)
        snprintf(text, SDP_PLACE_MAX, "%u in frame %u", place->response->code, place->frame);
    else
        snprintf(text, SDP_PLACE_MAX, "%.16s in frame %u",
                 transaction_method_name(place->transaction), place->frame);
    return text;
}

const char *sdp_message_text(const struct exchange *exchange, char *text)
{
    if (exchange->record)
        snprintf(text, SDP_PLACE_MAX, "this %u", exchange->record->code);
    else
        snprintf(text, SDP_PLACE_MAX, "this %.16s",
                 exchange->moments & AT_ACK ? "ACK"
                                            : transaction_method_name(exchange->transaction));
    return text;
}

const char *sdp_lines_text(const struct description *description, char *text, size_t size)
{
    wmem_strbuf_t *lines = wmem_strbuf_new(NULL, "");

    for (unsigned i = 0; i < description->count; i++) {
        const struct description_line *line = &description->lines[i];
        char *codecs = (char *)description_codecs(line, NULL);

        wmem_strbuf_append_printf(lines, "%s%s %s (%s%s)", i ? "; " : "",
                                  description_line_type(line),
                                  codecs[0] ? codecs : "without formats",
                                  description_line_protocol(line), line->port ? "" : ", port 0");
        wmem_free(NULL, codecs);
    }
    quote_span((struct span){ wmem_strbuf_get_str(lines), wmem_strbuf_get_len(lines) }, text, size);
    wmem_strbuf_destroy(lines);
    return text;
}
