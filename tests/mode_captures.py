# mode_captures.py
# All captures in one file, and what modes.py changes in it: twins, copies, clocks, lengths.
# SPDX-License-Identifier: GPL-2.0-or-later
"""The captures stand one behind the other, an hour between them, and no two share a Call-ID."""

import re
import string
import struct
from collections import defaultdict
from dataclasses import dataclass

import programs
from pcap_file import MICROSECONDS, read_frames, write_frames

GAP_US = 3600 * MICROSECONDS
SERIAL_SIZE = 5  # what a Call-ID begins with instead of its own first characters
# The hosts of a twin with IPv6, as text and as the bytes of an address.
HOSTS_V6 = {b"2001:db8:": b"2001:db9:", b"fd00:20:": b"fd00:29:",
            b"\x20\x01\x0d\xb8": b"\x20\x01\x0d\xb9",
            b"\xfd\x00\x00\x20": b"\xfd\x00\x00\x29"}
IPV4, IPV6 = b"\x08\x00", b"\x86\xdd"  # what an Ethernet frame has at 12
# Where they begin in one with IPv4, and in what an ICMP error quotes.
ADDRESSES, QUOTED_ADDRESSES, ICMP = (26, 30), (54, 58), b"\x01"
NAMED_ADDRESS = re.compile(rb"\b(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}\b")
TCP, SEQUENCE_NUMBERS = 6, struct.Struct(">2I")
TCP_STEP = 10**7  # from one capture's connections to the next one's
# What is made up at random and so differs in a twin: each letter and digit of it becomes another.
RANDOM = re.compile(rb"(z9hG4bK|\btag\s*=\s*)([\w.-]+)", re.IGNORECASE)
# Values that legs of one call share; what is no Call-ID gets other digits.
SHARED = re.compile(rb"^((?:Session-ID|X-CID|X-Call-ID|P-Charging-Vector|Cisco-Guid|h323-conf-id)"
                    rb"\s*:\s*)([^\r\n]+)", re.IGNORECASE | re.MULTILINE)
BRANCH = re.compile(r"(z9hG4bK)([\w.-]+)")
TOLD = re.compile(r'(?<=")([\w.-]+)(?=")|(?<=tag )([\w.-]+)')
LETTERS = (string.ascii_letters + string.digits).encode()
OTHER_DIGITS = bytes.maketrans(b"0123456789", b"5678901234")
OTHER_LETTERS = (LETTERS[7:26] + LETTERS[:7] + LETTERS[33:52] + LETTERS[26:33] + LETTERS[57:]
                 + LETTERS[52:57])
TWIN_US = 700  # so much later than its original


@dataclass
class Call:
    """What a Call-ID of the file means."""

    capture: str
    name: str  # the Call-ID there

    def __str__(self):
        return f"{self.capture} {self.name}" if self.name else self.capture


def replacing(words):
    """A function that replaces words in bytes, each as a whole before those that begin it"""
    longest_first = sorted(words, key=len, reverse=True)
    pattern = re.compile(b"|".join(map(re.escape, longest_first)))
    return lambda data: pattern.sub(lambda found: words[found[0]], data) if words else data


class Letters:
    """Gives bytes other tags and branches, and remembers which stands for which"""

    def __init__(self, call_ids):
        self.call_ids = re.compile(b"|".join(re.escape(name.encode()) for name in call_ids))
        self.table, self.original = bytes.maketrans(LETTERS, OTHER_LETTERS), {}
        self.inverse = str.maketrans(OTHER_LETTERS.decode(), LETTERS.decode())

    def change(self, data):
        return SHARED.sub(self.replace_shared, RANDOM.sub(self.replace, data))

    def replace_shared(self, found):
        return found[0] if self.call_ids.search(found[2]) else \
            found[1] + found[2].translate(OTHER_DIGITS)

    def replace(self, found):
        word = found[2].translate(self.table)
        self.original[word.decode()] = found[2].decode()
        return found[1] + word

    def back(self, text):
        """Where a text tells them: in quotes, or behind the word tag; a branch may be cut off"""
        text = BRANCH.sub(lambda found: found[1] + found[2].translate(self.inverse), text)
        return TOLD.sub(lambda found: self.original.get(found[0], found[0]), text)


def tcp_header(data):
    """Where it begins in an Ethernet frame; None: there is none, or not all of it"""
    at, protocol = {IPV4: (34, 23), IPV6: (54, 20)}.get(data[12:14], (0, 0))
    return at if at and len(data) >= at + 12 and data[protocol] == TCP else None


def on_own_connections(frames, number):
    """A capture's connections begin at other numbers than those of another capture: else a second
    one between the same ports is taken for a retransmission of the first."""
    moved = []
    for frame in frames:
        at = tcp_header(frame.data)
        if at:
            numbers = ((value + number * TCP_STEP) % 2**32
                       for value in SEQUENCE_NUMBERS.unpack_from(frame.data, at + 4))
            frame = frame.at(frame.time_us, frame.data[:at + 4] + SEQUENCE_NUMBERS.pack(*numbers)
                             + frame.data[at + 12:])
        moved.append(frame)
    return moved


def frames_of(captures):
    """{capture: its frames}"""
    return {capture: on_own_connections(read_frames(capture), number)
            for number, capture in enumerate(captures)}


