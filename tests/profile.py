#!/usr/bin/python3
# profile.py
# Checks the profile "SIP Explain": its columns, filter buttons, colour rules and installation.
# SPDX-License-Identifier: GPL-2.0-or-later
"""The profile is installed into a fresh configuration as cmake --install does it, and used by
tshark -C "SIP Explain". Each button and each colour rule is tried on frames that it must take and
on near misses.
"""

import csv
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from xml.etree import ElementTree

import programs
from scapy.layers.inet import ICMP, IP, TCP, UDP
from scapy.layers.l2 import ARP, Ether
from scapy.layers.sctp import SCTP, SCTPChunkAbort
from scapy.packet import Raw
from scapy.utils import wrpcap

NAME = "SIP Explain"
SOURCE = programs.TESTS.parent / "plugin" / "profile"
INSTALL = SOURCE / "install.cmake"

COLUMNS = ["No.", "Time", "Source", "Destination", "Protocol", "Severity", "Info", "Response time"]
# Capture: {frame: severity, info}
ROWS = {
    "failed-500": {
        1: ["", "Request: INVITE sip:+15550199@example.com"],
        2: ["Chat", "Status: 100 Trying"],
        3: ["Chat", "183 - early media offered: PCMA | Status: 183 Session Progress"],
        67: ["Error", "500 - 10.0.0.1 failed, no reason given: see its log | "
                      "Status: 500 Server Internal Error"],
    },
    "tcp-stream": {6: ["Chat,Chat", "Status: 100 Trying | Status: 180 Ringing"]},
    "timing.no-trying": {2: ["Note", "INVITE - sent again because no 100 Trying came in time | "
                                     "Request: INVITE sip:bob@example.com"]},
}

# Button: {capture: its frames}. An empty list is a near miss.
BUTTONS = {
    "Problems": {
        "failed-500": [64, 67],
        "auth-register": [],
        "basic-call": [],
        "call.busy": [],
    },
    "Failed": {
        "failed-500": [64, 67],
        "auth.rejected": [4, 13, 28],  # 401 and 407 to credentials, a 486; not the first challenges
        "auth-register": [],
        "tcp-stream": [25],            # 200 and 500 in one frame
        "timing.no-answer": [10, 14, 40, 43, 51, 54],
        "basic-call": [],
    },
    "Server faults": {
        "failed-500": [64, 67],
        "tcp-stream": [25],
        "timing.no-answer": [14, 43],  # 504, not 408
        "call.busy": [],
    },
    "Early media": {
        "early-media-183": [3, 104],   # the 183, and the 200 at which it is known to have played
        "early-media.inactive": [2, 7, 11, 12, 15, 24],
        "basic-call": [],              # 180 without SDP
        "call.busy": [],
    },
    "Authentication": {
        "auth-register": [2, 4],       # 401, and the 200 to credentials
        "auth.abandoned": [2, 4, 6, 7, 8, 10, 14, 16, 18, 20],
        "early-media.authorized": [],  # P-Early-Media is no authentication
        "call.busy": [],
    },
    "No answer": {
        "timing.no-answer": [9, 10, 14, 22, 27, 35, 36, 40, 51, 54],  # not 43: a 504 at once
        "causes": [8],                 # 480 with cause 19
        "timing.request-repeated": [],
        "call.busy": [],
    },
    "Copies off": {
        "timing.captured-twice": [frame for frame in range(1, 56)
                                  if frame < 8 or frame % 4],
    },
}

# Capture: {frame: colour rule}
COLOURS = {
    "failed-500": {1: "SIP", 2: "SIP Explain: normal response", 4: "RTP", 64: "SIP Explain: error"},
    "timing.no-answer": {4: "SIP Explain: note", 9: "SIP Explain: warning", 11: "SIP"},
    "tcp-stream": {6: "SIP Explain: normal response", 25: "SIP Explain: warning"},  # of two
    "icmp-quoted": {14: "SIP Explain: warning", 15: "ICMP error"},
}

OFFER = ("v=0\r\no=- 1 1 IN IP4 10.0.0.2\r\ns=-\r\nc=IN IP4 10.0.0.2\r\nt=0 0\r\n"
         "m=audio 4000 RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\n")
INVITE = ("INVITE sip:bob@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.2;branch=z9hG4bK1\r\n"
          "From: <sip:alice@example.com>;tag=1\r\nTo: <sip:bob@example.com>\r\nCall-ID: 1\r\n"
          "CSeq: 1 INVITE\r\nMax-Forwards: 70\r\nContact: <sip:alice@10.0.0.2>\r\n"
          f"Content-Type: application/sdp\r\nContent-Length: {len(OFFER)}\r\n\r\n{OFFER}")
