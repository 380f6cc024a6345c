# programs.py
# Starts tshark, sharkd and editcap for the tests, with the plugin of a build folder or without it.
# SPDX-License-Identifier: GPL-2.0-or-later
"""The Wireshark programs as the tests need them: same result for root and for anybody else."""

import argparse
import json
import os
import re
import select
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

TESTS = Path(__file__).resolve().parent
CAPTURES = TESTS.parent / "captures"
BUILT_PLUGINS = TESTS.parent / "build" / "plugins"
TAP_MODE = ["-o", "sipexplain.tree_on_first_pass:FALSE"]
STOCK = ""  # in place of the plugin folder: no plugin
SECONDS = 300
KILL_SECONDS = 10
READ_SIZE = 1 << 20
THREADS = 2
COMMAND_SHOWN = 200


class ProgramError(Exception):
    """A program failed that should not."""


def command_line(plugins, *command):
    return [str(TESTS / "as_user.sh"), str(plugins), *map(str, command)]


def start(command, **options):
    """The process of a command line, in a group of its own: as_user.sh has children."""
    return subprocess.Popen(command, start_new_session=True, **options)


def end(process, seconds):
    """Waits so long for a process, and then ends it and its children."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            process.wait(seconds)
            return
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, number)
            seconds = KILL_SECONDS
    process.wait()


def finished(command, seconds=SECONDS):
    """What subprocess.run() gives, ProgramError if it takes longer: then no child is left."""
    with start(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
               stderr=subprocess.PIPE) as process:
        try:
            output, errors = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            shown = " ".join(map(str, command))[:COMMAND_SHOWN]
            raise ProgramError(f"no end within {seconds} s: {shown}") from None
        finally:
            end(process, 0)
    return subprocess.CompletedProcess(command, process.returncode, output, errors)


def run(plugins, *command):
    """The finished process, with its text output; ProgramError if it failed."""
    process = finished(command_line(plugins, *command))
    process.stdout = process.stdout.decode("utf-8", "replace")
    process.stderr = process.stderr.decode("utf-8", "replace")
    if process.returncode:
        lines = process.stderr.strip().splitlines() or ["no message"]
        raise ProgramError(f"exit status {process.returncode}: {lines[-1]} "
                           f"({' '.join(map(str, command))[:COMMAND_SHOWN]})")
    return process


def tshark(plugins, *arguments):
    """What tshark prints, without name resolution."""
    return run(plugins, "tshark", "-n", *arguments).stdout


def require_plugin(plugins):
    """Ends the test as failed if tshark does not load the plugin."""
    listed = run(plugins, "tshark", "-G", "plugins").stdout
    if not any(line.startswith("sipexplain.so") for line in listed.splitlines()):
        sys.exit(f"FAILED: tshark does not load sipexplain.so from {plugins}")


@dataclass
class Field:
    """A field of ours, as tshark -G fields lists it."""

    filter: str
    type: str
    name: str
    blurb: str

    @property
    def is_finding(self):
        """Whether it is a finding's expert field: its id with "_" for "-"; a code's is none"""
        return self.type == "FT_NONE" and not self.filter.startswith(
            ("sipexplain.response.", "sipexplain.site_note."))


def our_fields(plugins):
    """The protocol and its fields, expert fields too, in order of filter name."""
    fields = []
    for line in run(plugins, "tshark", "-G", "fields").stdout.splitlines():
        kind, name, filter_name, *rest = line.split("\t")
        if kind == "P" and filter_name == "sipexplain":
            fields.append(Field(filter_name, "FT_PROTOCOL", name, ""))
        elif kind == "F" and rest[1] == "sipexplain":
            fields.append(Field(filter_name, rest[0], name, rest[4]))
    return sorted(fields, key=lambda field: field.filter)


SUFFIXES = re.compile(r"\.(pcap|pcapng|cap)(\.gz)?$")


def capture_name(path):
    """Its file name without the suffix; rules' captures have dots in their names."""
    return SUFFIXES.sub("", path.name)


def captures(folder=CAPTURES):
    """The captures of a folder, in order of name; there must be some."""
    found = sorted(path for path in Path(folder).iterdir()
                   if SUFFIXES.search(path.name))
    if not found:
        sys.exit(f"FAILED: no capture in {folder}")
    return found


def capture(name):
    """The shipped capture of this name"""
    return CAPTURES / f"{name}.pcap"


def read_listed(path, count):
    """{the first words of each line, so many, as one text: the rest}; lines with # are comments"""
    rows = (line.split(None, count) for line in path.read_text("utf-8").splitlines()
            if line and not line.startswith("#"))
    return {" ".join(words[:count]): words[count] for words in rows}


