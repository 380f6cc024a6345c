# The files that print to the terminal of tshark or end it, and what only they need: a build
# within Wireshark's sources leaves them out, and nothing of the others may do so (tests/no_exit.py).
# SPDX-License-Identifier: GPL-2.0-or-later

set(TERMINAL_FILES display/call_ladder.c display/call_log.c display/ladder_list.c display/lookup.c
    display/program.c display/report.c display/report_call.c display/report_page.c)
