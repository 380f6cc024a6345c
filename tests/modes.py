#!/usr/bin/python3
# modes.py
# Compares what is found in each call in all the ways that a capture can be read.
# SPDX-License-Identifier: GPL-2.0-or-later
"""All captures are read as one file, in each MODE. Where the mode takes nothing away, each call has
the findings, and the same details, that two passes of tshark give it. Where it does, as a read
filter or a shorter snapshot length, there may be fewer; but there is no finding above Chat that the
whole call does not have. In each frame our codes are those of the stock dissector; and a frame that
we name is one of the same call, or of one that is named in the whole capture too.

tests/modes.txt lists what is different all the same, with its reason: mode, sign, what, why. "+" a
finding that is made in that mode only, "-" one that is lost, "~" one with another detail, "!" a
field. A line there that nothing is different for fails, but for one whose reason says "some
versions": Wireshark's own reading differs.
"""

import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import findings
import mode_captures
import pcap_file
import programs
from mode_tables import (AGGREGATOR, FRAME_FIELDS, by_call, expected_table, read_table,
                         related_calls, sharkd_shown, tshark_shown, with_numbers, without_numbers)

LISTED = programs.TESTS / "modes.txt"
CUT_BYTES, CLOCK_SECONDS = 400, 5
TABLE_FILTER = "ip.addr == 10.0.0.9"
REPORTED = 4
SOME_VERSIONS = "some versions:"
# How a mode is compared: all of it; which findings there are; whether there are loud ones that the
# whole call does not have.
SAME, FINDINGS, QUIET = range(3)


@dataclass
class Mode:
    """A way to read a capture."""

    name: str
    file: str
    options: list
    level: int = SAME
    has_numbers: bool = True  # a frame has the number that it has in the plain run


# What is dropped was read all the same: a call keeps the findings of the frames that are left.
FILTERS = {
    "filter-sip": "sip",
    "filter-responses": "sip.Status-Code",
    "filter-requests": "sip.Method",
    "filter-no-ack": '!(sip.Method == "ACK")',
    "filter-no-invite": '!(sip.Method == "INVITE")',
    "filter-half": "ip.id & 1 || ipv6 || tcp",
}
MODES = [
    Mode("one-pass", "plain", []),
    Mode("tap", "whole", programs.TAP_MODE),
    Mode("tables", "plain", [word for name in ("calls", "servers", "tree", "calls,ip", "servers,ip")
                             for word in ("-z", f"sipexplain,{name}")]),
    Mode("no-time", "no-time", ["-2"], FINDINGS),
    Mode("cut", "cut", ["-2"], QUIET),
    Mode("twice", "twice", ["-2"], FINDINGS, has_numbers=False),
    Mode("clock-back", "clock-back", ["-2"], QUIET),
]


class Files:
    """The capture files, made of all captures."""

    def __init__(self, captures, folder):
        self.all, self.folder = mode_captures.AllCaptures(captures), folder
        plain = self.all.plain()
        twins, self.original = self.all.with_twins()
        self.write("plain", plain)
        self.write("whole", self.all.without_cut_frames())
        self.write("twin", twins)
        self.write("twice", [frame for frame in plain for _ in range(2)])
        self.write("clock-back", self.all.with_clock_set_back(CLOCK_SECONDS))
        self.write("cut", [pcap_file.Frame(frame.seconds, frame.microseconds, frame.length,
                                           frame.data[:CUT_BYTES]) for frame in plain])
        pcap_file.write_without_times(self.path("no-time"), self.all.without_cut_frames())

    def path(self, name):
        return self.folder / f"{name}.pcap"

    def write(self, name, frames):
        pcap_file.write_frames(self.path(name), frames)


