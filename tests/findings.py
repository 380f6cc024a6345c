#!/usr/bin/python3
# findings.py
# Checks that every finding is made where it is due, and nowhere else.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Each finding ID has a capture captures/ID.pcap: in its calls fault-... the finding is made, in its
calls near-..., the near misses, it is not. And captures of ordinary traffic have no finding above Chat
but those in CLEAN.
"""

import sys
from collections import defaultdict

import programs

CALL_ID, FRAME, FINDING = "sip.Call-ID", "frame.number", "sipexplain.finding"

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
    """The findings' expert fields: their ids with "_" for "-"; those of codes and notes are none."""
    names = {field.filter.removeprefix("sipexplain.") for field in programs.our_fields(plugins)
             if field.type == "FT_NONE"}
    return {name for name in names if not name.startswith(("response.", "site_note."))}


def rows(plugins, capture, *fields, condition="sip"):
    """The fields' values of each frame; several values of one are separated by "|"."""
    options = [option for field in fields for option in ("-e", field)]
    text = programs.tshark(plugins, "-r", capture, "-Y", condition, "-T", "fields",
                           "-E", "aggregator=|", *options)
    return [line.split("\t") for line in text.splitlines()]


def check_capture(plugins, capture):
    """What is wrong with a finding's capture, as lines"""
    finding, made, calls = programs.capture_name(capture), defaultdict(set), set()
    for _, call_ids, found in rows(plugins, capture, FRAME, CALL_ID, FINDING):
        for call_id in call_ids.split("|"):
            calls.add(call_id)
            made[call_id].update(found.split("|"))
    # A message that is cut before its Call-ID, or lacks it, is a fault's: a near miss has one.
    unnamed = finding in made.pop("", set())
    wrong = [f"{finding}: not made in {call}" for call in calls
             if call.startswith("fault-") and finding not in made[call] and not unnamed]
    wrong += [f"{finding}: made in {call}" for call in calls
              if not call.startswith("fault-") and finding in made.get(call, set())]
    for kind in ("fault-", "near-"):
        if not any(call.startswith(kind) for call in calls) and not (unnamed and kind == "fault-"):
            wrong.append(f"{finding}: no call {kind}... in {capture.name}")
    return wrong


def check_clean(plugins, capture):
    """Findings above Chat in ordinary traffic, as lines"""
    allowed, wrong, frame, finding = CLEAN[programs.capture_name(capture)], [], None, None
    text = programs.tshark(plugins, "-r", capture, "-Y", FINDING, "-V", "-O", "sipexplain")
    for line in text.splitlines():
        if line.startswith("Frame "):
            frame = line.split(":")[0]
        line = line.strip().strip("[]")
        if line.startswith("Finding: "):
            finding = line.removeprefix("Finding: ").split(": ")[0]
        elif line.startswith("Expert Info (") and finding:
            if not line.startswith("Expert Info (Chat/") and finding not in allowed:
                wrong.append(f"{capture.name}: {frame} has {finding}")
            finding = None
    return wrong


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
    for lines in programs.in_threads(lambda capture: check_capture(plugins, capture), due):
        wrong += lines
    for lines in programs.in_threads(lambda name: check_clean(plugins, captures[name]), CLEAN):
        wrong += lines
    print(*wrong, sep="\n")
    print(f"{len(due)} findings and {len(CLEAN)} clean captures, {len(wrong)} faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
