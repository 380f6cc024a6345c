#!/usr/bin/python3
# no_exit.py
# Checks that the plugin never ends the program that it is loaded into, nor writes to its terminal.
# SPDX-License-Identifier: GPL-2.0-or-later
"""A window with a capture in it must not be gone because of what a plugin thinks of an argument or
a packet. So no function that ends a program, or prints, is referred to by the plugin; but for the
files that answer tshark's -z in the terminal (plugin/terminal_files.cmake), which are left out
within Wireshark's own sources (--in-tree), and two of which end tshark on purpose. sharkd, which
dissects as the window does, is asked for what cannot be: it must answer all the same. That these
files leave a window alone is gui.py's to check.
"""

import re
import subprocess
import sys
from pathlib import Path

import programs

SOURCES = programs.TESTS.parent / "plugin"
# shards/ is a program of its own.
END_TSHARK = {"display/lookup.c", "display/program.c", "shards/shards.c"}
# What answers in the terminal need.
OF_TERMINAL = {"exit", "fputs", "puts", "putchar", "stdout"}
ENDS_OR_PRINTS = re.compile(
    r"(_|_E|quick_)?exit|abort|raise|kill|longjmp|system|popen|perror|stdout|stderr|err|errx|warn|"
    r"(__)?v?f?printf(_chk)?|f?puts|f?putchar|f?putc|putc|fwrite|__assert_fail|"
    r"g_(print|printerr|abort|log|logv|log_structured|warn_message|return_if_fail_warning|"
    r"assert\w*|error\w*|on_error\w*)|ws_v?log\w*|proto_report_dissector_bug|except_throw\w*")
EXITS = re.compile(r"\bexit\(")
# Of sharkd: taps that are not there, and arguments that are wrong.
WRONG_TAPS = [
    {"tap0": "nstat:sipexplain,code,99"}, {"tap0": "stat:sipexplain,code,99"},
    {"tap0": "nstat:sipexplain,nothing"}, {"tap0": "stat:sipexplain,nothing"},
    {"tap0": "nstat:sipexplain,callsx"}, {"tap0": "nstat:sipexplain,calls,no.such.field"},
    {"tap0": "nstat:sipexplain,calls", "filter0": "no.such.field"},
    {"tap0": "stat:sipexplain,tree", "filter0": "sip.Method =="},
]


def modules(plugins):
    found = sorted(Path(plugins).glob("*/epan/sipexplain.so"))
    if not found:
        sys.exit(f"FAILED: no sipexplain.so in {plugins}")
    return found


def ending_symbols(path):
    """Those that a module takes from elsewhere, and that end a program or print"""
    text = subprocess.run(["nm", "-D", "--undefined-only", path], check=True, capture_output=True,
                          text=True).stdout
    names = {line.split()[-1].split("@")[0] for line in text.splitlines()}
    if "register_postdissector" not in names:
        sys.exit(f"FAILED: nm does not list the symbols of {path}")
    return {name for name in names if ENDS_OR_PRINTS.fullmatch(name)}


def check_symbols(plugins, in_tree):
    wrong = [f"{path} refers to {name}"
             for folder, allowed in ((plugins, OF_TERMINAL), (in_tree, set()))
             for path in modules(folder) for name in sorted(ending_symbols(path) - allowed)]
    callers = {str(path.relative_to(SOURCES)) for path in SOURCES.rglob("*.[ch]")
               if EXITS.search(re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL))}
    return wrong + [f"{name} calls exit()" for name in sorted(callers - END_TSHARK)]


def check_sharkd(plugins):
    """Nothing that is asked of it ends it."""
    wrong = []
    with programs.Sharkd(plugins) as sharkd:
        sharkd.load(programs.capture("failed-500"))
        loaded = sharkd.ask("status")
        for tap in WRONG_TAPS:
            try:
                sharkd.ask("tap", **tap)
            except programs.ProgramError as error:
                if "sharkd: " not in str(error):
                    return wrong + [str(error)]
            if sharkd.ask("status") != loaded:
                wrong.append(f"sharkd has lost its capture over {tap}")
    return wrong


def main():
    parser = programs.argument_parser(__doc__.splitlines()[0])
    parser.add_argument("--in-tree", type=Path, default=programs.BUILT_PLUGINS.parent / "in-tree",
                        help="folder of the plugin as Wireshark's own sources have it")
    options = parser.parse_args()
    programs.require_plugin(options.plugins)
    wrong = check_symbols(options.plugins, options.in_tree)
    try:
        wrong += check_sharkd(options.plugins)
    except programs.ProgramError as error:
        wrong.append(str(error))
    print(*(f"FAILED {line}" for line in wrong), sep="\n")
    print(f"{len(WRONG_TAPS)} wrong questions, {len(wrong)} faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
