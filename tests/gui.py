#!/usr/bin/python3
# gui.py
# Opens captures in the real Wireshark, and reads what a person sees there.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Starts Wireshark on an X server without a screen and reads its window by the accessibility
interface, as a screen reader does: the packet details, the Expert Information, a display filter's
packets, tables of the Telephony menu, one of them twice. It must all be what sharkd and tshark say
of the capture; and what a read filter leaves of another capture has the findings that it has in
the whole. What is asked of tshark alone, with -z, leaves the window open. Wireshark must quit
without a fault, and ask no other question.

--screenshots FOLDER takes README.md's pictures instead.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import accessible
import desktop
import first_look
import packet_details
import picture
import programs
import statistics
import voip_window

# For all of it, on a loaded machine.
TEST_SECONDS = 900
EARLY_MEDIA, FAILURE = (programs.CAPTURES / name for name in ("early-media-183.pcap",
                                                              "failed-500.pcap"))
# The final response of its first call, and the first RTP packet of it.
FAILED_FRAME, FAILED_RTP, FAILED_PORT, FAILED_ARROWS = 64, 4, 6000, 6
PROFILE = programs.TESTS.parent / "plugin" / "profile"
VARIED = programs.CAPTURES / "early-media.no-rtp.pcap"
# Calls over several hops, and a filter that cuts through each of them.
FILTERED, READ_FILTER = programs.CAPTURES / "fault.relayed.pcap", "sip.Status-Code >= 200"
# Ends tshark; the window says so and goes on.
FOR_TSHARK, IS_FOR_TSHARK = ["-z", "sipexplain,code,99"], "answered by tshark"
TABLE_FILTER = "frame.number < 60"
COLUMNS = {"No.": "%m", "Call-ID": "%Cus:sip.Call-ID:0:R", "Code": "%Cus:sipexplain.code:0:R",
           "Finding": "%Cus:sipexplain.finding:0:R"}
FIELDS = ["sip.Call-ID", "sipexplain.code", "sipexplain.finding"]
# What would tell of a fault in the packet details.
DETAILS_FAULTS = ("Dissector bug", "Malformed Packet", "Exception occurred")


@dataclass
class Table:
    """A table that a menu opens: the path there, and some of its rows, headings too.

    Columns further right than those of the rows are not compared.
    """

    path: tuple
    rows: tuple


# Stock Wireshark's statistics table (stat_tap_ui), over the messages of the same capture. Its
# versions write the times of the columns further right in different ways.
SIP_STATISTICS = Table(("Telephony", "SIP Statistics"), (
    ["Request Method / Response Code", "Count", "Resent"],
    ["INVITE", "2", "0"],
    ["183 Session Progress", "1", "0"],
    ["500 Server Internal Error", "2", "0"],
))


EXPERT_PATH = "Analyze", "Expert Information"
EXPERT_HEADINGS = ["Severity", "Summary", "Group", "Protocol", "Count"]
CALLS_PATH, SERVERS_PATH = (("Telephony", f"SIP Explain {name}") for name in ("Calls", "Servers"))
HEADINGS = {
    "calls": ["Frame", "Code", "Verdict", "Look at", "Ended in", "Worst", "Legs", "Caller",
              "Callee"],
    "servers": ["Rank", "Address", "Server", "Own 5xx", "5xx", "No answer", "Requests",
                "Responses", "2xx", "3xx", "4xx"],
}
# 67 letters, the most that the verdict of one message has.
VERDICT_PIXELS = 390
VOIP_ATTEMPTS = 5
CALLS_SIZE = 1180, 460
TREE = Table(("Statistics", "SIP Explain Responses and Findings"), (
    ["Topic / Item", "Count"],
    ["500 Server Internal Error", "2"],
))


