#!/usr/bin/python3
# fuzz_seeds.py
# Writes what the fuzzers begin with: the messages of the hand-made captures and their bodies.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Usage: fuzz_seeds.py MESSAGE-FOLDER SDP-FOLDER"""

import hashlib
import sys
from pathlib import Path

import capture_source
from programs import CAPTURES

WHOLE, CUT = b"\x00", b"\x01"  # the first byte of fuzz_message's input


def write(folder, data):
    """The name is the content's, so that equal seeds are one."""
    (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)


def main():
    messages, descriptions = map(Path, sys.argv[1:3])
    for source in sorted(CAPTURES.glob("*.sip")):
        for _, payload in capture_source.read_source(source):
            if not payload:
                continue
            write(messages, WHOLE + payload)
            write(messages, CUT + payload)
            start = payload.find(b"v=0")
            if start >= 0:
                write(descriptions, payload[start:])


if __name__ == "__main__":
    main()