@dataclass
class Differences:
    """What a mode shows otherwise: {(sign, what): examples}."""

    mode: str
    files: Files
    found: dict = field(default_factory=lambda: defaultdict(list))

    def add(self, sign, what, calls, text=""):
        named = " and ".join(str(self.files.all.calls.get(name, name))
                             for name in calls.split(AGGREGATOR))
        self.found[sign, what].append(f"{named}{text}")

    def of_findings(self, calls, base, other):
        """Each with its detail, as often"""
        for name in {name for name, _ in base | other}:
            before, after = ({text: count for (one, text), count in counts.items() if one == name}
                             for counts in (base, other))
            if before != after:
                more = sum(after.values()) - sum(before.values())
                sign = "+" if more > 0 else "-" if more < 0 else "~"
                self.add(sign, name, calls, f": {list(before)} is {list(after)}")

    def of_names(self, calls, base, other, is_judged):
        """Which findings there are"""
        before, after = {name for name, _ in base}, {name for name, _ in other}
        for sign, names in ("+", after - before), ("-", before - after):
            for name in names:
                if is_judged(sign, name):
                    self.add(sign, name, calls, f": {[text for one, text in other if one == name]}")

    def of_codes(self, table):
        for number, message in table.items():
            if message.codes != message.stock_codes:
                self.add("!", "code", message.calls,
                         f" frame {number}: {message.codes} for {message.stock_codes}")

    def of_named_frames(self, table, related):
        """Numbers that a field of ours gives, of frames of a call that has nothing to do with it"""
        for number, message in table.items():
            for name, frames in message.named.items():
                known = related.get((name, message.calls), set()) | message.ids
                foreign = [frame for frame in frames
                           if frame in table and not table[frame].ids & known]
                if foreign:
                    self.add("!", name, message.calls, f" frame {number} names {foreign}")

    def of_requests(self, table):
        """A request that has another CSeq than the response, or is none"""
        for number, message in table.items():
            for frame in message.named.get("request_in", []):
                there = table.get(frame)
                if not there or there.cseqs and message.cseqs and \
                        not message.numbered_cseqs & there.numbered_cseqs:
                    self.add("!", "request_in", message.calls, f" frame {number} names {frame}")


