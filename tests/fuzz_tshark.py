#!/usr/bin/python3
# fuzz_tshark.py
# Damages the captures and has tshark dissect them, in all the ways that the plugin has a part in.
# SPDX-License-Identifier: GPL-2.0-or-later
"""A round has a seed. editcap changes bytes in all captures with this seed; then frames are cut,
left out, put elsewhere, sent again, clocks set. The damaged captures go through one tshark, one
behind the other, since its start costs more than they do. In every fifth round it is some SIP
messages instead, each cut at every length; later rounds take the next ones. Rounds differ in what
tshark is asked for. Wireshark's own memory is checked for overruns, with --sanitized all that the
plugin does; assertions abort. What breaks is kept; where Wireshark breaks without the plugin too,
that is told and no fault.
"""

import random
import re
import struct
import subprocess
import sys
import time
from pathlib import Path

import programs
from pcap_file import Frame, read_frames, write_frames

HEADER_BYTES = 42  # Ethernet, IPv4 and UDP
# editcap's: the headers stay whole, so that the damage is in SIP, or they do not.
IN_SIP = ["-o", HEADER_BYTES]
BYTE_DAMAGE = (["-E", "0.02", *IN_SIP], ["-E", "0.002", *IN_SIP], ["-E", "0.0005", *IN_SIP],
               ["-E", "0.02"], [])
SNAPSHOT_MIN = 60
CUT_EVERY = 5  # rounds; no divisor of the number of ways, so that each way meets each damage
ROUNDS = 10  # each way, and two rounds of cuts
CUT_MESSAGES = 26  # a round of cuts
IPV4_UDP = re.compile(rb".{12}\x08\x00\x45.{8}\x11.{18}[A-Z]", re.DOTALL)
IP_LENGTH, UDP_LENGTH, ETHERNET_BYTES, IP_BYTES = 16, 38, 14, 34  # where they stand; header's ends
FRAMES_MAX = 400  # of one capture: the long ones are one stream of RTP
TSHARK_SECONDS = 600
FAULT = re.compile(r"Dissector bug|Sanitizer|runtime error|CRITICAL|GLib-\w+-WARNING")
SAYS_WHY = re.compile(r"rror|ERROR|bug|CRITICAL|WARN|not |ailed")
MALFORMED = re.compile(rb"Malformed Packet: SIP Explain", re.IGNORECASE)
TABLES = ["-q", "-z", "sipexplain,calls", "-z", "sipexplain,servers", "-z", "sipexplain,tree"]
NOTE = ["-o", 'uat:sipexplain_notes:"4xx,5xx","Phrase","e","Warn","FALSE","known"',
        "-o", 'uat:sipexplain_notes:"100-199","","","Note","TRUE","muted"',
        "-o", "sipexplain.info_column:TRUE", "-o", "sipexplain.slow_setup_seconds:0"]
WAYS = (
    ["-V"],
    ["-2", "-V"],
    [*programs.TAP_MODE, "-V"],
    ["-2", *TABLES, "-z", "expert"],
    [*TABLES, *programs.TAP_MODE],
    ["-V", *NOTE],
    ["-2", "-z", "sipexplain,calls,sipexplain.severity >= 2", "-z", "expert", *NOTE],
    ["-T", "json", "-J", "sipexplain", *NOTE],
)


