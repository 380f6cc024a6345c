/* statistics.c
 * What "-z sipexplain,..." prints and the Telephony menu shows of a whole capture.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "statistics.h"

#include "call_table.h"
#include "ladder_list.h"
#include "lookup.h"
#include "message_tap.h"
#include "report.h"
#include "response_tree.h"
#include "server_table.h"
#include "voip_tap.h"

void statistics_register(void)
{
    message_tap_register();
    voip_tap_register();
    call_table_register();
    server_table_register();
}

void statistics_register_listeners(void)
{
    response_tree_register();
    /* A build without the files that print: terminal_files.cmake. */
#ifdef SIPEXPLAIN_PRINTS
    lookup_register();
    ladder_list_register();
    report_register();
#endif
}
