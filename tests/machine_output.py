#!/usr/bin/python3
# machine_output.py
# Checks what scripts and search engines read: -T fields, json, ek and its mapping against pdml.
# SPDX-License-Identifier: GPL-2.0-or-later
"""All captures are read as one. Every value of ours that -T pdml prints must be in -T json, with
duplicate keys and without, and in -T ek under its own name (sipexplain.code is
sipexplain_sipexplain_code there). What -T fields prints of each field must be the same too, asked
for together with all others and alone, however the option is spelled. The mapping that tshark -G
elastic-mapping prints must hold each number, time and boolean of ours under the very name that -T
ek uses, with a type that fits.
"""

import json
import re
import sys
from collections import Counter
from xml.etree import ElementTree

import programs

# With a site note: its fields are ours too.
ONLY_OURS = ["-Y", "sipexplain", "-J", "sipexplain",
             "-o", 'uat:sipexplain_notes:"500","","","Note","FALSE","call Jan"']
# The types of a search engine that fit; fields of other types are not in the mapping. Wireshark
# before 4.6 takes a duration for a date: plugin/scripts.md says what to do about it.
MAPPED_TYPES = {
    "FT_BOOLEAN": {"boolean"},
    "FT_UINT8": {"short"},
    "FT_UINT16": {"integer"},
    "FT_UINT32": {"long"},
    "FT_FRAMENUM": {"long"},
    "FT_RELATIVE_TIME": {"date", "double"},
}
UNMAPPED_TYPES = {"FT_STRING", "FT_NONE", "FT_PROTOCOL"}
VALUES = {
    "boolean": re.compile("[01]"),
    "short": re.compile("[0-9]+"),
    "integer": re.compile("[0-9]+"),
    "long": re.compile("[0-9]+"),
    "date": re.compile(r"-?[0-9]+\.[0-9]{9}"),
    "double": re.compile(r"-?[0-9]+\.[0-9]{9}"),
}
REPORTED = 5
# Fields that -T fields is asked for alone.
ALONE = ("sipexplain.summary", "sipexplain.finding.evidence", "sipexplain.early_media.codec",
         "sipexplain.response.500")
BETWEEN_VALUES = "\x1f"
BETWEEN = f"aggregator={BETWEEN_VALUES}"


def ek_name(field):
    """What -T ek calls a field: its protocol's name before its own"""
    return f"sipexplain_{field}".replace(".", "_")


def text_of(value):
    """One form for what the outputs write as text, number, boolean or null; XML has no line ends in
    an attribute"""
    if isinstance(value, bool) or value in ("True", "False"):
        return str(int(value in (True, "True")))
    return "" if value is None else re.sub(r"\s+", " ", str(value))


def pdml_values(text):
    """[Counter of (field, value) of ours] for each packet"""
    return [Counter((field.get("name"), text_of(field.get("show") or ""))
                    for proto in packet.findall("proto[@name='sipexplain']")
                    for field in proto.iter("field")
                    if field.get("name").startswith("sipexplain."))
            for packet in ElementTree.fromstring(text).iter("packet")]


def collect(pairs, prefix, found):
    """Adds the values of ours below a JSON object, read as a list of pairs, to a Counter"""
    for name, value in pairs:
        for one in value if isinstance(value, list) and not is_object(value) else [value]:
            if is_object(one):
                collect(one, prefix, found)
            elif name.startswith(prefix):
                found[name, text_of(one)] += 1


class Pairs(list):
    """A JSON object with its duplicate keys"""


def is_object(value):
    return isinstance(value, Pairs)


def read_json(text):
    return json.loads(text, object_pairs_hook=Pairs)


def member(pairs, *path):
    for name in path:
        pairs = dict(pairs)[name]
    return pairs


def json_values(text):
    values = []
    for packet in read_json(text):
        values.append(Counter())
        collect(member(packet, "_source", "layers"), "sipexplain.", values[-1])
    return values


def field_values(names, text):
    """The same of -T fields with these fields; an empty value is as none. Since 4.4 tshark doubles
    a backslash."""
    return [Counter((name, text_of(value.replace("\\\\", "\\")))
                    for name, values in zip(names, line.split("\t"))
                    for value in values.split(BETWEEN_VALUES) if value)
            for line in text.splitlines()]


def check_fields(expected, output, without_value):
    """-T fields: all fields at once, and some alone, which tells the plugin that no other is read.
    Of a field without a value it prints a 1."""
    wrong = []
    expected = [Counter({(name, "1" if name in without_value else value): count
                         for (name, value), count in packet.items()}) for packet in expected]
    names = sorted({name for packet in expected for name, _ in packet})
    spelled = [("-e", "{}"), ("-e{}",), ("-ne", "{}"), ("-ne{}",)]
    for asked, words in [(names, spelled[0]), *(([name], words)
                                                for name, words in zip(ALONE, spelled))]:
        options = [word.format(name) for name in asked for word in words]
        there = [Counter({pair: count for pair, count in packet.items()
                          if pair[0] in asked and pair[1]}) for packet in expected]
        wrong += differences(f"-T fields {' '.join(options[:2])}", there,
                             field_values(asked, output("fields", "-E", BETWEEN, *options)))
    return wrong


def has_duplicate_keys(value):
    if is_object(value):
        names = [name for name, _ in value]
        return len(names) != len(set(names)) or any(has_duplicate_keys(one) for _, one in value)
    return isinstance(value, list) and any(map(has_duplicate_keys, value))