def call_ids(frames):
    """{capture: {frame: the Call-IDs in it}} of the frames with SIP, of what frames_of() gives"""
    found = {capture: {} for capture in frames}
    places = [(capture, number) for capture, some in frames.items()
              for number, _ in enumerate(some, 1)]
    with programs.scratch_folder() as folder:
        write_frames(folder / "all.pcap", [frame for some in frames.values() for frame in some])
        text = programs.tshark(programs.STOCK, "-r", folder / "all.pcap", "-Y", "sip", "-T",
                               "fields", "-E", "aggregator=|", "-e", "frame.number", "-e",
                               "sip.Call-ID")
    for line in text.splitlines():
        place, names = line.split("\t")
        capture, number = places[int(place) - 1]
        found[capture][number] = names.split("|")
    return found


def networks(frames):
    """The first three bytes of each IPv4 address"""
    return {frame.data[at:at + 3] for frame in frames if frame.data[12:14] == IPV4
            for at in ADDRESSES}


def named_networks(frames):
    """Those that texts name"""
    named = {tuple(map(int, found[1].split(b"."))) for frame in frames
             for found in NAMED_ADDRESS.finditer(frame.data)}
    return {bytes(network) for network in named if max(network) < 256}


def text_of(network):
    return b".".join(str(byte).encode() for byte in network) + b"."


def other_networks(frames):
    """{a network: that of its twins}"""
    own, others = networks(frames), {}
    used = own | named_networks(frames)
    for network in sorted(own):
        beside = (network[:2] + bytes([byte]) for byte in range(256))
        twin = next(other for other in beside
                    if other not in used and len(text_of(other)) == len(text_of(network)))
        used.add(twin)
        others[network] = twin
    return others


class AllCaptures:
    """The frames of all captures with other Call-IDs and times."""

    def __init__(self, captures):
        self.calls = {}  # Call-ID in the file: Call
        self.serials = {}  # (capture's name, what its Call-IDs begin with): what stands for that
        self.renamed = {}  # (capture's name, its Call-ID): the Call-ID in the file
        self.rename_in = {}  # capture: what gives its bytes these Call-IDs
        self.frames = []  # in order of the captures: lists of frames
        read, time_us = frames_of(captures), 0
        self.ids = call_ids(read)
        for capture, frames in read.items():
            rename = self.rename(capture)
            self.rename_in[capture] = rename
            begin_us = time_us = max(time_us, frames[0].time_us) if frames else time_us
            moved = [frame.at(begin_us + frame.time_us - frames[0].time_us, rename(frame.data))
                     for frame in frames]
            self.frames.append(moved)
            time_us = max((frame.time_us for frame in moved), default=time_us) + GAP_US
        self.networks = other_networks(self.plain())
        self.hosts = HOSTS_V6 | {text_of(network): text_of(twin)
                                 for network, twin in self.networks.items()}

    def new_ids(self, capture, names):
        """{Call-ID: another}: what one is made of stays what another is made of"""
        new = {}
        for name in sorted(names, key=len):
            inner = max((known for known in new if known in name), key=len, default=None)
            beginning = capture, name[:SERIAL_SIZE]
            if inner:
                new[name] = name.replace(inner, new[inner])
            elif len(name) > SERIAL_SIZE:
                serial = self.serials.setdefault(beginning, len(self.serials))
                new[name] = f"{serial:0{SERIAL_SIZE}d}{name[SERIAL_SIZE:]}"
        self.calls |= {other: Call(capture, name) for name, other in new.items()}
        return new

    def rename(self, capture):
        """What gives the frames of a capture other Call-IDs"""
        names = {name for some in self.ids[capture].values() for name in some}
        new = self.new_ids(capture.name, names)
        self.renamed |= {(capture.name, name): new.get(name, name) for name in names}
        return replacing({name.encode(): other.encode() for name, other in new.items()})

    def plain(self):
        return [frame for frames in self.frames for frame in frames]

    def with_twins(self):
        """Each capture beside a copy of it at the same time, of other hosts, Call-IDs, tags and
        branches; and which Call-ID of a copy stands for which"""
        of_capture = defaultdict(set)
        for name, call in self.calls.items():
            of_capture[call.capture].add(name)
        twins = {}
        for capture, names in of_capture.items():
            twins |= self.new_ids(capture, names)
        change = replacing(self.hosts | {name.encode(): twin.encode()
                                         for name, twin in twins.items()})
        self.letters, mixed = Letters(twins), []
        for frames in self.frames:
            both = frames + [frame.at(frame.time_us + TWIN_US,
                                      change(self.letters.change(self.readdressed(frame.data))))
                             for frame in frames]
            mixed += sorted(both, key=lambda frame: frame.time_us)
        return mixed, {twin: name for name, twin in twins.items()}

    def readdressed(self, data):
        """A frame with the twins of its IPv4 addresses, and of those that an ICMP error quotes"""
        if data[12:14] != IPV4:
            return data
        for at in ADDRESSES + QUOTED_ADDRESSES if data[23:24] == ICMP else ADDRESSES:
            network = data[at:at + 3]
            data = data[:at] + self.networks.get(network, network) + data[at + 3:]
        return data

    def untwin(self, original):
        """A function that gives a text about a copy the words of the original"""
        back = replacing({twin: host for host, twin in self.hosts.items() if host[-1:] in b".:"} |
                         {twin.encode(): name.encode() for twin, name in original.items()})
        return lambda text: self.letters.back(back(text.encode()).decode())

    def without_cut_frames(self):
        """The captures that have none"""
        return [frame for frames in self.frames if not any(frame.is_cut for frame in frames)
                for frame in frames]

    def with_clock_set_back(self, seconds):
        """In the middle of each capture"""
        return [frame.at(frame.time_us - (seconds * MICROSECONDS if at >= len(frames) // 2 else 0))
                for frames in self.frames for at, frame in enumerate(frames)]
