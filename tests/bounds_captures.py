#!/usr/bin/python3
# bounds_captures.py
# Writes captures with very much of one thing: they reach each bound of what the plugin remembers.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Usage: bounds_captures.py KIND COUNT FILE

KINDS names the kinds, and what COUNT counts of each.
"""

import struct
import sys
from ipaddress import ip_address

from bench_captures import CALLEE, CALLER, Capture, SIP_PORT, sdp

RTP_PORT = 4000
SERVER_PORT = 5080
SEGMENT = 60000
TO_CALLEE, TO_CALLER = (CALLER, SIP_PORT, CALLEE, SIP_PORT), (CALLEE, SIP_PORT, CALLER, SIP_PORT)


def host(number):
    """An address of its own, 10.128.0.0 and up"""
    return str(ip_address("10.128.0.0") + number)


def message(first_line, call_id, cseq, branch, to_tag="", rows=(), body="", caller="alice"):
    """A message with what each must have; bytes"""
    lines = [first_line, f"Via: SIP/2.0/UDP {CALLER}:{SIP_PORT};branch=z9hG4bK-{branch}",
             f"From: <sip:{caller}@example.com>;tag=a",
             f"To: <sip:bob@example.com>{to_tag and ';tag=' + to_tag}",
             f"Call-ID: {call_id}", f"CSeq: {cseq}", *rows]
    if body and not any(row.startswith("Content-Type:") for row in rows):
        lines.append("Content-Type: application/sdp")
    return "\r\n".join(lines + [f"Content-Length: {len(body)}", "", body]).encode()


def request(capture, method, call_id, number, to_tag="", rows=(), body="", caller="alice"):
    capture.udp(*TO_CALLEE, message(f"{method} sip:bob@example.com SIP/2.0", call_id,
                                    f"{number} {method}", f"{call_id}-{number}-{method}", to_tag,
                                    ("Max-Forwards: 70", *rows), body, caller))


def response(capture, status, method, call_id, number, to_tag="b", rows=(), body=""):
    capture.udp(*TO_CALLER, message(f"SIP/2.0 {status}", call_id, f"{number} {method}",
                                    f"{call_id}-{number}-{method}", to_tag, rows, body))


def transactions(capture, count, call_id="one"):
    """Transactions of one call: an INVITE, then INFO upon INFO"""
    request(capture, "INVITE", call_id, 1, body=sdp(CALLER, RTP_PORT))
    response(capture, "200 OK", "INVITE", call_id, 1, rows=(f"Contact: <sip:bob@{CALLEE}>",),
             body=sdp(CALLEE, RTP_PORT))
    request(capture, "ACK", call_id, 1, "b")
    for number in range(2, count + 1):
        request(capture, "INFO", call_id, number, "b")
        response(capture, "200 OK", "INFO", call_id, number)


def calls(capture, count):
    """Calls, each with a Call-ID, a caller and ports of its own, that fail"""
    for number in range(count):
        request(capture, "INVITE", f"call-{number}", 1, caller=f"caller-{number}",
                body=sdp(CALLER, 1024 + 2 * (number % 32000)))
        response(capture, "500 Server Internal Error", "INVITE", f"call-{number}", 1)


def hosts(capture, count, method, to_tag, status, name):
    """A request of each client to a server of its own, and its answer"""
    for number in range(count):
        client, server = str(ip_address("10.64.0.0") + number), host(number)
        call_id, cseq = f"{name}-{number}", f"1 {method}"
        capture.udp(client, SIP_PORT, server, SERVER_PORT, message(
            f"{method} sip:bob@example.com SIP/2.0", call_id, cseq, call_id, to_tag,
            ("Max-Forwards: 70",)))
        capture.udp(server, SERVER_PORT, client, SIP_PORT, message(
            f"SIP/2.0 {status}", call_id, cseq, call_id, "b"))


def servers(capture, count):
    """Hosts that each fail one BYE"""
    hosts(capture, count, "BYE", "b", "500 Server Internal Error", "server")


def challenges(capture, count):
    """Clients that each are challenged once"""
    hosts(capture, count, "REGISTER", "", "401 Unauthorized", "challenge")


def responses(capture, count, call_id="many"):
    """Provisional responses to one INVITE, none like the other"""
    request(capture, "INVITE", call_id, 1, body=sdp(CALLER, RTP_PORT))
    for number in range(count):
        response(capture, "183 Session Progress", "INVITE", call_id, 1, "b",
                 (f"Contact: <sip:{number}@{CALLEE}>",), sdp(CALLEE, RTP_PORT))
    response(capture, "500 Server Internal Error", "INVITE", call_id, 1)


def repeats(capture, count, call_id="again"):
    """One INVITE and one 500, each sent again and again"""
    for _ in range(count):
        request(capture, "INVITE", call_id, 1)
        capture.time_us += 500000
    for _ in range(count):
        response(capture, "500 Server Internal Error", "INVITE", call_id, 1)
        capture.time_us += 500000


def forks(capture, count, call_id="fork"):
    """180 with a To tag of its own each"""
    request(capture, "INVITE", call_id, 1, body=sdp(CALLER, RTP_PORT))
    for number in range(count):
        response(capture, "180 Ringing", "INVITE", call_id, 1, f"b{number}",
                 (f"Contact: <sip:{number}@{CALLEE}>",))


def reliable(capture, count, call_id="reliable"):
    """Reliable 183, each with the next RSeq"""
    request(capture, "INVITE", call_id, 1, rows=("Supported: 100rel",))
    for number in range(1, count + 1):
        response(capture, "183 Session Progress", "INVITE", call_id, 1, "b",
                 ("Require: 100rel", f"RSeq: {number}", f"Contact: <sip:bob@{CALLEE}>"))
        request(capture, "PRACK", call_id, number + 1, "b", (f"RAck: {number} 1 INVITE",))
        response(capture, "200 OK", "PRACK", call_id, number + 1)


def streams(capture, count, call_id="streams"):
    """INVITEs that each announce a port of their own"""
    for number in range(count):
        request(capture, "INVITE", f"{call_id}-{number}", 1,
                body=sdp(host(number // 32000), 1024 + 2 * (number % 32000)))


def rows(capture, count, call_id="rows"):
    """One 200 with so many Supported rows beside the others, and one 200 without"""
    request(capture, "OPTIONS", call_id, 1)
    response(capture, "200 OK", "OPTIONS", call_id, 1,
             rows=[f"Supported: option-{number}" for number in range(count)])


def media_lines(capture, count, call_id="lines"):
    """An INVITE whose SDP has so many m= lines"""
    body = sdp(CALLER, RTP_PORT) + "m=audio 4002 RTP/AVP 8\r\n" * (count - 1)
    request(capture, "INVITE", call_id, 1, body=body)


def formats(capture, count, call_id="formats"):
    """An INVITE whose SDP has a line of so many formats"""
    body = sdp(CALLER, RTP_PORT) + "m=audio 4002 RTP/AVP" + " 8" * count + "\r\n"
    request(capture, "INVITE", call_id, 1, body=body)


def failure_with(capture, call_id, rows, body="", phrase="Server Internal Error"):
    """An INVITE and its 500, which has these rows and is sent twice"""
    request(capture, "INVITE", call_id, 1)
    for _ in range(2):
        response(capture, f"500 {phrase}", "INVITE", call_id, 1, rows=rows, body=body)
        capture.time_us += 500000


def reasons(capture, count):
    """A 500 with so many reasons"""
    failure_with(capture, "reasons", [f"Reason: Q.850;cause={1 + number % 127}"
                                      for number in range(count)])


def warnings(capture, count):
    """A 500 with so many warnings"""
    failure_with(capture, "warnings", [f'Warning: 399 host-{number} "no"'
                                       for number in range(count)])


def findings(capture, count):
    """A 500 at which so many findings are made, 2 to 4"""
    failure_with(capture, "findings", ["Retry-After: 5"][:count - 2],
                 phrase="Internal Server Error" if count > 3 else "Server Internal Error")


def parts(capture, count):
    """A 500 with a body of so many parts"""
    body = "".join(f"--x\r\nContent-Type: text/plain\r\n\r\n{number}\r\n"
                   for number in range(count)) + "--x--\r\n"
    failure_with(capture, "parts", ["Content-Type: multipart/mixed;boundary=x"], body)


def nesting(capture, count):
    """A 500 with a body of so many multiparts, each inside the other"""
    body = "inside"
    for level in range(count - 1, -1, -1):
        body = f"--x{level}\r\nContent-Type: " + (
            "text/plain" if level == count - 1 else f"multipart/mixed;boundary=x{level + 1}"
        ) + f"\r\n\r\n{body}\r\n--x{level}--"
    failure_with(capture, "nesting", ["Content-Type: multipart/mixed;boundary=x0"], body)


def phrases(capture, count):
    """Responses with a reason phrase of their own each, to one request"""
    request(capture, "INVITE", "phrases", 1)
    for number in range(count):
        response(capture, f"183 Phrase {number}", "INVITE", "phrases", 1)


def same_hash(capture, count, call_id="same-hash"):
    """Provisional responses whose To tags all share g_str_hash(), a hash without a key"""
    request(capture, "INVITE", call_id, 1)
    for number in range(count):
        tag = "".join("FY" if number >> bit & 1 else "Ez" for bit in range(20))
        response(capture, "180 Ringing", "INVITE", call_id, 1, tag)


def busy_servers(capture, count):
    """Hosts that each answer one OPTIONS well"""
    hosts(capture, count, "OPTIONS", "", "200 OK", "busy")


def segment(capture, sequence, text):
    """A TCP segment, whatever its length: offloading makes large ones"""
    header = struct.pack(">HHIIBBHHH", SIP_PORT, SIP_PORT, sequence, 1, 0x50, 0x18, 64240, 0, 0)
    capture.ip(CALLEE, CALLER, 6, header + text)


def size(capture, count):
    """Two responses over TCP, the first of so many bytes"""
    def answer(call_id, body):
        return message("SIP/2.0 200 OK", call_id, "1 OPTIONS", call_id, "b",
                       ("Content-Type: text/plain",), body)
    padding = count - len(answer("size", "x" * count)) + count
    text = answer("size", "x" * padding) + answer("behind", "")
    for start in range(0, len(text), SEGMENT):
        segment(capture, 1 + start, text[start:start + SEGMENT])


def long_names(capture, count):
    """Calls whose Call-IDs differ behind 300 bytes"""
    for number in range(count):
        request(capture, "INVITE", "x" * 300 + str(number), 1)
        response(capture, "500 Server Internal Error", "INVITE", "x" * 300 + str(number), 1)


def challenge_rows(capture, count):
    """Challenges in one 401"""
    request(capture, "REGISTER", "challenged", 1)
    response(capture, "401 Unauthorized", "REGISTER", "challenged", 1, rows=tuple(
        f'WWW-Authenticate: Digest realm="r{number}", nonce="n{number}"'
        for number in range(count)))


def credential_rows(capture, count):
    """Answers to challenges in one REGISTER"""
    request(capture, "REGISTER", "authorized", 1, rows=tuple(
        f'Authorization: Digest username="a", realm="r{number}", nonce="n{number}", '
        f'uri="sip:bob@example.com", response="0"' for number in range(count)))
    response(capture, "403 Forbidden", "REGISTER", "authorized", 1)


def redirections(capture, count):
    """Contacts in one 302"""
    request(capture, "INVITE", "moved", 1)
    response(capture, "302 Moved Temporarily", "INVITE", "moved", 1, rows=tuple(
        f"Contact: <sip:bob@{host(number)}>" for number in range(count)))
    request(capture, "INVITE", "moved", 2)
    response(capture, "404 Not Found", "INVITE", "moved", 2)


def bindings(capture, count):
    """Contacts that one user registers, each also refused once; and hosts that a user has"""
    for number in range(count):
        contact = (f"Contact: <sip:bob@{host(number)}>;expires=60",)
        request(capture, "REGISTER", "bindings", 2 * number + 1, rows=contact)
        response(capture, "423 Interval Too Brief", "REGISTER", "bindings", 2 * number + 1,
                 rows=("Min-Expires: 90",))
        request(capture, "REGISTER", "bindings", 2 * number + 2, rows=contact)
        response(capture, "200 OK", "REGISTER", "bindings", 2 * number + 2, rows=contact)
    for number in range(count):
        text = message("REGISTER sip:example.com SIP/2.0", f"host-{number}", "1 REGISTER",
                       f"host-{number}-1-REGISTER",
                       rows=(f"Contact: <sip:bob@{CALLER}>;expires=60",))
        capture.udp(*TO_CALLEE, text.replace(b"bob@example.com", b"bob@h%d.example.com" % number))
        response(capture, "200 OK", "REGISTER", f"host-{number}", 1)
    request(capture, "INVITE", "called", 1)
    response(capture, "480 Temporarily Unavailable", "INVITE", "called", 1)


def tcp_ports(capture, count):
    """Attempts to connect, each from another port, between a request and its 503"""
    request(capture, "INVITE", "tried", 1)
    for number in range(count):
        header = struct.pack(">HHIIBBHHH", 10000 + number, SIP_PORT, 1, 0, 0x50, 0x02, 64240, 0, 0)
        capture.ip(CALLEE, host(1), 6, header)
    response(capture, "503 Service Unavailable", "INVITE", "tried", 1)


def icmp_error(capture, sender, target):
    """About a datagram between their SIP ports"""
    quoted = struct.pack(">BBHHHBBH4s4sHHHH", 0x45, 0, 28, 0, 0, 64, 17, 0,
                         ip_address(sender).packed, ip_address(target).packed,
                         SIP_PORT, SIP_PORT, 8, 0)
    capture.ip(target, sender, 1, struct.pack(">BBHI", 3, 3, 0, 0) + quoted)


def refusals(capture, count):
    """ICMP errors, each about a packet to another host, between a request and its 503"""
    request(capture, "INVITE", "refused", 1)
    for number in range(count):
        icmp_error(capture, CALLEE, host(number))
    response(capture, "503 Service Unavailable", "INVITE", "refused", 1)


def resets(capture, count):
    """Connections that their server opens and resets, between a request and its 503"""
    def tcp(source, target, ports, flags):
        header = struct.pack(">HHIIBBHHH", *ports, 1, 1, 0x50, flags, 64240, 0, 0)
        capture.ip(source, target, 6, header)

    request(capture, "INVITE", "reset", 1)
    for number in range(count):
        there, back = (20000 + number, SIP_PORT), (SIP_PORT, 20000 + number)
        tcp(CALLEE, host(1), there, 0x02)
        tcp(host(1), CALLEE, back, 0x12)
        tcp(host(1), CALLEE, back, 0x14)
    response(capture, "503 Service Unavailable", "INVITE", "reset", 1)


def odd_acks(capture, count, call_id="odd"):
    """ACKs of one 200, each with another To tag that is not its own; then the 200 again"""
    request(capture, "INVITE", call_id, 1)
    for number in range(count + 1):
        response(capture, "200 OK", "INVITE", call_id, 1, rows=(f"Contact: <sip:bob@{CALLEE}>",))
        request(capture, "ACK", call_id, 1, f"x{number}")
        capture.time_us += 500000


def copies(capture, count, call_id="copied"):
    """One INVITE seen between so many other pairs of hosts, and a 500 between each of them"""
    request(capture, "INVITE", call_id, 1)
    cseq, branch = "1 INVITE", f"{call_id}-1-INVITE"
    asked = message("INVITE sip:bob@example.com SIP/2.0", call_id, cseq, branch,
                    rows=("Max-Forwards: 70",))
    refused = message("SIP/2.0 500 Server Internal Error", call_id, cseq, branch, "b")
    for number in range(count):
        capture.udp(host(2 * number), SIP_PORT, host(2 * number + 1), SIP_PORT, asked)
    for number in range(count):
        capture.udp(host(2 * number + 1), SIP_PORT, host(2 * number), SIP_PORT, refused)


def methods(capture, count):
    """Requests of methods of their own with one Call-ID, and their answers"""
    for number in range(1, count + 1):
        request(capture, f"METHOD{number}", "methods", number)
        response(capture, "200 OK", f"METHOD{number}", "methods", number)


def legs(capture, count):
    """INVITEs that a host sends because of one, each with a Call-ID of its own, and failures"""
    shared = ("Session-ID: 0123456789abcdef0123456789abcdef",)
    request(capture, "INVITE", "incoming", 1, rows=shared)
    for number in range(count):
        call_id, cseq = f"leg-{number}", "1 INVITE"
        capture.udp(CALLEE, SIP_PORT, host(number), SIP_PORT, message(
            f"INVITE sip:{number}@example.com SIP/2.0", call_id, cseq, call_id,
            rows=("Max-Forwards: 70", *shared)))
    for number in range(count):
        call_id, cseq = f"leg-{number}", "1 INVITE"
        capture.udp(host(number), SIP_PORT, CALLEE, SIP_PORT, message(
            "SIP/2.0 486 Busy Here", call_id, cseq, call_id, "b"))
    response(capture, "486 Busy Here", "INVITE", "incoming", 1)


def passed_rtp(capture, count):
    """Calls that a host sends on under other names, then a packet of RTP to it for each and, as it
    came, on from it"""
    between = host(0)

    def send(source, target, first_line, call_id, to_tag="", port=0, method="INVITE"):
        capture.udp(source, SIP_PORT, target, SIP_PORT, message(
            first_line, call_id, f"1 {method}", f"{call_id}-{method}", to_tag,
            body=sdp(source, port) if port else "", caller=f"caller-{call_id}"))

    def packet(source, target, port, number):
        header = struct.pack(">BBHII", 0x80, 8, 100, 16000, 77 + number)
        capture.udp(source, RTP_PORT + 2 * number, target, port, header + bytes(160))

    for number in range(count):
        port = RTP_PORT + 2 * number
        for client, server, call_id in ((CALLER, between, f"in-{number}"),
                                        (between, CALLEE, f"out-{number}")):
            send(client, server, f"INVITE sip:{call_id}@example.com SIP/2.0", call_id, "", port)
            send(server, client, "SIP/2.0 200 OK", call_id, "b", port + 1000)
            capture.time_us += 40000000
    for source, target in (CALLER, between), (between, CALLEE):
        for number in range(count):
            packet(source, target, RTP_PORT + 2 * number + 1000, number)
    for number in range(count):
        send(between, CALLEE, "BYE sip:b@example.com SIP/2.0", f"out-{number}", "b", 0, "BYE")


def frame(capture, count, frames=1, method="A"):
    """One TCP segment with so many responses"""
    text = b"".join(b"SIP/2.0 200 \r\ni:%d\r\nCSeq:1 %s\r\nl:0\r\n\r\n" % (
        number, method.encode()) for number in range(count))
    for number in range(frames):
        segment(capture, 1 + number * len(text), text)


def frames(capture, count):
    """Three such segments"""
    frame(capture, count, 3)


def frame_of_calls(capture, count):
    """The same, one segment, each response of a call"""
    frame(capture, count, method="INVITE")


KINDS = {function.__name__.replace("_", "-"): function for function in (
    transactions, calls, servers, challenges, responses, repeats, forks, reliable, streams, rows,
    media_lines, formats, reasons, warnings, findings, parts, nesting, phrases, same_hash,
    busy_servers, size, long_names, challenge_rows, credential_rows, redirections, bindings,
    tcp_ports, refusals, resets, odd_acks, copies, methods, legs, passed_rtp, frame,
    frames, frame_of_calls)}


def write(kind, count, path):
    with open(path, "wb") as file:
        KINDS[kind](Capture(file), count)


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in KINDS:
        sys.exit(__doc__ + "\n" + "\n".join(f"{kind}: {function.__doc__}"
                                           for kind, function in KINDS.items()))
    write(sys.argv[1], int(sys.argv[2]), sys.argv[3])