LINK = Ether(src="02:00:0a:00:00:02", dst="02:00:0a:00:00:01")
THERE, BACK = IP(src="10.0.0.2", dst="10.0.0.1"), IP(src="10.0.0.1", dst="10.0.0.2")
# What no shipped capture holds: each packet and its colour rule.
PACKETS = [
    (THERE / UDP(sport=5060, dport=5060) / Raw(INVITE.encode()), "SIP"),
    (BACK / UDP(sport=6000, dport=4000)
     / Raw(bytes.fromhex("80080001000000a000001234") + bytes(160)), "RTP"),
    (BACK / UDP(sport=6000, dport=4000) / Raw(bytes.fromhex("80650002000000a000001234010a00a0")),
     "DTMF in RTP"),
    (BACK / UDP(sport=6001, dport=4001) / Raw(bytes.fromhex("80c9000100001234")), "RTCP"),
    (THERE / UDP(sport=4010, dport=3478) / Raw(bytes.fromhex("000100002112a442") + bytes(12)),
     "STUN, DTLS"),
    (ARP(psrc="10.0.0.2", pdst="10.0.0.1"), "ICMP, ARP"),
    (THERE / ICMP(type=8), "ICMP, ARP"),
    (BACK / ICMP(type=3, code=3) / THERE / UDP(sport=4000, dport=9), "ICMP error"),
    (THERE / TCP(sport=40000, dport=9000, flags="S", seq=1), "TCP start and end"),
    (THERE / TCP(sport=40000, dport=9000, flags="A", seq=2, ack=1) / Raw(b"data"), "TCP"),
    (THERE / TCP(sport=40000, dport=9000, flags="A", seq=2, ack=1) / Raw(b"data"), "TCP trouble"),
    (BACK / TCP(sport=9000, dport=40000, flags="R", seq=1), "TCP reset, SCTP abort"),
    (THERE / SCTP(sport=5060, dport=5060) / SCTPChunkAbort(), "TCP reset, SCTP abort"),
    (THERE / UDP(sport=9, dport=9) / Raw(b"data"), "UDP"),
]


@contextmanager
def installed_profiles():
    """A folder of profiles with ours. A user may not find what installs it: below root's home
    cmake asks whether the file is there, and access(2) heeds no right that the user was left."""
    with programs.scratch_folder() as folder:
        subprocess.run(["cmake", f"-DPROFILES={folder}", "-P", INSTALL], stdout=subprocess.DEVNULL,
                       check=True, timeout=programs.SECONDS)
        yield folder


def with_profile(plugins, *command):
    """Runs a program with the profile as it is after installation"""
    script = 'mkdir -p "$HOME/config" && cp -r "$0" "$HOME/config/profiles" && exec "$@"'
    with installed_profiles() as profiles:
        return programs.run(plugins, "bash", "-c", script, profiles, *command)


def tshark(plugins, *arguments):
    """What it prints; a rule that does not compile is said on stderr only"""
    process = with_profile(plugins, "tshark", "-n", "-C", NAME, *arguments)
    for line in process.stderr.splitlines():
        if "Running as user" not in line:
            raise programs.ProgramError(f"tshark -C complains: {line}")
    return process.stdout


def check_columns(plugins):
    """tshark prints the columns that Wireshark shows."""
    wrong = []
    for name, expected in ROWS.items():
        table = ElementTree.fromstring(tshark(plugins, "-r", programs.capture(name), "-T", "psml"))
        titles = [section.text for section in table.find("structure")]
        if titles != COLUMNS:
            wrong.append(f"columns {titles}, expected {COLUMNS}")
            continue
        rows = [[(section.text or "").rstrip(" |") for section in packet]
                for packet in table.findall("packet")]
        wrong += [f"{name} frame {frame}: {rows[frame - 1][5:7]}, expected {values}"
                  for frame, values in expected.items() if rows[frame - 1][5:7] != values]
    return wrong


def buttons():
    """{label: filter}, as Wireshark reads the file"""
    lines = [line for line in (SOURCE / "dfilter_buttons").read_text("utf-8").splitlines()
             if line and not line.startswith("#")]
    return {label: text.replace("\\x22", '"') for shown, label, text, _ in csv.reader(lines)
            if shown == "TRUE"}


def check_buttons(plugins):
    wrong, filters = [], buttons()
    if list(filters) != list(BUTTONS):
        wrong.append(f"buttons {list(filters)}, expected {list(BUTTONS)}")
    for label, captures in BUTTONS.items():
        for name, expected in captures.items():
            text = tshark(plugins, "-r", programs.capture(name), "-Y", filters.get(label, "frame"),
                          "-T", "fields", "-e", "frame.number")
            if text.split() != [str(frame) for frame in expected]:
                wrong.append(f"{label}: {name} frames {text.split()}, expected {expected}")
    return wrong


def colour_rules():
    """The rules' names in order"""
    return [line.split("@")[1] for line in (SOURCE / "colorfilters").read_text("utf-8").splitlines()
            if line.startswith("@")]


