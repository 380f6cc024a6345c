/* responses_3xx.c
 * Redirection: the request has to be sent to another address.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "response_code.h"

#include "plain.h"

static const struct response_code entries[] = {
    {
        .code = 300,
        .phrase = "Multiple Choices",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "several addresses are offered to choose from",
        .description
        = "The called address leads to several places, and the caller's side has to choose "
          "one of them.\n"
          "The choices stand in Contact headers, possibly also in the body. It is no fault "
          "of the server.",
        .when
        = "When a redirect server or a phone offers alternatives such as mobile, voicemail "
          "and desk phone, and leaves the choice open.",
        .fix
        = "Read the Contact headers (highest q first) and look for the next INVITE: it "
          "should go to one of them.\n"
          "If no new INVITE follows, check whether the caller's device or its proxy is set "
          "to follow redirections.\n"
          "If there is no Contact, there is nothing to try: correct the redirect server's "
          "routing entry.",
        .methods = "mainly INVITE, any request possible",
        .media = "none; this attempt ends",
        .retry = "yes: to one of the Contact addresses",
        .actor = "the caller's device or its proxy",
        .caller_hears = "nothing if a new attempt follows, else a failure tone",
        .reference = { 3261, "21.3.1" },
        .differs = {
            { 302,
              "A 302 names the place to try for now; a 300 leaves the choice among several "
              "places." },
            { 301,
              "A 301 says that the address has changed permanently; a 300 does not say "
              "that it has changed." },
            { 485,
              "A 485 refuses an ambiguous address; a 300 offers the places at which the "
              "addressed user can be reached." },
        },
    },
    {
        .code = 301,
        .phrase = "Moved Permanently",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "the user has a new permanent address",
        .description
        = "The user can no longer be found at the called address. Contact gives the new "
          "one.\n"
          "The caller's side should store the new address and use it from now on.",
        .when
        = "After a number change or the move of a user to another server. A gateway sends "
          "it for Q.850 cause 22 (number changed) when the network gives the new number.",
        .fix
        = "Look for the next INVITE: it should go to the Contact of this response.\n"
          "Correct the old number in address books, dial plans and routing tables, so that "
          "later calls go there directly.\n"
          "If no new INVITE follows, check that Contact is there and that the caller's "
          "device or proxy may follow redirections.\n"
          "If the Contact equals the address that was called, the two point at each other: "
          "correct the redirect entry.",
        .methods = "any request, mainly INVITE",
        .media = "none; this attempt ends",
        .retry = "yes: to the Contact address, now and in future",
        .actor = "the caller's device or proxy; then whoever keeps the dial plan",
        .caller_hears = "nothing if a new attempt follows, else a failure tone",
        .reference = { 3261, "21.3.2" },
        .differs = {
            { 302, "A 302 is valid for this call or a limited time; a 301 is permanent." },
            { 410,
              "A 410 says that the address is gone and no new one is known; a 301 gives the "
              "new one." },
            { 404,
              "A 404 says that the user does not exist there; a 301 says where the user is "
              "now." },
        },
    },
    {
        .code = 302,
        .phrase = "Moved Temporarily",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "try the Contact address for this call",
        .description
        = "The call should be tried at the address in Contact. The change is temporary.\n"
          "Without an Expires header or an expires parameter it holds for this one call "
          "only.",
        .when
        = "When a phone forwards calls, when a routing engine answers with the route to "
          "take, or when a load balancer names a server.",
        .fix
        = "Look for the next INVITE: it should go to the Contact (highest q first) after an "
          "ACK to this 302.\n"
          "If none follows, check that Contact is there and that the caller's device, PBX "
          "or SBC is set to follow redirections; many trunks do not allow it.\n"
          "If the same addresses come back again and again, two forwardings point at each "
          "other: compare each Contact with the Request-URIs before.\n"
          "If the forwarding is not wanted, check the called phone's or user's call forward "
          "settings.",
        .methods = "any request, mainly INVITE",
        .media = "none; this attempt ends",
        .retry = "yes: at once, to the Contact address",
        .actor = "the caller's device or its proxy",
        .caller_hears = "nothing if a new attempt follows, else a failure tone",
        .reference = { 3261, "21.3.3" },
        .differs = {
            { 301,
              "A 301 is a permanent change of address; a 302 holds for this call or until "
              "it expires." },
            { 181,
              "With a 181 the network forwards the call itself; with a 302 the caller's "
              "side has to send a new INVITE." },
            { 305,
              "A 305 keeps the destination but asks to go through a proxy; a 302 gives "
              "another destination." },
            { 300, "A 300 leaves a choice to the caller's side; a 302 says where to go for now." },
        },
    },
    {
        .code = 303,
        .phrase = "See Other",
        .registered = false,
        .severity = SEVERITY_NOTE,
        .gist = "an old redirection code (RFC 2543)",
        .description
        = "This code is not registered. The first SIP specification (RFC 2543) listed it; "
          "RFC 3261 dropped it.\n"
          "Very old stacks send it. A caller that does not know it treats it as 300 "
          "(Multiple Choices) and uses the Contact.",
        .when
        = "Rarely, from stacks of the RFC 2543 era, or from software that borrows its codes "
          "from HTTP.",
        .fix
        = "Look for the next INVITE: it should go to the Contact of this response.\n"
          "Find the sender by its Server or User-Agent header and update it, so that it "
          "sends 302 instead.",
        .methods = "any request",
        .media = "none; this attempt ends",
        .retry = "yes: to the Contact address, if there is one",
        .actor = "the caller's device or its proxy; then the maintainer of the sender",
        .caller_hears = "nothing if a new attempt follows, else a failure tone",
        .reference = { 3261, "8.1.3.2" },
        .differs = {
            { 302,
              "A 302 is the registered code for a redirection to another address; a 303 is "
              "a leftover that works like a 300." },
            { 300,
              "A 300 is what a 303 is treated as: the Contact headers hold the addresses to "
              "try." },
        },
    },
    {
        .code = 305,
        .phrase = "Use Proxy",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "the call must go through the named proxy",
        .description
        = "The called side accepts this request only through the proxy whose address stands "
          "in Contact.\n"
          "Only the called user agent may send it: a 305 from a proxy or redirect server "
          "breaks the rule.",
        .when
        = "Rarely: when a call reaches a device directly that takes calls only from its own "
          "proxy or SBC.",
        .fix
        = "Send the request through the proxy in Contact: set it as outbound proxy or as "
          "route for this destination.\n"
          "Look for the next request: it should go to that proxy with the original "
          "destination kept.\n"
          "Many devices do not act on a 305: if no new request follows, set the route by "
          "hand in the caller's PBX or SBC.",
        .methods = "any request",
        .media = "none; this attempt ends",
        .retry = "yes: through the proxy in Contact",
        .actor = "the caller's device, or whoever keeps its routes",
        .caller_hears = "nothing if a new attempt follows, else a failure tone",
        .reference = { 3261, "21.3.4" },
        .differs = {
            { 302,
              "A 302 gives another destination; a 305 gives a proxy on the way to the same "
              "destination." },
            { 407,
              "A 407 comes from a proxy that wants credentials; a 305 comes from the called "
              "side, which wants a proxy to be used." },
            { 403, "A 403 refuses the request; a 305 would take it by another way." },
        },
    },
    {
        .code = 380,
        .phrase = "Alternative Service",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "not possible this way, another service may be",
        .description
        = "The call did not succeed, but another service may serve it. The body describes "
          "that service.\n"
          "In mobile networks (IMS) it tells the phone to try elsewhere, for example that "
          "the number is an emergency number or that the circuit-switched network should be "
          "used.",
        .when
        = "In VoLTE and IMS networks around emergency calls and a change of access network; "
          "elsewhere rarely.",
        .fix
        = "Read the body: in IMS it is XML (application/3gpp-ims+xml) with the type of the "
          "alternative and the reason.\n"
          "Look for what the phone does next: an emergency call, or a call in another "
          "network, which this capture may not show.\n"
          "If the phone does nothing, check its support for this body; if the answer was "
          "wrong, check the P-CSCF's emergency number list and log.",
        .methods = "INVITE; in IMS also others",
        .media = "none; this attempt ends",
        .retry = "yes: by the service that the body describes",
        .actor = "the caller's phone",
        .caller_hears = "a short delay, or a failure tone if the phone knows no alternative",
        .reference = { 3261, "21.3.5" },
        .differs = {
            { 302,
              "A 302 gives an address in Contact; a 380 describes another service in its "
              "body." },
            { 488,
              "A 488 refuses the offered media; a 380 points to another way to place the "
              "call." },
        },
    },
};

const struct response_code_list responses_3xx = { entries, PLAIN_COUNT(entries) };
