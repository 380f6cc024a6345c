#!/usr/bin/python3
# statistics.py
# Compares what "-z sipexplain,..." prints with what tests/expected_statistics says.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Golden files of the statistics: tests/expected_statistics/NAME.txt holds the tree, the calls and
the servers of a capture, or what a look-up in the catalogue prints.

Of all captures in one file the same rows must come out of two passes, of the tap instead of the
tree, and of sharkd, which reads the file first and fills the tables later, as the GUI does.
"""

import difflib
import re
import sys

import pcap_file
import programs

EXPECTED = programs.TESTS / "expected_statistics"
CAPTURES = [
    "basic-call", "failed-500", "auth-register", "early-media.forked", "early-media.played",
    "fault.burst", "fault.relayed", "call.cancelled", "call.ended-elsewhere", "protocol.unmatched",
    "bad-messages", "cut-messages", "icmp-quoted", "real-302-followed", "real-500-two-proxies",
    "real-clean-hold", "call-endings", "both-sides-of-nat", "legs-interleaved", "terminal-escapes",
    "legs-hang-up",
]
# Their ladders stand in ladder-NAME.txt.
LADDERS = ["failed-500", "real-fork-two-183-media", "legs-early-media", "real-invite-unanswered",
           "tcp-stream"]
LADDER_WIDTH = 100
LOOKUPS = {
    "code-183": "code,183", "code-599": "code,599", "compare-183-500": "compare,183,500",
    "compare-200-202": "compare,200,202", "search-ringback": "search,RingBack",
}
# argument, what the message names, exit status
REFUSED = [
    ("code,99", "99"), ("code,700", "700"), ("code,abc", "abc"), ("code", "one status code"),
    ("code,183,500", "one status code"), ("compare,183", "two status codes"),
    ("compare,183,183", "itself"), ("compare,183,1e3", "1e3"), ("search,", "a word"),
    ("search,no such word", "no such word"), ("callsx", "sipexplain,calls"),
    ("servers5", "sipexplain,servers"), ("calls,no.such.field", "no.such.field"),
    ("ladderx", "sipexplain,ladder"), ("ladder,no.such.field", "no.such.field"),
    ("nothing", "sipexplain,nothing"),
]
TABLES = ("calls", "servers")
TITLES = {f"SIP Explain {table.capitalize()}:": table for table in TABLES}
TREE_TITLE = "SIP Explain Responses and Findings:"
WIDTH = 80
LADDER_CALL = re.compile(r"^(?:Call \d+|  (?:F|Probably a f)urther leg \(.*?\)): ", re.MULTILINE)
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
TREE_LINE = re.compile(r"( *)(.*?)\s+(\d+)\s")


def printed_rows(text):
    """{"calls": rows, "servers": rows} of tshark's output: tuples of a table's title, cells..."""
    tables, name, title = {}, None, None
    for line in text.splitlines():
        if line in TITLES:
            name = TITLES[line]
            tables[name] = []
        elif line.startswith("==="):
            name = None
        elif name and line.endswith("|") and title:
            tables[name].append((title, *(cell.strip() for cell in line[:-1].split(" |"))))
        elif name and not line.endswith("|") and not line.startswith("Filter for"):
            title = line
        elif name:
            title = None
    return tables


def tree_lines(text):
    """The tree without the columns of rates, which Wireshark's versions print in other ways."""
    lines, is_tree = [], False
    for line in text.splitlines():
        if line == TREE_TITLE:
            is_tree = True
        elif line.startswith("===="):
            is_tree = False
        elif is_tree and (found := TREE_LINE.match(line)):
            lines.append(f"{found[1]}{found[2]}: {found[3]}")
    return lines


def table_lines(text):
    """The tables of calls and servers as they are printed."""
    lines, is_table = [], False
    for line in text.splitlines():
        if line in TITLES:
            is_table = True
        elif line.startswith("===="):
            is_table = False
        if is_table:
            lines.append(line.rstrip())
    return lines


def difference(name, expected, actual):
    return list(difflib.unified_diff(expected, actual, f"{name}: expected", "actual", lineterm="",
                                     n=1))[:40]


