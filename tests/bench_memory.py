#!/usr/bin/python3
# bench_memory.py
# Measures what the plugin keeps of a call, against what tshark without it keeps.
# SPDX-License-Identifier: GPL-2.0-or-later
"""The peak memory of tshark over captures of 1, 25,000 and 50,000 answered calls of ten messages,
with the plugin and without. Somebody has to look (a filter), or the plugin keeps nothing.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import programs

CALLS = (1, 25000, 50000)
GOAL_PERCENT = 15
KIBIBYTE = 1024


def peak(plugins, capture, field):
    """Bytes that the process of tshark had at its largest"""
    command = programs.command_line(plugins, "tshark", "-n", "-r", capture, "-Y", f"{field} == 999")
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"bench_memory.py: tshark failed on {capture}")
    return usage.ru_maxrss * KIBIBYTE


def main():
    plugins = programs.argument_parser(__doc__.splitlines()[0]).parse_args().plugins
    programs.require_plugin(plugins)
    stock, ours = [], []
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        for calls in CALLS:
            capture = Path(folder) / f"{calls}.pcap"
            subprocess.run([sys.executable, programs.TESTS / "bench_captures.py", "sip", str(calls),
                            capture], check=True)
            stock.append(peak(programs.STOCK, capture, "sip.Status-Code"))
            ours.append(peak(plugins, capture, "sipexplain.code"))
            capture.unlink()
    for i in (1, 2):
        calls = CALLS[i] - CALLS[i - 1]
        kept_by_stock = (stock[i] - stock[i - 1]) / calls
        kept_by_us = (ours[i] - ours[i - 1]) / calls - kept_by_stock
        percent = 100 * kept_by_us / kept_by_stock
        print(f"{CALLS[i]:7} calls: {kept_by_us:6.0f} bytes a call, {percent:.1f} % of the "
              f"{kept_by_stock:.0f} that stock tshark keeps  goal {GOAL_PERCENT} %"
              f"{'' if percent <= GOAL_PERCENT else '  MISSED'}")


if __name__ == "__main__":
    main()
