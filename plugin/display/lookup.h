/* lookup.h
 * "-z sipexplain,code", "compare" and "search": the catalogue in the terminal, without a capture.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_LOOKUP_H
#define SIPEXPLAIN_LOOKUP_H

/* Registers the three for -z. They print and end tshark, as its -G does: exit status 0, or 1 with a
 * message on stderr when the argument is wrong. In a window they warn that they are for tshark.
 * Called once. */
void lookup_register(void);

#endif
