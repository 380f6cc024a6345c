#!/usr/bin/python3
# merge_tables.py
# Makes one table of calls and one of servers out of those of all shards, as of one run over all.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Usage: merge_tables.py FOLDER (installed: sipexplain-merge-tables)

FOLDER is what sipexplain-shards wrote, with the output of tshark beside each shard: of
shard-1.pcapng in shard-1.tables, made with the options that --options prints.
The frame numbers are those of the whole again. Median and 95th percentile are exact to two in a
hundred, as the plugin's own are.
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

PROGRAM = Path(sys.argv[0]).name
FIELDS = ("frame.number", "frame.time_epoch", "ip.src", "ipv6.src", "udp.srcport", "tcp.srcport",
          "sctp.srcport", "sipexplain.code", "sipexplain.response_time", "sipexplain.request_in",
          "sipexplain.retransmission_of")
# What an ICMP error quotes is no response, and a copy is no second one.
OPTIONS = ["-n", "-Y", "sipexplain.code&&!icmp&&!icmpv6&&!sipexplain.copy_of", "-T", "fields",
           *(word for name in FIELDS for word in ("-e", name)),
           "-z", "sipexplain,calls", "-z", "sipexplain,servers"]
SERVERS, CALLS = "SIP Explain Servers:", "SIP Explain Calls:"
FRAME_COLUMNS, TEXT_COLUMNS = {"Frame", "Ended in"}, {"Verdict", "Look at"}
BURST_SECONDS = 5
FINENESS_BITS = 6  # time_spread.c's
FRAMES = re.compile(r"\bframe \d+|\bframes \d+(?:(?:, | to | and )\d+\b(?!\.\d))*")


class Table:
    """A table as tshark prints it: its columns' names, and the rows of each of its parts"""

    def __init__(self, lines):
        self.names = [cell.strip() for cell in lines[0].split("|")[:-1]]
        self.header, self.parts = lines[0], []
        for line in lines[1:]:
            cells = line.split("|")
            if len(cells) <= len(self.names):
                self.parts.append((line, []))
            else:
                extra = len(cells) - 1 - len(self.names)
                # The verdict may hold a "|" itself.
                at = self.names.index("Verdict") if "Verdict" in self.names else 0
                self.parts[-1][1].append([*cells[:at], "|".join(cells[at:at + 1 + extra]),
                                          *cells[at + 1 + extra:-1]])

    def column(self, name):
        return self.names.index(name)


def read_tables(text):
    """{title: Table} of tshark's output, and the lines of fields before them"""
    blocks = re.split(r"^=+$", text, flags=re.MULTILINE)
    tables = {}
    for block in blocks[1:]:
        lines = block.strip("\n").splitlines()
        if len(lines) > 3 and lines[0] in (SERVERS, CALLS):
            tables[lines[0]] = Table(lines[2:])
    return tables, blocks[0].splitlines()


class Shard:
    """What tshark printed of one shard, with the whole's frame numbers"""

    def __init__(self, path):
        numbers = path.with_suffix(".frames").read_text().split()
        self.numbers = [0, *map(int, numbers)]
        self.tables, self.rows = read_tables(path.read_text("utf-8", "replace"))
        if set(self.tables) != {SERVERS, CALLS}:
            sys.exit(f"{PROGRAM}: {path} lacks a table (see --options)")

    def frame(self, number):
        return str(self.numbers[int(number)])

    def text(self, text):
        """With the whole's frame numbers"""
        return FRAMES.sub(lambda match: re.sub(r"\d+", lambda one: self.frame(one[0]), match[0]),
                          text)


# ---- calls --------------------------------------------------------------------------------------

def call_rows(shard, table, rows):
    """The rows of a part, each with the frame its call begins in: the legs stand below the first"""
    first, caller = table.column("Frame"), table.column("Caller")
    begins = 0
    for cells in rows:
        cells = list(cells)
        for column, name in enumerate(table.names):
            if name in FRAME_COLUMNS and cells[column].strip():
                cells[column] = padded(shard.frame(cells[column]), cells[column])
            elif name in TEXT_COLUMNS:
                cells[column] = shard.text(cells[column]).rstrip().ljust(len(cells[column]))
        frame = int(cells[first])
        if not cells[caller].lstrip().startswith((">", "?")):
            begins = frame
        yield begins, cells


def merge_calls(shards):
    merged = defaultdict(list)
    titles = []
    for shard in shards:
        table = shard.tables[CALLS]
        for title, rows in table.parts:
            if title not in titles:
                titles.append(title)
            merged[title] += call_rows(shard, table, rows)
    # Stable: the legs of a call stay in their order.
    return table, [(title, [cells for _, cells in sorted(merged[title], key=lambda row: row[0])])
                   for title in titles]


# ---- servers ------------------------------------------------------------------------------------

