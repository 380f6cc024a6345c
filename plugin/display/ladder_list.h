/* ladder_list.h
 * "-z sipexplain,ladder": the ladder of each call in the terminal.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_LADDER_LIST_H
#define SIPEXPLAIN_LADDER_LIST_H

/* Registers it for tshark -z; with a display filter behind it the calls that have a message passing
 * it. Called once. */
void ladder_list_register(void);

#endif