def check_colours(plugins):
    wrong, hit = [], set()
    with programs.scratch_folder() as folder:
        wrpcap(str(folder / "packets.pcap"), [LINK / packet for packet, _ in PACKETS])
        due = {folder / "packets.pcap": dict(enumerate((rule for _, rule in PACKETS), 1))}
        due |= {programs.capture(name): expected for name, expected in COLOURS.items()}
        for path, expected in due.items():
            rules = tshark(plugins, "-r", path, "--color", "-T", "fields",
                           "-e", "frame.coloring_rule.name").splitlines()
            hit.update(rules)
            wrong += [f"{path.name} frame {frame}: colour rule {rules[frame - 1]}, expected {rule}"
                      for frame, rule in expected.items() if rules[frame - 1] != rule]
    return wrong + [f"no frame for the colour rule {rule}" for rule in colour_rules()
                    if rule not in hit]


class Installation:
    """A home, a global folder of profiles, and what cmake --install does with them."""

    def __init__(self, folder):
        self.home, self.own_prefix = folder / "home", folder / "usr"
        self.all_users = self.own_prefix / "share" / "wireshark" / "profiles"
        self.programs = folder / "programs"
        self.programs.mkdir(parents=True)
        self.personal = self.home / ".config" / "wireshark" / "profiles" / NAME

    def install(self, user, prefix=None, **variables):
        """By root or by somebody else, as the program id tells; prefix: another than Wireshark's"""
        number = 0 if user == "root" else 1000
        (self.programs / "id").write_text(f"#!/bin/sh\necho {number}\n", "utf-8")
        (self.programs / "id").chmod(0o755)
        subprocess.run(["cmake", f"-DGLOBAL_PROFILES={self.all_users}",
                        f"-DOWN_PREFIX={self.own_prefix}",
                        f"-DCMAKE_INSTALL_PREFIX={prefix or self.own_prefix}", "-P", INSTALL],
                       stdout=subprocess.DEVNULL, check=True, timeout=programs.SECONDS,
                       env={"PATH": f"{self.programs}:{os.environ['PATH']}",
                            "HOME": str(self.home)} | variables)

    def age(self, name):
        """Makes an installed file one of an earlier version, as installed then"""
        shipped, path = self.personal / ".shipped", self.personal / name
        path.write_text("of an earlier version\n", "utf-8")
        digest = subprocess.run(["sha256sum"], stdin=path.open(), capture_output=True, text=True,
                                check=True).stdout.split()[0]
        lines = [line for line in shipped.read_text("utf-8").splitlines() if name not in line]
        shipped.write_text("\n".join([*lines, f"{digest}  {name}", ""]), "utf-8")


def differs(folder, changed=()):
    """The files of an installed profile that are not the shipped ones, or that should not be"""
    names = ("colorfilters", "dfilter_buttons", "preferences", "recent")
    return [name for name in names
            if not (folder / name).exists()
            or ((folder / name).read_bytes() == (SOURCE / name).read_bytes()) == (name in changed)]


def check_installation(folder):
    """By a user: new, again over a changed file and an old one; by root; by a packager"""
    place, wrong = Installation(folder), []

    def expect(what, folder, changed=()):
        wrong.extend(f"{what}: {name} is not as it should be" for name in differs(folder, changed))

    place.install("user")
    expect("new", place.personal)
    if place.all_users.exists():
        wrong.append("a user's installation is in the global folder")
    (place.personal / "colorfilters").write_text("# my own\n", "utf-8")
    place.age("preferences")
    place.install("user")
    expect("again", place.personal, changed=["colorfilters"])
    place.install("root")
    expect("by root", place.all_users / NAME)
    expect("by root, in the personal folder", place.personal, changed=["colorfilters"])
    (place.all_users / NAME / "recent").write_text("old\n", "utf-8")
    shutil.rmtree(place.personal)
    place.install("root")
    expect("by root again", place.all_users / NAME)
    if place.personal.exists():
        wrong.append("root's installation made a personal copy")
    place.install("user", DESTDIR=str(folder / "package"))
    expect("packaged", folder / "package" / place.all_users.relative_to("/") / NAME)
    place.install("root", prefix=folder / "prefix")
    expect("below a prefix", folder / "prefix" / "share" / "wireshark" / "profiles" / NAME)
    place.install("user", XDG_CONFIG_HOME=str(folder / "configuration"))
    expect("XDG_CONFIG_HOME", folder / "configuration" / "wireshark" / "profiles" / NAME)
    (place.home / ".wireshark").mkdir(parents=True)
    shutil.rmtree(place.home / ".config")
    place.install("user")
    expect("with Wireshark's older folder", place.home / ".wireshark" / "profiles" / NAME)
    return wrong


def main():
    plugins = programs.argument_parser(__doc__.splitlines()[0]).parse_args().plugins
    programs.require_plugin(plugins)
    wrong = []
    for check in check_columns, check_buttons, check_colours:
        try:
            wrong += check(plugins)
        except programs.ProgramError as error:
            wrong.append(str(error))
    with programs.scratch_folder() as folder:
        wrong += check_installation(folder)
    print(*(f"FAILED {line}" for line in wrong), sep="\n")
    print(f"{len(BUTTONS)} buttons, {len(colour_rules())} colour rules, {len(wrong)} faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
