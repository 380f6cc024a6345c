#!/usr/bin/python3
# order.py
# Checks that what is shown of a frame does not depend on which frames were shown before.
# SPDX-License-Identifier: GPL-2.0-or-later
"""A person clicks on frames in any order: the last first, or to and fro. sharkd shows each
capture's frames backwards and in a random order; the labels must be those that it shows going
forwards, which golden.py compares with what tshark prints.
"""

import random
import sys

import packet_details
import programs

SEED = 1


def shown(sharkd, number):
    """The labels of ours in a frame, in one text"""
    lines = packet_details.visible_labels({number: packet_details.sharkd_frame(sharkd, number)})
    if len(lines) < 2:
        raise programs.ProgramError(f"nothing of ours is shown in frame {number}")
    return "\n".join(lines)


def check(sharkd, capture):
    """What differs, as lines"""
    sharkd.load(capture)
    frames = sharkd.frames("sipexplain")
    first = {number: shown(sharkd, number) for number in frames}
    orders = [frames[::-1], random.Random(SEED).sample(frames, len(frames))]
    wrong = {number for order in orders for number in order
             if shown(sharkd, number) != first[number]}
    return [f"{capture.name}: frame {number} differs" for number in sorted(wrong)]


def check_some(plugins, captures):
    """One sharkd opens them all: it takes longer to start than to open."""
    with programs.Sharkd(plugins) as sharkd:
        return [line for capture in captures for line in check(sharkd, capture)]


def main():
    plugins = programs.argument_parser(__doc__.splitlines()[0]).parse_args().plugins
    programs.require_plugin(plugins)
    captures = programs.captures()
    wrong = [line for lines in programs.in_threads(lambda some: check_some(plugins, some),
                                                   programs.shares(captures)) for line in lines]
    print(*wrong, sep="\n")
    print(f"{len(captures)} captures, {len(wrong)} faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
