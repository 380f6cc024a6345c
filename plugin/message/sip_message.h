/* sip_message.h
 * One SIP message read into spans: plain C over (pointer, length), without allocation.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_SIP_MESSAGE_H
#define SIPEXPLAIN_SIP_MESSAGE_H

#include "span.h"

/* The header fields that some statement of this plugin needs; all others are passed over.
 * Names, compact forms (RFC 3261 section 7.3.3) and ids are one table in sip_header.c. */
enum sip_header_id {
    SIP_HEADER_ACCEPT,
    SIP_HEADER_ACCEPT_ENCODING,
    SIP_HEADER_ACCEPT_LANGUAGE,
    SIP_HEADER_ALERTMSG_ERROR,
    SIP_HEADER_ALLOW,
    SIP_HEADER_ALLOW_EVENTS,
    SIP_HEADER_AUTHORIZATION,
    SIP_HEADER_CALL_ID,
    SIP_HEADER_CALL_INFO,
    SIP_HEADER_CONTACT,
    SIP_HEADER_CONTENT_DISPOSITION,
    SIP_HEADER_CONTENT_ENCODING,
    SIP_HEADER_CONTENT_LENGTH,
    SIP_HEADER_CONTENT_TYPE,
    SIP_HEADER_CSEQ,
    SIP_HEADER_DATE,
    SIP_HEADER_ERROR_INFO,
    SIP_HEADER_EVENT,
    SIP_HEADER_EXPIRES,
    SIP_HEADER_FROM,
    SIP_HEADER_GEOLOCATION_ERROR,
    SIP_HEADER_HISTORY_INFO,
    SIP_HEADER_MAX_FORWARDS,
    SIP_HEADER_MIN_EXPIRES,
    SIP_HEADER_MIN_SE,
    SIP_HEADER_P_EARLY_MEDIA,
    SIP_HEADER_P_REGISTRAR_ERROR,
    SIP_HEADER_PATH,
    SIP_HEADER_PERMISSION_MISSING,
    SIP_HEADER_PRIVACY,
    SIP_HEADER_PROXY_AUTHENTICATE,
    SIP_HEADER_PROXY_AUTHORIZATION,
    SIP_HEADER_PROXY_REQUIRE,
    SIP_HEADER_RACK,
    SIP_HEADER_REASON,
    SIP_HEADER_RECORD_ROUTE,
    SIP_HEADER_RECV_INFO,
    SIP_HEADER_REFER_TO,
    SIP_HEADER_REPLACES,
    SIP_HEADER_REQUIRE,
    SIP_HEADER_RETRY_AFTER,
    SIP_HEADER_ROUTE,
    SIP_HEADER_RSEQ,
    SIP_HEADER_SECURITY_SERVER,
    SIP_HEADER_SERVER,
    SIP_HEADER_SESSION_EXPIRES,
    SIP_HEADER_SIP_ETAG,
    SIP_HEADER_SUBSCRIPTION_STATE,
    SIP_HEADER_SUPPORTED,
    SIP_HEADER_TIMESTAMP,
    SIP_HEADER_TO,
    SIP_HEADER_UNSUPPORTED,
    SIP_HEADER_USER_AGENT,
    SIP_HEADER_VIA,
    SIP_HEADER_WARNING,
    SIP_HEADER_WWW_AUTHENTICATE,
    SIP_HEADER_X_ASTERISK_HANGUPCAUSE,
    SIP_HEADER_X_ASTERISK_HANGUPCAUSECODE,
    SIP_HEADER_COUNT
};

/* The registered full name, "Call-ID". */
const char *sip_header_name(enum sip_header_id id);

/* The id of a field name in any letter case or compact form; SIP_HEADER_COUNT if it is none of
 * ours. */
enum sip_header_id sip_header_lookup(struct span name);

/* One header field row. value: trimmed, folds (CRLF + space) still inside. */
struct sip_header {
    enum sip_header_id id;
    struct span value;
};

/* Header rows kept of one message; a message with more has too_many_headers set and its later
 * rows are not seen. */
#define SIP_MESSAGE_HEADERS_MAX 160

/* Bytes read of one message, at least four times what a datagram holds; the rest of a larger one,
 * which is then is_too_large, is treated as if the capture had cut it. */
#define SIP_MESSAGE_SIZE_MAX 262144

/* What Content-Length says against what is there (RFC 3261 section 18.3). */
enum content_length_state {
    CONTENT_LENGTH_ABSENT,
    CONTENT_LENGTH_EXACT,
    CONTENT_LENGTH_TOO_LARGE, /* more than was on the wire (reported_length) */
    CONTENT_LENGTH_TOO_SMALL, /* bytes other than line ends follow: the next message, or nobody's */
    CONTENT_LENGTH_NO_NUMBER
};

