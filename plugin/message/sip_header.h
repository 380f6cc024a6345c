/* sip_header.h
 * The names of header fields, and walking the rows of a header section; for the files of this
 * folder only.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_SIP_HEADER_H
#define SIPEXPLAIN_SIP_HEADER_H

#include "sip_message.h"

/* By enum sip_header_id. */
struct sip_header_kind {
    struct span name;
    char compact; /* 0: none */
    bool is_list;
};
extern const struct sip_header_kind sip_header_kinds[SIP_HEADER_COUNT];

struct sip_row_reader {
    const char *at; /* start of the next row */
    const char *end;
    bool is_cut; /* more text followed behind end, which was not captured */
};

enum sip_row {
    SIP_ROW_HEADER, /* *header is filled; its id is SIP_HEADER_COUNT if it is none of ours, and
                     * its value is then the whole row */
    SIP_ROW_BAD,    /* no colon, no name, or a fold with nothing before it */
    SIP_ROW_END,    /* the empty line: reader->at is behind it */
    SIP_ROW_CUT,    /* the row or the line after it, which may be a fold, is not fully captured */
    SIP_ROW_MISSING /* the text ended without an empty line */
};

/* Takes the next row with its folds. Lines end in CRLF or LF; CRs before them do not count. */
enum sip_row sip_row_next(struct sip_row_reader *reader, struct sip_header *header);

/* Is the header's value a comma-separated list by its grammar? */
bool sip_header_is_list(enum sip_header_id id);

/* Reads all rows into a message whose header fields are empty. What ended them: END, CUT or
 * MISSING. */
enum sip_row sip_rows_read(struct sip_row_reader *reader, struct sip_message *message);

#endif
