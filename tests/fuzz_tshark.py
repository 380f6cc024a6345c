#!/usr/bin/python3
# fuzz_tshark.py
# Damages the captures and has tshark dissect them, in all the ways that the plugin has a part in.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Each capture is damaged with a seed of its own: bytes changed, frames cut, left out, put elsewhere,
sent again, clocks set. The damaged captures of a round go through one tshark, one behind the other,
since its start costs more than they do; rounds differ in what tshark is asked for. Wireshark's own
memory is checked for overruns, or with --sanitized all that the plugin does; assertions abort. What
breaks is kept; where Wireshark breaks without the plugin too, that is told and no fault.
"""

import random
import re
import struct
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import programs

HEADER_BYTES = 42  # Ethernet, IPv4 and UDP stay whole, so that the damage is in SIP
ERROR_RATES = (0.001, 0.01, 0.02, 0.05)
SNAPSHOT_MIN = 60
FRAMES_MAX = 400  # of one capture: the long ones are one stream of RTP
TSHARK_SECONDS = 600
FAULT = re.compile(r"Dissector bug|Sanitizer|runtime error|CRITICAL|GLib-\w+-WARNING")
SAYS_WHY = re.compile(r"rror|bug|CRITICAL|WARN|not |ailed")
MALFORMED = re.compile(rb"Malformed Packet: SIPExplain", re.IGNORECASE)
TABLES = ["-q", "-z", "sipexplain,calls", "-z", "sipexplain,servers", "-z", "sipexplain,tree"]
NOTE = ["-o", 'uat:sipexplain_notes:"4xx,5xx","e","Phrase","known","Warn","FALSE"',
        "-o", 'uat:sipexplain_notes:"100-199","","","muted","Note","TRUE"',
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


@dataclass
class Frame:
    """A record of a pcap file."""

    seconds: int
    microseconds: int
    length: int  # on the wire
    data: bytes

    def record(self):
        return programs.RECORD_HEADER.pack(self.seconds, self.microseconds, len(self.data),
                                           self.length) + self.data


def read_frames(path):
    data, at, frames = path.read_bytes(), programs.PCAP_HEADER, []
    while at < len(data) and len(frames) < FRAMES_MAX:
        seconds, microseconds, captured, length = programs.RECORD_HEADER.unpack_from(data, at)
        at += programs.RECORD_HEADER.size
        frames.append(Frame(seconds, microseconds, length, data[at:at + captured]))
        at += captured
    return frames


def write_frames(path, frames):
    path.write_bytes(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1)
                     + b"".join(frame.record() for frame in frames))


def changed_bytes(dice, data, rate):
    """The data with some bytes other ones, now and then of the kind that a parser minds."""
    data = bytearray(data)
    for at in range(HEADER_BYTES, len(data)):
        if dice.random() < rate:
            data[at] = dice.choice((dice.randrange(256), data[at] ^ 1 << dice.randrange(8),
                                    dice.choice(b"\r\n\0\"<>;:,= 09\xff")))
    return bytes(data)


def damaged(frames, seed):
    """The frames of a capture with the damage of this seed; a few are left as they are."""
    dice = random.Random(seed)
    rate, order = dice.choice(ERROR_RATES), list(range(len(frames)))
    is_changed, is_cut, is_lossy, is_mixed, has_clock = (dice.random() < 0.5 for _ in range(5))
    if is_lossy:
        order = [at for at in order if dice.random() > 0.2]
        order += dice.sample(order, len(order) // 10)
        order.sort()
    if is_mixed:
        order.sort(key=lambda at: at + dice.expovariate(0.3))
    for at in order:
        frame = frames[at]
        data, seconds = frame.data, frame.seconds
        if is_changed and dice.random() < 0.7:
            data = changed_bytes(dice, data, rate)
        if is_cut and dice.random() < 0.3:
            data = data[:dice.randrange(SNAPSHOT_MIN, len(data) + 1)] if len(data) > SNAPSHOT_MIN \
                else data
        if has_clock and dice.random() < 0.05:
            seconds = dice.choice((0, 0xFFFFFFFF, seconds + 200, max(seconds - 200, 0)))
        yield Frame(seconds, frame.microseconds, frame.length, data)


class Fuzzer:
    """Rounds of damaged captures, and what broke in them."""

    def __init__(self, options, folder):
        self.plugins, self.keep, self.folder = options.plugins, options.keep, folder
        self.frames = {path: read_frames(path) for path in programs.captures()}
        self.environment = ["env", "WIRESHARK_ABORT_ON_DISSECTOR_BUG=1",
                            "WIRESHARK_ABORT_ON_TOO_MANY_ITEMS=1"]
        if options.sanitized:
            # The plugin's sanitizer has to come before all else in tshark.
            runtime = subprocess.run(["gcc", "-print-file-name=libasan.so"], capture_output=True,
                                     check=True, text=True).stdout.strip()
            self.environment += [f"LD_PRELOAD={Path(runtime).resolve()}", "G_SLICE=always-malloc",
                                 "ASAN_OPTIONS=detect_leaks=0", "WIRESHARK_DEBUG_WMEM_OVERRIDE=simple"]
        else:
            self.environment.append("WIRESHARK_DEBUG_WMEM_OVERRIDE=strict")
        self.captures = self.broken = 0

    def fault(self, plugins, way, path):
        """What is wrong when tshark dissects the file in that way; None: nothing."""
        command = programs.command_line(plugins, *self.environment, "tshark", "-n", *way, "-r", path)
        try:
            process = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True,
                                     timeout=TSHARK_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return f"not done after {TSHARK_SECONDS} s"
        said = process.stderr.decode("utf-8", "replace")
        if process.returncode or FAULT.search(said):
            lines = [line for line in said.splitlines() if SAYS_WHY.search(line)]
            return f"exit status {process.returncode}: {lines[0] if lines else 'nothing is said'}"
        return "malformed packet of ours" if MALFORMED.search(process.stdout) else None

    def round(self, seed):
        """All captures, damaged with this seed, through one tshark."""
        way, path, frames = WAYS[seed % len(WAYS)], self.folder / "damaged.pcap", []
        for capture, whole in enumerate(self.frames.values()):
            frames += damaged(whole, f"{seed} {capture}")
        write_frames(path, frames)
        self.captures += len(self.frames)
        fault = self.fault(self.plugins, way, path)
        if not fault:
            return
        if self.fault(programs.STOCK, [word for word in way if word == "-2"] + ["-V"], path):
            print(f"seed {seed}: Wireshark breaks without the plugin too", flush=True)
        else:
            self.report(seed, way, path, fault)

    def report(self, seed, way, path, fault):
        """Keeps what broke, smaller if a single capture breaks it too."""
        self.broken += 1
        for capture, (name, whole) in enumerate(self.frames.items()):
            write_frames(self.folder / "single.pcap", damaged(whole, f"{seed} {capture}"))
            if self.fault(self.plugins, way, self.folder / "single.pcap"):
                path, fault = self.folder / "single.pcap", f"{name.name}: {fault}"
                break
        print(f"seed {seed}: tshark {' '.join(way)}: {fault}", flush=True)
        if self.keep:
            self.keep.mkdir(parents=True, exist_ok=True)
            (self.keep / f"seed-{seed}.pcap").write_bytes(path.read_bytes())


def main():
    parser = programs.argument_parser(__doc__.splitlines()[0])
    parser.add_argument("--sanitized", action="store_true", help="the plugin is built with gcc's "
                        "-fsanitize=address,undefined")
    parser.add_argument("--seconds", type=float, default=0, help="how long; at least one round each way")
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
        while seed < options.seed + len(WAYS) or time.monotonic() < end:
            fuzzer.round(seed)
            seed += 1
    print(f"{fuzzer.captures} damaged captures in {seed - options.seed} runs of tshark, "
          f"{fuzzer.broken} runs broke, next seed {seed}")
    sys.exit(1 if fuzzer.broken else 0)


if __name__ == "__main__":
    main()
