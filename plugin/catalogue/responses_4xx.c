/* responses_4xx.c
 * Request failures: this server does not fulfil this request, another one or a changed one may.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "response_code.h"

#include "plain.h"

static const struct response_code entries[] = {
    {
        .code = 400,
        .phrase = "Bad Request",
        .registered = true,
        .severity = SEVERITY_WARN,
        .gist = "malformed, or breaks a rule of SIP",
        .description
        = "The server could not make sense of the request: something in it is malformed, "
          "missing or contradictory. The reason phrase should say what.\n"
          "It is also the general client error: a client handles every 4xx that it does not "
          "know as if it were a 400.\n"
          "Within a call it fails this one request; the call itself goes on.",
        .when
        = "A mandatory header is missing or broken: Via, From, To, Call-ID, CSeq, "
          "Max-Forwards, or Contact in an INVITE; or the CSeq names another method than the "
          "request line.\n"
          "The SDP cannot be parsed, or Content-Length does not match the body: typical "
          "after an SBC, a router's SIP ALG or a header script has rewritten the message.\n"
          "A UDP request was cut short on the way, or a TCP stream lost its message "
          "boundaries.\n"
          "REGISTER with \"Contact: *\" next to another Contact, or with an Expires other "
          "than 0: a registrar has to refuse that.",
        .fix
        = "Read the reason phrase and any Warning header, then look at the part they name in "
          "the request with the same CSeq; Wireshark often marks malformed fields there.\n"
          "No hint given: check for one each of From, To, Call-ID, CSeq and Max-Forwards, a "
          "Via with a branch, a Contact, and a Content-Length equal to the real length of "
          "the body.\n"
          "Compare with a similar request that the same server accepted, and with the copy "
          "on the other side of the SBC or ALG: the first difference is the suspect.\n"
          "If the request looks right, read the log of the host that sent the 400 (source "
          "address, Server header) for the same Call-ID.",
        .methods = "any request",
        .media = "none is set up; a call already running keeps its media",
        .retry = "no, not unchanged: correct the request first",
        .actor = "whoever builds or rewrites the request: the client, an SBC, an ALG",
        .caller_hears
        = "fast-busy tone or \"call failed\"; nothing if a request within a call was refused",
        .reference = { 3261, "21.4.1" },
        .differs = {
            { 415,
                  "A 415 refuses the type, encoding or language of the body; a 400 says that "
                  "the message itself is faulty." },
            { 420,
                  "A 420 names a required extension that the server lacks; a 400 is about "
                  "syntax and missing parts." },
            { 481,
                  "A 481 could read the request but knows no such dialog or transaction; a 400 "
                  "could not accept the request as written." },
            { 488,
                  "A 488 could read the SDP and cannot agree to it; a 400 about SDP means that "
                  "it could not be read." },
            { 500,
                  "A 500 puts the trouble on the server, a 400 on the request; some products "
                  "mix the two up." },
        },
    },
    {
        .code = 401,
        .phrase = "Unauthorized",
        .registered = true,
        .severity = SEVERITY_CHAT,
        .gist = "the server asks for credentials",
        .description
        = "The server that the request is meant for (a registrar, PBX or user agent) wants "
          "proof of identity and sends a challenge in WWW-Authenticate.\n"
          "The first one is a normal step, not a failure: the client repeats the request "
          "with an Authorization header.\n"
          "A new 401 after credentials were sent means that they were refused, unless the "
          "challenge says stale=true: then only the nonce was too old.\n"
          "Within a call it fails this one request; the call itself goes on.",
        .when
        = "At the first REGISTER of a phone or trunk, at an INVITE to a PBX that "
          "authenticates its users, at a SUBSCRIBE to a notifier.\n"
          "Again once the nonce has run out, normally with stale=true; one such 401 per "
          "nonce lifetime is normal.\n"
          "Over and over: wrong password, user name or realm, a digest algorithm or qop that "
          "the client gets wrong, or somebody guessing passwords.",
        .fix
        = "Look for the next request with the same Call-ID and a higher CSeq: if it carries "
          "Authorization and then succeeds, all is well.\n"
          "No second request: the client has no credentials for this realm, supports none of "
          "the offered algorithms, or the 401 never reached it (check received and rport in "
          "the Via).\n"
          "Refused again: compare username, realm, nonce, uri, algorithm, qop and nc of "
          "Authorization with the challenge. If all fit, the password is the prime suspect.\n"
          "Then read the registrar's authentication log: account, password, nonces not "
          "shared between nodes. Many user names from one address are a scan: block that "
          "address.",
        .methods = "any request except ACK and CANCEL",
        .media = "none; a call already running keeps its media",
        .retry = "yes, at once with Authorization; never again with credentials that were refused",
        .actor = "the client; the account's administrator if it is refused again",
        .caller_hears
        = "nothing: the client repeats by itself; if refused, \"registration failed\" or "
          "\"call failed\"",
        .reference = { 3261, "21.4.2" },
        .differs = {
            { 403,
                  "A 403 is a refusal that asks for no credentials; a 401 invites them. Some "
                  "servers answer a wrong password with 403." },
            { 407,
                  "A 407 comes from a proxy on the way (Proxy-Authenticate), a 401 from the "
                  "server the request is meant for (WWW-Authenticate)." },
            { 428,
                  "A 428 asks for a signed caller identity (STIR); a 401 asks for the user's "
                  "credentials." },
            { 494,
                  "A 494 asks to agree on a security mechanism first; a 401 asks for "
                  "credentials only." },
        },
    },
    {
        .code = 402,
        .phrase = "Payment Required",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "payment or credit is missing",
        .description
        = "The standard only reserves this code and defines no procedure for it.\n"
          "In the field a prepaid or billing system says with it that the account has no "
          "credit for this request.",
        .when
        = "A prepaid, calling-card or wholesale platform refuses an INVITE because the "
          "balance is used up or a spending limit is reached.",
        .fix
        = "Check the balance, the spending limit and the payment state of the account at the "
          "provider.\n"
          "If there is credit, look at From, P-Asserted-Identity, the digest user name and "
          "the source address of the request: the platform may charge another account.\n"
          "Read the reason phrase, a Warning or a Reason header, and ask the provider with "
          "Call-ID and time.",
        .methods = "any request, in practice INVITE",
        .media = "none is set up; a call already running keeps its media",
        .retry = "only after the account has been topped up",
        .actor = "the owner of the account; then the provider's billing",
        .caller_hears = "an announcement about the balance, or fast-busy tone",
        .reference = { 3261, "21.4.3" },
        .differs = {
            { 403, "A 403 refuses for any reason of policy; a 402 says that money is the reason." },
            { 407,
                  "A 407 asks who pays (credentials); a 402 knows the account and finds no "
                  "credit." },
        },
    },
    {
        .code = 403,
        .phrase = "Forbidden",
        .registered = true,
        .severity = SEVERITY_WARN,
        .gist = "refused",
        .names_host = true,
        .description
        = "The server understood the request and will not carry it out. New credentials do "
          "not help, and the same request should not be sent again.\n"
          "The code alone does not say whether the identity, the destination or a policy is "
          "the cause; the reason phrase, Warning or Reason header may.\n"
          "Within a call it fails this one request; the call itself goes on.",
        .when
        = "A policy blocks the call: source address not on the access list, caller number or "
          "From domain not allowed, destination barred (international, premium), trunk "
          "suspended.\n"
          "A registrar refuses the account; some servers also answer a wrong password with "
          "403 instead of another challenge.\n"
          "A proxy does not relay for strangers (\"Not relaying\" in Kamailio's default "
          "configuration), or a gateway got cause 21 (call rejected) from the telephone "
          "network.\n"
          "A STIR verifier finds the signed date of the call too old: phrase \"Stale Date\".",
        .fix
        = "Read the reason phrase, Warning and Reason, and find out which host made the 403: "
          "source address, Server header, and whether the same 403 arrived from further on.\n"
          "Compare with a call that works: source address, From and P-Asserted-Identity, "
          "number format of the Request-URI, domain, credentials present or not.\n"
          "REGISTER: was there a challenge and an Authorization before? Then check account "
          "and password. INVITE on a trunk: check the access list and the rights for the "
          "destination.\n"
          "Ask the operator of that host for the policy log of this Call-ID. For \"Stale "
          "Date\" compare the clocks of signer and verifier.",
        .methods = "any request",
        .media = "none is set up; a call already running keeps its media",
        .retry = "no, not unchanged",
        .actor = "the administrator of the server that refused; else the owner of the account",
        .caller_hears
        = "an announcement (\"not permitted\") or fast-busy tone; nothing within a running "
          "call",
        .reference = { 3261, "21.4.4" },
        .differs = {
            { 401, "A 401 asks for credentials and can be cured by them; a 403 cannot." },
            { 404,
                  "A 404 says that the destination does not exist; a 403 says that you may not "
                  "have it." },
            { 407, "A 407 is a proxy's question for credentials; a 403 is a refusal." },
            { 488,
                  "A 488 refuses the media that is offered; a 403 refuses the request whatever "
                  "its media." },
            { 603,
                  "A 603 says that the called party declines and stops all forks; a 403 is the "
                  "refusal of one server, and other branches may still succeed." },
        },
    },
    {
        .code = 404,
        .phrase = "Not Found",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "no such user, number or resource here",
        .description
        = "The server has nothing under the address of the Request-URI: no such user or number, "
          "no route for it, or it does not serve the domain at all.\n"
          "To SUBSCRIBE or PUBLISH it is the mailbox, presence state or other resource that is "
          "missing; the user may well exist.\n"
          "Gateways also send it for the telephone network's causes 1 (unallocated number), 2 "
          "and 3 (no route).\n"
          "As the answer to a request within a call it ends the dialog: the address of the "
          "other end is no longer valid.",
        .when
        = "Wrong number or wrong number format: missing + or country code, national instead "
          "of international, a prefix not added or not stripped, a typing error.\n"
          "The dial plan or route table has no entry, or the account was never created. Some "
          "proxies also send it for a user who is merely not registered, where others send "
          "480.\n"
          "The request went to the wrong host or domain, for example after a change of DNS "
          "or of a trunk.\n"
          "Within a call: a lost Route header or a stale Contact; Kamailio's default "
          "configuration then says \"Not here\".",
        .fix
        = "Look at the Request-URI (not at To) of the copy that the sender of the 404 "
          "received, and compare it with a number that works: format, prefix, domain, port.\n"
          "Did that host send the request on before it answered? No: its own look-up failed, "
          "so check dial plan, account and registration there. Yes: follow the next hop's "
          "404.\n"
          "Is the user registered? Find the last REGISTER for that address, its 200 and the "
          "expiry time.\n"
          "Reason header with Q.850 cause 1: the number is not in use; cause 2 or 3: the "
          "carrier has no route, so ask the carrier.",
        .methods = "any request, mostly INVITE",
        .media = "none is set up; within a call the dialog and its media end",
        .retry = "no, unless the address is corrected",
        .actor = "the caller (wrong number) or the administrator of dial plan and routes",
        .caller_hears = "\"number not in use\" announcement or fast-busy tone",
        .reference = { 3261, "21.4.5" },
        .differs = {
            { 410,
                  "A 410 says that the user was here once and left no new address; a 404 does "
                  "not know the user." },
            { 480,
                  "A 480 knows the user, who cannot be reached now; a 404 does not know the "
                  "user. Products differ for users not registered." },
            { 484, "A 484 wants more digits; a 404 judges the number as complete and unknown." },
            { 485, "A 485 finds several users that fit; a 404 finds none." },
            { 604,
                  "A 604 speaks for every place and stops all forks; a 404 speaks for one "
                  "server only." },
        },
    },
    {
        .code = 405,
        .phrase = "Method Not Allowed",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "method not allowed for this address",
        .description
        = "The server knows the method but does not allow it for the address in the "
          "Request-URI. The Allow header must list the methods that are.\n"
          "When it refuses an extra request within a call, the call usually goes on without "
          "that feature; at most the usage of the refused request ends.",
        .when
        = "REGISTER, PUBLISH or SUBSCRIBE sent to a host that is no registrar, presence "
          "server or notifier, for example to a plain gateway.\n"
          "REFER, INFO, MESSAGE or UPDATE switched off on a phone, trunk or SBC.\n"
          "OPTIONS or NOTIFY used as a keep-alive towards a peer that does not want it; then "
          "it still proves that the peer is alive.",
        .fix
        = "Compare the method with the Allow header of the 405, and with Allow in the peer's "
          "earlier messages: did the sender use a method that was never offered?\n"
          "Look at the Request-URI and the destination address: did the request reach the "
          "wrong host or port?\n"
          "Switch the method on at the peer, or off at the sender (transfer by re-INVITE "
          "instead of REFER, DTMF by RTP instead of INFO, refresh by re-INVITE instead of "
          "UPDATE).\n"
          "No Allow header in the 405: the sender of the 405 breaks the rule; look at its "
          "configuration for the list.",
        .methods = "any request except ACK and CANCEL",
        .media = "none is set up; a call already running keeps its media",
        .retry = "no, but another method that Allow lists may do",
        .actor = "the administrator of client or server: enable the method or stop using it",
        .caller_hears = "mostly nothing; a feature such as transfer or DTMF does not work",
        .reference = { 3261, "21.4.6" },
        .differs = {
            { 403,
                  "A 403 refuses this request by policy; a 405 refuses the method as such for "
                  "this address." },
            { 420, "A 420 is about an extension named in Require; a 405 is about the method." },
            { 489,
                  "A 489 allows the method and does not know the event package; a 405 does not "
                  "allow the method." },
            { 501,
                  "A 501 does not know the method at all; a 405 knows it and does not allow it "
                  "here." },
        },
    },
    {
        .code = 406,
        .phrase = "Not Acceptable",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "no answer would fit the request's Accept",
        .description
        = "Every body that the server could answer with is ruled out by the Accept header of "
          "the request.\n"
          "It is not meant for codecs; some equipment sends it for a codec mismatch all the "
          "same, where 488 is the right code.",
        .when
        = "SUBSCRIBE, OPTIONS or INVITE with an Accept header that lacks the type the server "
          "produces, for example application/sdp or application/pidf+xml.\n"
          "From some equipment to an INVITE whose SDP has no codec in common with it.",
        .fix
        = "Compare the Accept header of the request with the body types that the server "
          "normally sends; add the missing type or remove the header.\n"
          "If Accept is fine, treat it as a 488: compare codecs, RTP profile and address "
          "family of the offer with what the called side supports, and read Warning.",
        .methods = "any request that could be answered with a body",
        .media = "none is set up; a call already running keeps its media",
        .retry = "yes, with an Accept header that fits",
        .actor = "the administrator of the client",
        .caller_hears
        = "fast-busy tone or \"call failed\"; nothing if a request within a call was refused",
        .reference = { 3261, "21.4.7" },
        .differs = {
            { 415,
                  "A 415 refuses the body that came in; a 406 cannot send a body that the "
                  "client would take." },
            { 488,
                  "A 488 refuses the session description; a 406 is about the type of the "
                  "answer's body." },
            { 606,
                  "A 606 has the same phrase and refuses the session for all of the user's "
                  "devices; a 406 is about the Accept header." },
        },
    },
    {
        .code = 407,
        .phrase = "Proxy Authentication Required",
        .registered = true,
        .severity = SEVERITY_CHAT,
        .gist = "a proxy asks for credentials",
        .description
        = "A proxy on the way wants proof of identity before it forwards the request, and "
          "sends a challenge in Proxy-Authenticate. Many PBXs do the same for outgoing calls.\n"
          "The first one is a normal step, not a failure: the client repeats the request "
          "with a Proxy-Authorization header.\n"
          "A new 407 after credentials were sent means that they were refused, unless the "
          "challenge says stale=true or names the realm of another proxy further on.\n"
          "Within a call it fails this one request; the call itself goes on.",
        .when
        = "At an outgoing INVITE through a provider's proxy or a PBX; some proxies also "
          "challenge re-INVITE and BYE within a call.\n"
          "Again once the nonce has run out, normally with stale=true; one such 407 per "
          "nonce lifetime is normal.\n"
          "Over and over: wrong password, user name or realm, a digest algorithm or qop that "
          "the client gets wrong, or somebody trying to make calls at your cost.",
        .fix
        = "Look for the next request with the same Call-ID and a higher CSeq: if it carries "
          "Proxy-Authorization and the call goes on, all is well.\n"
          "No second request: no credentials for this realm in the client (should its source "
          "address admit it instead?), no offered algorithm supported, or the 407 never "
          "reached it.\n"
          "Refused again: compare username, realm, nonce, uri, algorithm, qop and nc of "
          "Proxy-Authorization with the challenge. If all fit, the password is the prime "
          "suspect.\n"
          "A BYE or re-INVITE that is not repeated after its 407 leaves the call hanging: "
          "correct the client, or let the proxy not challenge within a call.",
        .methods = "any request except ACK and CANCEL",
        .media = "none; a call already running keeps its media",
        .retry
        = "yes, at once with Proxy-Authorization; never again with credentials that were "
          "refused",
        .actor = "the client; the account's administrator if it is refused again",
        .caller_hears
        = "nothing: the client repeats by itself; if refused, fast-busy tone or \"call "
          "failed\"",
        .reference = { 3261, "21.4.8" },
        .differs = {
            { 401,
                  "A 401 comes from the server the request is meant for (WWW-Authenticate), a "
                  "407 from a proxy on the way (Proxy-Authenticate)." },
            { 403, "A 403 is a refusal that credentials do not cure; a 407 invites them." },
            { 421, "A 421 demands support of an extension; a 407 demands credentials." },
            { 494,
                  "A 494 asks to agree on a security mechanism first; a 407 asks for "
                  "credentials only." },
        },
    },
    {
        .code = 408,
        .phrase = "Request Timeout",
        .registered = true,
        .severity = SEVERITY_WARN,
        .gist = "no answer came in time",
        .description
        = "Whoever sent the 408, often a proxy, got no final answer from further on in time "
          "and gave up.\n"
          "A client that gets no response at all behaves as if it had received a 408, but "
          "then there is no 408 message in the capture.\n"
          "Within a call the client should end the dialog.",
        .when
        = "About 32 s after a proxy began to send the INVITE on, without any answer: the "
          "next hop is down, unreachable or filtered. Many products use shorter timers.\n"
          "Three minutes or more after a 180 or 183: nobody answered and the proxy's limit "
          "for a call attempt (Timer C) ran out, usually with a CANCEL towards the called "
          "side.\n"
          "From a gateway with cause 18 or 102 in the Reason header: the telephone network "
          "or the called device did not respond.\n"
          "A 408 to another method than INVITE breaks the rules (RFC 4320): the server "
          "should have stayed silent.",
        .fix
        = "Measure the time from the request to the 408, and look for a 180 before it: "
          "ringing without answer is no fault, about 32 s of silence is.\n"
          "Look behind the host that sent the 408: did it send the request on, was that "
          "repeated at 0.5, 1.5, 3.5 s, did a 100 or an ICMP error or TCP reset come back?\n"
          "The request arrives at the next hop and gets no answer: read that host's log. It "
          "does not arrive: firewall, NAT binding, route, DNS, or a UDP message too big for "
          "one datagram.\n"
          "The request was never sent on: check the registered Contact of the called user "
          "and the timers of the host that sent the 408.",
        .methods = "INVITE; other methods should never get one",
        .media = "none is set up; within a call the dialog and its media should end",
        .retry = "allowed later or by another route; within a call end the dialog instead",
        .actor = "the operator of the hop that did not answer",
        .caller_hears = "silence, then fast-busy tone; after ringing \"no answer\"",
        .reference = { 3261, "21.4.9" },
        .differs = {
            { 480,
                  "A 480 is a statement about the called user, who is known and not available; "
                  "a 408 only says that nothing answered in time." },
            { 481,
                  "A 481 is an answer from the far side, which does not know the dialog; a 408 "
                  "means that no answer came." },
            { 487, "A 487 follows a CANCEL, BYE or expiry of the INVITE; a 408 follows silence." },
            { 503,
                  "A 503 is a server that cannot serve now; a 408 is a next hop that said "
                  "nothing." },
            { 504,
                  "A 504 means that a server consulted to process the request (DNS, database, "
                  "gateway) was too slow; a 408 that no answer to the request itself came." },
        },
    },
    {
        .code = 409,
        .phrase = "Conflict",
        .registered = false,
        .severity = SEVERITY_NOTE,
        .gist = "a registration conflict (old SIP)",
        .description
        = "Not registered for SIP today: RFC 2543 used it for a registration that conflicts "
          "with another one, and RFC 3261 dropped it.\n"
          "Old stacks and some code tables still contain it. A client handles it like a 400.",
        .when
        = "Rare: a REGISTER to an old registrar, or an application that borrows the meaning "
          "from HTTP.",
        .fix
        = "Read the reason phrase and a Warning header, then compare Contact, Expires and "
          "Call-ID of this REGISTER with the other registrations of the same user.\n"
          "Read the log of the host that sent it: the meaning is defined by that product "
          "alone.",
        .methods = "REGISTER in old SIP, else product specific",
        .media = "none is set up; a call already running keeps its media",
        .retry = "no, not unchanged",
        .actor = "the operator of the server that sent it",
        .caller_hears = "mostly nothing, or \"registration failed\"",
        .reference = { 3261, "8.1.3.2" },
        .differs = {
            { 400,
                  "A 400 is what a client takes a 409 for: the request has to be changed "
                  "before it is sent again." },
            { 403,
                  "A 403 is the registered code for a registrar that refuses; a 409 has no "
                  "registered meaning." },
        },
    },
    {
        .code = 410,
        .phrase = "Gone",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "refused as gone",
        .description
        = "The user or number was served here but is no longer, no new address is known, and "
          "this is expected to stay so.\n"
          "Gateways send it for cause 22 (number changed) without a new number, and for "
          "cause 23.\n"
          "As the answer to a request within a call it ends the dialog.",
        .when
        = "The called number was changed, ported or given up, and the network knows that.\n"
          "An account was deleted on a server that remembers it.\n"
          "A host that maps another cause to 410: then Reason or the reason phrase gives that "
          "cause, and no number was changed.",
        .fix
        = "Read Reason, Warning and phrase first: what the host says in its own words counts more "
          "than the code. Some refuse an SDP with 410.\n"
          "Cause 22 without such words means that the number changed; ask for the new one.\n"
          "Number ported lately: check the number portability data or the route that led the "
          "call to the old network.\n"
          "The number should work: ask the operator of the host that sent the 410 for the state "
          "of the account.",
        .methods = "any request, mostly INVITE",
        .media = "none is set up; within a call the dialog and its media end",
        .retry = "no; remove or update the stored number",
        .actor = "the caller; the administrator of routes or portability data",
        .caller_hears = "\"number has changed\" or \"not in use\" announcement",
        .reference = { 3261, "21.4.10" },
        .differs = {
            { 301, "A 301 gives the new address in Contact; a 410 knows none." },
            { 404, "A 404 never knew the user; a 410 says that the user was here and has left." },
            { 480, "A 480 is about this moment; a 410 is permanent." },
            { 604,
                  "A 604 says that the user exists nowhere; a 410 that the user left this "
                  "place." },
        },
    },
    {
        .code = 411,
        .phrase = "Length Required",
        .registered = false,
        .severity = SEVERITY_NOTE,
        .gist = "Content-Length is missing (old SIP)",
        .description
        = "Not registered for SIP today: RFC 2543 used it for a request without "
          "Content-Length, and RFC 3261 dropped it.\n"
          "Over TCP or TLS the receiver cannot find the end of a message without "
          "Content-Length. A client handles the code like a 400.",
        .when
        = "Rare: an old stack, or an HTTP server that answers on a SIP port.",
        .fix
        = "Check that the request has a Content-Length header and that it equals the length "
          "of the body in bytes.\n"
          "Check by the Server header and the port whether the answering host is a SIP "
          "server at all.",
        .methods = "any request, in practice one with a body",
        .media = "none is set up; a call already running keeps its media",
        .retry = "yes, with a correct Content-Length",
        .actor = "whoever builds or rewrites the request",
        .caller_hears
        = "fast-busy tone or \"call failed\"; nothing if a request within a call was refused",
        .reference = { 3261, "8.1.3.2" },
        .differs = {
            { 400, "A 400 is the registered code for a missing or wrong Content-Length." },
            { 413, "A 413 finds the body too long; a 411 is not told how long it is." },
        },
    },
    {
        .code = 412,
        .phrase = "Conditional Request Failed",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "the published state is gone (SIP-If-Match)",
        .description
        = "A PUBLISH wants to refresh, change or remove an earlier publication, but the "
          "entity tag in SIP-If-Match is unknown or has expired at the server.\n"
          "It costs one round trip only: the client publishes its full state again without "
          "SIP-If-Match.",
        .when
        = "The refresh came too late, after the publication had expired.\n"
          "The presence server restarted, or another node without the stored state got the "
          "request.",
        .fix
        = "Look for a following PUBLISH without SIP-If-Match and with a full body, answered "
          "by 200: then all is well.\n"
          "Compare SIP-If-Match with the SIP-ETag of the last 200 for the same address: the "
          "client must use the newest tag.\n"
          "Compare the time between the two PUBLISH requests with Expires of the 200: "
          "refresh earlier, or find out why the server lost its state.",
        .methods = "PUBLISH",
        .media = "none",
        .retry = "yes, as a new PUBLISH without SIP-If-Match and with the full state",
        .actor = "the client; the operator of the presence server if it repeats",
        .caller_hears = "nothing; presence or busy lamps may be wrong for a moment",
        .reference = { 3903, "11.2.1" },
        .differs = {
            { 423,
                  "A 423 refuses a lifetime that is too short; a 412 refuses an entity tag "
                  "that is unknown." },
            { 481, "A 481 misses a dialog or transaction; a 412 misses a publication." },
            { 580,
                  "A 580 reports a failed resource reservation (precondition in SDP); a 412 "
                  "belongs to PUBLISH, whatever its phrase says." },
        },
    },
    {
        .code = 413,
        .phrase = "Request Entity Too Large",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "the body is too large",
        .description
        = "The server refuses to process the request because its body is larger than it is "
          "willing to handle.\n"
          "A Retry-After header means that the limit is temporary.",
        .when
        = "MESSAGE with a long text or a picture, PUBLISH or NOTIFY with a large document, "
          "INVITE with many ICE candidates, codecs or several body parts.",
        .fix
        = "Look at Content-Length and the type of the body in the request: which part makes "
          "it big?\n"
          "Make the body smaller (fewer codecs, candidates and body parts), send content by "
          "reference or by MSRP, or raise the limit of the server.\n"
          "Retry-After present: wait that long and try again.",
        .methods = "any request with a body",
        .media = "none is set up; a call already running keeps its media",
        .retry = "with a smaller body; unchanged only after Retry-After",
        .actor = "the client's administrator; the operator who set the limit",
        .caller_hears
        = "fast-busy tone or \"call failed\"; nothing if a request within a call was refused",
        .reference = { 3261, "21.4.11" },
        .differs = {
            { 400, "A 400 about the body says that it is malformed; a 413 that it is too large." },
            { 414, "A 414 finds the Request-URI too long, a 413 the body." },
            { 513,
                  "A 513 finds the whole message too large, headers included; a 413 the body "
                  "only." },
        },
    },
    {
        .code = 414,
        .phrase = "Request-URI Too Long",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "the Request-URI is too long",
        .description
        = "The server refuses the request because its Request-URI is longer than it is "
          "willing to interpret.",
        .when
        = "Rare: parameters or embedded headers that grow at every hop, a loop that adds a "
          "prefix each time, a fuzzing tool.",
        .fix
        = "Look at the Request-URI: which part is long (user part, parameters, headers after "
          "a question mark)?\n"
          "Compare it hop by hop to find the element that makes it grow; a repeated prefix "
          "or parameter means a loop.\n"
          "Raise the limit of the server only if the URI is legitimate.",
        .methods = "any request",
        .media = "none is set up; a call already running keeps its media",
        .retry = "no, not with the same Request-URI",
        .actor = "whoever builds or rewrites the Request-URI",
        .caller_hears
        = "fast-busy tone or \"call failed\"; nothing if a request within a call was refused",
        .reference = { 3261, "21.4.12" },
        .differs = {
            { 413, "A 413 finds the body too large, a 414 the Request-URI." },
            { 483,
                  "A 483 catches a loop by its hop count; a 414 may be the same loop if it "
                  "makes the URI grow." },
            { 484,
                  "A 484 finds the address too short (digits are missing); a 414 finds the URI "
                  "too long." },
        },
    },
    {
        .code = 415,
        .phrase = "Unsupported Media Type",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "body type or encoding is not supported",
        .description
        = "The server does not support the type, encoding or language of the body. It must "
          "list what it takes in Accept, Accept-Encoding or Accept-Language.\n"
          "It is about the kind of body (Content-Type), not about the codecs in an SDP: that "
          "is 488.\n"
          "Within a call it fails this one request; the call itself goes on.",
        .when
        = "INVITE with a multipart body (ISUP, location, recording metadata) to a device "
          "that takes plain SDP only.\n"
          "INFO with a DTMF format that the peer does not know, for example "
          "application/dtmf-relay against application/dtmf.\n"
          "MESSAGE with HTML, a picture or an is-composing document to a phone that takes "
          "text/plain only; PUBLISH with an unknown document type.\n"
          "A re-INVITE for T.38 fax that is refused this way: the fax then goes on as audio.",
        .fix
        = "Compare Content-Type, Content-Encoding and Content-Language of the request with "
          "Accept, Accept-Encoding and Accept-Language of the 415.\n"
          "Multipart body: find the part that is too much. A part with handling=optional in "
          "Content-Disposition must not lead to a 415; then correct the server.\n"
          "Configure the sender to use a type of the list, or let the SBC strip the part "
          "that the peer does not need.\n"
          "Body missing its Content-Type header, or changed by an ALG on the way: compare "
          "with the copy at the sender.",
        .methods = "any request with a body",
        .media = "none is set up; a call already running keeps its media",
        .retry = "yes, with a body of a type that Accept lists",
        .actor = "the client, or its administrator: use a type that is listed",
        .caller_hears
        = "fast-busy tone on a new call; else a message, DTMF or fax does not get through",
        .reference = { 3261, "21.4.13" },
        .differs = {
            { 400,
                  "A 400 says that the body is malformed; a 415 that its type is not "
                  "supported, however correct it is." },
            { 406,
                  "A 406 cannot send a body that the client would take; a 415 cannot take the "
                  "body that the client sent." },
            { 488,
                  "A 488 takes SDP but not what this SDP offers (codec, SRTP, address); a 415 "
                  "does not take this kind of body." },
            { 493,
                  "A 493 supports the type but has no key to decrypt it; a 415 does not "
                  "support the type." },
            { 606,
                  "A 606 refuses the session for all of the user's devices; a 415 refuses the "
                  "kind of body at one server." },
        },
    },
    {
        .code = 416,
        .phrase = "Unsupported URI Scheme",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "the URI scheme is not understood",
        .description
        = "The server does not understand the scheme at the start of the Request-URI, for "
          "example tel:, urn: or sips:.\n"
          "As the answer to a request within a call it ends the dialog.",
        .when
        = "A tel: URI reaches a proxy or PBX that expects sip: with the number as user part.\n"
          "An emergency call to urn:service:sos reaches an element that does not know it, or "
          "sips: a server without TLS.",
        .fix
        = "Look at the scheme of the Request-URI that the sender of the 416 received, and "
          "find the hop that should have translated it.\n"
          "Configure the client or SBC to send sip:number@domain;user=phone instead of tel:, "
          "or enable the scheme at the server.\n"
          "For sips: check whether TLS is available on every hop, or use sip: with "
          "transport=tls.",
        .methods = "any request",
        .media = "none is set up; within a call the dialog and its media end",
        .retry = "yes, with a SIP URI",
        .actor = "the client, or the administrator of the hop that should translate the URI",
        .caller_hears
        = "fast-busy tone or \"call failed\"; nothing if a request within a call was refused",
        .reference = { 3261, "21.4.14" },
        .differs = {
            { 404,
                  "A 404 understood the URI and knows no such user; a 416 does not understand "
                  "the kind of URI." },
            { 480,
                  "A 480 with Warning 380 or 381 refuses or demands sips: by policy; a 416 "
                  "does not understand the scheme." },
            { 484, "A 484 wants more digits; a 416 does not get as far as the digits." },
        },
    },
    {
        .code = 417,
        .phrase = "Unknown Resource-Priority",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "no known value in Resource-Priority",
        .description
        = "The request demands priority handling (Require: resource-priority), but the "
          "server understands none of the namespaces and values in Resource-Priority.\n"
          "The server may list the values that it takes in Accept-Resource-Priority.",
        .when
        = "Calls of government, military or emergency services (namespaces such as ets, wps, "
          "dsn, q735, esnet) that leave the network in which the namespace is known.",
        .fix
        = "Compare Resource-Priority of the request with Accept-Resource-Priority of the "
          "417, if present.\n"
          "Configure the namespace at the server, or map or remove the header at the SBC on "
          "the border of the network.\n"
          "Without Require: resource-priority the server would have ignored unknown values: "
          "check who added it.",
        .methods = "any request with Require: resource-priority",
        .media = "none is set up; a call already running keeps its media",
        .retry = "yes, with a known value or without Require: resource-priority",
        .actor = "the administrators of both networks: agree on a namespace",
        .caller_hears
        = "fast-busy tone or \"call failed\"; nothing if a request within a call was refused",
        .reference = { 4412, "12.4" },
        .differs = {
            { 403,
                  "A 403 understands the priority and denies it to this caller; a 417 does not "
                  "understand it." },
            { 420,
                  "A 420 does not support the extension at all; a 417 supports it but knows "
                  "none of the values. Kamailio prints \"Bad Extension\" for both." },
            { 488,
                  "A 488 may refuse for lack of bandwidth or trunks; a 417 does not know the "
                  "priority value." },
        },
    },
    {
        .code = 420,
        .phrase = "Bad Extension",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "a required extension is not supported",
        .description
        = "The request demands an extension by an option tag in Require or Proxy-Require, "
          "and the server or a proxy does not support it.\n"
          "The Unsupported header must name every tag that was not understood. The client "
          "should try again without it, if it can do without.\n"
          "Within a call it fails this one request; the call itself goes on.",
        .when
        = "Require with 100rel, timer, precondition, replaces, path or sec-agree towards a "
          "peer that lacks it; Proxy-Require comes from a proxy, Require from the far end.\n"
          "An SBC or PBX turned Supported into Require, or an IMS client talks to a simple "
          "trunk.\n"
          "Require: 100rel where the called side is not willing to send provisional "
          "responses reliably.",
        .fix
        = "Read Unsupported in the 420 and find the tag in Require or Proxy-Require of the "
          "request; follow it back to the hop where it first appears.\n"
          "Set the extension from \"required\" to \"supported\" at that hop (for 100rel: "
          "PRACK optional), or enable it at the host that sent the 420.\n"
          "Look for a second request without the tag: if it succeeds, the pair is a normal "
          "fallback.\n"
          "No Unsupported header: the sender of the 420 breaks the rule; try the tags of "
          "Require one by one.",
        .methods = "any request except ACK and CANCEL",
        .media = "none is set up; a call already running keeps its media",
        .retry = "yes, without the tags that Unsupported names",
        .actor = "the client or the SBC that requires the extension",
        .caller_hears = "nothing if the client falls back; else fast-busy tone",
        .reference = { 3261, "21.4.15" },
        .differs = {
            { 405, "A 405 does not allow the method; a 420 does not support an extension of it." },
            { 421,
                  "A 421 is the reverse: the server needs an extension that the client did not "
                  "offer." },
            { 488,
                  "A 488 refuses the session description; a 420 refuses an option tag in "
                  "Require or Proxy-Require." },
            { 494,
                  "A 494 answers a client that offered a security agreement; a 420 for "
                  "sec-agree does not support it." },
            { 580,
                  "A 580 supports preconditions and could not meet them; a 420 for "
                  "precondition does not support them." },
        },
    },
    {
        .code = 421,
        .phrase = "Extension Required",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "needs an extension that was not offered",
        .description
        = "The server cannot serve the request without an extension, and the client did not "
          "list it in Supported. Require in the 421 must name it.\n"
          "RFC 3261 advises against its use, so it is rare outside IMS.",
        .when
        = "A registrar or proxy that insists on path, outbound or sec-agree; a called side "
          "that insists on timer, 100rel or precondition.",
        .fix
        = "Compare Require of the 421 with Supported of the request; enable the extension at "
          "the client.\n"
          "Client supports it already: look for an SBC that strips it from Supported or "
          "Require on the way.\n"
          "Otherwise relax the demand at the server that sent the 421.",
        .methods = "any request except ACK and CANCEL",
        .media = "none is set up; a call already running keeps its media",
        .retry = "yes, with the extension listed in Supported and used",
        .actor = "the client's administrator; else the operator of the server",
        .caller_hears
        = "fast-busy tone or \"call failed\"; nothing if a request within a call was refused",
        .reference = { 3261, "21.4.16" },
        .differs = {
            { 420,
                  "A 420 is the reverse: the client requires an extension that the server does "
                  "not support." },
            { 439,
                  "A 439 misses outbound support at the first proxy; a 421 misses an extension "
                  "at the client." },
            { 494,
                  "A 494 follows an offer of sec-agree and lists mechanisms; a 421 follows a "
                  "request that did not offer the extension." },
        },
    },
    {
        .code = 422,
        .phrase = "Session Interval Too Small",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "session timer below the server's minimum",
        .description
        = "Session-Expires of the INVITE or UPDATE is below the minimum of a proxy or of the "
          "called side. Min-SE in the response gives the minimum in seconds.\n"
          "It is a normal step of negotiation: the client should try again with a larger "
          "Session-Expires.\n"
          "Within a call it fails this refresh only; the call runs on until the timer that "
          "was agreed before expires.",
        .when
        = "The client uses a short session timer (RFC 4028 allows no less than 90 s, and "
          "many carriers ask for 600 s or more).\n"
          "Twice or more in one attempt when several proxies have different minimums; each "
          "Min-SE should be larger than the one before.",
        .fix
        = "Look for the next INVITE or UPDATE with the same Call-ID and a higher CSeq: "
          "Session-Expires and Min-SE should be no smaller than Min-SE of the 422. If it "
          "succeeds, all is well.\n"
          "No retry, or the same small value again: raise Session-Expires at the client "
          "(1800 s is the usual value) or switch session timers off there.\n"
          "No Min-SE in the 422: the sender breaks the rule; read the minimum in its "
          "configuration.\n"
          "Compare hops: an SBC may lower Session-Expires or drop Min-SE on the way.",
        .methods = "INVITE and UPDATE",
        .media = "none is set up; a call already running keeps its media",
        .retry = "yes, at once with Session-Expires and Min-SE of at least the given Min-SE",
        .actor = "the client, by itself; else its administrator",
        .caller_hears = "nothing: the client repeats by itself; else the call fails",
        .reference = { 4028, "6" },
        .differs = {
            { 400,
                  "A 400 finds the request malformed; a 422 finds one value too small and "
                  "names the minimum." },
            { 420,
                  "A 420 with Unsupported: timer does not support session timers; a 422 does "
                  "and wants a longer one." },
            { 423,
                  "A 423 is about the lifetime of a registration, subscription or publication; "
                  "a 422 about the session timer of a call." },
            { 488, "A 488 refuses the session description; a 422 refuses the session timer." },
        },
    },
    {
        .code = 423,
        .phrase = "Interval Too Brief",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "lifetime asked for is below the minimum",
        .description
        = "The lifetime asked for in Expires (or in the expires parameter of Contact) is "
          "below the server's minimum. Min-Expires in the response gives it in seconds.\n"
          "It is a normal step of negotiation: the client tries again with at least that "
          "value.",
        .when
        = "A phone or trunk registers for a short time, for example 60 s to keep a NAT "
          "binding open, and the registrar allows no less than 300 s.\n"
          "Also for SUBSCRIBE and PUBLISH with a short lifetime.",
        .fix
        = "Look for the next request of the same kind: Expires at or above Min-Expires and "
          "answered by 200 means that all is well.\n"
          "No retry, or the same value again: set the registration or subscription time at "
          "the client to Min-Expires or more.\n"
          "A short time was meant to keep NAT open: use keep-alives (OPTIONS, CRLF, STUN) "
          "instead, or lower the minimum at the server.\n"
          "No Min-Expires in the 423: the server breaks the rule. For REGISTER the code is "
          "also wrong if the time asked for was 0, or one hour or more.",
        .methods = "REGISTER, SUBSCRIBE and PUBLISH",
        .media = "none",
        .retry = "yes, at once with Expires of at least Min-Expires",
        .actor = "the client, by itself; else its administrator",
        .caller_hears = "nothing; if the client does not retry, no incoming calls (not registered)",
        .reference = { 3261, "21.4.17" },
        .differs = {
            { 400, "A 400 finds Expires malformed; a 423 finds it too small." },
            { 412,
                  "A 412 does not know the entity tag of a PUBLISH; a 423 finds its lifetime "
                  "too short." },
            { 422,
                  "A 422 is about the session timer of a call; a 423 about a registration, "
                  "subscription or publication." },
            { 489,
                  "A 489 does not know the event package; a 423 knows it and wants a longer "
                  "lifetime." },
        },
    },
    {
        .code = 424,
        .phrase = "Bad Location Information",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "caller's location is missing or unusable",
        .description
        = "The location information of the request (Geolocation header, PIDF-LO body or a "
          "reference to it) is malformed, contradictory or cannot be used.\n"
          "Geolocation-Error must say in one code what is wrong. It must not end a dialog "
          "that already exists.",
        .when
        = "Emergency calls and other calls that are routed by location.\n"
          "A location URI that cannot be fetched, a body part that Geolocation names but "
          "that is missing, or a location without the permission to use it.",
        .fix
        = "Read Geolocation-Error in the 424, then the Geolocation header and the PIDF-LO "
          "body of the request.\n"
          "Location by value: does the cid: in Geolocation match the Content-ID of a body "
          "part, and did an SBC strip that part?\n"
          "Location by reference: fetch the URI from the network of the host that sent the "
          "424; check its certificate and access rights.",
        .methods = "any request with a Geolocation header",
        .media = "none is set up; a call already running keeps its media",
        .retry = "yes, with corrected location or without it if the call permits",
        .actor = "the client or the location server that supplies the location",
        .caller_hears = "nothing if the client repeats; an emergency call may be delayed",
        .reference = { 6442, "4.3" },
        .differs = {
            { 400, "A 400 finds the message malformed; a 424 finds the location in it unusable." },
            { 415,
                  "A 415 does not take a multipart or PIDF-LO body at all; a 424 takes it and "
                  "cannot use the location." },
            { 425, "A 425 is about an alert message in the body, a 424 about the location." },
        },
    },
    {
        .code = 425,
        .phrase = "Bad Alert Message",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "the alert message could not be used",
        .description
        = "The request carries an emergency alert (Common Alerting Protocol), and the "
          "receiver could not use it at all. AlertMsg-Error must give the reason.\n"
          "Only a request that carries an alert may get it; it must not end a dialog that "
          "already exists.",
        .when
        = "Data-only emergency calls from sensors, vehicles or alarm systems, mostly as "
          "MESSAGE.",
        .fix
        = "Read AlertMsg-Error in the 425, then check the alert in the body of the request "
          "against its schema: namespace, mandatory elements, times.\n"
          "Alert by reference: check that the URI can be fetched from the network of the "
          "host that sent the 425.\n"
          "Compare the body on both sides of the SBC: was it removed or changed?",
        .methods = "MESSAGE; also INVITE and others that carry an alert",
        .media = "none is set up; a call already running keeps its media",
        .retry = "yes, with a corrected alert",
        .actor = "the maker of the alerting device or application",
        .caller_hears = "nothing: no human caller in most cases",
        .reference = { 8876, "5.1" },
        .differs = {
            { 400,
                  "A 400 finds the SIP message malformed; a 425 finds the alert in its body "
                  "unusable." },
            { 415,
                  "A 415 does not take the type of the body; a 425 takes it and cannot use the "
                  "alert." },
            { 424, "A 424 is about the location, a 425 about the alert." },
        },
    },
    {
        .code = 428,
        .phrase = "Use Identity Header",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "a signed caller identity is demanded",
        .description
        = "The called network accepts only requests with a signed caller identity (STIR), "
          "and found no usable Identity header in this one.\n"
          "It may be repeated with an Identity header.",
        .when
        = "A call arrives from a network or trunk that does not sign, at a verifier whose "
          "policy demands a signature.\n"
          "The Identity header was lost on the way: over a TDM section, or in an SBC that "
          "strips unknown headers.",
        .fix
        = "Look for an Identity header in the INVITE that the verifier received, and in the "
          "INVITE at the signing side: find the hop that drops it.\n"
          "No signature at the origin: check the authentication service (signing account, "
          "certificate, number rights) of the originating provider.\n"
          "Relax the policy of the verifier if unsigned calls have to pass.",
        .methods = "any request, mostly INVITE",
        .media = "none is set up; a call already running keeps its media",
        .retry = "yes, with an Identity header",
        .actor = "the originating provider, or the operator of the hop that strips the header",
        .caller_hears
        = "fast-busy tone or \"call failed\"; nothing if a request within a call was refused",
        .reference = { 8224, "6.2.2" },
        .differs = {
            { 401,
                  "A 401 asks for the user's credentials; a 428 asks for a signature over the "
                  "caller's identity." },
            { 433,
                  "A 433 rejects an anonymous caller; a 428 rejects a caller whose identity is "
                  "not signed." },
            { 436,
                  "A 436 found an Identity header but could not fetch the certificate; a 428 "
                  "found no usable header." },
            { 438,
                  "A 438 found an Identity header with a wrong signature; a 428 found no "
                  "usable header." },
        },
    },
    {
        .code = 429,
        .phrase = "Provide Referrer Identity",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "the referrer's identity is demanded",
        .description
        = "The target of a transfer wants proof of who asked for it: a Referred-By header "
          "with a signed token.\n"
          "The transferred side reports this to the side that sent the REFER, which may try "
          "again with the token.",
        .when
        = "A REFER makes a phone call a third party, whose policy demands a secure "
          "Referred-By. Rare in the field.\n"
          "FreeSWITCH also uses the number for a failed caller identity check; then see 436.",
        .fix
        = "Check whether the INVITE follows a REFER (Referred-By or Replaces header, NOTIFY "
          "with a sipfrag body) and what Referred-By holds.\n"
          "No REFER involved: look at the Identity header and treat it as a failed STIR "
          "check.\n"
          "Otherwise relax the policy of the transfer target; few products can supply the "
          "signed token.",
        .methods = "INVITE and other requests caused by a REFER",
        .media = "the new call is not set up; the transferring call keeps its media",
        .retry = "yes, with a Referred-By token from the referrer",
        .actor = "the administrator of the transfer target; the referrer",
        .caller_hears = "the transfer fails; the caller is usually back with the first party",
        .reference = { 3892, "5" },
        .differs = {
            { 403,
                  "A 403 is a final refusal; a 429 accepts the transfer if the referrer is "
                  "proven." },
            { 428,
                  "A 428 asks for the caller's signed identity; a 429 for that of the party "
                  "who ordered the transfer." },
            { 436,
                  "A 436 is the registered code for a certificate that cannot be fetched; "
                  "FreeSWITCH mixes it with 429." },
        },
    },
    {
        .code = 430,
        .phrase = "Flow Failed",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "the connection to the phone is gone",
        .description
        = "An edge proxy says that the connection (flow) over which the phone registered is "
          "broken. The proxy of the user's domain then tries another flow.\n"
          "It is meant for the proxies only; a calling phone should not see it and handles "
          "it like a 400.",
        .when
        = "The TCP or TLS connection or the NAT binding of a phone that uses SIP outbound "
          "(RFC 5626) has failed, and the registration over it has not yet expired.",
        .fix
        = "Look whether the registrar's proxy tried another Contact of the same user (same "
          "instance, other reg-id) after the 430: then all is well.\n"
          "No other flow: let the phone open two flows (outbound proxies), and check its "
          "keep-alives against the NAT and firewall timeouts.\n"
          "The 430 reached the caller: check the proxy of the called domain, for the code is "
          "not meant to leave it.",
        .methods = "any request sent down a registered flow",
        .media = "none is set up; a call already running keeps its media",
        .retry = "by the proxy, over another flow of the same user",
        .actor = "the proxy, by itself; the administrator of the phone's network if it repeats",
        .caller_hears = "nothing if another flow works; else \"not available\"",
        .reference = { 5626, "11.5" },
        .differs = {
            { 408,
                  "A 408 means that no answer came; a 430 knows at once that the connection is "
                  "gone." },
            { 410, "A 410 says that the user is gone; a 430 that one connection is." },
            { 439,
                  "A 439 refuses a registration because the first proxy lacks outbound; a 430 "
                  "reports a broken flow later." },
            { 480, "A 480 is what the caller should see when no flow of the user is left." },
        },
    },
    {
        .code = 433,
        .phrase = "Anonymity Disallowed",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "calls from anonymous callers are refused",
        .description
        = "The called side does not take requests from anonymous callers.\n"
          "The client must not repeat the call with its identity shown unless its user "
          "agrees. Within a call it ends nothing.",
        .when
        = "The called user has switched on anonymous call rejection, and the caller hides "
          "the number (Privacy header, From anonymous@anonymous.invalid).\n"
          "By mistake: a trunk or SBC on the way removed the caller number.",
        .fix
        = "Look at From, Privacy and P-Asserted-Identity in the INVITE that reached the host "
          "which sent the 433.\n"
          "The caller meant to be anonymous: call again without hiding the number.\n"
          "The caller did not: compare the INVITE hop by hop and find where the identity is "
          "lost or Privacy: id is added.",
        .methods = "any request, mostly INVITE",
        .media = "none is set up; a call already running keeps its media",
        .retry = "only with identity shown, and only if the user agrees",
        .actor = "the caller; the trunk's administrator if the number was lost on the way",
        .caller_hears = "an announcement that anonymous calls are not accepted, or fast-busy tone",
        .reference = { 5079, "5" },
        .differs = {
            { 403, "A 403 gives no reason; a 433 says that anonymity is the reason." },
            { 428, "A 428 wants the identity signed; a 433 wants an identity at all." },
            { 603,
                  "A 603 is a decline without reason; a 433 ends when the caller shows the "
                  "number." },
            { 607,
                  "A 607 marks the call as unwanted (spam); a 433 only rejects that it is "
                  "anonymous." },
        },
    },
    {
        .code = 436,
        .phrase = "Bad Identity Info",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "caller's certificate could not be fetched",
        .description
        = "The verifier found an Identity header but could not fetch or use the certificate "
          "at its info URI (x5u).\n"
          "Older software writes the phrase \"Bad Identity-Info\".",
        .when
        = "The certificate server of the signing provider is down, blocked by a firewall, "
          "slow, or the URI is wrong.\n"
          "FreeSWITCH may report a failed identity check with 429 instead.",
        .fix
        = "Decode the Identity header: its info parameter and x5u in the token give the URI. "
          "Fetch it from the verifier's network and check DNS, firewall, TLS and HTTP status.\n"
          "Read the log of the verification service for this Call-ID.\n"
          "Tell the signing provider if the certificate is not published there.",
        .methods = "any request with an Identity header, mostly INVITE",
        .media = "none is set up; a call already running keeps its media",
        .retry = "only once the certificate can be fetched",
        .actor = "the signing provider, or the verifier's administrator (firewall)",
        .caller_hears
        = "fast-busy tone or \"call failed\"; nothing if a request within a call was refused",
        .reference = { 8224, "6.2.2" },
        .differs = {
            { 428,
                  "A 428 found no Identity header; a 436 found one whose certificate cannot be "
                  "fetched." },
            { 437,
                  "A 437 fetched the certificate and does not trust it; a 436 could not fetch "
                  "or use it." },
            { 438,
                  "A 438 has the certificate and finds the signature wrong; a 436 has no "
                  "certificate." },
        },
    },
    {
        .code = 437,
        .phrase = "Unsupported Credential",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "caller's certificate is not trusted",
        .description
        = "The verifier fetched the certificate of the Identity header but does not accept "
          "it: unknown authority, expired, revoked, or not entitled to the calling number.\n"
          "Older software writes the phrase \"Unsupported Certificate\".",
        .when
        = "A signer with a test or self-signed certificate, an expired certificate, or a "
          "verifier with an outdated list of trusted authorities.",
        .fix
        = "Fetch the certificate from the URI in the Identity header and look at issuer, "
          "validity and the numbers or provider code that it covers.\n"
          "Compare the issuer with the list of trusted authorities of the verifier, and "
          "update that list.\n"
          "Otherwise the signing provider has to renew or replace its certificate.",
        .methods = "any request with an Identity header, mostly INVITE",
        .media = "none is set up; a call already running keeps its media",
        .retry = "only with a certificate that the verifier trusts",
        .actor = "the signing provider, or the verifier's administrator (trust list)",
        .caller_hears
        = "fast-busy tone or \"call failed\"; nothing if a request within a call was refused",
        .reference = { 8224, "6.2.2" },
        .differs = {
            { 401, "A 401 is about the user's password; a 437 about the provider's certificate." },
            { 436,
                  "A 436 could not fetch the certificate; a 437 fetched it and does not trust "
                  "it." },
            { 438,
                  "A 438 trusts the certificate and finds the signature wrong; a 437 does not "
                  "trust the certificate." },
        },
    },
    {
        .code = 438,
        .phrase = "Invalid Identity Header",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "the caller's signature does not verify",
        .description
        = "The verifier checked the signature of the Identity header, and it does not fit "
          "the request: something that is signed was changed, or the header is broken.",
        .when
        = "An SBC or gateway on the way rewrote the calling or called number after signing, "
          "for example from national to international format.\n"
          "The Identity header was cut, folded or copied from another call, or the signer "
          "makes faulty tokens.",
        .fix
        = "Decode the token: compare orig, dest and iat with From or P-Asserted-Identity, "
          "with To and with Date of the INVITE that the verifier received.\n"
          "A number differs: find the hop that rewrites it, and sign after it or make both "
          "sides use the canonical number format.\n"
          "All equal: compare the Identity header at signer and verifier byte by byte, then "
          "read the verification log.",
        .methods = "any request with an Identity header, mostly INVITE",
        .media = "none is set up; a call already running keeps its media",
        .retry = "only with a new, correct signature",
        .actor = "the administrator of the hop that rewrites numbers; the signing provider",
        .caller_hears
        = "fast-busy tone or \"call failed\"; nothing if a request within a call was refused",
        .reference = { 8224, "6.2.2" },
        .differs = {
            { 403,
                  "A 403 \"Stale Date\" has a correct signature that is too old; a 438 has a "
                  "wrong one." },
            { 428, "A 428 found no usable Identity header; a 438 found one that does not verify." },
            { 436,
                  "A 436 could not fetch the certificate; a 438 could and finds the signature "
                  "wrong." },
            { 437, "A 437 does not trust the certificate; a 438 finds the signature wrong." },
        },
    },
    {
        .code = 439,
        .phrase = "First Hop Lacks Outbound Support",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "the first proxy does not support SIP outbound",
        .description
        = "The phone wants to register with SIP outbound (RFC 5626), the registrar could do "
          "it, but the first proxy on the way does not support it.\n"
          "The phone may register again without outbound.",
        .when
        = "REGISTER with reg-id in Contact and outbound in Supported through an edge proxy "
          "or SBC that adds no \"ob\" parameter to its Path.",
        .fix
        = "Look at the Path header in the REGISTER that reached the registrar: the edge "
          "proxy's URI must carry the ob parameter.\n"
          "Enable outbound at the edge proxy, or switch it off in the phone.\n"
          "Look for a second REGISTER without reg-id that succeeds: then only NAT traversal "
          "by flow is lost.",
        .methods = "REGISTER",
        .media = "none",
        .retry = "yes, without reg-id and outbound",
        .actor = "the phone, by itself; the administrator of the edge proxy",
        .caller_hears = "nothing; if the phone does not retry, it is not registered",
        .reference = { 5626, "11.6" },
        .differs = {
            { 403,
                  "A 403 with the phrase \"Stale Date\" is a STIR result; sofia-sip's table "
                  "gives that phrase to 439 by mistake." },
            { 420,
                  "A 420 does not support a required extension itself; a 439 blames the first "
                  "proxy." },
            { 421,
                  "A 421 demands an extension from the client; a 439 misses it in the first "
                  "proxy." },
            { 430, "A 430 reports a flow that broke; a 439 refuses to create one." },
        },
    },
    {
        .code = 440,
        .phrase = "Max-Breadth Exceeded",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "to be forked to more targets than allowed",
        .description
        = "A proxy would have to fork the request to more targets at once than Max-Breadth "
          "still permits, and cannot try them one after another.\n"
          "It is a protection against requests that multiply.",
        .when
        = "A user or group with very many registered contacts, or forking over several "
          "proxies in a row.\n"
          "Forwarding entries that refer to each other and multiply at every round; this can "
          "be an attack.",
        .fix
        = "Look at the Max-Breadth header of the request (60 is the usual start) and at how "
          "often each proxy forked it.\n"
          "Count the contacts registered for the called address, and remove duplicates.\n"
          "Check forwarding and groups that point at each other; use serial instead of "
          "parallel forking for large groups.",
        .methods = "any request that is forked, mostly INVITE",
        .media = "none is set up; a call already running keeps its media",
        .retry = "no, not until the forking is reduced",
        .actor = "the administrator of the forking proxies",
        .caller_hears
        = "fast-busy tone or \"call failed\"; nothing if a request within a call was refused",
        .reference = { 5393, "5.3.3" },
        .differs = {
            { 300,
                  "A 300 leaves the choice among several targets to the client; a 440 has too "
                  "many to try at once." },
            { 482,
                  "A 482 met the same request again; a 440 limits how many copies exist at a "
                  "time." },
            { 483, "A 483 limits how far a request travels; a 440 limits how wide it is forked." },
        },
    },
    {
        .code = 469,
        .phrase = "Bad Info Package",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "the Info-Package of the INFO is not accepted",
        .description
        = "An INFO names an Info-Package that the receiver did not announce in Recv-Info. "
          "Recv-Info in the 469 lists what it takes.\n"
          "The call itself goes on.",
        .when
        = "The sender uses a package (for example for DTMF or video control) that the peer "
          "never offered, or stopped offering in a later re-INVITE.",
        .fix
        = "Compare Info-Package of the INFO with Recv-Info of the peer's last INVITE, "
          "response or ACK, and with Recv-Info of the 469.\n"
          "Enable the package at the peer, or switch the feature off at the sender (DTMF: "
          "use RTP telephone-event).",
        .methods = "INFO",
        .media = "none; the call keeps its media",
        .retry = "no, unless with a package that Recv-Info lists",
        .actor = "the administrator of the side that sends the INFO",
        .caller_hears = "nothing; a feature that uses INFO does not work",
        .reference = { 6086, "4.2.2" },
        .differs = {
            { 405, "A 405 does not allow INFO at all; a 469 does not take this Info-Package." },
            { 415,
                  "A 415 does not take the body type of an INFO; a 469 does not take its "
                  "Info-Package." },
            { 489,
                  "A 489 is the same idea for event packages of SUBSCRIBE and PUBLISH; a 469 "
                  "is for INFO." },
        },
    },
    {
        .code = 470,
        .phrase = "Consent Needed",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "a target of the list has not given permission",
        .description
        = "A server that multiplies a request to a list of recipients (a relay) has no "
          "permission from at least one of them.\n"
          "Permission-Missing should name the recipients whose consent is lacking.",
        .when
        = "INVITE, MESSAGE, SUBSCRIBE or REFER to a URI list or exploder that follows the "
          "consent framework. Rare in the field.",
        .fix
        = "Read Permission-Missing in the 470, and remove those recipients or obtain their "
          "permission.\n"
          "Check at the relay how recipients grant permission and whether their answer "
          "arrived.",
        .methods = "INVITE, MESSAGE, SUBSCRIBE and REFER to lists",
        .media = "none is set up; a call already running keeps its media",
        .retry = "yes, once permission is given or with the recipient removed",
        .actor = "the recipients; the administrator of the list",
        .caller_hears = "\"call failed\" or \"message not sent\"",
        .reference = { 5360, "5.9.2" },
        .differs = {
            { 403,
                  "A 403 refuses by policy of the server; a 470 waits for the permission of a "
                  "recipient." },
            { 433, "A 433 rejects anonymous callers; a 470 lacks a recipient's consent." },
            { 603,
                  "A 603 is the called user's no to this call; a 470 means that the user was "
                  "never asked or has not agreed yet." },
        },
    },
    {
        .code = 473,
        .phrase = "Filtered destination",
        .registered = false,
        .severity = SEVERITY_NOTE,
        .gist = "the proxy blocks the next hop's address",
        .description
        = "Not registered: OpenSIPS sends it when the address of the next hop is on a list "
          "of blocked destinations.\n"
          "A client handles it like a 400.",
        .when
        = "The next hop was put on the list by configuration, or for a while because it had "
          "failed before (DNS failover list).",
        .fix
        = "Find the next hop that the proxy would have used: Request-URI, Route, DNS result "
          "or the registered Contact.\n"
          "Read the OpenSIPS log for this Call-ID, and show its blacklists by the management "
          "interface.\n"
          "Remove the entry, or correct the route that leads to a blocked address (for "
          "example a private address in Contact).",
        .methods = "any request",
        .media = "none is set up; a call already running keeps its media",
        .retry = "later or by another route; not unchanged",
        .actor = "the operator of the OpenSIPS proxy",
        .caller_hears
        = "fast-busy tone or \"call failed\"; nothing if a request within a call was refused",
        .reference = { 3261, "8.1.3.2" },
        .differs = {
            { 403,
                  "A 403 refuses the request by policy; a 473 refuses the address that the "
                  "proxy would have to send it to." },
            { 480,
                  "A 480 says that the user cannot be reached now; a 473 that the proxy may "
                  "not send there." },
            { 503,
                  "A 503 is the registered code for a proxy that has no usable next hop at the "
                  "moment." },
        },
    },
    {
        .code = 475,
        .phrase = "Bad URI",
        .registered = false,
        .severity = SEVERITY_NOTE,
        .gist = "the next hop's URI cannot be parsed",
        .description
        = "Not registered: OpenSIPS sends it when it cannot parse the URI of the next hop.\n"
          "A client handles it like a 400.",
        .when
        = "A faulty URI in Route, in the Request-URI after rewriting, or in a registered "
          "Contact or database entry.",
        .fix
        = "Look at the Request-URI and the first Route of the request: missing scheme or "
          "host, unescaped characters, wrong brackets of an IPv6 address.\n"
          "Read the OpenSIPS log for this Call-ID and check the script or database that "
          "builds the URI.",
        .methods = "any request",
        .media = "none is set up; a call already running keeps its media",
        .retry = "no, not unchanged",
        .actor = "the operator of the OpenSIPS proxy, or whoever supplied the URI",
        .caller_hears
        = "fast-busy tone or \"call failed\"; nothing if a request within a call was refused",
        .reference = { 3261, "8.1.3.2" },
        .differs = {
            { 400, "A 400 is the registered code for a request that cannot be parsed." },
            { 416,
                  "A 416 does not understand the scheme of the Request-URI; a 475 cannot parse "
                  "the URI." },
            { 484, "A 484 wants more digits in a valid URI; a 475 has an invalid one." },
        },
    },
    {
        .code = 476,
        .phrase = "Unresolvable destination",
        .registered = false,
        .severity = SEVERITY_NOTE,
        .gist = "the next hop's name cannot be resolved",
        .description
        = "Not registered: OpenSIPS sends it when the host name of the next hop gives no "
          "address.\n"
          "A client handles it like a 400.",
        .when
        = "A host name without DNS entry, a DNS server that does not answer, or an address "
          "family that the proxy does not use.",
        .fix
        = "Find the host name in Route or in the Request-URI as the proxy used it, and look "
          "for its DNS queries (NAPTR, SRV, A, AAAA) in the capture.\n"
          "Try the same name on the proxy host itself: its resolver may differ from yours.\n"
          "Correct the DNS entry, the route or the registered Contact.",
        .methods = "any request",
        .media = "none is set up; a call already running keeps its media",
        .retry = "once DNS or the route is corrected",
        .actor = "the operator of the OpenSIPS proxy or of the DNS zone",
        .caller_hears
        = "fast-busy tone or \"call failed\"; nothing if a request within a call was refused",
        .reference = { 3261, "8.1.3.2" },
        .differs = {
            { 404,
                  "A 404 knows the domain and not the user, or does not serve the domain; a "
                  "476 cannot find the host." },
            { 502,
                  "A 502 got an invalid response from the next hop; a 476 did not even find "
                  "its address." },
            { 503,
                  "A 503 is the registered code that fits a next hop which cannot be reached "
                  "for now." },
        },
    },
    {
        .code = 477,
        .phrase = "Unfortunately error on sending to next hop occurred (477/TM)",
        .registered = false,
        .severity = SEVERITY_NOTE,
        .gist = "the proxy could not send to the next hop",
        .description
        = "Not registered: Kamailio, SER and OpenSIPS send it when they know the next hop "
          "but could not send the request there.\n"
          "OpenSIPS writes \"Send failed (477/TM)\"; /TM or /SL names the module that made "
          "it. A client handles it like a 400.",
        .when
        = "The TCP, TLS or WebSocket connection to a phone or trunk is closed and cannot be "
          "opened from the proxy, typical for browsers and phones behind NAT.\n"
          "The connection attempt is refused, the TLS handshake fails, or the proxy has no "
          "socket for the transport or address family.",
        .fix
        = "Look at the proxy's far side at the same moment: TCP SYN without answer, RST, TLS "
          "alert, ICMP error, or nothing sent at all.\n"
          "Look at the Contact with which the called phone registered: transport, and "
          "whether its connection was closed (FIN, RST) before the call. Shorten "
          "registration or keep-alives.\n"
          "Read the proxy's log for this Call-ID, and check its listen addresses, "
          "certificates and TCP settings.",
        .methods = "any request",
        .media = "none is set up; a call already running keeps its media",
        .retry = "later, once the phone has registered again or the next hop is back",
        .actor = "the operator of the proxy; the network of the called phone",
        .caller_hears
        = "fast-busy tone or \"call failed\"; nothing if a request within a call was refused",
        .reference = { 3261, "8.1.3.2" },
        .differs = {
            { 408, "A 408 sent the request and got no answer; a 477 could not send it." },
            { 430,
                  "A 430 is the registered code of an edge proxy whose connection to the phone "
                  "is gone." },
            { 480,
                  "A 480 is what many proxies tell the caller when the user's connection is "
                  "gone." },
            { 503, "A 503 is the registered code for a transport error towards the next hop." },
        },
    },
    {
        .code = 478,
        .phrase = "Unresolvable destination (478/TM)",
        .registered = false,
        .severity = SEVERITY_NOTE,
        .gist = "the next hop's name cannot be resolved",
        .description
        = "Not registered: Kamailio and SER send it when the host name of the next hop gives "
          "no usable address.\n"
          "The suffix /TM or /SL names the module that made it. A client handles it like a "
          "400.",
        .when
        = "A host name without DNS entry, a DNS server that does not answer, or a Contact "
          "with a name that only the phone's own network knows (.local, .invalid).",
        .fix
        = "Find the host name in Route or in the Request-URI as the proxy used it, and look "
          "for its DNS queries (NAPTR, SRV, A, AAAA) in the capture.\n"
          "A Contact ending in .invalid comes from a WebSocket client: the proxy must reach "
          "it by its connection (Path, alias or a corrected Contact), not by name.\n"
          "Try the same name on the proxy host itself, and read the proxy's log for this "
          "Call-ID.",
        .methods = "any request",
        .media = "none is set up; a call already running keeps its media",
        .retry = "once DNS or the route is corrected",
        .actor = "the operator of the Kamailio proxy or of the DNS zone",
        .caller_hears
        = "fast-busy tone or \"call failed\"; nothing if a request within a call was refused",
        .reference = { 3261, "8.1.3.2" },
        .differs = {
            { 404, "A 404 does not know the user; a 478 cannot find the host." },
            { 502,
                  "A 502 got an invalid response from the next hop; a 478 did not even find "
                  "its address." },
            { 503,
                  "A 503 is the registered code that fits a next hop which cannot be reached "
                  "for now." },
        },
    },
    {
        .code = 479,
        .phrase = "Regretfully, we were not able to process the URI (479/TM)",
        .registered = false,
        .severity = SEVERITY_NOTE,
        .gist = "a URI of the request cannot be used",
        .description
        = "Not registered: Kamailio and SER send it when they cannot parse a URI needed to "
          "send the request on (Request-URI, Route or Contact).\n"
          "The suffix /TM or /SL names the module that made it. A client handles it like a "
          "400.",
        .when
        = "A faulty URI in Route, in the Request-URI after rewriting, or in a registered "
          "Contact or database entry.",
        .fix
        = "Look at the Request-URI and the first Route of the request: missing scheme or "
          "host, empty user part, unescaped characters such as a blank or #.\n"
          "Read the proxy's log for this Call-ID and check the script or database that "
          "builds the URI.",
        .methods = "any request",
        .media = "none is set up; a call already running keeps its media",
        .retry = "no, not unchanged",
        .actor = "the operator of the Kamailio proxy, or whoever supplied the URI",
        .caller_hears
        = "fast-busy tone or \"call failed\"; nothing if a request within a call was refused",
        .reference = { 3261, "8.1.3.2" },
        .differs = {
            { 400, "A 400 is the registered code for a request that cannot be parsed." },
            { 416,
                  "A 416 does not understand the scheme of the Request-URI; a 479 cannot parse "
                  "the URI." },
            { 484, "A 484 wants more digits in a valid URI; a 479 has an invalid one." },
        },
    },
    {
        .code = 480,
        .phrase = "Temporarily Unavailable",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "not available now",
        .description
        = "Whoever is addressed is known here, but cannot be reached or served now. To an "
          "INVITE: not registered, logged out, do-not-disturb, or no answer.\n"
          "To REGISTER, SUBSCRIBE or another request it says nothing of a called user: the "
          "server itself, or what it depends on, is not available.\n"
          "Gateways send it for cause 19 (no answer), 20 (absent), 31 (unspecified) and some "
          "for 47 (no resources): then the Reason header tells more than the code.\n"
          "As the answer to a request within a call it ends what that request belongs to, in "
          "general the call.",
        .when
        = "INVITE, within a second and without 180: no valid registration (phone off, or "
          "expired), do-not-disturb, or a gateway that was turned down at once.\n"
          "INVITE, after some 20 to 60 s of ringing: nobody answered. After 90 s to 3 minutes "
          "from a gateway: its own timer for the answer ran out.\n"
          "Any request: the server cannot resolve or reach the next host, or has no resources, "
          "and maps that to 480; its phrase, Reason or Warning then says so.\n"
          "With Warning 380 or 381: a sips: address is not allowed, or is required.",
        .fix
        = "Read the phrase, Reason (Q.850 18 or 19: no answer, 20: absent), Warning and "
          "Retry-After first: what the host says in its own words counts more than the code.\n"
          "INVITE: was there a 180, and for how long? Long ringing is an ordinary no-answer; no "
          "ringing at all points to registration, do-not-disturb or routing.\n"
          "INVITE: find the last REGISTER of the called user: Contact, expiry, time since then. "
          "Expired, removed or never there: look at that phone and its network.\n"
          "Registered and no ringing: did the proxy send the INVITE to the registered "
          "Contact? If not, read the proxy's log; if so, look at the phone's do-not-disturb "
          "and forwarding.",
        .methods = "mostly INVITE",
        .media = "none is set up; early media or ringing ends",
        .retry = "later, and not before Retry-After has passed",
        .actor = "the called user; the administrator of registration or routing",
        .caller_hears = "\"not available\" announcement or voicemail greeting, else fast-busy tone",
        .reference = { 3261, "21.4.18" },
        .differs = {
            { 404,
                  "A 404 does not know the user; a 480 does, but cannot reach the user now. "
                  "Products differ for users not registered." },
            { 408,
                  "A 408 only says that nothing answered in time; a 480 is a statement about "
                  "the called user." },
            { 486,
                  "A 486 reached the phone, which is busy; a 480 did not get the user to the "
                  "phone." },
            { 503, "A 503 is a server that cannot work now; a 480 is a user who is not there." },
            { 603,
                  "A 603 is a deliberate refusal and stops all forks; a 480 leaves other "
                  "phones ringing." },
        },
    },
    {
        .code = 481,
        .phrase = "Call/Transaction Does Not Exist",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "no such call or transaction here",
        .description
        = "The server has no dialog or transaction that fits the request: the Call-ID, the "
          "tags or, for CANCEL, the branch are unknown to it.\n"
          "The client should treat the dialog (or the subscription within it) as ended.\n"
          "Exception CANCEL: there the 481 fails the CANCEL only, and the INVITE can still "
          "succeed.",
        .when
        = "Harmless crossing: both sides hang up at once, a CANCEL after the final response, "
          "a NOTIFY after the subscription has ended.\n"
          "The server lost its state: restart, failover, or a load balancer that chose "
          "another node. A burst of 481 in many calls is typical.\n"
          "A refresh or re-INVITE reaches a side that has dropped the call before: session "
          "timer run out, ACK never received.\n"
          "A PRACK whose RAck fits no reliable provisional response, or a BYE with a wrong "
          "or missing To tag.",
        .fix
        = "Look for what ended the dialog earlier: a BYE, a CANCEL, a failure response, a "
          "restart. If the call was over anyway, there is nothing to fix.\n"
          "Compare Call-ID and both tags with INVITE and 200 (they swap sides if the callee "
          "sends); for CANCEL Request-URI, top Via branch and CSeq number; for PRACK RAck "
          "with RSeq and CSeq.\n"
          "Compare the destination address and Route with those of the INVITE's path: "
          "another node means a fault in Record-Route, Contact or the balancer's stickiness.\n"
          "All equal: the server lost the call. Read its log for this Call-ID and for a "
          "restart or failover.",
        .methods = "requests within a dialog, and CANCEL",
        .media = "a dialog that has ended has no media; after a CANCEL nothing changes",
        .retry = "no: end the dialog on this side too",
        .actor = "nobody after a crossing; else the operator of the server that lost the call",
        .caller_hears = "nothing if the call was over; else the call drops",
        .reference = { 3261, "21.4.19" },
        .differs = {
            { 404, "A 404 does not know the address; a 481 does not know the call." },
            { 408,
                  "A 408 got no answer; a 481 is an answer from a side that does not have the "
                  "call." },
            { 412, "A 412 misses a publication (PUBLISH); a 481 misses a dialog or transaction." },
            { 487,
                  "A 487 ends an INVITE that was cancelled; a 481 to CANCEL found no INVITE to "
                  "cancel." },
            { 491,
                  "A 491 knows the dialog and is busy with another request in it; a 481 does "
                  "not know it." },
        },
    },
    {
        .code = 482,
        .phrase = "Loop Detected",
        .registered = true,
        .severity = SEVERITY_WARN,
        .gist = "the same request came here before",
        .description
        = "The same request came to this host a second time: a proxy saw its own copy return "
          "unchanged (a loop), or a user agent got it by two paths (a merged request).\n"
          "A merged request after forking is normal: the first copy is processed as usual "
          "and only the second gets the 482.\n"
          "As the answer to a request within a call it ends the dialog.",
        .when
        = "Loop: two routes, DNS entries or call forwardings point at each other, and the "
          "Request-URI comes back as it was.\n"
          "Merged: a phone is registered twice (UDP and TCP, old and new port), or a forking "
          "proxy reaches the same host by two branches. Some stacks say \"Request merged\".\n"
          "A PBX calls itself over its own trunk: its INVITE comes back with the Call-ID and "
          "tag it has given.",
        .fix
        = "List the Via headers of the refused request. The host that sent the 482 is among "
          "them: a loop. It is not: most likely a merged request.\n"
          "Search for another copy with the same Call-ID, From tag and CSeq but another top "
          "Via branch at that host: if it got 180 or 200, there is nothing to fix.\n"
          "Loop: follow the Request-URI from hop to hop and correct the forwarding, dial "
          "plan or DNS entry that sends it back.\n"
          "Merged and unwanted: remove the double registration or the double target of the "
          "fork.",
        .methods = "any request",
        .media = "none by this response; the other copy of a merged request may set up the call",
        .retry = "no, not before the route is corrected; not needed for a merged request",
        .actor = "the administrator of routes and forwarding; nobody for a merged request",
        .caller_hears = "fast-busy tone after a loop; nothing after a merged request",
        .reference = { 3261, "21.4.20" },
        .differs = {
            { 440, "A 440 limits parallel forks; a 482 met one request twice." },
            { 483,
                  "A 483 counts hops and reached the limit; a 482 recognised the request "
                  "itself, often much earlier in the same loop." },
            { 500,
                  "A 500 to a request within a call may mean that another one is still open; a "
                  "482 that this very request is." },
        },
    },
    {
        .code = 483,
        .phrase = "Too Many Hops",
        .registered = true,
        .severity = SEVERITY_WARN,
        .gist = "the hop limit (Max-Forwards) is used up",
        .description
        = "The request passed as many hops as Max-Forwards permitted and did not arrive. The "
          "host that received it with 0 refused it.\n"
          "Most often it is a routing loop; a very long but correct path is rare.\n"
          "It is also produced on purpose: an OPTIONS with a low Max-Forwards is a trace of "
          "the path.",
        .when
        = "Two servers send the call to each other: forwarding, dial plans, DNS, or each "
          "takes the other for the home of the number. B2BUAs in the loop hide it from loop "
          "detection.\n"
          "The client or an SBC starts with a small Max-Forwards (70 is usual), or a B2BUA "
          "passes on a value that is nearly used up.",
        .fix
        = "Look at Max-Forwards of the first INVITE: about 70 at the start means a loop, a "
          "small value means a setting of the client or SBC.\n"
          "Count the Via and Record-Route hosts of the refused request: the hosts that "
          "repeat form the loop.\n"
          "B2BUAs in the path hide the Via list: search for many INVITEs with the same "
          "called number within a second and Max-Forwards going down by one.\n"
          "Correct the dial plan, forwarding or DNS at one of these hosts. For a traced "
          "OPTIONS there is nothing to fix.",
        .methods = "any request",
        .media = "none is set up; a call already running keeps its media",
        .retry = "no, not before the loop is broken; with a larger Max-Forwards if it was small",
        .actor = "the administrator of the routes between the repeating hosts",
        .caller_hears = "silence for a moment, then fast-busy tone",
        .reference = { 3261, "21.4.21" },
        .differs = {
            { 408, "A 408 got no answer; a 483 was answered by a host that must not send it on." },
            { 414,
                  "A 414 finds the Request-URI too long; a loop that adds to the URI can end "
                  "in either code." },
            { 440, "A 440 is about the width of forking, a 483 about the length of the path." },
            { 482,
                  "A 482 recognised the request when it came back; a 483 only counted hops "
                  "down to zero." },
        },
    },
    {
        .code = 484,
        .phrase = "Address Incomplete",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "the number is incomplete",
        .description
        = "The server cannot route the number because digits are missing; the reason phrase "
          "should say more.\n"
          "In overlap dialling it is a normal step: the client sends a new INVITE with more "
          "digits.\n"
          "Gateways also send it for cause 28 (invalid number format), so the number may be "
          "wrong and not just short.",
        .when
        = "The phone's dial plan or timer sent the INVITE before all digits were dialled.\n"
          "A route takes away too many digits or adds none, or the user part of the "
          "Request-URI is empty.\n"
          "A gateway or carrier finds the number shorter than its numbering plan says, or "
          "not in the format it expects.",
        .fix
        = "Look for another INVITE with more digits shortly after: then it is overlap "
          "dialling, and all is well.\n"
          "Compare the digits of the Request-URI with what the user dialled and with what "
          "other hops had: find the hop where digits get lost.\n"
          "Correct the phone's dial plan (pattern, inter-digit timeout) or the route's strip "
          "and prefix rules.\n"
          "Reason with Q.850 cause 28: try the number as +country code, national and with "
          "prefix, as the carrier wants it.",
        .methods = "mostly INVITE",
        .media = "none is set up",
        .retry = "yes, with the complete number",
        .actor = "the caller or the phone's dial plan; the administrator of the routes",
        .caller_hears
        = "nothing while more digits are dialled; else \"check the number\" or fast-busy tone",
        .reference = { 3261, "21.4.22" },
        .differs = {
            { 400, "A 400 cannot read the request; a 484 can and misses digits in the number." },
            { 404,
                  "A 404 takes the number as complete and does not know it; a 484 takes it as "
                  "incomplete." },
            { 416, "A 416 does not understand the URI scheme; a 484 does and misses digits." },
            { 485, "A 485 finds several users that fit; a 484 none yet." },
        },
    },
    {
        .code = 485,
        .phrase = "Ambiguous",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "the address fits several users",
        .description
        = "The address in the Request-URI fits more than one user. Contact may list the "
          "candidates.\n"
          "As the answer to a request within a call it ends the dialog.",
        .when
        = "Dialling by a short or partial name on a directory server. Rare in the field.",
        .fix
        = "Look at the Contact headers of the 485 and call one of them.\n"
          "Look at the Request-URI: is the full name or number given? Correct the client or "
          "the directory entry.",
        .methods = "any request, mostly INVITE",
        .media = "none is set up; within a call the dialog and its media end",
        .retry = "yes, to one unambiguous address",
        .actor = "the caller, who has to choose",
        .caller_hears = "\"call failed\", or a choice on the display",
        .reference = { 3261, "21.4.23" },
        .differs = {
            { 300, "A 300 offers several addresses of the same user; a 485 several users." },
            { 404, "A 404 finds no user, a 485 more than one." },
            { 484, "A 484 misses digits of a number; a 485 found several complete matches." },
        },
    },
    {
        .code = 486,
        .phrase = "Busy Here",
        .registered = true,
        .severity = SEVERITY_CHAT,
        .gist = "busy at this device",
        .description
        = "The call reached this phone or gateway, which is busy or not willing to take "
          "another call. Other phones of the same user may still answer.\n"
          "It is an ordinary outcome of a call. Gateways send it for cause 17 (user busy).\n"
          "Within a call it fails this one request; the call itself goes on.",
        .when
        = "The user is in another call and has no second line or call waiting.\n"
          "Some seconds after a 180: the user pressed the reject key; many phones send 486 for "
          "it, others 603 or 480. After half a minute of ringing: nobody answered.\n"
          "At once and without 180: do-not-disturb on some phones, or a limit of calls or lines "
          "on the phone, trunk or PBX is reached.",
        .fix
        = "Mostly nothing to fix. First look at the time between 180 and 486: seconds of "
          "ringing mean that a person rejected the call.\n"
          "No 180: count the calls of this user or trunk that are still up at that moment, "
          "and compare with the line or channel limit.\n"
          "The phone seems idle: look for an earlier call without BYE (a hanging line), and "
          "for do-not-disturb.\n"
          "Check the Reason header: cause 17 means that the busy state comes from the "
          "telephone network.",
        .methods = "INVITE",
        .media = "none is set up; early media or ringing ends",
        .retry = "later, and not before Retry-After has passed; voicemail or another phone at once",
        .actor = "nobody; the caller tries again later",
        .caller_hears = "busy tone, or voicemail if the server forwards the call",
        .reference = { 3261, "21.4.24" },
        .differs = {
            { 480, "A 480 could not get hold of the user; a 486 reached a phone that is busy." },
            { 491,
                  "A 491 is about two requests that cross within one call; a 486 is about "
                  "another call." },
            { 503,
                  "A 503 is a server or trunk group out of capacity; a 486 should speak of one "
                  "user only." },
            { 600,
                  "A 600 knows that the user is busy everywhere and stops all forks; a 486 "
                  "speaks for one phone." },
            { 603,
                  "A 603 is a refusal and stops all forks; a 486 lets other phones ring on. "
                  "Phones use either for the reject key." },
        },
    },
    {
        .code = 487,
        .phrase = "Request Terminated",
        .registered = true,
        .severity = SEVERITY_CHAT,
        .gist = "ended before an answer",
        .description
        = "The INVITE was ended before it was answered: by a CANCEL, by a BYE before the "
          "answer, or because its lifetime (Expires) ran out.\n"
          "It is the expected last response after a CANCEL and no fault: INVITE, 180, "
          "CANCEL, 200 (to CANCEL), 487 (to INVITE), ACK.",
        .when
        = "The caller hung up while it rang, or the caller's PBX gave up after its no-answer "
          "timeout.\n"
          "Another phone answered: the proxy cancels the rest, often with Reason \"Call "
          "completed elsewhere\".\n"
          "A proxy's limit for the ringing time ran out, or an SBC passes on what happened "
          "on its other side; then no CANCEL may be seen here.",
        .fix
        = "Find the CANCEL before it: who sent it first, how long after the INVITE, and with "
          "which Reason header? That is the cause; the 487 is the consequence.\n"
          "The same ringing time in every call (for example 30, 60 or 180 s) is a timer in a "
          "PBX, proxy or SBC; varying times are people hanging up.\n"
          "No CANCEL in the capture: look for a BYE, for Expires in the INVITE, and at the "
          "other side of the B2BUA.\n"
          "The 487 is repeated: its ACK does not arrive; check the way of the ACK (same "
          "Request-URI and top Via branch as the INVITE).",
        .methods = "INVITE",
        .media = "early media or ringing ends",
        .retry = "not needed: the call was ended on purpose",
        .actor = "nobody; the owner of the timer if a timer sent the CANCEL",
        .caller_hears = "nothing: usually the caller has hung up or another phone has answered",
        .reference = { 3261, "21.4.25" },
        .differs = {
            { 200,
                  "A 200 to CANCEL only confirms the CANCEL; the 487 is the final response to "
                  "the INVITE." },
            { 408,
                  "A 408 ends an attempt that got no answer; a 487 one that was ended on "
                  "purpose or by its own lifetime." },
            { 480,
                  "A 480 comes from the called side after no answer; a 487 comes because the "
                  "calling side ended it." },
            { 481,
                  "A 481 to CANCEL found no INVITE to cancel; a 487 is the INVITE that was "
                  "cancelled." },
            { 603,
                  "A 603 is the called user's refusal; a 487 is not a decision of the called "
                  "user." },
        },
    },
    {
        .code = 488,
        .phrase = "Not Acceptable Here",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "the offered media is not acceptable",
        .description
        = "The server can read the SDP, but cannot agree to what it offers: codecs, SRTP or "
          "plain RTP, address family, bandwidth, ICE or another demand.\n"
          "A Warning header should give the reason; an SDP in the 488 shows what the server "
          "could do.\n"
          "As the answer to a re-INVITE or UPDATE it leaves the session as it was: the call "
          "goes on with the media agreed before.",
        .when
        = "No codec in common, for example only G.729 offered to a side with G.711 only.\n"
          "SRTP against plain RTP: m= line with RTP/SAVP to a side that takes RTP/AVP only, "
          "or the reverse; WebRTC (UDP/TLS/RTP/SAVPF) to a plain trunk.\n"
          "IPv6 address to an IPv4-only side, video or T.38 that is not allowed, a refused "
          "hold, no bandwidth left (Warning 370).\n"
          "T.38 re-INVITE refused: the fax goes on as audio, which is normal.",
        .fix
        = "Read Warning: 300 or 301 network or address family, 302 transport (SRTP or RTP), "
          "304 media type, 305 codec, 306 attribute, 370 bandwidth; the text of 399.\n"
          "Compare each m= line of the offer that this host received (media, port, profile, "
          "payload types, a=rtpmap, crypto or fingerprint) with an SDP the same host has "
          "sent in another call.\n"
          "Look whether an SBC or PBX removed codecs on the way: compare the INVITE before "
          "and after it.\n"
          "Allow a common codec or the same SRTP mode on both sides, or let the SBC "
          "transcode. Nothing visible: read the media log of the host that sent the 488.",
        .methods = "INVITE, UPDATE, and PRACK with an offer",
        .media = "none is set up; after a re-INVITE or UPDATE the media stays as it was",
        .retry = "yes, with another offer",
        .actor = "the administrator of codecs and SRTP at either side, or of the SBC",
        .caller_hears
        = "fast-busy tone on a new call; nothing if a change within a call was refused",
        .reference = { 3261, "21.4.26" },
        .differs = {
            { 400, "A 400 cannot read the SDP; a 488 can and does not agree to it." },
            { 406,
                  "A 406 is about the Accept header; a 488 about the session description. Some "
                  "equipment mixes the two up." },
            { 415,
                  "A 415 does not take the body type at all; a 488 takes SDP but not this "
                  "offer." },
            { 580,
                  "A 580 failed to reserve resources (preconditions); a 488 does not accept "
                  "the media itself." },
            { 606,
                  "A 606 refuses the offer for all of the user's devices and stops all forks; "
                  "a 488 speaks for one." },
        },
    },
    {
        .code = 489,
        .phrase = "Bad Event",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "the event package is not understood",
        .description
        = "The server does not understand the event package that the Event header names, or "
          "the header is missing. Allow-Events should list the packages it knows.\n"
          "Within a call only the subscription or notification is affected; the call goes on.",
        .when
        = "SUBSCRIBE for presence, dialog (busy lamps), message-summary (voicemail) or a "
          "vendor's own package to a server that does not offer it.\n"
          "NOTIFY with \"Event: keep-alive\" or another package that the receiver does not "
          "know; for a keep-alive it still proves that the peer is there.\n"
          "PUBLISH without Event header or for a package that the server does not store.",
        .fix
        = "Compare the Event header of the request with Allow-Events of the 489 or of other "
          "messages of that server; look for a spelling error in the package name.\n"
          "Load the module for that package on the server (presence, dialog-info, message "
          "waiting), or switch the feature off in the phone.\n"
          "Keep-alive by NOTIFY: harmless; change it to OPTIONS or CRLF if the entries "
          "disturb.\n"
          "Package known and yet refused: check whether the request reached the right server "
          "(port, domain, route).",
        .methods = "SUBSCRIBE, NOTIFY and PUBLISH",
        .media = "none; a call in the same dialog keeps its media",
        .retry = "no, not for the same package",
        .actor = "the administrator of the phone or of the presence server",
        .caller_hears = "nothing; a lamp, presence or voicemail indicator does not work",
        .reference = { 6665, "8.3.2" },
        .differs = {
            { 405, "A 405 does not allow the method; a 489 allows it but not this event package." },
            { 415, "A 415 refuses the body type of a NOTIFY or PUBLISH; a 489 its event package." },
            { 423,
                  "A 423 knows the package and wants a longer lifetime; a 489 does not know "
                  "the package." },
            { 469, "A 469 is for Info-Packages of INFO; a 489 for event packages." },
            { 481, "A 481 knows no such subscription; a 489 does not know the package." },
        },
    },
    {
        .code = 491,
        .phrase = "Request Pending",
        .registered = true,
        .severity = SEVERITY_CHAT,
        .gist = "another change of the call is pending",
        .description
        = "Both sides sent a re-INVITE or UPDATE at the same time, and this side's own "
          "request is still open. Each side refuses the other's.\n"
          "It is a normal collision: both wait a random time and try again. The call and its "
          "media go on unchanged.",
        .when
        = "Right after answer, when a B2BUA or both PBXs start a codec change, a T.38 switch "
          "or a connected-line update at once.\n"
          "At hold and resume by both users, or when both sides refresh the session timer.",
        .fix
        = "Look for the repeated request: the side that chose the Call-ID waits 2.1 to 4 s, "
          "the other side 0 to 2 s. If it gets a 200, all is well.\n"
          "Repeated at fixed times and refused again and again: the waiting times are not "
          "random; correct the product that does not wait as it should.\n"
          "No other request in the opposite direction at that moment: look for an INVITE "
          "that this side sent whose final response or ACK is missing, so it stays open.\n"
          "Collisions in every call: find out why both sides send a re-INVITE at once (SBC, "
          "PBX), and switch one of them off.",
        .methods = "INVITE and UPDATE within a dialog",
        .media = "unchanged: the session goes on as before",
        .retry = "yes, after 2.1 to 4 s (owner of the Call-ID) or 0 to 2 s (other side)",
        .actor = "both user agents, by themselves",
        .caller_hears = "nothing; a hold or transfer may come a few seconds late",
        .reference = { 3261, "21.4.27" },
        .differs = {
            { 481,
                  "A 481 does not know the dialog; a 491 knows it and is busy with a request "
                  "in it." },
            { 482,
                  "A 482 met the same request twice; a 491 met a different request that "
                  "crosses it." },
            { 486,
                  "A 486 is a busy phone at the start of a call; a 491 is a collision within a "
                  "running call." },
            { 488, "A 488 refuses the offered media; a 491 only the moment." },
            { 500,
                  "A 500 with Retry-After is the sibling: an earlier request of the same "
                  "sender is open; a 491 means that the refusing side's own is." },
        },
    },
    {
        .code = 493,
        .phrase = "Undecipherable",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "the encrypted body cannot be decrypted",
        .description
        = "The request has an encrypted body (S/MIME), and the server has no key to decrypt "
          "it.\n"
          "It may send the right certificate along in the body of the response.",
        .when
        = "The sender used an old or wrong certificate of the receiver, or an element on the "
          "way tried to read a body that is not meant for it. Rare in the field.",
        .fix
        = "Look at Content-Type (application/pkcs7-mime) and the recipient information of "
          "the body: for which certificate was it encrypted?\n"
          "Use the certificate from the body of the 493 if it can be trusted, or send the "
          "body without S/MIME over TLS.",
        .methods = "any request with an encrypted body",
        .media = "none is set up; a call already running keeps its media",
        .retry = "yes, encrypted with the right certificate",
        .actor = "the client: get the right certificate",
        .caller_hears
        = "fast-busy tone or \"call failed\"; nothing if a request within a call was refused",
        .reference = { 3261, "21.4.28" },
        .differs = {
            { 400, "A 400 finds the message malformed; a 493 cannot decrypt it." },
            { 415, "A 415 does not take encrypted bodies at all; a 493 does, but lacks the key." },
            { 488,
                  "A 488 refuses the offered media (SRTP included); a 493 is about an "
                  "encrypted message body." },
        },
    },
    {
        .code = 494,
        .phrase = "Security Agreement Required",
        .registered = true,
        .severity = SEVERITY_NOTE,
        .gist = "a security mechanism must be agreed first",
        .description
        = "The server or the first proxy wants to agree on a security mechanism before it "
          "serves the request, and lists its own in Security-Server.\n"
          "In IMS it is a normal step: the client repeats the request with the list in "
          "Security-Verify over the chosen mechanism.",
        .when
        = "The first REGISTER of an IMS phone or another client that offers sec-agree "
          "(Security-Client header).\n"
          "Again when the list that the client returns in Security-Verify differs from the "
          "server's: possibly an attack that weakens the choice.",
        .fix
        = "Look for the next request with Security-Verify: equal to Security-Server of the "
          "494 and followed by success means that all is well.\n"
          "No mechanism in common: compare Security-Client of the request with "
          "Security-Server (tls, digest, ipsec-3gpp and its algorithms).\n"
          "After an ipsec-3gpp choice the next request is encrypted and may be invisible in "
          "the capture: look for ESP between the two hosts.",
        .methods = "any request, mostly REGISTER",
        .media = "none is set up; a call already running keeps its media",
        .retry = "yes, with Security-Verify over the agreed mechanism",
        .actor = "the client, by itself; else the administrator of the security settings",
        .caller_hears = "nothing; if it fails, \"registration failed\"",
        .reference = { 3329, "2.3.1" },
        .differs = {
            { 401,
                  "A 401 asks for credentials; in IMS it also carries Security-Server, so the "
                  "choice often needs no 494." },
            { 407, "A 407 asks for credentials; a 494 asks to agree on a security mechanism." },
            { 420, "A 420 does not support sec-agree; a 494 demands it." },
            { 421, "A 421 answers a client that did not offer sec-agree; a 494 one that did." },
        },
    },
    {
        .code = 499,
        .phrase = "Request Failure",
        .registered = false,
        .severity = SEVERITY_NOTE,
        .gist = "a product's own meaning",
        .description
        = "Not registered, and no common meaning is known: test tools and scripts of SBCs or "
          "PBXs use it. The phrase is chosen by the product.\n"
          "A client handles it like a 400. Wireshark's list of codes has the number as a "
          "label for other 4xx codes, which is no meaning either.",
        .when
        = "Rare: a test tool, or a script that answers with a number of its own.",
        .fix
        = "Read the reason phrase, Warning and Reason of the response.\n"
          "Find the host that sent it (source address, Server header), and look in its "
          "configuration and log for 499 and this Call-ID.",
        .methods = "any request, depending on the product",
        .media = "none is set up; a call already running keeps its media",
        .retry = "not unchanged, as for a 400",
        .actor = "the operator of the server that sent it",
        .caller_hears
        = "fast-busy tone or \"call failed\"; nothing if a request within a call was refused",
        .reference = { 3261, "8.1.3.2" },
        .differs = {
            { 400, "A 400 is what a client takes a 499 for." },
            { 487,
                  "A 487 is the SIP code for a call that the caller gave up; the HTTP habit of "
                  "using 499 for that does not apply to SIP." },
        },
    },
};

const struct response_code_list responses_4xx = { entries, PLAIN_COUNT(entries) };
