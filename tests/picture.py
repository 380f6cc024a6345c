# picture.py
# Takes pictures of an X server without a screen, and makes PNG files of them.
# SPDX-License-Identifier: GPL-2.0-or-later

import struct
import zlib
from collections import Counter

XWD_HEADER = struct.Struct(">25I")
XWD_COLOUR_BYTES, PIXEL_BYTES = 12, 4
PALETTE = 256


class FrameBuffer:
    """What an X server shows, from the file that it keeps it in (the format of xwd)."""

    def __init__(self, path):
        self.path = path

    def header(self):
        return XWD_HEADER.unpack_from(self.path.read_bytes())

    def rows(self, area):
        """The pixels of an area, one memoryview of 32-bit numbers a row"""
        data = self.path.read_bytes()
        header = XWD_HEADER.unpack_from(data)
        size, bytes_per_line, colours = header[0], header[12], header[19]
        left, top, width, height = area
        begin = size + colours * XWD_COLOUR_BYTES + left * PIXEL_BYTES
        return [memoryview(data)[at:at + width * PIXEL_BYTES].cast("I")
                for at in range(begin + top * bytes_per_line,
                                begin + (top + height) * bytes_per_line, bytes_per_line)]

    def is_blank(self):
        width, height = self.header()[4:6]
        return len({pixel for row in self.rows((0, 0, width, height)) for pixel in row}) <= 1


def palette_of(rows):
    """The colours of a picture, and {pixel: index}: the rarest pixels take the nearest colour."""
    counts = Counter(pixel for row in rows for pixel in row)
    colours = [tuple(pixel.to_bytes(PIXEL_BYTES, "big")[1:])
               for pixel, _ in counts.most_common(PALETTE)]
    index = {}
    for pixel in counts:
        wanted = pixel.to_bytes(PIXEL_BYTES, "big")[1:]
        index[pixel] = min(range(len(colours)), key=lambda at: sum(
            (have - want) ** 2 for have, want in zip(colours[at], wanted)))
    return colours, index


def png(rows):
    """A picture of the rows of pixels, as the bytes of a PNG file with a palette"""
    def chunk(kind, data):
        return (struct.pack(">I", len(data)) + kind + data +
                struct.pack(">I", zlib.crc32(kind + data)))

    colours, index = palette_of(rows)
    size = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 3, 0, 0, 0)
    lines = b"".join(b"\0" + bytes(index[pixel] for pixel in row) for row in rows)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) +
            chunk(b"PLTE", bytes(part for colour in colours for part in colour)) +
            chunk(b"IDAT", zlib.compress(lines, 9)) + chunk(b"IEND", b""))