struct sip_message {
    struct span whole; /* start line to the end of the body, as captured */
    bool is_response;
    unsigned status_code;      /* response: the number of the Status-Line, 0..999 */
    struct span reason_phrase; /* response: trimmed, may be empty */
    struct span method;        /* request */
    struct span request_uri;   /* request */
    struct span version;       /* "SIP/2.0" as sent */
    struct sip_header headers[SIP_MESSAGE_HEADERS_MAX]; /* only header_count are filled */
    unsigned header_count;
    uint64_t present;                     /* bit id: headers has a row with it ... */
    uint64_t repeated;                    /* ... more than one ... */
    uint8_t first_rows[SIP_HEADER_COUNT]; /* ... and the first one is at [id]; else unset */
    const char *other_row;                /* the first row whose name is none of ours; NULL: none */
    /* The first X-, P- or ms- header row that is none of ours and names a cause by its name, whole
     * ("X-Release-Cause: 34"); length 0: none. */
    struct span cause_row;
    bool too_many_headers;
    bool has_bad_line;    /* a header line without a colon, or with an empty name */
    bool is_cut;          /* not all is read: the capture's snapshot length cut the message ... */
    bool is_too_large;    /* ... or it is longer than SIP_MESSAGE_SIZE_MAX */
    bool headers_are_cut; /* ... before the empty line that ends the headers */
    bool headers_are_unended; /* the empty line is missing although nothing was cut */
    enum content_length_state content_length; /* ABSENT when headers_are_cut: not known */
    struct span body; /* as captured and bounded by Content-Length; length 0: none */
};

/* Reads the message that starts at text (after any CRLF that comes before a start line).
 * captured_length bytes are there; reported_length (>= captured_length) were on the wire.
 * Returns the bytes used, leading CRLFs and body included, at least 1 and at most captured_length;
 * 0 if it is cut short: *message then holds what could be read and is_cut tells (of one that is too
 * large and captured whole, the bytes used all the same);
 * -1 if it is not SIP: *message is then not to be read. A Status-Line is "SIP/" version, three
 * digits; a Request-Line is a token, a URI and "SIP/" version.
 * Without Content-Length the body goes to the end (datagrams, WebSocket). NUL and non-UTF-8 bytes
 * are data. A header whose line, or the begin of the line after it (a fold?), is not captured is
 * not kept; likewise the parts of a start line: status_code is then 0 and the spans are empty. */
ptrdiff_t sip_message_read(const char *text, size_t captured_length, size_t reported_length,
                           struct sip_message *message);

/* Has the message one of a set of headers, given as bits? */
#define SIP_HEADER_BIT(id) (UINT64_C(1) << (id))
static inline bool sip_message_has_any(const struct sip_message *message, uint64_t headers)
{
    return (message->present & headers) != 0;
}

static inline bool sip_message_has_header(const struct sip_message *message, enum sip_header_id id)
{
    return sip_message_has_any(message, SIP_HEADER_BIT(id));
}

/* The first row of a header: span of length 0 and text NULL when there is none. */
static inline struct span sip_message_header(const struct sip_message *message,
                                             enum sip_header_id id)
{
    if (!sip_message_has_header(message, id))
        return NO_SPAN;
    return message->headers[message->first_rows[id]].value;
}

/* Walks all values of a header over all its rows and comma lists, in order. *cursor starts as
 * (struct sip_header_cursor){ 0 }. false at the end. For headers whose grammar is no list (From,
 * To, Call-ID, CSeq, Date, Server, ... and the authentication headers, whose commas separate
 * parameters) a value is a whole row. */
struct sip_header_cursor {
    unsigned next_row;
    struct span rest;
};
bool sip_message_next_value(const struct sip_message *message, enum sip_header_id id,
                            struct sip_header_cursor *cursor, struct span *value);

/* Walks the rows whose names are none of ours, in order: "X-CID: 4711". *rest starts as
 * (struct span){ 0 }. false at the end of what is captured of the headers. */
bool sip_message_next_other_row(const struct sip_message *message, struct span *rest,
                                struct span *name, struct span *value);

/* Values of a header over all rows; for Via the number of hops. */
unsigned sip_message_count_values(const struct sip_message *message, enum sip_header_id id);

/* Is token (an option tag, a method, any letter case) one of the values of the header? Parameters
 * behind a value do not count. */
bool sip_message_lists(const struct sip_message *message, enum sip_header_id id, struct span token);

/* The value of ";name=value" of a header value, unquoted but with escapes left in; parameters
 * inside <> or quotes belong to the URI and are not seen. false when there is none; a flag without
 * "=" gives true and an empty value. */
bool sip_parameter(struct span header_value, struct span name, struct span *value);

/* For more than one parameter of a value: where they begin is looked for once. */
struct sip_parameters {
    struct span value; /* what stands before them */
    struct span rest;  /* what stands behind the first ; */
    bool protects;     /* something in the whole may protect a ; */
};
struct sip_parameters sip_parameters_of(struct span header_value);
bool sip_parameters_find(const struct sip_parameters *parameters, struct span name,
                         struct span *value);

/* The value of name=value in an authentication header (Digest realm="x", nonce="y"); unquoted,
 * with escapes left in. false when there is none. */
