/* call_ladder_media.h
 * The RTP in the ladder of a call; used by call_ladder.c only.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_CALL_LADDER_MEDIA_H
#define SIPEXPLAIN_CALL_LADDER_MEDIA_H

#include "call/call.h"

/* An arrow before it is drawn. Texts are in the ladder's scope. */
struct ladder_message {
    int64_t time;
    struct path path;
    const struct record *record; /* what is said of it; NULL: nothing */
    const char *label;
    int64_t last_time; /* of its last repeat */
    uint32_t frame;    /* its place (frame_number.h) */
    unsigned repeats;
    unsigned order; /* among those of one frame */
    bool is_ack, is_media;
};

struct call_ladder {
    wmem_allocator_t *scope;
    GArray *messages;    /* struct ladder_message */
    GPtrArray *streams;  /* struct media_stream *, in the order in which they were announced */
    GHashTable *lines;   /* struct media_stream -> struct description_line that announced it */
    GHashTable *crowded; /* struct endpoint *, addresses that are several hosts; their port is 0 */
};

/* Streams of one ladder; further ones are not drawn. */
#define LADDER_STREAMS_MAX 256

/* Notes the streams that the transaction's messages announce. */
void call_ladder_find_streams(struct call_ladder *ladder, const struct transaction *transaction);

/* Adds an arrow for what each host sent to each of these streams since the first message of the
 * ladder: codec, time from first to last packet, packets. */
void call_ladder_add_media(struct call_ladder *ladder);

#endif
