/* message_tap.c
 * The tap "sipexplain": each frame's SIP messages as they are explained, for the statistics.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "message_tap.h"

#include "call/record_store.h"
#include "call/request_store.h"

static int message_tap = -1;

void message_tap_register(void)
{
    message_tap = register_tap("sipexplain");
}

bool message_tap_is_heard(void)
{
    return have_tap_listener(message_tap);
}

void message_tap_queue(packet_info *pinfo)
{
    const struct record *const *records;
    const struct request_entry *requests;
    unsigned record_count, request_count;
    struct tapped_frame *frame;

    if (!message_tap_is_heard())
        return;
    records = record_store_find(pinfo->num, &record_count);
    requests = request_store_find(pinfo->num, &request_count);
    if (!record_count && !request_count)
        return;
    frame = (struct tapped_frame *)wmem_alloc(
        pinfo->pool,
        sizeof *frame + (size_t)(record_count + request_count) * sizeof frame->messages[0]);
    frame->count = 0;
    for (unsigned i = 0; i < record_count; i++) {
        if (!records[i]->is_copy && !records[i]->is_quoted)
            frame->messages[frame->count++] =
                (struct tapped_message){ records[i], records[i]->transaction, false };
    }
    for (unsigned i = 0; i < request_count; i++)
        frame->messages[frame->count++] =
            (struct tapped_message){ NULL, requests[i].transaction, requests[i].is_repeat };
    tap_queue_packet(message_tap, pinfo, frame);
}
