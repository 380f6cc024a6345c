#!/usr/bin/python3
# bench.py
# Measures what the plugin costs: instructions of tshark with it, divided by those without it.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Prints a table of ratios to stock tshark, with two other post-dissectors beside the plugin:
TRANSUM, which comes with Wireshark, and bench.lua. Then the goals; exit status 1 if one is missed.
With --views only what looking costs: each way to look, over UDP and TCP and over several hops.

Each run is made with a capture and with the beginning of it, and the difference counts: so
starting up costs nothing. valgrind counts, and steady.c holds still what differs from run to run:
figures are the same within 0.1 % on each day, however busy the machine is. Some goals are known to
be missed: for them stands what is reached, rounded up, so that it does not get worse unnoticed.
"""

import re
import subprocess
import sys
from dataclasses import dataclass, field

import bench_captures
import programs

LENGTHS = {"sip": 100, "http": 400, "rtp": 1500, "rtp-alone": 2000}
BEGINNING = "beginning"
COLUMNS = ["stock", "default", "tap", "TRANSUM", "Lua"]
TITLE_WIDTH = 40
# Instructions by which a run and its repetition may differ; 10 were seen
UNSTEADY = 10000


@dataclass(frozen=True)
class Row:
    """A kind of capture, and how tshark reads it"""

    title: str
    kind: str
    options: tuple = ()
    columns: tuple = tuple(COLUMNS)
    # What the columns but the first are told instead
    own_options: tuple = ()


PLAIN = [Row("SIP", "sip"), Row("HTTP", "http"), Row("RTP in a call", "rtp"),
         Row("RTP alone", "rtp-alone")]
# What a tree costs by itself
TREES = [Row(f"{row.title}, with a tree", row.kind, ("-Y", "frame"), ("stock",)) for row in PLAIN]
FILTER = Row("SIP -Y sip", "sip", ("-Y", "sip"))
FIELDS = Row("SIP -T fields -e sip.Call-ID", "sip", ("-T", "fields", "-e", "sip.Call-ID"))
DETAILS = Row("SIP -V", "sip", ("-V",))
COPY = Row("SIP -w copy", "sip", ("-w", "/dev/null"))
LOOKED_AT = Row("SIP -Y sipexplain / stock's -Y sip", "sip", ("-Y", "sip"),
                ("stock", "default", "tap"), ("-Y", "sipexplain or sip"))
ROWS = [*PLAIN, FILTER, FIELDS, DETAILS, COPY, LOOKED_AT, *TREES]


@dataclass
class Goal:
    """ratio of a column, at most; reached is what a goal that is missed has come to"""

    row: Row
    column: str
    ratio: float
    reached: float = 0
    # The ratio is not to stock tshark but to this row of stock tshark's
    base: Row = field(default=None)

    def title(self):
        return f"{self.row.title}, {self.column}" + (" / stock's tree" if self.base else "")


GOALS = [
    Goal(PLAIN[0], "tap", 1.03), Goal(PLAIN[1], "tap", 1.005), Goal(PLAIN[2], "tap", 1.04),
    Goal(PLAIN[3], "tap", 1.04),
    *[Goal(row, "default", 1.03, base=tree) for row, tree in zip(PLAIN, TREES)],
    Goal(FILTER, "default", 1.03), Goal(FILTER, "tap", 1.03),
    Goal(FIELDS, "default", 1.10), Goal(FIELDS, "tap", 1.10),
    Goal(DETAILS, "default", 1.15, 1.17), Goal(DETAILS, "tap", 1.15, 1.17),
    Goal(LOOKED_AT, "default", 1.12, 1.122), Goal(LOOKED_AT, "tap", 1.12, 1.122),
]


@dataclass(frozen=True)
class View:
    """A way to look at calls: options of tshark for stock and for the plugin; none: sharkd loads"""

    title: str
    stock: tuple = ()
    ours: tuple = ()


VIEWS = [View("-Y", ("-Y", "sip"), ("-Y", "sipexplain or sip")), View("-V", ("-V",), ("-V",)),
         View("-T fields", FIELDS.options, FIELDS.options),
         View("-z calls", ("-q", "-z", "sip,stat"), ("-q", "-z", "sipexplain,calls")),
         View("load")]
# Calls of each kind: as many messages in each
VIEWED = {"sip": 120, "sip-tcp": 120, "sip-3": 40, "sip-10": 12}
VIEWED_NAMES = {"sip": "UDP, 1 hop", "sip-tcp": "TCP, 1 hop", "sip-3": "UDP, 3 hops",
                "sip-10": "UDP, 10 hops"}


class Views:
    """Each kind of call looked at in each way, with the plugin and without"""

    def __init__(self, plugins, steady, folder):
        self.folder, self.steady = folder, steady
        self.plugins = {True: plugins.parent, False: programs.STOCK}
        self.counts = {}
        for kind, length in {BEGINNING: 0, **VIEWED}.items():
            bench_captures.write("sip" if kind == BEGINNING else kind, length,
                                 folder / f"{kind}.pcap")

    def runs(self):
        kinds = [*VIEWED, BEGINNING]
        return [(kind, view, is_ours) for kind in kinds for view in VIEWS
                for is_ours in (False, True)]

    def measure(self, run):
        kind, view, is_ours = run
        counted = self.folder / f"{kind}-{VIEWS.index(view)}-{is_ours}.count"
        valgrind = ["env", f"LD_PRELOAD={self.steady}", "valgrind", "--tool=cachegrind",
                    "--cache-sim=no", f"--cachegrind-out-file={counted}"]
        capture = self.folder / f"{kind}.pcap"
        if view.ours:
            programs.run(self.plugins[is_ours], *valgrind, "tshark", "-n", "-r", capture,
                         *(view.ours if is_ours else view.stock))
        else:
            with programs.Sharkd(self.plugins[is_ours], *valgrind) as sharkd:
                sharkd.ask("load", file=str(capture))
        self.counts[run] = int(re.search(r"^summary: (\d+)", counted.read_text(), re.M)[1])

    def ratio(self, kind, view):
        ours, stock = (self.counts[kind, view, is_ours] - self.counts[BEGINNING, view, is_ours]
                       for is_ours in (True, False))
        return ours / stock

    def print(self):
        print(f"{'Instructions / those of stock':{TITLE_WIDTH}}"
              + "".join(f"{view.title:>11}" for view in VIEWS))
        for kind, name in VIEWED_NAMES.items():
            print(f"{name:{TITLE_WIDTH}}"
                  + "".join(f"{self.ratio(kind, view):11.3f}" for view in VIEWS))


class Bench:
    """The runs, each made once"""

    def __init__(self, plugins, steady, folder):
        self.folder, self.steady = folder, steady
        transum = folder / "transum" / plugins.name / "epan"
        transum.mkdir(parents=True)
        (transum / "transum.so").symlink_to(global_plugins() / "epan" / "transum.so")
        self.places = {
            "stock": (programs.STOCK, ()),
            "default": (plugins.parent, ()),
            "tap": (plugins.parent, tuple(programs.TAP_MODE)),
            "TRANSUM": (folder / "transum", ("--enable-protocol", "transum")),
            "Lua": (programs.STOCK, ("-X", f"lua_script:{programs.TESTS / 'bench.lua'}")),
        }
        bench_captures.write("sip", 0, self.capture(BEGINNING))
        for kind, length in LENGTHS.items():
            bench_captures.write(kind, length, self.capture(kind))
        self.counts = {}

    def capture(self, kind):
        return self.folder / f"{kind}.pcap"

    def options(self, row, column):
        return row.own_options if row.own_options and column != COLUMNS[0] else row.options

    def runs(self):
        """What must be run: (kind, options, column), the long ones first"""
        wanted = {(kind, self.options(row, column), column)
                  for row in ROWS for column in row.columns for kind in (row.kind, BEGINNING)}
        return sorted(wanted, key=lambda run: run[0] == BEGINNING)

    def measure(self, run):
        self.counts[run] = self.count(run)

    def require_steady(self):
        """ProgramError if the same run takes another number of instructions once more."""
        run = (BEGINNING, (), "stock")
        difference = abs(self.count(run) - self.counts[run])
        if difference > UNSTEADY:
            raise programs.ProgramError(f"the same run differs by {difference} instructions: "
                                        f"is {self.steady} preloaded?")

    def count(self, run):
        kind, options, column = run
        plugins, arguments = self.places[column]
        return programs.count_instructions(plugins, self.steady, "-r", self.capture(kind),
                                           *arguments, *options)

    def instructions(self, row, column):
        """Of what the row's capture has more than its beginning"""
        options = self.options(row, column)
        return self.counts[row.kind, options, column] - self.counts[BEGINNING, options, column]

    def ratio(self, row, column, base=None):
        return self.instructions(row, column) / self.instructions(base or row, "stock")


