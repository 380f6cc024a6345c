#!/usr/bin/python3
# compat.py
# Checks plugin/compat.cmake on Wireshark's headers with one declaration as another version has it.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Each check of compat.cmake is tried on the headers of this system with that one declaration
changed to the other version's way, as an unknown version may have it; the files of the plugin that
go by it must then compile without a warning, and must not with the answer turned round. With the
declaration gone, the configuration must end with its name.

All is done in one build folder: a check must not remember what an earlier header said.
"""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import programs

PLUGIN = programs.TESTS.parent / "plugin"
PROJECT = """cmake_minimum_required(VERSION 3.20)
project(compat C)
include("{plugin}/compat.cmake")
sipexplain_know_wireshark({version} "{headers};{glib}")
get_directory_property(definitions COMPILE_DEFINITIONS)
message(STATUS "DEFINED ${{definitions}}")
"""
FLAGS = ["-std=gnu11", "-fsyntax-only", "-Wall", "-Wextra", "-Werror"]
GROUPS = ("REGISTER_STAT_GROUP_TELEPHONY", "REGISTER_TELEPHONY_GROUP_UNSORTED")
TREE_HEAD = 'extern "C" {\n#endif /* __cplusplus */\n'
SET_GROUP = """#include <epan/stat_groups.h>
typedef struct _stats_tree_cfg stats_tree_cfg;
void stats_tree_set_group(stats_tree_cfg *, register_stat_group_t);
"""


def swapped(text, pattern, one, other):
    """A text with one word for the other where the pattern, which holds {}, finds either"""
    pattern = re.compile(pattern.format(f"(?P<word>{re.escape(one)}|{re.escape(other)})"),
                         re.DOTALL)

    def turned(match):
        start = match.start("word") - match.start()
        word = match["word"]
        return match[0][:start] + (other if word == one else one) + match[0][start + len(word):]

    return pattern.sub(turned, text)


def swap_boolean(pattern):
    return lambda text: swapped(text, pattern, "gboolean", "bool")


def swap_filter_data(text):
    """A conversation filter's callbacks and registration with the user's data, or without"""
    if "user_data" in text:
        text = re.sub(r", void \*user_data\)", ")", text)
        return re.sub(r"\n[^\n*]*\bvoid \* *user_data;", "", text)
    text = re.sub(r"(_func\)\(struct _packet_info \*pinfo)\)", r"\1, void *user_data)", text)
    text = re.sub(r"(_func build_filter_string)\)", r"\1, void *user_data)", text)
    return re.sub(r"(build_filter_string_func +build_filter_string;)", r"\1 void *user_data;", text)


def swap_tree_group(text):
    """With a function that puts a statistics tree into a menu, or without"""
    if "stats_tree_set_group" in text:
        text = re.sub(r"[^\n]*stats_tree_set_group\([^;]*;", "", text)
        return re.sub(r"stats_tree_cfg \*(stats_tree_register)", r"void \1", text)
    text = re.sub(r"void (stats_tree_register)", r"stats_tree_cfg *\1", text)
    return text.replace(TREE_HEAD, TREE_HEAD + SET_GROUP)


def swap_label_value(text):
    """An item's label with the place of the value in it, or without"""
    label = re.search(r"char representation\[ITEM_LABEL_LENGTH\];[^}]*", text)
    fields = "" if "value_pos" in label[0] else " size_t value_pos; size_t value_len;\n"
    return text.replace(label[0], f"char representation[ITEM_LABEL_LENGTH];{fields}\n")


@dataclass
class Difference:
    """A check of compat.cmake: what it asks for, how to change it, and who goes by it"""

    macro: str
    name: str
    header: str
    change: object
    files: list
    # Whether what fits one declaration fits no other.
    is_exclusive: bool = True