def field_options(names):
    """tshark's, for a table of these fields"""
    return ["-T", "fields", *(word for name in names for word in ("-e", name))]


class Merged:
    """Captures one behind the other in one file: starting tshark costs more than reading them."""

    def __init__(self, captures, path):
        run(STOCK, "mergecap", "-a", "-w", path, *captures)
        table = run(STOCK, "capinfos", "-T", "-r", "-M", "-c", *captures).stdout
        counts = [int(line.rsplit("\t", 1)[1]) for line in table.splitlines()]
        self.path, self.ends = path, list(zip(captures, accumulate(counts)))

    def frame(self, number):
        """The capture of a frame number of the merged file, and its number there"""
        start = 0
        for capture, end in self.ends:
            if number <= end:
                break
            start = end
        return capture, number - start

    def place(self, number):
        """What a frame number of the merged file means"""
        capture, own = self.frame(number)
        return f"{capture.name} frame {own}"


@contextmanager
def scratch_folder():
    """A folder for files that the programs read as nobody; gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


def argument_parser(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--plugins", type=Path, default=BUILT_PLUGINS,
                        help="folder that holds X.Y/epan/sipexplain.so (default: build/plugins)")
    return parser


def add_steady(parser):
    parser.add_argument("--steady", type=Path, default=BUILT_PLUGINS.parent / "probe" / "steady.so",
                        help="the built steady.c (default: build/probe/steady.so)")


INSTRUCTIONS = re.compile(r"I +refs: +([\d,]+)")


def count_instructions(plugins, steady, *tshark):
    """Of tshark with these options. The same in each run, as steady.c is preloaded: without it they
    differ by up to 4 % of starting up."""
    said = run(plugins, "env", f"LD_PRELOAD={steady.resolve(strict=True)}", "valgrind",
               "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", "tshark",
               "-n", *tshark).stderr
    return int(INSTRUCTIONS.search(said)[1].replace(",", ""))


def shares(items):
    """The items in one list for each thread"""
    return [items[start::THREADS] for start in range(THREADS)]


def in_threads(function, items):
    """function(item) of each item, in order."""
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(function, items))


class Sharkd:
    """Dissects as the GUI does: once on load, and again each time that a frame is shown."""

    # It never answers a request beyond 2 KB (4.0: the rest of the line is lost to it).
    REQUEST_MAX = 1900

    def __init__(self, plugins, *before):
        self.process = start(command_line(plugins, *before, "sharkd", "-"), stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.last_id = self.loads = 0
        self.unread = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        end(self.process, SECONDS)
        self.process.stdout.close()

    def line(self, question):
        """The next line that it writes"""
        deadline = time.monotonic() + SECONDS
        while b"\n" not in self.unread:
            ready, _, _ = select.select([self.process.stdout], [], [],
                                        max(0, deadline - time.monotonic()))
            read = os.read(self.process.stdout.fileno(), READ_SIZE) if ready else b""
            if not read:
                end(self.process, 0)
                what = "ended at" if ready else "does not answer"
                raise ProgramError(f"sharkd {what} {question}")
            self.unread += read
        line, _, self.unread = self.unread.partition(b"\n")
        return line.decode("utf-8", "replace")

    def ask(self, method, **parameters):
        """The result of one request."""
        self.last_id += 1
        question = f"{method} {parameters}"
        request = json.dumps({"jsonrpc": "2.0", "id": self.last_id, "method": method,
                              "params": parameters})
        if len(request) > self.REQUEST_MAX:
            raise ProgramError(f"too long for sharkd: {question[:COMMAND_SHOWN]}")
        try:
            self.process.stdin.write(request.encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise ProgramError(f"sharkd ended before {question}") from None
        answer = json.loads(self.line(question))
        while answer.get("id") != self.last_id:
            answer = json.loads(self.line(question))
        if "result" not in answer:
            raise ProgramError(f"sharkd: {question}: {answer.get('error')}")
        return answer["result"]

    def load(self, capture):
        """From now on it is asked about this capture."""
        self.loads += 1
        self.ask("load", file=str(capture))

    def frames(self, condition):
        """The numbers of the frames that pass a display filter"""
        # sharkd remembers the result of a filter, even that of the capture before: each capture
        # has a text of its own, a number in white space.
        blank = f"{self.loads:b}".replace("0", " ").replace("1", "\t")
        return [int(row["num"]) for row in self.ask("frames", filter=condition + blank)]