class Said:
    """What the other programs say of a capture, with the plugin that Wireshark has"""

    def __init__(self, capture):
        self.plugins, self.capture = os.environ["WIRESHARK_PLUGIN_DIR"], capture
        with programs.Sharkd(self.plugins) as sharkd:
            sharkd.load(capture)
            self.frames = packet_details.sharkd_frames(sharkd)

    def details(self, frame):
        """Our lines of the packet details"""
        return [f"[{label.strip()}]"
                for label in packet_details.visible_labels({frame: self.frames[frame]})[1:]]

    def expert(self):
        names = {field.filter: field.name for field in programs.our_fields(self.plugins)}
        counts = Counter()

        def add(items):
            for item in items:
                if item.name == "_ws.expert":
                    severity, group, _ = packet_details.expert_parts(item)
                    counts[severity, names[item.children[0].name], group] += 1
                add(item.children)

        text = programs.tshark(self.plugins, "-r", self.capture, "-2", "-T", "pdml", "-J",
                               "sipexplain")
        for items in packet_details.pdml_frames(text).values():
            add(items)
        return Table(EXPERT_PATH, (EXPERT_HEADINGS, *(
            [*key, "SIP Explain", str(count)] for key, count in sorted(counts.items()))))

    def table(self, name, condition=""):
        """One of HEADINGS"""
        text = programs.tshark(self.plugins, "-r", self.capture, "-2", "-q", "-z",
                               f"sipexplain,{name}{',' * bool(condition)}{condition}")
        headings = HEADINGS[name]
        rows = (list(row[1:len(headings) + 1]) for row in statistics.printed_rows(text)[name])
        path = {"calls": CALLS_PATH, "servers": SERVERS_PATH}[name]
        return Table(path, (headings, *rows))

    def calls(self):
        """The cells of each call's row in our own table"""
        text = programs.tshark(self.plugins, "-r", self.capture, "-2", "-q", "-z",
                               "sipexplain,calls")
        return statistics.printed_rows(text)["calls"]

    def value(self, field, frame):
        return programs.tshark(self.plugins, "-r", self.capture, "-2", "-Y",
                               f"frame.number == {frame}", "-T", "fields", "-e", field).strip()

    def packets(self, condition):
        """The rows of COLUMNS of the packets that pass, without their numbers"""
        chosen = [word for field in FIELDS for word in ("-e", field)]
        text = programs.tshark(self.plugins, "-r", self.capture, "-2", "-Y", condition, "-T",
                               "fields", *chosen)
        return [line.split("\t") for line in text.splitlines()]


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


def check_opened(wireshark, said):
    """As the window opens it an item shows what to do, and more of the finding that leads alone."""
    for message in said.frames[wireshark.frame]:
        wanted = [f"[{line}]" for line in (message.label, *first_look.opened_lines(message))]
        expect(wireshark, f"frame {wireshark.frame} as it opens", wanted,
               lambda: [row[0] for row in wireshark.details.rows()][-len(wanted):], exactly=True)


def check_details(wireshark, wanted):
    wireshark.press_menu("View", "Expand All")
    lines = expect(wireshark, f"details of frame {wireshark.frame}", wanted,
                   lambda: [row[0] for row in wireshark.details.rows()])
    faults = [line for line in lines for fault in DETAILS_FAULTS if fault in line]
    if faults:
        raise accessible.Missing("faults in the details: " + "; ".join(faults))


def expect_rows(wireshark, what, dialog, table):
    columns = len(table.rows[0])
    expect(wireshark, what, table.rows,
           lambda: [row[:columns] for row in dialog.find("tree").rows()])


def open_table(wireshark, table):
    """The dialog of a table, once it holds the rows"""
    dialog = wireshark.open_dialog(*table.path)
    expect_rows(wireshark, " > ".join(table.path), dialog, table)
    return dialog


def check_filter(wireshark, text, count):
    wireshark.apply_filter(text)
    expect(wireshark, f"packets of {text}", [str(count)], wireshark.displayed)


def check_windows(wireshark, *dialogs):
    """No warning, no question: no window but the main one and the dialogs that were opened"""
    titles = [window.name for window in (wireshark.window, *dialogs)]
    expect(wireshark, "windows", titles, wireshark.window_titles, exactly=True)


def check_read_filter(wireshark, said):
    """The packets that it leaves are numbered anew, and say what they say in the whole capture."""
    rows = [[str(number), *row] for number, row in enumerate(said.packets(READ_FILTER), 1)]
    if not any(row[-1] for row in rows):
        raise accessible.Missing(f"no finding to compare in {wireshark.capture.name}")
    packets = wireshark.window.find("tree", "Packet list")
    expect(wireshark, f"packets read with {READ_FILTER}", [list(COLUMNS), *rows], packets.rows,
           exactly=True)


def check_default_size(wireshark, dialog):
    """As the table opens, its verdicts are seen, each of their usual length whole."""
    tree = dialog.find("tree")
    left, _, width, _ = tree.area()
    headings = tree.cells()[0]
    at = headings[HEADINGS["calls"].index("Verdict")].area()[0]
    room = left + width - at
    if at < left or room < VERDICT_PIXELS:
        raise accessible.Missing(f"only {room} pixels of the verdicts in a window of {width}")
    print(f"{wireshark.capture.name}: calls as they open: {room} of {width} pixels for verdicts",
          flush=True)


def filter_table(wireshark, said, dialog):
    """The same table with a filter, in a second window; the first one stays as it was."""
    second = open_table(wireshark, said.table("servers"))
    wireshark.filter_table(second, TABLE_FILTER)
    expect_rows(wireshark, "servers, filtered", second, said.table("servers", TABLE_FILTER))
    expect_rows(wireshark, "servers, unfiltered beside it", dialog, said.table("servers"))
    return second


