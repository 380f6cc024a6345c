#!/usr/bin/python3
# shards.py
# Checks sipexplain-shards: the tables merged of its shards are those of one run over the whole.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Nearly all captures become one, one behind the other in time, each with hosts and Call-IDs of its
own. It is split into shards, tshark prints the tables of each, and merge_tables.py's must be those
of the whole: every row with every frame number. Left out is what cannot be so, with its reason:
what is told of a call because of others in the file, and legs that no header joins.
"""

import re
import struct
import subprocess
import sys
from pathlib import Path

import programs

FOLDER = programs.TESTS.parent / "plugin" / "shards"
SHARDS = 12
START = 1700000000
GAP = 40  # seconds between two captures

OTHER_CALLS = "told because of other calls: all failures of a server, all nonces of a client"
ONCE = "told once for each file"
NO_HEADER = "legs that no header joins: by one number, time, tones or RTP"
NO_CALL = "a connection without SIP, or a message that names another call"
NO_MEDIA = "whether a file has RTP of a host at all"
WIDTH = "a verdict is cut at a width, and the frame numbers in it have more digits in the whole"
SHARED = "Call-IDs that other captures have too"
NAT_SIDE = "the table counts from the request's first side of a NAT, a row from the response's own"
EXCLUDED = {
    "both-sides-of-nat": NAT_SIDE,
    "auth.no-right": OTHER_CALLS, "auth.nonce-reused": OTHER_CALLS, "auth.uri": OTHER_CALLS,
    "credentials": OTHER_CALLS,
    "every-code": OTHER_CALLS, "fault.burst": OTHER_CALLS, "registration.expired": OTHER_CALLS,
    "misfit.response-port": OTHER_CALLS, "registration.not-listed": OTHER_CALLS,
    "media.one-way": OTHER_CALLS, "timing.request-unanswered": OTHER_CALLS,
    "protocol.missing-header": ONCE,
    "fault.not-implemented": NO_HEADER, "leg.joined": NO_HEADER, "leg.probable": NO_HEADER,
    "legs-announcement": NO_HEADER, "legs-asterisk": NO_HEADER, "legs-at-once": NO_HEADER,
    "legs-began-before": NO_HEADER, "legs-dialling": NO_HEADER, "legs-transfer": NO_HEADER,
    "fault.connection": NO_CALL, "fault.internal": NO_CALL, "misfit.ack": NO_CALL,
    "misfit.in-dialog": NO_CALL, "misfit.response": NO_CALL,
    "legs-early-media": NO_MEDIA, "real-early-media-promised": NO_MEDIA,
    "routing.target-changed": WIDTH,
    "early-media-edges": SHARED, "overlaps": SHARED, "port-again": SHARED,
}
# What a verdict takes from other calls of the file: whether there is RTP of the host at all, an
# earlier attempt, a server's other failures. So much of all rows may differ for that.
SOFT_VERDICTS = "no RTP came|on retry after|failure of|tried again"
SOFT_MAX = 0.02
ETHERNET = 1
MICROSECONDS, NANOSECONDS = 0xA1B2C3D4, 0xA1B23C4D


def renamed(frame, number):
    """As of hosts and calls of its own, in as many bytes: captures that are written by hand have
    10.0.0.0/24, and Call-IDs that begin with fault- or near-.
    """
    tag = bytes([97 + number // 26, 97 + number % 26])
    first, second, third = 10 + number // 81, 1 + number % 9, 1 + number // 9 % 9
    return (frame.replace(b"near-", b"n" + tag + b"r-").replace(b"fault-", b"f" + tag + b"lt-")
            .replace(b"10.0.0.", f"{first}.{second}.{third}.".encode())
            .replace(b"\x0a\0\0", bytes([first, second, third])))


class Whole:
    """The captures in one, as pcap"""

    def __init__(self, paths):
        self.frames, self.ends, self.at = [], [], START
        for number, path in enumerate(paths):
            self.add(path, number)

    def add(self, path, number):
        data = path.read_bytes()
        magic, link = struct.unpack_from("<I16xI", data)
        if magic not in (MICROSECONDS, NANOSECONDS) or link != ETHERNET:
            raise programs.ProgramError(f"{path.name} is no pcap of Ethernet")
        offset, first = 24, struct.unpack_from("<I", data, 24)[0]
        seconds = first
        while offset < len(data):
            seconds, fraction, captured, sent = struct.unpack_from("<4I", data, offset)
            fraction *= 1000 if magic == MICROSECONDS else 1
            head = struct.pack("<4I", self.at + seconds - first, fraction, captured, sent)
            self.frames.append(head + renamed(data[offset + 16:offset + 16 + captured], number))
            offset += 16 + captured
        self.at += max(0, seconds - first) + GAP
        self.ends.append((len(self.frames), path))

    def write(self, path):
        path.write_bytes(struct.pack("<IHHIIII", NANOSECONDS, 2, 4, 0, 0, 262144, ETHERNET)
                         + b"".join(self.frames))

    def capture(self, frame):
        return next(path for end, path in self.ends if int(frame) <= end)


def split(program, folder, *arguments, stdin=None):
    """What it wrote on stderr"""
    folder.mkdir()
    folder.chmod(0o755)
    process = subprocess.run([program, *arguments[:-1], folder, arguments[-1]], stdin=stdin,
                             capture_output=True, text=True, check=False,
                             timeout=programs.SECONDS)
    if process.returncode:
        raise programs.ProgramError(f"sipexplain-shards: {process.stderr.strip()}")
    return process.stderr


def merge_tables(argument):
    process = subprocess.run([FOLDER / "merge_tables.py", argument], capture_output=True, text=True,
                             check=False)
    if process.returncode:
        raise programs.ProgramError(f"merge_tables.py {argument}: {process.stderr[-500:]}")
    return process.stdout


def frame_lists(folder):
    return {path.name: path.read_text() for path in sorted(folder.glob("*.frames"))}


def table_rows(text):
    """{title of a part: its rows, each {column: cell}} of what tshark or merge_tables.py printed"""
    rows, title, names = {}, None, []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if "Verdict" in cells or "Address" in cells:
            names = cells[:-1]
        elif line.startswith(("Servers, ", "Calls", "Registrations and ")):
            title = line
            rows[title] = []
        elif title and len(cells) > 2:
            rows[title].append(dict(zip(names, cells)))
    return rows


def shown(row):
    return " | ".join(cell for cell in row.values() if cell) if row else "nothing"


def is_soft(expected, actual):
    """Does only what other calls of the file tell make the difference?"""
    differing = {name for name in expected if expected[name] != actual[name]}
    if differing == {"Worst"}:
        return {expected["Worst"], actual["Worst"]} == {"Chat", "Note"}
    return any(re.search(SOFT_VERDICTS, row["Verdict"]) for row in (expected, actual))


def compare_calls(whole, title, rows, found):
    """What is wrong, and how many differences only other calls make"""
    wrong, soft = [], 0
    expected, actual = [row for row in rows if row not in found], [row for row in found
                                                                   if row not in rows]
    for row in expected:
        other = next((one for one in actual if one["Frame"] == row["Frame"]), None)
        if other and is_soft(row, other):
            soft += 1
        else:
            wrong.append(f"{whole.capture(row['Frame']).name}: {shown(row)} in the whole, "
                         f"{shown(other)} in the shards")
    if [row["Frame"] for row in rows] != [row["Frame"] for row in found]:
        wrong.append(f"{title}: not the order of the whole")
    return wrong, soft


def compare_servers(rows, found):
    """Those that are equally bad may stand in any order."""
    unranked = [sorted(tuple((name, cell) for name, cell in row.items() if name != "Rank")
                       for row in table) for table in (rows, found)]
    return [f"{shown(dict(row))} in one of whole and shards"
            for row in set(unranked[0]) ^ set(unranked[1])]


def compare(whole, expected, actual):
    wrong, soft = [], 0
    for title, rows in expected.items():
        found = actual.get(title, [])
        if title.startswith("Servers"):
            wrong += compare_servers(rows, found)
        else:
            more, here = compare_calls(whole, title, rows, found)
            wrong += more
            soft += here
    count = sum(map(len, expected.values()))
    print(f"{count} rows, {soft} of them told with a look at other calls")
    if soft > count * SOFT_MAX:
        wrong.append(f"{soft} rows differ because of other calls")
    return wrong


def check_tables(plugins, program, folder, whole, capture):
    options = merge_tables("--options").split()
    shards = folder / "shards"
    split(program, shards, "-n", str(SHARDS), capture)
    paths = sorted(shards.glob("*.pcapng"))
    jobs = [*((path, path.with_suffix(".tables")) for path in paths),
            (capture, folder / "whole.tables")]

    def print_tables(job):
        job[1].write_text(programs.run(plugins, "tshark", "-r", job[0], *options).stdout, "utf-8")

    programs.in_threads(print_tables, reversed(jobs))
    merged = merge_tables(shards)
    expected = table_rows(jobs[-1][1].read_text("utf-8"))
    numbers = [int(number) for text in frame_lists(shards).values() for number in text.split()]
    wrong = [f"frame {number} is in no shard"
             for number in sorted(set(range(1, len(whole.frames) + 1)) - set(numbers))]
    wrong += [f"{name} is empty" for name, text in frame_lists(shards).items() if not text]
    print(f"{len(whole.frames)} frames, {len(whole.ends)} captures, {SHARDS} shards")
    return wrong + compare(whole, expected, table_rows(merged))


def check_forms(program, folder, capture):
    """The same from standard input and as pcapng; a cut file; a window that is too small."""
    pcapng = folder / "whole.pcapng"
    programs.run(programs.STOCK, "editcap", "-F", "pcapng", capture, pcapng)
    with open(pcapng, "rb") as file:
        split(program, folder / "stdin", "-n", str(SHARDS), "-", stdin=file)
    cut = folder / "cut.pcap"
    cut.write_bytes(capture.read_bytes()[:-7])
    wrong = []
    if frame_lists(folder / "stdin") != frame_lists(folder / "shards"):
        wrong.append("pcapng from standard input is split in another way")
    if "cut short" not in split(program, folder / "cut", "-n", "2", cut):
        wrong.append("it does not say that a file is cut short")
    if "already in different files" not in split(program, folder / "small", "-n", "4", "-w", "1",
                                                 capture):
        wrong.append("it does not say that a window was too small")
    return wrong


def main():
    parser = programs.argument_parser(__doc__.splitlines()[0])
    parser.add_argument("--program", type=Path,
                        default=programs.BUILT_PLUGINS.parent / "sipexplain-shards")
    options = parser.parse_args()
    plugins, program = options.plugins, options.program
    programs.require_plugin(plugins)
    captures = programs.captures()
    names = {programs.capture_name(path) for path in captures}
    wrong = [f"there is no capture {name} to leave out" for name in EXCLUDED if name not in names]
    with programs.scratch_folder() as folder:
        whole = Whole([path for path in captures if programs.capture_name(path) not in EXCLUDED])
        path = folder / "whole.pcap"
        whole.write(path)
        try:
            wrong += check_tables(plugins, program, folder, whole, path)
            wrong += check_forms(program, folder, path)
        except programs.ProgramError as error:
            wrong.append(str(error))
    print(*(f"FAILED {line}" for line in wrong[:20]), sep="\n")
    if any("in the whole" in line for line in wrong):
        print("A capture about what only a whole file tells is to be named in EXCLUDED")
    print(f"{len(wrong)} faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
