/* lookup.h
 * "-z sipexplain,code", "compare" and "search": the catalogue in the terminal, without a capture.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_LOOKUP_H
#define SIPEXPLAIN_LOOKUP_H

/* tshark that is asked for this alone would begin to capture, so it has to be ended, and nothing
 * else of the plugin calls exit(). A build that wants no such call, as one within Wireshark's
 * sources, leaves lookup.c and this macro out. */
#ifdef SIPEXPLAIN_LOOKS_UP

/* Registers the three for -z. They print and end tshark, as its -G does: exit status 0, or 1 with a
 * message on stderr when the argument is wrong. In a window they warn that they are for tshark.
 * Called once. */
void lookup_register(void);

#else

static inline void lookup_register(void)
{
}

#endif

#endif
