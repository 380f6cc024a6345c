/* program.c
 * Which program asks for a statistic that is printed to a terminal.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "program.h"

#include <stdlib.h>

#include <wsutil/report_message.h>

bool program_is_tshark(void)
{
    const char *program = g_get_prgname();

    return !program || g_str_has_prefix(program, "tshark") ||
           g_str_has_prefix(program, "lt-tshark");
}

void program_warn_of(const char *argument)
{
    report_warning("\"-z %s\" is answered by tshark, in a terminal. In this window the packet "
                   "details explain the codes.",
                   argument);
}

void program_refuse(const char *why)
{
    report_failure("sipexplain: %s", why);
    exit(EXIT_FAILURE);
}
