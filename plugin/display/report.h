/* report.h
 * "-z sipexplain,report": a page of HTML about the calls of a capture, to be handed on.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_REPORT_H
#define SIPEXPLAIN_REPORT_H

/* tests/bounds.py builds with a lower one. */
#ifndef REPORT_CALLS_MAX
/* Calls that have a part of their own, the loudest; further ones are rows of the table only. */
#define REPORT_CALLS_MAX 500
#endif

/* Registers it for tshark -z; with a display filter behind it the calls that have a message passing
 * it. Called once. */
void report_register(void);

#endif
