#!/usr/bin/python3
# findings.py
# Checks that every finding is made where it is due, and nowhere else.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Each finding ID has a capture captures/ID.pcap: in its calls fault-... the finding is made, in
its calls near-..., the near misses, it is not. And captures of ordinary traffic have no finding
above Chat but those in CLEAN.

What is found where stands in tests/expected, which golden.py compares with what is shown.
"""

import re
import sys
from collections import defaultdict
from dataclasses import dataclass

import mode_captures
import packet_details
import programs

EXPECTED = programs.TESTS / "expected"
FRAME = re.compile(r"frame (\d+)")
DETAIL = re.compile(r"[+-]? +Detail: (.*)")
TOLD_BEFORE = ", told in frame "
EXPERT = re.compile(r"[+-]? +expert (\w+) ")

# Ordinary traffic, and the findings above Chat that are right there.
CLEAN = {
    "basic-call": set(),
    "auth-register": set(),
    "real-clean-calls": set(),
    "real-clean-register": set(),
    "real-clean-options": set(),
    "real-clean-hold": set(),
    "real-clean-transfer": set(),
    "real-early-media": set(),
    "real-early-media-ipv6": set(),
    "real-prack": set(),
    "real-prack-tcp": set(),
    "real-cancel-487": set(),
    "real-register-stale-nonce": set(),
}


def expert_fields(plugins):
    """The findings' expert fields: their ids with "_" for "-" """
    return {field.filter.removeprefix("sipexplain.") for field in programs.our_fields(plugins)
            if field.is_finding}


def plain(line):
    """A line without its mark, its depth, and without what only filters see of it"""
    return line.lstrip("+- ").removeprefix(packet_details.FILTER_ONLY)


@dataclass
class Found:
    """A finding as an expected file holds it."""

    frame: int
    id: str
    detail: str = ""
    severity: str = "Chat"


def expected_findings(capture):
    """Those that a capture's expected file holds, in one pass or two"""
    path, found, frame, made = EXPECTED / f"{programs.capture_name(capture)}.txt", [], None, None
    for line in path.read_text("utf-8").splitlines() if path.exists() else []:
        if begin := FRAME.match(line.lstrip("+-")):
            frame = int(begin[1])
        elif plain(line).startswith("SIP Explain: "):
            made = None
        elif begin := packet_details.finding_of(plain(line)):
            made = Found(frame, begin)
            # What is folded, and what was told before, has no expert item, but is made.
            if packet_details.FILTER_ONLY in line or TOLD_BEFORE in line:
                found.append(made)
        elif (begin := DETAIL.match(line)) and made:
            made.detail = begin[1]
        elif (begin := EXPERT.match(line)) and made:
            made.severity = begin[1]
            found.append(made)
    return found


def check_capture(capture, calls_in):
    """What is wrong with a finding's capture, as lines"""
    finding = programs.capture_name(capture)
    calls = {call for names in calls_in.values() for call in names}
    made = defaultdict(set)
    for found in expected_findings(capture):
        for call in calls_in.get(found.frame, [""]):
            made[call].add(found.id)
    # A message that is cut before its Call-ID, or lacks it, is a fault's: a near miss has one.
    unnamed = finding in made[""]
    calls.discard("")
    wrong = [f"{finding}: not made in {call}" for call in sorted(calls)
             if call.startswith("fault-") and finding not in made[call] and not unnamed]
    wrong += [f"{finding}: made in {call}" for call in sorted(calls)
              if not call.startswith("fault-") and finding in made[call]]
    for kind in ("fault-", "near-"):
        if not any(call.startswith(kind) for call in calls) and not (unnamed and kind == "fault-"):
            wrong.append(f"{finding}: no call {kind}... in {capture.name}")
    return wrong


def check_clean(capture):
    """Findings above Chat in ordinary traffic, as lines"""
    allowed = CLEAN[programs.capture_name(capture)]
    return [f"{capture.name}: frame {found.frame} has {found.id}"
            for found in expected_findings(capture)
            if found.severity != "Chat" and found.id not in allowed]


def main():
    plugins = programs.argument_parser(__doc__.splitlines()[0]).parse_args().plugins
    programs.require_plugin(plugins)
    fields, captures = expert_fields(plugins), {}
    for capture in programs.captures():
        captures[programs.capture_name(capture)] = capture
    finding_of = {name.replace("-", "_"): name for name in captures if "." in name}
    wrong = [f"no capture for the finding {field}" for field in sorted(fields - set(finding_of))]
    wrong += [f"no finding for the capture {finding_of[field]}"
              for field in sorted(set(finding_of) - fields)]
    due = [captures[finding_of[field]] for field in sorted(fields & set(finding_of))]
    calls = mode_captures.call_ids(mode_captures.frames_of(due))
    for capture in due:
        wrong += check_capture(capture, calls[capture])
    for name in CLEAN:
        wrong += check_clean(captures[name])
    print(*wrong, sep="\n")
    print(f"{len(due)} findings and {len(CLEAN)} clean captures, {len(wrong)} faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