DIFFERENCES = [
    Difference("SIPEXPLAIN_BOOL_PREFERENCE", "prefs_register_bool_preference", "epan/prefs.h",
               swap_boolean(r"prefs_register_bool_preference\([^;]*?\b{} \*var"),
               ["preferences.c"]),
    Difference("SIPEXPLAIN_BOOL_UAT", "uat_fld_chk_cb_t", "epan/uat.h",
               swap_boolean(r"\b{}(?= \(\*uat_\w*cb_t| uat_fld_chk_)"),
               ["catalogue/site_note_table.c"]),
    Difference("SIPEXPLAIN_BOOL_MEMORY", "wmem_user_cb_t", "wsutil/wmem/wmem_user_cb.h",
               swap_boolean(r"\b{}(?= \(\*wmem_user_cb_t)"),
               ["capture/pass.c", "capture/second_look.c"]),
    Difference("SIPEXPLAIN_FILTER_HAS_DATA", "build_filter_string_func",
               "epan/conversation_filter.h", swap_filter_data,
               ["display/call_filter.c", "../tests/probe/conversation_probe.c"]),
    Difference("SIPEXPLAIN_BOOL_FILTER", "is_filter_valid_func", "epan/conversation_filter.h",
               swap_boolean(r"\b{}(?= \(\*is_filter_valid_func)"), ["display/call_filter.c"]),
    Difference("SIPEXPLAIN_FRAME_DEPENDS", "mark_frame_as_depended_upon", "epan/packet.h",
               lambda text: swapped(text, r"mark_frame_as_depended_upon\({},",
                                    "packet_info *pinfo", "frame_data *fd"),
               ["display/items.c"]),
    Difference("SIPEXPLAIN_TAP_INIT_SUCCEEDS", "stat_tap_init_cb", "epan/stat_tap_ui.h",
               lambda text: swapped(text, r"typedef {}(?= \(\* stat_tap_init_cb\))",
                                    "void", "bool"),
               ["display/report.c", "display/lookup.c", "display/ladder_list.c"]),
    Difference("SIPEXPLAIN_TELEPHONY_UNSORTED", GROUPS[0], "epan/stat_groups.h",
               lambda text: swapped(text, r"\b{}\b", *GROUPS), ["display/stat_listener.c"]),
    Difference("SIPEXPLAIN_TREE_HAS_GROUP", "stats_tree_register_plugin", "epan/stats_tree.h",
               swap_tree_group, ["display/response_tree.c"], is_exclusive=False),
    Difference("SIPEXPLAIN_LABEL_HAS_VALUE", "item_label_t", "epan/proto.h", swap_label_value,
               ["display/items.c"], is_exclusive=False),
]


class Headers:
    """Wireshark's headers, to be changed one at a time"""

    def __init__(self, folder):
        words = self.ask("--cflags-only-I", "wireshark")
        self.glib = [Path(word[2:]) for word in self.ask("--cflags-only-I", "glib-2.0")]
        self.version = self.ask("--modversion", "wireshark")[0]
        self.installed = next(Path(word[2:]) for word in words
                              if (Path(word[2:]) / "epan" / "packet.h").exists())
        self.folder = folder
        subprocess.run(["cp", "-rs", self.installed, folder], check=True)

    @staticmethod
    def ask(*arguments):
        return subprocess.run(["pkg-config", *arguments], check=True, capture_output=True,
                              text=True).stdout.split()

    def read(self, name):
        return (self.installed / name).read_text("utf-8")

    def write(self, name, text):
        (self.folder / name).unlink()
        (self.folder / name).write_text(text, "utf-8")

    def restore(self, name):
        self.write(name, self.read(name))


