# accessible.py
# Reads and presses what a program shows, through the accessibility interface that Qt offers.
# SPDX-License-Identifier: GPL-2.0-or-later
"""AT-SPI spoken over D-Bus, without a client library: those keep a cache that goes stale."""

import time

from gi.repository import Gio, GLib

ACCESSIBLE = "org.a11y.atspi.Accessible"
ACTION = "org.a11y.atspi.Action"
COMPONENT = "org.a11y.atspi.Component"
EDITABLE_TEXT = "org.a11y.atspi.EditableText"
EVENTS = "org.a11y.atspi.DeviceEventController"
PROPERTIES = "org.freedesktop.DBus.Properties"
REGISTRY = "org.a11y.atspi.Registry"
ROOT = "/org/a11y/atspi/accessible/root"
NOBODY = "/org/a11y/atspi/null"
EVENT_CONTROLLER = "/org/a11y/atspi/registry/deviceeventcontroller"
ON_SCREEN = 0
LEFT_CLICK = "b1c"
CALL_MS = 60_000
POLL_SECONDS = 0.1
# No place to look for a widget: they are long, and each of their rows costs a call.
LISTS = {"tree", "table", "tree table", "list", "menu bar", "popup menu"}


class Missing(Exception):
    """What should be on the screen did not come."""


def connect(address):
    flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
             Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
    return Gio.DBusConnection.new_for_address_sync(address, flags, None, None)


class Accessible:
    """A window, widget or cell of another program. Each question is a call to that program."""

    def __init__(self, bus, owner, path):
        self.bus, self.owner, self.path = bus, owner, path

    def call(self, interface, method, signature="()", *values):
        answer = self.bus.call_sync(self.owner, self.path, interface, method,
                                    GLib.Variant(signature, values), None, 0, CALL_MS, None)
        return answer.unpack()[0] if answer.n_children() else None

    @property
    def name(self):
        """Its text, without the mark of its shortcut"""
        return self.call(PROPERTIES, "Get", "(ss)", ACCESSIBLE, "Name").replace("&", "")

    @property
    def role(self):
        return self.call(ACCESSIBLE, "GetRoleName")

    def children(self):
        """Those that are there: a widget that is just being made or ended is NOBODY"""
        return [Accessible(self.bus, owner, path)
                for owner, path in self.call(ACCESSIBLE, "GetChildren") if path != NOBODY]

    def area(self):
        """Left, top, width and height on the screen; all 0 if it is hidden"""
        return self.call(COMPONENT, "GetExtents", "(u)", ON_SCREEN)

    def act(self, *names):
        """The first of its actions with one of these names."""
        actions = [action[0] for action in self.call(ACTION, "GetActions")]
        for number, action in enumerate(actions):
            if action in names:
                self.call(ACTION, "DoAction", "(i)", number)
                return
        raise Missing(f"{self.role} {self.name!r} has the actions {actions}, none of {names}")

    def set_text(self, text):
        self.call(EDITABLE_TEXT, "SetTextContents", "(s)", text)

    def descendants(self):
        """All below it, the near ones first; what lists and menus hold is left out."""
        queue = [self]
        while queue:
            parent = queue.pop(0)
            if parent.role not in LISTS:
                children = parent.children()
                yield from children
                queue += children

    def find(self, role, name=None):
        """The nearest descendant of that role and name; None if there is none"""
        return next((each for each in self.descendants()
                     if each.role == role and name in (None, each.name)), None)

    def entry(self, name):
        """The entry of a menu or of a menu bar; the entries stand below a popup menu of it."""
        for child in self.children():
            found = child.entry(name) if child.role == "popup menu" else child
            if found and found.name == name:
                return found
        return None

    def cells(self):
        """The rows of a tree or table, headings first, each a list of cells"""
        cells = self.children()
        width = 0
        while width < len(cells) and "header" in cells[width].role:
            width += 1
        return [cells[at:at + width] for at in range(0, len(cells), width)] if width else []

    def rows(self):
        """The texts of the same, without the blanks that some are filled up with"""
        return [[cell.name.strip() for cell in row] for row in self.cells()]


class Screen:
    """The programs on one accessibility bus."""

    def __init__(self, bus):
        self.bus = bus

    def windows(self, program):
        """Its windows; none while it has not registered"""
        root = Accessible(self.bus, REGISTRY, ROOT)
        return [window for each in root.children() if each.name == program
                for window in each.children()]

    def click(self, left, top):
        """The left button of the mouse."""
        mouse = Accessible(self.bus, REGISTRY, EVENT_CONTROLLER)
        mouse.call(EVENTS, "GenerateMouseEvent", "(iis)", left, top, LEFT_CLICK)


def wait_for(what, read, seconds, still_alive=lambda: None, pause=POLL_SECONDS):
    """What read() gives as soon as it gives something; Missing if it never does.

    Widgets come and go while a program works, so a call that fails is tried again.
    still_alive() raises what ends the waiting.
    """
    end, error = time.monotonic() + seconds, None
    while time.monotonic() < end:
        still_alive()
        try:
            found = read()
            if found:
                return found
        except GLib.Error as failed:
            error = failed.message
        time.sleep(pause)
    raise Missing(f"no {what} within {seconds} seconds" + (f": {error}" if error else ""))
