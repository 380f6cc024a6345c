# spellchecker.py
# Stands in for the Python package pyspellchecker, which Debian does not have.
# SPDX-License-Identifier: GPL-2.0-or-later
"""What Wireshark's tools/check_spelling.py asks of it, answered from Debian's list of words
(wamerican).
"""

import re
from pathlib import Path

WORDS = Path("/usr/share/dict/american-english")


class SpellChecker:
    """A set of words, case ignored; its own word_frequency too"""

    def __init__(self):
        self.words = set()
        self.word_frequency = self
        self.load_text_file(WORDS)

    def load_text_file(self, path):
        self.load_words(re.findall(r"\w+", Path(path).read_text("utf-8")))

    def load_words(self, words):
        self.words.update(word.lower() for word in words)

    def known(self, words):
        return {word.lower() for word in words} & self.words

    def unknown(self, words):
        return {word.lower() for word in words} - self.words
