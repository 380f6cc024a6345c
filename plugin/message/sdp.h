/* sdp.h
 * A session description (RFC 8866) read into spans: media lines, addresses, directions, formats.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_SDP_H
#define SIPEXPLAIN_SDP_H

#include "span.h"

/* a=sendrecv and so on; without an attribute sendrecv (RFC 8866 section 6.7). */
enum sdp_direction { SDP_SENDRECV, SDP_SENDONLY, SDP_RECVONLY, SDP_INACTIVE };

/* a=setup: who begins the DTLS handshake (RFC 4145 section 4, RFC 5763 section 5). */
enum sdp_setup { SDP_SETUP_NONE, SDP_SETUP_ACTIVE, SDP_SETUP_PASSIVE, SDP_SETUP_ACTPASS };

/* RFC 3312: does the media wait for resources? */
enum sdp_precondition {
    SDP_PRECONDITION_NONE,  /* no a=des line */
    SDP_PRECONDITION_UNMET, /* a mandatory des whose curr does not reach it */
    SDP_PRECONDITION_MET
};

/* Formats kept of one m= line; there are no more RTP payload types than that. */
#define SDP_FORMATS_MAX 128

/* One m= line with what belongs to it. Session level values are filled in where the media level has
 * none. */
struct sdp_media {
    struct span type;      /* "audio", "video", "image", "message", ... */
    uint32_t port;         /* 0: rejected (RFC 3264 section 6) */
    struct span protocol;  /* "RTP/AVP", "UDP/TLS/RTP/SAVPF", "udptl" */
    struct span formats;   /* the fmt list as written: "0 8 101", at most SDP_FORMATS_MAX ... */
    bool has_more_formats; /* ... of more than that */
    struct span address;   /* connection address, "10.0.0.1" or "2001:db8::1"; length 0: none */
    bool address_is_ipv6;
    enum sdp_direction direction;
    uint32_t rtcp_port;   /* a=rtcp; 0 when not given: port + 1 by convention */
    bool has_rtcp_mux;    /* a=rtcp-mux */
    bool has_candidates;  /* a=candidate, a=ice-ufrag: the address is only a default (ICE) */
    bool has_crypto;      /* a=crypto: SRTP keys in the SDP (RFC 4568) */
    bool has_fingerprint; /* a=fingerprint: SRTP keys by DTLS (RFC 5763) */
    struct span fingerprint;
    bool has_other_keys; /* a=key-mgmt, a=zrtp-hash (RFC 4567, RFC 6189) */
    enum sdp_setup setup;
    bool is_bundled; /* a=bundle-only, or in an a=group:BUNDLE by a=mid */
    enum sdp_precondition precondition;
    struct span precondition_line; /* the first unmet "qos mandatory local sendrecv" */
    struct span rtpmaps;           /* from its first a=rtpmap line to the end of the last one */
    struct span block;             /* the text from its m= line to before the next one */
};

/* Media lines kept of one description; more set too_many_media. */
#define SDP_MEDIA_MAX 16

struct sdp {
    struct span origin;    /* the o= line's value */
    struct span malformed; /* the first line that RFC 8866 does not allow, of those */
                           /* that are read: m=, c=, a=rtpmap; length 0: none */
    struct sdp_media media[SDP_MEDIA_MAX]; /* only media_count are filled */
    unsigned media_count;
    bool too_many_media;
};

/* Reads a description; lines end in CRLF or LF. false when there is no "v=" line first (after blank
 * lines) - it is then no SDP. Unknown and malformed lines are passed over; a malformed m= line (no
 * protocol, no port number up to 65535) with all that belongs to it. */
bool sdp_read(struct span text, struct sdp *sdp);

/* One format of an m= line. For RTP profiles payload_type is 0..127 and name, clock_rate and
 * channels come from a=rtpmap or, for static types, from RFC 3551; for other protocols
 * payload_type is -1 and name is the format as written. */
struct sdp_format {
    int payload_type;
    struct span name;    /* "PCMA", "opus"; length 0: a dynamic type without rtpmap */
    uint32_t clock_rate; /* Hz, 0 unknown */
    uint32_t channels;   /* 1 unless given */
};

/* RTP payload types. */
#define SDP_PAYLOAD_TYPES 128

/* The formats of a media line, to be taken one by one. */
struct sdp_format_reader {
    struct span rest; /* of media->formats */
    bool is_rtp;
    bool is_mapped[SDP_PAYLOAD_TYPES];        /* is there an a=rtpmap line that says ... */
    struct span encodings[SDP_PAYLOAD_TYPES]; /* ... "opus/48000/2"? Else unset. */
};

/* Begins with the first format of a media. */
void sdp_formats_begin(const struct sdp_media *media, struct sdp_format_reader *reader);

/* Takes the next format. */
bool sdp_next_format(struct sdp_format_reader *reader, struct sdp_format *format);

/* Takes the next a=crypto line off *rest, which starts as media->block: its tag and its suite. */
bool sdp_next_crypto(struct span *rest, struct span *tag, struct span *suite);

/* Does an a=fmtp line of an AMR format say octet-align=1? What is packed so cannot be read the
 * other way (RFC 4867 section 8.1). */
bool sdp_format_is_octet_aligned(const struct sdp_media *media, const struct sdp_format *format);

/* telephone-event, CN, red, ulpfec, rtx, ...: formats that carry no audio or video of their own. */
bool sdp_format_is_auxiliary(const struct sdp_format *format);

/* "sendrecv", ... */
const char *sdp_direction_name(enum sdp_direction direction);

/* "active", "passive", "actpass"; "" for none. */
const char *sdp_setup_name(enum sdp_setup setup);

#endif
