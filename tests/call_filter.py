#!/usr/bin/python3
# call_filter.py
# Checks the conversation filter "SIP call (all hops)": where it is offered, and what it selects.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Only Wireshark's window asks for conversation filters, so the plugin tests/probe asks in its place
and adds the answers to each frame. Each filter must select the frames that share a Call-ID with the
frame it is of, and no others: in shipped captures, and with Call-IDs that are hard to quote.
"""

import shutil
import sys
from pathlib import Path

import programs
from scapy.layers.inet import IP, TCP, UDP
from scapy.layers.l2 import Ether
from scapy.packet import Raw
from scapy.utils import wrpcap

NAME = "SIP call (all hops)"
CAPTURES = ("failed-500", "tcp-stream", "auth.rejected", "real-fork-two-183-media", "icmp-quoted")
CALLS_MAX = 50  # CALL_FILTER_CALLS_MAX
SEPARATOR = "\x1f"
FIELDS = ["frame.number", "sip.Call-ID", "conversation_probe.offered", "conversation_probe.filter",
          "conversation_probe.first"]
ODD_CALL_IDS = [b'quoted"name@host', b"back\\slash@host", b'ends in\\', b'" || frame || "',
                b"\\x41@host", b"A@host", b"a@host", "t\u00fcr@host".encode(), b"\xff\xfe@host", b"a b"]

LINK = Ether(src="02:00:0a:00:00:02", dst="02:00:0a:00:00:01") / IP(src="10.0.0.2", dst="10.0.0.1")


def request(call_id):
    return (b"OPTIONS sip:example.com SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.2;branch=z9hG4bK1\r\n"
            b"From: <sip:a@example.com>;tag=1\r\nTo: <sip:b@example.com>\r\n" + call_id
            + b"\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n")


def datagram(call_id):
    return LINK / UDP(sport=5060, dport=5060) / Raw(request(call_id))


def segment(sequence, call_ids):
    payload = b"".join(request(b"Call-ID: " + call_id) for call_id in call_ids)
    return LINK / TCP(sport=40000, dport=5060, flags="PA", seq=sequence, ack=1) / Raw(payload)


def write_odd(path):
    """Each odd Call-ID twice, at last in its compact form; no Call-ID; many in one segment"""
    frames = [datagram(b"Call-ID: " + call_id) for call_id in ODD_CALL_IDS]
    frames += [datagram(b"i: " + call_id) for call_id in ODD_CALL_IDS]
    frames.append(datagram(b"Subject: none"))
    frames.append(segment(1, [b"one@host", b"two@host", b"one@host"]))
    frames.append(LINK / UDP(sport=9, dport=9) / Raw(b"no SIP"))
    wrpcap(str(path), frames)


def write_many(path):
    """More calls in one segment than the filter names"""
    calls = [b"many-%u@host" % number for number in range(CALLS_MAX + 10)]
    wrpcap(str(path), [segment(1, calls)])


class Frames:
    """What the probe tells of a capture's frames"""

    def __init__(self, plugins, path):
        self.plugins, self.path, self.rows = plugins, path, []
        text = programs.tshark(plugins, "-r", path, "-T", "fields", "-E", "aggregator=\x1e", "-E",
                               f"separator={SEPARATOR}", *[w for f in FIELDS for w in ("-e", f)])
        for line in filter(None, text.split("\n")):
            self.rows.append(dict(zip(FIELDS, line.split(SEPARATOR))))

    def call_ids(self, row):
        return set(filter(None, row["sip.Call-ID"].split("\x1e")))

    def sharing(self, row):
        """The numbers of the frames that have one of its Call-IDs"""
        return [other["frame.number"] for other in self.rows
                if self.call_ids(other) & self.call_ids(row)]

    def selected(self, text):
        return programs.tshark(self.plugins, "-r", self.path, "-Y", text, "-T", "fields",
                               "-e", "frame.number").split()

    def faults(self):
        wrong, tried = [], {}
        for row in self.rows:
            where = f"{self.path.name} frame {row['frame.number']}"
            text = row["conversation_probe.filter"]
            if not self.call_ids(row):
                if row["conversation_probe.offered"] or text:
                    wrong.append(f"{where}: offered without a Call-ID")
                continue
            if row["conversation_probe.offered"] != NAME:
                wrong.append(f"{where}: offered [{row['conversation_probe.offered']}]")
                continue
            if row["conversation_probe.first"] != text:
                wrong.append(f"{where}: another filter comes first")
            if text not in tried:
                tried[text] = self.selected(text)
            if tried[text] != self.sharing(row):
                wrong.append(f"{where}: {text} selects {tried[text]}, expected {self.sharing(row)}")
        return wrong or ([] if tried else [f"{self.path.name}: no frame with a Call-ID"])


def check_odd(plugins, folder):
    write_odd(folder / "odd.pcap")
    frames = Frames(plugins, folder / "odd.pcap")
    wrong, texts = frames.faults(), [row["conversation_probe.filter"] for row in frames.rows]
    if texts[0] != r'sip.Call-ID == "quoted\"name@host"' or texts[1] != \
            r'sip.Call-ID == "back\\slash@host"':
        wrong.append(f"odd Call-IDs: {texts[:2]}")
    if len(set(texts[:len(ODD_CALL_IDS)])) != len(ODD_CALL_IDS):
        wrong.append("two odd Call-IDs have the same filter")
    if 'sip.Call-ID == "one@host" || sip.Call-ID == "two@host"' not in texts:
        wrong.append("a frame with three messages of two calls has not both calls, each once")
    return wrong


def check_many(plugins, folder):
    write_many(folder / "many.pcap")
    frames = Frames(plugins, folder / "many.pcap")
    count = frames.rows[0]["conversation_probe.filter"].count("sip.Call-ID == ")
    wrong = [] if count == CALLS_MAX else [f"many calls: {count} are named, expected {CALLS_MAX}"]
    return wrong + ([] if frames.selected(frames.rows[0]["conversation_probe.filter"]) == ["1"]
                    else ["many calls: the filter does not select their frame"])


def main():
    parser = programs.argument_parser(__doc__.splitlines()[0])
    parser.add_argument("--probe", type=Path, default=programs.BUILT_PLUGINS.parent / "probe",
                        help="folder that holds X.Y/epan/conversation_probe.so")
    options = parser.parse_args()
    wrong = []
    with programs.scratch_folder() as folder:
        plugins = folder / "plugins"
        shutil.copytree(options.plugins, plugins)
        shutil.copytree(options.probe, plugins, dirs_exist_ok=True)
        programs.require_plugin(plugins)
        for name in CAPTURES:
            wrong += Frames(plugins, programs.CAPTURES / f"{name}.pcap").faults()
        wrong += check_odd(plugins, folder) + check_many(plugins, folder)
    print(*(f"FAILED {line}" for line in wrong), sep="\n")
    print(f"{len(CAPTURES) + 2} captures, {len(wrong)} faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
