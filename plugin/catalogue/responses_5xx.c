/* responses_5xx.c
 * Server failures: the request may be in order, and this server could not carry it out.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "response_code.h"

#include "plain.h"

static const struct response_code entries[] = {
    {
        .code = 500,
        .phrase = "Server Internal Error",
        .registered = true,
        .severity = SEVERITY_ERROR,
        .gist = "the server met an unexpected condition",
        .description
        = "An unexpected condition arose in the server, so it could not carry out this request.\n"
          "The code names no cause: at best the reason phrase or a Reason or Warning header "
          "does, else only the server's log.\n"
          "Some 500s are no fault at all: SIP demands one for a request whose CSeq is lower "
          "than the last, and for an INVITE or UPDATE that comes while an earlier one is still "
          "open.\n"
          "It can also stand for another event: a phone that gets no PRACK gives up with a "
          "5xx, and a proxy turns a 503 from further on into a 500.",
        .when
        = "A server in trouble: the database fails or is slow, a program raises an unhandled "
          "exception, or memory, workers, file handles or RTP ports are exhausted.\n"
          "A fault in a routing script or in the configuration: then the same number or the "
          "same kind of request fails every time, and at once.\n"
          "A gateway whose telephone network gives a cause without a code of its own, such as "
          "111 or 127; a registrar that could not store the contacts.\n"
          "Within a call, with Retry-After of 0 to 10 seconds, it usually means only that two "
          "requests overlapped and that the sender has to wait.",
        .fix
        = "First rule out the harmless cases: in a dialog, compare the CSeq with earlier "
          "requests of the same side, and see whether an INVITE or UPDATE of either side was "
          "still open.\n"
          "Then find who sent it first. On the next hop look for a 503, or for an 18x that is "
          "repeated for 32 s without PRACK. If the request never went there, this server made "
          "the 500.\n"
          "Look in that server's log at the time of this frame, with the Call-ID: exception, "
          "failed query, script error, out of memory.\n"
          "On that server check database connectivity, the configuration (latest change, route "
          "of this number) and memory and other limits; many 500s at the same second point "
          "here.",
        .methods = "any request",
        .media = "none for a new call; a session that is already up goes on",
        .retry = "after Retry-After if it is given, else at the sender's choice",
        .actor = "whoever runs the server that sent it first; nobody if requests only overlapped",
        .caller_hears
        = "an error or congestion tone, or \"call failed\"; nothing if it hit a running call",
        .reference = { 3261, "21.5.1" },
        .differs = {
            { 400, "A 400 blames the request for a syntax error; a 500 says that the server "
                   "could not cope with it." },
            { 491, "A 491 means that the refusing side had a request of its own open; a 500 for "
                   "an overlap means that the same sender's earlier request was still open." },
            { 502, "A 502 blames an unusable answer from the next server; a 500 speaks of the "
                   "server itself." },
            { 503, "A 503 means overload or maintenance and makes the sender try another "
                   "server; a 500 is one failed request." },
            { 504, "A 504 means that a server or database further on did not answer in time; a "
                   "500 does not tell what failed." },
        },
    },
    {
        .code = 501,
        .phrase = "Not Implemented",
        .registered = true,
        .severity = SEVERITY_ERROR,
        .gist = "the server does not know this method",
        .description
        = "The server does not have the function that this request needs; most often it does "
          "not know the method for any user at all.\n"
          "A proxy passes methods it does not know on, so the answer normally comes from the "
          "phone, gateway or application at the far end.\n"
          "Inside a dialog it ends that use of the dialog (a subscription, for instance), not "
          "only this transaction.",
        .when
        = "A newer or special method reaches a simple device: INFO, UPDATE, REFER, MESSAGE, "
          "PUBLISH or SUBSCRIBE at a gateway or an old phone.\n"
          "A gateway translates Q.850 cause 29 (facility rejected) or 79 (service or option "
          "not implemented) into it.",
        .fix
        = "Look at the method in the CSeq of this response, and at the Allow header in the "
          "answerer's other messages (200 to INVITE or OPTIONS): the method should be missing "
          "there.\n"
          "Make the sender honour Allow, or switch off the feature that uses this method "
          "towards this peer.\n"
          "If a Reason header with Q.850 cause 29 or 79 is present, the refusal came from the "
          "telephone network: look at the service or bearer the call asked for.\n"
          "If the peer should know the method, look for a licence, a disabled module or a "
          "wrong destination in its configuration.",
        .methods = "any request; in practice the less common methods",
        .media = "none for a new call; a running session is not changed",
        .retry = "no: the same method fails again at this server",
        .actor = "whoever configures the sender, or the maker of the answering server",
        .caller_hears = "nothing if it is a side request; \"call failed\" if an INVITE got it",
        .reference = { 3261, "21.5.2" },
        .differs = {
            { 405, "A 405 comes from a server that knows the method but does not allow it for "
                   "this address, and lists what it allows; a 501 knows no such method." },
            { 420, "A 420 refuses an extension that the Require header asks for; a 501 refuses "
                   "the method itself." },
            { 500, "A 500 says that the server tried and failed; a 501 says that it never had "
                   "the function." },
            { 505, "A 505 refuses the SIP version of the message; a 501 refuses its method." },
        },
    },
    {
        .code = 502,
        .phrase = "Bad Gateway",
        .registered = true,
        .severity = SEVERITY_ERROR,
        .gist = "the next server's answer was of no use",
        .description
        = "A gateway or proxy passed the request on, and what came back from the next server "
          "could not be used.\n"
          "The host that sent this code works; the trouble lies behind it.\n"
          "Inside a dialog a 502 ends the whole dialog with all its uses.",
        .when
        = "A telephone gateway uses it for Q.850 cause 27: the called line, trunk or equipment "
          "is out of order.\n"
          "A proxy or B2BUA got a malformed or impossible answer from its next hop.\n"
          "Some servers also send it when they cannot resolve the name of the next hop.",
        .fix
        = "Look for a Reason header first: Q.850 cause 27 means that the line or the equipment "
          "behind the gateway is down, so check its trunk and its physical link.\n"
          "Capture behind the host that sent the 502 and read the answer it got: broken "
          "header, wrong Via, unknown code, other protocol.\n"
          "Read that host's log at the time of this frame with the Call-ID, and check that it "
          "can resolve and reach its next hop.",
        .methods = "any request; mostly INVITE",
        .media = "none; the dialog ends if the request was inside one",
        .retry = "by another route or gateway; the same route fails again until it is repaired",
        .actor = "whoever runs the gateway or proxy, and the network behind it",
        .caller_hears = "an error tone or \"call failed\"",
        .reference = { 3261, "21.5.3" },
        .differs = {
            { 480, "A 480 says that the called user cannot be reached now; a 502 says that "
                   "equipment on the way there is out of order." },
            { 500, "A 500 is about the server that sent it; a 502 is about what that server got "
                   "from the next one." },
            { 503, "A 503 says that a server is overloaded or has no free circuits; a 502 says "
                   "that the destination behind it gave an unusable answer." },
            { 504, "A 504 means that no answer came in time from the next server; a 502 means "
                   "that one came and was no use." },
        },
    },
    {
        .code = 503,
        .phrase = "Service Unavailable",
        .registered = true,
        .severity = SEVERITY_ERROR,
        .gist = "overloaded or out of service for now",
        .description
        = "The server cannot take this request now because it is overloaded, in maintenance or "
          "short of circuits; this is expected to pass.\n"
          "With Retry-After the sender should leave this server alone for that time; without "
          "it the sender treats the code like a 500.\n"
          "A 503 may concern one call only, yet the sender is told to avoid the whole server: "
          "one full trunk then blocks all calls to this server.\n"
          "A proxy should not hand a 503 from further on back to the caller but send 500, so "
          "this one was often made by the neighbouring host itself.",
        .when
        = "A server or SBC at its limit: session licence, call rate, CPU, or a planned "
          "shutdown.\n"
          "A gateway without a free channel or with network trouble: Q.850 causes 34, 38, 41, "
          "42, 47, 58 and 88.\n"
          "A proxy that has no working next hop, for instance because its health checks "
          "(OPTIONS) to all of them fail.\n"
          "A device also acts as if it had got a 503 when its own transport fails (connection "
          "refused, ICMP error); then no 503 is in the capture.",
        .fix
        = "Look at Retry-After and at the Reason header: Q.850 cause 34, 42 or 47 means full "
          "trunks, 38 or 41 a network failure, and no Reason mostly means the server itself.\n"
          "See what the sender did next: it should try the next address of the DNS SRV list or "
          "route set; if it calls the same server again within Retry-After, repair that.\n"
          "Count the calls that were up at this moment: the same number at each 503 points to "
          "a licence, session or channel limit.\n"
          "On the server that sent it check load, maintenance state, the next hops' health "
          "checks and the log at this time.",
        .methods = "any request",
        .media = "none for a new call; a session that is already up goes on",
        .retry = "at once at another server; at this one only after Retry-After",
        .actor
        = "whoever runs the server that sent it (capacity, next hops); the sender by failing "
          "over",
        .caller_hears
        = "a congestion tone or \"all circuits are busy\", unless another server takes the "
          "call",
        .reference = { 3261, "21.5.4" },
        .differs = {
            { 480, "A 480 is about a user who cannot be reached now; a 503 is about a server "
                   "that cannot take requests now." },
            { 486, "A 486 says that the called user is busy; a 503 says that the servers or "
                   "circuits on the way are." },
            { 500, "A 500 is one request that failed and is no reason to leave the server; a "
                   "503 is a state of the server and makes the sender go elsewhere." },
            { 502, "A 502 is an unusable answer from the next server; a 503 is a server without "
                   "capacity or out of service." },
            { 504, "A 504 means that another server did not answer this one in time; a 503 "
                   "means that this one did not take the request at all." },
        },
    },
    {
        .code = 504,
        .phrase = "Server Time-out",
        .registered = true,
        .severity = SEVERITY_ERROR,
        .gist = "another server did not answer in time",
        .description
        = "To handle the request, this server had to ask another one (DNS, ENUM, a database, "
          "the telephone network), and no answer came in time.\n"
          "The host that sent the 504 is alive; the one it waited for is slow, unreachable or "
          "gone.\n"
          "An UPDATE that would first need the user's consent is refused with 504 too: that "
          "one is a rule of the protocol and no fault.",
        .when
        = "A gateway got nothing from the telephone network after the call set-up (timer T7, "
          "20 to 30 seconds, or Q.850 cause 102).\n"
          "A look-up in DNS, ENUM, a subscriber database (HSS) or an external routing service "
          "ran into its time limit.\n"
          "In mobile networks also after the failure of a core server, to make the phone "
          "register again.",
        .fix
        = "Take the time from the request to this response: it is the time limit that ran out "
          "(about 5 or 10 s for DNS or a database, 20 to 30 s for T7, 32 s for SIP).\n"
          "Look behind the host that sent it: which question (DNS, ENUM, Diameter, SQL, ISUP, "
          "SIP) went out shortly after the request and got no answer?\n"
          "Check the reachability and the load of the server that was asked, and the firewall "
          "between the two.\n"
          "If it answers an UPDATE, put the change into a re-INVITE: there the other side has "
          "time to ask its user.",
        .methods = "any request; mostly INVITE, and UPDATE that needs the user's consent",
        .media = "none for a new call; a session that is already up goes on",
        .retry = "yes, a little later or by another route; an UPDATE as a re-INVITE",
        .actor = "whoever runs the server that sent it and the one it had to ask",
        .caller_hears = "a long silence, then an error tone or \"call failed\"",
        .reference = { 3261, "21.5.5" },
        .differs = {
            { 408, "A 408 means that the called side or the next SIP hop did not answer in "
                   "time; a 504 means that a server needed on the way did not." },
            { 480, "A 480 can mean that the phone rang and nobody answered; a 504 means that a "
                   "server stayed silent." },
            { 500, "A 500 does not say what failed; a 504 says that another server did not "
                   "answer in time." },
            { 502, "A 502 is an unusable answer from the next server; a 504 is no answer from "
                   "it." },
            { 503, "A 503 is given at once by a server that cannot take the request; a 504 "
                   "comes after it took it and waited." },
        },
    },
    {
        .code = 505,
        .phrase = "Version Not Supported",
        .registered = true,
        .severity = SEVERITY_ERROR,
        .gist = "this SIP version is not supported",
        .description
        = "The version at the end of the request line is not one that this server speaks; "
          "every SIP device of today sends SIP/2.0.\n"
          "So it almost always shows that the request is broken or is no real SIP, rather than "
          "that the server is old.",
        .when
        = "Port scanners and fuzzers, or HTTP and other protocols that are sent to the SIP "
          "port.\n"
          "A broken device, test tool or message template that writes the version wrongly, or "
          "a request that was damaged or wrongly framed over TCP.",
        .fix
        = "Read the last word of the request line in the request's bytes: it must be SIP/2.0 "
          "with nothing after it, and the Request-URI must hold no blank.\n"
          "If the sender is a stranger, treat it as a scan: drop it at the firewall and do not "
          "answer.\n"
          "If it is your device, correct the message template or the firmware; over TCP check "
          "the Content-Length of the message before, which shifts the start of the next.",
        .methods = "any request",
        .media = "none",
        .retry = "only with SIP/2.0 in the request line",
        .actor = "whoever runs the device that sent the request",
        .caller_hears = "usually there is no caller; else \"call failed\"",
        .reference = { 3261, "21.5.6" },
        .differs = {
            { 400, "A 400 stands for any other fault of syntax; a 505 says that the version is "
                   "what the server refuses." },
            { 420, "A 420 refuses a SIP extension named in Require; a 505 refuses the version "
                   "of SIP itself." },
            { 501, "A 501 refuses the method of a well-formed request; a 505 refuses the SIP "
                   "version." },
        },
    },
    {
        .code = 513,
        .phrase = "Message Too Large",
        .registered = true,
        .severity = SEVERITY_ERROR,
        .gist = "the message is too large for the server",
        .description
        = "The whole SIP message, headers and body together, is longer than this server is "
          "able to process.\n"
          "It is a limit of the server (a buffer or a configured maximum); a UDP packet that "
          "the network drops on the way brings no answer at all.",
        .when
        = "Many Via and Record-Route headers, Identity tokens, long History-Info or vendor "
          "headers, added hop after hop.\n"
          "A large body: an SDP with many codecs, ICE candidates and video, several body "
          "parts, or a presence document.\n"
          "A routing loop that makes the message grow with each turn.",
        .fix
        = "Look at the length of the request at the last hop before this server, and find what "
          "fills it: the list of codecs, ICE candidates, Record-Route entries, long headers.\n"
          "Shorten it at the source: fewer codecs, no unused video, ICE or vendor headers, "
          "less verbose History-Info.\n"
          "Raise the message size limit of the server that sent it, if it has one, and let "
          "large requests (over 1300 bytes) go over TCP or TLS.",
        .methods = "any request; mostly INVITE, MESSAGE, NOTIFY and PUBLISH",
        .media = "none for a new call; a session that is already up goes on",
        .retry = "only with a shorter message",
        .actor = "whoever configures the sender, or the size limit of the server",
        .caller_hears = "an error tone or \"call failed\", at once",
        .reference = { 3261, "21.5.7" },
        .differs = {
            { 400, "A 400 means that the server could not read the message; a 513 means that it "
                   "is too long for it." },
            { 413, "A 413 is about the body alone; a 513 is about the whole message." },
            { 414, "A 414 is about the Request-URI alone; a 513 is about the whole message." },
            { 483, "A 483 stops a loop by the hop counter; a loop that makes the message grow "
                   "can meet the 513 first." },
        },
    },
    {
        .code = 555,
        .phrase = "Push Notification Service Not Supported",
        .registered = true,
        .severity = SEVERITY_ERROR,
        .gist = "no access to the phone's push service",
        .description
        = "The phone asked in its REGISTER to be woken by push messages, and the network does "
          "not support the push service it named (pn-provider).\n"
          "It concerns the registration only; calls cannot reach the phone while it sleeps, as "
          "long as no push works.",
        .when
        = "A mobile app registers with pn-provider, pn-prid and pn-param in its Contact at a "
          "proxy or registrar that knows no such provider.\n"
          "The provider's name is misspelt, or the operator has set up another one (for "
          "example apns, fcm or webpush).",
        .fix
        = "Compare pn-provider in the Contact of the REGISTER with the push services that the "
          "network announces in Feature-Caps (+sip.pns), in this response or in a 200.\n"
          "Correct the provider name in the app, or set up that push service (keys, "
          "certificate) on the proxy that sent the 555.\n"
          "Until then the app can register without the pn parameters, but must keep its "
          "connection open to be reached.",
        .methods = "REGISTER only",
        .media = "none",
        .retry = "with another pn-provider, or without push parameters",
        .actor = "the app's developer, or whoever runs the proxy that speaks to the push service",
        .caller_hears = "nothing; later callers may not reach the sleeping phone",
        .reference = { 8599, "8.1" },
        .differs = {
            { 403, "A 403 to a REGISTER refuses the user; a 555 refuses only the push service "
                   "that the phone asked for." },
            { 420, "A 420 refuses an extension named in Require; a 555 refuses a push provider "
                   "named in the Contact." },
            { 439, "A 439 says that the first hop lacks support for outbound connections; a 555 "
                   "says that the push provider is unknown." },
            { 501, "A 501 refuses the method; a 555 accepts REGISTER but not with this push "
                   "provider." },
        },
    },
    {
        .code = 580,
        .phrase = "Precondition Failure",
        .registered = true,
        .severity = SEVERITY_ERROR,
        .gist = "a required reservation cannot be met",
        .description
        = "The offer demanded a precondition (mostly reserved bandwidth on both sides), and it "
          "cannot be met, so the offer is refused.\n"
          "In a new call nobody has been alerted, if all went by the rules: preconditions have "
          "to be met before the phone rings.\n"
          "The response may carry SDP that marks the precondition that failed with the "
          "strength \"failure\".",
        .when
        = "In mobile networks (VoLTE, IMS): the radio bearer for voice could not be set up, or "
          "was lost before the answer.\n"
          "A phone or gateway that does not understand the kind or the direction of the "
          "precondition that the SDP makes mandatory.\n"
          "A network element that refuses the bandwidth by policy.",
        .fix
        = "Compare a=des and a=curr in the offer, in the 183 and in this response: the stream "
          "whose des is mandatory and whose curr never reached it is the one that failed.\n"
          "See whether the UPDATE that confirms the reservation was sent after the PRACK, and "
          "by which side it is missing.\n"
          "Read the logs of the access network (P-CSCF, PCRF or PCF, radio) for the bearer of "
          "this call at this time.\n"
          "If one side cannot reserve resources, let the caller mark the precondition optional "
          "instead of mandatory.",
        .methods = "INVITE, UPDATE or PRACK, whichever carries the offer",
        .media = "none for a new call; a session that is already up stays as it was",
        .retry
        = "with an optional precondition or less bandwidth; unchanged only once resources are "
          "free",
        .actor = "whoever runs the access network of the side that could not reserve",
        .caller_hears
        = "silence, then \"call failed\"; some phones call again over the older network",
        .reference = { 3312, "8" },
        .differs = {
            { 412, "A 412, which some stacks call Precondition Failed, is about the state that "
                   "a PUBLISH names; a 580 is about preconditions for media in the SDP." },
            { 420, "A 420 says that preconditions are not supported at all; a 580 says that "
                   "this one could not be met." },
            { 421, "A 421 demands an extension that the request does not offer; a 580 follows a "
                   "precondition that the request did ask for." },
            { 488, "A 488 refuses the codecs or the kind of media; a 580 accepts the media but "
                   "lacks the resources for them." },
            { 503, "A 503 is a server without capacity; a 580 is a media path without the "
                   "demanded resources." },
        },
    },
};

const struct response_code_list responses_5xx = { entries, PLAIN_COUNT(entries) };
