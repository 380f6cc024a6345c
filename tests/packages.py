#!/usr/bin/python3
# packages.py
# Checks what plugin/packages.sh installs with each package manager, on fake ones.
# SPDX-License-Identifier: GPL-2.0-or-later
"""The programs of each package manager are replaced by ones that note how they were called, and
know some packages as installed. PATH holds nothing else that could install.

What is asked for is what explain.sh and run.sh need, as they say themselves.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import programs

PLUGIN = programs.TESTS.parent / "plugin"
TABLE = PLUGIN / "packages.tsv"
# Called so by each package manager of the table.
SAME_EVERYWHERE = {"cmake"}
# What packages.sh itself is made of.
TOOLS = ["bash", "env", "dirname", "awk", "mktemp", "rm", "cat", "id"]
# Each notes its arguments; asked for a package it looks into a list of those that are installed.
MANAGER = """#!/bin/bash
echo "${0##*/} $*" >>"$FOLDER/calls"
"""
QUERY = """#!/bin/bash
[[ " $INSTALLED " == *" ${@: -1} "* ]]
"""
APT_QUERY = """#!/bin/bash
[[ " $INSTALLED " != *" ${@: -1} "* ]] || echo installed
"""
# In one: what is asked whether a package is there, and all else, which is noted.
BOTH = """#!/bin/bash
if [[ $1 == QUERY ]]; then
    [[ " $INSTALLED " == *" ${@: -1} "* ]]
else
    echo "${0##*/} $*" >>"$FOLDER/calls"
