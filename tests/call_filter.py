#!/usr/bin/python3
# call_filter.py
# Checks the conversation filters of a call: where they are offered, and what they select.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Only Wireshark's window asks for conversation filters, so the plugin tests/probe asks in its
place and adds the answers to each frame. Each filter must select the frames that share a Call-ID
with the frame it is of, and no others: in shipped captures, and with Call-IDs that are hard to
quote. Where a call has other legs, a second filter selects these too, and where it has session
descriptions, a third one the media that these announced.
"""

import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree

import programs
from scapy.layers.inet import IP, TCP, UDP
from scapy.layers.l2 import Ether
from scapy.packet import Raw
from scapy.utils import wrpcap

NAME, LEGS_NAME = "SIP call (all hops)", "SIP call (all legs)"
MEDIA_NAME = "SIP call with its media"
# Of RTP and RTCP: the frame of the session description that announced it.
SETUP = ("rtp.setup-frame", "rtcp.setup-frame")
CAPTURES = ("failed-500", "tcp-stream", "auth.rejected", "real-fork-two-183-media", "icmp-quoted")
# Of a capture, the Call-IDs of the calls that have several.
LEGS = {"legs-early-media": [{"pw83nc01qa@10.0.0.2", "41d7e2@10.0.0.5"},
                             {"v5r0tk62hd@10.0.0.2", "41d7e9@10.0.0.5"}]}
CALLS_MAX = 50  # CALL_FILTER_CALLS_MAX
NUMBER, CALL_ID, SDP = "frame.number", "sip.Call-ID", "sdp.version"
OFFERED, FILTER, FIRST = (f"conversation_probe.{name}" for name in ("offered", "filter", "first"))
FIELDS = (NUMBER, CALL_ID, SDP, *SETUP, OFFERED, FILTER, FIRST)
ODD_CALL_IDS = [b'quoted"name@host', b"back\\slash@host", b'ends in\\', b'" || frame || "',
                b"\\x41@host", b"A@host", b"a@host", "t\u00fcr@host".encode(), b"\xff\xfe@host",
                b"a b"]

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
        self.plugins, self.path = plugins, path
        # -V and -T pdml make a tree with every item, as the window does for the selected frame;
        # since 4.4 -T fields does not; and by then all legs are known.
        text = programs.tshark(plugins, "-2", "-r", path, "-T", "pdml")
        self.rows = []
        for packet in ElementTree.fromstring(text).iter("packet"):
            self.rows.append({name: [] for name in FIELDS})
            for field in packet.iter("field"):
                if field.get("name") in FIELDS:
                    self.rows[-1][field.get("name")].append(field.get("show"))

    def sharing(self, call_ids):
        """The numbers of the frames that have one of these Call-IDs"""
        return [row[NUMBER][0] for row in self.rows if set(row[CALL_ID]) & set(call_ids)]

    def legs_of(self, row):
        """The Call-IDs of all legs of the row's calls, or none where they have only one"""
        return {call_id for legs in LEGS.get(self.path.stem, []) if legs & set(row[CALL_ID])
                for call_id in legs}

    def with_media(self, call_ids):
        """The same, and those with the media that their session descriptions announced; none where
        there is no description"""
        described = {row[NUMBER][0] for row in self.rows
                     if row[SDP] and set(row[CALL_ID]) & set(call_ids)}
        return described and [
            row[NUMBER][0] for row in self.rows if set(row[CALL_ID]) & set(call_ids)
            or described & {frame for field in SETUP for frame in row[field]}]

    def selected(self, texts):
        """{filter: the numbers of the frames that it selects}; sharkd reads the file once"""
        with programs.Sharkd(self.plugins) as sharkd:
            sharkd.load(self.path)
            return {text: [str(number) for number in sharkd.frames(text)] for text in texts}

    def filters(self):
        """What is offered for each frame that is offered something"""
        return [row[FILTER][0] for row in self.rows if row[FILTER]]

    def faults(self):
        wrong, selected = [], self.selected({text for row in self.rows for text in row[FILTER]})
        for row in self.rows:
            where = f"{self.path.name} frame {row[NUMBER][0]}"
            due = {NAME: row[CALL_ID], LEGS_NAME: self.legs_of(row)}
            due = {name: self.sharing(call_ids) for name, call_ids in due.items() if call_ids}
            if media := self.with_media({*row[CALL_ID], *self.legs_of(row)}):
                due[MEDIA_NAME] = media
            shown = {name: selected[text] for name, text in zip(row[OFFERED], row[FILTER])}
            if shown != due:
                wrong.append(f"{where}: {row[FILTER]} select {shown}, expected {due}")
            elif row[CALL_ID] and row[FILTER][:1] != row[FIRST]:
                wrong.append(f"{where}: {row[FIRST]} comes first")
        return wrong or ([] if selected else [f"{self.path.name}: no frame with a Call-ID"])


def check_odd(plugins, folder):
    write_odd(folder / "odd.pcap")
    frames = Frames(plugins, folder / "odd.pcap")
    wrong, texts = frames.faults(), frames.filters()
    if texts[:2] != [r'sip.Call-ID == "quoted\"name@host"', r'sip.Call-ID == "back\\slash@host"']:
        wrong.append(f"odd Call-IDs: {texts[:2]}")
    if len(set(texts[:len(ODD_CALL_IDS)])) != len(ODD_CALL_IDS):
        wrong.append("two odd Call-IDs have the same filter")
    if 'sip.Call-ID == "one@host" || sip.Call-ID == "two@host"' not in texts:
        wrong.append("a frame with three messages of two calls has not both calls, each once")
    return wrong


def check_many(plugins, folder):
    write_many(folder / "many.pcap")
    frames = Frames(plugins, folder / "many.pcap")
    for text in frames.filters():
        count = text.count("sip.Call-ID == ")
        # Too long for sharkd.
        selected = programs.tshark(plugins, "-r", frames.path, "-Y", text, "-T", "fields", "-e",
                                   NUMBER)
        if count == CALLS_MAX and selected.split() == ["1"]:
            return []
    return [f"many calls: not {CALLS_MAX} of them in {frames.filters()}"]


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
        for name in (*CAPTURES, *LEGS):
            wrong += Frames(plugins, programs.CAPTURES / f"{name}.pcap").faults()
        wrong += check_odd(plugins, folder) + check_many(plugins, folder)
    print(*(f"FAILED {line}" for line in wrong), sep="\n")
    print(f"{len(CAPTURES) + len(LEGS) + 2} captures, {len(wrong)} faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
