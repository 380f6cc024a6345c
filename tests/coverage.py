#!/usr/bin/python3
# coverage.py
# Says how much of the plugin a run of the tests reached, and whether the rest has its reason.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Judges gcovr's JSON report. Of the plugin's lines at most 2.5 % are not run, of its branches at
most 12 %: what is left of these are conditions that no test turns alone. They need no list, which
would be out of date with the next change. But a function that no test calls at all is untested, and
stands in tests/coverage.txt: its file, its name, and why no test gets there.

Prints the functions with lines that are not run, the longest first, for whoever looks for a test to
write. Fails, too, for an entry whose function is gone or is called by now.
"""

import argparse
import json
import sys
from bisect import bisect
from collections import defaultdict
from pathlib import Path

import programs

LISTED = programs.TESTS / "coverage.txt"
LINES_MIN, BRANCHES_MIN = 97.5, 88.0
TOLD = 20


def ratio(title, reached, count, least):
    """Prints it; whether it is enough"""
    percent = 100 * reached / max(count, 1)
    print(f"{title}: {percent:.1f} % of {count} (at least {least:.1f})")
    return percent >= least


class Report:
    """All files of the report together. A function is named as in coverage.txt: "call.c name"."""

    def __init__(self, path):
        self.lines = self.reached_lines = self.branches = self.reached_branches = 0
        self.functions = {}  # each, and how often it was called
        self.missed = defaultdict(list)  # function: the lines of it that were not run
        for entry in json.loads(path.read_text("utf-8"))["files"]:
            self.add_file(entry)

    def add_file(self, entry):
        name = Path(entry["file"]).name
        starts = sorted((function["lineno"], f"{name} {function['name']}")
                        for function in entry["functions"])
        for function in entry["functions"]:
            key = f"{name} {function['name']}"
            # Of an inline function each file that includes it has one.
            calls = self.functions.get(key, 0)
            self.functions[key] = calls + function["execution_count"]
        for line in entry["lines"]:
            if not line["gcovr/noncode"]:
                self.add_line(line, starts)

    def add_line(self, line, starts):
        self.lines += 1
        self.branches += len(line["branches"])
        self.reached_branches += sum(1 for branch in line["branches"] if branch["count"])
        if line["count"]:
            self.reached_lines += 1
            return
        at = bisect(starts, (line["line_number"], chr(sys.maxunicode))) - 1
        self.missed[starts[at][1] if at >= 0 else "-"].append(line["line_number"])

    def print_missed(self):
        longest_first = sorted(self.missed.items(), key=lambda item: (-len(item[1]), item[0]))
        for function, lines in longest_first[:TOLD]:
            print(f"{function}: lines {' '.join(map(str, lines))}")
        print(f"{len(self.missed)} functions are not run whole")

    def faults(self, listed):
        for function, calls in sorted(self.functions.items()):
            if not calls and function not in listed:
                yield f"{function}: no test calls it; write one, or list it in {LISTED.name}"
            if calls and function in listed:
                yield f"{function}: is called by now; take it out of {LISTED.name}"
        for function in sorted(set(listed) - set(self.functions)):
            yield f"{function}: listed in {LISTED.name}, but there is no such function"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("report", type=Path, help="what gcovr --json wrote")
    report = Report(parser.parse_args().report)
    report.print_missed()
    faults = list(report.faults(programs.read_listed(LISTED, 2)))
    if not ratio("Lines", report.reached_lines, report.lines, LINES_MIN):
        faults.append("too few lines are run")
    if not ratio("Branches", report.reached_branches, report.branches, BRANCHES_MIN):
        faults.append("too few branches are run")
    print(*(f"FAILED {fault}" for fault in faults), sep="\n")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
