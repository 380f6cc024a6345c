/* severity.c
 * How loud a code or a finding is, in Wireshark's words but without Wireshark.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "severity.h"

const char *severity_name(enum severity severity)
{
    static const char *const names[] = {
        [SEVERITY_CHAT] = "Chat",
        [SEVERITY_NOTE] = "Note",
        [SEVERITY_WARN] = "Warn",
        [SEVERITY_ERROR] = "Error",
    };

    return names[severity];
}
