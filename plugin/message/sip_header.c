/* sip_header.c
 * Header field names, compact forms and ids.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "sip_header.h"

#include "plain.h"

#include <string.h>

#define ROW(text, letter)                                                                          \
    {                                                                                              \
        { text, sizeof(text) - 1 }, letter, false                                                  \
    }
#define LIST(text, letter)                                                                         \
    {                                                                                              \
        { text, sizeof(text) - 1 }, letter, true                                                   \
    }

const struct sip_header_kind sip_header_kinds[SIP_HEADER_COUNT] = {
    [SIP_HEADER_ACCEPT] = LIST("Accept", 0),
    [SIP_HEADER_ACCEPT_ENCODING] = LIST("Accept-Encoding", 0),
    [SIP_HEADER_ACCEPT_LANGUAGE] = LIST("Accept-Language", 0),
    [SIP_HEADER_ALERTMSG_ERROR] = ROW("AlertMsg-Error", 0),
    [SIP_HEADER_ALLOW] = LIST("Allow", 0),
    [SIP_HEADER_ALLOW_EVENTS] = LIST("Allow-Events", 'u'),
    [SIP_HEADER_AUTHORIZATION] = ROW("Authorization", 0),
    [SIP_HEADER_CALL_ID] = ROW("Call-ID", 'i'),
    [SIP_HEADER_CALL_INFO] = LIST("Call-Info", 0),
    [SIP_HEADER_CONTACT] = LIST("Contact", 'm'),
    [SIP_HEADER_CONTENT_DISPOSITION] = ROW("Content-Disposition", 0),
    [SIP_HEADER_CONTENT_ENCODING] = LIST("Content-Encoding", 'e'),
    [SIP_HEADER_CONTENT_LENGTH] = ROW("Content-Length", 'l'),
    [SIP_HEADER_CONTENT_TYPE] = ROW("Content-Type", 'c'),
    [SIP_HEADER_CSEQ] = ROW("CSeq", 0),
    [SIP_HEADER_DATE] = ROW("Date", 0),
    [SIP_HEADER_ERROR_INFO] = LIST("Error-Info", 0),
    [SIP_HEADER_EVENT] = ROW("Event", 'o'),
    [SIP_HEADER_EXPIRES] = ROW("Expires", 0),
    [SIP_HEADER_FROM] = ROW("From", 'f'),
    [SIP_HEADER_GEOLOCATION_ERROR] = ROW("Geolocation-Error", 0),
    [SIP_HEADER_HISTORY_INFO] = LIST("History-Info", 0),
    [SIP_HEADER_MAX_FORWARDS] = ROW("Max-Forwards", 0),
    [SIP_HEADER_MIN_EXPIRES] = ROW("Min-Expires", 0),
    [SIP_HEADER_MIN_SE] = ROW("Min-SE", 0),
    [SIP_HEADER_P_EARLY_MEDIA] = LIST("P-Early-Media", 0),
    [SIP_HEADER_P_REGISTRAR_ERROR] = ROW("P-Registrar-Error", 0),
    [SIP_HEADER_PATH] = LIST("Path", 0),
    [SIP_HEADER_PERMISSION_MISSING] = LIST("Permission-Missing", 0),
    [SIP_HEADER_PRIVACY] = ROW("Privacy", 0),
    [SIP_HEADER_PROXY_AUTHENTICATE] = ROW("Proxy-Authenticate", 0),
    [SIP_HEADER_PROXY_AUTHORIZATION] = ROW("Proxy-Authorization", 0),
    [SIP_HEADER_PROXY_REQUIRE] = LIST("Proxy-Require", 0),
    [SIP_HEADER_RACK] = ROW("RAck", 0),
    [SIP_HEADER_REASON] = LIST("Reason", 0),
    [SIP_HEADER_RECORD_ROUTE] = LIST("Record-Route", 0),
    [SIP_HEADER_RECV_INFO] = LIST("Recv-Info", 0),
    [SIP_HEADER_REFER_TO] = ROW("Refer-To", 'r'),
    [SIP_HEADER_REPLACES] = ROW("Replaces", 0),
    [SIP_HEADER_REQUIRE] = LIST("Require", 0),
    [SIP_HEADER_RETRY_AFTER] = ROW("Retry-After", 0),
    [SIP_HEADER_ROUTE] = LIST("Route", 0),
    [SIP_HEADER_RSEQ] = ROW("RSeq", 0),
    [SIP_HEADER_SECURITY_SERVER] = LIST("Security-Server", 0),
    [SIP_HEADER_SERVER] = ROW("Server", 0),
    [SIP_HEADER_SESSION_EXPIRES] = ROW("Session-Expires", 'x'),
    [SIP_HEADER_SIP_ETAG] = ROW("SIP-ETag", 0),
    [SIP_HEADER_SUBSCRIPTION_STATE] = ROW("Subscription-State", 0),
    [SIP_HEADER_SUPPORTED] = LIST("Supported", 'k'),
    [SIP_HEADER_TIMESTAMP] = ROW("Timestamp", 0),
    [SIP_HEADER_TO] = ROW("To", 't'),
    [SIP_HEADER_UNSUPPORTED] = LIST("Unsupported", 0),
    [SIP_HEADER_USER_AGENT] = ROW("User-Agent", 0),
    [SIP_HEADER_VIA] = LIST("Via", 'v'),
    [SIP_HEADER_WARNING] = LIST("Warning", 0),
    [SIP_HEADER_WWW_AUTHENTICATE] = ROW("WWW-Authenticate", 0),
    [SIP_HEADER_X_ASTERISK_HANGUPCAUSE] = ROW("X-Asterisk-HangupCause", 0),
    [SIP_HEADER_X_ASTERISK_HANGUPCAUSECODE] = ROW("X-Asterisk-HangupCauseCode", 0),
};

/* Where a name of this length stands in header_places, by its first and its last letter in lower
 * case. The factors are chosen such that no two names share a place; two that did would not
 * compile, as one would override the other. */
