/* responses_6xx.c
 * Global failures: no other place will accept the request.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "response_code.h"

#include "plain.h"

static const struct response_code entries[] = {
    {
        .code = 600,
        .phrase = "Busy Everywhere",
        .registered = true,
        .severity = SEVERITY_CHAT,
        .gist = "busy on every device",
        .description
        = "The user was reached but is busy, and no other device or voicemail will take the "
          "call.\n"
          "It is a final answer for all places: a proxy that forked the call stops the "
          "other branches.",
        .when
        = "When a user or a service that knows all of the user's devices reports busy for "
          "all of them.",
        .fix
        = "No fault by itself: call again later, after Retry-After if the header is there.\n"
          "If the user was free, find the host that sent it first (Server header, capture "
          "behind the proxy) and check its line or channel limit.\n"
          "If other devices or voicemail should have answered, the sender ought to use 486: "
          "a 600 makes proxies stop the search.",
        .methods = "INVITE",
        .media = "none; the call does not come up",
        .retry = "later; not at once and not at another address",
        .actor = "the caller, who tries later",
        .caller_hears = "busy tone",
        .reference = { 3261, "21.6.1" },
        .differs = {
            { 486,
              "A 486 speaks for one device, and others may still answer; a 600 speaks for "
              "all of them." },
            { 603,
              "A 603 says that the user does not want or cannot take the call and gives no "
              "reason; a 600 says busy." },
            { 480,
              "A 480 says that the user cannot be reached now; a 600 says that the user was "
              "reached and is busy." },
        },
    },
    {
        .code = 603,
        .phrase = "Decline",
        .registered = true,
        .severity = SEVERITY_CHAT,
        .gist = "declined for all devices",
        .description
        = "The called side was reached and declines the call, for every device of the user. "
          "The code does not say why.\n"
          "A person may have pressed reject, or a service or network may have a rule "
          "against the call.\n"
          "With the phrase \"Network Blocked\" it tells that call analytics blocked the "
          "call (networks in the USA).",
        .when
        = "INVITE after ringing: the user rejects the call. At once: do-not-disturb, call "
          "screening or call blocking acts, or a server declines by itself.\n"
          "SUBSCRIBE: the subscription is not wanted. Other requests: the server or user "
          "declines them; no call is touched.",
        .fix
        = "If a person rejected the call there is nothing to fix: a time between 180 and "
          "603 points to that.\n"
          "If it comes without a 180, read the reason phrase, Reason (text, cause 21) and "
          "Server: they tell which host or blocking service declined.\n"
          "For \"Network Blocked\", use the contact in the Reason text to have the caller's "
          "number cleared, and check attestation and reputation of the number.\n"
          "If only one of several devices should decline, set it to send 486 or 480: a 603 "
          "makes proxies stop the search.",
        .methods = "INVITE, any request possible",
        .media = "none; the call does not come up",
        .retry = "not now; after Retry-After if it is there",
        .actor = "the caller; for blocked numbers the caller's operator",
        .caller_hears = "busy or reject tone, or an announcement",
        .reference = { 3261, "21.6.2" },
        .differs = {
            { 486,
              "A 486 says that one device is busy; a 603 declines for all devices and does "
              "not claim busy." },
            { 403,
              "A 403 is a refusal by a server's rule; a 603 speaks for the called user "
              "everywhere." },
            { 607,
              "A 607 says that the user marked the call as unwanted; a 603 says only that "
              "it was declined." },
            { 608,
              "A 608 says that an intermediary rejected the call and whom to ask; a 603 "
              "does not say who declined." },
            { 600, "A 600 gives busy as the reason; a 603 gives none." },
        },
    },
    {
        .code = 604,
        .phrase = "Does Not Exist Anywhere",
        .registered = true,
        .severity = SEVERITY_WARN,
        .gist = "exists nowhere",
        .description
        = "A server with the final say about the called address states that this user "
          "exists nowhere.\n"
          "A proxy stops all other branches. Inside a dialog it ends the dialog.",
        .when
        = "When a number or address is dialled that the responsible server does not have, "
          "and it speaks for all places.",
        .fix
        = "Compare the Request-URI with the number that was dialled: prefix, country code, "
          "missing or extra digits, domain part.\n"
          "If the number is right, check the user data at the server that sent the 604 "
          "first (Server header, its log).\n"
          "If the user does exist elsewhere, the server should answer 404: a 604 keeps "
          "proxies from trying other places.",
        .methods = "any request",
        .media = "none; the call does not come up",
        .retry = "no, not with the same address",
        .actor = "the caller, who corrects the number; else the server's administrator",
        .caller_hears = "number-not-in-use announcement or failure tone",
        .reference = { 3261, "21.6.3" },
        .differs = {
            { 404,
              "A 404 speaks for one server or domain, and another branch may succeed; a 604 "
              "speaks for all places." },
            { 410,
              "A 410 says that the user was there and is gone; a 604 says that the user "
              "exists nowhere." },
            { 484, "A 484 says that digits are missing; a 604 says that the address is unknown." },
        },
    },
    {
        .code = 606,
        .phrase = "Not Acceptable",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "suits none of the user's devices",
        .description
        = "The user was reached and is willing to talk, but something in the session "
          "description is not acceptable: media, bandwidth or addressing.\n"
          "It speaks for all devices of the user, so that a proxy stops the other branches.",
        .when
        = "When codecs, SRTP, bandwidth or address type of the offer suit no device of the "
          "called user.",
        .fix
        = "Read the Warning header: 305 is about the format (codec), 304 the media type, "
          "302 the transport (RTP or SRTP), 300 and 301 the network protocol and address "
          "format, 370 bandwidth.\n"
          "Compare the SDP of the INVITE with the SDP in the body of the 606, if there is "
          "one, or with the codecs set at the called side.\n"
          "Offer a codec and profile that the called side has, or let an SBC transcode, and "
          "call again.\n"
          "If only one device lacks the codec, it should send 488: a 606 makes proxies stop "
          "the search.",
        .methods = "INVITE, including re-INVITE",
        .media = "none; inside a call the running session stays as it was",
        .retry = "yes, with another offer",
        .actor = "the caller's side, which changes the offer",
        .caller_hears = "failure tone; inside a call nothing changes",
        .reference = { 3261, "21.6.4" },
        .differs = {
            { 488, "A 488 speaks for one device; a 606 speaks for all devices of the user." },
            { 406,
              "A 406 is about the Accept header of the request; a 606 is about the session "
              "that the SDP describes." },
            { 415,
              "A 415 refuses the type or encoding of the body; a 606 understood the body "
              "and refuses its content." },
            { 603, "A 603 declines the call itself; a 606 would take the call with other media." },
        },
    },
    {
        .code = 607,
        .phrase = "Unwanted",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "marked as unwanted",
        .description
        = "The called user has marked this call, message or subscription as unwanted, for "
          "example as spam.\n"
          "It is a person's verdict. Networks may use it to rate the caller's number. A "
          "caller that does not know the code treats it as 600.",
        .when
        = "When the user presses a spam or unwanted button; on a call already answered, as "
          "SIP cause 607 in the Reason header of the BYE.",
        .fix
        = "The network has no fault: do not send this request to the user again.\n"
          "If the caller is legitimate, count how many called users send 607 to this "
          "number, and ask the operators to review its reputation.\n"
          "Check that From and P-Asserted-Identity show the right number, and that Identity "
          "gives a valid attestation: somebody may be using the number.",
        .methods = "INVITE, MESSAGE, SUBSCRIBE and others",
        .media = "none; the call does not come up",
        .retry = "no",
        .actor = "the caller, who stops or has the number reviewed",
        .caller_hears = "busy or reject tone, or an announcement",
        .reference = { 8197, "4" },
        .differs = {
            { 608,
              "A 608 is the verdict of an intermediary such as call analytics; a 607 is the "
              "called user's own." },
            { 603, "A 603 declines without a reason; a 607 says that this caller is not wanted." },
            { 600,
              "A 600 says that the user is busy; a 607 is treated like it only by devices "
              "that do not know 607." },
        },
    },
    {
        .code = 608,
        .phrase = "Rejected",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "an intermediary rejected the call",
        .description
        = "An intermediary, usually a call-blocking service, rejected the call before it "
          "reached the user. A program made that decision.\n"
          "The Call-Info header (purpose=jwscard) points to a signed card with the contact "
          "for a complaint.",
        .when
        = "When analytics in the network of the called user rate the caller's number as "
          "spam or fraud.",
        .fix
        = "Fetch the card in Call-Info (purpose=jwscard) and ask that contact to clear the "
          "caller's number.\n"
          "Check that From, P-Asserted-Identity and Identity (STIR) are right: a wrong "
          "number or weak attestation lowers the rating.\n"
          "Count 608, 607 and 603 per caller number: a rise shows a reputation problem, not "
          "a network fault.",
        .methods = "INVITE, MESSAGE, SUBSCRIBE and others",
        .media = "none; an announcement may play before it as early media",
        .retry = "no; first have the number cleared",
        .actor = "the caller's operator, at the contact in Call-Info",
        .caller_hears = "reject tone, or an announcement that the call was blocked",
        .reference = { 8688, "3.1" },
        .differs = {
            { 607,
              "A 607 is the called user's own verdict; a 608 comes from an intermediary, "
              "and the user may not know of the call." },
            { 603,
              "A 603 \"Network Blocked\" reports the same event in networks of the USA; a "
              "608 adds a signed contact in Call-Info." },
            { 403,
              "A 403 is a refusal by a server's rule, such as a right that the caller "
              "lacks; a 608 rates the call as unwanted." },
        },
    },
};

const struct response_code_list responses_6xx = { entries, PLAIN_COUNT(entries) };
