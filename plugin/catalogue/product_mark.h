/* product_mark.h
 * Words and header fields by which a server failure shows which product wrote it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_PRODUCT_MARK_H
#define SIPEXPLAIN_PRODUCT_MARK_H

#include <stdbool.h>
#include <stddef.h>

/* Where in the response the mark stands. */
enum product_mark_place {
    MARK_PHRASE,        /* the reason phrase */
    MARK_REASON_TEXT,   /* the text parameter of a Reason value (RFC 3326) */
    MARK_WARNING_AGENT, /* the agent of a Warning value (RFC 3261 section 20.43) */
    MARK_HEADER         /* the name of a header field that is there */
};

/* What a phrase says about the order of judgement. The RFC asks for a 500 in the first two. */
enum product_mark_sense {
    SENSE_FAULT,      /* something in the product failed, or nothing is known */
    SENSE_CSEQ_ORDER, /* the CSeq was not higher than before (RFC 3261 section 12.2.2) */
    SENSE_OVERLAP,    /* the same side had another request open (RFC 3261 section 14.2, RFC 3311) */
    SENSE_FROM_503    /* a 503 from further on (RFC 3261 section 16.7) */
};

/* One mark. Texts are static ASCII and never NULL. */
struct product_mark {
    enum product_mark_place place;
    const char *text; /* the whole of it, or its begin when is_begin; any letter case */
    bool is_begin;
    unsigned code; /* the response that it is a mark in; 0: any 5xx */
    enum product_mark_sense sense;
    const char *product;
    const char *meaning; /* what it means there: continues "It says there that ..." */
    const char *where;   /* where to look next, a full sentence */
};

/* The first mark that text at that place of a response with that code is; NULL: none is known.
 * text may be NULL. */
const struct product_mark *product_mark_lookup(enum product_mark_place place, unsigned code,
                                               const char *text);

/* All entries, for tests and for lists of header names; index from 0, NULL at the end. */
const struct product_mark *product_mark_at(size_t index);

#endif
