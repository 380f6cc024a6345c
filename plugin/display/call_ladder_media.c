/* call_ladder_media.c
 * The RTP in the ladder of a call: one arrow for what one host sends to an announced address.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call_ladder_media.h"

#include "capture/frame_number.h"

static void find_in(struct call_ladder *ladder, const struct description *description)
{
    for (unsigned i = 0; description && i < description->count; i++) {
        const struct description_line *line = &description->lines[i];

        if (!line->stream_place || ladder->streams->len >= LADDER_STREAMS_MAX ||
            g_hash_table_contains(ladder->lines, description_line_stream(line)))
            continue;
        g_hash_table_insert(ladder->lines, description_line_stream(line), (gpointer)line);
        g_ptr_array_add(ladder->streams, description_line_stream(line));
    }
}

void call_ladder_find_streams(struct call_ladder *ladder, const struct transaction *transaction)
{
    const struct record *response = transaction_first_response(transaction);
    const struct early_dialog *dialog = transaction_early_dialogs(transaction);

    find_in(ladder, transaction_offer(transaction));
    for (; response; response = record_next(response))
        find_in(ladder, record_description(response));
    for (; dialog; dialog = early_dialog_next(dialog))
        find_in(ladder, early_dialog_ack_description(dialog));
}

/* All that goes one way between two endpoints. */
struct way {
    struct path path;
    const char *codec;
    const struct media_stretch *first;
    int64_t last_time;
    uint64_t packets;
};

/* "PCMA"; key tones and the like name a stream only where it has nothing else. */
static const char *codec_of(const struct description_line *line,
                            const struct media_stretch *stretch, wmem_allocator_t *scope)
{
    const char *name = description_payload_name(line, stretch->payload_type, scope);

    return name ? name : wmem_strdup_printf(scope, "type %u", stretch->payload_type);
}

static struct way *way_of(GArray *ways, const struct path *path)
{
    for (unsigned i = 0; i < ways->len; i++) {
        struct way *way = &g_array_index(ways, struct way, i);

        if (endpoint_equals(way->path.client, path->client) &&
            endpoint_equals(way->path.server, path->server))
            return way;
    }
    g_array_append_vals(ways, &(const struct way){ .path = *path }, 1);
    return &g_array_index(ways, struct way, ways->len - 1);
}

static void add_stretch(struct call_ladder *ladder, GArray *ways, const struct path *path,
                        const struct description_line *line, const struct media_stretch *stretch)
{
    struct way *way = way_of(ways, path);

    if (!way->first || stretch->first_frame < way->first->first_frame)
        way->first = stretch;
    if (!way->codec || !description_payload_is_auxiliary(line, stretch->payload_type))
        way->codec = way->codec && description_payload_is_auxiliary(line, stretch->payload_type)
                         ? way->codec
                         : codec_of(line, stretch, ladder->scope);
    way->last_time = way->packets ? MAX(way->last_time, stretch->last_time) : stretch->last_time;
    way->packets += stretch->packets;
}

/* RTP of an earlier call at the same address began before this one's first message. */
static void add_flow(struct call_ladder *ladder, GArray *ways, const struct media_flow *flow,
                     const struct media_stream *stream, bool is_to, uint32_t since)
{
    const struct description_line *line =
        (const struct description_line *)g_hash_table_lookup(ladder->lines, stream);
    const struct media_stretch *stretch = NULL;

    while ((stretch = media_flow_next(flow, stretch, since))) {
        const struct path path =
            is_to ? (struct path){ stretch->other_side, media_stream_at(stream), 0 }
                  : (struct path){ media_stream_at(stream), stretch->other_side, 0 };

        add_stretch(ladder, ways, &path, line, stretch);
    }
}

static uint32_t first_frame(const struct call_ladder *ladder)
{
    uint32_t first = UINT32_MAX;

    for (unsigned i = 0; i < ladder->messages->len; i++)
        first = MIN(first, g_array_index(ladder->messages, struct ladder_message, i).frame);
    return first;
}

static void add_way(struct call_ladder *ladder, const struct way *way)
{
    const int64_t time = time_between(way->first->first_time, way->last_time);
    const char *label =
        time == TIME_UNKNOWN
            ? wmem_strdup_printf(ladder->scope, "RTP %s, %" PRIu64 " packets", way->codec,
                                 way->packets)
            : wmem_strdup_printf(ladder->scope, "RTP %s %.1f s, %" PRIu64 " packet%s", way->codec,
                                 (double)time / 1e6, way->packets, way->packets == 1 ? "" : "s");
    const struct ladder_message message = {
        .frame = way->first->first_frame,
        .time = way->first->first_time,
        .path = way->path,
        .label = label,
        .is_media = true,
    };

    if (frame_number_at(message.frame))
        g_array_append_vals(ladder->messages, &message, 1);
}

void call_ladder_add_media(struct call_ladder *ladder)
{
    const uint32_t since = first_frame(ladder);
    GArray *ways = g_array_new(FALSE, TRUE, sizeof(struct way));

    for (unsigned i = 0; i < ladder->streams->len; i++) {
        const struct media_stream *stream =
            (const struct media_stream *)g_ptr_array_index(ladder->streams, i);

        add_flow(ladder, ways, media_stream_to(stream), stream, true, since);
        add_flow(ladder, ways, media_stream_from(stream), stream, false, since);
    }
    for (unsigned i = 0; i < ways->len; i++)
        add_way(ladder, &g_array_index(ways, struct way, i));
    g_array_unref(ways);
}
