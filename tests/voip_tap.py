#!/usr/bin/python3
# voip_tap.py
# Compares what the window of VoIP calls is told with what tests/expected_voip says.
# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin tests/probe/voip_probe.c listens to the tap "voip" in the window's place: the window
itself is tests/gui.py's. Each capture's calls with their last state, and their arrows, stand in
tests/expected_voip/NAME.txt. The comment of a call must be the verdict of our own table, and an
arrow's what the headline of its message says behind code and phrase. Two passes must tell the same
of each call, and nobody is told anything where the preference is off. A plugin with lower limits
(--limited) lists no more calls, and of a frame no more messages, than these say.
"""

import difflib
import shutil
import sys
from pathlib import Path

import bounds_captures
import programs
import statistics

EXPECTED = programs.TESTS / "expected_voip"
CAPTURES = ["failed-500", "tcp-stream", "legs-early-media", "real-cancel-487", "terminal-escapes",
            "both-sides-of-nat", "icmp-quoted", "auth-register", "legs-silent"]
ON = ["-o", "sipexplain.voip_calls:TRUE"]
NAMES = ("call", "protocol", "state", "caller", "callee", "label", "verdict", "comment")


# As tests/CMakeLists.txt builds the other plugin.
CALLS, FRAME_MESSAGES = 10, 8


def told(plugins, path, *options):
    """One {name: text} for each message, with its frame"""
    text = programs.tshark(plugins, "-r", path, "-q", "-z", "voip_probe", *options)
    rows = []
    for line in text.splitlines():
        frame, *cells = line.split("|")
        rows.append({"frame": frame, **dict(zip(NAMES, cells))})
    return rows


def lines_of(rows):
    """A call's row as it ends, then its arrows"""
    calls = {}
    for row in rows:
        calls.setdefault(row["call"], []).append(row)
    lines = []
    for arrows in calls.values():
        last = arrows[-1]
        lines.append(" | ".join(last[key] for key in ("protocol", "caller", "callee", "state")))
        lines += [f"    {row['frame']}: {row['label']}" + (" ..." if row["verdict"] else "")
                  for row in arrows]
    return lines


def difference(name, expected, actual):
    return list(difflib.unified_diff(expected, actual, f"{name}: expected", "actual", lineterm="",
                                     n=1))[:40]


def headlines(plugins, name):
    """{frame: the summaries of its messages}"""
    text = programs.tshark(plugins, "-r", programs.capture(name), "-Y", "sipexplain", "-T",
                           "fields", "-E", "aggregator=|", "-e", "frame.number", "-e",
                           "sipexplain.summary")
    return {frame: texts.split("|")
            for frame, texts in (line.split("\t") for line in text.splitlines())}


def unlike(plugins, name, rows):
    """What is said here in other words than elsewhere"""
    summaries = headlines(plugins, name)
    wrong = [f"{name}: frame {row['frame']}: {row['verdict']} is no headline" for row in rows
             if row["verdict"] and not any(text.endswith(row["verdict"])
                                           for text in summaries.get(row["frame"], []))]
    text = programs.tshark(plugins, "-r", programs.capture(name), "-q", "-z", "sipexplain,calls")
    cells = {cell for row in statistics.printed_rows(text)["calls"] for cell in row}
    last = {row["call"]: row["comment"] for row in rows}
    return wrong + [f"{name}: {comment} is no verdict of our table" for comment in last.values()
                    if comment not in cells]


def check_bounds(plugins, folder):
    """Kind of capture, how much of it is past the limit, and the calls and messages to be told"""
    wrong, capture = [], folder / "bounds.pcap"
    for kind, count, *expected in (("calls", CALLS, CALLS, 2 * CALLS),
                                   ("calls", CALLS + 3, CALLS, 2 * CALLS),
                                   ("frame-of-calls", FRAME_MESSAGES + 3, *[FRAME_MESSAGES] * 2)):
        bounds_captures.write(kind, count, capture)
        rows = told(plugins, capture, *ON)
        found = [len({row["call"] for row in rows}), len(rows)]
        if found != expected:
            wrong.append(f"{kind} {count}: calls and messages told: {found}, not {expected}")
    return wrong


def check(plugins, name, is_update):
    """What is wrong"""
    capture = programs.capture(name)
    rows = told(plugins, capture, *ON)
    lines = lines_of(rows)
    path = EXPECTED / f"{name}.txt"
    if is_update:
        path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    expected = path.read_text("utf-8").splitlines() if path.exists() else ["(no such file)"]
    wrong = difference(name, expected, lines) + unlike(plugins, name, rows)
    # The last message of a call tells what is known then; in two passes each one tells all.
    twice = told(plugins, capture, "-2", *ON)
    for row in twice:
        last = next(other for other in reversed(twice) if other["call"] == row["call"])
        if (row["state"], row["caller"]) != (last["state"], last["caller"]):
            wrong.append(f"{name}: frame {row['frame']}: in two passes the state or caller changes")
    if told(plugins, capture):
        wrong.append(f"{name}: something is told although the preference is off")
    return wrong


def with_probe(plugins, probe, folder):
    """The folder, with both plugins in it"""
    shutil.copytree(plugins, folder)
    shutil.copytree(probe, folder, dirs_exist_ok=True)
    programs.require_plugin(folder)
    return folder


def main():
    parser = programs.argument_parser(__doc__.splitlines()[0])
    parser.add_argument("--update", action="store_true", help="write the expected files")
    parser.add_argument("--probe", type=Path, default=programs.BUILT_PLUGINS.parent / "probe",
                        help="folder that holds X.Y/epan/voip_probe.so")
    parser.add_argument("--limited", type=Path, default=programs.BUILT_PLUGINS.parent / "limited",
                        help="folder of the plugin with lower limits")
    options = parser.parse_args()
    with programs.scratch_folder() as folder:
        plugins = with_probe(options.plugins, options.probe, folder / "plugins")
        wrong = [line for name in CAPTURES for line in check(plugins, name, options.update)]
        if not options.update:
            limited = with_probe(options.limited, options.probe, folder / "limited")
            wrong += check_bounds(limited, folder)
    print(*(f"FAILED {line}" for line in wrong), sep="\n")
    print(f"{len(CAPTURES)} captures, {len(wrong)} faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
