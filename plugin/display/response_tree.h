/* response_tree.h
 * "-z sipexplain,tree": responses, findings and answering servers, counted.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_RESPONSE_TREE_H
#define SIPEXPLAIN_RESPONSE_TREE_H

/* Registers the tree for tshark -z and the Telephony menu. Called once. */
void response_tree_register(void);

#endif
