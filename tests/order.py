#!/usr/bin/python3
# order.py
# Checks that what is shown of a frame does not depend on which frames were shown before.
# SPDX-License-Identifier: GPL-2.0-or-later
"""A person clicks on frames in any order: the last first, or to and fro. sharkd shows each capture's
frames forwards, backwards and in a random order; the lines must be the same, and the findings
those of one pass of tshark.
"""

import random
import sys

import programs

SEEDS = (1,)


def shown(node):
    """The labels of an item and those below it, of ours only"""
    lines = [node["l"]]
    for child in node.get("n", []):
        lines += shown(child)
    return lines


def show(sharkd, frame):
    tree = sharkd.ask("frame", frame=frame, proto=True).get("tree", [])
    return [line for item in tree if item["l"].startswith("[SIP Explain")
            or item["l"].startswith("SIP Explain") for line in shown(item)]


def findings_in_one_pass(plugins, capture):
    text = programs.tshark(plugins, "-r", capture, "-Y", "sipexplain.finding", "-T", "fields",
                           "-E", "aggregator=|", "-e", "frame.number", "-e", "sipexplain.finding")
    return {int(line.split("\t")[0]): line.split("\t")[1].split("|") for line in text.splitlines()}


def findings_of(lines):
    return [line.strip("[]").removeprefix("Finding: ").split(": ")[0] for line in lines
            if line.strip("[]").startswith("Finding: ")]


def check(plugins, capture):
    """What differs, as lines"""
    with programs.Sharkd(plugins) as sharkd:
        sharkd.load(capture)
        frames = sharkd.frames("sipexplain")
        first = {frame: show(sharkd, frame) for frame in frames}
        orders = [list(reversed(frames))]
        for seed in SEEDS:
            orders.append(random.Random(seed).sample(frames, len(frames)))
        wrong = {frame for order in orders for frame in order if show(sharkd, frame) != first[frame]}
    made = findings_in_one_pass(plugins, capture)
    wrong |= {frame for frame in frames if findings_of(first[frame]) != made.get(frame, [])}
    return [f"{capture.name}: frame {frame} differs" for frame in sorted(wrong)]


def main():
    plugins = programs.argument_parser(__doc__.splitlines()[0]).parse_args().plugins
    programs.require_plugin(plugins)
    captures = programs.captures()
    wrong = [line for lines in programs.in_threads(lambda capture: check(plugins, capture), captures)
             for line in lines]
    print(*wrong, sep="\n")
    print(f"{len(captures)} captures, {len(wrong)} faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
