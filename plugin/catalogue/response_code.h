/* response_code.h
 * What every SIP status code means: the texts, and the look-up for any three-digit number.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_RESPONSE_CODE_H
#define SIPEXPLAIN_RESPONSE_CODE_H

#include "rfc_reference.h"
#include "severity.h"

#include <stdbool.h>
#include <stddef.h>

/* How a code differs from another one that it is confused with. */
struct code_difference {
    unsigned code;
    const char *difference; /* one full sentence about this code against the other */
};

/* Most codes that one entry is set apart from; the table entry after the last has difference
 * NULL. */
#define CODE_DIFFERENCES_MAX 6

/* Longest line of description, when and fix: what Wireshark shows of an item's label, less the
 * item's name. A text may hold several lines, separated by '\n'; each becomes an item. */
#define CATALOGUE_LINE_MAX 200

/* One status code. All texts are ASCII and static; none is NULL or empty. */
struct response_code {
    unsigned code;
    const char *phrase;       /* the registered reason phrase, or the one seen in the field */
    bool registered;          /* in the IANA registry of SIP response codes */
    enum severity severity;   /* of the expert item of a response with this code */
    const char *gist;         /* what it means for any request, at most 45 characters: headlines */
    bool names_host;          /* a headline says "by HOST" behind the gist */
    const char *description;  /* what it means */
    const char *when;         /* when you see it */
    const char *fix;          /* what to do, for the person who holds the capture */
    const char *methods;      /* which requests it answers: "INVITE", "any request", ... */
    const char *media;        /* what it does to audio and video, a few words */
    const char *retry;        /* whether and how to send the request again, a few words */
    const char *actor;        /* who has to act on it, a few words */
    const char *caller_hears; /* what the human caller hears or sees, a few words */
    struct rfc_reference reference;
    struct code_difference differs[CODE_DIFFERENCES_MAX + 1];
};

/* One file's entries, ascending by code. */
struct response_code_list {
    const struct response_code *entries;
    size_t count;
};

/* responses_1xx.c to responses_6xx.c, index class - 1. */
extern const struct response_code_list responses_1xx, responses_2xx, responses_3xx, responses_4xx,
    responses_5xx, responses_6xx;

/* The entry for a number from a Status-Line; never NULL. A code with no entry of its own gives its
 * class's fallback, whose code is 0: an unknown 1xx is treated as 183, an unknown Nxx as N00
 * (RFC 3261 section 8.1.3.2). A number outside 100..699 gives the entry for impossible codes. */
const struct response_code *response_code_lookup(unsigned code);

/* All entries in one order: 1xx to 6xx ascending, then the six class fallbacks, then the entry for
 * impossible codes. index from 0; NULL at the end. */
const struct response_code *response_code_at(size_t index);

/* 1 to 6, or 0 for a number that is no SIP status code. */
unsigned response_class(unsigned code);

/* "Provisional", "Successful", "Redirection", "Request Failure", "Server Failure",
 * "Global Failure" (RFC 3261 section 7.2); "not a SIP class" for 0. */
const char *response_class_name(unsigned response_class);

#endif
