#!/usr/bin/python3
# live.py
# Checks that tshark's memory stays flat in a long live capture, and that the plugin prints nothing.
# SPDX-License-Identifier: GPL-2.0-or-later
"""As many calls as an hour brings go over the loopback interface within half a minute, with their
media; longer on a busy machine, as the sender waits for the slowest. tshark captures them into a
ring of files in two ways, with the plugin and without it, all at the same time. With each new file
Wireshark forgets what it knew. Stock tshark grows by some 10 MB each time, so the plugin's is
compared with it: no more memory at the end, and nothing on stderr that stock does not say too.

What exactly remains is measured on a file, with -M, which makes tshark forget in the same way: the
peak may be higher by what is kept between two such moments, but not by what all calls need.
Needs the right to capture: root has it.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from ipaddress import ip_address

import bench_captures
import bench_memory
import programs

CALLS, CALLS_A_SECOND = 1800, 60    # an hour with a call every two seconds
RTP_OF_A_CALL = 20
READY_SECONDS, SETTLE_SECONDS = 60, 3
SAMPLE_SECONDS = 0.1
CAPTURE_FILTER = "udp and net 127.0.0.0/8 and (port 5060 or portrange 4000-8000)"
FILES_BEHIND = 3
RING = ["-b", "filesize:1000", "-b", "files:10"]
# One file more or less was forgotten when the last sample was taken.
GROWTH_KIB = 20 * 1024
# Kept of all would be 23 MB.
FILE_CALLS, FILE_KIB = 10000, 6 * 1024
WAYS = {
    "ring of files, details": ["-V"],
    "ring of files, table": ["-P", "-z", "{table}"],
}
TABLE = {True: "sipexplain,calls", False: "sip,stat"}


class Wire:
    """In place of a bench_captures.Capture: what it is given goes over the loopback interface"""

    caller, callee, hops, is_tcp = "127.0.5.2", "127.0.5.1", 1, False
    caller_media, callee_media = ip_address("127.1.0.2"), ip_address("127.2.0.1")

    def __init__(self):
        self.sockets = {}

    def at(self, address, port):
        """Both ends are there, or the kernel would answer that the port is unreachable"""
        end = (str(address), port)
        if end not in self.sockets:
            self.sockets[end] = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self.sockets[end].setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 0)
            self.sockets[end].bind(end)
        return self.sockets[end]

    def udp(self, source, source_port, target, target_port, payload):
        self.at(target, target_port)
        self.at(source, source_port).sendto(payload, (str(target), target_port))

    def sip(self, source, target, payload):
        self.udp(source, bench_captures.SIP_PORT, target, bench_captures.SIP_PORT, payload)

    def hang_up(self):
        """Closes the ends of media"""
        for end in [end for end in self.sockets if end[1] != bench_captures.SIP_PORT]:
            self.sockets.pop(end).close()


class Watched:
    """A tshark that captures, and how much memory it has had"""

    def __init__(self, plugins, title, folder):
        self.is_ours, self.title = bool(plugins), title
        self.folder, self.sizes = folder, []
        folder.mkdir()
        os.chmod(folder, 0o777)
        options = [option.format(table=TABLE[self.is_ours]) for option in WAYS[title]]
        self.errors = open(folder / "stderr", "wb+")
        with open(folder / "stdout", "wb") as output:
            self.started = subprocess.Popen(
                programs.command_line(
                    plugins, "tshark", "-n", "-l", "-B", "32", "-i", "lo", "-f", CAPTURE_FILTER,
                    "-w", folder / "ring.pcapng", *RING, *options),
                stdin=subprocess.DEVNULL, stdout=output, stderr=self.errors,
                env={**os.environ, "SIPEXPLAIN_RIGHTS": "+net_raw,+net_admin",
                     "TMPDIR": str(folder)})

    def is_capturing(self):
        """Whether it printed something of the first packets"""
        self.require_running()
        return (self.folder / "stdout").stat().st_size > 0

    def require_running(self):
        if self.started.poll() is not None:
            self.fail()

    def fail(self):
        sys.exit(f"FAILED: {self.title}, {'with the plugin' if self.is_ours else 'stock'}: tshark "
                 "ended:\n" + "\n".join(sorted(self.complaints())))

    def sample(self):
        self.require_running()
        try:
            status = programs.Path(f"/proc/{self.pid()}/status").read_text(encoding="ascii")
            self.sizes.append(int(re.search(r"VmRSS:\s*(\d+)", status)[1]))
        except (FileNotFoundError, IndexError, TypeError):
            self.fail()

    def pid(self):
        """tshark's: as_user.sh waits for it"""
        pid = self.started.pid
        return int(programs.Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()[0])

    def growth(self):
        """KiB, since the first sample"""
        return max(self.sizes) - self.sizes[0]

    def files(self):
        """How many of the ring's files there were"""
        return max(map(ring_number, self.folder.glob("ring_*")), default=0)

    def files_behind(self):
        """How many files tshark is behind what is written: it ends where a file leaves the ring
        before it was read"""
        reads = [ring_number(path) for path in programs.Path(f"/proc/{self.pid()}/fd").iterdir()]
        return self.files() - max(reads, default=0)

    def complaints(self):
        """What was said on stderr, without what differs from run to run"""
        self.errors.seek(0)
        text = self.errors.read().decode("utf-8", "replace")
        text = text.replace(str(self.folder), "FOLDER")
        lines = {re.sub(r"wireshark_lo\w+|\d+", "N", line.strip())
                 for line in re.split(r"[\r\n]+", text)}
        return {line for line in lines if line and "packets dropped" not in line}

    def stop(self):
        """Its exit status"""
        if self.started.poll() is None:
            os.kill(self.pid(), signal.SIGINT)
        return self.started.wait(programs.SECONDS)