def ek_values(text):
    """The same of the bulk format: a line that names the index, a line with the packet"""
    lines, values = text.splitlines(), []
    if len(lines) % 2:
        raise programs.ProgramError("-T ek: a line is missing")
    for index, packet in zip(lines[::2], lines[1::2]):
        if not member(read_json(index), "index", "_index").startswith("packets-"):
            raise programs.ProgramError(f"-T ek: {index} names no index")
        values.append(Counter())
        collect(member(read_json(packet), "layers"), "sipexplain_", values[-1])
    return values


def differences(what, expected, actual):
    """Where the packets do not have the same values"""
    if len(expected) != len(actual):
        return [f"{what}: {len(actual)} packets, -T pdml has {len(expected)}"]
    wrong = []
    for number, (here, there) in enumerate(zip(expected, actual), 1):
        wrong += [f"{what}, packet {number}: lacks {pair}" for pair in here - there]
        wrong += [f"{what}, packet {number}: only it has {pair}" for pair in there - here]
    return wrong


def mapping(plugins):
    """{name: type} of what the search engine is told about our fields"""
    whole = json.loads(programs.run(plugins, "tshark", "-G", "elastic-mapping",
                                    "--elastic-mapping-filter", "sipexplain").stdout)
    layers = whole["mappings"]["properties"]["layers"]["properties"]
    return {name: entry["type"] for name, entry in layers["sipexplain"]["properties"].items()}


def check_mapping(plugins, printed):
    """Against the fields that are registered, and the names and values that -T ek prints"""
    wrong, due, mapped = [], {}, mapping(plugins)
    for field in programs.our_fields(plugins):
        if field.type in MAPPED_TYPES:
            due[ek_name(field.filter)] = MAPPED_TYPES[field.type]
        elif field.type not in UNMAPPED_TYPES:
            wrong.append(f"{field.filter}: nobody said what {field.type} is mapped to")
    wrong += [f"the mapping has {name} as {mapped.get(name)}, expected {due.get(name)}"
              for name in sorted(set(mapped) | set(due))
              if mapped.get(name) not in due.get(name, set())]
    seen = set()
    for packet in printed:
        for name, value in packet:
            seen.add(name)
            if name in mapped and not VALUES[mapped[name]].fullmatch(value):
                wrong.append(f"-T ek: {name} is [{value}], which is no {mapped[name]}")
    return wrong + [f"-T ek never prints {name}" for name in sorted(set(due) - seen)]


# Of failed-500: both INVITEs and 500, the 183, the first and the last RTP.
EVIDENCE = [1, 3, 4, 63, 64, 66, 67]


def check_evidence(plugins):
    """The frames that plugin/scripts.md keeps with a failure, by the fields that name them"""
    text = programs.tshark(plugins, "-r", programs.CAPTURES / "failed-500.pcap", "-Y",
                           "sipexplain.fault", "-T", "fields", "-e", "frame.number",
                           "-e", "sipexplain.request_in", "-e", "sipexplain.finding.evidence")
    frames = sorted({int(number) for number in re.findall("[0-9]+", text)})
    return [] if frames == EVIDENCE else [f"failures point to frames {frames}, expected {EVIDENCE}"]


SHOW_HIDDEN = ("-o", "protocols.display_hidden_proto_items:TRUE")


def check_hidden(plugins):
    """-V finds a message by a hidden field, and prints the field where the preference asks for it:
    the plugin makes it then only, as it does with the pieces of a line"""
    wrong = []
    for options in ((), SHOW_HIDDEN):
        text = programs.tshark(plugins, "-r", programs.CAPTURES / "failed-500.pcap", "-V", "-Y",
                               "sipexplain.class == 5", *options)
        made = [line in text for line in ("[Registered: Yes]", "[Message: 3 183]")]
        if "[SIP Explain: 500 " not in text or made != [bool(options)] * 2:
            wrong.append(f"-V {' '.join(options)}: hidden items are not as they should be")
    return wrong


def main():
    plugins = programs.argument_parser(__doc__.splitlines()[0]).parse_args().plugins
    programs.require_plugin(plugins)
    with programs.scratch_folder() as folder:
        path = programs.Merged(programs.captures(), folder / "merged.pcapng").path

        def output(kind, *options):
            return programs.tshark(plugins, "-2", "-r", path, *ONLY_OURS, "-T", kind, *options)

        expected, unique = pdml_values(output("pdml")), output("json", "--no-duplicate-keys")
        printed = ek_values(output("ek"))
        wrong = differences("-T json", expected, json_values(output("json")))
        wrong += differences("-T json --no-duplicate-keys", expected, json_values(unique))
        without_value = {field.filter for field in programs.our_fields(plugins)
                         if field.type == "FT_NONE"}
        wrong += check_fields(expected, output, without_value)
        wrong += check_evidence(plugins) + check_hidden(plugins)
    if has_duplicate_keys(read_json(unique)):
        wrong.append("-T json --no-duplicate-keys has a key twice in one object")
    renamed = [Counter({(ek_name(name), value): count for (name, value), count in packet.items()})
               for packet in expected]
    wrong += differences("-T ek", renamed, printed)
    wrong += check_mapping(plugins, printed)
    print(*(f"FAILED {line}" for line in wrong[:REPORTED]), sep="\n")
    print(f"{len(expected)} packets, {sum(map(sum, map(Counter.values, expected)))} values, "
          f"{len(wrong)} faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
