/* copies.h
 * How often a request is sent before a rule speaks of it (RFC 3261 section 17.1, T1 of 500 ms).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_COPIES_H
#define SIPEXPLAIN_COPIES_H

/* The first one counted: copies at 0, 0.5 and 1.5 s; the last one of an INVITE. */
#define COPIES_REPEATED 3
#define COPIES_UNANSWERED 7

#endif
