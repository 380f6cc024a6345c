#!/usr/bin/python3
# same_messages.py
# Compares the responses that the plugin finds with those of the stock dissector, in each mode.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every response that stock Wireshark shows is explained, once, in every mode, whole or cut.

The captures are read as they are and cut to some snapshot lengths: with the tree, with the tap, in
two passes, and in two passes with a read filter. In each frame the codes of ours are those of the
stock dissector; the fields of ours are the same in each mode; nothing is said on stderr that
Wireshark without the plugin does not say; no packet is malformed to us.

The shipped captures are read as one. SIPEXPLAIN_EXTRA_CAPTURES may name a folder with more.
"""

import os
import re
import sys

import programs

CUTS = (60, 200, 500)
MODES = {
    "tree": [],
    "tap": programs.TAP_MODE,
    "two passes": ["-2"],
    "two passes with a read filter": ["-2", "-R", "sip"],
}
CUT_MODES = [mode for mode in MODES if "filter" not in mode]
STOCK_FIELDS = ["frame.number", "sip.Status-Code", "_ws.malformed",
                "_ws.short"]
# They may be empty in one pass, or have fewer values: what they tell stands in a later frame.
FROM_LATER_FRAMES = {"sipexplain.answered_in", "sipexplain.prack_in", "sipexplain.first_rtp_in",
                     "sipexplain.leg.invite", "sipexplain.leg.call_id"}
# What makes a leg certain may come later; two passes tell it.
OF_LEGS = {"sipexplain.leg.proof", "sipexplain.leg.certain"}
# What they say of an 18x follows what became of its early media, which two passes know.
OF_EARLY_MEDIA = {"sipexplain.summary", "sipexplain.verdict"}
PROVISIONAL = re.compile(r"\b1\d\d\b")
SEPARATOR = "\x1f"
REPORTED = 5


def value_fields(plugins):
    """The filter names of ours that hold a value, the code first."""
    names = [row.filter for row in programs.our_fields(plugins)
             if row.type not in ("FT_NONE", "FT_PROTOCOL")]
    names.remove("sipexplain.code")
    return ["sipexplain.code"] + names


def options(fields):
    """tshark's, for a table of fields"""
    return ["-E", f"separator={SEPARATOR}", *programs.field_options(fields)]


class Table:
    """What tshark prints in one mode: {frame number: {field: text}} of the frames in which we, or
    stock Wireshark, show anything of a response."""

    def __init__(self, plugins, capture, mode, fields):
        command = ["tshark", "-n", "-r", capture, *MODES[mode]]
        # A fault in a dissector ends tshark instead of becoming a line in the packet details.
        process = programs.run(plugins, "env", "WIRESHARK_ABORT_ON_DISSECTOR_BUG=1", *command,
                               *options(STOCK_FIELDS + fields))
        self.mode, self.complaints, self.malformed, self.rows = mode, process.stderr, [], {}
        self.is_cut = False
        for line in process.stdout.splitlines():
            row = dict(zip(STOCK_FIELDS + fields, line.split(SEPARATOR)))
            self.is_cut |= bool(row["_ws.short"] or row.get("sipexplain.cut"))
            if "sipexplain" in row["_ws.malformed"].lower():
                self.malformed.append((int(row["frame.number"]), row["_ws.malformed"]))
            if row["sip.Status-Code"] or any(row[field] for field in fields):
                self.rows[int(row["frame.number"])] = row


def cut_frames(tree):
    """What the tap may lack: the stock dissector queues nothing of a datagram that the capture, or
    an ICMP error that quotes it, cut off."""
    return {number for number, row in tree.rows.items()
            if row["sipexplain.cut"] or row["_ws.short"]}


def wrong_codes(table, ignored):
    for number, row in table.rows.items():
        ours, stock = row["sipexplain.code"], row["sip.Status-Code"]
        if ours != stock and number not in ignored:
            yield number, f"stock codes [{stock}], ours [{ours}]"


