#!/usr/bin/python3
# determinism.py
# Checks that the same capture gives the same bytes in each of some runs.
# SPDX-License-Identifier: GPL-2.0-or-later
"""All captures, read as one, three times with addresses that the kernel chooses at random and three
times with fixed ones: the packet details and all tables behind them; JSON, which holds the same,
once each. An order that came from where something lies in memory, or from the seed of a hash table,
which differs in each run, would show.

That the order in which frames are displayed changes nothing is order.py's to check. That all
versions of Wireshark print the same of ours is golden.py's: its expected outputs are the same for
each.
"""

import hashlib
import sys

import programs

FIXED, RANDOM = "fixed addresses", "random addresses"
TABLES = ["sipexplain,calls", "sipexplain,servers", "sipexplain,tree", "expert"]
# title: (how often with either kind of addresses, options)
OUTPUTS = {
    "details and tables": (3, ["-V", *[word for table in TABLES for word in ("-z", table)]]),
    "JSON": (1, ["-T", "json", "-J", "frame sipexplain"]),
}


def command_in(addresses, *command):
    return ["setarch", "--addr-no-randomize", *command] if addresses == FIXED else list(command)


def require_addresses(addresses, differ):
    """Ends the test as failed if programs lie elsewhere than it says: it would show nothing"""
    maps = {programs.run(programs.STOCK, *command_in(addresses, "cat", "/proc/self/maps")).stdout
            for _ in range(2)}
    if (len(maps) > 1) != differ:
        sys.exit(f"FAILED: this machine gives no {addresses}")


def digest(job):
    """Of what tshark prints on its two streams"""
    plugins, path, output, addresses = job
    command = command_in(addresses, "tshark", "-n", "-r", path, *OUTPUTS[output][1])
    process = programs.finished(programs.command_line(plugins, *command))
    if process.returncode:
        sys.exit(f"FAILED: {output}: exit status {process.returncode}")
    if b"sipexplain" not in process.stdout and b"SIP Explain" not in process.stdout:
        sys.exit(f"FAILED: {output} has nothing of ours")
    return hashlib.sha256(process.stdout + b"\0" + process.stderr).hexdigest()


def main():
    plugins = programs.argument_parser(__doc__.splitlines()[0]).parse_args().plugins
    programs.require_plugin(plugins)
    require_addresses(FIXED, differ=False)
    require_addresses(RANDOM, differ=True)
    captures = programs.captures()
    with programs.scratch_folder() as folder:
        path = programs.Merged(captures, folder / "all.pcapng").path
        jobs = [(plugins, path, output, addresses)
                for output, (runs, _) in OUTPUTS.items() for addresses in (FIXED, RANDOM)
                for _ in range(runs)]
        digests = programs.in_threads(digest, jobs)
    failed = 0
    for output in OUTPUTS:
        found = [digest for job, digest in zip(jobs, digests) if job[2] == output]
        seen = set(found)
        failed += len(seen) > 1
        print(f"{output}: {len(found)} runs, {len(seen)} different"
              f"{'  FAILED' if len(seen) > 1 else ''}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
