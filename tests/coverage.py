#!/usr/bin/python3
# coverage.py
# Says how much of the plugin a run of the tests reached, and whether the rest has its reason.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Judges gcovr's JSON report: at least 95 % of the plugin's lines and 90 % of its branches are run.

tests/coverage.txt lists what is not, a function a line: its name, where several files have one of
that name "file.c:name", and why no test gets there. A function with lines that are not run has to
be listed; those with branches only are listed from three on, and what is left of them are
conditions that no test turns alone.
Prints each function that is not run whole; an entry whose function is run whole by now is named.
"""

import argparse
import json
import sys
from bisect import bisect
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import programs

LISTED = programs.TESTS / "coverage.txt"
LINES_MIN, BRANCHES_MIN = 95.0, 90.0
BRANCHES_TOLD = 3


@dataclass
class Function:
    """What of a function was not run."""

    lines: list = field(default_factory=list)  # line numbers
    branches: int = 0


def ratio(title, reached, count, least):
    """Prints it; whether it is enough"""
    percent = 100 * reached / max(count, 1)
    print(f"{title}: {percent:.1f} % of {count} (at least {least:.0f})")
    return percent >= least


def function_at(starts, line):
    at = bisect(starts, (line, chr(sys.maxunicode))) - 1
    return starts[at][1] if at >= 0 else "-"


class Report:
    """All files of the report together."""

    def __init__(self, path):
        self.lines = self.reached_lines = self.branches = self.reached_branches = 0
        self.missed = defaultdict(Function)  # (file, function): what was not run of it
        self.functions = set()
        self.files = defaultdict(set)  # function: where there is one of that name
        for entry in json.loads(path.read_text("utf-8"))["files"]:
            self.add_file(entry["file"].removeprefix("plugin/"), entry)

    def add_file(self, file, entry):
        starts = sorted((function["lineno"], function["name"]) for function in entry["functions"])
        for _, name in starts:
            self.functions.add((file, name))
            self.files[name].add(file)
        for line in entry["lines"]:
            if line["gcovr/noncode"]:
                continue
            name = file, function_at(starts, line["line_number"])
            unreached = sum(1 for branch in line["branches"] if not branch["count"])
            self.lines += 1
            self.branches += len(line["branches"])
            self.reached_branches += len(line["branches"]) - unreached
            if line["count"]:
                self.reached_lines += 1
            else:
                self.missed[name].lines.append(line["line_number"])
            if unreached:
                self.missed[name].branches += unreached

    def entry(self, file, name):
        """What coverage.txt calls a function"""
        return f"{Path(file).name}:{name}" if len(self.files[name]) > 1 else name

    def print_missed(self, listed):
        for (file, name), missed in sorted(self.missed.items()):
            what = [f"lines {' '.join(map(str, missed.lines))}"] if missed.lines else []
            what += [f"{missed.branches} branches"] if missed.branches else []
            if missed.lines or missed.branches >= BRANCHES_TOLD:
                reason = listed.get(self.entry(file, name), "NOT LISTED")
                print(f"{file} {name}: {', '.join(what)}: {reason}")

    def unlisted(self, listed):
        return [key for key, missed in sorted(self.missed.items())
                if missed.lines and self.entry(*key) not in listed]

    def whole(self, listed):
        """The entries whose function is run whole by now"""
        return sorted(self.entry(*key) for key in self.functions - set(self.missed)
                      if self.entry(*key) in listed)

    def unknown(self, listed):
        return sorted(set(listed) - {self.entry(*key) for key in self.functions})


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("report", type=Path, help="what gcovr --json wrote")
    report, listed = Report(parser.parse_args().report), programs.read_listed(LISTED, 1)
    report.print_missed(listed)
    for name in report.whole(listed):
        print(f"{name}: is run whole by now; take it out of {LISTED.name}")
    failures = [f"{name}: listed, but there is no such function" for name in report.unknown(listed)]
    failures += [f"{file} {name}: lines are not run; test them, or list it in {LISTED.name}"
                 for file, name in report.unlisted(listed)]
    if not ratio("Lines", report.reached_lines, report.lines, LINES_MIN):
        failures.append("too few lines are run")
    if not ratio("Branches", report.reached_branches, report.branches, BRANCHES_MIN):
        failures.append("too few branches are run")
    for failure in failures:
        print(f"FAILED {failure}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
