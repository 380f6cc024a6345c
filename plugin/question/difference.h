/* difference.h
 * In words: how a message that came but does not fit differs from what it nearly fits.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_DIFFERENCE_H
#define SIPEXPLAIN_DIFFERENCE_H

#include "call/misfit.h"

/* Longest text of difference_text(), with its NUL. */
#define DIFFERENCE_TEXT_MAX 130

/* "CSeq 102 instead of 103 (frame 4)", what the message "has", written into text; returns text. */
const char *difference_text(const struct misfit *misfit, char *text);

/* May this failure of an odd request come of what is odd about it? It began here, and its code, or
 * its own words, are those of a server which does not find what the request names; others say that
 * it minds something else. */
bool difference_explains(const struct misfit *misfit, const struct record *failure);

/* The host that sent the odd message first, as far as this capture shows: a proxy only passes on
 * what is odd on the hop before too. Written into text (ENDPOINT_TEXT_MAX); returns text. */
const char *difference_sender(const struct misfit *misfit, char *text);

/* A proxy gave the INVITE another CSeq, but not the odd message or the RAck in it that names it:
 * the INVITE on the hop before, which has the odd value. NULL: none has. */
const struct transaction *difference_renumbered(const struct misfit *misfit);

/* The frame in which the same message came to the sender of the odd one, and fitted; 0: nowhere. */
uint32_t difference_came_right(const struct misfit *misfit);

/* Is the message in order but for the way it took: Request-URI, Route, transport? */
bool difference_is_of_way(enum misfit_field field);

/* Was the request sent on all the same, though where it was to go is odd? */
bool difference_was_outdone(const struct misfit *misfit);

#endif