def may_differ(field, row, table):
    """Do two passes know better what one pass told at this place?"""
    return table.mode == "two passes" and (
        field in OF_LEGS or
        field in OF_EARLY_MEDIA and bool(PROVISIONAL.search(row["sipexplain.code"])))


def wrong_fields(table, tree, fields, ignored):
    """Where the fields are not those that the tree gave"""
    nothing = dict.fromkeys(fields, "")
    for number in sorted((set(table.rows) | set(tree.rows)) - ignored):
        row, tree_row = table.rows.get(number, nothing), tree.rows.get(number, nothing)
        for field in fields:
            is_later = field in FROM_LATER_FRAMES and row[field].startswith(tree_row[field])
            if row[field] != tree_row[field] and not is_later and not may_differ(field, row, table):
                yield number, f"{field} [{row[field]}], with the tree [{tree_row[field]}]"


def own_complaints(table, capture, mode):
    """The lines on stderr that Wireshark without the plugin does not print"""
    if not table.complaints:
        return []
    arguments = [] if mode == "tap" else MODES[mode]
    stock = programs.run(programs.STOCK, "tshark", "-n", "-r", capture, *arguments,
                         *options(STOCK_FIELDS)).stderr.splitlines()
    return [line for line in table.complaints.splitlines() if line not in stock]


def fields_to_compare(mode, tree, fields):
    """Messages that the tap lacks are missing from the call: then only the code is sure to be the
    same. A read filter numbers the frames anew, so they cannot be compared."""
    if "filter" in mode:
        return []
    return ["sipexplain.code"] if mode == "tap" and tree.is_cut else fields


def check_file(plugins, path, fields, modes, place):
    """[(mode, [example])] of one capture file; place(number) says which frame that is"""
    tree, failures = None, []
    for mode in modes:
        try:
            table = Table(plugins, path, mode, fields)
        except programs.ProgramError as error:
            failures.append((mode, [str(error)]))
            continue
        tree = tree or table
        cut = cut_frames(tree) if mode == "tap" else set()
        compared = fields_to_compare(mode, tree, fields)
        found = [*wrong_codes(table, cut), *wrong_fields(table, tree, compared, cut),
                 *table.malformed]
        where = "filtered frame {}".format if "filter" in mode else place
        examples = [f"{where(number)}: {text}" for number, text in found]
        examples += own_complaints(table, path, mode)
        if examples:
            failures.append((mode, examples))
    return failures


def check_length(job):
    """The failures of captures, cut to a length if there is one"""
    plugins, fields, captures, length = job
    with programs.scratch_folder() as folder:
        merged = programs.Merged(captures, folder / "whole.pcapng")
        path, modes = merged.path, MODES
        if length:
            path, modes = folder / "cut.pcapng", CUT_MODES
            programs.run(programs.STOCK, "editcap", "-s", length, merged.path, path)
        title = f"cut to {length} bytes" if length else "whole"
        return [(f"{title}, {mode}", found)
                for mode, found in check_file(plugins, path, fields, modes, merged.place)]


def groups():
    """The captures that are read as one"""
    extra = os.environ.get("SIPEXPLAIN_EXTRA_CAPTURES")
    return [programs.captures()] + ([[path] for path in programs.captures(extra)] if extra else [])


def main():
    plugins = programs.argument_parser(__doc__.splitlines()[0]).parse_args().plugins
    programs.require_plugin(plugins)
    fields = value_fields(plugins)
    jobs = [(plugins, fields, group, length) for group in groups() for length in (None, *CUTS)]
    failures = [failure for some in programs.in_threads(check_length, jobs) for failure in some]
    for what, found in failures:
        print(f"FAILED {what}:")
        for example in found[:REPORTED]:
            print(f"    {example}")
        if len(found) > REPORTED:
            print(f"    ... and {len(found) - REPORTED} more")
    print(f"{sum(map(len, groups()))} captures, {len(failures)} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
