#!/usr/bin/python3
# near_miss.py
# What came but did not fit is never told as lost or not seen, in any expected output.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Read tests/expected/*.txt, which golden.py holds against the plugin: while misfit.ack,
misfit.prack or misfit.response is told at a frame, no finding there may say that the message
is missing."""

import re
import sys
from pathlib import Path

EXPECTED = Path(__file__).resolve().parent / "expected"

DENIALS = {
    "misfit.ack": r"no ACK (came|was|has come)|No ACK for|or was not sent",
    "misfit.prack": r"No PRACK for|did not arrive",
    "misfit.response": r"no response came|not in the capture|not in this capture",
}


def denials(text):
    """(finding, words) for each frame of one expected output that denies what it tells"""
    for frame in re.split(r"^frame ", text, flags=re.M)[1:]:
        for finding, words in DENIALS.items():
            found = re.search(words, frame)
            if f"({finding})" in frame and found:
                yield f"frame {frame.split(None, 1)[0]}: {finding}, but also \"{found.group()}\""


def main():
    # The test tests itself: a law that is broken has to be seen.
    broken = "frame 7\n Warn: x (misfit.ack)\n Detail: no ACK came by here\n"
    assert list(denials(broken)) and not list(denials(broken.replace("misfit.ack", "timing.x")))
    told, failures = 0, []
    for path in sorted(EXPECTED.glob("*.txt")):
        text = path.read_text()
        told += text.count(" (misfit.")
        failures += [f"{path.name}: {denial}" for denial in denials(text)]
    print("\n".join(failures) if failures else f"{told} near misses, none denied")
    if failures or not told:
        sys.exit(1)


main()
