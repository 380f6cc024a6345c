/* description.h
 * A session description as it is kept: its media lines, and the streams they announce.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_DESCRIPTION_H
#define SIPEXPLAIN_DESCRIPTION_H

#include "capture/endpoint.h"
#include "memory/kept_memory.h"
#include "message/sdp.h"
#include "message/sip_message.h"

struct announcement;
struct media_stream;

/* One m= line. Strings are interned. */
struct description_line {
    kept_place type_place;     /* "audio" */
    kept_place stream_place;   /* where RTP to this line goes; none: rejected, or no IP address */
    kept_place protocol_place; /* "RTP/AVP" */
    kept_place address_place;  /* connection address as written */
    kept_place formats_place;  /* "8=PCMA/8000, 101=telephone-event/8000" */
    kept_place crypto_place;   /* tag and suite of each a=crypto, "1 AES_.., 2 .."; none: unknown */
    uint16_t port;             /* 0: rejected */
    uint16_t fingerprint_mark; /* a hash of a=fingerprint; 0: none */
    uint8_t direction;         /* enum sdp_direction, the view of who sent the description */
    uint8_t precondition;      /* enum sdp_precondition */
    uint8_t setup;             /* enum sdp_setup */
    bool is_sound : 1;         /* audio or video */
    bool is_secure : 1;        /* the profile is one of SRTP: RTP/SAVP, UDP/TLS/RTP/SAVPF */
    bool has_crypto : 1;       /* SRTP keys in the SDP ... */
    bool has_fingerprint : 1;  /* ... by DTLS ... */
    bool has_other_keys : 1;   /* ... by MIKEY or ZRTP */
    bool is_bundled : 1;       /* its media may take another line's port */
    bool is_null : 1;          /* 0.0.0.0 or ::, to which nothing can be sent (RFC 3264 8.4) */
};

KEPT_POINTER(const char, description_line, type)
KEPT_POINTER(struct media_stream, description_line, stream)
KEPT_POINTER(const char, description_line, protocol)
KEPT_POINTER(const char, description_line, address)
KEPT_POINTER(const char, description_line, formats)
KEPT_POINTER(const char, description_line, crypto)

struct description {
    uint32_t text_hash;         /* of the SDP without its o= line */
    uint32_t origin_hash;       /* of the o= line: session and version; 0: none */
    kept_place malformed_place; /* the first line that cannot be read as it should */
    uint8_t count;
    bool has_candidates : 1;    /* ICE: media may take other addresses than the announced ones */
    bool has_preconditions : 1; /* a=des lines on some line ... */
    bool preconditions_met : 1; /* ... all of them met */
    bool has_more_lines : 1;    /* more than SDP_MEDIA_MAX */
    bool has_more_formats : 1;  /* a line has more than SDP_FORMATS_MAX */
    bool origin_is_telling : 1; /* the o= line is more than zeros or ones: it may be one call's */
    bool is_incomplete : 1;     /* cut by the capture, or has_more_lines */
    struct description_line lines[];
};

KEPT_POINTER(const char, description, malformed)

/* Called once, when the plugin registers. */
void description_init(void);

/* Keeps a description, in the file's memory, and announces its streams.
 * NULL when text is no SDP. is_cut: the capture does not hold all of it. */
const struct description *description_new(struct span text, bool is_cut,
                                          const struct announcement *announcement);

/* May a message without a readable description have one all the same? Its body is cut, encoded,
 * encrypted, of no named type, or a description of another kind (early-session, RFC 3959). */
bool description_is_hidden(const struct sip_message *message);

/* Does the line name keys for SRTP, of whatever kind? */
bool description_line_has_keys(const struct description_line *line);

/* Does any line name keys, or have a profile that needs them? */
bool description_has_keys(const struct description *description);

/* May the one who sent the description send audio or video on the line? (RFC 3264 section 5.1) */
bool description_line_sends(const struct description_line *line);

/* The first line that description_line_sends(), or NULL. description may be NULL. */
const struct description_line *description_sending_line(const struct description *description);

/* Same media lines: type, address, port and formats (RFC 3261 section 13.2.1). Direction, o= and
 * other attributes do not count. */
bool description_equals(const struct description *a, const struct description *b);

/* Does b repeat a: the same text but for the version, or the same version and what is known of the
 * lines? A session refresh does so (RFC 4028 section 7.4). */
bool description_repeats(const struct description *a, const struct description *b);

/* Do the formats of two lines share a codec, by name, rate and channels or by a static number?
 * Formats that carry no audio or video of their own do not count; true when one side's codecs are
 * not all known. */
bool description_lines_share_codec(const struct description_line *offer,
                                   const struct description_line *answer);

/* May RTP with this payload type come to who sent the description: does some line name it, or are
 * not all formats known? */
bool description_has_payload_type(const struct description *description, unsigned payload_type);

/* Is the payload type key tones, comfort noise, redundancy or repairs on this line? */
bool description_payload_is_auxiliary(const struct description_line *line, unsigned payload_type);

/* Does the line name telephone-event (RFC 4733)? */
bool description_line_has_key_tones(const struct description_line *line);

/* Where all codecs of a line are made for speech and pass no tones of a fax or modem, the first of
 * them; length 0: it is not so, or not known. */
struct span description_line_speech_codec(const struct description_line *line);

/* The codec names of a line, "PCMA, telephone-event", made in scope; "" when there are none. */
const char *description_codecs(const struct description_line *line, wmem_allocator_t *scope);

/* The payload types of a line, "107, 101", made in scope; "" when there are none. */
const char *description_payload_types(const struct description_line *line, wmem_allocator_t *scope);

/* The codec name of a payload type, "PCMA", made in scope; NULL when the line does not tell. */
const char *description_payload_name(const struct description_line *line, unsigned payload_type,
                                     wmem_allocator_t *scope);

#endif
