#!/usr/bin/python3
# make_captures.py
# Makes the hand-made captures: turns each captures/NAME.sip into captures/NAME.pcap.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Turn each readable source captures/NAME.sip into captures/NAME.pcap, the same bytes each time.

    make_captures.py [NAME...]  rewrite every capture, or these
    make_captures.py --check    exit 1 and name each one that is missing or differs; write nothing

FRAMES. Lines that begin with # are comments. `@ <seconds> <transport> <from> > <to> [options]`
begins a frame; the lines up to the next @ are its message. Hosts: 10.0.0.2:5060 or
[2001:db8::2]:5060 (for icmp without a port). Transports:
    udp, tcp  tcp makes the handshake in the 300 microseconds before a connection's first message
    segment   no lines; a TCP segment without payload: flags=S (SA, R, RA, FA)
    rtp       no lines; options pt=8 count=50 every=0.02 ssrc=0x1234 seq=1 size=160 (payload bytes)
    data      a UDP payload in hex (STUN, DTLS, RTCP, keep-alives)
    icmp      no lines; port unreachable (or code=1) from the first host to the second, quoting the
              packet of the frame quotes=NAME, of it the first quote=548 bytes (IPv6: 1232)
Options:
    name=x         a name, for <copy x> and quotes=x
    copies=3       three times in all (retransmission), gap=0.5,1 apart; the last gap is repeated
    mirror=0.0003  the same packet seen once more, that much later, one router further on
    cut=200        snapshot length: only this many bytes of the frame are captured
    ttl=60         the time to live; otherwise each host has its own
    join           tcp: append to the payload of the frame above
    split=300,700  tcp: end a segment at each of these offsets of the payload
    lf             lines end in LF instead of CRLF
    raw            escapes such as \\x00 \\xff \\r in the lines are bytes
    hex            the lines are bytes in hex
    noend          add no empty line at the end of the headers

MESSAGES. Line ends are added, blank lines around the message are dropped, a message without a body
gets its empty line. Besides, these lines are replaced:
    Content-Length: auto  the length of the body. Nothing is added where there is no such line
    <copy x>              the Via rows, From, To, Call-ID and CSeq of the message named x, with
        tag=b1            this tag in To when it has none
        method=ACK cseq=2 another method or number in CSeq
        branch=z9hG4bKx   another branch in the first Via
        via="SIP/2.0/..." this Via row on top or, with the word newvia, instead of all others
    <sdp 10.0.0.2 4000 8 101>  in the headers: Content-Type, Content-Length (unless the message has
                          one) and a session description; in a body: the description alone. With
        sendonly "a=ptime:20"  a direction, and more lines, of the media line
        and 4002 99 media=video profile=RTP/SAVP  another media line: port and payload types
        version=2 nolength  another version in the o= line; no Content-Length
