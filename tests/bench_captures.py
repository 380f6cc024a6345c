#!/usr/bin/python3
# bench_captures.py
# Writes the captures that bench.py measures: SIP calls, HTTP, RTP within a call and RTP alone.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Usage: bench_captures.py KIND COUNT FILE

KIND and what COUNT counts: sip (answered calls), sip-3 and sip-10 (the same over so many hops),
sip-tcp (over TCP), sip-spread (calls that stock Wireshark, too, finds by their Call-ID in a time
that does not grow with their number), options (an OPTIONS and its 200 each, without SDP: for a
million Call-IDs), http (requests with their answers), rtp (packets within one call), rtp-alone (the
same packets without a call).
Before them stands a little of each kind, so that a COUNT of 0 costs what it costs to begin.
"""

import hashlib
import string
import struct
import sys
from ipaddress import ip_address

from pcap_file import HEADER, MICROSECONDS, Frame

CALLER, CALLEE = "10.0.0.2", "10.0.0.1"
SIP_PORT, CALLER_RTP, CALLEE_RTP, LONE_RTP = 5060, 4000, 6000, 30000
CALLS_OF_A_HOST = 1000
BEGINNING = 5
ETHERNET = bytes.fromhex("020000000001 020000000002 0800")
ACK, PSH_ACK, SYN = 0x10, 0x18, 0x02


class Capture:
    """Frames one millisecond apart, each written at once: a million of them need no memory."""

    caller, callee = CALLER, CALLEE
    # The first hosts with the media of calls
    caller_media, callee_media = ip_address("10.1.0.2"), ip_address("10.2.0.1")

    # Hops of a call, and whether they are connections
    hops, is_tcp = 1, False

    def __init__(self, file):
        self.file, self.time_us, self.sent = file, 1767225600 * MICROSECONDS, {}
        file.write(HEADER)

    def ip(self, source, target, protocol, payload):
        # A length of 0 is what offloading leaves of a segment that is larger than IP allows.
        length = 20 + len(payload) if len(payload) < 65516 else 0
        header = struct.pack(">BBHHHBBH4s4s", 0x45, 0, length, 0, 0x4000, 64, protocol, 0,
                             ip_address(source).packed, ip_address(target).packed)
        frame = ETHERNET + header + payload
        self.time_us += 1000
        self.file.write(Frame(*divmod(self.time_us, MICROSECONDS), len(frame), frame).record())

    def udp(self, source, source_port, target, target_port, payload):
        header = struct.pack(">HHHH", source_port, target_port, 8 + len(payload), 0)
        self.ip(source, target, 17, header + payload)

    def sip(self, source, target, payload):
        """A message from a host to the next one"""
        if not self.is_tcp:
            self.udp(source, SIP_PORT, target, SIP_PORT, payload)
            return
        numbers = self.sent.get((source, target), 1), self.sent.get((target, source), 1)
        self.sent[source, target] = (numbers[0] + len(payload)) % (1 << 32)
        header = struct.pack(">HHIIBBHHH", SIP_PORT, SIP_PORT, *numbers, 0x50, PSH_ACK, 64240, 0, 0)
        self.ip(source, target, 6, header + payload)

    def tcp(self, ports, numbers, flags, payload=b""):
        """A segment from the caller if the first port is not the server's, else to it"""
        source, target = (CALLEE, CALLER) if ports[0] == 80 else (CALLER, CALLEE)
        header = struct.pack(">HHIIBBHHH", *ports, *numbers, 0x50, flags, 64240, 0, 0)
        self.ip(source, target, 6, header + payload)


def sdp(address, port):
    return (f"v=0\r\no=- 1 1 IN IP4 {address}\r\ns=-\r\nc=IN IP4 {address}\r\nt=0 0\r\n"
            f"m=audio {port} RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\n"
            "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=sendrecv\r\n")


def usual_call_id(call):
    """As telephones make them"""
    return f"{hashlib.md5(str(call).encode()).hexdigest()}@{CALLER}"


def spread_call_id(call):
    """Call-IDs by whose first quarter stock Wireshark can tell calls apart

    It hashes a Call-ID to its length plus the sum of the first quarter of its letters. Usual ones
    have a few hundred sums, so that of 100,000 calls it compares some hundred with each message.
    """
    letters, quarter = sorted(string.digits + string.ascii_letters), 40
    highest, rest = divmod(call % ((quarter - 1) * len(letters)), len(letters))
    text = letters[-1] * highest + letters[rest]
    return f"{text:0<{quarter}}-{call:0{3 * quarter - 1}}"


def vias(capture, hosts, branch):
    """The Via rows of a message at the hop behind the last one of these hosts, the newest first"""
    transport = "TCP" if capture.is_tcp else "UDP"
    rows = [f"Via: SIP/2.0/{transport} {host}:{SIP_PORT};branch={branch}{f'-{hop}' if hop else ''}"
            f"{'' if hop else ';rport'}" for hop, host in enumerate(hosts)]
    return rows[::-1]


def message(first_line, call, cseq, tag, extra=(), body=""):
    number, call_id, capture, hosts = call
    branch = f"z9hG4bK-{number}-{cseq.replace(' ', '-')}"
    lines = [first_line, *vias(capture, hosts, branch),
             f"From: \"Alice\" <sip:alice@example.com>;tag=a{number}",
             f"To: <sip:bob@example.com>{tag}", f"Call-ID: {call_id}", f"CSeq: {cseq}", *extra]
    if body:
        lines.append("Content-Type: application/sdp")
    return "\r\n".join(lines + [f"Content-Length: {len(body)}", "", body]).encode()


