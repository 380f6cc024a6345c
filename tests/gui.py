#!/usr/bin/python3
# gui.py
# Opens captures in the real Wireshark, and reads what a person sees there.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Starts Wireshark on an X server without a screen and reads its window by the accessibility
interface, as a screen reader does: the packet details, the Expert Information, a display filter's
packets, tables of the Telephony menu. Wireshark must quit without a fault, and ask no question.

--screenshots FOLDER takes README.md's pictures instead.
"""

import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import accessible
import desktop
import picture
import programs

# For all of it, on a loaded machine.
TEST_SECONDS = 900
EARLY_MEDIA, FAILURE = (programs.CAPTURES / name for name in ("early-media-183.pcap",
                                                              "failed-500.pcap"))
VARIED = programs.CAPTURES / "early-media.no-rtp.pcap"
# What would tell of a fault in the packet details.
DETAILS_FAULTS = ("Dissector bug", "Malformed Packet", "Exception occurred")


@dataclass
class Table:
    """A table that a menu opens: the path there, and some of its rows, headings too.

    Columns further right than those of the rows are not compared.
    """

    path: tuple
    rows: tuple


DETAILS_OF_183 = (
    "[SIP Explain: 183 Session Progress - early media from 10.0.0.3:6000 (PCMA)]",
    "[Code: 183 Session Progress (registered, RFC 3261)]",
    "[Early media]",
    "[Early media offered: Yes]",
    "[Stream 1: audio sendrecv 10.0.0.3:6000 PCMA, telephone-event]",
    "[First RTP to the caller: 4, 0.020 s after this response]",
    "[Answered in: 104]",
    "[Finding: early-media.offered: early media offered: the callee may send before it answers]",
    "[Severity level: Chat]",
)
DETAILS_OF_500 = (
    "[SIP Explain: 500 Server Internal Error - telephone network cause 41: Temporary failure]",
    "[Server fault]",
    "[Began at: 10.0.0.1:5060]",
    "[Q.850 cause: 41 Temporary failure]",
    "[Finding: fault.gateway-cause: the telephone network released the call, with its own cause]",
    "[Detail: Q.850 cause 41, Temporary failure, sent by 10.0.0.1:5060. The network has trouble "
    "that should pass soon: another attempt is worthwhile.]",
    "[Expert Info (Error/Response): the telephone network released the call, with its own cause: "
    "Q.850 cause 41, Temporary failure, sent by 10.0.0.1:5060.]",
    "[Expert Info (Note/Sequence): early media was played, then the INVITE failed: "
    "1.2 s of RTP (frames 4 to 63) after the 183, then 500 Server Internal Error.]",
)
EXPERT_PATH = "Analyze", "Expert Information"
EXPERT_OF_183 = Table(EXPERT_PATH, (
    ["Chat", "early media offered: the callee may send before it answers", "Response",
     "SIPExplain", "1"],
    ["Chat", "183 Session Progress: call progress, often with early media", "Response",
     "SIPExplain", "1"],
))
EXPERT_OF_500 = Table(EXPERT_PATH, (
    ["Severity", "Summary", "Group", "Protocol", "Count"],
    ["Error", "the telephone network released the call, with its own cause", "Response",
     "SIPExplain", "1"],
    ["Error", "the server failed, for no reason that SIP knows", "Response", "SIPExplain", "1"],
    ["Note", "early media was played, then the INVITE failed", "Sequence", "SIPExplain", "1"],
    ["Note", "the server tells its reason in Reason or Warning", "Response", "SIPExplain", "1"],
    ["Chat", "early media was played", "Sequence", "SIPExplain", "1"],
    ["Chat", "183 Session Progress: call progress, often with early media", "Response",
     "SIPExplain", "1"],
))
# Stock Wireshark's statistics table (stat_tap_ui), over the messages of the same capture. Its
# versions write the times of the columns further right in different ways.
SIP_STATISTICS = Table(("Telephony", "SIP Statistics"), (
    ["Request Method / Response Code", "Count", "Resent"],
    ["INVITE", "2", "0"],
    ["183 Session Progress", "1", "0"],
    ["500 Server Internal Error", "2", "0"],
))


CALLS = Table(("Telephony", "SIP Explain Calls"), (
    ["Frame", "Time", "Caller", "Callee", "PDD, s", "Early media, s", "Code", "Final, s", "Talk, s",
     "Worst"],
    ["Calls", *[""] * 9],
    ["1", "2026-01-01 00:00:00.100", "alice@example.com", "+15550199@example.com", "0.700", "1.180",
     "500", "2.312", "", "Error"],
    ["66", "2026-01-01 00:00:40.000", "alice@example.com", "+15550199@example.com", "", "", "500",
     "0.004", "", "Error"],
))
CALLS_OF_VARIED = Table(CALLS.path, (
    CALLS.rows[0],
    ["308", "2026-01-01 00:00:10.000", "alice@example.com", "bob@example.com", "0.400", "", "200",
     "3.400", "1.600", "Warn"],
))
SERVERS = Table(("Telephony", "SIP Explain Servers"), (
    ["Address", "Server", "Requests", "No answer", "Responses", "2xx", "3xx", "4xx", "5xx",
     "Own 5xx"],
    ["10.0.0.1:5060", "ExampleGateway/3.1", "2", "0", "4", "0", "0", "0", "2", "2"],
))
TREE = Table(("Statistics", "SIP Explain Responses and Findings"), (
    ["Topic / Item", "Count"],
    ["500 Server Internal Error", "2"],
    ["fault.gateway-cause", "1"],
))


def expect(wireshark, what, wanted, read, exactly=False):
    """Waits until read() holds all that is wanted (exactly: nothing else), and returns it; Missing,
    with what is there instead, if it never does."""
    seen = []

    def complete():
        seen[:] = read()
        return all(each in seen for each in wanted) and (not exactly or len(seen) == len(wanted))

    try:
        wireshark.wait_for(what, complete)
    except accessible.Missing as missing:
        lacking = "\n".join(f"  lacks {each}" for each in wanted if each not in seen)
        there = "\n".join(f"  shows {each}" for each in seen)
        raise accessible.Missing(f"{missing}\n{lacking}\n{there}") from None
    print(f"{wireshark.capture.name}: {what}: {len(wanted)} of {len(seen)} compared", flush=True)
    return seen


def check_details(wireshark, wanted):
    wireshark.press_menu("View", "Expand All")
    lines = expect(wireshark, f"details of frame {wireshark.frame}", wanted,
                   lambda: [row[0] for row in wireshark.details.rows()])
    faults = [line for line in lines for fault in DETAILS_FAULTS if fault in line]
    if faults:
        raise accessible.Missing("faults in the details: " + "; ".join(faults))


def open_table(wireshark, table):
    """The dialog of a table, once it holds the rows"""
    dialog = wireshark.open_dialog(*table.path)
    columns = len(table.rows[0])

    def rows():
        return [row[:columns] for row in dialog.find("tree").rows()]

    expect(wireshark, " > ".join(table.path), table.rows, rows)
    return dialog


def check_filter(wireshark, text, count):
    wireshark.apply_filter(text)
    expect(wireshark, f"packets of {text}", [str(count)], wireshark.displayed)


def check_windows(wireshark, *dialogs):
    """No warning, no question: no window but the main one and the dialogs that were opened"""
    titles = [window.name for window in (wireshark.window, *dialogs)]
    expect(wireshark, "windows", titles, wireshark.window_titles, exactly=True)


def check_all():
    with desktop.Wireshark(EARLY_MEDIA, frame=3) as wireshark:
        check_windows(wireshark)
        check_details(wireshark, DETAILS_OF_183)
        expert = open_table(wireshark, EXPERT_OF_183)
        check_filter(wireshark, "sipexplain.fault", 0)
        check_windows(wireshark, expert)
    with desktop.Wireshark(FAILURE, frame=64) as wireshark:
        check_windows(wireshark)
        check_details(wireshark, DETAILS_OF_500)
        expert = open_table(wireshark, EXPERT_OF_500)
        statistics = open_table(wireshark, SIP_STATISTICS)
        check_filter(wireshark, "sipexplain.fault", 2)
        tables = [open_table(wireshark, table) for table in (CALLS, SERVERS, TREE)]
        check_windows(wireshark, expert, statistics, *tables)


def details_picture(wireshark, opened, end):
    """The packet details from our item down to the first line that begins with end, with the
    lines open that begin with one of opened"""
    def line(start):
        return next((cells[0] for cells in wireshark.details.cells()[1:]
                     if cells[0].name.startswith(start)), None)

    for start in opened:
        cell = wireshark.wait_for(start, lambda start=start: line(start))
        before = len(wireshark.details.rows())
        wireshark.click(cell, at_expander=True)
        wireshark.wait_for(f"lines below {start}",
                           lambda before=before: len(wireshark.details.rows()) > before)
    # The line that was clicked last has the colour of the selected one: make that another line.
    wireshark.click(line("Frame "))
    left, _, width, _ = wireshark.details.area()
    top = line("[SIP Explain").area()[1]
    return wireshark.settled_picture((left, top, width, line(end).area()[1] - top))


def table_picture(wireshark, table):
    """The headings and rows of a table"""
    tree = open_table(wireshark, table).find("tree")
    left, top, width, _ = tree.area()
    last = tree.cells()[-1][0].area()
    return wireshark.settled_picture((left, top, width, last[1] + last[3] + 1 - top))


def take_screenshots(folder):
    def save(name, rows):
        (folder / name).write_bytes(picture.png(rows))
        print(f"{name}: {len(rows[0])}x{len(rows)}", flush=True)

    with desktop.Wireshark(EARLY_MEDIA, frame=3) as wireshark:
        save("early-media.png", details_picture(
            wireshark, ("[SIP Explain", "[Early media]", "[Stream 1", "[Finding"), "[Answers"))
    with desktop.Wireshark(FAILURE, frame=64) as wireshark:
        save("failure.png", details_picture(
            wireshark, ("[SIP Explain", "[Server fault", "[Q.850 cause", "[Finding: fault.gateway"),
            "[Answers"))
        save("expert.png", table_picture(wireshark, EXPERT_OF_500))
    with desktop.Wireshark(VARIED, frame=1) as wireshark:
        save("calls.png", table_picture(wireshark, CALLS_OF_VARIED))


def run_inside(plugins, *arguments):
    """This script again, as Wireshark has to be run: with the plugin and a home of its own."""
    command = programs.command_line(plugins.resolve(), "/usr/bin/python3", "-B",
                                    Path(__file__).resolve(), "--inside", *arguments)
    return subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode


def run_outside(options):
    """The exit status"""
    programs.require_plugin(options.plugins)
    if not options.screenshots:
        return run_inside(options.plugins)
    with programs.scratch_folder() as scratch:
        status = run_inside(options.plugins, "--screenshots", scratch)
        for file in scratch.iterdir():
            shutil.copyfile(file, options.screenshots / file.name)
    return status


def end(signal_number, _):
    """Ends the script and with it all that it has started."""
    sys.exit(f"FAILED: {signal.Signals(signal_number).name}")


def main():
    parser = programs.argument_parser(__doc__.splitlines()[0])
    parser.add_argument("--screenshots", type=Path, metavar="FOLDER")
    parser.add_argument("--inside", action="store_true", help="used by the script itself")
    options = parser.parse_args()
    if not options.inside:
        sys.exit(run_outside(options))
    for number in (signal.SIGALRM, signal.SIGTERM):
        signal.signal(number, end)
    signal.alarm(TEST_SECONDS)
    try:
        if options.screenshots:
            take_screenshots(options.screenshots)
        else:
            check_all()
    except (accessible.Missing, FileNotFoundError) as missing:
        sys.exit(f"FAILED: {missing}")


if __name__ == "__main__":
    main()
