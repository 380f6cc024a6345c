#!/usr/bin/python3
# form.py
# Checks the form of the sources: no line is too long, and the C code is as clang-format writes it.
# SPDX-License-Identifier: GPL-2.0-or-later
"""clang-format reflows no comment and breaks no text, so the columns of every line are counted
here.

The form of the C code is .clang-format's as clang-format 14 (Debian 12's) reads it; another version
formats otherwise and is not asked. Without any clang-format the test fails.
"""

import re
import shutil
import subprocess
import sys

import programs

CHECKOUT = programs.TESTS.parent
FOLDERS = ("plugin", "tests")
SUFFIXES = {".c", ".h", ".py", ".sh"}
COLUMNS_MAX = 100
CLANG_FORMAT_VERSION = "14"


def sources():
    return sorted(path for folder in FOLDERS for path in (CHECKOUT / folder).rglob("*")
                  if path.suffix in SUFFIXES)


def long_lines(paths):
    """Each as FILE:LINE: and its columns"""
    return [f"{path.relative_to(CHECKOUT)}:{number}: {len(line)} columns"
            for path in paths
            for number, line in enumerate(path.read_text("utf-8").split("\n"), 1)
            if len(line) > COLUMNS_MAX]


def clang_format():
    """The program, if it is of the right version; None if there is another one only"""
    found = [path for path in map(shutil.which, ("clang-format-14", "clang-format")) if path]
    if not found:
        sys.exit("FAILED: there is no clang-format")
    version = subprocess.run([found[0], "--version"], capture_output=True, text=True, check=True)
    is_right = re.search(r"version (\d+)", version.stdout)[1] == CLANG_FORMAT_VERSION
    return found[0] if is_right else None


def main():
    paths = sources()
    wrong, formatter = long_lines(paths), clang_format()
    print(*wrong, sep="\n")
    failed = bool(wrong)
    if formatter:
        code = [str(path) for path in paths if path.suffix in (".c", ".h")]
        failed |= subprocess.run([formatter, "--dry-run", "-Werror", *code],
                                 check=False).returncode != 0
    print(f"{len(paths)} files, {len(wrong)} lines of more than {COLUMNS_MAX} columns, "
          f"{'formatted as by' if formatter else 'not compared with'} clang-format "
          f"{CLANG_FORMAT_VERSION}{', FAILED' if failed else ''}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
