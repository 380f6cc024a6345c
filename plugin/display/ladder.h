/* ladder.h
 * A ladder: hosts side by side, and below them an arrow for each message from one to another.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_LADDER_H
#define SIPEXPLAIN_LADDER_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Hosts that have a column of their own; those that come later share one, the last. */
#define LADDER_HOSTS_MAX 16

/* Arrows that are drawn; of more the first and the last ones are, and how many were left out is
 * told between them. */
#define LADDER_ARROWS_MAX 200

/* Columns of a terminal. */
#define LADDER_WIDTH 100

/* What is said below an arrow is so loud; as enum severity. */
enum ladder_tone { LADDER_CHAT, LADDER_NOTE, LADDER_WARN, LADDER_ERROR };

/* One message with its repeats, or a stream. The texts are the ladder's; all are UTF-8. */
struct ladder_arrow {
    int64_t time; /* microseconds since the first arrow; LADDER_NO_TIME */
    uint32_t frame;
    unsigned from, to; /* hosts, by number */
    char *label;       /* "INVITE (SDP) x 7" */
    char *verdict;     /* NULL: nothing is said of it */
    enum ladder_tone tone;
    bool is_media;
};

#define LADDER_NO_TIME INT64_MIN

struct ladder {
    GPtrArray *hosts; /* char *, in the order of their columns */
    GArray *arrows;   /* struct ladder_arrow, in the order in which they are drawn */
};

struct ladder *ladder_new(void);
void ladder_free(struct ladder *ladder);

/* The number of a host's column, which is made if it is new. */
unsigned ladder_host(struct ladder *ladder, const char *host);

/* Adds an arrow at the end; takes its texts over. */
void ladder_add(struct ladder *ladder, const struct ladder_arrow *arrow);

/* How many arrows in the middle are not drawn, from *first on; 0: all are. */
unsigned ladder_left_out(const struct ladder *ladder, unsigned *first);

/* "Error: ", "Warn: ", "Note: ", "". */
const char *ladder_tone_text(enum ladder_tone tone);

/* Appends it in LADDER_WIDTH columns. Hosts whose names do not fit are letters, and a legend. */
void ladder_append_text(GString *to, const struct ladder *ladder);

#endif
