# packet_details.py
# What tshark and sharkd show of ours in a frame, as items and as lines of text.
# SPDX-License-Identifier: GPL-2.0-or-later
"""{frame number: [Item]} of the packet details, and {(severity, group, message): how often} of the
expert information, however a program writes them."""

import re
from collections import Counter
from dataclasses import dataclass
from xml.etree import ElementTree

FILTER_ONLY = "(filter only) "
# The catalogue's texts are tested where they stand.
CATALOGUE = {"sipexplain." + name for name in (
    "description", "when", "fix", "methods", "media", "retry", "actor", "caller_hears",
    "reference", "related", "related.difference", "compare", "finding.advice", "finding.reference")}
# What begins with these words is said of the call, not of the code.
OF_THE_CALL = "For this call: "
# Above the catalogue's texts it names the hosts of the call.
ACTOR, CHILD_DEPTH = "sipexplain.actor", 2
# What filters need, and the visible items already say.
REPEATED = {"sipexplain." + name for name in (
    "summary", "verdict", "severity", "code", "class", "phrase", "registered", "final",
    "finding.severity", "site_note.severity")}
# Wireshark 4.6 writes 0.01 seconds as 10 milliseconds, so what is compared is the value.
TIMES = {"sipexplain.response_time"}
# "Error: the server failed (fault.internal)", and where it was told before
FINDING = re.compile(r"(?:Chat|Note|Warn|Error): .* \(([a-z0-9-]+\.[a-z0-9-]+)\)(?:, told in .*)?")
EXPERT_LINE = re.compile(r"expert (\w+) (\S+) \S+: (.*)")
EXPERT_LABEL = re.compile(r".*?Expert Info \((\w+)/([^)]*)\)")
EXPERT_ROW = re.compile(r"\s*(\d+)\s+(\w+)\s+SIP Explain\s+(.*)")
EXPERT_HEAD = re.compile(r"(\w+?)s \(\d+\)")


@dataclass
class Item:
    """One line of the packet details and the lines below it."""

    name: str
    label: str
    value: str
    is_hidden: bool
    children: list


def pdml_item(element):
    children = [pdml_item(child) for child in element]
    value = element.get("show") or ""
    return Item(element.get("name"), element.get("showname") or value, value,
                element.get("hide") == "yes", children)


def sharkd_item(node):
    """sharkd tells neither hidden items nor, but for its label, an expert item's message."""
    name = node.get("f", "text").split()[0]
    name = "" if name == "text" else name
    children = [sharkd_item(child) for child in node.get("n", [])]
    if name == "_ws.expert":
        children.append(Item("_ws.expert.message", "", children[0].label, True, []))
    return Item(name, node["l"], "", node.get("v", False), children)


def pdml_packets(text):
    """Each packet that has anything of ours, as XML: the rest of a long output is not read"""
    packets, end, _ = text.rpartition("</pdml>")
    if not end:
        raise ElementTree.ParseError("no end of the packet details")
    for packet in packets.split("<packet>")[1:]:
        if '<proto name="sipexplain"' in packet:
            yield ElementTree.fromstring(f"<packet>{packet}")


def pdml_frames(text):
    """{frame number: its items of ours}"""
    frames = {}
    for packet in pdml_packets(text):
        number = int(packet.find("proto[@name='geninfo']/field[@name='num']").get("show"))
        frames[number] = [pdml_item(proto) for proto in packet.findall("proto[@name='sipexplain']")]
    return frames


def sharkd_frame(sharkd, number):
    """The items of ours in a frame of the capture that sharkd has loaded"""
    tree = sharkd.ask("frame", frame=number, proto=True)["tree"]
    return [sharkd_item(node) for node in tree if node.get("f") == "sipexplain"]


def sharkd_frames(sharkd):
    """{frame number: its items of ours} of the capture that sharkd has loaded"""
    return {number: sharkd_frame(sharkd, number) for number in sharkd.frames("sipexplain")}


