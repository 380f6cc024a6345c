/* responses_2xx.c
 * Success: the request was received, understood and accepted.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "response_code.h"

#include "plain.h"

static const struct response_code entries[] = {
    {
        .code = 200,
        .phrase = "OK",
        .registered = true,
        .severity = SEVERITY_CHAT,
        .gist = "the request succeeded",
        .description
        = "The request succeeded. What that means depends on the method in the CSeq header.\n"
          "For INVITE the call or the change is accepted. For REGISTER it lists the "
          "bindings that now exist. For CANCEL it says only that the CANCEL arrived; the "
          "INVITE gets its own answer.\n"
          "A 200 to PRACK or UPDATE does not answer the call.",
        .when = "When a call is answered, and as the normal end of every other request.",
        .fix
        = "Nothing to fix in the response itself.\n"
          "If the 200 to an INVITE repeats, the ACK does not arrive: compare the ACK's "
          "target with the Contact and Record-Route of the 200, and look for NAT or a "
          "firewall.\n"
          "If audio is missing after the 200, check its SDP: codecs, ports, direction, a "
          "reachable address, and the same content as an earlier 183 of the same To tag.\n"
          "If a phone is not reachable after a REGISTER, check that the 200 lists its "
          "Contact and how long expires lets it live.",
        .methods = "any request",
        .media = "for INVITE: audio runs both ways as the SDP says; otherwise no change",
        .retry = "not needed",
        .actor = "for INVITE the caller's device, which sends the ACK; otherwise nobody",
        .caller_hears = "for INVITE: the called party; otherwise nothing",
        .reference = { 3261, "21.2.1" },
        .differs = {
            { 202,
              "A 202 says that the request was taken and its outcome comes later; a 200 is "
              "the code that new senders use there too." },
            { 183,
              "A 183 with SDP carries audio before the answer; only the 200 to the INVITE "
              "answers the call." },
            { 204,
              "A 204 tells a subscriber that no NOTIFY will follow; after a 200 to "
              "SUBSCRIBE a NOTIFY follows." },
        },
    },
    {
        .code = 202,
        .phrase = "Accepted",
        .registered = true,
        .severity = SEVERITY_CHAT,
        .gist = "taken for processing, the outcome comes later",
        .description
        = "The request was taken, but its outcome is not known yet. The registry marks this "
          "code as deprecated; the phrase on the wire is plain \"Accepted\".\n"
          "New implementations send 200 for SUBSCRIBE and REFER, and a receiver treats a "
          "202 there like a 200.\n"
          "For MESSAGE it means that a relay keeps the text for later delivery.",
        .when
        = "After REFER (call transfer), after SUBSCRIBE from older servers, and after "
          "MESSAGE to a store-and-forward service.",
        .fix
        = "Nothing to fix in the response itself.\n"
          "For REFER, follow the NOTIFY requests of the same dialog: their message/sipfrag "
          "body holds the result of the transfer.\n"
          "For SUBSCRIBE, read Subscription-State in the first NOTIFY: pending means that "
          "somebody has still to allow it.\n"
          "For MESSAGE it is no proof of delivery: look in the relay's log.",
        .methods = "REFER, SUBSCRIBE, MESSAGE",
        .media = "none",
        .retry = "not needed",
        .actor = "nobody; the result comes in NOTIFY or by later delivery",
        .caller_hears = "nothing; after REFER the transfer goes on in the background",
        .reference = { 6665, "8.3.1" },
        .differs = {
            { 200,
              "A 200 to SUBSCRIBE or REFER has the same effect as a 202; for MESSAGE a 200 "
              "says delivered, a 202 only stored." },
            { 204,
              "A 204 tells a subscriber that no NOTIFY follows; after a 202 to SUBSCRIBE or "
              "REFER the NOTIFY is what to wait for." },
            { 100,
              "A 100 is provisional, and a final response follows; a 202 is final, and no "
              "further response comes." },
        },
    },
    {
        .code = 204,
        .phrase = "No Notification",
        .registered = true,
        .severity = SEVERITY_CHAT,
        .gist = "subscription refreshed, no NOTIFY follows",
        .description
        = "The subscription was renewed, and the subscriber already has the newest state, "
          "so that no NOTIFY is sent.\n"
          "The Suppress-If-Match header of the SUBSCRIBE named the version that the "
          "subscriber holds, and it still holds true.",
        .when
        = "After a SUBSCRIBE with Suppress-If-Match inside an existing subscription "
          "(presence, message waiting, busy lamps).",
        .fix
        = "Nothing to fix: the missing NOTIFY is intended.\n"
          "If the subscriber shows old state, compare the entity tag in Suppress-If-Match "
          "with the SIP-ETag of the last NOTIFY.\n"
          "Check Expires in the 204: it is the new life of the subscription.",
        .methods = "SUBSCRIBE",
        .media = "none",
        .retry = "not needed; refresh again before Expires runs out",
        .actor = "nobody",
        .caller_hears = "nothing",
        .reference = { 5839, "7.1" },
        .differs = {
            { 200, "After a 200 to SUBSCRIBE a NOTIFY follows at once; after a 204 none does." },
            { 202,
              "A 202 leaves the outcome to a later NOTIFY; a 204 says that there will be "
              "none." },
        },
    },
};

const struct response_code_list responses_2xx = { entries, PLAIN_COUNT(entries) };
