/* server_table.h
 * "-z sipexplain,servers": one row for each address that answers, or was asked in vain.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_SERVER_TABLE_H
#define SIPEXPLAIN_SERVER_TABLE_H

/* Registers the table for tshark -z and the Telephony menu. Called once. */
void server_table_register(void);

#endif
