#!/usr/bin/python3
# bounds.py
# Checks that the plugin says once where a limit of it was reached, and goes on.
# SPDX-License-Identifier: GPL-2.0-or-later
"""For each limit a capture that goes past it: the finding capture.limit-reached stands at the first
message that found no room, not before and not again, and each response is explained all the same.
The limits of a whole file are reached with a plugin that is built with lower ones (--limited).
"""

import re
import sys
from dataclasses import dataclass

import bounds_captures
import programs

SOURCES = programs.TESTS.parent / "plugin"
LIMITED = programs.TESTS.parent / "build" / "limited"
LIMIT, DETAIL = "sipexplain.capture.limit_reached", "sipexplain.finding.detail"
CODE, STOCK_CODE = "sipexplain.code", "sip.Status-Code"
SEPARATOR = "|"
ROOM = re.compile(r"(\d+) [A-Za-z ]+ (?:were read|are remembered|are watched)")
# As tests/CMakeLists.txt builds the other plugin.
MESSAGES, CALLS, STREAMS, HOSTS, NAMES = 120, 50, 30, 20, 10
FINDINGS, FRAME_FINDINGS, REPORT_CALLS, SOURCES_OF_RTP = 3, 40, 5, 1
# Rows that each message of bounds_captures.py has, beside Supported.
OTHER_ROWS = 6
# More messages than the other captures by far: a second pass tells nothing that theirs do not.
LONG = 4000


def limit(name):
    """The value of a limit in the plugin's sources"""
    found = [define[1] for file in sorted(SOURCES.rglob("*.[ch]"))
             for define in re.finditer(rf"#define {name} (\d+)", file.read_text("utf-8"))]
    if len(found) != 1:
        sys.exit(f"FAILED: {name} is defined {len(found)} times")
    return int(found[0])


@dataclass
class Case:
    """A kind of capture that is past a limit, and where that is to be told."""

    kind: str
    count: int
    told: dict  # frame: the room that its finding names
    is_limited: bool = False
    last_frame: int = sys.maxsize  # after it nothing is explained


# Of one frame by a table: stock queues two items for each, with room for 5,000. Beyond that it
# warns, and what it had no room for is read behind the last one in the queue.
MESSAGES_COUNTED, MESSAGES_BEYOND = 2400, 4900
# Of TCP segments, that in which the message ends.
SIZE_FRAME = 5


def at_limit(kind, room, frame, is_limited=False):
    """Just at a limit and one past it, which is told in frame"""
    return [Case(kind, room, {}, is_limited), Case(kind, room + 1, {frame: room}, is_limited)]


