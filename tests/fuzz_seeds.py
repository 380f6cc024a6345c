#!/usr/bin/python3
# fuzz_seeds.py
# Writes what the fuzzers begin with: the hand-made captures, their messages and their bodies.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Usage: fuzz_seeds.py FOLDER

Writes FOLDER/fuzz_message, FOLDER/fuzz_sdp and FOLDER/fuzz_calls, and into each what corpus/ keeps
of the target: inputs that once broke it. FOLDER/to_cut has one message of each kind, which
fuzz_message can read cut at every length. FOLDER/fuzz.dict has the words that the plugin looks for
and the lines that the captures are made of: libFuzzer puts them into its inputs.
"""

import hashlib
import re
import shutil
import struct
import sys
from ipaddress import ip_address
from pathlib import Path

import capture_source
from fuzz_tshark import kind_of_message
from programs import CAPTURES, TESTS

TARGETS = ("fuzz_message", "fuzz_sdp", "fuzz_calls")
PLUGIN = TESTS.parent / "plugin"
WHOLE, CUT = b"\x00", b"\x01"  # the first byte of fuzz_message's input

# struct head of fuzz_calls.c.
FRAME_MARK = b"\xff"
DATAGRAM, STREAM, QUOTED, RTP, ICMP, MEDIA = 0, 3, 4, 5, 6, 7
IS_CUT, IS_IPV6 = 0x08, 0x20
PORTS = (5060, 5061, 5070, 5000, 4000, 4002, 4004, 4006, 4010, 4014, 6000, 6002, 6004, 6014, 40000,
         0)
STEPS_US = (0, 100, 300, 1000, 5000, 20000, 100000, 200000, 500000, 1000000, 2000000, 5000000,
            10000000, 32000000, 180000000, 3600000000)
RTP_FRAMES_MAX = 3
CALL_BYTES_MAX = 4096  # a longer call is cut into several seeds: the fuzzer likes them short
WORD_BYTES_MAX = 64  # libFuzzer's
WORD = re.compile(r'(?:SPAN_OF|LIST|ROW)\("([^"\\]+)"')
CALL_ID = re.compile(rb"^(?:Call-ID|i)[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)


def write(folder, data):
    """The name is the content's, so that equal seeds are one."""
    (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)


def step_of(time_us):
    """The step that is nearest to a time between two frames."""
    return min(((abs(abs(time_us) - step * times), index | times - 1 << 4)
                for index, step in enumerate(STEPS_US) for times in range(1, 9)))[1] \
        | (0x80 if time_us < 0 else 0)


def port_of(port):
    return PORTS.index(port) if port in PORTS else len(PORTS) - 1


def port_unreachable(block, quoted):
    """An ICMP error as of its own header: unreachable_stream() of media.c reads it."""
    (source, source_port), (target, target_port) = quoted.source, quoted.target
    udp = struct.pack(">HHHH", source_port, target_port, 20, 0) + b"\x80\x00" + bytes(10)
    addresses = ip_address(source).packed + ip_address(target).packed
    if ":" in block.source[0]:
        return b"\x01\x04" + bytes(6) + struct.pack(">IHBB", 6 << 28, len(udp), 17, 64) \
            + addresses + udp
    return b"\x03\x03" + bytes(6) + struct.pack(">BBHHHBBH", 0x45, 0, 48, 0, 0, 64, 17, 0) \
        + addresses + udp


def frame(kind, block, step, payload):
    (source, source_port), (target, target_port) = block.source, block.target
    kind |= IS_IPV6 if ":" in source else 0
    kind |= IS_CUT if "cut" in block.options else 0
    hosts = ip_address(source).packed[-1] % 16 | ip_address(target).packed[-1] % 16 << 4
    ports = port_of(source_port) | port_of(target_port) << 4
    return bytes((kind, hosts, ports, step)) + payload.replace(FRAME_MARK, b"\xfe")


def frames_of(pairs):
    """The frames of a call in the form of fuzz_calls.c, without what routers mirror."""
    named = {block.options.get("name"): block for block, _ in pairs}
    time_us = pairs[0][0].time_us
    for block, payload in pairs:
        step, time_us = step_of(block.time_us - time_us), block.time_us
        if block.transport == "rtp":
            for _ in range(min(RTP_FRAMES_MAX, int(block.options.get("count", 1)))):
                yield frame(RTP, block, step, bytes((0x80, int(block.options.get("pt", 8)))))
                step = step_of(20000)
        elif block.transport == "icmp":
            quoted = named.get(block.options.get("quotes"))
            if quoted:
                yield frame(ICMP, block, step, port_unreachable(block, quoted))
        elif block.transport == "data":
            yield frame(MEDIA, block, step, payload)
        else:
            kind = STREAM if block.transport == "tcp" else DATAGRAM
            cut = int(block.options.get("cut", 0))
            for _ in range(int(block.options.get("copies", 1))):
                yield frame(kind, block, step, payload[:max(cut - 42, 0) or None])
                step = step_of(500000)


def write_calls(folder, pairs):
    """A seed for each Call-ID of the capture, with the media that came after its messages."""
    calls, current = {}, b""
    for pair in sorted(pairs, key=lambda pair: pair[0].time_us):
        found = CALL_ID.search(pair[1])
        current = found[1] if found else current
        calls.setdefault(current, []).append(pair)
    for call in calls.values():
        seed = b""
        for data in frames_of(call):
            if seed and len(seed) + len(data) > CALL_BYTES_MAX:
                write(folder, seed)
                seed = b""
            seed += (FRAME_MARK if seed else b"") + data
        write(folder, seed)


def write_messages(messages, descriptions, pairs):
    for _, payload in pairs:
        if not payload:
            continue
        write(messages, WHOLE + payload)
        write(messages, CUT + payload)
        start = payload.find(b"v=0")
        if start >= 0:
            write(descriptions, payload[start:])


def write_to_cut(folder, pairs):
    folder.mkdir(exist_ok=True)
    for payload in {kind_of_message(payload): payload for _, payload in pairs}.values():
        write(folder, WHOLE + payload)


def words(pairs):
    """What the plugin looks for, and lines as they are; those that identify a call apart."""
    for source in PLUGIN.rglob("*.c"):
        if source.parent.name == "shards":
            continue
        yield from map(str.encode, WORD.findall(source.read_text()))
    for _, payload in pairs:
        for line in payload.split(b"\r\n"):
            if not re.match(rb"(Via|From|To|Call-ID|o=)\b", line, re.IGNORECASE):
                yield line + b"\r\n"


def write_dictionary(path, pairs):
    kept = sorted({word for word in words(pairs) if 2 < len(word) <= WORD_BYTES_MAX})
    quoted = ("".join(chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}"
                      for byte in word) for word in kept)
    path.write_text("".join(f'"{word}"\n' for word in quoted))


def main():
    folders = [Path(sys.argv[1]) / target for target in TARGETS]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        for kept in sorted((TESTS / "corpus" / folder.name).glob("*")):
            shutil.copy(kept, folder)
    captures = [capture_source.read_source(source) for source in sorted(CAPTURES.glob("*.sip"))]
    for pairs in captures:
        write_messages(folders[0], folders[1], pairs)
        write_calls(folders[2], pairs)
    pairs = [pair for pairs in captures for pair in pairs]
    write_to_cut(Path(sys.argv[1]) / "to_cut", pairs)
    write_dictionary(Path(sys.argv[1]) / "fuzz.dict", pairs)


if __name__ == "__main__":
    main()
