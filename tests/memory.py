#!/usr/bin/python3
# memory.py
# Has valgrind watch the plugin's memory while captures are opened, shown, filtered and closed.
# SPDX-License-Identifier: GPL-2.0-or-later
"""sharkd, which dissects as the GUI does, opens captures one after the other and one of them again,
filters, shows frames and tables, and changes preferences, that for the tap among them; tshark reads
in two passes and prints details and tables. memcheck must see no error and no lost memory with a
function of ours in its stack; those of Wireshark's own are counted, not judged. The plugin is the
one whose pieces of memory stand alone.
"""

import sys
from collections import Counter
from xml.etree import ElementTree

import programs

VALGRIND_SECONDS = 1800  # it takes thirty times as long, on a busy machine more
CAPTURES = ["failed-500", "tcp-stream", "bad-messages", "auth.rejected", "basic-call"]
AGAIN = "failed-500"
FILTERS = ["sipexplain.finding", "sipexplain.severity >= 2"]
TAPS = ["expert", "nstat:sipexplain,calls", "nstat:sipexplain,servers"]
PREFERENCES = [("sipexplain.tree_on_first_pass", "FALSE"), ("sipexplain.info_column", "TRUE"),
               ("sipexplain.omit_texts", "TRUE"), ("sipexplain.tree_on_first_pass", "TRUE")]
TABLES = ["-z", "sipexplain,calls", "-z", "sipexplain,servers,sip", "-z", "sipexplain,tree",
          "-z", "sipexplain,ladder", "-z", "sipexplain,report",
          "-z", "expert"]
NOTE = ["-o", 'uat:sipexplain_notes:"4xx,5xx","Phrase","e","Warn","FALSE","known"']
LOST = ("Leak_DefinitelyLost", "Leak_IndirectlyLost", "Leak_PossiblyLost")
# Of statistics: Wireshark makes them for whoever registers some, and tshark leaves them to the end.
STATISTICS_OF_WIRESHARK = ("stat_tap_", "stats_tree_")
STACK_SHOWN = 12
REPORTED = 5


def watched(report):
    """The words before a program that valgrind runs"""
    return ["env", "G_SLICE=always-malloc", "G_DEBUG=gc-friendly",
            "WIRESHARK_DEBUG_WMEM_OVERRIDE=simple", "valgrind", "-q", "--leak-check=full",
            "--num-callers=40", "--keep-debuginfo=yes", "--xml=yes", f"--xml-file={report}"]


def show(sharkd, name):
    """All that is looked at of one capture"""
    sharkd.load(programs.capture(name))
    for text in FILTERS:
        sharkd.ask("frames", filter=text)
    for row in sharkd.ask("frames", filter="sipexplain"):
        sharkd.ask("frame", frame=row["num"], proto=True, columns=True)
    for tap in TAPS:
        sharkd.ask("tap", tap0=tap)


def browse(plugins, report):
    with programs.Sharkd(plugins, *watched(report)) as sharkd:
        for name in [*CAPTURES, AGAIN]:
            show(sharkd, name)
        for name, value in PREFERENCES:
            sharkd.ask("setconf", name=name, value=value)
            show(sharkd, AGAIN)


def read_file(*arguments):
    """A session of tshark on a capture that holds all"""
    def session(plugins, report):
        merged = report.with_suffix(".pcapng")
        programs.run(programs.STOCK, "mergecap", "-a", "-w", merged,
                     *map(programs.capture, CAPTURES))
        programs.run(plugins, *watched(report), "tshark", "-n", "-r", merged, *arguments)
    return session


SESSIONS = {
    "sharkd": browse,
    "tshark with tables": read_file("-2", "-V", *NOTE, *TABLES),
    "tshark -z sipexplain,search": read_file("-q", "-z", "sipexplain,search,ringback"),
}


def stack_lines(error):
    for frame in list(error.iter("frame"))[:STACK_SHOWN]:
        where = frame.findtext("file") or frame.findtext("obj") or ""
        yield f"    {frame.findtext('fn') or '?'} ({where}:{frame.findtext('line') or ''})"


def is_ours(error):
    for frame in error.iter("frame"):
        if error.findtext("kind") in LOST and \
                (frame.findtext("fn") or "").startswith(STATISTICS_OF_WIRESHARK):
            return False
        if (frame.findtext("obj") or "").endswith("/sipexplain.so"):
            return True
    return False


def faults(report):
    """What valgrind saw of ours, as text, and how often it saw something of others"""
    ours, others = [], Counter()
    for error in ElementTree.parse(report).getroot().iter("error"):
        kind = error.findtext("kind")
        if not is_ours(error):
            others["lost" if kind in LOST else kind] += 1
            continue
        what = error.findtext("what") or error.findtext("xwhat/text")
        ours.append("\n".join([what, *stack_lines(error)]))
    return ours, others


def has_run(report, program):
    """Whether valgrind came to its end: a report that broke off says nothing."""
    root = ElementTree.parse(report).getroot()
    return [state.text for state in root.iterfind("status/state")][-1:] == ["FINISHED"] and \
        program in root.findtext("args/argv/exe")


def check(job):
    """(name, what is wrong) of a session"""
    plugins, name, folder = job
    report = folder / (name.replace(" ", "-").replace(",", "-") + ".xml")
    try:
        SESSIONS[name](plugins, report)
        found, others = faults(report)
        if not has_run(report, name.split()[0]):
            found.append("valgrind did not come to its end")
    except (programs.ProgramError, ElementTree.ParseError, OSError) as error:
        return name, [str(error)]
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(others.items())) or "nothing"
    print(f"{name}: {len(found)} of ours; of others {told}", flush=True)
    return name, found


def main():
    programs.SECONDS = VALGRIND_SECONDS
    plugins = programs.argument_parser(__doc__.splitlines()[0]).parse_args().plugins
    programs.require_plugin(plugins)
    with programs.scratch_folder() as folder:
        results = programs.in_threads(check, [(plugins, name, folder) for name in SESSIONS])
    for name, found in results:
        for text in found[:REPORTED]:
            print(f"FAILED {name}: {text}")
    failed = sum(1 for _, found in results if found)
    print(f"{len(SESSIONS)} sessions, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
