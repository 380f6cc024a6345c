#!/usr/bin/python3
# search_mapping.py
# Holds the index template of plugin/scripts.md against the documents that its commands make.
# SPDX-License-Identifier: GPL-2.0-or-later
"""The jq program and the options are taken from the page itself. Each value of each document must
fit the type that the template gives its name, as OpenSearch and Elasticsearch read it; a name may
not be an object here and a text there; and the fields that the page promises are typed. No server
is asked.
"""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import programs

PAGE = programs.TESTS.parent / "plugin" / "scripts.md"
CAPTURES = ["failed-500", "early-media.played", "fault.relayed", "legs-early-media", "tcp-stream",
            "auth.rejected", "causes", "icmp-quoted"]
PROMISED = {
    ("layers", "sipexplain", "sipexplain_sipexplain_response_time"): "double",
    ("layers", "sipexplain", "sipexplain_sipexplain_code"): "integer",
    ("layers", "frame", "frame_frame_number"): "long",
    ("layers", "sip", "sip_sip_Call-ID"): "keyword",
}
NUMBERS = {"byte": 7, "short": 15, "integer": 31, "long": 63}
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)|-?\d{1,13}")
# Before 4.2 tshark writes this one of its own in seconds with a fraction, for which a server takes
# it as milliseconds: it is accepted, and wrong. "timestamp" is right.
EPOCH = "frame_frame_time_epoch"
KEYWORD_MAX = 32766  # bytes


def fits(kind, value):
    text = str(value)
    if kind in NUMBERS:
        limit = 1 << NUMBERS[kind]
        return re.fullmatch(r"-?\d+", text) and -limit <= int(text) < limit
    if kind in ("double", "float"):
        return re.fullmatch(r"-?\d+(\.\d+)?", text)
    if kind == "boolean":
        return isinstance(value, bool) or value in ("true", "false", "")
    if kind == "date":
        return DATE.fullmatch(text)
    if kind == "keyword":
        return isinstance(value, str) and len(value.encode()) <= KEYWORD_MAX
    return not isinstance(value, dict)


def leaves(value, path=()):
    """(path, value) of all that is in a document; an object itself is named too, as None"""
    if isinstance(value, dict):
        yield path, dict
        for name, one in value.items():
            yield from leaves(one, (*path, name))
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one, path)
    elif value is not None:
        yield path, value


def template(plugins):
    program = re.search(r"elastic-mapping-filter sipexplain \| jq '(.*?)'", PAGE.read_text("utf-8"),
                        re.DOTALL)
    if not program:
        raise programs.ProgramError(f"{PAGE.name} has no jq program for the template")
    mapping = programs.run(plugins, "tshark", "-G", "elastic-mapping",
                           "--elastic-mapping-filter", "sipexplain").stdout
    made = subprocess.run(["jq", program[1]], input=mapping, capture_output=True, text=True,
                          check=False)
    if made.returncode:
        raise programs.ProgramError(f"jq: {made.stderr.strip()}")
    return json.loads(made.stdout)


def documents(plugins, path):
    """The lines that the page's command loads: of what index, and the document"""
    command = re.search(r"tshark (-n -2 .*?) \|\s+sed '(.*?)'", PAGE.read_text("utf-8"), re.DOTALL)
    if not command:
        raise programs.ProgramError(f"{PAGE.name} has no command that makes documents")
    options = [str(path) if word == "capture.pcap" else word for word in shlex.split(command[1])]
    printed = programs.run(plugins, "tshark", *options).stdout
    lines = subprocess.run(["sed", command[2]], input=printed, capture_output=True, text=True,
                           check=True).stdout.splitlines()
    return list(zip(map(json.loads, lines[::2]), map(json.loads, lines[1::2])))


def types_of(mapping, path=()):
    """{path: type}"""
    types = {}
    for name, one in mapping.get("properties", {}).items():
        if "type" in one:
            types[(*path, name)] = one["type"]
        types |= types_of(one, (*path, name))
    return types


def check(plugins, folder):
    made = template(plugins)
    types = types_of(made["template"]["mappings"])
    wrong = [f"{'.'.join(path)} is {types.get(path)} in the template, not {kind}"
             for path, kind in PROMISED.items() if types.get(path) != kind]
    loaded = documents(plugins, programs.Merged([programs.capture(name) for name in CAPTURES],
                                                folder / "merged.pcapng").path)
    objects, checked = {}, 0
    for action, document in loaded:
        index = action["index"]
        if "_type" in index or not index["_index"].startswith(made["index_patterns"][0][:-1]):
            wrong.append(f"{action} is not of {made['index_patterns']}")
        for path, value in leaves(document):
            if objects.setdefault(path, value is dict) != (value is dict):
                wrong.append(f"{'.'.join(path)} is an object and a value")
            if path not in types or value is dict or path[-1] == EPOCH:
                continue
            checked += 1
            if not fits(types[path], value):
                wrong.append(f"{'.'.join(path)}: {value!r} is no {types[path]}")
    print(f"{len(loaded)} documents, {checked} values with a type of {len(types)}")
    return wrong + ([] if checked else ["no value has a type"])


def main():
    plugins = programs.argument_parser(__doc__.splitlines()[0]).parse_args().plugins
    programs.require_plugin(plugins)
    with programs.scratch_folder() as folder:
        try:
            wrong = check(plugins, Path(folder))
        except programs.ProgramError as error:
            wrong = [str(error)]
    print(*(f"FAILED {line}" for line in sorted(set(wrong))[:20]), sep="\n")
    print(f"{len(wrong)} faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
