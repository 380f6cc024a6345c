/* program.h
 * Which program asks for a statistic that is printed to a terminal.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_PROGRAM_H
#define SIPEXPLAIN_PROGRAM_H

#include "compat.h"

/* tshark, and not a window or sharkd. */
bool program_is_tshark(void);

/* Says in a window that "-z ARGUMENT" is for tshark. */
void program_warn_of(const char *argument);

/* Says why tshark cannot do what it is asked for, and ends it. */
void program_refuse(const char *why) G_GNUC_NORETURN;

#endif