def check_voip_calls(said):
    """The stock window of calls, and its ladder, say what we say."""
    summary = said.value("sipexplain.summary", FAILED_FRAME)
    call = {"comments": said.calls()[0], "frame": FAILED_FRAME,
            "verdict": summary.split(" - ", 1)[1], "rtp": FAILED_RTP,
            "port": FAILED_PORT, "arrows": FAILED_ARROWS, "frames": FAILED_FRAME + 1}
    for _ in range(VOIP_ATTEMPTS):
        try:
            with desktop.Wireshark(FAILURE, 1,
                                   options=["-o", voip_window.PREFERENCE]) as wireshark:
                check_windows(wireshark, *voip_window.check(wireshark, call, said))
            return
        except voip_window.DrawnTooEarly as early:
            print(f"once more: {early}", flush=True)
    raise accessible.Missing(f"no whole ladder in {VOIP_ATTEMPTS} attempts")


def is_in(area, other):
    left, top, width, height = area
    return (other[0] >= left and other[1] >= top and other[1] + other[3] <= top + height and
            other[0] < left + width)


def check_one_click(wireshark, said):
    """With the profile, after one click: the verdict, what to do and who acts, all on the screen"""
    wireshark.press_button("Problems")
    item = said.frames[FAILED_FRAME][0]
    verdict = said.value("sipexplain.verdict", FAILED_FRAME)
    steps = [f"[{line.label}]" for line in item.children
             if line.label.startswith(("What to do: ", "Who acts: "))]
    packets = wireshark.window.find("tree", "Packet list")

    def complete():
        seen = {cells[0].name: cells[0].area() for cells in wireshark.details.cells()[1:]}
        infos = [cell for cells in packets.cells()[1:2] for cell in cells if verdict in cell.name]
        return infos and is_in(packets.area(), infos[0].area()) and all(
            line in seen and is_in(wireshark.details.area(), seen[line]) for line in steps)

    wireshark.wait_for(f"{verdict}, and {steps} on the screen", complete)
    print(f"{wireshark.capture.name}: after one click: {verdict}; {'; '.join(steps)}", flush=True)


@contextmanager
def with_profile(capture):
    """Wireshark with the profile "SIP Explain", as on a small screen"""
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder) / "SIP Explain"
        shutil.copytree(PROFILE, profile, ignore=shutil.ignore_patterns("*.cmake"))
        with desktop.Wireshark(capture, 1, profile=profile) as wireshark:
            yield wireshark


def check_all():
    said = Said(EARLY_MEDIA)
    with desktop.Wireshark(EARLY_MEDIA, frame=3) as wireshark:
        check_windows(wireshark)
        check_opened(wireshark, said)
        check_details(wireshark, said.details(3))
        expert = open_table(wireshark, said.expert())
        check_filter(wireshark, "sipexplain.fault", 0)
        check_windows(wireshark, expert)
    said = Said(FAILURE)
    with desktop.Wireshark(FAILURE, frame=64) as wireshark:
        check_windows(wireshark)
        check_opened(wireshark, said)
        check_details(wireshark, said.details(64))
        expert = open_table(wireshark, said.expert())
        stock = open_table(wireshark, SIP_STATISTICS)
        check_filter(wireshark, "sipexplain.fault", 2)
        tables = [open_table(wireshark, table)
                  for table in (said.table("calls"), said.table("servers"), TREE)]
        check_default_size(wireshark, tables[0])
        tables.append(filter_table(wireshark, said, tables[1]))
        check_windows(wireshark, expert, stock, *tables)
    check_voip_calls(said)
    with with_profile(FAILURE) as wireshark:
        check_one_click(wireshark, said)
    said = Said(FILTERED)
    with desktop.Wireshark(FILTERED, 1, COLUMNS, ["-R", READ_FILTER, *FOR_TSHARK],
                           IS_FOR_TSHARK) as wireshark:
        check_read_filter(wireshark, said)
        check_windows(wireshark)


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
            wireshark, ("[Early media", "[Stream 1"), "[About"))
    with desktop.Wireshark(FAILURE, frame=64) as wireshark:
        save("expert.png", table_picture(wireshark, Said(FAILURE).expert()))
    with with_profile(FAILURE) as wireshark:
        check_one_click(wireshark, Said(FAILURE))
        save("window.png", wireshark.settled_picture((0, 0, *desktop.PROFILE_SIZE)))
    with desktop.Wireshark(VARIED, frame=1, sizes={CALLS_PATH[-1]: CALLS_SIZE}) as wireshark:
        save("calls.png", table_picture(wireshark, Said(VARIED).table("calls")))


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
