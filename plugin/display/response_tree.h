/* response_tree.h
 * "-z sipexplain,tree": responses, findings and answering servers, counted.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_RESPONSE_TREE_H
#define SIPEXPLAIN_RESPONSE_TREE_H

/* tests/bounds.py builds with a lower one. */
#ifndef TREE_NAMES_MAX
/* Reason phrases, and addresses, that have a node of their own; further ones share one. Wireshark
 * walks all nodes of a branch for each new one. */
#define TREE_NAMES_MAX 1000
#endif

/* Registers the tree for tshark -z and the Telephony menu. Called once. */
void response_tree_register(void);

#endif