#define PLACE_OF(first, last, length) ((5u * (first) + 18u * (last) + 23u * (length)) % 256)
#define PLACE(first, last, length, id) [PLACE_OF(first, last, length)] = ((id) + 1)

/* The id of a name plus 1, 0: none; the compact forms stand last. */
static const uint8_t header_places[256] = { PLACE('a', 't', 6, SIP_HEADER_ACCEPT),
                                            PLACE('a', 'g', 15, SIP_HEADER_ACCEPT_ENCODING),
                                            PLACE('a', 'e', 15, SIP_HEADER_ACCEPT_LANGUAGE),
                                            PLACE('a', 'r', 14, SIP_HEADER_ALERTMSG_ERROR),
                                            PLACE('a', 'w', 5, SIP_HEADER_ALLOW),
                                            PLACE('a', 's', 12, SIP_HEADER_ALLOW_EVENTS),
                                            PLACE('a', 'n', 13, SIP_HEADER_AUTHORIZATION),
                                            PLACE('c', 'd', 7, SIP_HEADER_CALL_ID),
                                            PLACE('c', 'o', 9, SIP_HEADER_CALL_INFO),
                                            PLACE('c', 't', 7, SIP_HEADER_CONTACT),
                                            PLACE('c', 'n', 19, SIP_HEADER_CONTENT_DISPOSITION),
                                            PLACE('c', 'g', 16, SIP_HEADER_CONTENT_ENCODING),
                                            PLACE('c', 'h', 14, SIP_HEADER_CONTENT_LENGTH),
                                            PLACE('c', 'e', 12, SIP_HEADER_CONTENT_TYPE),
                                            PLACE('c', 'q', 4, SIP_HEADER_CSEQ),
                                            PLACE('d', 'e', 4, SIP_HEADER_DATE),
                                            PLACE('e', 'o', 10, SIP_HEADER_ERROR_INFO),
                                            PLACE('e', 't', 5, SIP_HEADER_EVENT),
                                            PLACE('e', 's', 7, SIP_HEADER_EXPIRES),
                                            PLACE('f', 'm', 4, SIP_HEADER_FROM),
                                            PLACE('g', 'r', 17, SIP_HEADER_GEOLOCATION_ERROR),
                                            PLACE('h', 'o', 12, SIP_HEADER_HISTORY_INFO),
                                            PLACE('m', 's', 12, SIP_HEADER_MAX_FORWARDS),
                                            PLACE('m', 's', 11, SIP_HEADER_MIN_EXPIRES),
                                            PLACE('m', 'e', 6, SIP_HEADER_MIN_SE),
                                            PLACE('p', 'a', 13, SIP_HEADER_P_EARLY_MEDIA),
                                            PLACE('p', 'r', 17, SIP_HEADER_P_REGISTRAR_ERROR),
                                            PLACE('p', 'h', 4, SIP_HEADER_PATH),
                                            PLACE('p', 'g', 18, SIP_HEADER_PERMISSION_MISSING),
                                            PLACE('p', 'y', 7, SIP_HEADER_PRIVACY),
                                            PLACE('p', 'e', 18, SIP_HEADER_PROXY_AUTHENTICATE),
                                            PLACE('p', 'n', 19, SIP_HEADER_PROXY_AUTHORIZATION),
                                            PLACE('p', 'e', 13, SIP_HEADER_PROXY_REQUIRE),
                                            PLACE('r', 'k', 4, SIP_HEADER_RACK),
                                            PLACE('r', 'n', 6, SIP_HEADER_REASON),
                                            PLACE('r', 'e', 12, SIP_HEADER_RECORD_ROUTE),
                                            PLACE('r', 'o', 9, SIP_HEADER_RECV_INFO),
                                            PLACE('r', 'o', 8, SIP_HEADER_REFER_TO),
                                            PLACE('r', 's', 8, SIP_HEADER_REPLACES),
                                            PLACE('r', 'e', 7, SIP_HEADER_REQUIRE),
                                            PLACE('r', 'r', 11, SIP_HEADER_RETRY_AFTER),
                                            PLACE('r', 'e', 5, SIP_HEADER_ROUTE),
                                            PLACE('r', 'q', 4, SIP_HEADER_RSEQ),
                                            PLACE('s', 'r', 15, SIP_HEADER_SECURITY_SERVER),
                                            PLACE('s', 'r', 6, SIP_HEADER_SERVER),
                                            PLACE('s', 's', 15, SIP_HEADER_SESSION_EXPIRES),
                                            PLACE('s', 'g', 8, SIP_HEADER_SIP_ETAG),
                                            PLACE('s', 'e', 18, SIP_HEADER_SUBSCRIPTION_STATE),
                                            PLACE('s', 'd', 9, SIP_HEADER_SUPPORTED),
                                            PLACE('t', 'p', 9, SIP_HEADER_TIMESTAMP),
                                            PLACE('t', 'o', 2, SIP_HEADER_TO),
                                            PLACE('u', 'd', 11, SIP_HEADER_UNSUPPORTED),
                                            PLACE('u', 't', 10, SIP_HEADER_USER_AGENT),
                                            PLACE('v', 'a', 3, SIP_HEADER_VIA),
                                            PLACE('w', 'g', 7, SIP_HEADER_WARNING),
                                            PLACE('w', 'e', 16, SIP_HEADER_WWW_AUTHENTICATE),
                                            PLACE('x', 'e', 22, SIP_HEADER_X_ASTERISK_HANGUPCAUSE),
                                            PLACE('x', 'e', 26,
                                                  SIP_HEADER_X_ASTERISK_HANGUPCAUSECODE),
                                            PLACE('u', 'u', 1, SIP_HEADER_ALLOW_EVENTS),
                                            PLACE('i', 'i', 1, SIP_HEADER_CALL_ID),
                                            PLACE('m', 'm', 1, SIP_HEADER_CONTACT),
                                            PLACE('e', 'e', 1, SIP_HEADER_CONTENT_ENCODING),
                                            PLACE('l', 'l', 1, SIP_HEADER_CONTENT_LENGTH),
                                            PLACE('c', 'c', 1, SIP_HEADER_CONTENT_TYPE),
                                            PLACE('o', 'o', 1, SIP_HEADER_EVENT),
                                            PLACE('f', 'f', 1, SIP_HEADER_FROM),
                                            PLACE('r', 'r', 1, SIP_HEADER_REFER_TO),
                                            PLACE('x', 'x', 1, SIP_HEADER_SESSION_EXPIRES),
                                            PLACE('k', 'k', 1, SIP_HEADER_SUPPORTED),
                                            PLACE('t', 't', 1, SIP_HEADER_TO),
                                            PLACE('v', 'v', 1, SIP_HEADER_VIA) };

const char *sip_header_name(enum sip_header_id id)
{
    return sip_header_kinds[id].name.text;
}

bool sip_header_is_list(enum sip_header_id id)
{
    return sip_header_kinds[id].is_list;
}

static bool is_name(const struct sip_header_kind *known, struct span name)
{
    if (name.length == 1)
        return known->compact == plain_lower(name.text[0]);
    /* Most write the names as they are registered. */
    return known->name.length == name.length &&
           (memcmp(known->name.text, name.text, name.length) == 0 ||
            span_equals_ignoring_case(known->name, name));
}

enum sip_header_id sip_header_lookup(struct span name)
{
    unsigned first, last, id;

    if (name.length == 0)
        return SIP_HEADER_COUNT;
    /* Lower case if it is a letter; what else it may be is compared then. */
    first = (unsigned char)name.text[0] | 0x20u;
    last = (unsigned char)name.text[name.length - 1] | 0x20u;
    id = header_places[PLACE_OF(first, last, (unsigned)name.length)];
    if (id == 0 || !is_name(&sip_header_kinds[id - 1], name))
        return SIP_HEADER_COUNT;
    return (enum sip_header_id)(id - 1);
}