class Responses:
    """What the table of servers says of times and cannot be added up: from the responses"""

    def __init__(self):
        self.times, self.failures = defaultdict(list), defaultdict(list)
        self.answered, self.latest = set(), {}

    def add(self, shard, line):
        values = dict(zip(FIELDS, line.split("\t")))
        host = values["ip.src"] or values["ipv6.src"]
        port = values["udp.srcport"] or values["tcp.srcport"] or values["sctp.srcport"]
        host, port = host.split(",")[-1], port.split(",")[-1]
        at = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self.latest[id(shard), at] = int(shard.frame(values["frame.number"]))
        requests = values["sipexplain.request_in"].split(",")
        times = values["sipexplain.response_time"].split(",")
        codes = values["sipexplain.code"].split(",")
        ended = set()
        for request, time, code in zip(requests, times, codes):
            # Two that end in one frame are two requests of one frame.
            if request and ((id(shard), request) not in self.answered or request in ended):
                self.answered.add((id(shard), request))
                self.times[at].append(round(float(time) * 1000000))
                if int(code) >= 200:
                    ended.add(request)
        if values["sipexplain.retransmission_of"]:
            return
        for code in codes:
            if code.startswith("5") and len(code) == 3:
                self.failures[at].append(float(values["frame.time_epoch"]))

    def burst(self, at):
        times, most, first = sorted(self.failures[at]), 0, 0
        for last, time in enumerate(times):
            while times[first] <= time - BURST_SECONDS:
                first += 1
            most = max(most, last - first + 1)
        return most

    def percentile(self, at, percent):
        """As time_spread.c has it: the longest of those in the class of the one in this rank"""
        times = sorted(self.times[at])
        if not times:
            return ""
        wanted = times[(len(times) * percent + 99) // 100 - 1]
        longest = max(time for time in times if spread_class(time) == spread_class(wanted))
        return "{}.{:03}".format(*divmod((longest + 500) // 1000, 1000))


def spread_class(time):
    time = max(time, 0)
    if time < 1 << FINENESS_BITS:
        return time
    highest = time.bit_length() - 1
    return ((highest - FINENESS_BITS + 1) << FINENESS_BITS
            | time >> (highest - FINENESS_BITS) & ((1 << FINENESS_BITS) - 1))


def seconds(cell):
    return float(cell) if cell.strip() else -1.0


def sum_rows(table, rows):
    """The row of an address, made of those of the shards, the latest last"""
    total = list(rows[-1])
    for column, name in enumerate(table.names):
        cells = [row[column] for row in rows]
        if name == "Server":
            total[column] = next((cell for cell in reversed(cells) if cell.strip()), cells[0])
        elif name == "Longest, s":
            total[column] = max(cells, key=seconds)
        elif all(cell.strip().isdigit() for cell in cells):
            total[column] = padded(sum(map(int, cells)), cells[0])
    return total


def padded(value, cell):
    """In the width of a cell"""
    return f"{value} ".rjust(len(cell))


def merge_servers(shards):
    rows, responses = defaultdict(list), Responses()
    for shard in shards:
        table = shard.tables[SERVERS]
        for line in filter(None, shard.rows):
            responses.add(shard, line)
        for _, part in table.parts:
            for cells in part:
                at = cells[table.column("Address")].strip()
                rows[at].append((responses.latest.get((id(shard), at), 0), cells))
    merged = []
    for at, numbered in rows.items():
        cells = sum_rows(table, [row for _, row in sorted(numbered, key=lambda one: one[0])])
        for name, value in (("5xx in 5 s", responses.burst(at)),
                            ("Median, s", responses.percentile(at, 50)),
                            ("95 %, s", responses.percentile(at, 95))):
            column = table.column(name)
            cells[column] = padded(value, cells[column])
        merged.append(cells)
    own, unanswered = table.column("Own 5xx"), table.column("No answer")
    merged.sort(key=lambda row: (-int(row[own]), -int(row[unanswered])))
    if "Rank" in table.names:
        column = table.column("Rank")
        for rank, cells in enumerate(merged, 1):
            cells[column] = padded(rank, cells[column])
    return table, [(table.parts[0][0], merged)]


def print_table(title, table, parts):
    print("=" * 101, title, "Filter for statistics: ", table.header, sep="\n")
    for part, rows in parts:
        print(part, *("|".join(cells) + "|" for cells in rows), sep="\n")
    print("=" * 101)


def main():
    if sys.argv[1:] == ["--options"]:
        print(" ".join(OPTIONS))
        return
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    paths = sorted(Path(sys.argv[1]).glob("shard-*.tables"))
    if not paths:
        sys.exit(f"{PROGRAM}: there is no shard-1.tables in {sys.argv[1]}")
    shards = [Shard(path) for path in paths]
    print_table(SERVERS, *merge_servers(shards))
    print_table(CALLS, *merge_calls(shards))


if __name__ == "__main__":
    main()