bool sip_auth_parameter(struct span header_value, struct span name, struct span *value);

/* A name-addr or addr-spec, as From, To and Contact have one, taken apart at once. */
struct sip_address {
    struct span uri;
    struct sip_parameters parameters;
};
struct sip_address sip_address_read(struct span header_value);

/* Its tag, where it is From or To (RFC 3261 section 19.3); length 0 when there is none. */
struct span sip_address_tag(const struct sip_address *address);

/* The URI alone ("Bob" <sip:b@x;lr>;tag=1 gives sip:b@x;lr). */
struct span sip_address_uri(struct span header_value);

/* user and host (without port and parameters, brackets of IPv6 removed) of a sip, sips or tel URI;
 * absent parts have length 0. */
struct sip_uri {
    struct span scheme, user, host;
    uint32_t port; /* 0: not given */
};
struct sip_uri sip_uri_read(struct span uri);

/* The tag of From or To, length 0 when there is none. */
struct span sip_message_tag(const struct sip_message *message, enum sip_header_id id);

/* CSeq: number and method (section 20.16). false when it is not there or not readable. */
bool sip_message_cseq(const struct sip_message *message, uint32_t *number, struct span *method);

/* RAck: response number, CSeq number and method (RFC 3262 section 7.2). */
bool sip_message_rack(const struct sip_message *message, uint32_t *rseq, uint32_t *cseq_number,
                      struct span *method);

/* A Via value (RFC 3261 section 20.42), without its parameters. */
struct sip_via {
    struct span transport; /* "UDP" */
    struct span sent_by;   /* host[:port] as written */
};
/* The topmost Via. false when there is none. */
bool sip_message_top_via(const struct sip_message *message, struct sip_via *via);
/* One Via value, with its parameters or without; false when it is none. */
bool sip_via_read(struct span value, struct sip_via *via);

/* A Reason value (RFC 3326): protocol "Q.850" or "SIP", cause number, text (empty if none).
 * false without a protocol, and when it has neither a cause number nor a text. */
struct sip_reason {
    struct span protocol;
    uint32_t cause; /* 0: no cause, or none that can be read */
    struct span text;
    struct span location; /* where in the telephone network, "LN" (RFC 8606); empty if not given */
};
bool sip_reason_read(struct span value, struct sip_reason *reason);

/* A Warning value (RFC 3261 section 20.43): code, agent, quoted text without the quotes. */
struct sip_warning {
    uint32_t code;
    struct span agent;
    struct span text;
};
/* false when it does not begin with a number. */
bool sip_warning_read(struct span value, struct sip_warning *warning);

/* Body parts visited of one message, and how deep multiparts may nest; more are not seen. */
#define SIP_BODY_PARTS_MAX 16
#define SIP_BODY_NESTING_MAX 4

/* One part of a body. A body that is no multipart is its own only part. */
struct sip_body_part {
    struct span content_type; /* "application/sdp", without parameters, trimmed */
    struct span disposition;  /* "session", "early-session", ... length 0: not given */
    struct span content;
};

/* The body's leaf parts in order, multiparts (mixed, related, alternative) opened (RFC 2046,
 * RFC 5621). Writes at most SIP_BODY_PARTS_MAX and returns how many. A body with a
 * Content-Encoding other than identity gives none, nor does a multipart without a boundary. The
 * last part of a message that is_cut may be incomplete. */
unsigned sip_message_body_parts(const struct sip_message *message,
                                struct sip_body_part parts[SIP_BODY_PARTS_MAX]);

/* Does the body have more than SIP_BODY_PARTS_MAX parts, or multiparts that nest deeper than
 * SIP_BODY_NESTING_MAX? */
bool sip_message_has_more_parts(const struct sip_message *message);
bool sip_message_nests_deeper(const struct sip_message *message);

/* The first part that is application/sdp and not an early-session (RFC 3959); false when none.
 * Where the capture cut the message, it ends with the last complete line. */
bool sip_message_sdp(const struct sip_message *message, struct span *sdp);

/* The status code and phrase in a message/sipfrag part (RFC 3420, RFC 3515 section 2.4.5); false
 * when there is none. */
bool sip_message_sipfrag_status(const struct sip_message *message, unsigned *status_code,
                                struct span *reason_phrase);

/* What an IMS network says of an alternative service (3GPP TS 24.229 section 7.6): "restoration" or
 * "emergency", its reason in words, what the phone is to do ("initial-registration"). Each may be
 * empty. */
struct sip_ims_service {
    struct span type, reason, action;
};
/* Of the first application/3gpp-ims+xml part; false when there is none with a type. */
bool sip_message_ims_service(const struct sip_message *message, struct sip_ims_service *service);

/* Has the body a part of the telephone network (application/isup or application/qsig)? *cause: the
 * Q.850 cause in it when it is an ISUP release (ITU-T Q.763), else 0. */
bool sip_message_isup(const struct sip_message *message, unsigned *cause);

#endif
