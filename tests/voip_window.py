# voip_window.py
# Looks for our verdicts in Wireshark's own window of VoIP calls, and uses its buttons.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Telephony > VoIP Calls, with the preference voip_calls: each call has a row of ours; its Flow
Sequence tells the verdict of the arrow that is pointed at, and a click on it goes to the packet;
Prepare Filter takes the call and its RTP; Play Streams finds the stream. Used by gui.py."""

import accessible

PREFERENCE = "sipexplain.voip_calls:TRUE"
PATH = "Telephony", "VoIP Calls"
OURS, PROTOCOL, COMMENTS = "SIP Explain", 5, 9
# Of the diagram, in pixels: where its arrows may be, and less than the distance of two of them.
FIRST_ARROW, ARROWS, STEP = 60, 400, 11
FROM_LEFT = 0.26
TEXT = "org.a11y.atspi.Text"


class DrawnTooEarly(accessible.Missing):
    """On a busy machine Wireshark draws before it has read the whole file, and may then give the
    RTP to its own row of the call."""


def button(dialog, name):
    return next((each for each in dialog.descendants()
                 if each.role in ("push button", "button menu") and each.name == name), None)


def rows_of(dialog):
    tree = dialog.find("tree")
    return [row for row in tree.cells()[1:] if row[PROTOCOL].name == OURS] if tree else []


def labels(dialog):
    return [each.name.strip() for each in dialog.descendants() if each.role == "label"]


def selected_frame(wireshark):
    return [row[0].split(":")[0] for row in wireshark.details.rows()[1:2]]


def point_at(wireshark, flow, begin):
    """Clicks down the diagram until the arrow is hit whose words begin so; returns them."""
    seen = set()

    def found():
        left, top, width, _ = flow.find("filler").area()
        for height in range(FIRST_ARROW, ARROWS, STEP):
            wireshark.screen.click(left + int(width * FROM_LEFT), top + height)
            said = labels(flow)
            seen.update(said)
            if hit := [words for words in said if words.startswith(begin)]:
                return hit[0]
        return None

    try:
        return wireshark.wait_for(begin, found)
    except accessible.Missing as missing:
        raise accessible.Missing(f"{missing}; it says {sorted(seen)}") from None


def open_flow(wireshark, dialog):
    button(dialog, "Flow Sequence").act("Press")
    return wireshark.wait_for("Call Flow", lambda: next(iter(wireshark.dialogs("Call Flow")), None))


def check_verdict(wireshark, flow, frame, verdict):
    """Its arrow tells it, and a click there goes to its packet."""
    words = point_at(wireshark, flow, f"Packet {frame}:")
    if words != f"Packet {frame}: {verdict}":
        raise accessible.Missing(f"the arrow says {words}, not {verdict}")
    wireshark.wait_for(f"packet {frame} of its arrow",
                       lambda: selected_frame(wireshark) == [f"Frame {frame}"])


def prepared_filter(wireshark, dialog):
    """What Prepare Filter writes into the main window's filter"""
    button(dialog, "Prepare Filter").act("Press")

    def text():
        return next((said for each in wireshark.window.descendants()
                     if each.role == "text" and each.name == "Display filter entry" and
                     each.area()[2] and (said := each.call(TEXT, "GetText", "(ii)", 0, -1))), None)

    return wireshark.wait_for("filter of the call", text)


def check_stream(wireshark, flow, frame, port):
    """Play Streams opens the player with the arrow's stream, which has this port at one end."""
    point_at(wireshark, flow, f"Packet {frame}: RTP")
    play = button(flow, "Play Streams")
    left, top, _, height = play.area()
    wireshark.screen.click(left + 8, top + height // 2)
    player = wireshark.wait_for("RTP Player",
                                lambda: next(iter(wireshark.dialogs("RTP Player")), None))
    wireshark.wait_for(f"stream of port {port}", lambda: any(
        str(port) in row for tree in player.descendants() if tree.role == "tree"
        for row in tree.rows()))
    return player


def open_calls(wireshark, call):
    """The window of calls, and the ladder of our row"""
    dialog = wireshark.open_dialog(*PATH)

    def row():
        rows = rows_of(dialog)
        return rows[0] if rows and rows[0][COMMENTS].name.strip() in call["comments"] else None

    wireshark.click(wireshark.wait_for(f"call with one of {call['comments']}", row)[0])
    wireshark.wait_for("button Flow Sequence", lambda: button(dialog, "Flow Sequence"))
    return dialog, open_flow(wireshark, dialog)


def require_whole(wireshark, flow, arrows):
    counted = wireshark.wait_for("count of arrows", lambda: [
        said for said in labels(flow) if said.endswith("item(s)")])[0]
    if not counted.endswith(f" {arrows} item(s)"):
        raise DrawnTooEarly(f"the ladder has {counted}, not {arrows}")


def check(wireshark, call, said):
    """call: of the first row of ours, {"comments": one of them is its own, "arrows" of its ladder,
    "frame" and "verdict" of one, "rtp": the frame and "port" of its RTP, "frames" that it and its
    RTP are}. Returns the dialogs that are open then."""
    dialog, flow = open_calls(wireshark, call)
    require_whole(wireshark, flow, call["arrows"])
    check_verdict(wireshark, flow, call["frame"], call["verdict"])
    prepared = prepared_filter(wireshark, dialog)
    frames = len(said.packets(prepared))
    if frames != call["frames"]:
        raise accessible.Missing(f"{prepared} takes {frames} frames, not {call['frames']}")
    player = check_stream(wireshark, flow, call["rtp"], call["port"])
    print(f"{wireshark.capture.name}: VoIP Calls: the verdict of frame {call['frame']}, "
          f"{frames} packets, one stream", flush=True)
    return dialog, flow, player