def expert_parts(item):
    """Severity, group and message; the label alone may be too long for Wireshark."""
    message = next(child for child in item.children if child.name == "_ws.expert.message")
    return (*EXPERT_LABEL.match(item.label).groups(), message.value)


def expert_line(item):
    severity, group, message = expert_parts(item)
    filters = [child.name for child in item.children if child.name.startswith("sipexplain")]
    return f"expert {severity} {group} {' '.join(filters)}: {message}"


def label_of(item):
    """The label, the same in each version of Wireshark"""
    if item.name in TIMES:
        return f"{item.label.partition(':')[0]}: {item.value} seconds"
    return item.label


def item_lines(item, depth):
    """What the expected file holds of an item."""
    is_of_call = OF_THE_CALL in item.label or (item.name == ACTOR and depth == CHILD_DEPTH)
    if item.name in CATALOGUE and not is_of_call:
        return [line for child in item.children for line in item_lines(child, depth)]
    if item.name in REPEATED:
        return [line for child in item.children for line in item_lines(child, depth)]
    indent = "    " * depth
    if item.name == "_ws.expert":
        return [indent + expert_line(item)]
    below = [line for child in item.children for line in item_lines(child, depth + 1)]
    if item.children and not below and not item.name:
        return []
    mark = FILTER_ONLY if item.is_hidden else ""
    return [indent + mark + label_of(item)] + below


def frame_lines(frames):
    lines = []
    for number in sorted(frames):
        lines.append(f"frame {number}")
        for item in frames[number]:
            lines += item_lines(item, 1)
    return lines


def visible_labels(frames):
    """Each label on the screen, with its depth: texts of the catalogue too."""
    lines = []

    def add(items, depth):
        for item in items:
            if not item.is_hidden:
                lines.append("    " * depth + item.label)
                add(item.children, depth + 1)

    for number in sorted(frames):
        lines.append(f"frame {number}")
        add(frames[number], 1)
    return lines


def expert_counts(frames):
    """(severity, group, message): how often, of the expert items in the packet details"""
    counts = Counter()

    def add(items):
        for item in items:
            if item.name == "_ws.expert":
                counts[expert_parts(item)] += 1
            add(item.children)

    for items in frames.values():
        add(items)
    return counts


def expert_lines(lines):
    """The same of the lines of an expected file"""
    return Counter(found.groups() for found in (EXPERT_LINE.fullmatch(line.strip())
                                                for line in lines) if found)


def finding_of(label):
    """The id in a finding's line; None: it is no such line"""
    found = FINDING.fullmatch(label)
    return found[1] if found else None


def expert_table(text):
    """The same of the table that tshark -z expert prints"""
    counts, severity = Counter(), None
    for line in text.splitlines():
        head, row = EXPERT_HEAD.match(line), EXPERT_ROW.fullmatch(line)
        if head:
            # The plural of a severity is its name and an s, but "Warns" and "Errors" alike.
            severity = {"Warn": "Warning"}.get(head[1], head[1])
        elif row:
            counts[severity, row[2], row[3]] += int(row[1])
    return counts


def expert_dialog(sharkd):
    """The same as the GUI's Expert Information gets it: a second look at each frame, no tree"""
    rows = sharkd.ask("tap", tap0="expert")["taps"][0]["details"]
    return Counter((row["s"], row["g"], row["m"]) for row in rows if row["p"] == "SIP Explain")


# The top line, which a later pass may say with what came after the message
HEADINGS = {"sipexplain.summary", "sipexplain.verdict"}


def hidden_lines(frames):
    """The items that only filters see, those of which nothing is said elsewhere too"""
    lines = []

    def add(items):
        for item in items:
            if (item.is_hidden and not item.name.startswith("_ws.")
                    and item.name not in HEADINGS):
                lines.append(f"    {item.name}: {item.value}")
            add(item.children)

    for number in sorted(frames):
        lines.append(f"frame {number}")
        add(frames[number])
    return lines
