/* record_notes.h
 * The site notes about a response, looked up in the user's table whenever the response is drawn.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_RECORD_NOTES_H
#define SIPEXPLAIN_RECORD_NOTES_H

#include "call/record.h"
#include "catalogue/site_note.h"

/* The next note about the response, from *index of the table on, which is moved behind it; NULL
 * when there is none. A request has none. */
const struct site_note *record_next_note(const struct record *record, size_t *index);

/* One of its notes keeps the response out of the Expert Information. */
bool record_is_muted(const struct record *record);

#endif