def ring_number(path):
    """Of a file of a ring, or of a link to it; 0 for others"""
    name = os.path.basename(os.path.realpath(path))
    return int(name.split("_")[1]) if name.startswith("ring_") else 0


def wait_until_capturing(watched):
    """Sends calls until each has seen one"""
    wire, end, number = Wire(), time.monotonic() + READY_SECONDS, 0
    while not all(one.is_capturing() for one in watched):
        if time.monotonic() > end:
            sys.exit("FAILED: tshark sees nothing on the loopback interface")
        bench_captures.sip_call(wire, CALLS + number, rtp=lambda *_: None)
        wire.hang_up()
        number += 1
        time.sleep(SAMPLE_SECONDS)
    for socket_ in wire.sockets.values():
        socket_.close()


def send_calls(calls, watched):
    wire, next_sample = Wire(), 0
    for number in range(calls):
        bench_captures.sip_call(wire, number, rtp=lambda *ends: bench_captures.rtp_packets(
            wire, RTP_OF_A_CALL, *ends))
        wire.hang_up()
        time.sleep(1 / CALLS_A_SECOND)
        if time.monotonic() > next_sample:
            next_sample = time.monotonic() + SAMPLE_SECONDS
            for one in watched:
                one.sample()
            while max(one.files_behind() for one in watched) > FILES_BEHIND:
                time.sleep(SAMPLE_SECONDS)


def judge(ours, stock):
    """Whether ours is worse"""
    status = [one.stop() for one in (ours, stock)]
    lines = ours.complaints() - stock.complaints()
    growth = ours.growth() - stock.growth()
    is_worse = growth > GROWTH_KIB or bool(lines) or any(status)
    print(f"{ours.title}: {ours.files()} files; grew by {ours.growth()} KiB to {max(ours.sizes)}, "
          f"stock by {stock.growth()} to {max(stock.sizes)}{'  FAILED' if is_worse else ''}")
    for line in sorted(lines):
        print(f"    stderr: {line}")
    if any(status):
        print(f"    exit status {status[0]}, stock {status[1]}")
    return is_worse


def check_file(plugins, folder):
    """Whether the peak with the plugin is higher than it may be"""
    capture = folder / "calls.pcap"
    bench_captures.write("sip", FILE_CALLS, capture)
    stock, ours = (bench_memory.usage(which, capture, "-M", "3000").bytes // 1024
                   for which in (programs.STOCK, plugins))
    is_worse = ours - stock > FILE_KIB
    print(f"{FILE_CALLS} calls from a file, -M 3000: {ours - stock} KiB more than stock, at most "
          f"{FILE_KIB}{'  FAILED' if is_worse else ''}")
    return is_worse


def main():
    parser = programs.argument_parser(__doc__.splitlines()[0])
    parser.add_argument("--calls", type=int, default=CALLS)
    arguments = parser.parse_args()
    programs.require_plugin(arguments.plugins)
    with programs.scratch_folder() as folder:
        pairs = [(Watched(arguments.plugins, title, folder / f"ours-{i}"),
                  Watched(programs.STOCK, title, folder / f"stock-{i}"))
                 for i, title in enumerate(WAYS)]
        watched = [one for pair in pairs for one in pair]
        try:
            wait_until_capturing(watched)
            send_calls(arguments.calls, watched)
            time.sleep(SETTLE_SECONDS)
            failed = sum([judge(*pair) for pair in pairs])
            failed += check_file(arguments.plugins, folder)
        finally:
            for one in watched:
                one.stop()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
