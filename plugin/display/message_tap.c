/* message_tap.c
 * The tap "sipexplain": each SIP message as it is explained, for the statistics.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "message_tap.h"

#include "../call/record_store.h"
#include "../call/request_store.h"

static int message_tap = -1;

void message_tap_register(void)
{
    message_tap = register_tap("sipexplain");
}

bool message_tap_is_heard(void)
{
    return have_tap_listener(message_tap);
}

static void queue(packet_info *pinfo, struct tapped_message message)
{
    struct tapped_message *kept = wmem_new(pinfo->pool, struct tapped_message);

    *kept = message;
    tap_queue_packet(message_tap, pinfo, kept);
}

void message_tap_queue(packet_info *pinfo)
{
    const struct record *const *records;
    const struct request_entry *requests;
    unsigned count;

    if (!message_tap_is_heard())
        return;
    records = record_store_find(pinfo->num, &count);
    for (unsigned i = 0; i < count; i++) {
        if (!records[i]->is_copy && !records[i]->is_quoted)
            queue(pinfo, (struct tapped_message){ records[i], records[i]->transaction, false });
    }
    requests = request_store_find(pinfo->num, &count);
    for (unsigned i = 0; i < count; i++)
        queue(pinfo,
              (struct tapped_message){ NULL, requests[i].transaction, requests[i].is_repeat });
}