"""

import argparse
import struct
import sys
from ipaddress import ip_address
from pathlib import Path

from scapy.layers.inet import ICMP, IP, TCP, UDP
from scapy.layers.inet6 import ICMPv6DestUnreach, IPv6
from scapy.layers.l2 import Ether
from scapy.packet import Raw

sys.dont_write_bytecode = True
from capture_source import Block, SourceError, microseconds, read_source  # noqa: E402
from pcap_file import MICROSECONDS, Frame, pcap_bytes  # noqa: E402

CAPTURES = Path(__file__).resolve().parent.parent / "captures"
BASE_TIME_US = 1767225600 * MICROSECONDS  # 2026-01-01T00:00:00Z
SILENCE = {0: b"\xff", 8: b"\xd5"}  # a payload byte of each RTP payload type
SEGMENT_GAP_US = 100


class Capture:
    """The packets of one capture and what is remembered while they are made."""

    def __init__(self):
        self.frames = []  # (time in microseconds, bytes, captured length)
        self.packets = {}  # name of a frame -> its IP packet, for ICMP
        self.ip_ids = {}
        self.connections = {}  # (source, target) -> next sequence number of that direction
        self.last_segment_us = {}

    def ip(self, source, target, ttl=None):
        number = int(ip_address(source))
        ttl = int(ttl) if ttl else 64 - number % 8
        if ":" in source:
            return IPv6(src=source, dst=target, hlim=ttl)
        self.ip_ids[source] = self.ip_ids.get(source, number % 9973) + 1
        return IP(src=source, dst=target, id=self.ip_ids[source] & 0xFFFF, ttl=ttl, flags="DF")

    def emit(self, time_us, packet, block):
        if "name" in block.options:
            self.packets.setdefault(block.options["name"], bytes(packet))
        self.write(time_us, bytes(packet), block, "02:00")
        if "mirror" in block.options:
            hops = "hlim" if packet.version == 6 else "ttl"
            packet.setfieldval(hops, packet.getfieldval(hops) - 1)
            time_us += microseconds(block.options["mirror"], block.line)
            self.write(time_us, bytes(packet), block, "02:01")

    def write(self, time_us, packet, block, prefix):
        if time_us < 0:
            raise SourceError(block.line, "before the start of the capture")
        is_v6 = packet[0] >> 4 == 6
        hosts = (packet[20:24], packet[36:40]) if is_v6 else (packet[12:16], packet[16:20])
        source, target = (prefix + "".join(f":{byte:02x}" for byte in host) for host in hosts)
        data = bytes(Ether(src=source, dst=target, type=0x86DD if is_v6 else 0x0800) / Raw(packet))
        self.frames.append((time_us, data, min(int(block.options.get("cut", 1 << 20)), len(data))))

    def add_udp(self, block, time_us, payload):
        (source, source_port), (target, target_port) = block.source, block.target
        packet = self.ip(source, target, block.options.get("ttl"))
        self.emit(time_us, packet / UDP(sport=source_port, dport=target_port) / Raw(payload), block)

    def add_segment(self, time_us, block, source, target, flags, payload=b""):
        """One TCP segment. SYN counts as one byte of sequence space."""
        sequence = self.connections[source, target]
        packet = self.ip(source[0], target[0], block.options.get("ttl")) / TCP(
            sport=source[1], dport=target[1], flags=flags, seq=sequence, window=64240,
            ack=self.connections[target, source] if "A" in flags else 0)
        self.connections[source, target] += len(payload) + ("S" in flags)
        self.emit(time_us, packet / Raw(payload) if payload else packet, block)

    def add_tcp(self, block, time_us, payload):
        source, target = block.source, block.target
        if (source, target) not in self.connections:
            start = 10000 * (1 + len(self.connections))
            self.connections.update({(source, target): start, (target, source): start + 5000})
            seen_again = {key: block.options[key] for key in {"mirror"} & set(block.options)}
            handshake = Block(block.line, 0, "tcp", source, target, seen_again)
            self.add_segment(time_us - 300, handshake, source, target, "S")
            self.add_segment(time_us - 200, handshake, target, source, "SA")
            self.add_segment(time_us - 100, handshake, source, target, "A")
        key = frozenset((source, target))
        if time_us < self.last_segment_us.get(key, 0):
            raise SourceError(block.line, "the messages of a connection must be in time order")
        offsets = [int(at) for at in block.options.get("split", "").split(",") if at]
        for start, end in zip([0] + offsets, offsets + [len(payload)]):
            self.add_segment(time_us, block, source, target, "PA", payload[start:end])
            self.last_segment_us[key] = time_us
            time_us += SEGMENT_GAP_US

    def add_lone_segment(self, block):
        """A segment of a connection that carries no message of this capture"""
        for sides in ((block.source, block.target), (block.target, block.source)):
            self.connections.setdefault(sides, 10000 * (1 + len(self.connections)))
        sequence = self.connections[block.source, block.target]
        self.add_segment(block.time_us, block, block.source, block.target,
                         block.options["flags"])
        if block.options["flags"] == "S":  # sent again with the same number
            self.connections[block.source, block.target] = sequence

    def add_rtp(self, block):
        options = block.options
        payload_type, size = int(options.get("pt", 0)), int(options.get("size", 160))
        first, ssrc = int(options.get("seq", 1)), int(options.get("ssrc", "0x1234"), 0)
        every = microseconds(options.get("every", "0.02"), block.line)
        for index in range(int(options.get("count", 1))):
            marker = 0x80 if index == 0 and first == 1 else 0
            header = struct.pack(">BBHII", 0x80, marker | payload_type, (first + index) & 0xFFFF,
                                 160 * (first + index), ssrc)
            payload = header + SILENCE.get(payload_type, b"\x00") * size
            self.add_udp(block, block.time_us + index * every, payload)

    def add_icmp(self, block):
        quoted = self.packets.get(block.options.get("quotes"))
        if quoted is None:
            raise SourceError(block.line, "quotes= needs the name of a frame above")
        is_v6 = ":" in block.source[0]
        quoted = quoted[: int(block.options.get("quote", 1232 if is_v6 else 548))]
        code = int(block.options.get("code", 4 if is_v6 else 3))
        error = ICMPv6DestUnreach(code=code) if is_v6 else ICMP(type=3, code=code)
        packet = self.ip(block.source[0], block.target[0], block.options.get("ttl"))
        self.emit(block.time_us, packet / error / Raw(quoted), block)

    def add_message(self, block, payload):
        gaps = str(block.options.get("gap", "0.5")).split(",")
        add, time_us = (self.add_tcp if block.transport == "tcp" else self.add_udp), block.time_us
        for copy in range(int(block.options.get("copies", 1))):
            add(block, time_us, payload)
            time_us += microseconds(gaps[min(copy, len(gaps) - 1)], block.line)

    def pcap(self):
        in_order = sorted(self.frames, key=lambda frame: frame[0])
        return pcap_bytes(Frame(*divmod(BASE_TIME_US + time_us, MICROSECONDS), len(data),
                                data[:captured]) for time_us, data, captured in in_order)


def make_capture(source):
    """The bytes of the capture that a source file describes."""
    capture = Capture()
    makers = {"segment": lambda block, _: capture.add_lone_segment(block),
              "rtp": lambda block, _: capture.add_rtp(block),
              "icmp": lambda block, _: capture.add_icmp(block)}
    for block, payload in read_source(source):
        try:
            makers.get(block.transport, capture.add_message)(block, payload)
        except (ValueError, OSError, struct.error) as error:
            raise SourceError(block.line, f"bad address or option: {error}") from None
    return capture.pcap()


def main():
    parser = argparse.ArgumentParser(description="Make captures/NAME.pcap from captures/NAME.sip.")
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    parser.add_argument("names", nargs="*", help="only these captures, without folder and suffix")
    options = parser.parse_args()
    check, failed = options.check, False
    for source in sorted(CAPTURES.glob("*.sip")):
        if options.names and source.stem not in options.names:
            continue
        target = source.with_suffix(".pcap")
        try:
            data = make_capture(source)
        except SourceError as error:
            print(f"captures/{source.name}:{error.line}: {error}", file=sys.stderr)
            failed = True
            continue
        if not check:
            target.write_bytes(data)
        elif not target.exists() or target.read_bytes() != data:
            state = "differs from its source" if target.exists() else "is missing"
            print(f"captures/{target.name} {state}", file=sys.stderr)
            failed = True
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