class Statistics:
    """One run of all checks; failures is what they found."""

    def __init__(self, options):
        self.plugins, self.is_update = options.plugins, options.update
        self.failures, self.checks = [], 0

    def expect(self, name, condition, text):
        self.checks += 1
        if not condition:
            self.failures.append(f"{name}: {text}")

    def tshark(self, *arguments):
        return programs.tshark(self.plugins, *arguments)

    def golden(self, name, lines):
        path = EXPECTED / f"{name}.txt"
        if self.is_update:
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        expected = path.read_text("utf-8").splitlines() if path.exists() else ["(no such file)"]
        self.expect(name, expected == lines, "\n".join(difference(name, expected, lines)))

    def all_statistics(self, capture, *arguments):
        return self.tshark("-r", capture, "-q", "-z", "sipexplain,tree", "-z", "sipexplain,calls",
                           "-z", "sipexplain,servers", *arguments)

    def capture(self, name, path):
        text = self.all_statistics(path)
        self.golden(name, tree_lines(text) + table_lines(text))
        self.expect(name, not CONTROL.search(text), "prints what a terminal obeys")

    def odd_captures(self):
        """An empty capture, one without SIP, and one whose frames are cut within the headers."""
        source = programs.CAPTURES / "failed-500.pcap"
        with programs.scratch_folder() as folder:
            empty, no_sip, cut = (folder / f"{name}.pcap" for name in ("empty", "no-sip", "cut"))
            pcap_file.write_frames(empty, [])
            programs.run(programs.STOCK, "tshark", "-r", source, "-Y", "!sip", "-F", "pcap", "-w",
                         no_sip)
            programs.run(programs.STOCK, "editcap", "-F", "pcap", "-s", "200", source, cut)
            for path in (empty, no_sip, cut):
                self.capture(path.stem, path)

    def ladders(self):
        for name in LADDERS:
            lines = self.tshark("-r", programs.capture(name), "-q", "-z",
                                "sipexplain,ladder").splitlines()
            self.golden(f"ladder-{name}", lines)
        filtered = self.tshark("-r", programs.capture("failed-500"), "-q", "-z",
                               "sipexplain,ladder,frame.number == 67")
        self.expect("ladder, filtered", "frame 66," in filtered and "      66  INVITE" in filtered
                    and "frame 1," not in filtered, f"not the whole of one call: {filtered}")
        none = self.tshark("-r", programs.capture("failed-500"), "-q", "-z",
                           "sipexplain,ladder,sip.Status-Code == 200")
        self.expect("ladder, filtered", none == "No call with a message that passes the filter.\n",
                    none)

    def all_ladders(self, merged):
        """Of all captures: each fits a terminal, is told once, and by two passes alike."""
        text = self.tshark("-r", merged, "-q", "-z", "sipexplain,ladder")
        wide = [line for line in text.splitlines() if len(line) > LADDER_WIDTH]
        self.expect("ladders", not wide, f"wider than {LADDER_WIDTH} columns: {wide[:5]}")
        self.expect("ladders", not CONTROL.search(text), "they print what a terminal obeys")
        told = len(LADDER_CALL.findall(text))
        table = printed_rows(self.tshark("-r", merged, "-q", "-z", "sipexplain,calls"))["calls"]
        calls = sum(row[0] == "Calls" for row in table)
        self.expect("ladders", told == calls, f"{told} of {calls} calls are told")
        twice = self.tshark("-r", merged, "-2", "-q", "-z", "sipexplain,ladder")
        self.expect("ladders", text == twice, "\n".join(
            difference("two passes", text.splitlines(), twice.splitlines())))

    def lookups(self):
        for name, argument in LOOKUPS.items():
            lines = self.tshark("-z", f"sipexplain,{argument}").splitlines()
            self.golden(name, lines)
            wide = [line for line in lines if len(line) > WIDTH]
            self.expect(name, not wide, f"wider than {WIDTH} columns: {wide}")

    def refusals(self):
        capture = programs.CAPTURES / "basic-call.pcap"
        for argument, named in REFUSED:
            command = programs.command_line(self.plugins, "tshark", "-r", capture, "-q", "-z",
                                            f"sipexplain,{argument}")
            done = programs.finished(command)
            message = done.stderr.decode("utf-8", "replace")
            self.expect(argument, done.returncode == 1 and named in message and not done.stdout,
                        f"status {done.returncode}, message: {message[:200]}")

    def filters(self):
        """A call is shown when one of its messages passes, and then as the whole call."""
        capture = programs.CAPTURES / "failed-500.pcap"
        rows = printed_rows(self.all_statistics(capture))["calls"]
        self.expect("filter", len(rows) == 2, f"two calls are expected: {rows}")
        for filter_text, wanted in (("sip.Method == INVITE && frame.number < 60", rows[:1]),
                                    ("sip.Status-Code == 500 && frame.number > 64", rows[1:]),
                                    ("sip.Status-Code == 200", [])):
            shown = printed_rows(self.tshark("-r", capture, "-q", "-z",
                                             f"sipexplain,calls,{filter_text}"))["calls"]
            # Only one pass of all: what the filter leaves out is not yet told at the INVITE.
            frames = [row[1] for row in shown]
            self.expect(filter_text, frames == [row[1] for row in wanted], f"rows: {shown}")

    def same_table_twice(self):
        """Each "-z" of one table counts for itself, what its filter lets through."""
        capture = programs.CAPTURES / "failed-500.pcap"
        for table, filter_text in (("calls", "sip.Call-ID == \"no such\""),
                                   ("servers", "sip.Method == INVITE && frame.number < 60")):
            first, second = f"sipexplain,{table}", f"sipexplain,{table},{filter_text}"
            alone = [self.tshark("-r", capture, "-q", "-z", argument)
                     for argument in (second, first)]
            for arguments in ((first, second), (second, first)):
                both = self.tshark("-r", capture, "-q", "-z", arguments[0], "-z", arguments[1])
                self.expect(f"{table} twice", all(text.strip() in both for text in alone),
                            "not the same two tables as in a run of each")

    def forgotten(self):
        """-M makes tshark forget the calls, as each new file of a long live capture does: the rows
        of those before stay, servers count on, and what is printed at the end is of the rest."""
        once = programs.CAPTURES / "legs-hang-up.pcap"
        frames = str(len(self.tshark("-r", once, "-T", "fields", "-e", "frame.number").split()))
        with programs.scratch_folder() as folder:
            twice = folder / "twice.pcap"
            programs.run(programs.STOCK, "mergecap", "-a", "-F", "pcap", "-w", twice, once, once)
            rows, both = (printed_rows(self.all_statistics(path, *arguments)) for path, arguments in
                          ((once, ()), (twice, ("-M", frames))))
            self.expect("forgotten", both["calls"] == 2 * rows["calls"],
                        "\n".join(" | ".join(row) for row in both["calls"]))
            counts = [[(*row[2:4], int(row[8])) for row in sorted(table, key=lambda row: row[2])]
                      for table in (rows["servers"], both["servers"])]
            self.expect("forgotten", [(*row[:2], 2 * row[2]) for row in counts[0]] == counts[1],
                        f"servers: {counts}")
            ladders = [self.tshark("-r", path, "-M", frames, "-q", "-z", "sipexplain,ladder")
                       for path in (once, twice)]
            self.expect("forgotten", ladders[0] == ladders[1], ladders[1])

    def passes(self):
        """One pass, two, the tap, and sharkd's tables, of all captures that are not cut."""
        captures = [path for path in programs.captures() if not pcap_file.has_cut_frame(path)]
        with programs.scratch_folder() as folder:
            merged = programs.Merged(captures, folder / "merged.pcapng").path
            self.all_ladders(merged)
            rows = printed_rows(self.all_statistics(merged))
            self.expect("all captures", len(rows["calls"]) > 100 and len(rows["servers"]) > 10,
                        "too few rows to tell anything")
            for how, arguments in (("two passes", ["-2"]), ("tap", programs.TAP_MODE)):
                other = printed_rows(self.all_statistics(merged, *arguments))
                for table in TABLES:
                    self.same(f"{table}, {how}", rows[table], other[table])
            with programs.Sharkd(self.plugins) as sharkd:
                sharkd.ask("load", file=str(merged))
                for table in TABLES:
                    # Twice: what the first look left behind must not show in the second.
                    for _ in range(2):
                        self.same(f"{table}, sharkd", rows[table], sharkd_rows(sharkd, table))

    def same(self, name, expected, actual):
        lines = difference(name, [" | ".join(row) for row in sorted(expected)],
                           [" | ".join(row) for row in sorted(actual)])
        self.expect(name, not lines, "\n".join(lines))


def sharkd_rows(sharkd, table):
    tables = sharkd.ask("tap", tap0=f"nstat:sipexplain,{table}")["taps"][0]["tables"]
    return [(rows["t"], *(str(cell).strip() for cell in row))
            for rows in tables for row in rows["i"]]


def read_options():
    parser = programs.argument_parser(__doc__.splitlines()[0])
    parser.add_argument("--update", action="store_true", help="write the expected files")
    parser.add_argument("names", nargs="*", help="only the tables of these captures")
    return parser.parse_args()


def main():
    options = read_options()
    programs.require_plugin(options.plugins)
    statistics = Statistics(options)
    for name in options.names or CAPTURES:
        statistics.capture(name, programs.CAPTURES / f"{name}.pcap")
    if not options.names:
        statistics.ladders()
        statistics.odd_captures()
        statistics.lookups()
        statistics.refusals()
        statistics.same_table_twice()
        statistics.filters()
        statistics.forgotten()
        statistics.passes()
    for failure in statistics.failures:
        print(f"FAILED {failure}")
    print(f"{statistics.checks} checks, {len(statistics.failures)} failed")
    sys.exit(1 if statistics.failures else 0)


if __name__ == "__main__":
    main()
