/* severity.h
 * How loud a code or a finding is, in Wireshark's words but without Wireshark.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_SEVERITY_H
#define SIPEXPLAIN_SEVERITY_H

/* Ascending. Error: somebody's call failed by a fault. Warn: a violation or a likely problem.
 * Note: unusual. Chat: normal. */
enum severity { SEVERITY_CHAT, SEVERITY_NOTE, SEVERITY_WARN, SEVERITY_ERROR };

/* "Chat", "Note", "Warn", "Error". */
const char *severity_name(enum severity severity);

#endif
