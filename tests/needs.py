#!/usr/bin/python3
# needs.py
# Checks that what a rule needs to be asked never hides a finding of it.
# SPDX-License-Identifier: GPL-2.0-or-later
"""A rule is asked only with messages of its methods that meet its needs (plugin/diagnosis/need.h).
The plugin of this test asks the others too, and names on the console each that finds something;
and each detail that is written when it is shown, and is not then what it was when it was found.
All captures are read as one file: whole, cut short, each packet twice, and with the clock set back.
SIPEXPLAIN_EXTRA_CAPTURES may name a folder with more.
"""

import os
import sys
from pathlib import Path

import mode_captures
import pcap_file
import programs

CUT_BYTES, CLOCK_SECONDS = (200, 400, 700), 5
REPORTED = 20


def written(frames, path):
    pcap_file.write_frames(path, frames)
    return path


def cut(frames, length):
    return [pcap_file.Frame(frame.seconds, frame.microseconds, frame.length, frame.data[:length])
            for frame in frames]


def files(captures, folder):
    """The captures in one file, in each way"""
    together = mode_captures.AllCaptures(captures)
    frames = together.plain()
    yield written(frames, folder / "whole.pcap")
    yield written([frame for frame in frames for _ in range(2)], folder / "twice.pcap")
    yield written(together.with_clock_set_back(CLOCK_SECONDS), folder / "clock-back.pcap")
    for length in CUT_BYTES:
        yield written(cut(frames, length), folder / f"cut-{length}.pcap")


def hidden(plugins, capture):
    """What the plugin names, as lines"""
    said = programs.run(plugins, "tshark", "-n", "-2", "-r", capture,
                        *programs.field_options(["sipexplain.finding.detail"])).stderr
    return [f"{capture.name}: {line}" for line in said.splitlines()
            if line.startswith(("hidden:", "changed:"))]


def extra_captures():
    folder = os.environ.get("SIPEXPLAIN_EXTRA_CAPTURES")
    return sorted(Path(folder).rglob("*.pcap*")) if folder else []


def main():
    arguments = programs.argument_parser(__doc__.splitlines()[0]).parse_args()
    programs.require_plugin(arguments.plugins)
    captures = programs.captures()
    with programs.scratch_folder() as folder:
        read = list(files(captures, folder)) + extra_captures()
        found = programs.in_threads(lambda capture: hidden(arguments.plugins, capture), read)
    wrong = [line for lines in found for line in lines]
    print("\n".join(wrong[:REPORTED]))
    print(f"{len(read)} files, {len(wrong)} findings hidden or changed")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
