#!/usr/bin/python3
# verdicts.py
# Checks that what heads a message fits the column that shows it.
# SPDX-License-Identifier: GPL-2.0-or-later
"""A column of a full window shows COLUMN characters of a verdict (plugin/display/verdict.h). Of the
distinct verdicts in tests/expected at most SHARE_MAX are longer, and none has more than LONGEST; no
rule's own headline is longer than HEADLINE, so that "(repeat of frame N)" still fits behind it.
What stands in a headline for the values of a call is filled in.
"""

import re
import sys

import programs

COLUMN, SHARE_MAX, LONGEST, HEADLINE = 67, 0.03, 90, 54
EXPECTED = programs.TESTS / "expected"
DIAGNOSIS = programs.TESTS.parent / "plugin" / "diagnosis"
TOP_LINE = re.compile(r"[+-]? +SIP Explain: [^-]+(?:-[^ ][^-]*)* - (.*)")
RULE = re.compile(r'\.id = "([^"]+)",(.*?)\.advice', re.DOTALL)
PLACEHOLDER = re.compile(r"\b(?:HOST|CLIENT|METHOD|GIST)\b")
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def verdicts():
    """The distinct ones of all captures, and where each stands first"""
    found = {}
    for path in sorted(EXPECTED.glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            if top := TOP_LINE.fullmatch(line):
                found.setdefault(top[1], path.name)
    return found


def headlines():
    """{id: what a rule says in a column}, without values of a call"""
    found = {}
    for path in sorted(DIAGNOSIS.rglob("*.c")):
        for rule in RULE.finditer(path.read_text("utf-8")):
            texts = re.search(r"\.headline\s*=((?:\s*\"[^\n]*\")+)", rule[2]) or re.search(
                r"\.summary\s*=((?:\s*\"[^\n]*\")+)", rule[2])
            found[rule[1]] = "".join(STRING.findall(texts[1])) if texts else ""
    return found


def main():
    found, rules = verdicts(), headlines()
    long = [text for text in found if len(text) > COLUMN]
    wrong = [f"{found[text]}: {len(text)} characters: {text}" for text in found
             if len(text) > LONGEST]
    wrong += [f"{rule}: {len(text)} characters: {text}" for rule, text in rules.items()
              if not text or len(text) > HEADLINE]
    wrong += [f"{place}: not filled in: {text}" for text, place in found.items()
              if PLACEHOLDER.search(text)]
    if len(long) > SHARE_MAX * len(found):
        wrong += [f"{found[text]}: {len(text)} characters: {text}" for text in long]
    print(*wrong, sep="\n")
    print(f"{len(found)} verdicts, {len(long)} longer than {COLUMN}; {len(rules)} headlines"
          f"{', FAILED' if wrong else ''}")
    sys.exit(bool(wrong))


main()
