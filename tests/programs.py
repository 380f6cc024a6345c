# programs.py
# Starts tshark, sharkd and editcap for the tests, with the plugin of a build folder or without it.
# SPDX-License-Identifier: GPL-2.0-or-later
"""The Wireshark programs as the tests need them: same result for root and for anybody else."""

import argparse
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
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
THREADS = 2
COMMAND_SHOWN = 200


class ProgramError(Exception):
    """A program failed that should not."""


def command_line(plugins, *command):
    return [str(TESTS / "as_user.sh"), str(plugins), *map(str, command)]


def run(plugins, *command):
    """The finished process, with its text output; ProgramError if it failed."""
    process = subprocess.run(command_line(plugins, *command), stdin=subprocess.DEVNULL,
                             capture_output=True, timeout=SECONDS, check=False)
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


class Merged:
    """Captures one behind the other in one file: starting tshark costs more than reading them."""

    def __init__(self, captures, path):
        run(STOCK, "mergecap", "-a", "-w", path, *captures)
        table = run(STOCK, "capinfos", "-T", "-r", "-M", "-c", *captures).stdout
        counts = [int(line.rsplit("\t", 1)[1]) for line in table.splitlines()]
        self.path, self.ends = path, list(zip(captures, accumulate(counts)))

    def place(self, number):
        """What a frame number of the merged file means"""
        start = 0
        for capture, end in self.ends:
            if number <= end:
                break
            start = end
        return f"{capture.name} frame {number - start}"


@contextmanager
def scratch_folder():
    """A folder for files that the programs read as nobody; gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


PCAP_HEADER, RECORD_HEADER = 24, struct.Struct("<4I")


def has_cut_frame(path):
    """Whether the snapshot length cut a frame of a pcap file, by the lengths in its records"""
    data, at = path.read_bytes(), PCAP_HEADER
    while at + RECORD_HEADER.size <= len(data):
        _, _, captured, on_wire = RECORD_HEADER.unpack_from(data, at)
        if captured < on_wire:
            return True
        at += RECORD_HEADER.size + captured
    return False


def argument_parser(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--plugins", type=Path, default=BUILT_PLUGINS,
                        help="folder that holds X.Y/epan/sipexplain.so (default: build/plugins)")
    return parser


def in_threads(function, items):
    """function(item) of each item, in order."""
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(function, items))


class Sharkd:
    """Dissects as the GUI does: once on load, and again each time that a frame is shown."""

    def __init__(self, plugins, *before):
        self.process = subprocess.Popen(
            command_line(plugins, *before, "sharkd", "-"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, encoding="utf-8", errors="replace")
        self.last_id = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(SECONDS)
        self.process.stdout.close()

    def ask(self, method, **parameters):
        """The result of one request."""
        self.last_id += 1
        request = {"jsonrpc": "2.0", "id": self.last_id, "method": method, "params": parameters}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            answer = json.loads(line)
            if answer.get("id") == self.last_id:
                break
        else:
            raise ProgramError(f"sharkd ended at {method} {parameters}")
        if "result" not in answer:
            raise ProgramError(f"sharkd: {method} {parameters}: {answer.get('error')}")
        return answer["result"]
