/* asked_fields.h
 * The fields that somebody reads of a tree of which all seems to be wanted.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_ASKED_FIELDS_H
#define SIPEXPLAIN_ASKED_FIELDS_H

#include "compat.h"

/* Does anybody look at items of this field: are details shown, or is it asked for? What costs much
 * is not made before this is known. tree may be NULL: then nobody does. Of a visible tree Wireshark
 * says yes of every field, and up to 4.2 the tree of "tshark -T fields -e ..." is visible, of which
 * nothing but the fields behind -e are read. Only its command line tells them: where it can be had
 * and says so without a doubt, they and what filters and columns ask for are all. */
bool item_is_wanted(proto_tree *tree, int hf);

/* The same of an item that tshark -V need not print: a hidden one, as long as the preference for
 * them is off, and one that tells a piece of the line above it once more. */
bool unprinted_is_wanted(proto_tree *tree, int hf);

#endif