def cases():
    calls = limit("CALL_TRANSACTIONS_MAX")
    dialogs = limit("EARLY_DIALOGS_MAX")
    reliable = limit("RELIABLE_RESPONSES_MAX")
    rows = limit("SIP_MESSAGE_HEADERS_MAX")
    lines = limit("SDP_MEDIA_MAX")
    messages = limit("HOOK_MESSAGES_MAX")
    return [
        Case("transactions", calls + 3, {2 * calls + 2: calls}),
        Case("forks", dialogs, {}),
        Case("forks", dialogs + 3, {1 + dialogs + 1: dialogs}),
        Case("reliable", reliable, {}),
        Case("reliable", reliable + 3, {2 + 3 * reliable: reliable}),
        Case("rows", rows - OTHER_ROWS, {}),
        Case("rows", rows - OTHER_ROWS + 1, {2: rows}),
        Case("media-lines", lines, {}),
        Case("media-lines", lines + 1, {1: lines}),
        *at_limit("formats", limit("SDP_FORMATS_MAX"), 1),
        *at_limit("reasons", limit("WORDS_REASONS_MAX"), 2),
        *at_limit("warnings", limit("WORDS_WARNINGS_MAX"), 2),
        *at_limit("parts", limit("SIP_BODY_PARTS_MAX"), 2),
        *at_limit("nesting", limit("SIP_BODY_NESTING_MAX"), 2),
        *at_limit("size", limit("SIP_MESSAGE_SIZE_MAX"), SIZE_FRAME),
        # Of these the further ones are not known, and nothing is said of it.
        Case("challenge-rows", limit("CHALLENGES_MAX") + 3, {}),
        Case("credential-rows", limit("CREDENTIALS_MAX") + 3, {}),
        Case("redirections", limit("REDIRECTION_CONTACTS_MAX") + 3, {}),
        Case("bindings", max(limit(f"REGISTRATION_{of}_MAX")
                             for of in ("HOSTS", "BINDINGS", "REFUSALS")) + 3, {}),
        Case("servers", limit("RECEIVERS_MAX") + 3, {}),
        Case("tcp-ports", limit("CONNECTIONS_MAX") + 3, {}),
        Case("refusals", limit("REFUSALS_MAX") + 3, {}),
        Case("resets", limit("RESETS_MAX") + 3, {}),
        Case("copies", limit("REQUEST_COPIES_MAX") + 3, {}),
        Case("methods", limit("METHODS_MAX") + 3, {}),
        Case("busy-servers", limit("RECENT_MAX") + 3, {}),
        Case("frame", messages + 3, {1: messages}),
        *at_limit("findings", FINDINGS, 2, True),
        Case("frame", FRAME_FINDINGS // 2, {}, True),
        Case("frame", FRAME_FINDINGS // 2 + 2, {1: FRAME_FINDINGS}, True),
        Case("calls", CALLS + 3, {2 * HOSTS + 2: HOSTS, 2 * STREAMS + 1: STREAMS,
                                  2 * CALLS + 1: CALLS}, True),
        Case("streams", STREAMS + 3, {STREAMS + 1: STREAMS}, True),
        Case("servers", HOSTS + 3, {2 * HOSTS + 2: HOSTS}, True),
        Case("challenges", HOSTS + 3, {2 * HOSTS + 2: HOSTS}, True),
        Case("calls", HOSTS, {}, True),
        Case("responses", MESSAGES - 2, {}, True),
        Case("responses", MESSAGES + 3, {MESSAGES + 1: MESSAGES}, True, MESSAGES + 1),
    ]


def fields(plugins, capture, *names, condition="sip", passes=()):
    """The fields' values of each frame, those of one frame as a list"""
    text = programs.tshark(plugins, "-r", capture, *passes, "-Y", condition, "-E",
                           f"aggregator={SEPARATOR}", *programs.field_options(names))
    return [[value.split(SEPARATOR) if value else [] for value in line.split("\t")]
            for line in text.splitlines()]


def look(plugins, capture, passes, most, last_frame):
    """{frame: how often the finding was made, and the rooms it names}; frames in which not each
    response was explained"""
    found, left_out = {}, []
    for (frame,), items, details, ours, stock in fields(
            plugins, capture, "frame.number", LIMIT, DETAIL, CODE, STOCK_CODE, passes=passes):
        if items:
            rooms = ROOM.findall(" ".join(details))
            found[int(frame)] = (len(items), [int(room) for room in rooms])
        if len(ours) != (min(len(stock), most) if int(frame) <= last_frame else 0):
            left_out.append(int(frame))
    return found, left_out


def check(case, plugins, folder):
    """What is wrong with a case, as lines"""
    capture, wrong = folder / f"{case.kind}-{case.count}-{case.is_limited}.pcap", []
    bounds_captures.write(case.kind, case.count, capture)
    expected = {frame: (1, [room]) for frame, room in case.told.items()}
    for passes in ((), ("-2",)) if case.told and case.count < LONG else ((),):
        found, left_out = look(plugins, capture, passes,
                               limit("HOOK_MESSAGES_MAX"), case.last_frame)
        if found != expected:
            wrong.append(f"{case.kind} {case.count} {' '.join(passes)}: told {found}, "
                         f"not {expected}")
        if left_out:
            wrong.append(f"{case.kind} {case.count}: not explained: {left_out[:5]}")
    return wrong


def check_counted(plugins, folder):
    """Of what is told of each, what has no room is not told."""
    wrong = []
    for kind, name, field, others in (("odd-acks", "MISFITS_MAX", "misfit.ack", 0),
                                      ("legs", "LEGS_MAX", "leg.joined", 1)):
        most = limit(name)
        capture = folder / f"{kind}.pcap"
        bounds_captures.write(kind, most + 3, capture)
        told = sum(len(items) for (items,) in fields(plugins, capture, f"sipexplain.{field}",
                                                     condition=f"sipexplain.{field}"))
        if told != most - others:
            wrong.append(f"{kind}: {told} are told, not {most - others}")
    return wrong


def check_sources(limited, folder):
    """A source that has made room for another one joins no legs."""
    wrong = []
    for calls, expected in (SOURCES_OF_RTP, SOURCES_OF_RTP), (SOURCES_OF_RTP + 1, 0):
        capture = folder / f"passed-rtp-{calls}.pcap"
        bounds_captures.write("passed-rtp", calls, capture)
        joined = fields(limited, capture, "frame.number", condition="sipexplain.leg.joined")
        if len(joined) != expected:
            wrong.append(f"RTP of {calls} calls: {len(joined)} legs are joined, not {expected}")
    return wrong


def check_report(limited, folder):
    """The loudest calls have a part of the report, all of them a row."""
    wrong = []
    for calls in REPORT_CALLS - 1, REPORT_CALLS + 3:
        capture = folder / f"report-{calls}.pcap"
        bounds_captures.write("calls", calls, capture)
        page = programs.tshark(limited, "-r", capture, "-q", "-z", "sipexplain,report")
        parts, rows = page.count("<section"), page.count("<tr><td")
        if (parts, rows, f"Only the {REPORT_CALLS} loudest" in page) != (
                min(calls, REPORT_CALLS), calls, calls > REPORT_CALLS):
            wrong.append(f"report of {calls} calls: {parts} parts, {rows} rows")
    return wrong


def check_names(plugins, folder):
    """Of the tree, what has no node of its own is counted all the same."""
    wrong = []
    for kind, further in (("servers", "(further servers)"),
                          ("phrases", "(further reason phrases)")):
        for count, expected in ((NAMES, []), (NAMES + 5, ["5"])):
            capture = folder / f"{kind}-{count}-names.pcap"
            bounds_captures.write(kind, count, capture)
            tree = programs.tshark(plugins, "-r", capture, "-q", "-z", "sipexplain,tree")
            found = re.findall(re.escape(further) + r" +(\d+)", tree)
            if found != expected:
                wrong.append(f"{kind} {count}: {further} {found}, not {expected}")
    return wrong


def check_console(plugins, folder):
    """Nothing is written to the console where nobody asked for what stock has no room for, and a
    frame of very many messages is told whole: by the tap too, whose queue ends at half of them."""
    capture, most = folder / "console.pcap", limit("HOOK_MESSAGES_MAX")
    bounds_captures.write("frames", most, capture)
    wrong = []
    for options in ([], ["-Y", CODE], ["-2"]):
        if said := programs.run(plugins, "tshark", "-n", "-r", capture, *options).stderr:
            wrong.append(f"{most} messages {options}: {said.splitlines()[0]}")
    for codes, limits in fields(plugins, capture, CODE, LIMIT,
                                passes=("-c", 1, *programs.TAP_MODE)):
        if len(codes) != most or limits:
            wrong.append(f"the tap explains {len(codes)} of {most} messages, and {limits}")
    for count in (MESSAGES_COUNTED, MESSAGES_BEYOND):
        bounds_captures.write("frames", count, capture)
        tables = programs.run(plugins, "tshark", "-n", "-r", capture, "-q", "-z",
                              "sipexplain,servers")
        is_quiet = count == MESSAGES_BEYOND or not tables.stderr
        if not is_quiet or f" {count} " not in tables.stdout:
            wrong.append(f"servers of {count} messages: {tables.stdout} {tables.stderr}")
    return wrong


def check_long_names(plugins, folder):
    """Call-IDs that differ behind what is shown of them are two calls."""
    capture = folder / "long-names.pcap"
    bounds_captures.write("long-names", 2, capture)
    stories = [story for (story,) in fields(plugins, capture, "sipexplain.call.story",
                                            condition=CODE)]
    expected = [["INVITE (1) > 500 (2)"], ["INVITE (3) > 500 (4)"]]
    return [] if stories == expected else [f"long names: {stories}, not {expected}"]


def main():
    parser = programs.argument_parser(__doc__.splitlines()[0])
    parser.add_argument("--limited", default=LIMITED, help="folder of the plugin with lower limits")
    arguments = parser.parse_args()
    for plugins in (arguments.plugins, arguments.limited):
        programs.require_plugin(plugins)
    with programs.scratch_folder() as folder:
        found = programs.in_threads(lambda case: check(
            case, arguments.limited if case.is_limited else arguments.plugins, folder), cases())
        wrong = [line for lines in found for line in lines]
        wrong += check_long_names(arguments.plugins, folder)
        wrong += check_counted(arguments.plugins, folder)
        wrong += check_sources(arguments.limited, folder)
        wrong += check_report(arguments.limited, folder)
        wrong += check_names(arguments.limited, folder)
        wrong += check_console(arguments.plugins, folder)
    print(*wrong, sep="\n")
    print(f"{len(found)} captures, {len(wrong)} faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
