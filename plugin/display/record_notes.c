/* record_notes.c
 * The site notes about a response, looked up in the user's table whenever the response is drawn.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "record_notes.h"

#include "catalogue/site_note_table.h"

/* Protocol and text, each as long as intern() keeps them, with the characters it puts in. */
#define REASON_TEXT_MAX 1536

/* One value of Reason as it is written in a message: Q.850;cause=41;text="...". */
static bool has_reason(const struct site_note *note, const struct reason_value *reason)
{
    char text[REASON_TEXT_MAX];

    if (reason->text)
        snprintf(text, sizeof text, "%s;cause=%u;text=\"%s\"", reason->protocol, reason->cause,
                 reason->text);
    else
        snprintf(text, sizeof text, "%s;cause=%u", reason->protocol, reason->cause);
    return site_note_has_text(note, text);
}

static bool has_some_reason(const struct site_note *note, const struct words *words)
{
    for (unsigned i = 0; i < words->reason_count; i++) {
        if (has_reason(note, &words->reasons[i]))
            return true;
    }
    return false;
}

static bool is_about(const struct site_note *note, const struct record *record)
{
    if (record->is_request || !site_note_has_code(note, record->code))
        return false;
    if (site_note_has_text(note, NULL))
        return true;
    if (note->place == SITE_NOTE_REASON)
        return has_some_reason(note, record_words(record));
    return site_note_has_text(note, note->place == SITE_NOTE_SERVER ? record_server(record)
                                                                    : record_phrase(record));
}

const struct site_note *record_next_note(const struct record *record, size_t *index)
{
    const struct site_note *note;

    while ((note = site_note_at((*index)++)) != NULL) {
        if (is_about(note, record))
            return note;
    }
    return NULL;
}

bool record_is_muted(const struct record *record)
{
    const struct site_note *note;
    size_t index = 0;

    while ((note = record_next_note(record, &index)) != NULL) {
        if (note->is_muting)
            return true;
    }
    return false;
}
