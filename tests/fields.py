#!/usr/bin/python3
# fields.py
# Compares the plugin's filter fields with tests/fields.txt: their names and types are a contract.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Each line of tests/fields.txt is a field: filter, type, name and blurb, with tabs between.

Filters, columns and scripts of users rely on them: only add fields, or have a good reason. The
expert fields (FT_NONE) of codes and notes are there too; their name is what the Expert Information
groups by. Those of findings stand in plugin/reference.md, where reference.py compares them.
"""

import difflib
import sys

import programs

CONTRACT = programs.TESTS / "fields.txt"


def field_lines(fields):
    return ["\t".join((field.filter, field.type, field.name, field.blurb)).rstrip()
            for field in fields if not field.is_finding]


def main():
    parser = programs.argument_parser(__doc__.splitlines()[0])
    parser.add_argument("--update", action="store_true", help="write tests/fields.txt")
    options = parser.parse_args()
    programs.require_plugin(options.plugins)
    fields = programs.our_fields(options.plugins)
    actual = field_lines(fields)
    if options.update:
        CONTRACT.write_text("\n".join(actual) + "\n", encoding="utf-8")
    if not CONTRACT.exists():
        sys.exit(f"FAILED: {CONTRACT} is missing")
    expected = CONTRACT.read_text("utf-8").splitlines()
    changes = list(difflib.unified_diff(expected, actual, "tests/fields.txt", "tshark -G fields",
                                        lineterm="", n=0))
    print("\n".join(changes))
    names = [field.filter for field in fields]
    shared = sorted({name for name in names if names.count(name) > 1})
    if shared:
        print("names registered twice:", *shared)
    print(f"{len(actual)} fields{', FAILED' if changes or shared else ''}")
    sys.exit(1 if changes or shared else 0)


if __name__ == "__main__":
    main()