def damaged(frames, seed):
    """The frames of a capture with the damage of this seed; a few are left as they are."""
    dice = random.Random(seed)
    order = list(range(len(frames)))
    is_cut, is_lossy, is_mixed, has_clock = (dice.random() < 0.5 for _ in range(4))
    if is_lossy:
        order = [at for at in order if dice.random() > 0.2]
        order += dice.sample(order, len(order) // 10)
        order.sort()
    if is_mixed:
        order.sort(key=lambda at: at + dice.expovariate(0.3))
    for at in order:
        frame = frames[at]
        data, seconds = frame.data, frame.seconds
        if is_cut and len(data) > SNAPSHOT_MIN and dice.random() < 0.3:
            data = data[:dice.randrange(SNAPSHOT_MIN, len(data))]
        if has_clock and dice.random() < 0.05:
            seconds = dice.choice((0, 0xFFFFFFFF, seconds + 200, max(seconds - 200, 0)))
        yield Frame(seconds, frame.microseconds, frame.length, data)


def kind_of_message(payload):
    """The same for messages that differ in values only: method or code, and names of lines"""
    first, *lines = payload.split(b"\r\n")
    return (first[:11] if first.startswith(b"SIP/") else first.split(b" ")[0],
            *(re.split(b"[:=]", line)[0] for line in lines))


def cut_short(frame, length, is_snapshot):
    """The frame as a snapshot of that length has it, or as if no more had been sent"""
    data = bytearray(frame.data[:length])
    if is_snapshot:
        return Frame(frame.seconds, frame.microseconds, frame.length, data)
    struct.pack_into(">H", data, IP_LENGTH, length - ETHERNET_BYTES)
    struct.pack_into(">H", data, UDP_LENGTH, length - IP_BYTES)
    return Frame(frame.seconds, frame.microseconds, length, data)


class Fuzzer:
    """Rounds of damaged captures, and what broke in them."""

    def __init__(self, options, folder):
        self.plugins, self.keep, self.folder = options.plugins, options.keep, folder
        self.frames = {path.name: read_frames(path, FRAMES_MAX) for path in programs.captures()}
        frames = [frame for some in self.frames.values() for frame in some]
        write_frames(folder / "whole.pcap", frames)
        self.messages = list({kind_of_message(frame.data[HEADER_BYTES:]): frame for frame in frames
                              if IPV4_UDP.match(frame.data)}.values())
        self.environment = ["env", "WIRESHARK_ABORT_ON_DISSECTOR_BUG=1",
                            "WIRESHARK_ABORT_ON_TOO_MANY_ITEMS=1"]
        if options.sanitized:
            # The plugin's sanitizer has to come before all else in tshark.
            runtime = subprocess.run(["gcc", "-print-file-name=libasan.so"], capture_output=True,
                                     check=True, text=True).stdout.strip()
            self.environment += [f"LD_PRELOAD={Path(runtime).resolve()}", "G_SLICE=always-malloc",
                                 "ASAN_OPTIONS=detect_leaks=0",
                                 "WIRESHARK_DEBUG_WMEM_OVERRIDE=simple"]
        else:
            self.environment.append("WIRESHARK_DEBUG_WMEM_OVERRIDE=strict")
        self.captures = self.cut = self.broken = 0

    def fault(self, plugins, way, path):
        """What is wrong when tshark dissects the file in that way; None: nothing."""
        command = programs.command_line(plugins, *self.environment, "tshark", "-n", *way,
                                        "-r", path)
        try:
            process = programs.finished(command, TSHARK_SECONDS)
        except programs.ProgramError as error:
            return str(error)
        said = process.stderr.decode("utf-8", "replace")
        if process.returncode or FAULT.search(said):
            lines = [line for line in said.splitlines() if SAYS_WHY.search(line)]
            return f"exit status {process.returncode}: {lines[0] if lines else 'nothing is said'}"
        return "malformed packet of ours" if MALFORMED.search(process.stdout) else None

    def with_changed_bytes(self, seed):
        """{capture: frames} with editcap's damage of this seed"""
        path, changed = self.folder / "changed.pcap", {}
        options = random.Random(seed).choice(BYTE_DAMAGE)
        programs.run(programs.STOCK, "editcap", "-F", "pcap", *options, "--seed", seed + 1,
                     self.folder / "whole.pcap", path)
        frames = read_frames(path)
        for name, whole in self.frames.items():
            changed[name], frames = frames[:len(whole)], frames[len(whole):]
        return changed

    def damaged_captures(self, seed):
        """{capture: frames} with all damage of this seed"""
        self.captures += len(self.frames)
        return {name: list(damaged(frames, f"{seed} {name}"))
                for name, frames in self.with_changed_bytes(seed).items()}

    def cut_messages(self, seed):
        """{name: frames}: some messages, each cut at every length, from the shortest on"""
        first = seed // CUT_EVERY * CUT_MESSAGES
        chosen = [(first + i) % len(self.messages) for i in range(CUT_MESSAGES)]
        is_snapshot = first // len(self.messages) % 2 == 0
        self.cut += len(chosen)
        return {f"message {at}": [cut_short(self.messages[at], length, is_snapshot) for length in
                                  range(HEADER_BYTES, len(self.messages[at].data) + 1)]
                for at in chosen}

    def round(self, seed):
        """All that is damaged with this seed, through one tshark."""
        way, path = WAYS[seed % len(WAYS)], self.folder / "damaged.pcap"
        is_cut = seed % CUT_EVERY == CUT_EVERY - 1
        captures = self.cut_messages(seed) if is_cut else self.damaged_captures(seed)
        write_frames(path, [frame for frames in captures.values() for frame in frames])
        fault = self.fault(self.plugins, way, path)
        if not fault:
            return
        if self.fault(programs.STOCK, [word for word in way if word == "-2"] + ["-V"], path):
            print(f"seed {seed}: Wireshark breaks without the plugin too", flush=True)
        else:
            self.report(seed, way, captures, fault)

    def report(self, seed, way, captures, fault):
        """Keeps what broke, smaller if a single capture breaks it too."""
        self.broken += 1
        path = self.folder / "damaged.pcap"
        for name, frames in captures.items():
            write_frames(self.folder / "single.pcap", frames)
            single = self.fault(self.plugins, way, self.folder / "single.pcap")
            if single:
                path, fault = self.folder / "single.pcap", f"{name}: {single}"
                break
        print(f"seed {seed}: tshark {' '.join(way)}: {fault}", flush=True)
        if self.keep:
            self.keep.mkdir(parents=True, exist_ok=True)
            (self.keep / f"seed-{seed}.pcap").write_bytes(path.read_bytes())


def main():
    parser = programs.argument_parser(__doc__.splitlines()[0])
    parser.add_argument("--sanitized", action="store_true", help="the plugin is built with gcc's "
                        "-fsanitize=address,undefined")
    parser.add_argument("--seconds", type=float, default=0, help="how long")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="so many at least")
    parser.add_argument("--seed", type=int, default=0, help="of the first round")
    parser.add_argument("--keep", type=Path, help="folder for what broke")
    options = parser.parse_args()
    end, seed = time.monotonic() + options.seconds, options.seed
    with programs.scratch_folder() as folder:
        fuzzer = Fuzzer(options, folder)
        # Not tshark -G plugins: it starts other programs, which hang under the sanitizer.
        written = programs.run(options.plugins, *fuzzer.environment, "tshark", "-V", "-r",
                               programs.CAPTURES / "failed-500.pcap").stdout
        if "SIP Explain" not in written:
            sys.exit(f"FAILED: tshark does not load the plugin from {options.plugins}")
        while seed < options.seed + options.rounds or time.monotonic() < end:
            fuzzer.round(seed)
            seed += 1
    print(f"Seeds {options.seed} to {seed - 1}: {fuzzer.captures} damaged captures, {fuzzer.cut} "
          f"of {len(fuzzer.messages)} messages cut at every length; {fuzzer.broken} runs broke")
    sys.exit(1 if fuzzer.broken else 0)


if __name__ == "__main__":
    main()
