/* warning_code.c
 * The registered codes of the Warning header field, and what each tells about the response.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "warning_code.h"

#include "plain.h"

/* Ascending. A complaint about the session description comes with a 488 (or a 606); the two about
 * SIPS come with a 480 (RFC 5630 section 5.1.2). */
static const struct warning_code warnings[] = {
    { 300, "Incompatible network protocol",
      "The SDP names a network type (c= line) that the answering side cannot use.", 488 },
    { 301, "Incompatible network address formats",
      "The SDP has an address type that the answering side cannot use, for instance IP6 at an "
      "IPv4-only device.",
      488 },
    { 302, "Incompatible transport protocol",
      "The media transport of an m= line is not available: often SRTP (RTP/SAVP) meets plain "
      "RTP (RTP/AVP).",
      488 },
    { 303, "Incompatible bandwidth units",
      "The answering side does not understand a bandwidth unit in a b= line.", 488 },
    { 304, "Media type not available",
      "The answering side does not offer a media type of the SDP, such as video, image (T.38 "
      "fax) or text.",
      488 },
    { 305, "Incompatible media format",
      "No codec of the SDP is usable for the answering side: compare the codec lists of both "
      "sides.",
      488 },
    { 306, "Attribute not understood", "The answering side does not support an a= line of the SDP.",
      488 },
    { 307, "Session description parameter not understood",
      "The answering side does not support something else in the SDP, which the warning text "
      "should name.",
      488 },
    { 308, "Incompatible language specification",
      "The languages that the SDP asks for (hlang-send, hlang-recv) cannot be met.", 488 },
    { 330, "Multicast not available", "The network of the called user does not support multicast.",
      488 },
    { 331, "Unicast not available",
      "The network of the called user does not support unicast, for instance because of a "
      "firewall.",
      488 },
    { 370, "Insufficient bandwidth", "The media would need more bandwidth than is available.",
      488 },
    { 380, "SIPS Not Allowed",
      "The target cannot be called with a sips: address here; use sip: instead.", 480 },
    { 381, "SIPS Required", "The target accepts only requests to a sips: address.", 480 },
    { 399, "Miscellaneous warning",
      "The text is free and meant for people: read it, it is often the vendor's own "
      "explanation.",
      0 },
};

const struct warning_code *warning_code_lookup(unsigned code)
{
    for (size_t i = 0; i < PLAIN_COUNT(warnings); i++)
        if (warnings[i].code == code)
            return &warnings[i];
    return NULL;
}

const struct warning_code *warning_code_at(size_t index)
{
    return index < PLAIN_COUNT(warnings) ? &warnings[index] : NULL;
}
