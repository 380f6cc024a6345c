# first_look.py
# What a person sees of an item as the window opens it, and what may not be seen there.
# SPDX-License-Identifier: GPL-2.0-or-later
"""The item of a message opens with the finding that leads in it; all else in it is closed. What was
found stands in the first lines then, and no sentence stands twice in the whole of it."""

import re
from collections import Counter

import packet_details

# Below the item's own line: what is found from a Note on, and where the texts of the code begin.
FIRST_LINES, LINES_BEFORE_ABOUT = 12, 16
LOUD = ("Note: ", "Warn: ", "Error: ")
ABOUT = "About "
SENTENCE_WORDS = 4
# A word of evidence, and links: two findings may have the same.
NO_SENTENCES = {"sipexplain.leg.proof", "sipexplain.finding.reference"}
NAME = re.compile(r"^[^:(]{1,30}: ")


def shown(items):
    return [item for item in items if not item.is_hidden]


def opened_lines(message):
    """(label, item) of the lines below a message's own as the window opens it: those of the finding
    that leads are below it"""
    lines = []
    for item in shown(message.children):
        lines.append(item.label)
        if is_open(item):
            lines += [child.label for child in shown(item.children)]
    return lines


def is_open(item):
    """The finding that leads has no advice of its own: it stands above"""
    return (item.name == "sipexplain.finding" and "told in frame" not in item.label
            and not any(child.name == "sipexplain.finding.advice" for child in item.children))


def late_lines(message):
    """What stands too far down"""
    lines = opened_lines(message)
    late = [f"line {number}: {line}" for number, line in enumerate(lines, 1)
            if number > FIRST_LINES and line.startswith(LOUD) and packet_details.finding_of(line)
            and "told in frame" not in line]
    about = [number for number, line in enumerate(lines) if line.startswith(ABOUT)]
    if about and about[0] > LINES_BEFORE_ABOUT:
        late.append(f"{about[0]} lines before {lines[about[0]]}")
    return late


def sentences(label):
    """Those of a line, without its name"""
    text = NAME.sub("", label)
    return [sentence.strip(" .") for sentence in re.split(r"(?<=[.!?]) (?=[A-Z])", text)
            if len(sentence.split()) >= SENTENCE_WORDS]


def repeated_sentences(message):
    counts = Counter()

    def add(items):
        for item in shown(items):
            if item.name not in NO_SENTENCES:
                counts.update(set(sentences(item.label)))
            add(item.children)

    add(message.children)
    return [f"twice: {sentence}" for sentence, count in sorted(counts.items()) if count > 1]


def faults(frames):
    """What is wrong with the items of the frames, as lines"""
    return [f"frame {number}: {fault}" for number, messages in sorted(frames.items())
            for message in messages for fault in late_lines(message) + repeated_sentences(message)]
