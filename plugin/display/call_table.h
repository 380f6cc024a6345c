/* call_table.h
 * "-z sipexplain,calls": one row for each call, and one for each other Call-ID.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_CALL_TABLE_H
#define SIPEXPLAIN_CALL_TABLE_H

/* Registers the table for tshark -z and the Telephony menu. Called once. */
void call_table_register(void);

#endif