fi
"""
SUDO = """#!/bin/bash
exec "$@"
"""
# Manager: its programs; how it is called before the packages' names; for explain.sh these
APT = "apt-get -qq -o DPkg::Lock::Timeout=120"
MANAGERS = {
    "apt-get": ({"apt-get": MANAGER, "dpkg-query": APT_QUERY},
                f"{APT} update\n{APT} install -y --no-install-recommends",
                "tshark wireshark-dev libglib2.0-dev libc6-dev cmake make gcc pkg-config"),
    "dnf": ({"dnf": MANAGER, "rpm": QUERY},
            "dnf -q -y install --setopt=install_weak_deps=False",
            "wireshark-cli wireshark-devel glib2-devel glibc-devel cmake make gcc "
            "pkgconf-pkg-config"),
    "zypper": ({"zypper": MANAGER, "rpm": QUERY},
               "zypper --non-interactive install --no-recommends",
               "wireshark wireshark-devel glib2-devel glibc-devel cmake make gcc "
               "pkgconf-pkg-config"),
    "pacman": ({"pacman": BOTH.replace("QUERY", "-T")}, "pacman -S --noconfirm --needed",
               "wireshark-cli glib2 glibc cmake make gcc pkgconf"),
    "apk": ({"apk": BOTH.replace("QUERY", "info")}, "apk add",
            "tshark wireshark-dev glib-dev musl-dev cmake make gcc pkgconf"),
    "brew": ({"brew": BOTH.replace("QUERY", "list")}, "brew install",
             "wireshark glib cmake pkgconf"),
}


class System:
    """A PATH with one package manager, or none"""

    def __init__(self, folder, contents):
        self.folder = folder
        folder.mkdir()
        for name in TOOLS:
            (folder / name).symlink_to(shutil.which(name))
        self.add(contents)

    def add(self, contents):
        for name, text in contents.items():
            (self.folder / name).write_text(text, "utf-8")
            (self.folder / name).chmod(0o755)

    def install(self, packages, installed=()):
        """The exit status, the calls and the last line on stderr of packages.sh"""
        calls = self.folder / "calls"
        calls.unlink(missing_ok=True)
        environment = {"PATH": str(self.folder), "FOLDER": str(self.folder),
                       "INSTALLED": " ".join(installed), "LC_ALL": "C.UTF-8"}
        process = subprocess.run([self.folder / "bash", PLUGIN / "packages.sh", *packages],
                                 env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                                 text=True, check=False)
        lines = process.stderr.splitlines() or [""]
        return (process.returncode, calls.read_text("utf-8").strip() if calls.exists() else "",
                lines[-1])


def asked_for(script):
    """The packages that a script names, by its own variables"""
    text = script.read_text("utf-8")
    found = dict(re.findall(r'^readonly (\w*PACKAGES)="([^"]*)"', text, re.MULTILINE))
    return re.sub(r"\$(\w+)", lambda match: found[match[1]], found["PACKAGES"]).split()


def check_manager(folder, name, needed):
    """From nothing, with some there, with all, and where it fails"""
    contents, call, expected = MANAGERS[name]
    system = System(folder / name, contents | {"sudo": SUDO})
    wrong, words = [], expected.split()

    def expect(what, found, due):
        if found != due:
            wrong.append(f"{name}, {what}: {found}, expected {due}")

    expect("nothing there", system.install(needed)[:2], (0, f"{call} {expected}"))
    expect("one there", system.install(needed, [words[1]])[:2],
           (0, f"{call} {' '.join(words[:1] + words[2:])}"))
    expect("all there", system.install(needed, words), (0, "", ""))
    expect("without a line", system.install(["jq"])[1], f"{call} jq")
    system.add({name: contents[name] + "\nexit 1\n"})
    status, _, last = system.install(["jq"])
    if status != 1 or not last.startswith(f"packages.sh: {name} could not install: jq ("):
        wrong.append(f"{name} fails: status {status}, {last}")
    return wrong


def check_none(folder, needed):
    """Without any: in words; with all that there is to be found, silence"""
    system = System(folder / "none", {})
    status, _, last = system.install(needed)
    expected = ("packages.sh: missing: program tshark, pkg-config wireshark, "
                "pkg-config glib-2.0, program cmake, program make, program cc, program pkg-config "
                "(there is none of apt-get dnf zypper pacman apk brew: install them yourself)")
    wrong = []
    if (status, last) != (1, expected):
        wrong.append(f"no manager: status {status}, {last}, expected {expected}")
    yes = "#!/bin/bash\nexit 0\n"
    system.add({name: yes for name in ("tshark", "cmake", "make", "cc", "pkg-config")})
    if system.install(needed) != (0, "", ""):
        wrong.append(f"no manager, and all there: {system.install(needed)}")
    return wrong


def check_root(folder):
    """An ordinary user installs by sudo, and is told where there is none"""
    if os.geteuid() == 0:
        command = [shutil.which("setpriv"), "--reuid=65534", "--regid=65534", "--clear-groups"]
    else:
        command = []
    system = System(folder / "user", MANAGERS["apk"][0])
    # Below root's home a user finds no script.
    shutil.copytree(PLUGIN, folder / "copy", ignore=lambda _, names: [
        name for name in names if not name.startswith("packages.")])
    os.chmod(folder / "copy", 0o755)
    os.chmod(system.folder, 0o777)
    process = subprocess.run([*command, system.folder / "bash", folder / "copy" / "packages.sh",
                              "jq"], env={"PATH": str(system.folder), "FOLDER": str(system.folder),
                                          "INSTALLED": ""},
                             capture_output=True, text=True, check=False)
    expected = "packages.sh: missing: jq (only root can install them, and there is no sudo)\n"
    return [] if (process.returncode, process.stderr) == (1, expected) else [
        f"a user without sudo: status {process.returncode}, {process.stderr}"]


def check_table(tests_need):
    """As many columns in each line; a line for what the tests need or the same name everywhere"""
    lines = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines()
             if not line.startswith("#")]
    wrong = [f"{TABLE.name}: {line[0]} has {len(line)} columns" for line in lines if len(line) != 7]
    names = [line[0] for line in lines]
    wrong += [f"{TABLE.name}: {name} stands twice" for name in set(names)
              if names.count(name) > 1]
    wrong += [f"{TABLE.name} does not know {name}" for name in tests_need
              if name not in names and name not in SAME_EVERYWHERE]
    return wrong


def main():
    needed = asked_for(PLUGIN / "explain.sh")
    for_tests = asked_for(programs.TESTS / "run.sh")
    wrong = check_table(needed + for_tests)
    with programs.scratch_folder() as folder:
        for name in MANAGERS:
            wrong += check_manager(folder, name, needed)
        wrong += check_none(folder, needed)
        wrong += check_root(Path(folder))
    print(*(f"FAILED {line}" for line in wrong), sep="\n")
    print(f"{len(MANAGERS)} package managers, {len(wrong)} faults")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
