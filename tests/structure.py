#!/usr/bin/python3
# structure.py
# Checks that the rooms of the plugin lie one upon the other, and that none is a house of its own.
# SPDX-License-Identifier: GPL-2.0-or-later
"""What the sources include says how they lie: a room includes what lies below it and nothing above;
no three files include each other in a circle (two may: a file and the part that was taken out of
it); the rooms of plain C include nothing of Wireshark; only compat.h asks for a version of it; no
file of logic is long, and no room holds more than its share of the lines.
"""

import re
import sys
from collections import defaultdict

import programs

PLUGIN = programs.TESTS.parent / "plugin"
# Each room with the rooms and the single files that it may include, beside itself.
EVERYWHERE = {"compat.h", "plain.h"}
BELOW = {
    "message": set(),
    "catalogue": set(),
    "memory": {"message"},
    "capture": {"message", "memory"},
    "call": {"message", "memory", "capture"},
    "question": {"message", "memory", "capture", "call", "catalogue"},
    "diagnosis": {"message", "memory", "capture", "call", "catalogue", "question", "preferences.h"},
    "display": {"message", "memory", "capture", "call", "catalogue", "question", "diagnosis",
                "preferences.h"},
    "shards": {"message", "memory", "call"},
}
PLAIN_ROOMS = ("message", "catalogue")
# The user's table of notes, which Wireshark edits.
NOT_PLAIN = "catalogue/site_note_table"
PLAIN_INCLUDES = {"plain.h", "inttypes.h", "limits.h", "stdbool.h", "stddef.h", "stdint.h",
                  "stdio.h", "stdlib.h", "string.h"}
INCLUDE = re.compile(r'^#include ["<]([^">]+)[">]', re.MULTILINE)
VERSION = re.compile(r"WIRESHARK_VERSION|VERSION_(?:MAJOR|MINOR|MICRO)")
LINES_MAX = 400
# Prose, an entry a code.
PROSE = "catalogue/responses_"
SHARE_MAX = 30


def room(file):
    """The folder of a file, or the file itself where it lies beside the rooms"""
    return file.split("/")[0]


def module(file):
    """A file and its header"""
    return file.rsplit(".", 1)[0]


class Sources:
    """All files of the plugin, by their paths in it."""

    def __init__(self):
        self.texts = {str(path.relative_to(PLUGIN)): path.read_text("utf-8")
                      for path in sorted(PLUGIN.rglob("*.[ch]"))}
        self.included = {file: INCLUDE.findall(text) for file, text in self.texts.items()}

    def own_includes(self, file):
        """Those of our files"""
        folder = file.rpartition("/")[0]
        for name in self.included[file]:
            beside = f"{folder}/{name}" if folder else name
            yield from [path for path in (beside, name) if path in self.texts][:1]

    def upward(self):
        for file in self.texts:
            here = room(file)
            for other in self.own_includes(file) if here in BELOW else ():
                if room(other) not in {here} | BELOW[here] | EVERYWHERE:
                    yield f"{file} includes {other}, which does not lie below it"

    def not_plain(self):
        for file, names in self.included.items():
            if room(file) in PLAIN_ROOMS and module(file) != NOT_PLAIN:
                own = {name for name in names if f"{room(file)}/{name}" in self.texts}
                for name in set(names) - own - PLAIN_INCLUDES:
                    yield f"{file} is plain C, and includes {name}"

    def versions(self):
        for file, text in self.texts.items():
            if file != "compat.h" and VERSION.search(text):
                yield f"{file} asks for a version of Wireshark: compat.h does"

    def long_files(self):
        for file, text in self.texts.items():
            count = text.count("\n")
            if count > LINES_MAX and not file.startswith(PROSE):
                yield f"{file} has {count} lines, more than {LINES_MAX}"

    def circles(self):
        """Three files and more, each of which includes the next one, over however many"""
        reached, graph = {}, defaultdict(set)
        for file in self.texts:
            graph[module(file)] |= {module(other) for other in self.own_includes(file)}
        for start in graph:
            reached[start], waiting = set(), [start]
            while waiting:
                new = graph[waiting.pop()] - reached[start]
                reached[start] |= new
                waiting += new
        circles = {tuple(sorted({other for other in reached[start] if start in reached[other]}))
                   for start in graph}
        for circle in sorted(circles):
            if len(circle) > 2:
                yield "a circle of includes: " + ", ".join(circle)

    def shares(self):
        """{room: percent of the lines of all}"""
        lines = defaultdict(int)
        for file, text in self.texts.items():
            lines[room(file)] += text.count("\n")
        return {name: 100 * lines[name] / sum(lines.values()) for name in BELOW}

    def full_rooms(self):
        for name, percent in self.shares().items():
            if percent > SHARE_MAX:
                yield f"{name} has {percent:.0f} % of the lines, more than {SHARE_MAX}"


def main():
    sources = Sources()
    wrong = [line for lines in (sources.upward(), sources.not_plain(), sources.versions(),
                                sources.long_files(), sources.circles(), sources.full_rooms())
             for line in lines]
    print(*(f"FAILED {line}" for line in wrong), sep="\n")
    print(", ".join(f"{name} {percent:.0f} %" for name, percent in sources.shares().items()))
    print(f"{len(sources.texts)} files, {len(wrong)} faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
