/* request.h
 * What is kept of a request beside its tags and its offer: what it asks for, and with what in hand.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_REQUEST_H
#define SIPEXPLAIN_REQUEST_H

#include "authentication.h"
#include "memory/kept_memory.h"
#include "session_timer.h"
#include "words.h"

/* Of request.max_forwards: not there, or larger. */
#define NO_MAX_FORWARDS 255

/* What few requests carry. */
struct request_details {
    const struct words *words;             /* of a cause, as in a BYE's Reason; never NULL */
    const char *event;                     /* Event; NULL: none */
    const char *replaces;                  /* Replaces, as sent; NULL: none */
    const char *refer_to;                  /* the URI of Refer-To; NULL: none */
    const char *required, *proxy_required; /* all option tags of Require and Proxy-Require, as sent;
                                              NULL: none */
    const struct session_timer *session;   /* NULL: neither Session-Expires nor Min-SE */
    const struct credentials *credentials; /* credential_count of them, answers to challenges */
    uint32_t expires; /* seconds, where has_expires; a REGISTER's may be its first Contact's */
    uint32_t stated_body, body; /* bytes: by Content-Length, and what was on the wire; both 0
                                   where they are equal, or it is not known */
    uint8_t credential_count;
    bool has_expires : 1;   /* an INVITE with it ends by itself (RFC 3261 section 13.2.1) */
    bool misuses_star : 1;  /* Contact: * beside others, or without Expires: 0 (RFC 3261 10.2.2) */
    bool is_terminated : 1; /* a NOTIFY's Subscription-State (RFC 6665 section 4.1.3) */
    bool lacks_state : 1;   /* a NOTIFY without it */
    bool lacks_tags : 1;    /* Replaces, its own or a Refer-To's, without to-tag or from-tag */
};

/* Of the first copy of a request. Strings are interned, all memory is the file's. */
struct request {
    kept_place details_place;          /* none: few requests have any */
    kept_place uri_place;              /* Request-URI; none: cut */
    kept_place contact_place;          /* the URI of the first Contact */
    kept_place sent_by_place;          /* of the top Via, "10.0.0.2:5060" */
    kept_place content_type_place;     /* Content-Type, as sent */
    kept_place supported_place;        /* all option tags of Supported, as sent */
    uint32_t caller_hash, target_hash; /* of the From and To URIs; 0: none */
    uint32_t size;                     /* bytes, as far as captured */
    uint16_t record_route_count;       /* values of Record-Route; UINT16_MAX: or more */
    uint8_t max_forwards;
    bool supports_100rel : 1; /* Supported or Require: 100rel */
    bool requires_100rel : 1;
    bool has_other_version : 1; /* it is not SIP/2.0 */
    bool has_route : 1;         /* Route (RFC 3261 section 20.34) */
    bool has_path : 1;          /* Path (RFC 3327) */
    bool has_rport : 1;         /* in the top Via (RFC 3581) */
    bool has_two_methods : 1;   /* CSeq names another one than the request line */
    bool wants_no_report : 1;   /* a REFER's Refer-Sub: false (RFC 4488) */
};

/* Of most requests. */
extern const struct request_details no_request_details;

KEPT_POINTER_OR(const struct request_details, request, details, no_request_details)
KEPT_POINTER(const char, request, uri)
KEPT_POINTER(const char, request, contact)
KEPT_POINTER(const char, request, sent_by)
KEPT_POINTER(const char, request, content_type)
KEPT_POINTER(const char, request, supported)

/* Of a transaction whose request is not in the capture: nothing. */
extern const struct request no_request;

/* What is to be kept of a request. via: its top one; all 0: none. from, to: the URIs of both. */
const struct request *request_new(const struct sip_message *message,
                                  const struct sip_parameters *via, struct span from,
                                  struct span to);

/* Has it credentials that answer a challenge? */
bool request_has_credentials(const struct request *request);

#endif