class Comparison:
    """Of each mode with the plain run."""

    def __init__(self, plugins, files):
        self.plugins, self.files = plugins, files
        self.severities = {found.id: found.severity for capture in files.all.ids
                           for found in findings.expected_findings(capture)}
        self.base, self.base_of_whole = programs.in_threads(
            lambda name: read_table(plugins, files.path(name), ["-2"]), ["plain", "whole"])
        self.related, self.related_whole = map(related_calls, (self.base, self.base_of_whole))

    def is_loud(self, name):
        return self.severities.get(name, "Chat") != "Chat"

    def of_tables(self, title, base, other, level=SAME):
        """Two {Call-IDs: Counter of findings}"""
        differences = Differences(title, self.files)
        for calls in sorted(set(base) | set(other)):
            before, after = base.get(calls, Counter()), other.get(calls, Counter())
            if level == SAME:
                differences.of_findings(calls, before, after)
            else:
                differences.of_names(calls, before, after, lambda sign, name: level == FINDINGS
                                     or sign == "+" and self.is_loud(name))
        return differences

    def of_mode(self, mode):
        """One of MODES"""
        is_whole = mode.file in ("whole", "no-time")
        base = self.base_of_whole if is_whole else self.base
        table = read_table(self.plugins, self.files.path(mode.file), mode.options)
        if mode.has_numbers:
            # The stock dissector tells no Call-ID of some messages that are cut.
            for number, message in table.items():
                message.calls = base[number].calls if number in base else message.calls
        differences = self.of_tables(mode.name, by_call(base), by_call(table), mode.level)
        differences.of_codes(table)
        differences.of_named_frames(table, self.related_whole if is_whole else self.related)
        differences.of_requests(table)
        return differences

    def of_filter(self, name):
        """What a read filter leaves of the plain run"""
        path, text = self.files.path("plain"), FILTERS[name]
        left = [int(number) for number in programs.tshark(
            programs.STOCK, "-r", path, "-Y", text, "-T", "fields", "-e", "frame.number").split()]
        renumbered = {number: at for at, number in enumerate(left, 1)}
        base = {renumbered[number]: message for number, message in self.base.items()
                if number in renumbered}
        table = read_table(self.plugins, path, ["-2", "-R", text])
        differences = self.of_tables(name, by_call(base, with_numbers(renumbered)), by_call(table))
        differences.of_codes(table)
        differences.of_named_frames(table, self.related)
        for number, message in table.items():
            for field_name in FRAME_FIELDS:
                due = [renumbered[frame] for frame in base[number].named.get(field_name, [])
                       if frame in renumbered]
                named = message.named.get(field_name, [])
                # There may be room for more messages of a call, as some were dropped.
                wrong = set(due) - set(named) if field_name == "call.frame" else due != named
                if wrong:
                    differences.add("!", field_name, message.calls,
                                    f" frame {number} names {named}, not {due}")
        return differences

    def of_twins(self):
        """Originals and twins alike, as if the other one were not there"""
        table = read_table(self.plugins, self.files.path("twin"), ["-2"])
        original, base = self.files.original, by_call(self.base, without_numbers)
        back = self.files.all.untwin(original)
        found = {}
        for calls, counts in by_call(table, without_numbers).items():
            names = calls.split(AGGREGATOR)
            if any(name in original for name in names):
                calls = AGGREGATOR.join(original.get(name, name) for name in names)
                found["twin", calls] = Counter(
                    {(name, back(text)): count
                     for (name, text), count in counts.items()})
            elif calls:
                found["original", calls] = counts
        due = {(kind, calls): counts for kind in ("twin", "original")
               for calls, counts in base.items() if calls}
        differences = Differences("twin", self.files)
        for kind, calls in sorted(set(found) | set(due)):
            differences.of_findings(calls, due.get((kind, calls), Counter()),
                                    found.get((kind, calls), Counter()))
        differences.of_codes(table)
        return differences

    def of_expected(self):
        """The captures behind one another, and each alone"""
        return self.of_tables("appended", by_call(expected_table(self.files), without_numbers),
                              by_call(self.base, without_numbers))

    def of_sharkd(self):
        tables = [shown(self.plugins, self.files.path("plain"), self.base)
                  for shown in (tshark_shown, sharkd_shown)]
        return self.of_tables("sharkd", *map(by_call, tables))

    def of_two_tables(self):
        """The same statistics twice at once, and alone"""
        differences = Differences("two-tables", self.files)
        for table in ("calls", "servers"):
            asked = [f"sipexplain,{table}", f"sipexplain,{table},{TABLE_FILTER}"]
            one, other, both = (self.printed_tables(some) for some in
                                (asked[:1], asked[1:], asked))
            if both != sorted(one + other):
                differences.add("!", table, "", f" with the filter {TABLE_FILTER} at once")
        return differences

    def printed_tables(self, asked):
        """What tshark prints of each, as texts in order"""
        options = [word for one in asked for word in ("-z", one)]
        text = programs.tshark(self.plugins, "-r", self.files.path("plain"), "-q", *options)
        return sorted(part.strip("\n") for part in re.split("={4,}", text) if part.strip())

    def some(self, names):
        """The modes of these names, all if there are none"""
        jobs = {"appended": self.of_expected, "sharkd": self.of_sharkd, "twin": self.of_twins,
                "two-tables": self.of_two_tables}
        jobs |= {mode.name: lambda mode=mode: self.of_mode(mode) for mode in MODES}
        jobs |= {name: lambda name=name: self.of_filter(name) for name in FILTERS}
        return programs.in_threads(lambda name: jobs[name](), names or jobs)


def main():
    parser = programs.argument_parser(__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="only these modes")
    options = parser.parse_args()
    programs.require_plugin(options.plugins)
    listed, failed = programs.read_listed(LISTED, 3), 0
    with programs.scratch_folder() as folder:
        comparison = Comparison(options.plugins, Files(programs.captures(), folder))
        results = comparison.some(options.names)
    used = set()
    for differences in results:
        for (sign, what), places in sorted(differences.found.items()):
            key = f"{differences.mode} {sign} {what}"
            used.add(key)
            if key not in listed:
                failed += 1
                print(f"FAILED {key}: {len(places)} times")
                print(*(f"    {place}" for place in places[:REPORTED]), sep="\n")
    in_each = {key for key, reason in listed.items() if not reason.startswith(SOME_VERSIONS)}
    run = {differences.mode for differences in results}
    for key in sorted(key for key in in_each - used if key.split()[0] in run):
        failed += 1
        print(f"FAILED {LISTED.name}: nothing is different for {key} any more")
    print(f"{len(results)} modes, {len(comparison.base)} frames with SIP, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
