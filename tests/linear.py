#!/usr/bin/python3
# linear.py
# Checks that twice as much of anything costs the plugin twice as much, not four times.
# SPDX-License-Identifier: GPL-2.0-or-later
"""For each kind of bounds_captures.py, instructions of tshark with the plugin less those without,
for n and for twice n, each less those for nothing: starting up. Stock Wireshark's own growth, which
is not always linear, falls out. Counts are valgrind's, the same on each machine and day.
"""

import sys
from dataclasses import dataclass

import bounds_captures
import programs

# Twice is linear; a table that grows may add to it, a square makes four.
MOST = 2.5
LOOKED_AT = ["-Y", "sipexplain.code == 999"]
SERVERS = ["-q", "-z", "sipexplain,servers"]


@dataclass
class Growth:
    """What is read twice, once of twice the length."""

    kind: str
    count: int
    ours: list  # options of tshark that make the plugin work
    stock: list  # ... and what makes stock do the same without it


def growths():
    counts = {"transactions": 400, "calls": 400, "servers": 400, "challenges": 400,
              "responses": 500, "repeats": 400, "forks": 500, "reliable": 150, "streams": 500,
              "same-hash": 500, "rows": 1500, "media-lines": 1500, "formats": 4000, "parts": 1500,
              "frame": 800}
    looked_at = [Growth(kind, count, LOOKED_AT, ["-Y", "sip.Status-Code == 999"])
                 for kind, count in counts.items()]
    tables = [Growth("busy-servers", 400, SERVERS, ["-q", "-z", "sip,stat"]),
              Growth("calls", 300, ["-q", "-z", "sipexplain,calls"], ["-q", "-z", "sip,stat"]),
              Growth("calls", 300, ["-q", "-z", "sipexplain,ladder"], ["-q", "-z", "sip,stat"]),
              Growth("calls", 300, ["-q", "-z", "sipexplain,report"], ["-q", "-z", "sip,stat"]),
              Growth("phrases", 400, ["-q", "-z", "sipexplain,tree"], ["-q", "-z", "sip,stat"]),
              Growth("frame", 300, ["-V"], ["-V"])]
    return looked_at + tables


@dataclass
class Place:
    """What is run, and where its captures are"""

    plugins: programs.Path
    steady: programs.Path
    folder: programs.Path


def costs(growth, place):
    """Instructions of ours for the count and for twice the count, starting up included"""
    found = []
    for count in (growth.count, 2 * growth.count):
        capture = place.folder / f"{growth.kind}-{count}-{growth.ours[-1].replace(' ', '')}.pcap"
        bounds_captures.write(growth.kind, count, capture)
        found.append(programs.count_instructions(place.plugins, place.steady, "-r", capture,
                                                 *growth.ours) -
                     programs.count_instructions(programs.STOCK, place.steady, "-r", capture,
                                                 *growth.stock))
    return found


def report(growth, place, starting):
    """Prints one line, at once; whether it is linear"""
    once, twice = (cost - starting[growth.ours[-1]] for cost in costs(growth, place))
    ratio = twice / max(once, 1)
    print(f"{growth.kind:13} {growth.count:7} {once // growth.count:8} instructions each, "
          f"twice as many cost {ratio:.2f} times as much: {growth.ours[-1]}"
          f"{'' if ratio <= MOST else ': NOT LINEAR'}", flush=True)
    return ratio <= MOST


def main():
    parser = programs.argument_parser(__doc__.splitlines()[0])
    programs.add_steady(parser)
    parser.add_argument("--kind", help="only this kind")
    parser.add_argument("--times", type=int, default=1, help="captures so many times as long")
    arguments = parser.parse_args()
    programs.require_plugin(arguments.plugins)
    wanted = [growth for growth in growths() if arguments.kind in (None, growth.kind)]
    for growth in wanted:
        growth.count *= arguments.times
    with programs.scratch_folder() as folder:
        place = Place(arguments.plugins, arguments.steady, folder)
        starting = {growth.ours[-1]: growth for growth in wanted}
        nothing = programs.in_threads(
            lambda growth: costs(Growth("calls", 0, growth.ours, growth.stock), place)[0],
            starting.values())
        starting = dict(zip(starting, nothing))
        linear = programs.in_threads(
            lambda growth: report(growth, place, starting), wanted)
    wrong = linear.count(False)
    print(f"{len(wanted)} kinds, {wrong} not linear")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
