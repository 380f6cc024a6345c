# desktop.py
# Shows Wireshark on an X server without a screen.
# SPDX-License-Identifier: GPL-2.0-or-later
"""A desktop of its own for one Wireshark: X server, session bus and accessibility bus."""

import os
import re
import select
import shutil
import subprocess
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

import accessible
from picture import FrameBuffer

SECONDS = 120
END_SECONDS = 20
PICTURE_SECONDS = 0.5
EXPANDER_PIXELS = 10
SCREEN_SIZE = (1500, 1800)
# With a profile the window is as large as on a small screen, and all else as the profile has it.
PROFILE_SIZE = (1280, 800)
# Packet list above packet details, as wide as the window: long lines are read, and pictured, whole.
# The rest keeps questions and the network away.
SETTINGS = {
    "recent_common": "gui.geometry_main_x: 0\ngui.geometry_main_y: 0\n"
                     "gui.geometry_main_width: 1180\ngui.geometry_main_height: 1800\n"
                     "gui.geometry_main_maximized: FALSE\n"
                     "gui.geom.ExpertInfoDialog.x: 0\ngui.geom.ExpertInfoDialog.y: 0\n"
                     "gui.geom.ExpertInfoDialog.width: 1000\n"
                     "gui.geom.ExpertInfoDialog.height: 700\n",
    "preferences": "gui.layout_type: 1\ngui.layout_content_3: NONE\n"
                   "gui.qt.font_name: Liberation Sans,9,-1,5,50,0,0,0,0,0\n"
                   "gui.update.enabled: FALSE\n",
}
# What Wireshark must not have written to stderr.
FAULT = re.compile(r"Dissector bug|sipexplain\.so|CRITICAL|ERROR|[Aa]ssertion|ASSERT")


def profile_settings():
    width, height = PROFILE_SIZE
    return {"recent_common": "gui.geometry_main_x: 0\ngui.geometry_main_y: 0\n"
                             f"gui.geometry_main_width: {width}\n"
                             f"gui.geometry_main_height: {height}\n"
                             "gui.geometry_main_maximized: FALSE\n"}


def ended(process):
    """Its exit status, having asked it to end where it has not"""
    if process.poll() is None:
        process.terminate()
    try:
        return process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


