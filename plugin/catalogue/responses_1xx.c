/* responses_1xx.c
 * Provisional responses: the request was received and is being worked on.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "response_code.h"

#include "plain.h"

static const struct response_code entries[] = {
    {
        .code = 100,
        .phrase = "Trying",
        .registered = true,
        .severity = SEVERITY_CHAT,
        .gist = "the next hop has the request and works on it",
        .description
        = "The next hop received the request and takes care of it. It says nothing about "
          "the called party.\n"
          "It travels over one hop only: a proxy does not pass it on. Its purpose is to "
          "stop the sender's retransmissions.\n"
          "It is never sent reliably, needs no To tag and opens no dialog.",
        .when
        = "Directly after an INVITE, on every hop. A server that has nothing better to say "
          "within 200 ms sends it.\n"
          "It may be absent when a 180, a 183 or a final response comes at once.",
        .fix
        = "Nothing to fix while another response follows.\n"
          "If nothing follows, the host that sent the 100 has the call: find the INVITE "
          "that it sent on, and look in its log for the next hop that stays silent.\n"
          "If the INVITE is repeated although the 100 was sent, the 100 does not arrive: "
          "compare its destination with the top Via (received, rport) and with the INVITE's "
          "source; check NAT and firewall.",
        .methods = "INVITE; other requests only after about 3.5 s",
        .media = "none",
        .retry = "no: wait for the next response",
        .actor = "nobody",
        .caller_hears = "nothing yet: silence",
        .reference = { 3261, "21.1.1" },
        .differs = {
            { 180,
              "A 180 comes from the called side and says that the phone alerts; a 100 comes "
              "from the next hop and proves only that it has the request." },
            { 183,
              "A 183 comes through from further on and can open early media; a 100 stays on "
              "one hop and never carries media." },
        },
    },
    {
        .code = 101,
        .phrase = "Dialog Establishement",
        .registered = false,
        .severity = SEVERITY_CHAT,
        .gist = "early dialog or progress, no standard code",
        .description
        = "This code is not registered. A caller that does not know it treats it as 183 "
          "(Session Progress).\n"
          "User agents built on eXosip send it, with this misspelt phrase, after the 100 to "
          "open an early dialog.\n"
          "Microsoft servers (OCS, Lync, Skype for Business) send 101 \"Progress Report\" "
          "with routing details in an ms-diagnostics header.",
        .when = "During call setup, between the 100 and the 180, from one of those products.",
        .fix
        = "Nothing to fix while a 180, a 200 or a failure code follows.\n"
          "Read ms-diagnostics if it is there: it says which routing step the Microsoft "
          "server has reached.\n"
          "If the call stalls here, look for an old proxy or ALG that drops unknown codes: "
          "compare captures before and after it.",
        .methods = "INVITE",
        .media = "usually none; early media only when it carries SDP",
        .retry = "no: wait for the next response",
        .actor = "nobody",
        .caller_hears = "usually nothing yet",
        .reference = { 3261, "8.1.3.2" },
        .differs = {
            { 100,
              "A 100 stays on one hop and opens no dialog; a 101 is passed on to the caller "
              "and opens an early dialog if it has a To tag." },
            { 183,
              "A 183 is the registered code for the same purpose; a caller handles a 101 as "
              "if it were a 183." },
        },
    },
    {
        .code = 180,
        .phrase = "Ringing",
        .registered = true,
        .severity = SEVERITY_CHAT,
        .gist = "the called phone is alerting its user",
        .description
        = "The called side reports that it is alerting the user. The call is not answered "
          "yet.\n"
          "Without SDP the caller's phone plays its own ringback. With SDP the ringback may "
          "come as early media from the far end.",
        .when
        = "After the INVITE, when the called phone starts to ring; with several phones each "
          "may send its own 180, with its own To tag.\n"
          "A long ringing phase shows repeats about once a minute, so that proxies keep the "
          "call alive.",
        .fix
        = "Nothing to fix: ringing is normal, and an answer, a CANCEL or a failure code "
          "follows.\n"
          "If the caller hears no ringback, see whether this 180 or an earlier 183 has SDP: "
          "then RTP must arrive. If neither has, the caller's phone or gateway must make "
          "the tone itself.\n"
          "If the same 180 (same RSeq) repeats at growing gaps, it is a reliable response "
          "without PRACK: look for the PRACK and its answer.\n"
          "If the called phone does not really ring, a gateway or SBC may send this 180 on "
          "its own: check Contact and Server, and capture behind that host.",
        .methods = "INVITE",
        .media = "early media when it carries SDP, else none before the answer",
        .retry = "no: wait for the final response",
        .actor = "the called user, who answers or not",
        .caller_hears = "ringback: made by the caller's phone, or sent as early media",
        .reference = { 3261, "21.1.2" },
        .differs = {
            { 183,
              "A 183 reports progress without saying that the phone rings; a 180 says that "
              "it does." },
            { 181,
              "A 181 says that the call goes on to another target; a 180 says that a target "
              "was reached and alerts." },
            { 182,
              "A 182 says that the call waits in a queue; a 180 says that the user is being "
              "alerted now." },
        },
    },
    {
        .code = 181,
        .phrase = "Call Is Being Forwarded",
        .registered = true,
        .severity = SEVERITY_CHAT,
        .gist = "the call goes on to another destination",
        .description
        = "A server or gateway tells the caller that the call is being diverted to another "
          "destination.\n"
          "It is information only: the sender of the 181 carries out the diversion, and the "
          "caller does nothing.",
        .when
        = "During call setup, when call forwarding or a hunt group acts. Gateways send it "
          "for a forwarding event of the telephone network.\n"
          "It may appear several times when a call is forwarded more than once.",
        .fix
        = "Nothing to fix: the new destination's 180, 200 or failure code follows.\n"
          "If the call ends at the wrong place, read History-Info or Diversion in the "
          "INVITE behind the server, then check the forwarding settings of the called user.\n"
          "If nothing follows, look for the INVITE to the new destination and its answers "
          "at the host that sent the 181.",
        .methods = "INVITE",
        .media = "usually none; early media when it carries SDP",
        .retry = "no: the server itself sends the call on",
        .actor = "nobody",
        .caller_hears = "nothing by itself; often a forwarding announcement",
        .reference = { 3261, "21.1.3" },
        .differs = {
            { 302,
              "A 302 asks the caller's side to place a new call to the Contact; with a 181 "
              "the network itself forwards the call." },
            { 180,
              "A 180 says that the phone alerts; a 181 says only that the call is on its "
              "way to another one." },
            { 183,
              "A 183 gives no reason for the progress; a 181 says that the reason is a "
              "diversion." },
        },
    },
    {
        .code = 182,
        .phrase = "Queued",
        .registered = true,
        .severity = SEVERITY_CHAT,
        .gist = "the call waits in a queue",
        .description
        = "The called party cannot take the call now, and the call was put into a queue "
          "instead of being refused.\n"
          "The reason phrase may tell the place in the queue or the expected wait; several "
          "182 may follow each other with news.",
        .when
        = "When a call reaches a call centre or a queue that does not answer before an "
          "agent is free.",
        .fix
        = "Nothing to fix: the call goes on with a 180 or a 200 when its turn comes.\n"
          "If the call is cut after about three minutes, look at the last 1xx before the "
          "CANCEL: the queue must repeat a 1xx (not 100) at least every minute, or a proxy "
          "gives up.\n"
          "If the caller should hear music, check that a 1xx carries SDP and that RTP "
          "arrives at the address in the INVITE's SDP.",
        .methods = "INVITE",
        .media = "early media (music, announcement) when it carries SDP",
        .retry = "no: wait for the final response",
        .actor = "nobody; the queue serves the call",
        .caller_hears
        = "queue music or announcement if early media comes, else ringback or silence",
        .reference = { 3261, "21.1.4" },
        .differs = {
            { 180, "A 180 says that a phone alerts its user; with a 182 nobody is alerted yet." },
            { 480,
              "A 480 refuses the call because nobody is available; a 182 keeps it until "
              "somebody is." },
            { 183, "A 183 gives no reason for the wait; a 182 says that it is a queue." },
        },
    },
    {
        .code = 183,
        .phrase = "Session Progress",
        .registered = true,
        .severity = SEVERITY_CHAT,
        .gist = "call progress, often with early media",
        .description
        = "Call progress that is not otherwise classified: no other provisional code "
          "describes it. It does not say that the phone rings.\n"
          "With SDP it can open early media: the caller hears ringback or an announcement "
          "before the call is answered.\n"
          "Without SDP it is information only.",
        .when
        = "During call setup, typically in PSTN interworking: ringing tones, IVR prompts "
          "and announcements come as audio from the far end.\n"
          "Before a failure: the network plays an announcement and then sends the failure "
          "code; a Reason header in the 183 names the cause early.\n"
          "In mobile networks to reserve resources (preconditions): then there is no audio "
          "yet, and the phone does not ring yet.",
        .fix
        = "No fix needed while the call goes on: a 180, a 200 or a failure code follows.\n"
          "If early media is not heard, check codec negotiation and SDP handling: a codec "
          "of the offer, port not 0, direction sendrecv or sendonly, an address that the "
          "other side can reach.\n"
          "Then check the RTP path: does RTP arrive at the address in the INVITE's SDP, or "
          "does an SBC or firewall hold it back until the 200 (see P-Early-Media)?\n"
          "If the 183 has Require: 100rel and RSeq, look for the PRACK: without it the 183 "
          "repeats, and the call fails after about 32 s.",
        .methods = "INVITE",
        .media = "early media when it carries SDP",
        .retry = "no: wait for the final response",
        .actor = "nobody; the caller's phone plays the early media",
        .caller_hears
        = "ringback or an announcement from the far end if SDP and RTP come, else often "
          "silence",
        .reference = { 3261, "21.1.5" },
        .differs = {
            { 100,
              "A 100 only stops the retransmissions on one hop; a 183 is passed on to the "
              "caller and can open early media." },
            { 180, "A 180 says that the called phone is alerting; a 183 does not." },
            { 181, "A 181 says that the call is being forwarded; a 183 gives no reason." },
            { 182, "A 182 says that the call waits in a queue; a 183 gives no reason." },
            { 200,
              "A 200 answers the call and starts the normal session; audio after a 183 is "
              "early media of a call that nobody has answered." },
        },
    },
    {
        .code = 199,
        .phrase = "Early Dialog Terminated",
        .registered = true,
        .severity = SEVERITY_CHAT,
        .gist = "one early dialog ended, the call goes on",
        .description
        = "One branch of a forked call has failed, and its early dialog (the one with this "
          "To tag) is over.\n"
          "The call as a whole is not decided: other branches may still ring or answer.\n"
          "The Reason header names the failure code of that branch.",
        .when
        = "After forking, when one target fails and others are still open. Only callers "
          "that sent Supported: 199 get it.",
        .fix
        = "Nothing to fix for the whole call: wait for the final response.\n"
          "To learn why the branch failed, read the SIP cause in the Reason header; the To "
          "tag shows which earlier 18x belongs to it.\n"
          "If the caller still plays this branch's early media, its device has to drop the "
          "dialog and its media: check the device's support for 199.",
        .methods = "INVITE",
        .media = "early media of this one branch ends",
        .retry = "no: wait for the final response",
        .actor = "the caller's device, which drops that early dialog",
        .caller_hears = "nothing, or that branch's early media stops",
        .reference = { 6228, "4" },
        .differs = {
            { 487,
              "A 487 is the final end of a cancelled INVITE; a 199 ends only one early "
              "dialog and leaves the INVITE open." },
            { 183, "A 183 keeps an early dialog going; a 199 ends one." },
            { 480,
              "A 480 is a final answer and ends the transaction; a 199 only announces that "
              "a branch got such an answer." },
        },
    },
};

const struct response_code_list responses_1xx = { entries, PLAIN_COUNT(entries) };
