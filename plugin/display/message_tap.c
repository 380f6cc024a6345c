/* message_tap.c
 * The tap "sipexplain": each frame's SIP messages as they are explained, for the statistics.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "message_tap.h"

#include "call/frame_index.h"

static int message_tap = -1;

void message_tap_register(void)
{
    message_tap = register_tap("sipexplain");
}

bool message_tap_is_heard(void)
{
    return have_tap_listener(message_tap);
}

/* Mirror copies and messages quoted in ICMP errors are nobody's messages; of an ACK no statistic
 * asks anything that its INVITE does not tell. */
static bool is_told(const struct frame_entry *entry)
{
    return entry->is_request ? !entry->is_ack
                             : (!entry->record->is_copy && !entry->record->is_quoted);
}

static struct tapped_message message_of(const struct frame_entry *entry)
{
    return entry->is_request
               ? (struct tapped_message){ NULL, entry->request, entry->is_repeat }
               : (struct tapped_message){ entry->record, record_transaction(entry->record), false };
}

void message_tap_queue(packet_info *pinfo, uint32_t place)
{
    struct tapped_frame *frame;
    unsigned count, first;

    if (!message_tap_is_heard())
        return;
    count = frame_index_find(place, &first);
    if (!count)
        return;
    frame = (struct tapped_frame *)wmem_alloc(pinfo->pool,
                                              sizeof *frame + count * sizeof frame->messages[0]);
    frame->place = place;
    frame->comes_anew = pinfo->fd->visited;
    frame->count = 0;
    for (unsigned i = 0; i < count; i++) {
        const struct frame_entry entry = frame_index_at(first + i);

        if (is_told(&entry))
            frame->messages[frame->count++] = message_of(&entry);
    }
    tap_queue_packet(message_tap, pinfo, frame);
}
