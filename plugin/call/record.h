/* record.h
 * What is kept of one response, and shown for it whenever its frame is drawn.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_RECORD_H
#define SIPEXPLAIN_RECORD_H

#include "authentication.h"
#include "capture/frame.h"
#include "description.h"
#include "memory/kept_memory.h"
#include "message/sip_message.h"
#include "session_timer.h"
#include "words.h"

struct finding;
struct transaction;

/* Contacts kept of one redirection; further ones are not known. */
#define REDIRECTION_CONTACTS_MAX 4

/* Where a 3xx sends the client. */
struct redirection {
    unsigned count;
    bool has_more;
    const char *contacts[REDIRECTION_CONTACTS_MAX]; /* their URIs */
};

/* What few responses carry. */
struct record_details {
    const struct words *words;      /* never NULL; record_words() answers without details too */
    kept_place p_early_media_place; /* RFC 5009, as sent */
    kept_place challenges_place;
    kept_place session_place;     /* none: neither Session-Expires nor Min-SE */
    kept_place redirection_place; /* of a 3xx with Contact */
    uint32_t retry_after;         /* seconds */
    uint32_t rseq;                /* of a reliable provisional response (RFC 3262) */
    uint32_t min_expires;         /* Min-Expires, seconds; 0: none */
    bool has_retry_after : 1, has_rseq : 1, requires_100rel : 1;
    bool requires_precondition : 1;
};

KEPT_POINTER(const char, record_details, p_early_media)
KEPT_POINTER(const struct challenges, record_details, challenges)
KEPT_POINTER(const struct session_timer, record_details, session)
KEPT_POINTER(const struct redirection, record_details, redirection)

/* One response, or a request at which a finding was made. All strings are interned and all memory
 * is the file's: a record lives until the file is closed. */
struct record {
    int64_t time;                 /* microseconds since the epoch; TIME_UNKNOWN */
    kept_place transaction_place; /* none: the message tells too little to place it */
    kept_place details_place;     /* none of them */
    kept_place next_place;        /* of the transaction's next response */
    kept_place description_place; /* the SDP */
    kept_place findings_place;    /* in the order they were made */
    kept_place phrase_place;      /* the reason phrase, or a request's method */
    kept_place server_place;      /* Server, or User-Agent where that is missing */
    kept_place to_tag_place;
    uint32_t frame;
    struct packet_mark mark;
    uint32_t text_hash;      /* of the whole message */
    uint32_t path_hash;      /* of the packet's addresses and ports */
    uint32_t original_frame; /* of the first message with these bytes; 0: this is the first */
    uint16_t code;           /* as sent */
    bool is_request : 1;     /* the rest tells nothing of a response then */
    bool is_cut : 1;         /* the capture does not hold the whole message */
    bool is_copy : 1;        /* of original_frame, seen at another capture point or in a tunnel */
    bool is_retransmission : 1; /* of original_frame */
    bool is_quoted : 1;         /* in an ICMP error; not part of any call */
    bool is_overtaken : 1;      /* a provisional one that came behind the final response */
    bool has_earlier_sdp : 1;   /* an 18x: one before it in its early dialog had SDP */
};

/* In place of one that was not seen: its frame and time are 0. */
extern const struct record no_record;

KEPT_POINTER(const struct transaction, record, transaction)
KEPT_POINTER(const struct record_details, record, details)
KEPT_POINTER(struct record, record, next)
KEPT_POINTER(const struct description, record, description)
KEPT_POINTER(const struct finding, record, findings)
KEPT_POINTER(const char, record, phrase)
KEPT_POINTER(const char, record, server)
KEPT_POINTER(const char, record, to_tag)

/* The record of one message; its place in a call is not filled in. */
struct record *record_new(const struct sip_message *message, const struct sip_frame *frame);

/* What it says of a cause, beside its reason phrase; never NULL. */
const struct words *record_words(const struct record *record);

/* Its P-Early-Media (RFC 5009), as sent; length 0: none. */
struct span record_p_early_media(const struct record *record);

/* The first Q.850 cause of its Reason header fields, or 0. */
uint32_t record_q850_cause(const struct record *record);

/* The first SIP cause of its Reason header fields, or 0. */
uint32_t record_sip_cause(const struct record *record);

/* 101..199, as a 183 to an INVITE (RFC 3261 section 13.2.2.1); whatever request it answers. */
bool record_is_18x(const struct record *record);

/* 401 or 407: it asks for credentials. */
bool record_is_challenge(const struct record *record);

/* No copy, no repeat, and not quoted: it is here that it came. */
bool record_is_original(const struct record *record);

/* A reliable provisional response: Require: 100rel and RSeq (RFC 3262 section 3). */
bool record_is_reliable(const struct record *record);

#endif