@contextmanager
def started(*command, **options):
    """The running process; ended at the end."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, **options)
    try:
        yield process
    finally:
        ended(process)
        if process.stdout:
            process.stdout.close()


class Wireshark:
    """The real Wireshark with a capture, on a desktop of its own.

    In a with statement; at its end Wireshark is asked to quit, and must do so without a fault.
    """

    def __init__(self, capture, frame, columns=None, options=(), warning=None, sizes=None,
                 profile=None):
        """columns: {title: format} of the packet list, in place of Wireshark's own; warning: words
        of a question that the options lead to, which is closed; sizes: {title of a dialog: (width,
        height)} where it does not open as Wireshark would; profile: the folder of
        one, which is used"""
        self.capture, self.frame, self.options, self.warning = capture, frame, options, warning
        self.profile = profile
        self.settings = profile_settings() if profile else dict(SETTINGS)
        if columns:
            self.settings["preferences"] += "gui.column.format: " + ", ".join(
                f'"{title}", "{kind}"' for title, kind in columns.items()) + "\n"
        for title, size in (sizes or {}).items():
            self.settings["recent_common"] += "".join(
                f"gui.geom.{title}.{name}: {value}\n"
                for name, value in zip(("x", "y", "width", "height"), (0, 0, *size)))
        self.processes = ExitStack()

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.processes.close()
            raise
        return self

    def __exit__(self, kind, *_):
        try:
            if kind is None:
                self.quit()
        finally:
            self.processes.close()

    def start(self):
        folder = Path(self.processes.enter_context(tempfile.TemporaryDirectory()))
        (folder / "run").mkdir(mode=0o700)
        settings = Path(os.environ["WIRESHARK_CONFIG_DIR"])
        settings.mkdir(exist_ok=True)
        for name, text in self.settings.items():
            (settings / name).write_text(text, encoding="utf-8")
        if self.profile:
            shutil.copytree(self.profile, settings / "profiles" / self.profile.name,
                            dirs_exist_ok=True)
            self.options = [*self.options, "-C", self.profile.name]
        environment = dict(os.environ, XDG_RUNTIME_DIR=str(folder / "run"),
                           DBUS_SESSION_BUS_ADDRESS=f"unix:path={folder}/bus",
                           QT_QPA_PLATFORM="xcb", QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1",
                           DISPLAY=self.start_x_server(folder))
        self.start_session_bus(environment)
        self.stderr = folder / "stderr"
        with self.stderr.open("wb") as stderr:
            self.process = self.processes.enter_context(started(
                "wireshark", *self.options, "-r", self.capture, "-g", str(self.frame),
                env=environment, stdout=stderr, stderr=stderr))
        # Qt 5 misses an accessibility bus that is there before it; it asks for one that comes
        # later.
        self.wait_for("window", lambda: not self.picture.is_blank())
        self.connect(environment)
        if self.warning:
            self.close_warning()
        self.window = self.wait_for("main window", lambda: self.find_window(self.capture.name))
        self.details = self.wait_for("packet details",
                                     lambda: self.window.find("tree", "Packet details"))
        self.wait_for(f"details of frame {self.frame}", lambda: any(
            row[0].startswith(f"Frame {self.frame}:") for row in self.details.rows()))

    def close_warning(self):
        def button():
            return next((window.find("push button", "OK")
                         for window in self.screen.windows("Wireshark")
                         for each in window.descendants() if self.warning in each.name), None)

        self.wait_for(f"warning: {self.warning}", button).act("Press")

    def first_line(self, stream):
        """What a program writes when it is ready; "" if it ends or does not come to it"""
        ready, _, _ = select.select([stream], [], [], SECONDS)
        return stream.readline().decode().strip() if ready else ""

    def start_x_server(self, folder):
        """The name of a display that was free"""
        (folder / "screen").mkdir()
        self.picture = FrameBuffer(folder / "screen" / "Xvfb_screen0")
        reading, writing = os.pipe()
        self.processes.enter_context(started(
            "Xvfb", "-displayfd", str(writing), "-screen", "0", "{}x{}x24".format(*SCREEN_SIZE),
            "-nolisten", "tcp", "-nocursor", "-fbdir", folder / "screen", pass_fds=[writing],
            stderr=subprocess.DEVNULL))
        os.close(writing)
        with os.fdopen(reading, "rb", 0) as numbers:
            number = self.first_line(numbers)
        if not number:
            raise accessible.Missing("no X server: Xvfb did not start")
        return f":{number}"

    def start_session_bus(self, environment):
        bus = self.processes.enter_context(started(
            "dbus-daemon", "--session", "--nofork", "--print-address=1",
            f"--address={environment['DBUS_SESSION_BUS_ADDRESS']}", env=environment,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL))
        if not self.first_line(bus.stdout):
            raise accessible.Missing("no session bus: dbus-daemon did not start")

    def connect(self, environment):
        """Has the accessibility bus started."""
        session = accessible.connect(environment["DBUS_SESSION_BUS_ADDRESS"])
        launcher = accessible.Accessible(session, "org.a11y.Bus", "/org/a11y/bus")
        self.screen = accessible.Screen(
            accessible.connect(launcher.call("org.a11y.Bus", "GetAddress")))

    def require_running(self):
        if self.process.poll() is not None:
            raise accessible.Missing(f"Wireshark ended with status {self.process.returncode}: "
                                     f"{self.stderr.read_text('utf-8', 'replace')}")

    def wait_for(self, what, read):
        return accessible.wait_for(what, read, SECONDS, self.require_running)

    def find_window(self, part):
        """The window with that in its title; None if there is none"""
        return next((window for window in self.screen.windows("Wireshark")
                     if part in window.name), None)

    def window_titles(self):
        return [window.name for window in self.screen.windows("Wireshark")]

    def press_menu(self, *path):
        """The entry at the end of a path of menus, as in "Analyze", "Expert Information"."""
        def entry():
            at = self.window.find("menu bar")
            for name in path:
                at = at and at.entry(name)
            return at

        self.wait_for("menu entry " + " > ".join(path), entry).act("Press")

    def open_dialog(self, *path):
        """The dialog that a menu entry opens; its title holds the entry's name, with "..." or not.

        It stays open: Qt 5 may take a dialog for the one that was closed before it.
        """
        title = path[-1].rstrip("….")
        before = {window.path for window in self.dialogs(title)}
        self.press_menu(*path)
        return self.wait_for(f"dialog {title}", lambda: next(
            (window for window in self.dialogs(title) if window.path not in before), None))

    def dialogs(self, title):
        return [window for window in self.screen.windows("Wireshark")
                if window.role != "frame" and title in window.name]

    def filter_table(self, dialog, text):
        """The display filter of a table's own"""
        self.wait_for("filter of the table",
                      lambda: dialog.find("text", "Display filter entry")).set_text(text)
        self.wait_for("button that applies it",
                      lambda: dialog.find("push button", "Apply")).act("Press")

    def apply_filter(self, text):
        """As if typed into the toolbar, then its arrow pressed."""
        def entry():
            return next((each for each in self.window.descendants()
                         if each.role == "text" and each.name == "Display filter entry" and
                         each.area()[2]), None)

        def typed():
            field = entry()
            if field:
                field.set_text(text)
            return field

        def applied():
            buttons = [each for each in entry().children() if each.role == "push button"]
            max(buttons, key=lambda button: button.area()[0]).act("Press")
            return True

        self.wait_for("display filter entry", typed)
        self.wait_for("arrow that applies the filter", applied)

    def press_button(self, name):
        self.wait_for(f"button {name}", lambda: next(
            (each for each in self.window.descendants()
             if "button" in each.role and each.name == name), None)).act("Press")

    def displayed(self):
        """The numbers of packets that the status bar calls displayed: one, as soon as it does"""
        return [number for each in self.window.descendants() if each.role == "label"
                for number in re.findall(r"Displayed: (\d+)", each.name)]

    def click(self, cell, at_expander=False):
        """On a line of a tree, or on the arrow in front of it, which opens and closes it."""
        left, top, _, height = cell.area()
        self.screen.click(left - EXPANDER_PIXELS if at_expander else left + 1, top + height // 2)

    def settled_picture(self, area):
        """An area as soon as nothing in it changes any more"""
        before = None

        def unchanged():
            nonlocal before
            now = [row.tolist() for row in self.picture.rows(area)]
            same, before = now == before, now
            return same

        accessible.wait_for("end of drawing", unchanged, SECONDS, self.require_running,
                            PICTURE_SECONDS)
        return self.picture.rows(area)

    def quit(self):
        try:
            self.press_menu("File", "Quit")
        except accessible.GLib.Error:
            pass  # It may be gone before it has answered.
        try:
            status = self.process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            raise accessible.Missing("Wireshark does not quit") from None
        text = self.stderr.read_text("utf-8", "replace")
        if status or FAULT.search(text):
            raise accessible.Missing(f"Wireshark quit with status {status} and said: {text}")
