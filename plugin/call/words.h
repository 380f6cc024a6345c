/* words.h
 * What the parties themselves say of a cause, in a request or a response: Reason, Warning and the
 * like.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_WORDS_H
#define SIPEXPLAIN_WORDS_H

#include "compat.h"
#include "message/sip_message.h"

/* Reason and Warning values kept of one message; further ones set has_more_reasons,
 * has_more_warnings. */
#define WORDS_REASONS_MAX 8
#define WORDS_WARNINGS_MAX 8

/* One value of a Reason header (RFC 3326). */
struct reason_value {
    const char *protocol; /* "Q.850", "SIP", "STIR"; as sent */
    uint32_t cause;       /* 0: none, and where it is sent it tells none */
    const char *text;     /* the text parameter; NULL: none */
    const char *location; /* where in the telephone network (RFC 8606); NULL: not told */
};

/* One value of a Warning header (RFC 3261 section 20.43). */
struct warning_value {
    uint32_t code;
    const char *agent; /* NULL: none */
    const char *text;  /* NULL: none */
};

/* What an IMS network's body says of an alternative service (3GPP TS 24.229 section 7.6). */
struct ims_service {
    const char *type;            /* "restoration", "emergency" */
    const char *reason, *action; /* NULL: none */
};

/* Strings are interned, all memory is the file's. */
struct words {
    const struct reason_value *reasons;
    const struct warning_value *warnings;
    const struct ims_service *ims_service; /* NULL: none */
    const char *error_info;                /* the URI of the first Error-Info; NULL: none */
    const char
        *other_row; /* "X-Asterisk-HangupCause: No route": a field whose name tells of a cause */
    uint8_t reason_count, warning_count;
    uint8_t isup_cause; /* of an ISUP release in the body; 0: none */
    bool has_isup : 1;  /* the body has a part of the telephone network */
    bool has_more_reasons : 1, has_more_warnings : 1;
};

/* Of a message that says nothing. */
extern const struct words no_words;

/* What the message says; &no_words for nothing. */
const struct words *words_of(const struct sip_message *message);

/* The first cause of this protocol ("Q.850", any letter case) in Reason; 0: none. */
uint32_t words_cause(const struct words *words, const char *protocol);

/* The first Reason value of the protocol, also without a cause; NULL: none. */
const struct reason_value *words_reason(const struct words *words, const char *protocol);

#endif
