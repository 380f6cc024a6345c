/* frame_words.c
 * What a frame holds, in a word: "INVITE", "183", "ACK".
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "frame_words.h"

#include "call/frame_index.h"
#include "call/heard.h"

static const struct transaction *transaction_of(const struct frame_entry *entry)
{
    return entry->is_request ? entry->request : record_transaction(entry->record);
}

/* The message of this call among those of a frame, else the first one; false: there is none. */
static bool find_entry_of_call(const struct record *record, uint32_t frame,
                               struct frame_entry *entry)
{
    unsigned first;
    const unsigned count = frame_index_find(frame, &first);

    for (unsigned i = 0; record_transaction(record) && i < count; i++) {
        const struct transaction *transaction;

        *entry = frame_index_at(first + i);
        transaction = transaction_of(entry);
        if (transaction &&
            transaction_call(transaction) == transaction_call(record_transaction(record)))
            return true;
    }
    if (count)
        *entry = frame_index_at(first);
    return count != 0;
}

static void add_message(struct label *label, const struct frame_entry *entry)
{
    if (entry->is_request) {
        label_add(label, entry->is_ack ? "ACK" : transaction_method_name(entry->request));
        label_add(label, entry->is_repeat ? " again" : "");
    } else if (entry->record->is_request) {
        label_add(label, record_phrase(entry->record) ? record_phrase(entry->record) : "request");
    } else {
        label_add_number(label, entry->record->code);
    }
}

/* Messages have an entry. Of the RTP only the first is told: which is the last one changes from
 * pass to pass. */
static const char *word_of_invite(const struct transaction *invite, uint32_t frame)
{
    const struct media_stretch *rtp = invite->method == METHOD_INVITE ? heard_first(invite) : NULL;

    return rtp && frame == rtp->first_frame ? "first RTP" : NULL;
}

bool frame_words_add(struct label *label, const struct record *record, uint32_t frame)
{
    struct frame_entry entry;
    const bool is_found = find_entry_of_call(record, frame, &entry);
    const char *word = NULL;

    if (is_found)
        add_message(label, &entry);
    else if (record_transaction(record) &&
             (word = word_of_invite(record_transaction(record), frame)) != NULL)
        label_add(label, word);
    return is_found || word;
}