def media_ends(capture, number):
    """Where caller and callee have their RTP: no two calls use the same address and port"""
    host, port = number // CALLS_OF_A_HOST, 2 * (number % CALLS_OF_A_HOST)
    return (capture.caller_media + host, CALLER_RTP + port), \
           (capture.callee_media + host, CALLEE_RTP + port)


def sip_call(capture, number, call_id=usual_call_id, rtp=lambda caller, callee: None):
    """An answered call with a reliable 183; rtp adds what is sent while it is up"""
    tag, contact = f";tag=b{number}", f"Contact: <sip:bob@{capture.callee}:{SIP_PORT}>"
    uri = f"sip:bob@{capture.callee}"
    requests = ("Max-Forwards: 70", "User-Agent: ExamplePhone/1.0")
    answers = (contact, "Server: ExampleExchange/2.0", "Allow: INVITE, ACK, BYE, CANCEL, PRACK")
    call, (caller, callee) = (number, call_id(number), capture), media_ends(capture, number)
    hosts = hosts_of(capture)

    def request(method, cseq, to_tag=tag, extra=(), body=""):
        for hop in range(capture.hops):
            capture.sip(hosts[hop], hosts[hop + 1], message(
                f"{method} {uri} SIP/2.0", (*call, hosts[:hop + 1]), f"{cseq} {method}", to_tag,
                requests + extra, body))

    def response(status, cseq, to_tag=tag, extra=(), body=""):
        for hop in reversed(range(capture.hops)):
            capture.sip(hosts[hop + 1], hosts[hop], message(
                f"SIP/2.0 {status}", (*call, hosts[:hop + 1]), cseq, to_tag, answers + extra, body))

    reliable = ("Require: 100rel", "RSeq: 1")
    request("INVITE", 1, "", ("Supported: 100rel",), sdp(*caller))
    response("100 Trying", "1 INVITE", "")
    response("183 Session Progress", "1 INVITE", tag, reliable, sdp(*callee))
    request("PRACK", 2, tag, ("RAck: 1 1 INVITE",))
    response("200 OK", "2 PRACK")
    response("180 Ringing", "1 INVITE")
    response("200 OK", "1 INVITE", tag, (), sdp(*callee))
    request("ACK", 1)
    rtp(caller, callee)
    request("BYE", 3)
    response("200 OK", "3 BYE")


def hosts_of(capture):
    """The caller's, those in between, and the callee's"""
    proxies = [f"10.0.1.{hop}" for hop in range(1, capture.hops)]
    return [capture.caller, *proxies, capture.callee]


def options(capture, number):
    """A request and its answer, with a Call-ID of their own"""
    call, hosts = (number, spread_call_id(number), capture, [capture.caller]), hosts_of(capture)
    capture.sip(hosts[0], hosts[1], message("OPTIONS sip:bob@example.com SIP/2.0", call,
                                            "1 OPTIONS", "", ("Max-Forwards: 70",)))
    capture.sip(hosts[1], hosts[0], message("SIP/2.0 200 OK", call, "1 OPTIONS", f";tag=b{number}"))


def rtp_packets(capture, count, caller, callee):
    for number in range(count):
        packet = struct.pack(">BBHII", 0x80, 8, number & 0xFFFF, 160 * number, 0x1234)
        packet += b"\xd5" * 160
        ends = (*caller, *callee) if number % 2 else (*callee, *caller)
        capture.udp(*ends, packet)


def http_exchanges(capture, count, first_port=20000):
    body = b"x" * 200
    sent = b"GET /index.html HTTP/1.1\r\nHost: www.example.com\r\nAccept: */*\r\n\r\n"
    answer = (b"HTTP/1.1 200 OK\r\nServer: example\r\nContent-Type: text/plain\r\n"
              b"Content-Length: %d\r\n\r\n" % len(body)) + body
    for connection in range(0, count, 10):
        port = first_port + connection // 10
        out, back = (port, 80), (80, port)
        here, there = 1000, 5000
        capture.tcp(out, (here - 1, 0), SYN)
        capture.tcp(back, (there - 1, here), SYN | ACK)
        for _ in range(min(10, count - connection)):
            capture.tcp(out, (here, there), PSH_ACK, sent)
            here += len(sent)
            capture.tcp(back, (there, here), PSH_ACK, answer)
            there += len(answer)


def add(capture, kind, count, start):
    """COUNT of a kind; start is where the numbers of its calls and ports begin"""
    lone = (CALLER, LONE_RTP + start), (CALLEE, LONE_RTP + start)
    capture.hops = int(kind.split("-")[1]) if kind in ("sip-3", "sip-10") else 1
    capture.is_tcp = kind == "sip-tcp"
    if kind == "options":
        for number in range(start, start + count):
            options(capture, number)
    elif kind.split("-")[0] == "sip":
        for number in range(start, start + count):
            sip_call(capture, number, spread_call_id if kind == "sip-spread" else usual_call_id)
    elif kind == "http":
        http_exchanges(capture, count, 20000 + start)
    elif kind == "rtp":
        sip_call(capture, start, rtp=lambda *ends: rtp_packets(capture, count, *ends))
    elif kind == "rtp-alone":
        rtp_packets(capture, count, *lone)
    else:
        sys.exit(__doc__)


def write(kind, count, path):
    with open(path, "wb") as file:
        capture = Capture(file)
        for number, beginning in enumerate(("sip", "http", "rtp", "rtp-alone")):
            add(capture, beginning, BEGINNING, BEGINNING * number)
        if count:
            add(capture, kind, count, BEGINNING * BEGINNING)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    write(sys.argv[1], int(sys.argv[2]), sys.argv[3])
