# mode_tables.py
# What tshark, sharkd and the expected outputs say of each call, for modes.py to compare.
# SPDX-License-Identifier: GPL-2.0-or-later
"""{frame: Message} of a capture, and {Call-IDs: how often each (finding, detail)} of that."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

import findings
import packet_details
import programs

SEPARATOR, AGGREGATOR = "\x1f", "\x1e"
FRAME_FIELDS = ["request_in", "answered_in", "call.frame", "compare.with", "copy_of",
                "retransmission_of", "finding.evidence", "fault.origin_in", "prack_in",
                "first_rtp_in", "leg.invite"]
FIELDS = ["frame.number", "sip", "sip.Call-ID", "sip.CSeq", "sip.Status-Code", "sipexplain.code",
          "sipexplain.finding", "sipexplain.finding.detail",
          *(f"sipexplain.{name}" for name in FRAME_FIELDS)]
NUMBERS = re.compile(r"\b[Ff]rame \d+|\b[Ff]rames \d+((,| and| to) \d+\b(?!\.\d))*")
DROPPED = "(dropped)"
CSEQ = re.compile(r"(\d+).*?(\S+)$")


@dataclass
class Message:
    """What a frame shows."""

    calls: str  # the Call-IDs in it
    cseqs: list
    stock_codes: list
    codes: list
    findings: list  # (id, detail)
    named: dict  # field: numbers of frames

    @property
    def numbered_cseqs(self):
        """Each as its number and its method"""
        return {(int(found[1]), found[2]) for found in map(CSEQ.match, self.cseqs) if found}

    @property
    def ids(self):
        return set(self.calls.split(AGGREGATOR))


def values(text):
    return text.split(AGGREGATOR) if text else []


def paired(names, details):
    """[(finding, detail)] of a frame"""
    if len(details) != len(names):
        # Whose detail is missing is not told: they are compared apart.
        names, details = names + ["?"] * len(details), [""] * len(names) + details
    return list(zip(names, details))


def read_message(row):
    """Of a line of tshark's table"""
    number, _, calls, cseqs, stock, ours, found, details, *named = row
    named = {name: [int(frame) for frame in values(text)]
             for name, text in zip(FRAME_FIELDS, named) if text}
    return int(number), Message(calls, values(cseqs), values(stock), values(ours),
                                paired(values(found), values(details)), named)


def read_table(plugins, path, options):
    """{frame: Message} as tshark shows the frames with SIP"""
    text = programs.tshark(plugins, "-r", path, *options, "-E", f"separator={SEPARATOR}", "-E",
                           f"aggregator={AGGREGATOR}", *programs.field_options(FIELDS))
    rows = (line.split(SEPARATOR) for line in text.split("\n"))
    # A table of statistics behind them has no such lines.
    return dict(read_message(row) for row in rows if len(row) == len(FIELDS) and row[1])


def shown_table(frames, base):
    """The findings that are shown in packet details, without what only filters see"""
    table = {}
    for number, items in frames.items():
        found = [item for message in items for item in message.children
                 if item.name == "sipexplain.finding" and not item.is_hidden]
        details = [child.label.removeprefix("Detail: ") for item in found
                   for child in item.children if child.name == "sipexplain.finding.detail"]
        table[number] = Message(base[number].calls, [], [], [], paired(
            [packet_details.finding_of(item.label) for item in found], details), {})
    return table


def tshark_shown(plugins, path, base):
    """What tshark shows in its second pass"""
    text = programs.tshark(plugins, "-r", path, "-2", "-T", "pdml", "-J", "sipexplain")
    return shown_table(packet_details.pdml_frames(text), base)


def sharkd_shown(plugins, path, base):
    """What sharkd shows; what else is shown of a frame is golden.py's to compare"""
    with programs.Sharkd(plugins) as sharkd:
        sharkd.load(path)
        return shown_table(packet_details.sharkd_frames(sharkd), base)


def expected_table(files):
    """The findings of tests/expected"""
    table = {}
    for capture, ids in files.all.ids.items():
        frames, change = defaultdict(list), files.all.rename_in[capture]

        def rename(text, change=change):
            return change(text.encode()).decode()

        for found in findings.expected_findings(capture):
            frames[found.frame].append(found)
        for frame, some in frames.items():
            calls = AGGREGATOR.join(files.all.renamed.get((capture.name, name), name)
                                    for name in ids.get(frame, [""]))
            made = paired([found.id for found in some],
                          [rename(found.detail) for found in some if found.detail])
            table[capture, frame] = Message(calls, [], [], [], made, {})
    return table


def by_call(table, change=lambda text: text):
    """{Call-IDs: how often each (finding, detail)}"""
    found = defaultdict(Counter)
    for message in table.values():
        found[message.calls].update((name, change(text)) for name, text in message.findings)
    return found


def without_numbers(text):
    return NUMBERS.sub("frame #", text)


def with_numbers(renumbered):
    """A function that gives the frames in a text their new numbers"""
    return lambda text: NUMBERS.sub(lambda found: re.sub(
        r"\d+", lambda number: str(renumbered.get(int(number[0]), DROPPED)), found[0]), text)


def related_calls(table):
    """{(field, calls): the Call-IDs of the frames that it names}, with their own"""
    related = {}
    for message in table.values():
        for name in FRAME_FIELDS:
            ids = related.setdefault((name, message.calls), set(message.ids))
            for frame in message.named.get(name, []):
                ids |= table[frame].ids if frame in table else set()
    return related