class Project:
    """What asks compat.cmake, in a build folder that is kept"""

    def __init__(self, folder, headers):
        self.folder, self.headers = folder, headers
        folder.mkdir()

    def configure(self, version=None, headers=None):
        """Whether it went well, and what was printed"""
        (self.folder / "CMakeLists.txt").write_text(PROJECT.format(
            plugin=PLUGIN, version=version or self.headers.version,
            headers=headers or self.headers.folder, glib=";".join(map(str, self.headers.glib))))
        process = subprocess.run(["cmake", "-S", self.folder, "-B", self.folder / "build"],
                                 capture_output=True, text=True, check=False)
        return process.returncode == 0, process.stdout + process.stderr

    def definitions(self):
        """{macro: value}; ProgramError if the configuration failed"""
        is_well, text = self.configure()
        found = re.search(r"DEFINED (.*)", text)
        if not is_well or not found:
            raise programs.ProgramError(f"the configuration failed: {text}")
        return dict(word.split("=") for word in found[1].split(";"))

    def compiles(self, name, definitions):
        """Whether a file of the plugin does, with these answers, and without a warning"""
        command = ["cc", *FLAGS, f"-I{PLUGIN}", f"-I{self.headers.folder}",
                   *(f"-isystem{path}" for path in self.headers.glib),
                   *(f"-D{macro}={value}" for macro, value in definitions.items()),
                   "-DSIPEXPLAIN_SPARES_TREES", "-DSIPEXPLAIN_PRINTS", PLUGIN / name]
        process = subprocess.run(command, capture_output=True, text=True, check=False)
        return process.returncode == 0, process.stderr


def check_changed(project, usual, difference):
    """The one declaration as another version has it"""
    headers = project.headers
    text = headers.read(difference.header)
    changed = difference.change(text)
    if changed == text:
        return [f"{difference.header}: {difference.name} is not declared as in any version"]
    headers.write(difference.header, changed)
    found = project.definitions()
    expected = usual | {difference.macro: str(1 - int(usual[difference.macro]))}
    wrong = [f"{macro} is {found[macro]} with {difference.name} changed"
             for macro in usual if found[macro] != expected[macro]]
    for name in difference.files:
        is_well, errors = project.compiles(name, found)
        if not is_well:
            wrong.append(f"{name} with {difference.name} changed: {errors}")
        if difference.is_exclusive and project.compiles(name, usual)[0]:
            wrong.append(f"{name} compiles with {difference.name} taken for what it is not")
    return wrong


def check_gone(project, difference):
    """Not declared at all: the configuration says so"""
    headers = project.headers
    text = headers.read(difference.header)
    for name in GROUPS if difference.name in GROUPS else [difference.name]:
        text = re.sub(rf"\b{name}\b", "gone", text)
    headers.write(difference.header, text)
    is_well, printed = project.configure()
    if is_well or f"{difference.name}" not in printed or "does not know" not in printed:
        return [f"without {difference.name} the configuration says: {printed}"]
    return []


def check_versions(project):
    """A newer one is warned of once; an older one, or none, is refused"""
    wrong, newer = [], "4.8.0"
    for due in True, False:
        is_well, printed = project.configure(version=newer)
        if not is_well or ("newer than 4.6" in printed) != due:
            wrong.append(f"of Wireshark {newer}, {'for the first time' if due else 'again'}, "
                         f"the configuration says: {printed}")
    is_well, printed = project.configure()
    if not is_well or "newer than" in printed:
        wrong.append(f"of this Wireshark the configuration says: {printed}")
    for version, headers, expected in (("3.6.2", None, "needs Wireshark 4.0"),
                                       (None, "/nowhere", "do not compile")):
        is_well, printed = project.configure(version, headers)
        if is_well or expected not in printed:
            wrong.append(f"instead of {expected!r} the configuration says: {printed}")
    return wrong


def main():
    with programs.scratch_folder() as folder:
        project = Project(folder / "project", Headers(folder / "headers"))
        usual = project.definitions()
        wrong = check_versions(project)
        known = [difference.macro for difference in DIFFERENCES]
        if sorted(known) != sorted(usual):
            wrong.append(f"compat.cmake decides on {sorted(usual)}, tested are {sorted(known)}")
        for difference in DIFFERENCES:
            for check in check_changed, lambda project, _, which: check_gone(project, which):
                wrong += check(project, usual, difference)
                project.headers.restore(difference.header)
    print(*(f"FAILED {line}" for line in wrong), sep="\n")
    print(f"Wireshark {project.headers.version}: {len(DIFFERENCES)} declarations changed, "
          f"{len(wrong)} faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
