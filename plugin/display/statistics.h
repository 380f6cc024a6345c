/* statistics.h
 * What "-z sipexplain,..." prints and the Telephony menu shows of a whole capture.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_STATISTICS_H
#define SIPEXPLAIN_STATISTICS_H

/* Registers the tap and the tables that listen to it. Called once, when the protocol registers. */
void statistics_register(void);

/* Registers what only has a -z: Wireshark wants it when it asks its plugins for their tap
 * listeners. */
void statistics_register_listeners(void);

#endif
