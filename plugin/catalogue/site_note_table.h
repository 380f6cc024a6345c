/* site_note_table.h
 * The user's table of notes: the file sipexplain_notes of the profile, edited in the preferences.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_SITE_NOTE_TABLE_H
#define SIPEXPLAIN_SITE_NOTE_TABLE_H

#include "compat.h"
#include "site_note.h"

/* Registers the table and puts it on the page of the module's preferences. Called once. */
void site_note_table_register(module_t *module);

/* The notes in the order of the table, index from 0; NULL at the end. The user may edit the table
 * at any time: a note is good until the dissection of this frame ends, so none is kept. */
const struct site_note *site_note_at(size_t index);

#endif
