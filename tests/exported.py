#!/usr/bin/python3
# exported.py
# Checks which frames tshark writes along with one that it explains.
# SPDX-License-Identifier: GPL-2.0-or-later
"""A frame that is written to a file takes along the earlier ones to which its explanation points:
its request, a finding's evidence, where a failure began, other legs. The fields of the explanation
name them. It must be so whether the filter asks for a field of the plugin or for the protocol
alone, when nothing else of it is made. tshark 4.0 does so; 4.4 and 4.6 take along no
frame, not even a segment of TCP, and then it must be none of ours either.
"""

import sys

import programs

# A capture, and frames of it that point to others in all these ways
FRAMES = {"failed-500": (2, 64, 67), "leg.joined": (5, 106, 107, 108)}
LINKS = ("request_in", "finding.evidence", "fault.origin_in", "leg.invite", "leg.response")
FILTERS = ("sipexplain", "sipexplain.severity")
TIME = "frame.time_epoch"
# Messages of a capture that need frames before their own
SEGMENTED, REASSEMBLED = "tcp-stream", "sip && tcp.segments"


def table(plugins, path, fields, *options):
    lines = programs.tshark(plugins, "-r", path, *options, *programs.field_options(fields))
    return [line.split("\t") for line in lines.splitlines()]


def write(plugins, source, wanted, target):
    programs.tshark(plugins, "-2", "-r", source, "-w", target, "-Y", wanted)
    return table(plugins, target, (TIME,))


def takes_along(folder):
    """Whether this tshark writes the segments of a message along with it, without the plugin"""
    source = programs.capture(SEGMENTED)
    found = table(programs.STOCK, source, (TIME,), "-Y", REASSEMBLED)
    return len(write(programs.STOCK, source, REASSEMBLED, folder / "stock.pcap")) > len(found)


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
        rows = write(self.plugins, self.path, f"frame.number == {number} && {asked}",
                     folder / "written.pcap")
        return {self.times[time] for time, in rows}

    def fault(self, number, asked, folder, is_taken):
        earlier = {link for link in self.links[number] if link < number}
        if not earlier:
            return f"{self.path.name} frame {number}: it points to no other"
        written = self.written(number, asked, folder)
        wanted = earlier | {number} if is_taken else {number}
        if written == wanted:
            return None
        return f"{self.path.name} frame {number}, {asked}: {sorted(written)}, not {sorted(wanted)}"


def main():
    options = programs.argument_parser(__doc__.splitlines()[0]).parse_args()
    programs.require_plugin(options.plugins)
    with programs.scratch_folder() as folder:
        folder.chmod(0o777)    # tshark writes there as nobody
        captures = {name: Explained(options.plugins, name) for name in FRAMES}
        is_taken = takes_along(folder)
        faults = [captures[name].fault(number, asked, folder, is_taken)
                  for name, numbers in FRAMES.items() for number in numbers for asked in FILTERS]
    wrong = [fault for fault in faults if fault]
    print(*(f"FAILED {line}" for line in wrong), sep="\n")
    print(f"{len(faults)} frames written, {'with' if is_taken else 'without'} those they point to, "
          f"{len(wrong)} faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