def global_plugins():
    """Wireshark's own folder of plugins"""
    listed = subprocess.run(["tshark", "-G", "folders"], capture_output=True, text=True, check=True)
    return programs.Path(re.search(r"Global Plugins:\s*(\S+)", listed.stdout)[1])


def print_table(bench):
    print(f"{'Instructions / those of stock tshark':{TITLE_WIDTH}}"
          + "".join(f"{column:>10}" for column in COLUMNS))
    for row in ROWS:
        base = PLAIN[TREES.index(row)] if row in TREES else None
        cells = [f"{bench.ratio(row, column, base):10.3f}" if column in row.columns else f"{'':10}"
                 for column in COLUMNS]
        print(f"{row.title:{TITLE_WIDTH}}{''.join(cells)}".rstrip())


def check_goals(bench):
    """How many figures are worse than they may be"""
    print(f"\n{'Goals':{TITLE_WIDTH}}{'ratio':>10}{'goal':>10}{'reached':>10}")
    failed = 0
    for goal in GOALS:
        ratio = bench.ratio(goal.row, goal.column, goal.base)
        is_worse = ratio > max(goal.ratio, goal.reached)
        failed += is_worse
        verdict = "  MISSED" if ratio > goal.ratio else ""
        if is_worse and goal.reached:
            verdict = "  WORSE THAN IT WAS"
        reached = f"{goal.reached:10.3f}" if goal.reached else f"{'':10}"
        print(f"{goal.title():{TITLE_WIDTH}}{ratio:10.3f}{goal.ratio:10.3f}{reached}{verdict}")
    return failed


def main():
    parser = programs.argument_parser(__doc__.splitlines()[0])
    programs.add_steady(parser)
    parser.add_argument("--views", action="store_true",
                        help="only what looking costs, over UDP and TCP, 1, 3 and 10 hops")
    arguments = parser.parse_args()
    programs.require_plugin(arguments.plugins)
    plugins = next(arguments.plugins.resolve().glob("*/epan/sipexplain.so")).parent.parent
    with programs.scratch_folder() as folder:
        if arguments.views:
            views = Views(plugins, arguments.steady.resolve(strict=True), folder)
            programs.in_threads(views.measure, views.runs())
            views.print()
            return
        bench = Bench(plugins, arguments.steady.resolve(strict=True), folder)
        programs.in_threads(bench.measure, bench.runs())
        bench.require_steady()
    print_table(bench)
    failed = check_goals(bench)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
