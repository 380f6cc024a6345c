#!/usr/bin/python3
# exported.py
# Checks which frames tshark writes along with one that it explains.
# SPDX-License-Identifier: GPL-2.0-or-later
"""A frame that is written to a file takes along the earlier ones to which its explanation points:
its request, a finding's evidence, where a failure began, other legs. The fields of the explanation
name them. It must be so whether the filter asks for a field of the plugin or for the protocol
alone, when nothing else of it is made.
"""

import sys

import programs

# A capture, and frames of it that point to others in all these ways
FRAMES = {"failed-500": (2, 64, 67), "leg.joined": (5, 106, 107, 108)}
LINKS = ("request_in", "finding.evidence", "fault.origin_in", "leg.invite", "leg.response")
FILTERS = ("sipexplain", "sipexplain.severity")
TIME = "frame.time_epoch"


def table(plugins, path, fields, *options):
    lines = programs.tshark(plugins, "-r", path, *options, *programs.field_options(fields))
    return [line.split("\t") for line in lines.splitlines()]


class Explained:
    """A capture: its frames' times, and the frames to which each explanation points"""

    def __init__(self, plugins, name):
        self.plugins, self.path = plugins, programs.capture(name)
        fields = ("frame.number", TIME, *(f"sipexplain.{link}" for link in LINKS))
        self.times, self.links = {}, {}
        for number, time, *links in table(plugins, self.path, fields):
            self.times[time] = int(number)
            self.links[int(number)] = {int(link) for text in links for link in text.split(",")
                                       if link}

    def written(self, number, asked, folder):
        target = folder / "written.pcap"
        programs.tshark(self.plugins, "-2", "-r", self.path, "-w", target, "-Y",
                        f"frame.number == {number} && {asked}")
        return {self.times[time] for time, in table(self.plugins, target, (TIME,))}

    def fault(self, number, asked, folder):
        earlier = {link for link in self.links[number] if link < number}
        if not earlier:
            return f"{self.path.name} frame {number}: it points to no other"
        written = self.written(number, asked, folder)
        if written == earlier | {number}:
            return None
        return f"{self.path.name} frame {number}, {asked}: {sorted(written)}, not {sorted(earlier)}"


def main():
    options = programs.argument_parser(__doc__.splitlines()[0]).parse_args()
    programs.require_plugin(options.plugins)
    with programs.scratch_folder() as folder:
        folder.chmod(0o777)    # tshark writes there as nobody
        captures = {name: Explained(options.plugins, name) for name in FRAMES}
        faults = [captures[name].fault(number, asked, folder)
                  for name, numbers in FRAMES.items() for number in numbers for asked in FILTERS]
    wrong = [fault for fault in faults if fault]
    print(*(f"FAILED {line}" for line in wrong), sep="\n")
    print(f"{len(faults)} frames written, {len(wrong)} faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
