#!/usr/bin/python3
# accept.py
# Makes all that is generated for a capture, a finding or a field; what it writes has to be read.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Builds the plugin, and makes what is generated: for each capture NAME captures/NAME.pcap from
NAME.sip, tests/expected/NAME.txt, and tests/expected_statistics/NAME.txt if there is one; for all,
tests/expected_voip, tests/fields.txt and the tables in plugin/reference.md. "git diff" shows
whether that is what should be shown.
Last it says where a finding is made, or not made, against the names of the calls (findings.py).
"""

import argparse
import subprocess
import sys
from pathlib import Path

import golden
import programs

CHECKOUT = programs.TESTS.parent


def run(*command):
    """Ends as the command does if it fails"""
    if subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL,
                      check=False).returncode:
        sys.exit(f"FAILED: {' '.join(map(str, command))}")


def script(name, *arguments):
    run("/usr/bin/python3", "-B", programs.TESTS / f"{name}.py", *arguments)


def differing(plugins):
    """The captures whose expected output is not what they show"""
    check = golden.Golden(plugins, golden.EXPECTED, is_quick=True)
    results = programs.in_threads(check.check_some, programs.shares(programs.captures()))
    return [programs.capture_name(capture) for some in results for capture, wrong in some if wrong]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", default=CHECKOUT / "build", help="build folder")
    parser.add_argument("--differing", action="store_true",
                        help="each capture, too, that shows something else than is expected")
    parser.add_argument("names", nargs="*", help="captures, without folder and suffix")
    options = parser.parse_args()
    plugins = Path(options.build) / "plugins"
    run("cmake", "-S", CHECKOUT, "-B", options.build, "--log-level=WARNING")
    run("cmake", "--build", options.build, "--parallel", programs.THREADS, "--target", "sipexplain",
        "voip_probe")
    script("make_captures", *options.names)
    names = sorted({*options.names, *(differing(plugins) if options.differing else ())})
    if names:
        script("golden", "--plugins", plugins, "--update", *names)
    tables = [name for name in names
              if (programs.TESTS / "expected_statistics" / f"{name}.txt").exists()]
    if tables:
        script("statistics", "--plugins", plugins, "--update", *tables)
    if names:
        script("voip_tap", "--plugins", plugins, "--probe", plugins.parent / "probe", "--update")
    script("fields", "--plugins", plugins, "--update")
    script("reference", "--plugins", plugins, "--update")
    run("git", "-C", CHECKOUT, "status", "--short", "captures", "tests", "plugin/reference.md")
    print("Read what changed (git diff) before you keep it.", flush=True)
    script("findings", "--plugins", plugins)


if __name__ == "__main__":
    main()
