#!/usr/bin/python3
# preferences.py
# Checks that each preference and each site note changes what it should, and nothing else.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Each check sets one preference or some lines of the table of site notes, with -o, in a profile's
file or through sharkd, and compares what is shown with what the defaults show.
"""

import sys
from xml.etree import ElementTree

import packet_details
import programs

FAILED, BURST, SLOW, SETUP = "failed-500", "fault.burst", "fault.slow", "timing.slow-setup"
CAUSES, PHRASES, STREAM, EVERY = "causes", "phrases", "tcp-stream", "every-code"
SEVERITIES = {"chat": {"Chat", "Note", "Warning", "Error"}, "note": {"Note", "Warning", "Error"},
              "warn": {"Warning", "Error"}, "error": {"Error"}}
TEXTS = ["description", "when", "fix", "methods", "media", "retry", "actor", "caller_hears",
         "reference", "related", "related.difference", "compare", "finding.advice",
         "finding.reference"]
KEPT = ["summary", "code", "finding", "finding.detail", "finding.evidence", "compare.with",
        "call.story", "cause.text", "warning.text", "phrase"]
BIG = 4294967295
# What a line of the table must have: codes, place, pattern, severity, mute, text.
NOTE = ("500", "", "", "Note", "FALSE", "call Jan")
WRONG_NOTES = {
    "Codes": ["5000", "", "500-", "599-500", "700", "busy"],
    "Found in": ["Via", "phrases"],
    "Pattern": ["x" * 181, "ol\\xe9", "a\\x09b"],
    "Severity": ["", "Loud", "3"],
    "Mute": ["", "maybe", "1"],
    "Note": ["", "x" * 181, "a\\x00b"],
}


def setting(name, value):
    return ["-o", f"sipexplain.{name}:{value}"]


def row_text(values):
    return ",".join(f'"{value}"' for value in values)


def note_line(values):
    """The options that add one line to the table"""
    return ["-o", f"uat:sipexplain_notes:{row_text(values)}"]


def note(codes, pattern="", place="", text="call Jan", severity="Note", mute="FALSE"):
    return note_line((codes, place, pattern, severity, mute, text))


class Checks:
    """What tshark and sharkd show with options, and the claims about it that turned out wrong."""

    def __init__(self, plugins):
        self.plugins, self.wrong, self.count = plugins, [], 0

    def same(self, claim, expected, actual):
        self.count += 1
        if expected != actual:
            self.wrong.append(f"{claim}: expected {expected}, not {actual}")

    def tshark(self, name, *options):
        return programs.tshark(self.plugins, "-r", programs.capture(name), *options)

    def table(self, name, fields, *options, condition="sipexplain"):
        """{field: {frame: its values}} of the frames that fulfil the condition"""
        text = self.tshark(name, "-Y", condition, "-E", "aggregator=|",
                           *programs.field_options(["frame.number", *fields]), *options)
        rows = [line.split("\t") for line in text.splitlines()]
        return {field: {int(row[0]): row[place].split("|") for row in rows}
                for place, field in enumerate(fields, 1)}

    def values(self, name, field, *options, condition="sipexplain"):
        """{frame: the field's values} of the frames that fulfil the condition"""
        return self.table(name, [field], *options, condition=condition)[field]

    def frames(self, name, condition, *options):
        return list(self.values(name, "sipexplain.code", *options, condition=condition))

    def pdml(self, name, *options):
        return packet_details.pdml_frames(
            self.tshark(name, "-T", "pdml", "-J", "sipexplain", *options))

    def experts(self, name, *options):
        """What the Expert Information counts, without a tree"""
        return packet_details.expert_table(self.tshark(name, "-q", "-z", "expert", *options))

    def expert_frames(self, name, *options):
        """{frame: the severities of its expert items} of ours, with a tree"""
        found = self.values(name, "_ws.expert.severity", *options, condition="sipexplain")
        return {frame: severities for frame, severities in found.items() if severities != [""]}

    def info(self, name, *options):
        """{frame: its Info column}"""
        packets = ElementTree.fromstring(self.tshark(name, "-T", "psml", *options)).iter("packet")
        return {number: packet.findall("section")[-1].text
                for number, packet in enumerate(packets, 1)}

    def verdicts(self, name, *options):
        """{frame: what its Info column begins with}; a message without a verdict adds nothing"""
        heads = {frame: [text.split(" - ", 1) for text in texts if " - " in text] for frame, texts
                 in self.values(name, "sipexplain.summary", *options).items()}
        return {frame: "".join(f"{head.split()[0]} - {verdict} | " for head, verdict in texts)
                for frame, texts in heads.items() if texts}

    def with_verdicts(self, name, *options):
        """{frame: its Info column} as it should be"""
        verdicts = self.verdicts(name, *options)
        return {frame: verdicts.get(frame, "") + text
                for frame, text in self.info(name, *options).items()}


def without_experts(items):
    """The labels of items and those below them, but for the expert items"""
    lines = []
    for item in items:
        if item.name != "_ws.expert":
            lines += [item.label, *without_experts(item.children)]
    return lines


def labels(frames):
    return {frame: without_experts(items) for frame, items in frames.items()}


def check_provisional(checks):
    off = setting("explain_provisional", "FALSE")
    checks.same("default explains 1xx and finals", [2, 3, 64, 67],
                checks.frames(FAILED, "sipexplain"))
    checks.same("only finals are explained", [64, 67], checks.frames(FAILED, "sipexplain", *off))
    default, finals = checks.pdml(FAILED), checks.pdml(FAILED, *off)
    checks.same("the 1xx are remembered", True, any("after the 183" in line
                                                    for line in labels(finals)[64]))
    checks.same("a final is explained as ever, from the 1xx before it too", labels(default)[64],
                labels(finals)[64])
    kept = packet_details.expert_counts({frame: default[frame] for frame in (64, 67)})
    checks.same("1xx are no expert items", kept, checks.experts(FAILED, *off))
    checks.same("1xx are expert items by default", packet_details.expert_counts(default),
                checks.experts(FAILED))
    checks.same("a request keeps its findings",
                checks.frames("timing.request-repeated", "sipexplain.method"),
                checks.frames("timing.request-repeated", "sipexplain.method", *off))


def check_name_alone(checks):
    """No text and no expert item is read: the frames are found all the same."""
    text = checks.tshark(FAILED, "-Y", "sipexplain", "-T", "fields", "-e", "frame.number")
    checks.same("the name alone finds what its fields find", checks.frames(FAILED, "sipexplain"),
                [int(number) for number in text.split()])


def check_severity(checks):
    default, table = labels(checks.pdml(EVERY)), checks.experts(EVERY)
    checks.same("every severity is there", SEVERITIES["chat"], {row[0] for row in table})
    for name, kept in SEVERITIES.items():
        options = setting("expert_severity", name)
        expected = {row: number for row, number in table.items() if row[0] in kept}
        checks.same(f"expert items from {name} on", expected, dict(checks.experts(EVERY, *options)))
        details = checks.pdml(EVERY, *options)
        checks.same(f"expert items in the details from {name} on", expected,
                    dict(packet_details.expert_counts(details)))
        checks.same(f"the details stay with {name}", default, labels(details))


def check_info_column(checks):
    on = setting("info_column", "TRUE")
    for name in (FAILED, STREAM, "timing.request-repeated"):
        for options in ([], ["-2"], programs.TAP_MODE):
            # Two passes know what became of a 183.
            checks.same(f"the Info column of {name} with {options}",
                        checks.with_verdicts(name, *options), checks.info(name, *on, *options))
    verdicts, shown = checks.verdicts(FAILED), checks.info(FAILED, *on)
    checks.same("failures have a verdict", {3, 64, 67}, set(verdicts))
    checks.same("Wireshark's own text follows", verdicts[64] + "Status: 500 Server Internal Error",
                shown[64].rstrip(" |"))
    off = setting("explain_provisional", "FALSE")
    checks.same("nothing for a 1xx that is not explained", checks.info(FAILED)[3],
                checks.info(FAILED, *on, *off)[3])


def check_info_in_sharkd(checks):
    expected = checks.with_verdicts(FAILED, "-2")
    sip = checks.frames(FAILED, "sip")
    with programs.Sharkd(checks.plugins) as sharkd:
        sharkd.ask("setconf", name="sipexplain.info_column", value="TRUE")
        sharkd.load(programs.capture(FAILED))
        for look in range(3):
            rows = sharkd.ask("frames", filter="sip" + " " * look)
            checks.same(f"the packet list, look {look}", {frame: expected[frame] for frame in sip},
                        {row["num"]: row["c"][-1] for row in rows})
        sharkd.ask("setconf", name="sipexplain.info_column", value="FALSE")
        plain, rows = checks.info(FAILED), sharkd.ask("frames", filter="sip    ")
        checks.same("the packet list, switched off", {frame: plain[frame] for frame in sip},
                    {row["num"]: row["c"][-1] for row in rows})


def check_texts(checks):
    omit = setting("omit_texts", "TRUE")
    fields = [f"sipexplain.{name}" for name in (*TEXTS, *KEPT)]
    default, omitted = checks.table(FAILED, fields), checks.table(FAILED, fields, *omit)
    nothing = {frame: [""] for frame in (2, 3, 64, 67)}
    for field in fields:
        checks.same(f"{field} is there by default", True, default[field] != nothing)
    for name in TEXTS:
        checks.same(f"{name} is left out", nothing, omitted[f"sipexplain.{name}"])
    for name in KEPT:
        field = f"sipexplain.{name}"
        checks.same(f"{name} stays", default[field], omitted[field])
    checks.same("expert items stay", checks.experts(FAILED), checks.experts(FAILED, *omit))


# A burst of two is told at each failure but the first of a host.
EACH = [5, 8, 11, 14, 17, 23, 26, 29, 32]

# Preference, finding, value, frames with the finding. Near misses stand between.
THRESHOLDS = [
    ("slow_fault_seconds", SLOW, [(4, [6, 11]), (5, []), (0, []), (BIG, []), (1, [6, 11])]),
    ("slow_setup_seconds", SETUP, [(5, [3, 8, 34, 42, 51]), (6, [3, 8, 34, 42, 51]), (7, []),
                                   (0, []), (BIG, []), (4, [3, 8, 20, 34, 42, 51])]),
    ("burst_count", BURST, [(5, [14, 17]), (6, [17]), (7, []), (0, []), (2, EACH), (1, EACH),
                            (100, []), (BIG, [])]),
    ("burst_seconds", BURST, [(10, [14, 17]), (2, [14, 17]), (1, []), (0, []), (15, [14, 17]),
                              (16, [14, 17, 32]), (BIG, [14, 17, 32])]),
]


def check_thresholds(checks):
    for name, finding, cases in THRESHOLDS:
        condition = f'sipexplain.finding == "{finding}"'
        first = checks.frames(finding, condition)
        checks.same(f"the default of {name}", cases[0][1], first)
        for value, frames in cases:
            checks.same(f"{name} {value}", frames,
                        checks.frames(finding, condition, *setting(name, value)))
    details = checks.values(BURST, "sipexplain.finding.detail", *setting("burst_count", 6),
                            condition="sipexplain.fault.burst")
    checks.same("a burst of six counts six", True, "failed 6 calls" in " ".join(details[17]))
    for value in ("-5", "many", "1.5"):
        checks.same(f"burst_count {value} is refused", True,
                    "sipexplain.burst_count" in refusal(checks, setting("burst_count", value)))


def check_leg_headers(checks):
    """A site's own header joins legs, whatever the letter case; a part of a name does not."""
    joined, condition = "leg.joined", "sipexplain.leg.joined"
    default = checks.frames(joined, condition)
    for value, added in (("", []), ("X-Acme-Call", [11]), ("X-Trace, x-acme-call", [11]),
                         ("X-Acme", []), (",,", [])):
        checks.same(f"leg_headers {value!r}", sorted(default + added),
                    checks.frames(joined, condition, *setting("leg_headers", value)))


def check_note_shown(checks):
    options = note("500", text="call Jan", severity="Warn")
    plain = checks.values(FAILED, "sipexplain.summary")
    noted = checks.values(FAILED, "sipexplain.summary", *options)
    expected = {frame: [text + (" - call Jan" if frame in (64, 67) else "") for text in texts]
                for frame, texts in plain.items()}
    checks.same("the note ends the summary of its responses", expected, noted)
    checks.same("the field holds the note", {64: ["call Jan"], 67: ["call Jan"]},
                checks.values(FAILED, "sipexplain.site_note", *options,
                              condition="sipexplain.site_note"))
    checks.same("there is none by default", [], checks.frames(FAILED, "sipexplain.site_note"))
    default, table = checks.experts(FAILED), checks.experts(FAILED, *options)
    table.subtract(default)
    changes = {row: number for row, number in table.items() if number and "500 " not in row[2]}
    checks.same("the note is an expert item", {("Warning", "Response", "call Jan"): 2}, changes)
    for severity in ("Chat", "Note", "Warn", "Error"):
        expert = f"sipexplain.site_note.{severity.lower()}"
        found = checks.frames(FAILED, expert, *note("503, 500", severity=severity))
        checks.same(f"{expert} is a filter", [64, 67], found)
    checks.same("expert_severity holds for notes too", [],
                checks.frames(FAILED, "sipexplain.site_note.warn", *options,
                              *setting("expert_severity", "error")))
    both = checks.values(FAILED, "sipexplain.site_note", *options, *note("5xx", text="second"))
    checks.same("each line that fits is shown", ["call Jan", "second"], both[67])


# Capture, codes, pattern, place, frames with the note.
MATCHES = [
    (CAUSES, "500", "Temporary failure", "Reason", [23]),
    (CAUSES, "5xx", "TEMPORARY FAILURE", "reason", [23]),
    (CAUSES, "5xx", "Temporary failure", "Phrase", []),
    (CAUSES, "5xx", "Temporary failure", "Server", []),
    (CAUSES, "500", "Q.850;cause=41;", "Reason", [23]),
    (CAUSES, "500", "cause=4", "Reason", []),
    (CAUSES, "503", "cause=4", "Reason", []),
    (CAUSES, "503", "cause=42", "Reason", [20]),
    (CAUSES, "404", "Temporary failure", "Reason", []),
    # The second value of a Reason header field.
    (CAUSES, "500", "cause=34", "Reason", [35]),
    (CAUSES, "480-484", "", "", [8, 11]),
    (CAUSES, "481-483", "", "", []),
    (CAUSES, "480 - 483, 6xx, 404", "", "", [2, 8, 29, 74]),
    (CAUSES, "500", "ExampleGateway", "Server", [80]),
    (CAUSES, "500", "examplegateway/3", "Server", [80]),
    (CAUSES, "500", "ExampleGateway/3.10", "Server", []),
    (PHRASES, "404", "nicht gefunden", "Phrase", [14]),
    (PHRASES, "404", "nicht gefunden", "", [14]),
    (PHRASES, "404", "nicht  gefunden", "Phrase", []),
    (PHRASES, "5xx", "nicht gefunden", "Phrase", []),
]


def check_note_matching(checks):
    lines = [option for number, (_, codes, pattern, place, _) in enumerate(MATCHES)
             for option in note(codes, pattern, place, f"note {number}")]
    found = {name: checks.values(name, "sipexplain.site_note", *lines)
             for name in (CAUSES, PHRASES)}
    for number, (name, codes, pattern, place, frames) in enumerate(MATCHES):
        noted = [frame for frame, texts in found[name].items() if f"note {number}" in texts]
        checks.same(f"note {codes} {pattern} {place}", frames, noted)
    checks.same("a request has no note", {},
                checks.values("timing.request-repeated", "sipexplain.site_note", *note("100-699"),
                              condition="sipexplain.method && sipexplain.site_note"))
    checks.same("not for a 1xx that is not explained", [64, 67],
                checks.frames(FAILED, "sipexplain.site_note", *note("100-699"),
                              *setting("explain_provisional", "FALSE")))


def check_mute(checks):
    muting = note("500", "cause=41", "Reason", "known", "Error", "TRUE")
    plain, muted = checks.pdml(FAILED), checks.pdml(FAILED, *muting)
    plain_rows, rows = checks.expert_frames(FAILED), checks.expert_frames(FAILED, *muting)
    checks.same("expert items stand at each response", [2, 3, 64, 67], list(plain_rows))
    plain_rows.pop(64)
    checks.same("the muted response has none, the others theirs", plain_rows, rows)
    kept = {frame: items for frame, items in plain.items() if frame != 64}
    checks.same("nor has it without a tree", packet_details.expert_counts(kept),
                checks.experts(FAILED, *muting))
    added = [line for line in labels(muted)[64] if line not in labels(plain)[64]]
    checks.same("the packet details keep all, and show the note", True,
                "Site note: known (muted)" in added
                and set(labels(plain)[64][3:]) <= set(labels(muted)[64]))
    checks.same("its severity is no more than its notes'",
                ["Severity: Error (3)", "Severity: Chat (0)"],
                [next(line for line in labels(shown)[64] if line.startswith("Severity: "))
                 for shown in (plain, muted)])
    other = note("500", text="mine", severity="Warn")
    noted = packet_details.expert_counts({64: checks.pdml(FAILED, *muting, *other)[64]})
    checks.same("another line keeps its expert item", {("Warning", "Response", "mine"): 1}, noted)


def check_mute_in_sharkd(checks):
    line = row_text(("500", "Reason", "cause=41", "Error", "TRUE", "known"))
    with programs.Sharkd(checks.plugins) as sharkd:
        sharkd.load(programs.capture(FAILED))
        before = packet_details.expert_dialog(sharkd)
        sharkd.ask("setconf", name="uat:sipexplain_notes", value=line)
        after = packet_details.expert_dialog(sharkd)
        shown = packet_details.visible_labels(packet_details.sharkd_frames(sharkd))
    muted = packet_details.expert_counts({64: checks.pdml(FAILED)[64]})
    checks.same("the response has expert items", True, sum(muted.values()) > 1)
    checks.same("a note added later mutes at the next look", before - muted, after)
    checks.same("the packet details show it", 1,
                sum("Site note: known (muted)" in line for line in shown))


def refusal(checks, options):
    """What tshark says when it refuses the options; "" when it takes them"""
    command = programs.command_line(checks.plugins, "tshark", "-r", programs.capture(FAILED),
                                    *options)
    process = programs.finished(command)
    return process.stderr.decode("utf-8", "replace") if process.returncode else ""


def check_wrong_lines(checks):
    for place, (name, values) in enumerate(WRONG_NOTES.items()):
        for value in values:
            line = list(NOTE)
            line[place] = value
            checks.same(f"{name} {value!r} is refused by name", True,
                        f": {name}: " in refusal(checks, note_line(line)))
    checks.same("a right line is taken", "", refusal(checks, note_line(NOTE)))
    for longest in ({"pattern": "x" * 180}, {"text": "x" * 180}):
        checks.same("180 bytes are taken", "", refusal(checks, note("500", **longest)))


def check_profile(checks):
    """The table of a profile's file; a wrong line of it is named, and the right ones hold."""
    with programs.scratch_folder() as folder:
        table = folder / "sipexplain_notes"
        for wrong in ([], [("5000", "", "", "Note", "FALSE", "wrong")]):
            lines = [("500", "", "", "Note", "FALSE", "J\\xc3\\xbcrgen, \\x22billing\\x22"), *wrong]
            table.write_text("".join(row_text(line) + "\n" for line in lines), encoding="utf-8")
            process = programs.run(checks.plugins, "env", f"WIRESHARK_CONFIG_DIR={folder}",
                                   "tshark", "-r", programs.capture(FAILED), "-Y",
                                   "sipexplain.site_note",
                                   "-T", "fields", "-e", "sipexplain.site_note")
            checks.same("the file's note is shown", ['Jürgen, "billing"'] * 2,
                        process.stdout.splitlines())
            checks.same("a wrong line of the file is named", bool(wrong),
                        "sipexplain_notes:2: Codes: \"5000\"" in process.stderr)


CHECKS = [check_provisional, check_name_alone, check_severity, check_info_column,
          check_info_in_sharkd, check_texts, check_thresholds, check_leg_headers, check_note_shown,
          check_note_matching, check_mute, check_mute_in_sharkd, check_wrong_lines, check_profile]


def main():
    plugins = programs.argument_parser(__doc__.splitlines()[0]).parse_args().plugins
    programs.require_plugin(plugins)

    def run(check):
        checks = Checks(plugins)
        try:
            check(checks)
        except programs.ProgramError as error:
            checks.wrong.append(f"{check.__name__}: {error}")
        return checks

    done = programs.in_threads(run, CHECKS)
    wrong = [line for checks in done for line in checks.wrong]
    print(*wrong, sep="\n")
    print(f"{sum(checks.count for checks in done)} claims, {len(wrong)} wrong")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
