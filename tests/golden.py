#!/usr/bin/python3
# golden.py
# Compares what each capture makes the plugin show with what tests/expected says.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Golden files: tests/expected/NAME.txt is what a person reads of ours in captures/NAME.pcap.

Each frame stands with its labels, indented as in the packet details, but without the texts that are
the same for each response of a code. "(filter only)" marks an item that only filters see; "expert"
an expert item, which is hidden too: severity, group, filter, message. A line with "+" in front
appears from the second pass on (tshark -2, the GUI), a line with "-" in one pass only.

One pass is tshark's, two passes are sharkd's, which dissects as the GUI does; sharkd tells no item
that only filters see. So all captures in one file are read by tshark in one pass, in two and with
the tap in place of the tree: its second pass must show what sharkd shows, items that only filters
see must be the same in each, and the expert information without a tree must be that of the tree.

A capture of which both show the same is not read in one pass by itself: modes.py compares what is
found in it then.

--quick asks sharkd alone, in seconds: not what one pass shows, and no item that only filters see.
"""

import difflib
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import first_look
import pcap_file
import programs
from packet_details import (FILTER_ONLY, expert_counts, expert_dialog, expert_lines, expert_table,
                            frame_lines, hidden_lines, pdml_frames, sharkd_frames, visible_labels)

EXPECTED = programs.TESTS / "expected"
NOTHING = "no SIP response"
REPORTED_LINES = 40
TRUNCATED = re.compile(r"\[truncated\]| \[…\]")


def golden_lines(one_pass, two_passes):
    """The lines of both, with a sign in front of those that only one of them has."""
    lines, matcher = [], difflib.SequenceMatcher(None, one_pass, two_passes, autojunk=False)
    for tag, start, end, later_start, later_end in matcher.get_opcodes():
        if tag == "equal":
            lines += one_pass[start:end]
        else:
            lines += ["-" + line for line in one_pass[start:end]]
            lines += ["+" + line for line in two_passes[later_start:later_end]]
    return lines or [NOTHING]


def one_pass_lines(expected):
    """Those of an expected file that one pass shows"""
    return [line.removeprefix("-") for line in expected if not line.startswith("+")]


def two_pass_lines(expected):
    return [line.removeprefix("+") for line in expected if not line.startswith("-")]


def visible_lines(lines):
    """Without the items that only filters see, and what is below them"""
    kept, hidden_depth = [], None
    for line in lines:
        depth = len(line) - len(line.lstrip())
        if hidden_depth is not None and depth > hidden_depth:
            continue
        hidden_depth = depth if line.lstrip().startswith((FILTER_ONLY, "expert ")) else None
        if hidden_depth is None:
            kept.append(line)
    return kept or [NOTHING]


SEVERITIES = ["Chat", "Note", "Warning", "Error"]


def wrong_severities(frames):
    """Messages whose field sipexplain.severity is not the loudest of their expert items: copies,
    repeats and quoted messages have neither"""
    wrong = []
    for number, items in frames.items():
        for item in items:
            items_of_expert = expert_counts({number: [item]})
            fields = [child for child in item.children if child.name == "sipexplain.severity"]
            if not fields and not items_of_expert:
                continue
            loudest = max((SEVERITIES.index(severity) for severity, _, _ in items_of_expert),
                          default=None)
            if [int(field.value) for field in fields] != [loudest]:
                wrong.append(f"frame {number}: severity {[field.value for field in fields]}, "
                             f"expert items: {loudest}")
    return wrong


def truncated(frames):
    """Labels that Wireshark cut because they are too long: nobody can read them to the end."""
    cut = [line.strip() for line in visible_labels(frames) if TRUNCATED.search(line)]
    return [f"too long a label: {label}" for label in sorted(set(cut))]


def difference(title, expected, actual):
    """What is to be reported, or nothing"""
    if expected == actual:
        return []  # difflib takes its time to see that
    lines = list(difflib.unified_diff(expected, actual, "expected", "actual", lineterm="", n=2))
    if len(lines) > REPORTED_LINES:
        lines[REPORTED_LINES:] = [f"... {len(lines) - REPORTED_LINES} more lines"]
    return ["\n".join([title] + lines)]


def count_difference(title, expected, actual):
    def listed(counts):
        return [f"{number} x {' / '.join(key)}" for key, number in sorted(counts.items())]

    return difference(title, listed(expected), listed(actual))


class Golden:
    """One run over all captures."""

    def __init__(self, plugins, expected, is_quick):
        self.plugins, self.expected, self.is_quick = plugins, expected, is_quick

    def pdml(self, capture, *arguments):
        return pdml_frames(programs.tshark(self.plugins, "-r", capture, "-T", "pdml", "-J",
                                           "sipexplain", *arguments))

    def expert(self, capture, *arguments):
        return expert_table(programs.tshark(self.plugins, "-r", capture, "-q", "-z", "expert",
                                            *arguments))

    def path_of(self, capture):
        return self.expected / f"{programs.capture_name(capture)}.txt"

    def update(self, capture):
        one_pass, two_passes = self.pdml(capture), self.pdml(capture, "-2")
        lines = golden_lines(frame_lines(one_pass), frame_lines(two_passes))
        self.path_of(capture).write_text("\n".join(lines) + "\n", encoding="utf-8")

    def check(self, capture, sharkd):
        """What is wrong with what a capture shows"""
        path = self.path_of(capture)
        if not path.exists():
            return [f"{path} is missing: read what accept.py {path.stem} writes, and keep it"]
        expected = path.read_text("utf-8").splitlines()
        sharkd.load(capture)
        frames = sharkd_frames(sharkd)
        wrong = [
            *difference(f"{path.name} differs in sharkd", visible_lines(two_pass_lines(expected)),
                        visible_lines(frame_lines(frames))),
            *truncated(frames),
            *first_look.faults(frames),
            *count_difference(f"sharkd's expert tap differs from {path.name}",
                              expert_lines(two_pass_lines(expected)), expert_dialog(sharkd)),
        ]
        if not self.is_quick and any(line.startswith(("+", "-")) for line in expected):
            wrong += difference(f"{path.name} differs in one pass", one_pass_lines(expected),
                                frame_lines(self.pdml(capture)) or [NOTHING])
        return wrong

    def check_some(self, some):
        """[(capture, failures)]; one sharkd loads them all, as one GUI may"""
        results = []
        with programs.Sharkd(self.plugins) as sharkd:
            for capture in some:
                try:
                    results.append((capture, self.check(capture, sharkd)))
                except (programs.ProgramError, ElementTree.ParseError) as error:
                    results.append((capture, [str(error)]))
        return results

    def two_passes(self, merged, tree):
        """The failures of tshark -2 over captures in one file, of which one pass shows the tree"""
        frames = self.pdml(merged, "-2")
        with programs.Sharkd(self.plugins) as sharkd:
            sharkd.load(merged)
            shown = sharkd_frames(sharkd)
        return [
            *difference("sharkd differs from tshark -2", visible_labels(frames),
                        visible_labels(shown)),
            *difference("what only filters see differs in one pass and two", hidden_lines(tree),
                        hidden_lines(frames)),
            *wrong_severities(frames),
        ]

    def without_tree(self, merged, tree):
        """The failures of the tap, and of expert information without a tree"""
        tap = self.pdml(merged, *programs.TAP_MODE)
        expert, tap_expert = (self.expert(merged, *options) for options in ([], programs.TAP_MODE))
        return [
            *difference("the tap differs from the tree", visible_labels(tree), visible_labels(tap)),
            *count_difference("tshark -z expert differs from the packet details",
                              expert_counts(tree), expert),
            *count_difference("tshark -z expert with the tap differs from the packet details",
                              expert_counts(tree), tap_expert),
        ]

    def check_together(self, captures):
        """[(title, failures)] of the captures as one file"""
        # The stock dissector queues no message for the tap that the capture cut off: then the call
        # is told differently, and same_messages.py compares what must be the same all the same.
        cut = [capture for capture in captures if pcap_file.has_cut_frame(capture)]
        whole = [capture for capture in captures if capture not in cut]
        results = []
        with programs.scratch_folder() as folder:
            for some, checks in ((whole, (self.two_passes, self.without_tree)),
                                 (cut, (self.two_passes,))):
                if some:
                    merged = programs.Merged(some, folder / "merged.pcapng").path
                    tree = self.pdml(merged)
                    for failures in programs.in_threads(lambda check: check(merged, tree), checks):
                        results.append(("all together", failures))
        return results


def leftovers(expected, captures):
    """Expected files whose capture is gone."""
    names = {programs.capture_name(capture) for capture in captures}
    return [(path.name, ["there is no capture of this name"]) for path in sorted(expected.glob("*"))
            if path.suffix != ".txt" or path.stem not in names]


def read_options():
    parser = programs.argument_parser(__doc__.splitlines()[0])
    parser.add_argument("--update", action="store_true", help="write the expected files")
    parser.add_argument("--quick", action="store_true", help="ask sharkd alone, in seconds")
    parser.add_argument("--captures", type=Path, default=programs.CAPTURES)
    parser.add_argument("--expected", type=Path, default=EXPECTED)
    parser.add_argument("names", nargs="*", help="only these captures, without folder and suffix")
    return parser.parse_args()


def chosen(captures, names):
    """The captures of these names, all if there are none"""
    some = [path for path in captures if not names or programs.capture_name(path) in names]
    if len(some) < len(set(names)):
        sys.exit("FAILED: no such capture")
    return some


def main():
    options = read_options()
    programs.require_plugin(options.plugins)
    captures = programs.captures(options.captures)
    failures = leftovers(options.expected, captures)
    captures = chosen(captures, options.names)
    golden = Golden(options.plugins, options.expected, options.quick)
    if options.update:
        programs.in_threads(golden.update, captures)
    for results in programs.in_threads(golden.check_some, programs.shares(captures)):
        failures += [(capture.name, texts) for capture, texts in results]
    if not options.quick:
        failures += golden.check_together(captures)
    for name, texts in sorted(failures):
        for text in texts:
            print(f"FAILED {name}: {text}")
    failed = sum(1 for _, texts in failures if texts)
    print(f"{len(captures)} captures, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
