# pcap_file.py
# Reads and writes the frames of capture files, for tests that change captures.
# SPDX-License-Identifier: GPL-2.0-or-later
"""The shipped captures are pcap files in little-endian order with microseconds."""

import struct
from dataclasses import dataclass

HEADER = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1)
RECORD = struct.Struct("<4I")
SECTION_BLOCK, INTERFACE_BLOCK, SIMPLE_BLOCK = 0x0A0D0D0A, 1, 3
MICROSECONDS = 1000000


@dataclass
class Frame:
    """A record of a pcap file."""

    seconds: int
    microseconds: int
    length: int  # on the wire
    data: bytes

    @property
    def is_cut(self):
        return len(self.data) < self.length

    @property
    def time_us(self):
        return self.seconds * MICROSECONDS + self.microseconds

    def at(self, time_us, data=None):
        """The same frame at another time, with other bytes if there are any"""
        data = self.data if data is None else data
        return Frame(*divmod(time_us, MICROSECONDS), self.length, data)

    def record(self):
        return RECORD.pack(self.seconds, self.microseconds, len(self.data),
                           self.length) + self.data


def read_frames(path, most=None):
    data, at, frames = path.read_bytes(), len(HEADER), []
    while at < len(data) and len(frames) != most:
        seconds, microseconds, captured, length = RECORD.unpack_from(data, at)
        at += RECORD.size
        frames.append(Frame(seconds, microseconds, length, data[at:at + captured]))
        at += captured
    return frames


def pcap_bytes(frames):
    """A whole pcap file"""
    return HEADER + b"".join(frame.record() for frame in frames)


def write_frames(path, frames):
    path.write_bytes(pcap_bytes(frames))


def block(kind, body):
    """A block of a pcapng file"""
    body += bytes(-len(body) % 4)
    length = struct.pack("<I", 12 + len(body))
    return struct.pack("<I", kind) + length + body + length


def write_without_times(path, frames):
    """As a pcapng file of Simple Packet Blocks, which hold no time"""
    blocks = [block(SECTION_BLOCK, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)),
              block(INTERFACE_BLOCK, struct.pack("<HHI", 1, 0, 0))]
    blocks += [block(SIMPLE_BLOCK, struct.pack("<I", len(frame.data)) + frame.data)
               for frame in frames]
    path.write_bytes(b"".join(blocks))


def has_cut_frame(path):
    """Whether the snapshot length cut a frame of a pcap file"""
    return any(frame.is_cut for frame in read_frames(path))
